"""Rows of a frame as a block of events, which are made only when somebody asks for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

import attrs

from wechat_policy.adapters.native import harmless
from wechat_policy.adapters.records import Refused
from wechat_policy.adapters.tables.mapping import Columns, Source
from wechat_policy.adapters.tables.telling import digest_of, joined
from wechat_policy.engine.blocks import Block
from wechat_policy.errors import InvalidRecord
from wechat_policy.events import Event, Shape, shape_of
from wechat_policy.frames.cells import Cells, Texts
from wechat_policy.frames.faults import RefusedCell
from wechat_policy.frames.opening import Chunk
from wechat_policy.frames.told import Told, joined_part
from wechat_policy.vocabulary import vocabulary


class RowEvents(Sequence[Event]):
    """Events of one type, as columns of their facts; each is made when it is asked for."""

    def __init__(
        self, type_: str, shape: Shape, ids: list[str], ats: list[datetime],
        facts: Mapping[str, Sequence[Any]], none: str | None,
    ) -> None:  # fmt: skip
        self._type = type_
        self._family = shape.family
        self._ids = ids
        self._ats = ats
        self._facts = facts
        self._none = none  # the fact of which an empty cell says "none"
        self._made: dict[int, Event] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, number: Any) -> Any:
        made = self._made.get(number)
        if made is None:
            facts = {
                name: value
                for name, values in self._facts.items()
                if (value := values[number]) is not None or name == self._none
            }
            made = self._family(self._type, self._ids[number], self._ats[number], facts)
            self._made[number] = made
        return made

    def column(self, name: str) -> list[Any] | None:
        """The values of one fact, None where it is not told; None for one that nobody tells."""
        return _listed(self._facts.get(name))


@attrs.frozen(eq=False)
class Batch:
    """What rows came to: the events of `rows`, which are their numbers, and the refused cells."""

    block: Block
    rows: Sequence[int]
    refused: list[RefusedCell]

    def behind(self, row: int) -> Batch:
        """What the rows from a number on came to."""
        first = next((n for n, one in enumerate(self.rows) if one >= row), len(self.rows))
        events = [self.block.events[number] for number in range(first, len(self.rows))]
        return Batch(Block.of(events), self.rows[first:], self.refused)


@attrs.frozen(eq=False)
class RowReader:
    """The reading of all rows of one frame.

    `names` are its columns, `zone` that of times without an offset.
    """

    columns: Columns
    names: tuple[str, ...]
    zone: tzinfo
    _told: dict[str, tuple[Shape, dict[str, Told]]] = attrs.field(factory=dict, init=False)

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that have to be read: all of them where rows have no ids of their own."""
        return self.columns.named if "id" in self.columns.sources else self.names

    def batch(self, first: int, count: int, chunk: Chunk) -> Batch:
        """The events of some rows, the first of which has that number."""
        source = self.columns.sources["type"]
        if not source.columns:
            return self._alike(source.constant, first, count, chunk)
        refused: list[RefusedCell] = []
        by_type = self._types(source, first, count, chunk, refused)
        if len(by_type) == 1 and not refused:
            return self._alike(next(iter(by_type)), first, count, chunk)
        found: list[tuple[int, Event]] = []
        for type_, places in by_type.items():
            part = {name: cells.take(places) for name, cells in chunk.items()}
            block, good = self._typed(type_, first, places, part, refused)
            found += zip(good, block.events, strict=True)
        found.sort(key=lambda pair: pair[0])
        refused.sort(key=lambda cell: cell.row)
        events = [event for _, event in found]
        return Batch(Block.of(events), [row for row, _ in found], refused)

    def _alike(self, type_: str, first: int, count: int, chunk: Chunk) -> Batch:
        """The events of rows that are all of one type."""
        refused: list[RefusedCell] = []
        block, good = self._typed(type_, first, range(count), chunk, refused)
        refused.sort(key=lambda cell: cell.row)
        return Batch(block, good, refused)

    def _types(
        self, source: Source, first: int, count: int, chunk: Chunk, refused: list[RefusedCell]
    ) -> dict[str, list[int]]:
        """The places of the rows of each type; a row without one is a message."""
        names: dict[Any, str | Refused] = {}
        found: dict[str, list[int]] = {}
        for place, cell in enumerate(_cells(source, count, chunk).values):
            if not isinstance(cell, str | None):
                cell = str(cell)
            if cell not in names:
                names[cell] = _type_of(cell, source)
            name = names[cell]
            if isinstance(name, Refused):
                refused.append(self._refusal(first + place, place, chunk, "type", name))
            else:
                found.setdefault(name, []).append(place)
        return found

    def _typed(
        self, type_: str, first: int, places: Sequence[int], chunk: Chunk,
        refused: list[RefusedCell],
    ) -> tuple[Block, Sequence[int]]:  # fmt: skip
        """The events of rows of one type, whose cells these are, and the numbers of the rows."""
        shape, readers = self._readers(type_)
        count = len(places)
        values: dict[str, Sequence[Any]] = {}
        bad: dict[int, set[str]] = {}

        def refuse(place: int, path: str, fault: Refused) -> None:
            bad.setdefault(place, set()).add(path)
            refused.append(self._refusal(first + places[place], place, chunk, path, fault))

        for path, told in readers.items():
            found, faults = told.values(_cells(told.source, count, chunk))
            for place, fault in faults.items():
                refuse(place, path, fault)
            outer, _, part = path.partition(".")
            if part:
                holders = values.get(outer) or [None] * count
                pairs = zip(holders, found, strict=True)
                found = [joined_part(holder, part, value) for holder, value in pairs]
            values[outer] = found
        ids = self._ids(type_, _listed(values.pop("id", None)), count, chunk)
        ats: list[Any] = _listed(values.pop("at", None)) or [None] * count
        needed = [("at", ats), *((name, values.get(name)) for name in shape.required)]
        for name, those in needed:
            if those is None or (not isinstance(those, Texts) and None in those):
                for place in range(count):
                    untold = those is None or those[place] is None
                    if untold and name not in bad.get(place, ()):
                        refuse(place, name, Refused("missing", name, f"`{type_}` needs it"))
        whole = isinstance(places, range)
        rows: Sequence[int] = (
            range(first, first + count) if whole else [first + place for place in places]
        )
        if bad:
            good = [place for place in range(count) if place not in bad]
            rows = [rows[place] for place in good]
            ids, ats = [ids[place] for place in good], [ats[place] for place in good]
            values = {name: [one[place] for place in good] for name, one in values.items()}
        none = "group" if shape.family.family == "content" and "group" in values else None
        events = RowEvents(type_, shape, ids, ats, values, none)
        years = frozenset({at.year for at in ats})
        return Block(events, [type_] * len(ids), ids, ats, years), rows

    def _readers(self, type_: str) -> tuple[Shape, dict[str, Told]]:
        known = self._told.get(type_)
        if known is None:
            _, shape = shape_of(type_)
            known = (
                shape,
                {
                    path: Told.of(path, source, shape, self.zone)
                    for path, source in self.columns.sources.items()
                    if path != "type"
                },
            )
            self._told[type_] = known
        return known

    def _ids(self, type_: str, told: list[Any] | None, count: int, chunk: Chunk) -> list[str]:
        """The ids, made of all cells of the row where it has none."""
        if told is not None and None not in told:
            return told
        columns = {name: cells.values for name, cells in chunk.items()}
        return [
            told[place]
            if told is not None and told[place] is not None
            else digest_of(type_, {name: those[place] for name, those in columns.items()})
            for place in range(count)
        ]

    def _refusal(
        self, row: int, place: int, chunk: Chunk, path: str, fault: Refused
    ) -> RefusedCell:
        source = self.columns.sources.get(path)
        column = source.columns[0] if source and source.columns else None
        named = self.columns.sources.get("id")
        id_ = None
        if named is not None and named.columns and path != "id":
            cell = chunk[named.columns[0]].values[place]
            id_ = None if cell is None else str(cell)
        refusal = attrs.evolve(fault.at(row), field=path)
        return RefusedCell(row, id_, column, refusal)


def _listed(values: Sequence[Any] | None) -> list[Any] | None:
    return values.all() if isinstance(values, Texts) else values  # type: ignore[return-value]


def _cells(source: Source, count: int, chunk: Chunk) -> Cells:
    """The cells of a source: of its column, of several joined, or its constant in every row."""
    if not source.columns:
        kind = source.constant.__class__
        return Cells([source.constant] * count, kind, source.constant is not None)
    if len(source.columns) == 1:
        return chunk[source.columns[0]]
    rows = zip(*(chunk[name].values for name in source.columns), strict=True)
    return Cells.of_objects([joined(list(cells)) for cells in rows])


def _type_of(cell: str | None, source: Source) -> str | Refused:
    word = cell.strip() if cell is not None else ""
    stated = (source.values or {}).get(word, word) or "message"
    known = vocabulary().event(stated) if isinstance(stated, str) else None
    try:
        return shape_of(known.name if known is not None else stated)[0]
    except InvalidRecord as fault:
        return Refused("wrong", "type", fault.expected, harmless(fault.got))
