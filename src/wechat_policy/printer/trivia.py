"""What a text holds beside its tree, comments and blank lines, and which part each belongs to.

The tree knows the places that it was read from, but no comments. `comments_of` collects them from
the text, and `pinned` gives those within a statement to its words: what stands behind words on
their line goes behind the last words that begin before it, what has a line to itself goes above
the first words that end after it. Words are found by their place, so that a comment stays with
them when their order or their lines change, and in the other skin.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence

import attrs

from wechat_policy import nodes
from wechat_policy.lexical import comments, fold
from wechat_policy.printer.parts import Part


@attrs.frozen
class Comment:
    """A comment of a text.

    `alone` says that it has a line to itself, `indented` that this line does not begin with it,
    `apart` that a blank line stands above it.
    """

    start: int
    text: str
    alone: bool
    indented: bool
    apart: bool


@attrs.define
class Notes:
    """The comments of some words: lines above them, empty where blank, and what is behind them."""

    above: list[str] = attrs.field(factory=list)
    behind: str | None = None

    def add_behind(self, text: str) -> None:
        """Of several comments on the lines of the same words the last one stays behind them."""
        if self.behind is not None:
            self.above.append(self.behind)
        self.behind = text


@attrs.frozen
class Lines:
    """The lines of a text as far as blank ones are concerned."""

    _folded: str

    @property
    def known(self) -> bool:
        """Whether there is a text at all."""
        return bool(self._folded)

    def first(self, offset: int) -> bool:
        """Whether nothing stands before a place on its line."""
        return not self._folded[self._folded.rfind("\n", 0, offset) + 1 : offset].strip()

    def apart(self, offset: int) -> bool:
        """Whether something is the first of its line and a blank line stands above that."""
        start = self._folded.rfind("\n", 0, offset) + 1
        if start == 0 or self._folded[start:offset].strip():
            return False
        return not self._folded[self._folded.rfind("\n", 0, start - 1) + 1 : start].strip()


def comments_of(text: str) -> tuple[Lines, list[Comment]]:
    """The lines and the comments of a text."""
    folded = fold(text)
    lines = Lines(folded)
    found = []
    for piece in comments(folded):
        words = text[piece.start + 1 : piece.end].rstrip()
        indented = piece.start > 0 and folded[piece.start - 1] != "\n"
        alone, apart = lines.first(piece.start), lines.apart(piece.start)
        found.append(Comment(piece.start, f"#{words}", alone, indented, apart))
    return lines, found


@attrs.frozen
class Pinned:
    """The comments of a statement: those above and behind all of it, and those of its words."""

    statement: Notes
    words: Mapping[int, Notes]

    def of(self, leaf: Part) -> Notes | None:
        """The comments of words of the statement."""
        return None if leaf.span == nodes.NOWHERE else self.words.get(leaf.span.start)


def pinned(
    within: Iterable[Comment], behind: Iterable[Comment], parts: Sequence[Part], lines: Lines
) -> Pinned:
    """Gives the comments within and behind a statement to its words.

    A blank line that sets off words of a block is kept like a comment.
    """
    leaves = [leaf for part in parts for leaf in part.leaves()]
    last = leaves[-1]
    leaves = sorted(
        (leaf for leaf in leaves if leaf.span != nodes.NOWHERE), key=lambda leaf: leaf.span.start
    )
    starts = [leaf.span.start for leaf in leaves]
    items = [next(item.leaves()) for part in parts if part.block for item in part.pieces[2:]]
    set_off = {item.span.start for item in items}
    whole = Notes()
    words: dict[int, Notes] = {}
    for comment in within:
        at = bisect.bisect_right(starts, comment.start) - 1
        if comment.alone and (at < 0 or leaves[at].span.end <= comment.start):
            at = min(at + 1, len(leaves) - 1)
        if at < 0 or leaves[at].floats:
            whole.above.append(comment.text)
            continue
        note = words.setdefault(starts[at], Notes())
        if not comment.alone:
            note.add_behind(comment.text)
            continue
        if comment.apart and starts[at] in set_off:
            note.above.append("")
        note.above.append(comment.text)
    for item in items:
        if item.words != "}" and lines.apart(item.span.start):
            words.setdefault(item.span.start, Notes()).above.append("")
    for comment in behind:
        whole.add_behind(comment.text)
    if whole.behind is not None and last.span.start in words:
        # A line has room for one comment.
        words[last.span.start].add_behind(whole.behind)
        whole.behind = None
    return Pinned(whole, words)
