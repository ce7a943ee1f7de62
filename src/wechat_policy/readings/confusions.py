"""Searches texts for words of which any character may stand as another one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from wechat_policy.readings.guessed import Guess, Search

Resemblance = Callable[[str], Mapping[str, float]]
"""The characters that a character may stand for, with the logarithm of how likely each is, at most
0; itself is not among them."""

_MOST_COST = -12.0
"""Beyond this no gain makes up for a change."""

_Node = dict[str, Any]
_WORDS = ""  # the key under which a node has the numbers of the words that end there


def confusions(words: Mapping[int, str], resemblance: Resemblance) -> Search:
    """Looks for words, by their numbers, with characters that may stand for theirs."""
    root: _Node = {}
    for number, word in words.items():
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node.setdefault(_WORDS, []).append(number)

    def search(text: str) -> Iterator[Guess]:
        for start in range(len(text)):
            yield from _walk(root, text, start, resemblance)

    return search


def _walk(root: _Node, text: str, start: int, resemblance: Resemblance) -> Iterator[Guess]:
    """The words that a text may hold from a place on, changed in at least one character."""
    ways: list[tuple[_Node, int, float]] = [(root, start, 0.0)]
    while ways:
        node, at, cost = ways.pop()
        if _WORDS in node and cost < 0:
            for number in node[_WORDS]:
                yield start, at, number, cost, ()
        if at == len(text):
            continue
        character = text[at]
        if character in node:
            ways.append((node[character], at + 1, cost))
        like = resemblance(character)
        # Deep in the tree a node has few ways on, at its root a character resembles few others.
        for other in node if len(node) < len(like) else like:
            if other in like and other in node and cost + like[other] >= _MOST_COST:
                ways.append((node[other], at + 1, cost + like[other]))
