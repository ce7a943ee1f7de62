"""Finds Chinese words by the letters of their pinyin: `bd` and `bude` are 不得."""

from __future__ import annotations

import functools


@functools.lru_cache(maxsize=8192)
def initials(word: str) -> str:
    """The first letters of the pinyin of a word; what is not Chinese stays as it is."""
    return "".join(syllable[:1] if chinese else syllable for syllable, chinese in _syllables(word))


@functools.lru_cache(maxsize=8192)
def pinyin(word: str) -> str:
    """The pinyin of a word in one run of letters; what is not Chinese stays as it is."""
    return "".join(syllable for syllable, _ in _syllables(word))


def typed_as(word: str, letters: str) -> str | None:
    """The spelling of a Chinese word that begins with what was typed; None if it has none."""
    wanted = letters.lower()
    for spelt in (initials(word), pinyin(word)):
        if spelt.startswith(wanted):
            return spelt
    return None


@functools.lru_cache(maxsize=8192)
def _syllables(word: str) -> tuple[tuple[str, bool], ...]:
    from pypinyin import Style, lazy_pinyin

    found: list[tuple[str, bool]] = []
    for run in _runs(word):
        if run.isascii():
            found.append((run.lower(), False))
        else:
            found += [(one.lower(), True) for one in lazy_pinyin(run, style=Style.NORMAL)]
    return tuple(found)


def _runs(word: str) -> list[str]:
    """The word cut where ASCII begins or ends."""
    runs: list[str] = []
    for character in word:
        if runs and runs[-1][-1].isascii() == character.isascii():
            runs[-1] += character
        else:
            runs.append(character)
    return runs
