"""Whether a find in a reading is one, or a stretch of ordinary words that sounds or looks so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wechat_policy.segmenter import known, tokens

_LATIN = re.compile("[A-Za-zＡ-Ｚａ-ｚ]")
_AROUND = 24
"""Characters around a find with which it is cut into words; a whole long text is not."""

_RARE, _COMMON = 3, 200
"""Times that a word of the dictionary occurs in its corpus: up to the first it is no ordinary word,
beyond the second a common one."""


def _overlapping(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The words of a text that overlap a stretch, as they are cut with what stands around it."""
    first = max(0, start - _AROUND)
    for low, high in tokens(text[first : end + _AROUND]):
        if low + first < end and start < high + first:
            yield low + first, high + first


def passes(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a text without letters is no ordinary wording.

    The words that it overlaps have to lie wholly inside it, and it must not be one itself. Whoever
    writes a word otherwise tears the words of the sentence apart; where a sentence merely sounds
    so, its own words reach across the ends.
    """
    return not _LATIN.search(text, start, end) and _torn(text, start, end)


def wholly_spoken(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a text is pinyin, with a border of its letters at one end at least.

    Whoever hides two words in a row may write them on end. Characters between or beside the
    letters have to be no part of another common word: that somebody writes letters in a word says
    more than that the next characters could be one.
    """
    if not _LATIN.search(text, start, end):
        return False
    whole = " " in text[start:end]
    if not whole and _within_run(text, start) and _within_run(text, end):
        return False
    return all(
        (start <= low and high <= end) or not known(text[low:high], _COMMON)
        for low, high in _overlapping(text, start, end)
        if not _LATIN.search(text, low, high)
    )


def across(plain: str, start: int, end: int) -> bool:
    """Whether a common word reaches across an end of a stretch of a text without symbols."""
    return any(
        (low < start or high > end) and known(plain[low:high], _COMMON)
        for low, high in _overlapping(plain, start, end)
    )


def whole(text: str, start: int, end: int) -> bool:
    """Whether no word of the sentence reaches across an end of a stretch of a text."""
    return all(start <= low and high <= end for low, high in _overlapping(text, start, end))


def _torn(text: str, start: int, end: int) -> bool:
    inside = 0
    for low, high in _overlapping(text, start, end):
        if low < start or high > end:
            return False
        inside += 1
    return inside > 1 or not known(text[start:end], _RARE)


def _within_run(text: str, at: int) -> bool:
    """Whether letters stand on both sides of a place."""
    return 0 < at < len(text) and bool(_LATIN.match(text, at - 1) and _LATIN.match(text, at))
