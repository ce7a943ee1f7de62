"""What a backtest of the 29 policies costs beside judging alone, and what two processes save.

Messages of made-up chat, one in a hundred with an insult, said by 2,000 people over a month:
`backtest.py 200000` judges so many, 20,000 unless given. Exits with 1 if counting takes more than a
quarter of the time that judging takes, or two processes say anything else than one.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import chat
from machine import machine

from wechat_policy import Engine, Event, Policy, load, read_event
from wechat_policy.tuning import Backtest, backtest

START = datetime(2026, 3, 1, tzinfo=timezone(timedelta(hours=8)))
PEOPLE = 2_000
MOST_OVERHEAD = 1.25
NUMBER = 20_000
DIRECTORY = {
    "people": [{"id": f"u{n}", "name": f"员工{n}", "department": [f"部门{n % 20}"]}
               for n in range(PEOPLE)],
    "groups": [{"id": "g", "name": "项目工作群", "level": "work"}],
}  # fmt: skip


def events(number: int) -> Iterator[Event]:
    """So many messages over 30 days, in working hours and out of them."""
    texts = chat.messages(2_000)
    step = timedelta(days=30) / number
    for place in range(number):
        text = "你这个废物，滚出去" if place % 100 == 7 else texts[place % len(texts)]
        yield read_event({
            "type": "message", "id": f"m{place}", "at": START + place * step, "kind": "text",
            "sender": f"u{place * 7919 % PEOPLE}", "group": "g", "text": text,
        })  # fmt: skip


def judged(policies: list[Policy], told: list[Event]) -> float:
    """Seconds of the processor that judging alone takes."""
    begin = time.process_time()
    for _ in Engine(policies, DIRECTORY).judge_many(told):
        pass
    return time.process_time() - begin


def counted(
    policies: list[Policy], told: list[Event], workers: int
) -> tuple[Backtest, float, float]:
    """A backtest, its seconds, and those of the processor."""
    begin, busy = time.perf_counter(), time.process_time()
    found = backtest(policies, iter(told), directory=DIRECTORY, workers=workers)
    return found, time.perf_counter() - begin, time.process_time() - busy


def main(number: int) -> int:
    """Prints the figures; 0 if they are as they should be."""
    print(machine())
    policies = [load(f"P{place:02}") for place in range(1, 30)]
    told = list(events(number))
    judged(policies, told[:200])  # what is made once
    held = _peak()
    alone = judged(policies, told)
    one, wall, single = counted(policies, told, 1)
    two, double, _ = counted(policies, told, 2)
    flagged = f"{one.flagged_events:,} flagged, {one.hits.flagged:,} violations"
    print(f"{number:,} events, {flagged}, {len(one.overlaps):,} overlaps")
    print(f"judge_many alone {alone:6.1f} s, {number / alone:9,.0f} events a second")
    print(f"backtest         {single:6.1f} s, {number / single:9,.0f}; {single / alone:.2f} times")
    print(f"by the clock     {wall:6.1f} s, in two processes {double:.1f} s")
    print(f"peak {_peak():,} MiB, {held:,} before the first event")
    print(f"two processes say the same: {one == two}")
    return int(single > alone * MOST_OVERHEAD or one != two)


def _peak() -> int:
    """MiB of memory that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER))
