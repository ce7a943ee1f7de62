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
    "首付|[定订訂]金|[尾货貨余餘欠罚罰贷貸借存赔赔]款|工程款|预付款?|彩[礼禮]|[年月底]薪|薪[资資水酬]|工[资資钱錢]"
    "|年终奖?|年終獎?|[奖獎]金|提成|佣金|分[红紅]|[红紅]包|份子[钱錢]?|[礼禮]金|[报報出标標]价|[出标報標]價"
    "|[底售原现進进单單总總市]价|[底售原單總]價|[押租本现現资資罚罰]金|保[证證]金|[违違][约約]金|房租|水电|[学學][费費]"
    "|[费費]用|[预預]算|[经經][费費]|成本|[营營][收业業][额額]?|[销銷]售[额額]|成交[额額]|[业業][绩績]|利[润潤]|毛利|[净淨]利"
    "|流水|[投融]资|[投融]資|估值|市值|[补補]贴|[补補][偿償]|[赔賠][偿償付]|[报報][销銷]|[赞贊]助|[转轉][账帳]|打款|[汇匯]款"
    "|(?<![浪免消白])[费費]|[房车車][贷貸]|月供|[凑湊]了|[欠]|[转轉][你我他她您给給]|欠[我你他她您]?|借[我你他她您给給了]|[还還][我你他她您了](?!有)|[赚賺]|[挣掙]|[赔賠]|[亏虧]|(?<!开)花了?"
    "|(?<!交)付了?|[垫墊]付?|[罚罰]|拿了|收了|卖了?|[肯愿愿只]出|砍到|到手|入[账帳]|存了"
)
"""Words behind which 三万, 三千五 or 2.5w are money."""

SUM_LINKS = (
    r"我你他她您给給薪资資租金款价價手了才只就要到是为為共出涨漲降退扣多近约約:：的\s\u3000概在过過少天月年次人单單"
    "剩有发發达達卖賣赚賺亏虧赔賠供贷貸付凑湊做谈談"
)
"""What a class of characters has to hold to take in the last one before figures that are money."""

SUM_ENDS = "收的|买的|卖的|卖了|成交|到手|拿下|出手"
"""Words before which they are money."""

PROVINCES = (
    "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滬雲遼魯蘇贛晉陝閩貴粵寧瓊"
)
"""The characters that number plates begin with, in both scripts."""

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
