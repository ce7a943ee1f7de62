"""Places of a text as an editor counts them, and back: lines, and code units on a line."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Callable, Mapping
from typing import Literal

import attrs

from wechat_policy.source import Span

Encoding = Literal["utf-8", "utf-16", "utf-32"]
Position = tuple[int, int]
"""A line and a character on it, both from 0, the character in code units."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_UNITS: Mapping[Encoding, Callable[[str], int]] = {
    "utf-8": lambda text: len(text.encode("utf-8", "surrogatepass")),
    "utf-16": lambda text: len(text) + sum(one > "\uffff" for one in text),
    "utf-32": len,
}


@attrs.frozen
class Lines:
    """A text with its lines, as a client counts them that measures columns in `encoding`.

    A line ends at LF, CR LF or CR and nowhere else: the line separators of Unicode, which come
    along with text from a word processor, are characters of their line.
    """

    text: str
    encoding: Encoding = "utf-16"

    @functools.cached_property
    def _starts(self) -> list[int]:
        return [0, *(end.end() for end in _LINE_END.finditer(self.text))]

    def _end(self, line: int) -> int:
        """Where the characters of a line end."""
        if line + 1 == len(self._starts):
            return len(self.text)
        end = self._starts[line + 1] - 1
        return end - 1 if self.text[end - 1 : end + 1] == "\r\n" else end

    def offset(self, position: Position) -> int:
        """The code point at a position; one outside the text is taken as the nearest inside."""
        line, character = position
        if line < 0:
            return 0
        if line >= len(self._starts):
            return len(self.text)
        start, end = self._starts[line], self._end(line)
        words = self.text[start:end]
        units = _UNITS[self.encoding]
        if units(words) == len(words):
            return min(start + max(character, 0), end)
        at = start
        for one in words:
            character -= units(one)
            # A position inside of a character stands before it.
            if character < 0:
                break
            at += 1
        return at

    def position(self, offset: int) -> Position:
        """The position of a code point; one outside the text is taken as the nearest inside."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect.bisect_right(self._starts, offset) - 1
        return line, _UNITS[self.encoding](self.text[self._starts[line] : offset])

    def span(self, start: Position, end: Position) -> Span:
        """The code points from one position to another; an end before the start is the start."""
        first = self.offset(start)
        return Span(first, max(first, self.offset(end)))

    def changed(self, start: Position, end: Position, words: str) -> Lines:
        """The text with other words from one position to another."""
        span = self.span(start, end)
        text = self.text[: span.start] + words + self.text[span.end :]
        return Lines(text, self.encoding)
