"""How many records of a chat archive are read and judged in a second, and in how much memory.

The example day is repeated, each time a day later and under new ids, until there are 100,000
records; they are written to a file, read from there and judged by P06.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from machine import machine

from wechat_policy import Engine, load
from wechat_policy.adapters import read

RECORDS = 100_000
DAY = Path(__file__).parents[1] / "examples" / "day"
_DAY_MS = 24 * 60 * 60 * 1000


def main() -> int:
    """Prints the speed of reading and of judging, what was found, and the memory."""
    print(machine())
    day = [json.loads(line) for line in (DAY / "archive.jsonl").read_text("utf-8").splitlines()]
    policy = load("P06")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for record in islice(repeated(day), RECORDS):
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
        size = path.stat().st_size
        begun = peak()

        begin = time.thread_time()
        events = sum(record.event is not None for record in read(path))
        reading = time.thread_time() - begin

        engine = Engine(policy, DAY / "directory.json")
        found: Counter[str] = Counter()
        begin = time.thread_time()
        for record in read(path):
            if record.event is not None:
                for verdict in engine.feed(record.event):
                    found.update(one.status for one in verdict.violations)
        both = time.thread_time() - begin
    assert engine.stats()["events"] == events, (engine.stats(), events)
    print(f"{RECORDS:,} records, {size / 2**20:.0f} MiB, {events:,} events for the engine")
    print(f"reading            {RECORDS / reading:>10,.0f} records/s")
    print(f"reading and judging{RECORDS / both:>10,.0f} records/s")
    print(f"judging alone      {events / (both - reading):>10,.0f} events/s")
    print(f"found: {', '.join(f'{number:,} {status}' for status, number in found.items())}")
    print(f"memory at the start {begun:.0f} MiB, at most {peak():.0f} MiB")
    return 0


def repeated(day: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The day again and again; ids and times move, references to ids move along."""
    number = 0
    while True:
        text = json.dumps(day, ensure_ascii=False)
        for record in json.loads(text):
            for key in ("msgid", "pre_msgid"):
                if key in record:
                    record[key] = f"{number}_{record[key]}"
            revoked = record.get("revoke")
            if revoked:
                revoked["pre_msgid"] = f"{number}_{revoked['pre_msgid']}"
            for key in ("msgtime", "time"):
                if key in record:
                    record[key] += number * _DAY_MS
            yield record
        number += 1


def peak() -> float:
    """The most memory that this process has held so far, in MiB; 0 where nobody counts it."""
    try:
        import resource
    except ImportError:
        return 0.0
    unit = 1024 if sys.platform != "darwin" else 1
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


if __name__ == "__main__":
    sys.exit(main())
