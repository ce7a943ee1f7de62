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
_PIECES = re.compile(r"[a-z]+|[^a-z]")
_PRIVATE = 0xF0000
"""Sounds are characters of the private plane, so that a view of them is a text."""

_SHORT, _TELLING = 2, 4
"""Letters of an abbreviation that has to fill its run, and from which on one is known anywhere in a
run of several words; between them it has to begin or end the run."""

_LONGEST_RUN = 60
"""Letters on end beyond which nobody writes pinyin."""

_SOUNDS = 3
"""Sounds of a character that are taken into account."""

_SAME, _ELSE = -0.01, -3.0
"""What it costs that a character stands for one of the same sound, and of one it seldom has."""

_STRAY = 5
"""What a letter that is in no syllable counts, where a syllable counts 1."""

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


def syllables(letters: str) -> list[str]:
    """Letters cut into syllables, few rather than many, and what is none into single letters."""
    if len(letters) > _LONGEST_RUN:
        return list(letters)
    known, longest = _codes(), _longest()
    best: list[tuple[int, list[str]]] = [(0, [])]
    for end in range(1, len(letters) + 1):
        ways = [(best[end - 1][0] + _STRAY, [*best[end - 1][1], letters[end - 1]])]
        ways += [
            (best[start][0] + 1, [*best[start][1], letters[start:end]])
            for start in range(max(0, end - longest), end)
            if letters[start:end] in known
        ]
        best.append(min(ways, key=lambda way: way[0]))
    return best[-1][1]


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
            for one in syllables(latin[0]):
                pieces.append((codes.get(one, one), start, start + len(one)))
                start += len(one)
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
    ways = []
    for piece in _PIECES.findall(fold(word)):
        if piece in known:
            ways.append([codes[one] for one in known[piece][:2]])
        else:
            ways.append(["".join(codes.get(one, one) for one in syllables(piece))])
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
    """A word by the first letters of its sounds, its own letters among them."""
    known = _syllables()
    ways = []
    for character in fold(word):
        if character in known:
            ways.append(tuple(dict.fromkeys(one[0] for one in known[character][:_SOUNDS])))
        elif _LATIN.match(character):
            ways.append((character,))
        else:
            return ()
    if not any(character in known for character in fold(word)):
        return ()
    return tuple("".join(way) for way, _ in zip(product(*ways), range(_MOST), strict=False))


def abbreviations(text: str, finds: Sequence[Find]) -> list[Find]:
    """The finds that are a good part of a run of letters, or fill it together with others.

    Two capitals are rather an abbreviation that everybody knows.
    """
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
        for find in inside:
            start, end, _ = find
            first, last = start in after, end in before
            if end - start == _SHORT:
                telling = first and last and not text[start:end].isupper()
            else:
                telling = first or last or end - start >= _TELLING
            if telling:
                kept.append(find)
    return kept
