"""The clauses of `peers.py` as engines of every kind can state them, and messages with their facts.

Run as a script it shows a few of the clauses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeAlias

import chat

from wechat_policy import Event, read_event

APART = timedelta(seconds=2)  # 40,000 messages fill 22 hours, 10 of which are working hours

Facts: TypeAlias = Mapping[str, Any]
Pair: TypeAlias = tuple[str, str]
"""The id of a message and the name of a clause that it violates."""
Way: TypeAlias = Callable[[Sequence[Any]], list[Pair]]
"""A way to judge a block of messages."""

FACTS: dict[str, Any] = {
    "sender_external": False,
    "working": False,
    "group_external": False,
    "kind": "text",
}
"""What a clause may ask for besides the text, with a value of its type."""
DIRECTORY = {
    "people": {f"u{number}": {"external": number % 10 == 0} for number in range(500)},
    "groups": {f"g{number}": {"external": number < 8} for number in range(40)},
}


class Condition(NamedTuple):
    """One condition in the language, as a cell below a fact, as an expression, and in Python."""

    policy: str
    fact: str
    cell: str
    expression: str
    holds: Callable[[Facts], bool]


class Clause(NamedTuple):
    """Words that a text may not hold, if the condition holds."""

    name: str
    words: Sequence[str]
    condition: Condition | None


class Message(NamedTuple):
    """A message as a Python program might keep it."""

    id: str
    text: str
    facts: dict[str, Any]


def _plain(policy: str, fact: str) -> Condition:
    return Condition(policy, fact, "true", fact, lambda facts: facts[fact])


_CONDITIONS = (
    _plain("sender.external", "sender_external"),
    _plain("during work", "working"),
    _plain("group.external", "group_external"),
    Condition(
        "not kind = markdown",
        "kind",
        '$ != "markdown"',
        'kind != "markdown"',
        lambda facts: facts["kind"] != "markdown",
    ),
)


def clauses(count: int, words: Sequence[str]) -> list[Clause]:
    """That many clauses with all the words among them; one in three also has a condition."""
    return [
        Clause(
            f"clause_{number}",
            those,
            _CONDITIONS[number // 3 % len(_CONDITIONS)] if number % 3 == 1 else None,
        )
        for number, those in enumerate(chat.dealt(words, count))
    ]


def policy(those: Sequence[Clause]) -> str:
    """The clauses as a policy."""
    parts = ['policy "bench"\n  timezone "Asia/Shanghai"\n', "hours work = workdays 08:00-18:00\n"]
    for name, words, condition in those:
        listed = ", ".join(f'"{word}"' for word in words)
        further = f" and {condition.policy}" if condition else ""
        parts.append(
            f"lexicon of_{name} = {{{listed}}}\n"
            f"clause {name}\n"
            f"  forbid message when text contains of_{name}{further}\n"
        )
    return "\n".join(parts)


def pairs(those: Sequence[Clause], texts: Sequence[str]) -> Iterator[Pair]:
    """What there is to be found, by naive search."""
    for number, text in enumerate(texts):
        id, text, facts = as_message(number, text)
        for name, words, condition in those:
            for word in words:
                if word in text:
                    if condition is None or condition.holds(facts):
                        yield id, name
                    break


def as_event(number: int, text: str) -> Event:
    """A message as our engine reads it: nothing is looked up yet."""
    told = {"at": _at(number).isoformat(), "kind": _kind(number)}
    return read_event({**chat.record(number, text), **told})


def as_message(number: int, text: str) -> Message:
    """A message with all its facts, with a text that nobody has read before."""
    facts = {
        "sender_external": DIRECTORY["people"][f"u{number % 500}"]["external"],
        "working": 8 <= _at(number).hour < 18,
        "group_external": DIRECTORY["groups"][f"g{number % 40}"]["external"],
        "kind": _kind(number),
    }
    return Message(f"m{number}", chat.fresh(text), facts)


def as_mapping(number: int, text: str) -> dict[str, Any]:
    """The same in one mapping."""
    id, text, facts = as_message(number, text)
    return {"id": id, "text": text, **facts}


def _at(number: int) -> datetime:
    return chat.BEGIN + number * APART


def _kind(number: int) -> str:
    return "text" if number % 7 else "markdown"


if __name__ == "__main__":
    print(policy(clauses(4, chat.words(12, chat.messages(100)))))
