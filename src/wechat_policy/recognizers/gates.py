"""Cheap conditions that a text must fulfil before any recognizer can find something in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from wechat_policy.recognizers.names import GATE as NAME
from wechat_policy.recognizers.numerals import ANY_DIGIT, DIGIT, RUN, squeezed
from wechat_policy.recognizers.patterns import (
    CURRENCY_CODES,
    MARK,
    PROVINCES,
    SUM_ENDS,
    SUM_LINKS,
    compiled,
)
from wechat_policy.recognizers.places import FIGURES, STREETS, VILLAGES

Search = Callable[[str], re.Match[str] | None]

_LETTER = "A-Za-zＡ-Ｚａ-ｚ"
_INK = f"!-~＠．－＋／：＿＝{_LETTER}{ANY_DIGIT}"
_BETWEEN = r"[\s\u3000\xa0.．、/／|~～\-－·•‐‑‒–—−_＿\u200b-\u200d\u2060\ufe0f\u20e3\ufeff]{0,3}"


_DASH = "[\\s\u3000]?[-－—][\\s\u3000]?"


def _any_width(word: str) -> str:
    """A pattern for a word of capitals in either case and width."""
    cases = (c + c.lower() for c in word)
    return "".join(f"[{both}{''.join(chr(0xFEE0 + ord(c)) for c in both)}]" for both in cases)


# Each pattern begins with a class of characters: these are searched for all at once, and fast.
_GATES: Mapping[str, tuple[str, ...]] = {
    "digits": (
        f"[{ANY_DIGIT}](?:{_BETWEEN}[{ANY_DIGIT}]){{6}}",
        RUN,
        # The same signs between all digits, or between groups of them.
        rf"{DIGIT}(?:[^\w\s\u3400-\u9fff]{{1,3}}{DIGIT}){{6}}",
        rf"{DIGIT}{{3}}[^\w\s\u3400-\u9fff]{{1,3}}{DIGIT}{{4}}",
    ),
    "at": ("[@＠]",),
    "address": (f"[:：{_LETTER}{ANY_DIGIT}][.．。:：]", f"{DIGIT}{{3}}点{DIGIT}"),
    "word": (
        rf"[{_INK}](?:[\ \u3000·•]?[{_INK}]){{3}}",
        RUN,
        # Four spelled digits are no telephone number, and can be a code.
        rf"{DIGIT}{{4}}",
        rf"[十{DIGIT[1:-1]}]个[\ \u3000]?[{_INK}]",
    ),
    "plate": (rf"[{PROVINCES}]{MARK}?[{_LETTER}]",),
    "money": (
        "[元圆块币金欧镑刀毛角¥￥$＄€£]",
        f"[{ANY_DIGIT}][\\ \u3000]?[千百万萬亿億wkWKｗｋＷＫ]",
        "[零〇一二两三四五六七八九十百千亿几壹贰叁肆伍陆柒捌玖拾佰仟数万萬億多来][百千万萬亿億]",
        # Figures alone, behind what says that they are money.
        f"[{ANY_DIGIT}](?<=[{SUM_LINKS}].)[{ANY_DIGIT},][{ANY_DIGIT},]",
        f"[多几{ANY_DIGIT}一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾数]个多?[亿億]",
        f"[{ANY_DIGIT}千万萬wkWKｗｋＷＫ零〇一二两三四五六七八九十百亿几壹贰叁肆伍陆柒捌玖拾佰仟億]"
        f"(?:{SUM_ENDS})",
        *map(_any_width, CURRENCY_CODES),
    ),
    # A street or village with a number behind it, or the number of a block of flats.
    "place": (
        f"[{STREETS}{VILLAGES}东西南北中一二三四][\\s\u3000]?[甲乙丙丁附\\s{FIGURES}{ANY_DIGIT}]"
        "[^号號弄组社队]{0,28}[号號弄组社队]",
        f"[{FIGURES}{ANY_DIGIT}甲乙丙{_LETTER}东西南北][\\s\u3000]?(?:号楼|號樓|[栋棟幢座])",
        f"[{ANY_DIGIT}]{_DASH}(?:[{ANY_DIGIT}]{{1,2}}|[{_LETTER}]){_DASH}[{ANY_DIGIT}]{{3}}",
    ),
    "name": NAME,
}
GATES = frozenset(_GATES)
"""The names of all gates: a run of digits, an @, a dot or colon after a letter, a run of Latin
letters or digits, the beginning of a number plate, a sign or word for money, a house with its
number, a name."""


def may_hold(text: str, gates: frozenset[str] = GATES) -> frozenset[str]:
    """Those of the gates that a text passes; a recognizer whose gate is shut finds nothing in it.

    Text of Chinese characters and their punctuation passes none and costs one search.
    """
    begins, by_gate = _searches(gates)
    if begins(text) is None:
        return frozenset()
    plain, _ = squeezed(text)
    either = (text,) if plain == text else (text, plain)
    return frozenset(
        gate
        for gate, searches in by_gate
        if any(search(one) is not None for search in searches for one in either)
    )


@cache
def _searches(gates: frozenset[str]) -> tuple[Search, tuple[tuple[str, tuple[Search, ...]], ...]]:
    """A search for what the patterns of these gates begin with, and those for them."""
    first = sorted({way[1 : way.index("]")] for gate in gates for way in _GATES[gate]})
    by_gate = tuple(
        (gate, tuple(compiled(way, cased=True).search for way in _GATES[gate]))
        for gate in sorted(gates)
    )
    return compiled(f"[{''.join(first)}]", cased=True).search, by_gate
