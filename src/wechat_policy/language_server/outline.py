"""A text as far as it can be told without the grammar: sections, names, words.

While somebody writes, most texts are broken somewhere. What an editor shows rests on this, and on
the trees of those sections that can be read; a section that did not change is not read again.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

import attrs

from wechat_policy import nodes
from wechat_policy.lexical import (
    DocumentKind,
    Piece,
    Skin,
    blanked,
    comments,
    cut,
    fold,
    kind_of,
    openers,
    skin_of,
    spelling,
    statements,
)
from wechat_policy.parser import parse
from wechat_policy.source import Source, Span

NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
NAMED = ("clause", "lexicon", "hours", "days", "parameter", "condition")
"""The keys of sections that have a name behind their keyword."""


@attrs.frozen
class Part:
    """A section of the text: the key of its keyword, its name if it has one, its places.

    `key` is empty for what stands before the first section.
    """

    key: str
    name: str
    name_span: Span
    span: Span


@attrs.frozen
class Outline:
    """A text cut into its sections; `blank` has strings and comments overwritten."""

    text: str
    folded: str
    blank: str
    kind: DocumentKind
    skin: Skin
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, text: str, name: str = "") -> Outline:
        """The outline of a text; the name of its file tells what an empty one is to be."""
        folded = fold(text)
        blank = blanked(folded)
        kind = kind_of(blank, name)
        parts = tuple(_part(folded, blank, piece, kind) for piece in cut(blank, kind))
        return cls(text, folded, blank, kind, skin_of(blank, kind), parts)

    def part_at(self, offset: int) -> Part | None:
        """The section in which a place lies, the end of the text taken with the last one."""
        found = None
        for part in self.parts:
            if part.span.start <= offset:
                found = part
        return found

    def tree(self, part: Part) -> nodes.Section | None:
        """The tree of a section without its faulty statements; None if its head is faulty.

        Its places count from the beginning of the section.
        """
        return _read(self.text[part.span.start : part.span.end])

    def statements(self, part: Part) -> tuple[Piece, ...]:
        """The statements of a section, the first of them its head."""
        return statements(self.blank, Piece(part.span.start, part.span.end), kind=self.kind)

    def unread(self, part: Part) -> Iterator[Span]:
        """The parts of a section that its tree leaves out."""
        tree = self.tree(part)
        if tree is None:
            yield part.span
            return
        items: tuple[nodes.Node, ...] = getattr(tree, "items", ()) or getattr(tree, "rows", ())
        starts = [part.span.start + item.span.start for item in items]
        for piece in self.statements(part)[1:]:
            if not any(piece.start <= start < piece.end for start in starts):
                yield Span(piece.start, piece.end)

    def word_at(self, offset: int) -> Span | None:
        """The word, dots included, that a place lies in or touches."""
        for match in NAME.finditer(self.blank, self._line_start(offset)):
            if match.start() > offset:
                return None
            if offset <= match.end():
                return Span(match.start(), match.end())
        return None

    def words(self, span: Span) -> Iterator[tuple[str, Span]]:
        """The words in a part of the text, but for those in quotes and comments."""
        for match in NAME.finditer(self.blank, span.start, span.end):
            yield match[0], Span(match.start(), match.end())

    def opens_line(self, offset: int) -> bool:
        """Whether only blanks stand before a place on its line."""
        return not self.folded[self._line_start(offset) : offset].strip()

    def is_quoted(self, offset: int) -> bool:
        """Whether a place lies inside of a comment, a quoted text or a regular expression."""
        line = self.folded[self._line_start(offset) : offset]
        return bool(comments(line)) or any(mark in blanked(line) for mark in '"“”「＂/')

    def _line_start(self, offset: int) -> int:
        return self.folded.rfind("\n", 0, offset) + 1


@functools.cache
def _openers(kind: DocumentKind) -> re.Pattern[str]:
    groups = "|".join(
        f"(?P<{one.key}>{spelling((*one.en, *one.zh))})" for one in openers(kind, "section")
    )
    return re.compile(rf"(?:{groups})(?!\w)")


def _part(folded: str, blank: str, piece: Piece, kind: DocumentKind) -> Part:
    span = Span(piece.start, piece.start + len(blank[piece.start : piece.end].rstrip()))
    opener = _openers(kind).match(blank, piece.start)
    if opener is None:
        return Part("", "", Span(piece.start, piece.start), span)
    key = opener.lastgroup or ""
    if key in NAMED:
        name = re.compile(r"\s*").match(blank, opener.end())
        found = NAME.match(folded, name.end() if name else opener.end())
        if found is not None and found.end() <= piece.end:
            return Part(key, found[0], Span(found.start(), found.end()), span)
    return Part(key, "", Span(opener.start(), opener.end()), span)


@functools.lru_cache(maxsize=4096)
def _read(text: str) -> nodes.Section | None:
    """The tree of the text of one section."""
    document, _ = parse(Source("", text))
    return document.sections[0] if document.sections else None
