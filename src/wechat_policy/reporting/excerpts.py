"""Quoted words: which of them were found, and no names of people among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from wechat_policy.reporting.people import Hidden, People
from wechat_policy.source import visible

Pieces = tuple[str, ...]
"""Words in turn plain and marked, beginning with plain ones."""

Places = Iterable[tuple[int, int]]
"""Half-open places in a text."""

LONGEST = 400
"""Characters of one quotation; what is quoted is a sentence, but a sentence may have no end."""

_BLANK = re.compile(r"\s+")


def pieces(text: str, places: Places, people: People) -> Pieces:
    """The words, the found ones apart, with pseudonyms for people; harmless on any screen."""
    told = [""]
    for piece, marked in _cut(text, list(places), people.hidden(text)):
        words = visible(_BLANK.sub(" ", piece))
        if bool(len(told) % 2) is marked:  # the last is plain where their number is odd
            told.append(words)
        else:
            told[-1] += words
    if len(text) > LONGEST:
        told = [*told, "…"] if len(told) % 2 == 0 else [*told[:-1], told[-1] + "…"]
    return tuple(told)


def _cut(
    text: str, places: list[tuple[int, int]], hidden: list[Hidden]
) -> Iterator[tuple[str, bool]]:
    """The words from bound to bound, with whether they were found."""
    end = min(len(text), LONGEST)
    end = next((over for begun, over, _ in hidden if begun < end < over), end)
    shown = {begun: (over, told) for begun, over, told in hidden}
    bounds = {0, end, *(place for one in hidden for place in one[:2])}
    bounds.update(min(place, end) for one in places for place in one)
    resume = 0
    for left, right in pairwise(sorted(place for place in bounds if 0 <= place <= end)):
        if left < resume:  # within a name that is hidden
            continue
        over, told = shown.get(left, (right, text[left:right]))
        resume = over
        yield told, any(start < over and left < stop for start, stop in places)
