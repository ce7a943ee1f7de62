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

MARK = r"[ \t\xa0.、/|~～\-·•‐‑‒–—−_\u200b-\u200d\u2060\ufe0f\u20e3\ufeff]"
"""A character that people, or those who hide a number, write between its digits."""

APART = f"{MARK}{{1,3}}"
"""Digits stand apart here."""

MAYBE = f"{MARK}{{0,3}}"
"""Digits may stand apart here."""

SUM_CUES = (
    "首付|定金|订金|尾款|彩礼|年薪|月薪|工资|奖金|欠我?|转你|拿了|收了|卖了?|砍到|报价|到手"
    "|底价|押金|房租"
)
"""Words behind which 三万 or 2.5w are money."""

SUM_ENDS = "收的|买的|卖的|卖了|成交|到手|拿下|出手"
"""Words before which they are money."""

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
"""The characters that number plates begin with."""

CURRENCY_CODES = ("RMB", "CNY", "USD", "HKD", "EUR")

_ZEROS = "０٠۰߀०০੦૦୦௦౦೦൦෦๐໐༠၀႐០᠐᥆᧐᪀᪐᭐᮰᱀᱐꘠꣐꤀꧐꧰꩐꯰𝟎𝟘𝟢𝟬𝟶"
"""The zero of every alphabet whose ten digits are no more than digits; one to nine follow it."""

FOREIGN = "".join(f"{zero}-{chr(ord(zero) + 9)}" for zero in _ZEROS)
"""What a class of characters has to hold to take in those digits."""

_WIDE = re.compile(f"[\u3000Ａ-Ｚａ-ｚ＠．－＋／：＿＝{FOREIGN}]")
_NARROW = {
    0x3000: " ",
    **{0xFEE0 + ord(sign): sign for sign in "@.-+/:_="},
    **{0xFEE0 + code: chr(code) for code in (*range(65, 91), *range(97, 123))},
    **{ord(zero) + value: str(value) for zero in _ZEROS for value in range(10)},
}


@functools.cache
def compiled(pattern: str, *, cased: bool = False) -> re.Pattern[str]:
    """The pattern in its verbose form, compiled on first use; `\\d` and `\\w` are ASCII ones."""
    return re.compile(pattern, re.VERBOSE | re.ASCII | (0 if cased else re.IGNORECASE))


def narrowed(text: str) -> str:
    """The text with digits of any alphabet, wide letters and joining signs as ASCII has them.

    Its length is kept. Commas, brackets and full stops stay wide: in Chinese text they end a
    number or an address.
    """
    return text.translate(_NARROW) if _WIDE.search(text) else text
