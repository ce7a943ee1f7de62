"""Readings of a text without what was put between or behind its characters."""

from __future__ import annotations

import re

from wechat_policy.readings.view import View
from wechat_policy.text import fold

_BETWEEN = re.compile(r"\w[^\w]+\w|_")
_SENTENCE = frozenset(
    " \t\r\n\u3000，。！？；：、…～~,.!?;:'\"“”‘’「」『』（）()《》【】[]—-@#%&/+\ufe0f"
)
"""What stands between words that have nothing to do with each other."""

_RUN = re.compile(r"(\w)\1")


def symbols(text: str) -> View | None:
    """Without symbols, punctuation, blanks and emoji: 下*注 as 下注.

    None where none stands between two letters or digits.
    """
    if not _BETWEEN.search(text):
        return None
    folded = fold(text)
    return View.of(
        (character, place, place + 1)
        for place, character in enumerate(folded)
        if _speaks(character)
    )


def parted(text: str, start: int, end: int) -> bool:
    """Whether what stands between the characters of a stretch is what no sentence has there."""
    return any(not _speaks(one) and one not in _SENTENCE for one in text[start:end])


def without(text: str) -> str:
    """A text without its symbols."""
    return "".join(filter(_speaks, text))


def without_symbols(word: str) -> str:
    """A word as the reading `symbols` finds it; empty where it holds symbols of its own."""
    folded = fold(word)
    return folded if all(map(_speaks, folded)) else ""


def repeats(text: str) -> View | None:
    """With each character once where it is repeated: 刷刷刷单单 as 刷单. None without any."""
    folded = fold(text)
    if not _RUN.search(folded):
        return None
    pieces: list[tuple[str, int, int]] = []
    for place, character in enumerate(folded):
        if pieces and pieces[-1][0] == character:
            pieces[-1] = (character, pieces[-1][1], place + 1)
        else:
            pieces.append((character, place, place + 1))
    return View.of(pieces)


def once(word: str) -> str:
    """A word as the reading `repeats` finds it; empty where the word itself repeats."""
    folded = fold(word)
    return "" if _RUN.search(folded) else folded


def _speaks(character: str) -> bool:
    return character.isalnum()
