"""What a page holds before it is HTML: figures, tables, charts, and one list to search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

import attrs

from wechat_policy.reporting.excerpts import Pieces

Tone = Literal["", "violation", "suspected", "advisory", "fine", "quiet"]


@attrs.frozen
class Told:
    """A value as it reads, and by what it sorts if not by its words."""

    text: str
    value: float | None = None


Value: TypeAlias = str | int | Told | Sequence[Pieces]
"""A cell: words, a number, a value with its words, or lines of words with found ones among them."""


@attrs.frozen
class Column:
    """A column of a table.

    `kind` says how it is set and sorted. A `hidden` one is there to choose by. `choice` offers its
    values for choosing; `tones` colours them.
    """

    key: str
    label: str
    kind: Literal["text", "time", "id", "number", "lines"] = "text"
    hidden: bool = False
    choice: bool = False
    tones: Mapping[str, Tone] = attrs.field(factory=dict)


@attrs.frozen
class Figure:
    """One key figure, and what to know of it."""

    label: str
    value: str
    note: str = ""


@attrs.frozen
class Facts:
    """Labelled facts in short lines."""

    id: str
    title: str
    figures: Sequence[Figure] = ()
    facts: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()


@attrs.frozen
class Table:
    """A table, sorted by any column.

    On a narrow screen `cards` become a card a row; others are pushed sideways. A `folded` one is
    shown where somebody asks for it, by these words.
    """

    id: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    notes: Sequence[str] = ()
    cards: bool = False
    folded: str = ""


@attrs.frozen
class Series:
    """One kind of what a chart shows."""

    label: str
    tone: Tone
    values: Sequence[float]


@attrs.frozen
class Chart:
    """Values along an axis, as bars on each other or as lines, with their table."""

    id: str
    title: str
    axis: str
    places: Sequence[str]
    series: Sequence[Series]
    kind: Literal["bars", "lines"] = "bars"
    notes: Sequence[str] = ()
    top: float | None = None


@attrs.frozen
class Listing:
    """Many rows to search, sort and choose from; the one thing of its kind on a page.

    `sort` is the column in whose order they come, from the greatest down with `-` before it.
    """

    id: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    sort: str = ""
    notes: Sequence[str] = ()


Section: TypeAlias = Facts | Table | Chart | Listing


@attrs.frozen
class Page:
    """A report: its heading, what it says first, and its sections."""

    title: str
    lead: str
    sections: Sequence[Section]
    closing: Sequence[str] = ()
