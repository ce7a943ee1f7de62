"""Writes the parts of a statement on as few lines as hold them, with the comments between them."""

from __future__ import annotations

from collections.abc import Sequence

from wechat_policy.printer.parts import Part
from wechat_policy.printer.spelling import phrase
from wechat_policy.printer.trivia import Pinned
from wechat_policy.source import cells

WIDEST = 100
"""Cells of a line; words that are wider by themselves stay whole."""

_STEP = 2
"""Blanks by which a line is indented further than the one that it goes on with."""


def filled(parts: Sequence[Part], notes: Pinned, indent: int) -> list[str]:
    """The lines of a statement.

    A part goes on the line of the one before it or else on a line of its own; one that is wider
    is broken between its pieces, which are indented further. A broken part shares no line with
    what follows it.
    """
    filling = _Filling(notes)
    first, *rest = parts
    inner = indent + _STEP
    filling.place(first, indent, inner + _STEP if rest and not first.block else inner)
    for part in rest:
        filling.place(part, inner, inner + _STEP)
    if notes.statement.behind is not None:
        filling.lines[-1] += f"  {notes.statement.behind}"
    return filling.lines


class _Filling:
    def __init__(self, notes: Pinned) -> None:
        self.notes = notes
        self.lines: list[str] = []
        self.open = False
        """Whether the last line may go on."""

    def place(self, part: Part, indent: int, inner: int) -> None:
        """Writes a part, its first piece at one depth and the others at another."""
        if self.is_one_line(part, indent):
            leaves = list(part.leaves())
            self.above(leaves[0], indent)
            self.put(part.flat, indent)
            self.behind(leaves[-1])
        elif part.block:
            self.place_block(part, indent)
        else:
            self.open = False
            first, *rest = part.pieces
            self.place(first, indent, inner)
            for piece in rest:
                self.place(piece, inner, inner + _STEP)
            self.open = False

    def is_one_line(self, part: Part, indent: int) -> bool:
        """Whether a part stays whole: it fits on a line and no comment stands inside it."""
        if not part.pieces:
            return True
        leaves = list(part.leaves())
        for at, leaf in enumerate(leaves):
            note = self.notes.of(leaf)
            if note and ((at and note.above) or (at < len(leaves) - 1 and note.behind)):
                return False
        return indent + cells(part.flat) <= WIDEST

    def place_block(self, part: Part, indent: int) -> None:
        opening, *items, closing = part.pieces
        self.place(opening, indent, indent)
        line = self.lines[-1]
        indent = len(line) - len(line.lstrip(" "))
        self.open = False
        for item in items:
            self.place(item, indent + _STEP, indent + 2 * _STEP)
        self.open = False
        self.above(closing, indent + _STEP)
        self.put(closing.words, indent)
        self.behind(closing)

    def put(self, words: str, indent: int) -> None:
        """Goes on with the last line, or begins one."""
        if self.open:
            longer = phrase(self.lines[-1], words)
            if cells(longer) <= WIDEST:
                self.lines[-1] = longer
                return
        self.lines.append(" " * indent + words)
        self.open = True

    def above(self, leaf: Part, indent: int) -> None:
        note = self.notes.of(leaf)
        if note and note.above:
            self.lines += [" " * indent + line if line else "" for line in note.above]
            self.open = False

    def behind(self, leaf: Part) -> None:
        note = self.notes.of(leaf)
        if note and note.behind is not None:
            self.lines[-1] += f"  {note.behind}"
            self.open = False
