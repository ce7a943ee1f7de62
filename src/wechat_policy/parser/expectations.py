"""What could have stood where a text could not be read, and what was probably meant."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

import attrs

from wechat_policy.errors import Language
from wechat_policy.lexical import DocumentKind, Keyword, Skin, keywords, openers
from wechat_policy.source import Span
from wechat_policy.suggestion import nearest
from wechat_policy.words import UNITS

_NAMED = {
    "NAME": ("a name", "名称"),
    "STRING": ("a quoted text", "引号中的文字"),
    "NUMBER": ("a number", "数字"),
    "QUANTITY": ("a number with its unit", "带单位的数字"),
    "DATE": ("a date such as 2026-03-01", "日期（如 2026-03-01）"),
    "TIME": ("a time such as 08:30", "时刻（如 08:30）"),
    "REF": ("a reference", "条目编号"),
    "REGEX": ("a regular expression", "正则表达式"),
    "CMP": ("a comparison", "比较符"),
}
_SIGNS = {
    "LPAR": "(", "RPAR": ")", "LBRACE": "{", "RBRACE": "}", "LSQB": "[", "RSQB": "]",
    "COMMA": ",", "COLON": ":", "EQUAL": "=", "MINUS": "-", "PLUS": "+", "LESSTHAN": "<",
    "__ANON_0": "..",
}  # fmt: skip

_OPENERS = ("require", "should", "should_limit", "before")
"""Keywords that open a statement in English and stand inside one in Chinese."""

_FEW = 3
"""Things that go on with a statement, below which those that open another one are said too."""

_SHOWN = 8
"""Things that a help line says at most."""

_LONGEST = 200
"""Characters before a place in which a word is looked for."""


@functools.cache
def opening(kind: DocumentKind = "policy") -> frozenset[str]:
    """The terminals of the keywords that open a line of a kind of document."""
    words = (*openers(kind, "section"), *openers(kind, "statement"))
    return frozenset(f"_{one.key.upper()}" for one in words)


AFTER_A_TEST = frozenset(("_AND", "_OR", "_UNLESS", "_WHEN", "_BLAME"))
"""The terminals that join a condition with what follows it."""


@functools.cache
def spelled_in_one_word() -> frozenset[str]:
    """Every spelling of a keyword that is one word."""
    return frozenset(
        word for one in keywords().values() for word in (*one.en, *one.zh) if " " not in word
    )


@functools.lru_cache(maxsize=1024)
def meant_to_open(word: str, kind: DocumentKind = "policy") -> bool:
    """Whether a word is a keyword that opens a line, glued to a name or mistyped."""
    words = spellings(opening(kind))
    return any(not one.isascii() and word.startswith(one) and word != one for one in words) or bool(
        nearest(word, words)
    )


def spellings(expected: frozenset[str]) -> list[str]:
    """The keywords among the terminals that could have stood there, in both skins."""
    table = keywords()
    return [
        spelled
        for terminal in expected
        if (keyword := table.get(terminal.lstrip("_").lower()))
        for spelled in (*keyword.en, *keyword.zh)
    ]


def wanted(
    expected: frozenset[str], skin: Skin, opens: bool, kind: DocumentKind = "policy"
) -> dict[str, str]:
    """What could have stood there as the facts of a diagnostic, its words in either language."""
    return {
        "expected": _wanted(expected, skin, opens, kind, "en"),
        "expected.zh": _wanted(expected, skin, opens, kind, "zh"),
    }


def _wanted(
    expected: frozenset[str], skin: Skin, opens: bool, kind: DocumentKind, language: Language
) -> str:
    """At most eight things, keywords in the skin of the text; `opens` if it would open a line.

    Tokens come first, then the keywords that go on with the statement, then those of another one.
    """
    words = [_NAMED[one][language == "zh"] for one in sorted(expected) if one in _NAMED]
    words += [f"`{_SIGNS[one]}`" for one in sorted(expected) if one in _SIGNS]
    found = [one for key, one in keywords().items() if f"_{key.upper()}" in expected]
    opening = openers(kind, "statement")
    also = _OPENERS if kind == "policy" else ()
    outside = sorted({one.spelled(skin) for one in found if one in opening or one.key in also})
    inside = sorted({one.spelled(skin) for one in found if one.role == "structure"})
    words += [f"`{word}`" for word in inside if word not in outside]
    if opens or len(words) < _FEW:
        words += [f"`{word}`" for word in outside]
    if not words:
        words = [f"`{one.spelled(skin)}`" for one in openers(kind, "section")]
    shown = words[:_SHOWN]
    return (", " if language == "en" else "、").join(shown) + (" …" if len(words) > _SHOWN else "")


@attrs.frozen
class Glued:
    """A keyword that is glued to a name: where it stands, both words, and how to split them."""

    span: Span
    keyword: str
    name: str
    split: str


def glued(
    blank: str, span: Span, expected: frozenset[str], opens: bool, kind: DocumentKind = "policy"
) -> Glued | None:
    """The keyword glued to an unexpected word, as in 条款闲聊, or to the one before, as in 侮辱且.

    `blank` is the text with strings and comments overwritten; `opens` says that the word opens a
    line, where it may be the keyword of a section.
    """
    word = blank[span.start : span.end]
    sections = openers(kind, "section") if opens else ()
    if keyword := _longest(word, expected, sections, str.startswith):
        name = word[len(keyword) :]
        at = Span(span.start, span.start + len(keyword))
        return Glued(at, keyword, name, f"{keyword} {name}")
    start = max(0, span.start - _LONGEST)
    before = re.search(r"(\w+)\s*$", blank[start : span.start])
    if before and (keyword := _longest(before[1], expected, (), str.endswith)):
        name = before[1][: -len(keyword)]
        end = start + before.end(1)
        return Glued(Span(end - len(keyword), end), keyword, name, f"{name} {keyword}")
    return None


_COUNTED = re.compile(r"\d+(?:\.\d+)?\s*([^\W\d]\w*)")


def unknown_unit(
    blank: str, span: Span, expected: frozenset[str], opens: bool, kind: DocumentKind = "policy"
) -> tuple[Span, str | None] | None:
    """The unit that does not exist in an unexpected word such as 10分种, and what was meant.

    A Chinese keyword may stand before the number without a blank, as in 每10分种.
    """
    word = blank[span.start : span.end]
    sections = openers(kind, "section") if opens else ()
    keyword = _longest(word, expected, sections, str.startswith)
    if not keyword and not {"QUANTITY", "NUMBER"} & expected:
        return None
    found = _COUNTED.fullmatch(word, len(keyword))
    if found is None:
        return None
    at = Span(span.start + found.start(1), span.start + found.end(1))
    meant = nearest(found[1], [*UNITS, *(zh for words in UNITS.values() for zh in words)])
    # 美元 is not 元 misspelt.
    return at, None if meant is not None and meant in found[1] else meant


def _longest(
    word: str,
    expected: frozenset[str],
    sections: tuple[Keyword, ...],
    touches: Callable[[str, str], bool],
) -> str:
    """The longest Chinese keyword that could stand here and with which the word begins or ends."""
    return max(
        (
            spelled
            for key, keyword in keywords().items()
            if f"_{key.upper()}" in expected or keyword in sections
            for spelled in keyword.zh
            if touches(word, spelled) and len(spelled) < len(word)
        ),
        key=len,
        default="",
    )
