"""A text as one reading sees it, with the way back to the places of the original."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

Piece = tuple[str, int, int]
"""One character of a view, and where what it stands for begins and ends in the original."""

Find = tuple[int, int, int]
"""Where in the original something begins and ends, and the number of the word that it is."""


@attrs.frozen
class View:
    """A reading of a text: its characters, each with the place of what it stands for."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, pieces: Iterable[Piece]) -> View:
        """The view of pieces in order."""
        characters, starts, ends = [], [], []
        for character, start, end in pieces:
            characters.append(character)
            starts.append(start)
            ends.append(end)
        return cls("".join(characters), starts, ends)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the view stands in the original."""
        return self.starts[start], self.ends[end - 1]
