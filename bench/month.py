"""A month of a company of 10,000 people: what the memory and the cost of an event come to.

5 million events, one in a hundred of which concerns a clause; limits, deadlines and a periodic duty
are active throughout. Exits with 1 if an event costs more than 1.3 times at the end what it costs
at the start. `month.py 500000` judges fewer; `month.py 5000000 FILE` keeps the state in a file.
"""

from __future__ import annotations

import itertools
import resource
import sys
import time
from datetime import timedelta
from statistics import median

import traffic
from machine import machine

from wechat_policy import Engine, loads

PEOPLE = 10_000
SPAN = timedelta(days=30)
PARTS = 50
ENDS = 10  # parts at the start, behind the first, that are compared with as many at the end
MOST_GROWTH = 1.3


def main(number: int, file: str | None) -> int:
    """Prints the cost over time and the peak of memory; 0 if the cost stays."""
    print(machine())
    engine = Engine(loads(traffic.POLICY), traffic.directory(PEOPLE), state=file)
    events = traffic.events(number, PEOPLE, SPAN)
    size = number // PARTS
    costs, told, violated = [], 0, 0
    base = _peak()
    for part in range(PARTS):
        block = list(itertools.islice(events, size))
        begin = time.thread_time()
        for verdict in engine.judge_many(block):
            if verdict:
                told += 1
                violated += len(verdict.violations)
        if engine.state.durable:
            engine.ack(engine.pending_delivery())
        costs.append((time.thread_time() - begin) / size * 1e6)
        if part % 10 == 9:
            print(f"{(part + 1) * size:12,} events: {costs[-1]:5.1f} µs each, peak {_peak():,} MiB")
    start, end = median(costs[1 : 1 + ENDS]), median(costs[-ENDS:])
    print(f"an event costs {start:.1f} µs at the start, {end:.1f} µs at the end: {end / start:.2f}")
    print(f"peak {_peak():,} MiB, {base:,} MiB before the first event")
    print(f"{told:,} verdicts that say something, {violated:,} violations; {dict(engine.stats())}")
    return 0 if end <= start * MOST_GROWTH else 1


def _peak() -> int:
    """MiB of memory that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    more = sys.argv[1:]
    sys.exit(main(int(more[0]) if more else 5_000_000, more[1] if len(more) > 1 else None))
