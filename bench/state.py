"""How many events a second an engine takes with ten clauses that remember, by where it remembers.

Exits with 1 below 60,000 a second in memory, or below 8,000 into SQLite.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Literal

import traffic
from machine import machine

from wechat_policy import Engine, Event, loads
from wechat_policy.state import Memory, State
from wechat_policy.state.sqlite import SQLite

EVENTS = 200_000
PEOPLE = 1_000
SPAN = timedelta(days=10)
LEAST = {"memory": 60_000, "SQLite, NORMAL": 8_000}


def main() -> int:
    """Prints events a second; 0 if there are enough."""
    print(machine())
    events = list(traffic.events(EVENTS, PEOPLE, SPAN))
    print(f"{EVENTS:,} events of {PEOPLE:,} people, {traffic.MATCHING:.0%} concern a clause")
    policy, people = loads(traffic.POLICY), traffic.directory(PEOPLE)
    met = True
    found = set()
    for name in ("memory", "SQLite, NORMAL", "SQLite, FULL"):
        with tempfile.TemporaryDirectory() as folder:
            engine = Engine(policy, people, state=_store(name, Path(folder)))
            rate, by_clock, told = _run(engine, events)
            engine.close()
        found.add(told)
        least = LEAST.get(name)
        met &= least is None or rate >= least
        wanted = "" if least is None else f" (at least {least:,})"
        print(f"{name:16} {rate:10,.0f} events a second of work{wanted}, {by_clock:,.0f} in all")
    assert len(found) == 1, found
    print(f"{found.pop():,} verdicts that say something")
    return 0 if met else 1


def _store(name: str, folder: Path) -> State:
    if name == "memory":
        return Memory()
    synchronous: Literal["NORMAL", "FULL"] = "FULL" if name.endswith("FULL") else "NORMAL"
    return SQLite(folder / "state.db", synchronous=synchronous)


def _run(engine: Engine, events: list[Event]) -> tuple[float, float, int]:
    """Events a second, delivery included, and how many verdicts said something.

    Of the time that the core worked, and of the time that went by.
    """
    told = 0
    begin, clock = time.thread_time(), time.perf_counter()
    if engine.state.durable:
        for place in range(0, len(events), 100):
            for _ in engine.judge_many(events[place : place + 100]):
                pass
            delivered = engine.pending_delivery()
            told += len(delivered)
            engine.ack(delivered)
    else:
        told = sum(map(bool, engine.judge_many(events)))
    worked, passed = time.thread_time() - begin, time.perf_counter() - clock
    return len(events) / worked, len(events) / passed, told


if __name__ == "__main__":
    sys.exit(main())
