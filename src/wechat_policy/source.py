"""A text with a name, places in it, and the drawing that points at them with carets."""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence

import attrs

WIDEST = 100
"""Cells of a source line that are drawn at most; a longer line is cut around the span."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_EMOJI_CATEGORIES = frozenset({"So", "Sk", "Mn"})
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_ZERO_CATEGORIES = frozenset({"Cc", "Cf", "Mn", "Me"})
_TAB = "    "
_JOINER = "\u200d"


@attrs.frozen
class Span:
    """A half-open range of code points, `start` included and `end` not."""

    start: int
    end: int

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end (got {self.start}..{self.end})")


@attrs.frozen
class Borrowed(Span):
    """The place of a name, for what the name stands for; `words` are what was written there."""

    words: str


@attrs.frozen
class Edit:
    """A change of a text: what stands in place of a span afterwards."""

    span: Span
    text: str


@attrs.frozen
class Source:
    """A text under the name that people know it by: a policy file, or one message."""

    name: str
    text: str

    @functools.cached_property
    def _starts(self) -> list[int]:
        return [0, *(end.end() for end in _LINE_END.finditer(self.text))]

    def words(self, span: Span) -> str:
        """What the author wrote at a place, on one line."""
        if isinstance(span, Borrowed):
            return span.words
        return " ".join(self.text[span.start : span.end].split())

    @property
    def line_count(self) -> int:
        """The number of lines; a text that ends in a line end has an empty last line."""
        return len(self._starts)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1, the column in code points.

        An offset outside the text is taken as its nearest end.
        """
        offset = min(max(offset, 0), len(self.text))
        line = bisect.bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line end.

        Raises:
            IndexError: there is no such line.
        """
        if not 1 <= number <= len(self._starts):
            raise IndexError(f"`{self.name}` has no line {number}, its last is {self.line_count}")
        start = self._starts[number - 1]
        if number == len(self._starts):
            return self.text[start:]
        line = self.text[start : self._starts[number]]
        return line[:-2] if line.endswith("\r\n") else line[:-1]


@attrs.frozen
class Mark:
    """A span to point at: the primary one with `^`, the others with `-`.

    `source` is set where the span lies in another text than the one drawn.
    """

    span: Span
    label: str = ""
    primary: bool = True
    source: Source | None = None


def cells(text: str) -> int:
    """The terminal cells a text takes: wide characters two, combining and zero-width none."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_cells_of, text))


def visible(text: str) -> str:
    """The text with every control, bidi, invisible or lone surrogate character spelt out.

    The result is one line and can always be encoded as UTF-8.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_spelt(text, index) for index in range(len(text)))


def gutter(source: Source, marks: Sequence[Mark]) -> int:
    """The number of characters that the line numbers of a drawing need."""
    lines = ((mark.source or source).position(mark.span.start)[0] for mark in marks)
    return len(str(max(lines, default=1)))


def excerpt(source: Source, marks: Sequence[Mark]) -> str:
    """The lines that the marks begin on, with carets and labels below them.

    The first primary mark's line stands first; every further line has a `:::` head that says
    where it is. A mark over several lines is drawn to the end of its first one.
    """
    margin = " " * gutter(source, marks)
    drawing: list[str] = []
    for block in _blocks(source, marks):
        if drawing:
            drawing.append(f"{margin}::: {place(block.source, block.marks[0].span)}")
        drawing.append(f"{margin} |")
        drawing.append(f"{block.line:>{len(margin)}} | {block.drawn}".rstrip())
        drawing.extend(f"{margin} | {row}".rstrip() for row in block.rows())
    return "\n".join(drawing)


def place(source: Source, span: Span) -> str:
    """Where a span begins, as `name:line:column`."""
    line, column = source.position(span.start)
    return f"{visible(source.name)}:{line}:{column}"


@functools.lru_cache(maxsize=4096)
def _cells_of(character: str) -> int:
    if unicodedata.category(character) in _ZERO_CATEGORIES or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _spelt(text: str, index: int) -> str:
    character = text[index]
    if unicodedata.category(character) not in _HIDDEN_CATEGORIES:
        return character
    # Within an emoji the joiner is ordinary; elsewhere it is an invisible character like others.
    joins = character == _JOINER and index > 0
    if joins and unicodedata.category(text[index - 1]) in _EMOJI_CATEGORIES:
        return character
    return f"‹U+{ord(character):04X}›"


@attrs.frozen
class _Window:
    """The part of a line that is drawn: `texts[i]` is how its code point `first + i` looks."""

    first: int
    texts: tuple[str, ...]
    cut_left: bool
    cut_right: bool

    @classmethod
    def around(cls, line: str, start: int, end: int) -> _Window:
        """As much of the line as fits, with the span in it, or at least the span's beginning."""

        def look(index: int) -> str:
            return _TAB if line[index] == "\t" else _spelt(line, index)

        def reach(indices: range, room: int) -> tuple[int, int]:
            # Four code points a cell keep a flood of zero-width characters from being drawn.
            taken = used = 0
            for index in indices[: 4 * WIDEST]:
                size = cells(look(index))
                if used + size > room:
                    break
                taken, used = taken + 1, used + size
            return taken, used

        _, spanned = reach(range(start, end), WIDEST)
        after, used = reach(range(start, len(line)), WIDEST - max(10, (WIDEST - spanned) // 2))
        before, used = reach(range(start - 1, -1, -1), WIDEST - used)
        if before == start:
            after, _ = reach(range(start, len(line)), WIDEST - used)
        first, last = start - before, start + after
        texts = tuple(look(index) for index in range(first, last))
        return cls(first, texts, first > 0, last < len(line))

    def holds(self, start: int) -> bool:
        """Whether a mark that begins at this index of the line can be drawn here."""
        return self.first <= start < self.first + len(self.texts) + (not self.cut_right)

    def drawn(self) -> str:
        return "…" * self.cut_left + "".join(self.texts) + "…" * self.cut_right

    def offset(self, index: int) -> int:
        """The cell at which a code point of the line begins."""
        return self.cut_left + sum(map(cells, self.texts[: max(0, index - self.first)]))


@attrs.frozen
class _Block:
    source: Source
    line: int
    start: int
    window: _Window
    marks: list[Mark]

    @property
    def drawn(self) -> str:
        return self.window.drawn()

    def carets(self, mark: Mark) -> range:
        """The cells to underline, at least one."""
        left = self.window.offset(mark.span.start - self.start)
        right = self.window.offset(mark.span.end - self.start)
        if left == right and mark.span.start < mark.span.end and left > 0:
            left -= not self._at_line_end(mark)
        return range(left, max(right, left + 1))

    def _at_line_end(self, mark: Mark) -> bool:
        return mark.span.start - self.start >= self.window.first + len(self.window.texts)

    def rows(self) -> Iterator[str]:
        """The caret rows: a row holds several marks as long as only its last has a label."""
        row = label = ""
        for mark in sorted(self.marks, key=lambda mark: (mark.span.start, mark.span.end)):
            carets = self.carets(mark)
            if row and (label or len(row) > carets.start):
                yield f"{row} {label}".rstrip()
                row = ""
            row = row.ljust(carets.start) + ("^" if mark.primary else "-") * len(carets)
            label = visible(mark.label)
        yield f"{row} {label}".rstrip()


def _blocks(source: Source, marks: Sequence[Mark]) -> list[_Block]:
    blocks: list[_Block] = []
    in_order = sorted(marks, key=lambda mark: (mark.source not in (None, source), mark.span.start))
    primary = next((mark for mark in in_order if mark.primary), None)
    if primary is not None:
        in_order.remove(primary)
        in_order.insert(0, primary)
    for mark in in_order:
        text = mark.source or source
        line, column = text.position(mark.span.start)
        start = min(mark.span.start, len(text.text)) - column + 1
        for block in blocks:
            same_line = (block.source, block.line) == (text, line)
            if same_line and block.window.holds(mark.span.start - start):
                block.marks.append(mark)
                break
        else:
            content = text.line(line)
            begin = min(column - 1, len(content))
            end = min(max(mark.span.end - start, begin), len(content))
            blocks.append(_Block(text, line, start, _Window.around(content, begin, end), [mark]))
    return blocks
