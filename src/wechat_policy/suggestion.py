"""The word that was probably meant, for "did you mean" lines."""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from collections.abc import Iterable

_LONGEST = 64
"""Code points of a word beyond which nobody looks for a slip of the pen."""


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice nearest to a mistyped word, or None if none is near.

    Words of letters go by `difflib`, width and case apart. Chinese words are too short for that,
    one wrong character in two is half the word: they go by the share of characters in common.
    """
    if not word or len(word) > _LONGEST:
        return None
    folded: dict[str, str] = {}
    for choice in choices:
        if choice != word:
            folded.setdefault(_folded(choice), choice)
    meant = _folded(word)
    close = difflib.get_close_matches(meant, folded, n=1, cutoff=0.7)
    if close:
        return folded[close[0]]
    if meant.isascii():
        return None
    near = [choice for choice in folded if not choice.isascii() and _overlap(meant, choice) >= 0.5]
    best = max(
        near, key=lambda choice: (_overlap(meant, choice), _in_place(meant, choice)), default=""
    )
    return folded.get(best)


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()


def _overlap(word: str, choice: str) -> float:
    """The share of characters in common, by the longer of the two words."""
    return (Counter(word) & Counter(choice)).total() / max(len(word), len(choice))


def _in_place(word: str, choice: str) -> int:
    """How many characters stand at the same place from the front in both."""
    return sum(one == other for one, other in zip(word, choice, strict=False))
