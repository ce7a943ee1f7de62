"""Characters by their sound: pinyin without tones, in full or mixed in, and other characters.

Sounds are those of `pypinyin`'s dictionary of single characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import product

from wechat_policy.readings.view import Find, View
from wechat_policy.text import fold

_LATIN = re.compile(r"[a-z]+")
_PRIVATE = 0xF0000
"""Sounds are characters of the private plane, so that a view of them is a text."""

_TELLING = 4
"""Letters from which on an abbreviation is known among others, as in a run of several words."""

_LONGEST_RUN = 60
"""Letters on end beyond which nobody writes pinyin."""

_SOUNDS = 3
"""Sounds of a character that are taken into account."""

_SAME, _ELSE = -0.01, -3.0
"""What it costs that a character stands for one of the same sound, and of one it seldom has."""

_MOST = 8
"""Ways in which a word can be read, at most."""


@cache
def _syllables() -> Mapping[str, tuple[str, ...]]:
    """Each character with its sounds, the most common first."""
    from pypinyin.constants import PINYIN_DICT

    found: dict[str, tuple[str, ...]] = {}
    for point, told in PINYIN_DICT.items():
        plain = (_plain(one) for one in told.split(","))
        found[chr(point)] = tuple(dict.fromkeys(one for one in plain if one))
    return found


def _plain(syllable: str) -> str:
    """A syllable without its tone: nǚ as nv."""
    spelled = syllable.replace("ü", "v")
    marks = unicodedata.normalize("NFD", spelled)
    bare = "".join(one for one in marks if not unicodedata.combining(one) or one == "\u0308")
    return unicodedata.normalize("NFC", bare).replace("ü", "v")


@cache
def _codes() -> Mapping[str, str]:
    """Each syllable with the character that stands for it."""
    known = sorted({one for those in _syllables().values() for one in those})
    return {one: chr(_PRIVATE + number) for number, one in enumerate(known)}


@cache
def sound(character: str) -> str:
    """The sound of a character as a character of a view; itself if it has none."""
    told = _syllables().get(character)
    return _codes()[told[0]] if told else character


@cache
def _longest() -> int:
    return max(map(len, _codes()))


def syllables(letters: str) -> list[str] | None:
    """Letters cut into syllables, few rather than many; None where that does not go."""
    if len(letters) > _LONGEST_RUN:
        return None
    known, longest = _codes(), _longest()
    best: list[list[str] | None] = [[]]
    for end in range(1, len(letters) + 1):
        ways = [
            [*before, letters[start:end]]
            for start in range(max(0, end - longest), end)
            if (before := best[start]) is not None and letters[start:end] in known
        ]
        best.append(min(ways, key=len) if ways else None)
    return best[-1]


@lru_cache(maxsize=64)
def sounds(text: str) -> View:
    """A text by its sounds: characters and pinyin alike, blanks between pinyin left out."""
    folded = fold(text)
    codes = _codes()
    pieces: list[tuple[str, int, int]] = []
    at = 0
    while at < len(folded):
        latin = _LATIN.match(folded, at)
        if latin is not None:
            start = at
            for one in syllables(latin[0]) or ():
                pieces.append((codes[one], start, start + len(one)))
                start += len(one)
            pieces += [(folded[place], place, place + 1) for place in range(start, latin.end())]
            at = latin.end()
            # Whoever writes pinyin puts blanks between the syllables.
            if folded[at : at + 1] == " " and (
                _LATIN.match(folded, at + 1) or _han(folded, at + 1)
            ):
                at += 1
            continue
        if folded[at] == " " and pieces and _LATIN.match(folded, at + 1):
            at += 1
            continue
        pieces.append((sound(folded[at]), at, at + 1))
        at += 1
    return View.of(pieces)


def _han(text: str, at: int) -> bool:
    return at < len(text) and text[at] in _syllables()


def spoken(word: str) -> tuple[str, ...]:
    """A word by its sounds, in each of the ways in which its characters are read."""
    known, codes = _syllables(), _codes()
    ways = [
        [codes[one] for one in known[character][:2]] if character in known else [character]
        for character in fold(word)
    ]
    return tuple("".join(way) for way, _ in zip(product(*ways), range(_MOST), strict=False))


def sounding(alphabet: Iterable[str]) -> Callable[[str], Mapping[str, float]]:
    """Which characters of an alphabet a character may stand for by its sound.

    One that is most often read so stands for the other readily, any other reading seldom.
    """
    known = _syllables()
    by_sound: dict[str, dict[str, float]] = {}
    for character in alphabet:
        for number, one in enumerate(known.get(character, ())[:_SOUNDS]):
            by_sound.setdefault(one, {})[character] = _SAME if number == 0 else _ELSE

    @lru_cache(maxsize=8192)
    def resemblance(character: str) -> Mapping[str, float]:
        found: dict[str, float] = {}
        for number, one in enumerate(known.get(character, ())[:_SOUNDS]):
            for other, cost in by_sound.get(one, {}).items():
                least = min(cost, _SAME if number == 0 else _ELSE)
                found[other] = max(found.get(other, least), least)
        found.pop(character, None)
        return found

    return resemblance


def initials(text: str) -> View | None:
    """The text with its letters small; None without any."""
    folded = fold(text)
    if not _LATIN.search(folded):
        return None
    return View(folded, range(len(folded)), range(1, len(folded) + 1))


def first_letters(word: str) -> tuple[str, ...]:
    """A word by the first letters of its sounds; nothing for a word of one character."""
    known = _syllables()
    folded = fold(word)
    if len(folded) < 2 or not all(one in known for one in folded):
        return ()
    ways = [dict.fromkeys(one[0] for one in known[character][:2]) for character in folded]
    return tuple("".join(way) for way, _ in zip(product(*ways), range(_MOST), strict=False))


def abbreviations(text: str, finds: Sequence[Find]) -> list[Find]:
    """The finds that are a good part of a run of letters, or fill it together with others."""
    folded = fold(text)
    kept: list[Find] = []
    for run in _LATIN.finditer(folded):
        inside = [one for one in finds if run.start() <= one[0] and one[1] <= run.end()]
        after, before = {run.start()}, {run.end()}
        for start, end, _ in sorted(inside):
            if start in after:
                after.add(end)
        for start, end, _ in sorted(inside, key=lambda one: -one[1]):
            if end in before:
                before.add(start)
        kept += [
            one
            for one in inside
            if one[1] - one[0] >= _TELLING or (one[0] in after and one[1] in before)
        ]
    return kept
