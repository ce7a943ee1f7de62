"""How a sentence is cut into words, and which words are common: jieba with its dictionary."""

from __future__ import annotations

import logging
import math
import os
import tempfile
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path
from typing import Any


@cache
def _tokenizer() -> Any:
    """A segmenter of one's own: silent, loaded on first need, its cache apart from others'."""
    import jieba

    logger = logging.getLogger("jieba")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        made = jieba.Tokenizer()
        made.cache_file = "jieba.cache"
        made.tmp_dir = str(_cache_folder())
        made.initialize()
    finally:
        logger.setLevel(level)
    return made


def _cache_folder() -> Path:
    """A folder of this user alone; where there can be none, a new one that is used once.

    What is read back from a folder that others write to could be theirs.
    """
    try:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        folder = Path(base) / "wechat-policy"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        folder = Path(tempfile.mkdtemp(prefix="wechat-policy-"))
    return folder


@lru_cache(maxsize=1024)
def tokens(text: str) -> tuple[tuple[int, int], ...]:
    """The words of a text as (start, end), without guesses at unknown ones."""
    return tuple((start, end) for _, start, end in _tokenizer().tokenize(text, HMM=False))


def known(word: str, times: int) -> bool:
    """Whether a word occurs more often than so many times in the dictionary's corpus."""
    return bool(_tokenizer().FREQ.get(word, 0) > times)


@cache
def _ranks() -> dict[str, int]:
    """Each character of the dictionary with its place, the most common first."""
    times: Counter[str] = Counter()
    for word, often in _tokenizer().FREQ.items():
        for character in word:
            times[character] += often
    return {character: place for place, (character, _) in enumerate(times.most_common())}


def rank(character: str) -> int:
    """How many characters are more common; a large number for one that is in no word."""
    return _ranks().get(character, 1_000_000)


_UNKNOWN = 3
"""How often a word that the dictionary does not know is taken to occur, as its rarest ones do."""


@lru_cache(maxsize=65536)
def rarity(word: str) -> float:
    """The negative logarithm of the part of all words that a word makes up."""
    words = _tokenizer()
    least = 1 if len(word) == 1 else _UNKNOWN
    return math.log(words.total) - math.log(max(words.FREQ.get(word, 0), least))


@lru_cache(maxsize=16384)
def likelihood(text: str) -> float:
    """The logarithm of how likely a text is, cut into words of the dictionary in its best way."""
    words = _tokenizer().FREQ
    best = [0.0] * (len(text) + 1)
    for start in range(len(text) - 1, -1, -1):
        found = best[start + 1] - rarity(text[start])
        # The dictionary holds the beginnings of its words too, with the frequency 0.
        for end in range(start + 2, len(text) + 1):
            times = words.get(text[start:end])
            if times is None:
                break
            if times:
                found = max(found, best[end] - rarity(text[start:end]))
        best[start] = found
    return best[0]
