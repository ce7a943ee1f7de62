"""Prepares a policy text for the grammar: folds its punctuation and cuts it into sections.

Folding keeps the length, so that every position in the folded text is one of the original.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Literal

import attrs

from wechat_policy.grammar import read_text

Skin = Literal["en", "zh"]
DocumentKind = Literal["policy", "cases"]
"""What a text is: a policy, or a file of cases that test one."""

_FOLDS = {
    0x3001: ",", 0xFF0C: ",", 0xFF1A: ":", 0xFF08: "(", 0xFF09: ")", 0xFF1D: "=", 0xFF1C: "<",
    0xFF1E: ">", 0xFF0B: "+", 0xFF0D: "-", 0xFF5B: "{", 0xFF5D: "}", 0xFF3B: "[", 0xFF3D: "]",
    0xFF01: "!", 0xFF05: "%", 0xFF0E: ".", 0xFF3F: "_",
    **dict.fromkeys((0xA0, *range(0x2000, 0x200C), 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF), " "),
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    **{0xFF21 + letter: chr(0x41 + letter) for letter in range(26)},
    **{0xFF41 + letter: chr(0x61 + letter) for letter in range(26)},
}  # fmt: skip

# A quoted text, a comment or a regular expression is left as it stands between its marks.
_OPAQUE = re.compile(
    r'"(?:[^"\\\r\n]|\\.)*"|[“”](?:[^“”\\\r\n]|\\.)*[“”]'
    r"|＂(?:[^＂\\\r\n]|\\.)*＂|「(?:[^「」\\\r\n]|\\.)*」"
    r"|/(?:[^/\\\r\n]|\\.)+/"
    r"|[#＃][^\r\n]*"
)
_LONE_RETURN = re.compile(r"\r(?!\n)")


@attrs.frozen
class Keyword:
    """One reserved word of the language with its spellings, the printed one first."""

    key: str
    role: str
    en: tuple[str, ...]
    zh: tuple[str, ...]

    def spelled(self, skin: Skin) -> str:
        """The printed spelling in a skin."""
        return (self.en if skin == "en" else self.zh)[0]


@attrs.frozen
class Piece:
    """A section of the text, or a statement of one: where it starts and ends."""

    start: int
    end: int


@functools.cache
def keywords() -> Mapping[str, Keyword]:
    """The keyword table of both skins, by key."""
    return {
        key: Keyword(key, role, tuple(en), tuple(zh))
        for role, table in tomllib.loads(read_text("keywords.toml")).items()
        for key, (en, zh) in table.items()
    }


def fold(text: str) -> str:
    """The text with full-width punctuation, blanks, digits and letters in their ASCII form.

    Has the length of the text; what stands in quotes, comments and regular expressions is kept.
    """
    parts = []
    at = 0
    text = _LONE_RETURN.sub("\n", text)
    for match in _OPAQUE.finditer(text):
        parts.append(text[at : match.start()].translate(_FOLDS))
        word = match.group()
        parts.append("#" + word[1:] if word[0] == "＃" else word)
        at = match.end()
    parts.append(text[at:].translate(_FOLDS))
    return "".join(parts)


def unquote(token: str) -> str:
    """The words of a string token: marks taken off, backslash escapes resolved."""
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), token[1:-1])


_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def quote(words: str, skin: Skin) -> str:
    """A text as a string token of a skin, Chinese quotation marks in the Chinese one."""
    escaped = words.replace("\\", "\\\\")
    for letter, character in _ESCAPES.items():
        escaped = escaped.replace(character, f"\\{letter}")
    if skin == "zh" and not any(mark in words for mark in "“”"):
        return f"“{escaped}”"
    return '"' + escaped.replace('"', '\\"') + '"'


def spelling(words: Sequence[str]) -> str:
    """A regular expression for the spellings of one keyword, the longest first."""
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)
    )


@functools.cache
def openers(kind: DocumentKind, part: Literal["section", "statement"]) -> tuple[Keyword, ...]:
    """The keywords that open a section of a document, or a statement of one, on their line."""
    role = part if kind == "policy" else {"section": "cases", "statement": "step"}[part]
    also = _STEPS if role == "step" else ()
    return tuple(one for one in keywords().values() if one.role == role or one.key in also)


_STEPS = ("parameter", "with", "advance")
"""Keywords that open a statement of a case, and do something else in a policy."""


def kind_of(blank: str, name: str = "") -> DocumentKind:
    """What a blanked text is, by the first section that it opens, or by the name of its file."""
    first = _line_starts("cases", "section").search(blank)
    opens = first is not None and not blank[: first.start()].strip()
    return "cases" if opens or name.lower().endswith(".cases") else "policy"


def _spelled(words: Sequence[Keyword]) -> list[str]:
    return [word for keyword in words for word in (*keyword.en, *keyword.zh)]


@functools.cache
def _line_starts(kind: DocumentKind, part: Literal["section", "statement"]) -> re.Pattern[str]:
    """Where keywords open a line; one before a sign is a word, as in `note = "…"`."""
    words = _spelled(openers(kind, part))
    return re.compile(rf"^[ \t]*({spelling(words)})(?![\w.])(?![ \t]*[=<>!,)])", re.MULTILINE)


def opens_a_section(line: str) -> bool:
    """Whether a line would be taken for the head of a section, of a policy or of cases."""
    kinds: tuple[DocumentKind, ...] = ("policy", "cases")
    return any(_line_starts(kind, "section").match(line) for kind in kinds)


def blanked(folded: str) -> str:
    """The folded text with strings and comments overwritten, for finding keywords by place."""
    return _OPAQUE.sub(lambda match: _filler(match[0]) * len(match[0]), folded)


def _filler(opaque: str) -> str:
    return " " if opaque[0] in "#＃" else "\x01"


def comments(folded: str) -> tuple[Piece, ...]:
    """The comments of a folded text, their marks included."""
    return tuple(
        Piece(match.start(), match.end())
        for match in _OPAQUE.finditer(folded)
        if match[0][0] in "#＃"
    )


def cut(blank: str, kind: DocumentKind = "policy") -> tuple[Piece, ...]:
    """The sections of a blanked text, in order; what stands before the first is one too."""
    starts = [match.start(1) for match in _line_starts(kind, "section").finditer(blank)]
    if not starts or blank[: starts[0]].strip():
        starts.insert(0, 0)
    return tuple(
        Piece(start, end)
        for start, end in zip(starts, [*starts[1:], len(blank)], strict=True)
        if blank[start:end].strip()
    )


def statements(
    blank: str, section: Piece, glued: bool = False, kind: DocumentKind = "policy"
) -> tuple[Piece, ...]:
    """The statements of a section of a blanked text: cut at what opens a statement on its line.

    That is a keyword, or the head of a row of penalties; with `glued` also a Chinese keyword that
    is written together with what follows. The first piece holds the section's own head.
    """
    starting = [_line_starts(kind, "statement")]
    heads = _spelled([keywords()["penalties"]])
    if kind == "policy" and blank.startswith(tuple(heads), section.start):
        starting.append(_ROW)
    elif glued:
        starting.append(_glued_line_starts(kind))
    starts = {
        match.start(1)
        for opener in starting
        for match in opener.finditer(blank, section.start, section.end)
        if match.start(1) > section.start
    }
    edges = [section.start, *sorted(starts)]
    return tuple(
        Piece(start, end) for start, end in zip(edges, [*edges[1:], section.end], strict=True)
    )


_ROW = re.compile(r"^[ \t]*([^\W\d]\w*)[ \t]*(?::|(?:when|当)\W[^\n:]*:)", re.MULTILINE)


@functools.cache
def _glued_line_starts(kind: DocumentKind) -> re.Pattern[str]:
    opening = (*openers(kind, "section"), *openers(kind, "statement"))
    words = [word for keyword in opening for word in keyword.zh]
    return re.compile(rf"^[ \t]*((?:{spelling(words)})\w)", re.MULTILINE)


def skin_of(blank: str, kind: DocumentKind = "policy") -> Skin:
    """The skin in which most sections of a blanked text are opened."""
    opening = [match[1] for match in _line_starts(kind, "section").finditer(blank)]
    chinese = sum(not word.isascii() for word in opening)
    return "zh" if chinese * 2 > len(opening) else "en"
