"""Reads the sections of a text and collects their faults.

A section with a fault is read again without the faulty statement, so that one text shows all its
faults in one run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wechat_policy import nodes
from wechat_policy.builder import BadValue, bad_values, build
from wechat_policy.errors import Diagnostic
from wechat_policy.lexical import (
    Piece,
    blanked,
    cut,
    fold,
    keywords,
    kind_of,
    skin_of,
    statements,
)
from wechat_policy.parser.expectations import (
    glued,
    meant_to_open,
    opening,
    spelled_in_one_word,
    spellings,
    unknown_unit,
    wanted,
)
from wechat_policy.parser.view import Unreadable, View, parsed
from wechat_policy.source import Source, Span
from wechat_policy.suggestion import nearest

if TYPE_CHECKING:
    from lark import Token, Tree

_QUOTES = '"“”＂「」'

_STAND_INS = {
    "policy": 'policy "x"\n',
    "clause": "clause x\n",
    "penalties": "penalties\n",
    "cases": 'cases for "x"\n',
    "case": 'case "x"\n',
}
"""Heads behind which the statements of a section are read whose own head is faulty."""


def parse(source: Source) -> tuple[nodes.Document, tuple[Diagnostic, ...]]:
    """The tree of a policy text, and what is wrong with its syntax, in the order of the text.

    Statements that cannot be read are left out of the tree, and sections whose head cannot.
    """
    folded = fold(source.text)
    blank = blanked(folded)
    reader = _Reader(source, folded, blank)
    sections = [section for piece in cut(blank, reader.kind) for section in reader.read(piece)]
    document = nodes.Document(
        tuple(sections),
        source=source,
        skin=reader.skin,
        kind=reader.kind,
        span=Span(0, len(source.text)),
    )
    return document, tuple(sorted(reader.faults, key=lambda fault: fault.span.start))


class _Reader:
    """Reads the sections of one text and collects their faults."""

    def __init__(self, source: Source, folded: str, blank: str) -> None:
        self.source = source
        self.folded = folded
        self.blank = blank
        self.kind = kind_of(blank, source.name)
        self.skin = skin_of(blank, self.kind)
        self.faults: list[Diagnostic] = []

    def read(self, piece: Piece) -> list[nodes.Section]:
        """The node of a section, without the statements that have a fault."""
        try:
            view = View(self.folded, self.blank, piece.start, piece.end)
            return [build(parsed(view, self.kind))]
        except (Unreadable, BadValue):
            return self.read_by_statement(piece)

    def read_by_statement(self, piece: Piece) -> list[nodes.Section]:
        """The node of a faulty section without the statements that have a fault, all recorded.

        After a fault the head is read again with what follows the faulty statement, so that the
        cost grows with the length of the section and not with the number of its faults.
        """
        place, *parts = statements(self.blank, piece, True, self.kind)
        head = self.folded[place.start : place.end]
        good: list[Piece] = []
        headless = False
        while faults := self.first_faults(head, place, parts):
            faulty = {sum(part.start <= fault for part in parts) - 1 for fault in faults}
            if -1 in faulty:
                stand_in = self.stand_in(place)
                if headless or not parts or stand_in is None:
                    return []
                head, headless = stand_in, True
            last = max(faulty)
            good += [part for at, part in enumerate(parts[:last]) if at not in faulty]
            del parts[: last + 1]
        if headless:
            return []
        try:
            view = View.only(self.folded, self.blank, [place, *good, *parts])
            return [build(parsed(view, self.kind))]
        except Unreadable as unreadable:
            # A statement had taken a part of the faulty one behind it for its own.
            self.unreadable(unreadable, place)
            return []

    def stand_in(self, place: Piece) -> str | None:
        """A sound head of the same kind of section."""
        head = self.blank[place.start : place.end]
        for key, stand_in in _STAND_INS.items():
            if head.startswith((*keywords()[key].en, *keywords()[key].zh)):
                return stand_in
        return None

    def first_faults(self, head: str, place: Piece, parts: list[Piece]) -> list[int]:
        """Records the faults of a head with statements that follow each other; their places.

        Where one cannot be read, these are the faults up to it.
        """
        tail = Piece(parts[0].start, parts[-1].end) if parts else Piece(place.end, place.end)
        view = View.headed(head, self.folded, self.blank, place, tail)
        try:
            return self.bad_values(view, parsed(view, self.kind))
        except Unreadable as unreadable:
            fault = self.mistyped(unreadable)
        starts = [part.start for part in parts]
        # Each time less of the text is read: a text that ends too early is at fault at its end,
        # where the next statement may begin.
        while starts := [start for start in starts if start <= fault.span.start]:
            try:
                found = self.bad_values(view, parsed(view.before(starts.pop()), self.kind))
            except Unreadable as earlier:
                # A statement that lacks a name takes the keyword of the next line for it.
                fault = earlier
            else:
                return [*found, self.unreadable(fault, place)]
        return [self.unreadable(fault, place)]

    def mistyped(self, fault: Unreadable) -> Unreadable:
        """The word before, where it opens the line and is a keyword written wrong."""
        start = self.blank.rfind("\n", 0, fault.span.start) + 1
        line = self.blank[start : fault.span.start]
        word = line.strip()
        if fault.kind != "token" or "COLON" in fault.expected or not word.isidentifier():
            return fault
        if word in spelled_in_one_word() or not meant_to_open(word, self.kind):
            return fault
        start += line.index(word)
        return Unreadable("token", Span(start, start + len(word)), opening(self.kind))

    def bad_values(self, view: View, tree: Tree[Token]) -> list[int]:
        """Records every token without a value; their places."""
        found = []
        for bad in bad_values(tree):
            span = view.span(bad.span.start, bad.span.end)
            self.fault(bad.code, span, word=bad.word)
            found.append(span.start)
        return found

    def fault(self, code: str, span: Span, suggestion: str | None = None, **facts: str) -> None:
        """Records one fault."""
        self.faults.append(Diagnostic(code, self.source, span, facts=facts, suggestion=suggestion))

    def unreadable(self, fault: Unreadable, head: Piece) -> int:
        """Records what the grammar could not read; returns the place that is to blame."""
        span, expected = fault.span, fault.expected
        word = self.source.text[span.start : span.end]
        opens = not self.blank[self.blank.rfind("\n", 0, span.start) + 1 : span.start].strip()
        if fault.kind == "deep":
            self.fault("E007", span)
        elif fault.kind == "end":
            section = self.source.text[head.start : head.end].strip().split("\n", 1)[0].strip()
            facts = wanted(expected, self.skin, False, self.kind)
            self.fault("E006", span, **facts, section=section)
            return max(head.start, span.start - 1)
        elif fault.kind == "character":
            self.fault("E003" if word in _QUOTES else "E002", span, found=word)
        elif unit := unknown_unit(self.blank, span, expected, opens, self.kind):
            at, meant = unit
            self.fault("E010", at, meant, name=self.source.text[at.start : at.end])
        elif joined := glued(self.blank, span, expected, opens, self.kind):
            self.fault(
                "E008", joined.span, keyword=joined.keyword, name=joined.name, split=joined.split
            )
        else:
            self.fault(
                "E001",
                span,
                nearest(word, spellings(expected)),
                found=f"`{word}`",
                **wanted(expected, self.skin, opens, self.kind),
            )
        return span.start
