"""The parts of a message that are somebody else's words, taken over into a reply."""

from __future__ import annotations

import re
from functools import lru_cache

_RULE = r"[-—–－─]{4,}|(?:[-—–－] ){3,}[-—–－]?"
"""The line that clients draw between what is quoted and the answer to it."""

_QUOTED = re.compile(
    rf"这是一条引用/回复消息[:：](?P<reply>.*?)(?=^[ \t]*(?:{_RULE})|」|\Z)"
    rf"|^「(?P<copied>[^「」]{{1,64}}[:：].{{0,2000}}?)」(?=[ \t]*\n[ \t]*(?:{_RULE}))"
    r"|^[ \t]*[>＞](?P<line>[^\n]*)",
    re.MULTILINE | re.DOTALL,
)


@lru_cache(maxsize=16)  # asked once for each hit of a text
def quoted(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text repeats another message, as chat clients write that down.

    The forms are those of WeCom's archive (a reply that says so in its first words), of a quotation
    copied out of a chat, and of Markdown.
    """
    return tuple((found.start(), found.end()) for found in _QUOTED.finditer(text))


def own(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a text is its writer's own, at least in part."""
    return not any(low <= start and end <= high for low, high in quoted(text))
