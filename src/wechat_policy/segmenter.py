"""How a sentence is cut into words, and which words are common: jieba with its dictionary."""

from __future__ import annotations

import logging
import os
import tempfile
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
