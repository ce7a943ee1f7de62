"""What is said in a conversation: who speaks when, and in which words.

A conversation keeps to its matter: what it has named once (a project, a customer, a product) stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TypeAlias

import attrs

from wechat_policy.synthetic.chance import Chance, Weighted
from wechat_policy.synthetic.grammar import Grammar, Rule, Scene, data


@attrs.frozen(eq=False)
class Topic:
    """A matter at work: the functions that talk of it, and how."""

    name: str
    functions: frozenset[str]
    open: Rule
    reply: Rule
    more: Rule


@attrs.frozen(eq=False)
class Speech:
    """The tables of all that is said."""

    grammar: Grammar
    topics: dict[str, tuple[Topic, ...]]
    """By function; under "" all of them."""


Line: TypeAlias = tuple[int, float, str]
"""Whose turn it is, the seconds since the line before, and the words."""


@cache
def speech() -> Speech:
    """The tables, read once."""
    told = data("topics")
    grammar = Grammar(
        data("organization")["words"],
        told["words"],
        data("office"),
        data("social"),
        data("customer"),
    )
    topics = [
        Topic(
            name,
            frozenset(one["functions"].split()),
            grammar.rule(one["open"]),
            grammar.rule(one["reply"]),
            grammar.rule(one["more"]),
        )
        for name, one in told.items()
        if name != "words"
    ]
    functions = sorted({each for one in topics for each in one.functions})
    by_function = {
        each: tuple(one for one in topics if each in one.functions) for each in functions
    }
    return Speech(grammar, {**by_function, "": tuple(topics)})


# How often a turn is what, by whether the one who opened the conversation speaks again.
_ANSWERS = Weighted(
    ("reply", "short", "question", "status", "delay", "boss", "plan"),
    (44, 20, 11, 11, 4, 6, 4),
)
_RETURNS = Weighted(
    ("more", "short", "plan", "thanks", "status", "nudge", "voice_call"),
    (36, 25, 12, 11, 7, 6, 3),
)
_LENGTHS = Weighted((1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16), (14, 18, 17, 14, 11, 8, 6, 5, 4, 2, 1))


class Partners:
    """Those who take part in a conversation, by number, and how they call each other."""

    __slots__ = ("_called", "names", "ranks")

    def __init__(self, names: Sequence[str], ranks: Sequence[int]) -> None:
        self.names = names
        self.ranks = ranks
        self._called: dict[tuple[int, int], str] = {}

    def call(self, who: int, by: int, title: str | None) -> str:
        """How one is called by another, the same throughout."""
        key = (who, by)
        found = self._called.get(key)
        if found is None:
            found = self._called[key] = title or self.names[who]
        return found


def turns(chance: Chance, count: int) -> list[int]:
    """Who speaks, by number, from the second line on; the first is 0's."""
    length = _LENGTHS.pick(chance)
    if count == 1:
        return [0] * min(2, length - 1)
    found = []
    last = 0
    for _ in range(length - 1):
        if last == 0 or chance.draw() < 0.35:
            last = 1 + int(chance.draw() * chance.draw() * (count - 1))
        else:
            last = 0
        found.append(last)
    return found


def work_words(topic: Topic, opener: bool, boss: bool, chance: Chance, scene: Scene) -> str:
    """What is said in the next turn of a conversation at work."""
    what, words = _piece(topic, opener, boss, chance, scene)
    if what in ("short", "voice_call"):
        return words
    if chance.draw() < 0.1:
        words = speech().grammar["lead"](chance.draw, scene) + words
    while len(words) < 60 and chance.draw() < 0.2:
        what, more = _piece(topic, opener, boss, chance, scene)
        if what != "short":
            ends = words[-1] in "？！。…" or not words[-1].isalnum()
            words += more if ends else chance.one(("，", "，", "。", "；")) + more
    return words


def _piece(topic: Topic, opener: bool, boss: bool, chance: Chance, scene: Scene) -> tuple[str, str]:
    """Something to say, and what sort of thing it is."""
    what = (_RETURNS if opener else _ANSWERS).pick(chance)
    if what == "boss" and not boss:
        what = "reply"
    if what == "reply":
        return what, topic.reply(chance.draw, scene)
    if what == "more":
        return what, topic.more(chance.draw, scene)
    return what, speech().grammar[what](chance.draw, scene)
