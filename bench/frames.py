"""What judging a frame costs beside `judge_many` on the same messages, for each kind of frame.

1,000,000 messages of which 3% hold a word, 1,000 clauses with 10,000 words between them, in parts
of 100,000, in one thread, by processor time. A frame has columns of the types that its library
gives them: moments with a zone, texts, kinds as categories. `judge_many` is given the messages as
events that were made before, and as records, which it has to read. Every part is judged in each
of the ways, one after the other; told is the median over the parts, and of the ratios too.
Exits with 1 if a frame costs more than 1.3 times the events that were made before.

`frames.py COUNT` takes another number of messages.
"""

from __future__ import annotations

import gc
import resource
import sys
import time
from collections.abc import Callable
from datetime import datetime
from statistics import median
from typing import Any

import chat
import pandas as pd
import polars as pl
import pyarrow as pa
from machine import machine

from wechat_policy import Engine, judge_frame, loads, read_event

MESSAGES = 1_000_000
PART = 100_000
DIRTY = 0.03
MOST = 1.3
EVENTS, RECORDS = "judge_many, events", "judge_many, records"
KINDS: dict[str, Callable[[pa.Table], Any]] = {
    "pandas": lambda table: table.to_pandas(strings_to_categorical=False),
    "polars": pl.from_arrow,
    "arrow": lambda table: table,
}


def columns(records: list[dict[str, Any]]) -> pa.Table:
    """The messages of records as a table of Arrow."""
    moment = pa.timestamp("us", "Asia/Shanghai")
    told: dict[str, Any] = {
        name: [record[name] for record in records] for name in records[0] if name != "type"
    }
    told["at"] = pa.array(list(map(datetime.fromisoformat, told["at"])), moment)
    told["kind"] = pa.array(told["kind"]).dictionary_encode()
    return pa.table(told)


def judged(engine: Engine, events: Any) -> int:
    """How many violations there are, found by `judge_many`."""
    return sum(len(one.violations) for one in engine.judge_many(events) if one.violations)


def main(count: int) -> int:
    """Measures, prints, and says whether the mark is met."""
    print(machine(), f"pandas {pd.__version__}, polars {pl.__version__}, pyarrow {pa.__version__}")
    plain = chat.messages(PART)
    words = chat.words(10_000, plain)
    policy = loads(chat.policy(chat.dealt(words, 1_000)))
    ways = [EVENTS, RECORDS, *KINDS, "arrow, messages"]
    engines = {way: Engine(policy) for way in ways}
    times: dict[str, list[float]] = {way: [] for way in ways}
    found = dict.fromkeys(ways, 0)
    for first in range(0, count, PART):
        texts = chat.dirtied(plain, words[:1_000], DIRTY, seed=first)
        for way in ways:
            # Texts that nobody has read before, for each way.
            records = [chat.record(first + n, text) for n, text in enumerate(texts)]
            given: Any = records
            if way == EVENTS:
                given = list(map(read_event, records))
            elif way in KINDS:
                given = KINDS[way](columns(records))
            elif way != RECORDS:
                given = columns(records)
            if way != RECORDS:
                del records
            gc.collect()
            begin = time.process_time()
            if way in (EVENTS, RECORDS):
                found[way] += judged(engines[way], given)
            elif way in KINDS:
                found[way] += len(judge_frame(engines[way], given))
            else:
                rows = judge_frame(engines[way], given, rows="messages")
                found[way] += pa.compute.sum(rows["violations"]).as_py()
            times[way].append((time.process_time() - begin) / len(texts) * 1e6)
    assert len(set(found.values())) == 1, found
    print(f"{count:,} messages, {found[EVENTS]:,} violations; microseconds a message")
    ratios = {
        way: median(a / b for a, b in zip(times[way], times[EVENTS], strict=True)) for way in ways
    }
    for way in ways:
        print(f"  {way:22}{median(times[way]):8.2f}{ratios[way]:8.2f} times {EVENTS}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"at most {peak:.0f} MiB of memory in use")
    return int(any(ratios[kind] > MOST for kind in KINDS))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else MESSAGES))
