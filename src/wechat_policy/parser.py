"""Text to tree: parses each section by the grammar and turns every fault into a diagnostic.

A section with a fault is parsed again without the faulty statement, so that one text shows all
its faults in one run.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs

from wechat_policy import nodes
from wechat_policy.builder import BadValue, build
from wechat_policy.errors import Diagnostic
from wechat_policy.grammar import read_text
from wechat_policy.lexical import (
    Piece,
    Skin,
    blanked,
    cut,
    fold,
    keywords,
    skin_of,
    spelling,
    statements,
)
from wechat_policy.source import Source, Span
from wechat_policy.suggestion import nearest

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

_END = "$END"

_NAMELESS = r"(?!(?:and|or|when|unless|且|并|并且|或|或者|当|除非)(?!\w))"
_FOLLOWED = {
    **dict.fromkeys(("count", "had", "last", "share"), r"(?=\s*\()"),
    **dict.fromkeys(("any", "all"), rf"(?=\s+{_NAMELESS}\w[\w.]*\s*\()"),
    **dict.fromkeys(("sum", "distinct"), r"(?=\s+\w[\w.]*\s*(?:of|之)(?!\w))"),
}
"""What has to follow a keyword that is else an ordinary word: `last` may be a fact."""

_EVERY = r"每(?=(?:[日天周月季年]|季度)(?!\w)|\d+(?:\.\d+)?(?:秒|分钟|小时|天|周|个?工作日))"
"""每 joins a period or a length of time as it does in speech: 每月, 每30分钟."""

_SHOWN = 8
"""Things that a help line says could have stood there, at most."""

_DEEPEST = 64
"""Levels of a section's tree that a policy may have; people write fewer than twenty."""


@functools.cache
def grammar() -> Lark:
    """The parser of one section, built on first use."""
    from lark import Lark

    return Lark(
        definition(),
        parser="lalr",
        start="section",
        propagate_positions=True,
        maybe_placeholders=True,
    )


def definition() -> str:
    """The whole grammar of a section in lark's notation, keywords included."""
    return read_text("policy.lark") + "\n" + "\n".join(_terminals()) + "\n"


def _terminals() -> list[str]:
    """One terminal for each keyword, with the spellings of both skins.

    The look-ahead keeps a keyword from ending inside a name.
    """
    lines = []
    for keyword in keywords().values():
        spellings = spelling((*keyword.en, *keyword.zh))
        followed = _FOLLOWED.get(keyword.key, "")
        glued = f"|{_EVERY}" if keyword.key == "per" else ""
        lines.append(
            f"_{keyword.key.upper()}.4: /(?:{spellings})(?!\\w)(?!\\.\\w){followed}{glued}/"
        )
    return lines


def parse(source: Source) -> tuple[nodes.Document, tuple[Diagnostic, ...]]:
    """The tree of a policy text, and what is wrong with its syntax, in the order of the text.

    Statements that cannot be read are left out of the tree, and sections whose head cannot.
    """
    folded = fold(source.text)
    blank = blanked(folded)
    reader = _Reader(source, folded, blank)
    sections = [section for piece in cut(blank) for section in reader.read(piece)]
    document = nodes.Document(
        tuple(sections),
        source=source,
        skin=reader.skin,
        span=Span(0, len(source.text)),
    )
    return document, tuple(sorted(reader.faults, key=lambda fault: fault.span.start))


class _Reader:
    """Reads the sections of one text and collects their faults."""

    def __init__(self, source: Source, folded: str, blank: str) -> None:
        self.source = source
        self.folded = folded
        self.blank = blank
        self.skin = skin_of(blank)
        self.faults: list[Diagnostic] = []

    def read(self, piece: Piece) -> list[nodes.Section]:
        """The node of a section, without the statements that have a fault."""
        view = _View(self.folded, self.blank, piece.start, piece.end)
        try:
            return [build(_parsed(view))]
        except (_Unreadable, BadValue):
            return self.read_by_statement(piece)

    def read_by_statement(self, piece: Piece) -> list[nodes.Section]:
        """The node of a faulty section without the statements that have a fault, all recorded.

        After a fault the head is read again with what follows the faulty statement, so that the
        cost grows with the length of the section and not with the number of its faults.
        """
        head, *parts = statements(self.blank, piece)
        good: list[Piece] = []
        while (place := self.first_fault(head, parts)) is not None:
            at = sum(part.start <= place for part in parts) - 1
            if at < 0:
                return []
            good += parts[:at]
            del parts[: at + 1]
        text = _only(self.folded, [head, *good, *parts])
        return [build(_parsed(_View(text, self.blank, head.start, len(text))))]

    def first_fault(self, head: Piece, parts: list[Piece]) -> int | None:
        """Records the first fault of a head with statements that follow each other; its place."""
        tail = Piece(parts[0].start, parts[-1].end) if parts else Piece(head.end, head.end)
        view = _View.of(self.folded, self.blank, head, tail)
        try:
            build(_parsed(view))
        except BadValue as bad:
            span = Span(view.place(bad.span.start), view.place(bad.span.end))
            self.fault(bad.code, span, word=bad.word)
            return span.start
        except _Unreadable as unreadable:
            return self.unreadable(self.unfinished(unreadable, view, parts), head)
        return None

    def unfinished(self, fault: _Unreadable, view: _View, parts: list[Piece]) -> _Unreadable:
        """The end of the statement before, where that is what made the next one unreadable.

        A statement that lacks a name takes the keyword of the next line for it.
        """
        begun = [part.start for part in parts if part.start <= fault.span.start]
        if fault.kind == "end" or not begun:
            return fault
        try:
            _parsed(view.before(begun[-1]))
        except _Unreadable as earlier:
            if earlier.kind == "end":
                return earlier
        return fault

    def fault(self, code: str, span: Span, suggestion: str | None = None, **facts: str) -> None:
        """Records one fault."""
        self.faults.append(Diagnostic(code, self.source, span, facts=facts, suggestion=suggestion))

    def unreadable(self, fault: _Unreadable, head: Piece) -> int:
        """Records what the grammar could not read; returns the place that is to blame."""
        span, expected = fault.span, fault.expected
        word = self.source.text[span.start : span.end]
        if fault.kind == "deep":
            self.fault("E007", span)
        elif fault.kind == "end":
            section = self.source.text[head.start : head.end].strip().split("\n", 1)[0].strip()
            self.fault("E006", span, expected=_wanted(expected, self.skin, False), section=section)
            return max(head.start, span.start - 1)
        elif fault.kind == "character" and word in '“”＂「」"':
            self.fault("E003", span, found=word)
        elif fault.kind == "character":
            self.fault("E002", span, found=word)
        elif glued := self.glued(span, expected):
            at, keyword, name, split = glued
            self.fault("E008", at, keyword=keyword, name=name, split=split)
        else:
            line = self.blank[self.blank.rfind("\n", 0, span.start) + 1 : span.start]
            opens = not line.strip()
            self.fault(
                "E001", span, found=f"`{word}`", expected=_wanted(expected, self.skin, opens),
                suggestion=nearest(word, _spellings(expected)),
            )  # fmt: skip
        return span.start

    def glued(self, span: Span, expected: frozenset[str]) -> tuple[Span, str, str, str] | None:
        """The keyword that is glued to a name, as in 条款闲聊 or 侮辱且, the name and the split."""
        word = self.folded[span.start : span.end]
        if keyword := _longest(word, expected, str.startswith):
            name = word[len(keyword) :]
            at = Span(span.start, span.start + len(keyword))
            return at, keyword, name, f"{keyword} {name}"
        before = re.search(r"(\w+)\s*$", self.folded[max(0, span.start - 200) : span.start])
        if before and (keyword := _longest(before[1], expected, str.endswith)):
            name = before[1][: -len(keyword)]
            end = span.start - len(before[0]) + len(before[1])
            return Span(end - len(keyword), end), keyword, name, f"{name} {keyword}"
        return None


class _Unreadable(Exception):
    """What lark could not read, with positions in the whole text."""

    def __init__(self, kind: str, span: Span, expected: frozenset[str] = frozenset()) -> None:
        super().__init__(kind)
        self.kind = kind
        self.span = span
        self.expected = expected


@attrs.frozen
class _View:
    """A part of the text for the grammar: a section, or its head and some of its statements.

    `blank` is the same text with comments blanked. Offsets from `edge` on lie `shift` further on
    in the whole text, those before it `lead`.
    """

    text: str
    blank: str
    start: int
    end: int
    edge: int = 0
    shift: int = 0
    lead: int = 0

    @classmethod
    def of(cls, text: str, blank: str, head: Piece, tail: Piece) -> _View:
        """The head of a section and a later part of it, put together."""
        joined = text[head.start : head.end] + text[tail.start : tail.end]
        blanked = blank[head.start : head.end] + blank[tail.start : tail.end]
        edge = head.end - head.start
        return cls(joined, blanked, 0, len(joined), edge, tail.start - edge, head.start)

    def place(self, offset: int) -> int:
        """Where in the whole text an offset of this one lies."""
        return offset + (self.shift if offset >= self.edge else self.lead)

    def before(self, place: int) -> _View:
        """The part of this that lies before a place of the whole text behind the head."""
        return attrs.evolve(self, end=place - self.shift)


def _only(text: str, pieces: list[Piece]) -> str:
    """The text with blanks in place of what lies between the pieces, up to the last of them."""
    parts = [text[: pieces[0].start]]
    at = pieces[0].start
    for piece in pieces:
        parts += [" " * (piece.start - at), text[piece.start : piece.end]]
        at = piece.end
    return "".join(parts)


def _parsed(view: _View) -> Tree[Token]:
    from lark import TextSlice
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken

    try:
        tree = grammar().parse(TextSlice(view.text, view.start, view.end))
    except UnexpectedCharacters as fault:
        at = fault.pos_in_stream or 0
        allowed = frozenset(fault.allowed or ())
        word = _WORD.match(view.text, at, view.end)
        kind, end = ("token", word.end()) if word else ("character", at + 1)
        raise _Unreadable(kind, Span(view.place(at), view.place(end - 1) + 1), allowed) from None
    except UnexpectedToken as fault:
        expected = frozenset(fault.accepts or fault.expected or ())
        token = fault.token
        if token.type == _END:
            end = len(view.blank[: view.end].rstrip())
            place = view.place(max(end - 1, 0)) + 1
            raise _Unreadable("end", Span(place, place), expected) from None
        start, end = token.start_pos or 0, token.end_pos or 0
        span = Span(view.place(start), view.place(end - 1) + 1)
        raise _Unreadable("token", span, expected) from None
    if deep := _too_deep(tree):
        raise _Unreadable("deep", Span(view.place(deep), view.place(deep) + 1))
    return tree


_WORD = re.compile(r"\w[\w.]*")


def _too_deep(tree: Tree[Token]) -> int | None:
    """Where a tree goes deeper than the language allows."""
    level: list[Any] = [tree]
    for _ in range(_DEEPEST):
        level = [one for tree in level for one in tree.children if hasattr(one, "data")]
        if not level:
            return None
    return next((item.meta.start_pos for item in level if not item.meta.empty), tree.meta.start_pos)


def _longest(word: str, expected: frozenset[str], touches: Callable[[str, str], bool]) -> str:
    """The longest Chinese keyword that could stand here and with which the word begins or ends."""
    best = ""
    for keyword in keywords().values():
        if f"_{keyword.key.upper()}" in expected or keyword.role == "section":
            for spelled in keyword.zh:
                if touches(word, spelled) and len(best) < len(spelled) < len(word):
                    best = spelled
    return best


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


def _spellings(expected: frozenset[str]) -> list[str]:
    table = keywords()
    return [
        spelled
        for terminal in expected
        if (keyword := table.get(terminal.lstrip("_").lower()))
        for spelled in (*keyword.en, *keyword.zh)
    ]


def _wanted(expected: frozenset[str], skin: Skin, opens: bool) -> str:
    """What could have stood there, in words, at most eight; `opens` if it would open a line.

    Tokens come first, then the keywords that go on with the statement, then those of another one.
    """
    words = [_NAMED[one][skin == "zh"] for one in sorted(expected) if one in _NAMED]
    words += [f"`{_SIGNS[one]}`" for one in sorted(expected) if one in _SIGNS]
    found = [one for key, one in keywords().items() if f"_{key.upper()}" in expected]
    openers = [one for one in found if one.role == "statement" or one.key in _OPENERS]
    inside = sorted({one.spelled(skin) for one in found if one.role == "structure"})
    outside = sorted({one.spelled(skin) for one in openers})
    words += [f"`{word}`" for word in inside if word not in outside]
    if opens or not words:
        words += [f"`{word}`" for word in outside]
    shown = words[:_SHOWN]
    return (", " if skin == "en" else "、").join(shown) + (" …" if len(words) > _SHOWN else "")
