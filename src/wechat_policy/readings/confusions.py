"""Searches texts for words of which any character may stand as another one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeAlias

from wechat_policy.readings.guessed import Guess, Search

Resemblance = Callable[[str], Mapping[str, float]]
"""The characters that a character may stand for, with the logarithm of how likely each is, below
0; itself is not among them."""

MOST_COST = -12.0
"""Beyond this no gain makes up for a change."""

_READILY = -3.6
"""What it costs at most that a character readily stands for another."""

_ANY, _NOTHING = "\0", -1e-6
"""The place of a character of a word that may be any, and what that costs here."""

_CHARACTERS = 4096
"""Characters of which it is remembered what they may stand for."""

_PAIRS = 32_768
"""Pairs of characters of which it is remembered what begins so: most of those that people write."""

_Node: TypeAlias = dict[str, Any]
_WORDS = ""  # the key under which a node has the numbers of the words that end there


def confusions(words: Mapping[int, str], resemblance: Resemblance) -> Search:
    """Looks for words of two characters or more, by their numbers, changed in at least one."""
    root: _Node = {}
    for number, word in words.items():
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node.setdefault(_WORDS, []).append(number)

    @lru_cache(maxsize=_CHARACTERS)
    def costs(character: str) -> Mapping[str, float]:
        return {**resemblance(character), character: 0.0}

    @lru_cache(maxsize=_CHARACTERS)
    def all_of(character: str) -> frozenset[str]:
        return frozenset(costs(character))

    @lru_cache(maxsize=_CHARACTERS)
    def begins(character: str) -> tuple[tuple[frozenset[str], _Node, float], ...]:
        """The nodes that a first character leads to, each with the second characters it has."""
        return tuple(
            (frozenset(root[other]), root[other], cost)
            for other, cost in sorted(costs(character).items())
            if other in root
        )

    @lru_cache(maxsize=_PAIRS)
    def pairs(first: str, second: str) -> tuple[tuple[_Node, float], ...]:
        """The nodes that two characters lead to, and what it costs to come there.

        The likeliest come first: of two words at one place the first is told.
        """
        like, among = costs(second), all_of(second)
        found = []
        for seconds, node, cost in begins(first):
            if not seconds.isdisjoint(among):
                for other in sorted(seconds & among):
                    if cost + like[other] >= MOST_COST:
                        found.append((node[other], cost + like[other]))
        return tuple(sorted(found, key=_likeliest))

    def search(text: str) -> Iterator[Guess]:
        # Almost every way ends at the second character, and the same two come again and again.
        for start, (first, second) in enumerate(pairwise(text)):
            for node, cost in pairs(first, second):
                yield from _walk(node, text, start, cost, costs)

    return search


def _likeliest(way: tuple[_Node, float]) -> float:
    return -way[1]


def _walk(node: _Node, text: str, start: int, cost: float, costs: Resemblance) -> Iterator[Guess]:
    """The words from a node on that a text may hold behind two characters."""
    ways: list[tuple[_Node, int, float]] = [(node, start + 2, cost)]
    while ways:
        node, at, cost = ways.pop()
        if _WORDS in node and cost < 0:
            for number in node[_WORDS]:
                yield start, at, number, cost, ()
        if at == len(text):
            continue
        like = costs(text[at])
        for other, behind in node.items():
            more = like.get(other)  # nothing is like the key of the words
            if more is not None and cost + more >= MOST_COST:
                ways.append((behind, at + 1, cost + more))


def one_apart(
    words: Mapping[int, str],
    resemblance: Resemblance,
    alike: Callable[[str, str], bool],
    cost: float,
) -> Search:
    """Looks for words with one character that is changed beyond what it resembles.

    For likenesses so weak that a character has hundreds of them: `alike` says whether two have it,
    at so much cost. The others stand for what they readily resemble.
    """
    gapped: dict[int, str] = {}
    origins: list[tuple[int, int, str]] = []
    for number, word in words.items():
        for place, character in enumerate(word):
            gapped[len(origins)] = word[:place] + _ANY + word[place + 1 :]
            origins.append((number, place, character))

    def readily(character: str) -> Mapping[str, float]:
        close = {other: told for other, told in resemblance(character).items() if told > _READILY}
        return {**close, _ANY: _NOTHING}

    gaps = confusions(gapped, readily)

    def search(text: str) -> Iterator[Guess]:
        for start, end, gap, so_far, around in gaps(text):
            number, place, character = origins[gap]
            if alike(text[start + place], character):
                yield start, end, number, so_far + cost, around

    return search
