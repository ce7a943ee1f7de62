"""What the recognizers share: lazily compiled patterns, and the plain reading they search."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

Spans = tuple[tuple[int, int], ...]
"""Half-open ranges of code points, in order and without overlap."""

Find = Callable[[str], Spans]
"""What a recognizer is: a function from a text to the spans of what it names."""

# Every pattern is linear: each repetition is bounded or cannot overlap what follows it, and where
# one is long, a look-behind lets the pattern begin only at the border of a run.

MARK = r"[ \t\xa0.、\-·•‐‑‒–—−_\u200b-\u200d\u2060\ufe0f\u20e3\ufeff]"
"""A character that people, or those who hide a number, write between its digits."""

APART = f"{MARK}{{1,3}}"
"""Digits stand apart here."""

MAYBE = f"{MARK}{{0,3}}"
"""Digits may stand apart here."""

SUM_CUES = "首付|定金|订金|尾款|彩礼|年薪|月薪|工资|欠我?|转你|拿了|收了|卖了?"
"""Words behind which 三万 or 2.5w are money."""

CURRENCY_CODES = ("RMB", "CNY", "USD", "HKD", "EUR")

_WIDE = re.compile("[\u3000０-９Ａ-Ｚａ-ｚ＠．－＋／：＿＝]")
_NARROW = {
    0x3000: " ",
    **{0xFEE0 + ord(sign): sign for sign in "@.-+/:_="},
    **{0xFEE0 + code: chr(code) for code in (*range(48, 58), *range(65, 91), *range(97, 123))},
}


@functools.cache
def compiled(pattern: str, *, cased: bool = False) -> re.Pattern[str]:
    """The pattern in its verbose form, compiled on first use; `\\d` and `\\w` are ASCII ones."""
    return re.compile(pattern, re.VERBOSE | re.ASCII | (0 if cased else re.IGNORECASE))


def narrowed(text: str) -> str:
    """The text with full-width letters, digits and joining signs narrow; its length is kept.

    Commas, brackets and full stops stay wide: in Chinese text they end a number or an address.
    """
    return text.translate(_NARROW) if _WIDE.search(text) else text
