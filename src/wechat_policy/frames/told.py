"""A column as the values of one attribute: taken as they are where their type proves them right.

What is not right as it stands is read as a cell of a table is; what still is none is a fault of
its row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from math import isfinite
from typing import Any

import attrs

from wechat_policy.adapters import fields
from wechat_policy.adapters.native import harmless
from wechat_policy.adapters.records import Refused
from wechat_policy.adapters.tables.cells import value_of
from wechat_policy.adapters.tables.mapping import Source
from wechat_policy.adapters.tables.telling import plain_cell
from wechat_policy.errors import InvalidRecord
from wechat_policy.events import Reader, Shape
from wechat_policy.frames.cells import Cells, Texts
from wechat_policy.values import FIRST_YEAR, LAST_YEAR, read_datetime, read_id
from wechat_policy.vocabulary import Attribute

Faults = dict[int, Refused]
"""What is wrong with a column, by the place of the row."""

_FEW_VALUES = frozenset({"enum", "category"})


@attrs.frozen(eq=False)
class Told:
    """How the cells of one source become values of its attribute, for events of one type."""

    path: str
    source: Source
    attribute: Attribute
    reader: Reader | None
    plain: type | None
    filled: bool
    zone: tzinfo

    @classmethod
    def of(cls, path: str, source: Source, shape: Shape, zone: tzinfo) -> Told:
        """How to read a source for an event type; a part of an object is read by itself."""
        if path == "id":
            return cls(path, source, source.attribute, read_id, str, True, zone)
        if path == "at":
            return cls(path, source, source.attribute, read_datetime, None, False, zone)
        inner = "." in path
        return cls(
            path,
            source,
            source.attribute,
            None if inner else shape.readers.get(path),
            None if inner else shape.plain.get(path),
            path in shape.filled,
            zone,
        )

    def values(self, cells: Cells) -> tuple[Sequence[Any], Faults]:
        """The values in the cells, None where nothing is told, and the faults by their places."""
        if cells.texts is not None and self._sound(cells.texts):
            return cells.texts, {}
        values = cells.values
        if self._proven(cells):
            return values, {}
        known: dict[Any, Any] = {}
        if self.attribute.element in _FEW_VALUES and cells.type is str:
            known = {value: self._outcome(value) for value in set(values)}
            if all(outcome is value for value, outcome in known.items()):
                return values, {}
        found: list[Any] = []
        faults: Faults = {}
        for place, value in enumerate(values):
            outcome = known[value] if known else self._outcome(value)
            if isinstance(outcome, Refused):
                faults[place] = outcome
                outcome = None
            found.append(outcome)
        return found, faults

    def _outcome(self, cell: Any) -> Any:
        """The value in a cell, or why it holds none."""
        try:
            return None if cell is None else self.value(cell)
        except Refused as refused:
            return refused

    def _sound(self, texts: Texts) -> bool:
        """Whether texts are right as they stand, told without making them."""
        if self.source.values is not None or self.source.separator is not None:
            return False
        if self.plain is str and not self.filled:
            return True
        if self.plain is str or self.attribute.element in _FEW_VALUES:
            different = texts.different()
            if self.plain is str:
                return "" not in different
            return all(self._outcome(value) is value for value in different)
        return False

    def _proven(self, cells: Cells) -> bool:
        """Whether the column proves every cell right as it stands."""
        if self.source.values is not None or self.source.separator is not None:
            return False
        values = cells.values
        if cells.type is datetime and self.attribute.type == "datetime":
            return _sure(values, cells.full)
        if cells.type is float and self.plain is int and self.attribute.type == "number":
            return all(value is None or isfinite(value) for value in values)
        if cells.type is not self.plain or self.plain is None:
            return False
        return not (self.filled and "" in values)

    def value(self, cell: Any) -> Any:
        """What a cell tells. Raises Refused where it is none of the attribute's values."""
        if hasattr(cell, "tolist"):  # A number or list of numpy.
            cell = cell.tolist()
        if hasattr(cell, "to_pydatetime"):
            cell = cell.to_pydatetime()
        if self.attribute.type == "any":
            kept = plain_cell(cell)
            return None if kept is None else fields.tame(kept, self.path)
        source = self.source
        if source.values is None and source.separator is None and "." not in self.path:
            if self.reader is None:  # No attribute of events of this type: kept as it is.
                return cell
            try:
                return self.reader(self.path, cell)
            except InvalidRecord:
                pass  # Then as a table spells it.
        place = source.columns[0] if source.columns else self.path
        found = value_of(self.attribute, cell, place, self.zone, source.values, source.separator)
        if found is None or self.reader is None:
            return found
        try:
            return self.reader(self.path, found)
        except InvalidRecord as fault:
            raise Refused("wrong", place, fault.expected, harmless(fault.got)) from None


def _sure(values: list[Any], full: bool) -> bool:
    """Whether moments are all aware and of years that an event may have."""
    told = values if full else [value for value in values if value is not None]
    if not told:
        return True
    years = {value.year for value in told}
    return told[0].tzinfo is not None and min(years) >= FIRST_YEAR and max(years) <= LAST_YEAR


def joined_part(holder: Any, part: str, value: Any) -> Any:
    """An object with one more part, or a new one."""
    if value is None:
        return holder
    told = dict(holder) if isinstance(holder, Mapping) else {}
    *outer, name = part.split(".")
    inner = told
    for step in outer:
        lower = inner.get(step)
        inner[step] = dict(lower) if isinstance(lower, Mapping) else {}
        inner = inner[step]
    inner[name] = value
    return told
