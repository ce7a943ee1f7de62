"""The plain form of a written policy, which every table of wording is held against."""

from __future__ import annotations

from wechat_policy.drafting.tables import table
from wechat_policy.text import fold

_SIGNS = str.maketrans("，：；（）［］【】．！？〔〕﹙﹚", ",:;()[][].!?()()")
_ONES = "零一二三四五六七八九"
_TENS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_SPELT = str.maketrans("〇○两壹贰叁肆伍陆柒捌玖拾佰仟", "零零二一二三四五六七八九十百千")


def level(text: str) -> str:
    """The text in half width, small letters, simplified script and mainland words.

    The length stays the same, so that a place in the answer is one in `text`.
    """
    plain = fold(text).translate(_SIGNS)
    for said, meant in table("wording")["regional"].items():
        plain = plain.replace(said, meant)
    return plain


def number(text: str) -> int | None:
    """The whole number that Arabic or Chinese numerals spell, if they do."""
    text = fold(text).strip().translate(_SPELT)
    if text.isdecimal():
        return int(text) if len(text) <= 9 else None
    if not text or set(text) - set(_ONES) - set(_TENS):
        return None
    if not set(text) & set(_TENS):
        return int("".join(str(_ONES.index(one)) for one in text[:9]))
    total = part = 0
    digit: int | None = None
    for one in text:
        if one in _ONES:
            digit = _ONES.index(one)
            continue
        unit = _TENS[one]
        if unit == 10000:
            total, part, digit = (total + part + (digit or 0)) * unit, 0, None
        else:
            part, digit = part + (1 if digit is None else digit) * unit, None
    return total + part + (digit or 0)
