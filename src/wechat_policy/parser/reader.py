"""Reads the sections of a text and collects their faults.

A section with a fault is read again without the faulty statement, so that one text shows all its
faults in one run.
"""

from __future__ import annotations

from wechat_policy import nodes
from wechat_policy.builder import BadValue, build
from wechat_policy.errors import Diagnostic
from wechat_policy.lexical import Piece, blanked, cut, fold, keywords, skin_of, statements
from wechat_policy.parser.expectations import glued, spellings, wanted
from wechat_policy.parser.view import Unreadable, View, parsed
from wechat_policy.source import Source, Span
from wechat_policy.suggestion import nearest

_QUOTES = '"“”＂「」'

_STAND_INS = {"policy": 'policy "x"\n', "clause": "clause x\n", "penalties": "penalties\n"}
"""Heads behind which the statements of a section are read whose own head is faulty."""


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
        try:
            return [build(parsed(View(self.folded, self.blank, piece.start, piece.end)))]
        except (Unreadable, BadValue):
            return self.read_by_statement(piece)

    def read_by_statement(self, piece: Piece) -> list[nodes.Section]:
        """The node of a faulty section without the statements that have a fault, all recorded.

        After a fault the head is read again with what follows the faulty statement, so that the
        cost grows with the length of the section and not with the number of its faults.
        """
        place, *parts = statements(self.blank, piece)
        head = self.folded[place.start : place.end]
        good: list[Piece] = []
        headless = False
        while (fault := self.first_fault(head, place, parts)) is not None:
            at = sum(part.start <= fault for part in parts) - 1
            if at < 0:
                stand_in = self.stand_in(place)
                if headless or not parts or stand_in is None:
                    return []
                head, headless = stand_in, True
            else:
                good += parts[:at]
                del parts[: at + 1]
        if headless:
            return []
        try:
            view = View.only(self.folded, self.blank, [place, *good, *parts])
            return [build(parsed(view))]
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

    def first_fault(self, head: str, place: Piece, parts: list[Piece]) -> int | None:
        """Records the first fault of a head with statements that follow each other; its place."""
        tail = Piece(parts[0].start, parts[-1].end) if parts else Piece(place.end, place.end)
        view = View.headed(head, self.folded, self.blank, place, tail)
        try:
            build(parsed(view))
        except BadValue as bad:
            span = view.span(bad.span.start, bad.span.end)
            self.fault(bad.code, span, word=bad.word)
            return span.start
        except Unreadable as unreadable:
            return self.unreadable(self.unfinished(unreadable, view, parts), place)
        return None

    def unfinished(self, fault: Unreadable, view: View, parts: list[Piece]) -> Unreadable:
        """The end of the statement before, where that is what made the next one unreadable.

        A statement that lacks a name takes the keyword of the next line for it.
        """
        begun = [part.start for part in parts if part.start <= fault.span.start]
        if fault.kind == "end" or not begun:
            return fault
        try:
            parsed(view.before(begun[-1]))
        except Unreadable as earlier:
            if earlier.kind == "end":
                return earlier
        return fault

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
            self.fault("E006", span, expected=wanted(expected, self.skin, False), section=section)
            return max(head.start, span.start - 1)
        elif fault.kind == "character":
            self.fault("E003" if word in _QUOTES else "E002", span, found=word)
        elif joined := glued(self.blank, span, expected, opens):
            self.fault(
                "E008", joined.span, keyword=joined.keyword, name=joined.name, split=joined.split
            )
        else:
            self.fault(
                "E001",
                span,
                nearest(word, spellings(expected)),
                found=f"`{word}`",
                expected=wanted(expected, self.skin, opens),
            )
        return span.start
