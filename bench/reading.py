"""How fast a chat archive of a million lines is read, beside `json.loads` of the same lines.

The example day is repeated, each time a day later and under new ids, into one file, and that is
read by both, in turns, by processor time. Exits with 1 where `read` takes more than four times as
long, or memory grows with the lines.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from archive import DAY, peak, repeated
from machine import machine

from wechat_policy.adapters import read

LINES = 1_000_000
AIM = 4.0
MOST = 20.0
"""MiB by which memory may rise from the first tenth of the lines to the last."""


def main() -> int:
    """Prints the times of both and their ratio, and the memory."""
    print(machine())
    day = [json.loads(line) for line in (DAY / "archive.jsonl").read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for record in islice(repeated(day), LINES):
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
        size = path.stat().st_size / 2**20
        deque(islice(read(path), LINES // 10), 0)
        begun = peak()
        reading, decoding = _time(read(path)), _time(_decoded(path))
        grown = peak() - begun
    ratio = reading / decoding
    print(f"{LINES:,} lines, {size:.0f} MiB")
    print(f"json.loads {LINES / decoding:>10,.0f} lines/s")
    print(f"read       {LINES / reading:>10,.0f} lines/s, {ratio:.2f} times as long")
    print(f"memory rose by {grown:.1f} MiB after the first tenth")
    return int(ratio > AIM or grown > MOST)


def _decoded(path: Path) -> Iterator[object]:
    with path.open("rb") as file:
        yield from map(json.loads, file)


def _time(found: Iterator[object]) -> float:
    begin = time.process_time()
    deque(found, 0)
    return time.process_time() - begin


if __name__ == "__main__":
    sys.exit(main())
