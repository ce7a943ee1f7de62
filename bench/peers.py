"""What judging messages costs beside other engines, and beside conditions written by hand.

All judge the same messages by the same 300 clauses, by turns, and must find what a naive search
finds. Time is the processor's. `pip install -e '.[bench]'` brings the engines; one that is not
there is left out. Exits with 1 if one that is held against judge_many is faster in either pass.
"""

from __future__ import annotations

import gc
import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from statistics import median
from typing import Any, NamedTuple

import chat
from clauses import (
    DIRECTORY,
    Clause,
    Message,
    Pair,
    Way,
    as_event,
    as_mapping,
    as_message,
    clauses,
    pairs,
    policy,
)
from daachorse import CharwiseDoubleArrayAhoCorasick
from machine import machine
from other_engines import (
    with_cedar,
    with_rule_engine,
    with_yara,
    with_yara_x,
    with_yara_x_joined,
    with_zen_expression,
    with_zen_table,
)

from wechat_policy import Engine, loads

MESSAGES = 40_000
BLOCK = 2_000
FEW = 100  # of each block, for those that would take minutes
CLAUSES, WORDS = 300, 3_000
DIRTY = 0.03
PASSES = 2
LEFT_OUT = """
All but judge_many and judge are given what they would have to look up, before the clock starts:
whether sender and group are external, and whether it is working time. They do without the fold of
width and script, without verdict and reasons, without knowing records that come twice, and without
limits, duties and penalties. YARA can tell words and their places in bytes, yara-x in fast mode
the first of each; the others tell neither. Those marked * are programs made for these clauses
around a search for all words, and are not held against judge_many.
"""


class Contender(NamedTuple):
    """Who judges, of which package, what a message is to it, and what makes its way to judge."""

    name: str
    package: str
    form: Callable[[int, str], Any]
    made: Callable[[Sequence[Clause]], Way]
    slow: bool = False
    held: bool = True


def main() -> int:
    """Measures all twice and prints it; 0 if nobody who is held against judge_many is faster."""
    texts = chat.messages(MESSAGES)
    words = chat.words(WORDS, texts)
    texts = chat.dirtied(texts, words, DIRTY)
    those = clauses(CLAUSES, words)
    expected = set(pairs(those, texts))
    print(machine())
    print(
        f"{MESSAGES:,} messages, {sum(map(len, texts)) / MESSAGES:.0f} characters on average, a "
        f"word put into {DIRTY:.0%}; {CLAUSES} clauses, {WORDS:,} words"
    )
    print(f"{len(expected):,} pairs of message and clause, as by naive search, found by each")
    print(LEFT_OUT)
    present = _present()
    in_front = True
    for number in range(PASSES):
        ways = {one: one.made(those) for one in present}
        gc.collect()
        gc.freeze()  # or what one has made would cost the others time whenever it is gone through
        in_front &= _measured(f"pass {number + 1} of {PASSES}", ways, texts, expected)
    return 0 if in_front else 1


def _present() -> list[Contender]:
    """Those whose package is installed; prints which it is, or that it is missing."""
    present: dict[str, bool] = {"": True}
    for package in dict.fromkeys(one.package for one in CONTENDERS if one.package):
        try:
            print(package, version(package))
            present[package] = True
        except PackageNotFoundError:
            print(f"{package} is not installed and left out")
            present[package] = False
    return [one for one in CONTENDERS if present[one.package]]


def _measured(
    title: str, ways: dict[Contender, Way], texts: Sequence[str], expected: set[Pair]
) -> bool:
    """Prints a table; whether the first of them, judge_many, is faster than those held against."""
    times: dict[Contender, list[float]] = {one: [] for one in ways}
    found: dict[Contender, list[Pair]] = {one: [] for one in ways}
    for start in range(0, len(texts), BLOCK):
        # In another order each time: what ran before leaves the caches to the next.
        for one, way in random.Random(start).sample(list(ways.items()), len(ways)):
            end = start + (FEW if one.slow else BLOCK)
            block = [one.form(number, texts[number]) for number in range(start, end)]
            # A thread's own time would miss the threads that an engine starts.
            begin = time.process_time()
            told = way(block)
            times[one].append((time.process_time() - begin) / len(block))
            found[one] += told
    few = {pair for pair in expected if int(pair[0][1:]) % BLOCK < FEW}
    for one, told in found.items():
        assert sorted(told) == sorted(few if one.slow else expected), (one.name, len(told))
    ours = next(iter(ways))
    in_front = True
    print(f"\n{title:<34}{'messages':>10}{'µs':>10}{'times':>8}")
    for one, those in times.items():
        ratio = median(a / b for a, b in zip(those, times[ours], strict=True))
        in_front &= ratio >= 1 or not one.held
        count = len(those) * (FEW if one.slow else BLOCK)
        print(f"{one.name:<34}{count:>10,}{median(those) * 1e6:>10,.2f}{ratio:>8,.2f}")
    return in_front


# ------------------------------------------------------------------------------- ours


def _judge_many(those: Sequence[Clause]) -> Way:
    judge_many = Engine(loads(policy(those)), DIRECTORY).judge_many
    return lambda block: [
        (one.event, one.clause)
        for verdict in judge_many(block)
        if verdict
        for one in verdict.violations
    ]


def _judge(those: Sequence[Clause]) -> Way:
    judge = Engine(loads(policy(those)), DIRECTORY).judge
    return lambda block: [
        (one.event, one.clause)
        for event in block
        if (verdict := judge(event))
        for one in verdict.violations
    ]


# ------------------------------------------------------------------ conditions by hand


def _any_word(those: Sequence[Clause]) -> Way:
    def way(block: Sequence[Message]) -> list[Pair]:
        return [
            (id, name)
            for id, text, facts in block
            for name, words, condition in those
            if (condition is None or condition.holds(facts)) and any(word in text for word in words)
        ]

    return way


def _regex(those: Sequence[Clause]) -> Way:
    tests = [
        (one.name, re.compile("|".join(one.words)).search, one.condition and one.condition.holds)
        for one in those
    ]

    def way(block: Sequence[Message]) -> list[Pair]:
        return [
            (id, name)
            for id, text, facts in block
            for name, search, holds in tests
            if (holds is None or holds(facts)) and search(text)
        ]

    return way


def _automaton(those: Sequence[Clause]) -> Way:
    owners = [clause for clause in those for _ in clause.words]
    words = [word for clause in those for word in clause.words]
    find = CharwiseDoubleArrayAhoCorasick(words).find_overlapping

    def way(block: Sequence[Message]) -> list[Pair]:
        pairs = []
        for id, text, facts in block:
            if hits := find(text):
                names = {
                    one.name
                    for one in [owners[index] for _, _, index in hits]
                    if one.condition is None or one.condition.holds(facts)
                }
                pairs += [(id, name) for name in names]
        return pairs

    return way


CONTENDERS = (
    Contender("judge_many", "", as_event, _judge_many),
    Contender("judge, one by one", "", as_event, _judge, held=False),
    Contender("yara-python", "yara-python", as_message, with_yara),
    Contender("yara-x", "yara-x", as_message, with_yara_x),
    Contender("zen-engine, one expression", "zen-engine", as_mapping, with_zen_expression, True),
    Contender("zen-engine, decision table", "zen-engine", as_mapping, with_zen_table, True),
    Contender("cedarpy", "cedarpy", as_mapping, with_cedar, True),
    Contender("rule-engine", "rule-engine", as_mapping, with_rule_engine, True),
    Contender("Python, a regex a clause", "", as_message, _regex),
    Contender("Python, any(word in text ...)", "", as_message, _any_word, True),
    Contender("yara-x, blocks joined *", "yara-x", as_message, with_yara_x_joined, held=False),
    Contender("daachorse, then Python *", "", as_message, _automaton, held=False),
)


if __name__ == "__main__":
    sys.exit(main())
