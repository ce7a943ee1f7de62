"""The marks that number the statements of a written policy: 第八条, 一、, (二), 1.1, ③, •."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from wechat_policy.drafting.script import level, number

_FIGURES = "零〇一二三四五六七八九十百两0-9"

_SIGN = (
    r"(?:[\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
    r"[\ufe0e\ufe0f\u20e3]?\u200d?)+"
)
"""A picture in place of a bullet."""


def _ordinal(style: str) -> str:
    return rf"第\s?(?P<{style}>[{_FIGURES}]{{1,5}})\s?"


_STYLES = (
    ("chapter", _ordinal("chapter") + r"(?:章|编|篇|部分)"),
    ("section", _ordinal("section") + r"节"),
    ("article", _ordinal("article") + rf"条(?:之[{_FIGURES}])?"),
    ("item", _ordinal("item") + r"[款项]"),
    ("chapter", r"(?:chapter|part)\s+(?P<chapter_en>\d{1,3})\b[.:]?"),
    ("section", r"section\s+(?P<section_en>\d{1,3})\b[.:]?"),
    ("article", r"(?:article|clause|rule)\s+(?P<article_en>\d{1,3})\b[.:]?"),
    ("decimal", r"(?P<decimal>\d{1,2}(?:\.\d{1,2}){1,3})(?![\d%元:])[.、)]?"),
    ("numeral", r"(?P<numeral>[零〇一二三四五六七八九十百]{1,4})[、.](?!\d)"),
    ("bracket", r"\((?P<bracket>[零〇一二三四五六七八九十百]{1,4})\)[、.]?"),
    ("number", r"(?P<number>\d{1,2})(?:、|\.(?!\d)|:(?!\d))"),
    ("parenthesis", r"\(?(?P<parenthesis>\d{1,2})\)[、.]?"),
    ("circle", r"(?P<circle>[①-⑳])"),
    ("letter", r"\(?(?P<letter>[a-z])(?:[、)]|\.(?=\s))"),
    ("bullet", r"(?P<question>(?:问题?|答案?|q|a)\d{0,2}\s?:)"),
    ("bullet", rf"(?P<sign>{_SIGN})"),
    ("bullet", r"(?P<bullet>[•·●○■□◆◇▪▫▶➢➤✓√★☆*※◎\-–—－])(?![\-–—－\d])"),
)
_FIRST = [(style, re.compile(rf"\s*{form}\s*")) for style, form in _STYLES]
_ALONE = ("chapter", "section", "article", "item")
_INNER = re.compile(
    "|".join(
        form for style, form in _STYLES if style not in ("letter", "bullet") and "\\s+(" not in form
    )
)
# What comes before the name of an article that is only spoken of, and what comes after it.
_SPOKEN_OF = re.compile(
    r"(?:违反|违背|按照?|依照?|根据|依据|参照|参考|符合|遵守|适用|前述|上述|见|除|如|"
    r"本(?:办法|制度|规定|规范|细则|准则|章|节|条|守则|公约|手册)|》|、|和|与|及|或|至|到|条|款|章|项)\s*$"
)
_GOES_ON = re.compile(
    r"\s*(?:第|[,、]第|[和与及或至到]第|规定|所列|所述|之规定|的|中|情形|执行|处理|要求|\([一二三四五六七八九十\d]+\)\s*[项款的规所])"
)
_STOPS = re.compile(r"[。；;！？!?，,]")
_HEADING = 14
_NEAR = 24
"""How much before a mark says whether it is one."""
_IN_FIGURE = re.compile(r"[第a-z0-9.\-/:]$")
_AFTER_END = re.compile(r"(?:^|[。;:!?、,\s])\s*$")


@attrs.frozen
class Mark:
    """A mark in a line: its style, its number, its label, and where it starts and ends."""

    style: str
    value: tuple[int, ...]
    label: str
    start: int
    end: int

    @property
    def depth(self) -> str:
        """What tells marks of one rank from others: decimals by the number of their parts."""
        return f"{self.style}{len(self.value)}" if self.style == "decimal" else self.style


def first_mark(raw: str) -> Mark | None:
    """The mark that a line begins with."""
    plain = _kept(raw)
    for style, form in _FIRST:
        found = form.match(plain)
        if found and found.end() > found.start():
            if style == "article" and _GOES_ON.match(plain, found.end()):
                continue
            return _mark(style, found, raw)
    return None


def inner_marks(raw: str, start: int) -> Iterator[Mark]:
    """What may be a mark inside a line, from a place on; who asks knows which number is next."""
    plain = _kept(raw)
    at = start
    while found := _INNER.search(plain, at):
        at = found.end()
        style = next(name for name, value in found.groupdict().items() if value is not None)
        before = plain[max(0, found.start() - _NEAR) : found.start()]
        if style in ("decimal", "number", "parenthesis") and _IN_FIGURE.search(before):
            continue
        if style in _ALONE and (_SPOKEN_OF.search(before) or _GOES_ON.match(plain, found.end())):
            continue
        yield _mark(style, found, raw)


def ends_before(raw: str, start: int) -> bool:
    """Whether a sentence or a phrase ends just before a place."""
    return _AFTER_END.search(level(raw[max(0, start - _NEAR) : start])) is not None


def sign(text: str) -> str:
    """The picture or Q: that a line begins with; Q: and A: count as one."""
    mark = first_mark(text)
    if mark is None or mark.style != "bullet":
        return ""
    return "?" if mark.label.endswith((":", "：")) else mark.label


def opens_pictures(text: str, at: int, signs: Sequence[str]) -> bool:
    """Whether a short line with a picture of its own opens lines that begin with another."""
    below = signs[at + 1 : at + 3]
    return bool(
        signs[at]
        and not signs[at].isascii()
        and len(below) == 2
        and below[0] == below[1] != ""
        and below[0] != signs[at]
        and signs[at - 1 : at] != [signs[at]]
        and len(text.strip()) <= _HEADING
        and not _STOPS.search(text)
    )


def _kept(raw: str) -> str:
    """The plain form, in which figures in circles keep theirs."""
    plain = level(raw)
    if not any("①" <= one <= "⑳" for one in raw):
        return plain
    return "".join(old if "①" <= old <= "⑳" else new for old, new in zip(raw, plain, strict=True))


def _mark(style: str, found: re.Match[str], raw: str) -> Mark:
    told = next(value for value in found.groupdict().values() if value is not None)
    label = raw[found.start() : found.end()].strip()
    if style == "decimal":
        value = tuple(int(part) for part in told.split("."))
    elif style == "circle":
        value = (ord(told) - ord("①") + 1,)
    elif style == "letter":
        value = (ord(told) - ord("a") + 1,)
    elif style == "bullet":
        value = (1,)
    else:
        value = (number(told) or 0,)
    return Mark(style, value, label, found.start(), found.end())
