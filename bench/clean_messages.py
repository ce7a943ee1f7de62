"""What judging a message costs, most of all a clean one, beside one raw scan for the same words.

Exits with 1 if a clean message costs more than 8 raw scans, or if with 1,000 clauses it costs more
than 1.3 times what it costs with 10.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

import chat
from machine import machine

from wechat_policy import Engine, Event, loads, read_event
from wechat_policy.matcher import Matcher

MESSAGES = 100_000
BLOCK = 250  # small, as in a service where a message is judged soon after it was read
DIRTY = 0.03
WORDS = (1_000, 10_000)
CLAUSES = (10, 1_000)
MOST_SCANS = 8.0
MOST_GROWTH = 1.3
HELD = ("judge, Event", "feed, Event")
"""What the targets are held against; the rest is for information."""

Way = Callable[[Sequence[Any]], int]


def main() -> int:
    """Measures clean and then dirty messages, prints both; 0 if the targets are met."""
    print(machine())
    texts = chat.messages(MESSAGES)
    average = sum(map(len, texts)) / len(texts)
    print(f"{len(texts):,} messages, {average:.0f} characters on average; microseconds a message")
    met = True
    for count in WORDS:
        words = chat.words(count, texts)
        met &= _measured(f"clean, {count:,} words", texts, words)
    dirty = chat.dirtied(texts, words, DIRTY)
    _measured(f"{DIRTY:.0%} dirty, {len(words):,} words", dirty, words)
    return 0 if met else 1


def _measured(title: str, texts: Sequence[str], words: Sequence[str]) -> bool:
    """Prints a table over the ways to judge the texts; whether the targets are met."""
    policies = {hands: loads(chat.policy(chat.dealt(words, hands))) for hands in CLAUSES}
    expected = {hands: chat.owners(texts, chat.dealt(words, hands)) for hands in CLAUSES}
    ways: dict[tuple[str, int], Way] = {("scan", 0): _scan(words), ("read_event", 0): _read}
    for hands, policy in policies.items():
        ways["judge, Event", hands] = _judge(Engine(policy))
        ways["feed, Event", hands] = _feed(Engine(policy))
        ways["feed, mapping", hands] = _feed(Engine(policy))
    times: dict[tuple[str, int], list[float]] = {key: [] for key in ways}
    found = dict.fromkeys(ways, 0)
    for start in range(0, len(texts), BLOCK):
        for key, way in ways.items():
            block = _inputs(key[0], start, texts[start : start + BLOCK])
            begin = time.thread_time()
            found[key] += way(block)
            times[key].append((time.thread_time() - begin) / len(block))
    for (name, hands), number in found.items():
        if hands:
            assert number == expected[hands], (title, name, hands, number, expected[hands])
    _print(title, times, expected)
    return all(
        _ratio(times, (name, hands), ("scan", 0)) <= MOST_SCANS
        and _ratio(times, (name, CLAUSES[-1]), (name, CLAUSES[0])) <= MOST_GROWTH
        for name in HELD
        for hands in CLAUSES
    )


def _inputs(name: str, start: int, texts: Sequence[str]) -> list[Any]:
    """What a way is given, made of texts that nobody has read before."""
    if name == "scan":
        return [chat.fresh(text) for text in texts]
    records = [chat.record(start + number, text) for number, text in enumerate(texts)]
    return [read_event(one) for one in records] if name.endswith("Event") else records


def _scan(words: Sequence[str]) -> Way:
    # The very call that the matcher makes for a text, without the matcher.
    scan = Matcher(words)._scan

    def way(block: Sequence[str]) -> int:
        for text in block:
            scan(text)
        return 0

    return way


def _read(block: Sequence[dict[str, Any]]) -> int:
    return sum(read_event(record).__class__ is Event for record in block)


def _judge(engine: Engine) -> Way:
    judge = engine.judge

    def way(block: Sequence[Event]) -> int:
        found = 0
        for event in block:
            verdict = judge(event)
            if verdict:
                found += len(verdict.violations)
        return found

    return way


def _feed(engine: Engine) -> Way:
    feed = engine.feed

    def way(block: Sequence[Any]) -> int:
        found = 0
        for event in block:
            for verdict in feed(event):
                if verdict:
                    found += len(verdict.violations)
        return found

    return way


def _ratio(
    times: dict[tuple[str, int], list[float]], one: tuple[str, int], other: tuple[str, int]
) -> float:
    """The median over the blocks, so that what else the machine does falls on both alike."""
    return median(a / b for a, b in zip(times[one], times[other], strict=True))


def _print(title: str, times: dict[tuple[str, int], list[float]], expected: dict[int, int]) -> None:
    counts = ", ".join(f"{number:,} with {hands:,} clauses" for hands, number in expected.items())
    print(f"\n{title} (violations, as by naive search: {counts})")
    print(f"{'':<16}{'clauses':>8}{'µs':>8}{'scans':>8}{'growth':>8}")
    for name, hands in times:
        key = (name, hands)
        growth = f"{_ratio(times, key, (name, CLAUSES[0])):.2f}" if hands == CLAUSES[-1] else ""
        print(
            f"{name:<16}{hands or '':>8}{median(times[key]) * 1e6:>8.2f}"
            f"{_ratio(times, key, ('scan', 0)):>8.1f}{growth:>8}"
        )


if __name__ == "__main__":
    sys.exit(main())
