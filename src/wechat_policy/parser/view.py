"""What the grammar is shown of a text, and what it could not read of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import attrs

from wechat_policy.lexical import DocumentKind, Piece, keywords
from wechat_policy.parser.expectations import (
    AFTER_A_TEST,
    meant_to_open,
    opening,
    spelled_in_one_word,
)
from wechat_policy.parser.language import grammar
from wechat_policy.source import Span

if TYPE_CHECKING:
    from lark import Token, Tree

_END = "$END"
_WORD = re.compile(r"\w[\w.]*")

_DEEPEST = 64
"""Levels of a section's tree that a policy may have; people write fewer than twenty."""


class Unreadable(Exception):
    """What the grammar could not read, with positions in the whole text.

    `kind` is token, character, end (of a statement that is not complete) or deep; `expected` are
    the terminals that could have stood there.
    """

    def __init__(self, kind: str, span: Span, expected: frozenset[str] = frozenset()) -> None:
        super().__init__(kind)
        self.kind = kind
        self.span = span
        self.expected = expected


@attrs.frozen
class View:
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
    def only(cls, text: str, blank: str, pieces: list[Piece]) -> View:
        """The pieces of a text, with blanks in place of what lies between them."""
        kept = _only(text, pieces)
        return cls(kept, _only(blank, pieces), pieces[0].start, len(kept))

    @classmethod
    def headed(cls, head: str, text: str, blank: str, place: Piece, tail: Piece) -> View:
        """A later part of a section behind its head, or behind what stands in for the head."""
        start = tail.start - len(head)
        return cls(
            head + text[tail.start : tail.end],
            head + blank[tail.start : tail.end],
            0,
            len(head) + tail.end - tail.start,
            len(head),
            start,
            place.start,
        )

    def place(self, offset: int) -> int:
        """Where in the whole text an offset of this one lies."""
        return offset + (self.shift if offset >= self.edge else self.lead)

    def before(self, place: int) -> View:
        """The part of this that lies before a place of the whole text behind the head."""
        return attrs.evolve(self, end=place - self.shift)

    def span(self, start: int, end: int) -> Span:
        """Where in the whole text a part of this one lies that is not empty."""
        return Span(self.place(start), self.place(end - 1) + 1)


def _only(text: str, pieces: list[Piece]) -> str:
    """The text with blanks in place of what lies between the pieces, up to the last of them."""
    parts = [text[: pieces[0].start]]
    at = pieces[0].start
    for piece in pieces:
        parts += [" " * (piece.start - at), text[piece.start : piece.end]]
        at = piece.end
    return "".join(parts)


def parsed(view: View, kind: DocumentKind = "policy") -> Tree[Token]:
    """The parse tree of a view of a kind of document. Raises Unreadable."""
    from lark import TextSlice
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken

    try:
        tree = grammar(kind).parse(TextSlice(view.text, view.start, view.end))
    except UnexpectedCharacters as fault:
        at = fault.pos_in_stream or 0
        word = _WORD.match(view.text, at, view.end)
        found, end = ("token", word.end()) if word else ("character", at + 1)
        raise Unreadable(found, view.span(at, end), frozenset(fault.allowed or ())) from None
    except UnexpectedToken as fault:
        expected = frozenset(fault.accepts or fault.expected or ())
        if fault.token.type == _END:
            place = view.place(max(len(view.blank[: view.end].rstrip()) - 1, view.start)) + 1
            raise Unreadable("end", Span(place, place), expected) from None
        start, end = fault.token.start_pos or 0, fault.token.end_pos or 0
        raise Unreadable("token", view.span(start, end), expected) from None
    mistake = _too_deep(view, tree) or _mistaken(view, _takers(tree))
    if mistake is not None:
        raise mistake
    return tree


def _too_deep(view: View, tree: Tree[Token]) -> Unreadable | None:
    """The place where a tree goes deeper than the language allows."""
    level: list[Any] = [tree]
    for _ in range(_DEEPEST):
        level = [one for tree in level for one in tree.children if hasattr(one, "data")]
        if not level:
            return None
    place = next((one.meta.start_pos for one in level if not one.meta.empty), view.start)
    return Unreadable("deep", view.span(place, place + 1))


def _takers(tree: Tree[Token]) -> list[Tree[Token]]:
    """The parts of a tree that take any words behind them, in the order of the text."""
    subtrees: Iterator[Tree[Token]] = tree.iter_subtrees_topdown()  # type: ignore[no-untyped-call]
    return [one for one in subtrees if one.data in ("call_word", "day")]


_OPENING_NAME = re.compile(r"^[ \t]*([^\W\d]\w*)", re.MULTILINE)
_BEGINS_A_TEST = frozenset(
    word
    for key in ("not", "during", "outside", "on", "approvers")
    for word in (*keywords()[key].en, *keywords()[key].zh)
)


def _mistaken(view: View, takers: list[Tree[Token]]) -> Unreadable | None:
    """The word that was taken for an argument of a condition word, but is a keyword.

    A condition word takes any names behind it. 情节轻微 on the next line is not meant to be one,
    nor is `during` on the same line, where an `and` is missing.
    """
    openings = {
        match.start(1)
        for match in _OPENING_NAME.finditer(view.blank, view.start, view.end)
        if match[1] not in spelled_in_one_word()
    }
    for taker in takers:
        for token in _words(taker):
            start, end = token.start_pos or 0, token.end_pos or 0
            if start in openings and meant_to_open(str(token)):
                return Unreadable("token", view.span(start, end), opening())
            if token in _BEGINS_A_TEST:
                return Unreadable("token", view.span(start, end), AFTER_A_TEST)
    return None


def _words(taker: Tree[Token]) -> Iterator[Token]:
    """The bare words that a test or a list of days takes, but for the fact that is tested."""
    for at, child in enumerate(taker.children):
        if not isinstance(child, str):
            if child.data == "argument_name":
                yield from (one for one in child.children if isinstance(one, str))
        elif child.type == "NAME" and (at or taker.data == "day"):
            yield child
