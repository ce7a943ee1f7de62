"""Columns of a frame as Python values: cheap where the type of the column proves their class."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from typing import Any

import attrs

_EPOCH = datetime(1970, 1, 1)


class Texts(Sequence[Any]):
    """Texts of an Arrow array, made one by one as long as few are asked for."""

    def __init__(self, array: Any) -> None:
        self.array = array
        self._asked = 0
        self._all: list[Any] | None = None

    def __len__(self) -> int:
        return len(self.array)

    def __getitem__(self, place: Any) -> Any:
        if self._all is None:
            self._asked += 1
            if self._asked * _DEARER < len(self.array):
                return self.array[place].as_py()
        return self.all()[place]

    def all(self) -> list[Any]:
        """All of them."""
        if self._all is None:
            self._all = self.array.to_pylist()
        return self._all

    def different(self) -> list[Any]:
        """Each of them once."""
        found: list[Any] = self.array.unique().to_pylist()
        return found


_DEARER = 10
"""How many times the price of one of all texts a single one has."""


@attrs.frozen(eq=False)
class Cells:
    """The cells of a column over some rows; None where a cell is empty.

    `type` is the class of all that are not empty, None where the column does not prove it;
    `full` says that none is empty. `texts` are the cells of a column of texts that is full.
    """

    _values: list[Any] | None
    type: type | None
    full: bool
    texts: Texts | None = None

    @property
    def values(self) -> list[Any]:
        """The cells, one by one."""
        if self._values is None:
            assert self.texts is not None
            return self.texts.all()
        return self._values

    def take(self, places: Sequence[int]) -> Cells:
        """Those at some places."""
        values = self.values
        return Cells([values[place] for place in places], self.type, self.full)

    @classmethod
    def of_objects(cls, values: list[Any]) -> Cells:
        """Cells that may hold anything, with what a library stands for nothing as None."""
        kinds = set(map(type, values))
        empty = type(None) in kinds
        kinds.discard(type(None))
        if kinds & {dict, list}:
            values = [_told(value) for value in values]
        return cls(values, kinds.pop() if len(kinds) == 1 else None, not empty)

    @classmethod
    def of_arrow(cls, array: Any) -> Cells:
        """The cells of an Arrow array, whatever its type."""
        import pyarrow as pa

        types = pa.types
        if isinstance(array, pa.ChunkedArray):
            array = array.combine_chunks()
            if isinstance(array, pa.ChunkedArray):  # Of no chunk at all, or too large for one.
                array = pa.concat_arrays(array.chunks) if array.chunks else pa.nulls(0)
        if isinstance(array, pa.ExtensionArray):
            array = array.storage
        if types.is_dictionary(array.type):
            array = array.dictionary_decode()
        if types.is_string_view(array.type):
            array = array.cast(pa.large_string())
        if types.is_run_end_encoded(array.type):
            array = pa.compute.run_end_decode(array)
        full = array.null_count == 0
        if types.is_timestamp(array.type):
            moments = _moments(array)
            if moments is None:
                return cls([_moment(one) for one in array], None, full)
            return cls(moments, datetime, full)
        if types.is_floating(array.type):
            return cls(_numbers(array.to_pylist()), float, False)
        if full and (types.is_string(array.type) or types.is_large_string(array.type)):
            return cls(None, str, True, Texts(array))
        coarse = _coarse(array.type)
        if coarse != array.type:
            array = array.cast(coarse, safe=False)
        kind = next((kind for test, kind in _kinds(types) if test(array.type)), None)
        values = array.to_pylist()
        if types.is_nested(array.type):
            values = [_told(value) for value in values]
        return cls(values, kind, full)


def _kinds(types: Any) -> Iterable[tuple[Any, type]]:
    return (
        (types.is_string, str),
        (types.is_large_string, str),
        (types.is_boolean, bool),
        (types.is_integer, int),
        (types.is_decimal, Decimal),
        (types.is_struct, dict),
    )


def _numbers(values: list[Any]) -> list[Any]:
    """Numbers with None for those that are none, as tables without nulls have them."""
    return [None if value is None or value != value else value for value in values]


def _told(value: Any) -> Any:
    """A nested value without the fields that nobody told, which a struct keeps as nulls."""
    if value.__class__ is dict:
        return {key: _told(one) for key, one in value.items() if one is not None}
    if value.__class__ is list:
        return [_told(one) for one in value]
    return value


def _coarse(kind: Any) -> Any:
    """A type whose moments are in microseconds, all the way down: Python's know no shorter."""
    import pyarrow as pa

    if pa.types.is_timestamp(kind):
        return pa.timestamp("us", kind.tz)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return pa.large_list(_coarse(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([(one.name, _coarse(one.type)) for one in kind])
    if pa.types.is_dictionary(kind):
        return kind.value_type
    return kind


def _moments(array: Any) -> list[Any] | None:
    """Moments as datetimes with the offsets of the column's zone, naive ones where it has none.

    None where Python has no datetime for one of them. A fixed offset is told exactly, and two of
    one zone are quick to compare.
    """
    import pyarrow as pa
    from pyarrow import compute

    zone = array.type.tz
    try:
        array = array.cast(pa.timestamp("us", zone), safe=False)
        clock = array if zone is None else compute.local_timestamp(array)
        shown = clock.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
        moved = shown.view("m8[us]").tolist()
        if zone is None:
            found: list[Any] = list(map(_EPOCH.__add__, moved))
        else:
            offsets = shown - array.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
            first = int(offsets[0]) if len(offsets) else 0
            if (offsets == first).all():
                found = list(map(_epoch(first).__add__, moved))
            else:
                each = map(_epoch, offsets.tolist())
                found = [epoch + length for epoch, length in zip(each, moved, strict=True)]
    except (pa.ArrowInvalid, OverflowError, TypeError, ValueError):
        return None
    if array.null_count:
        empty = array.is_null().to_pylist()
        return [None if none else at for none, at in zip(empty, found, strict=True)]
    return found


@lru_cache(maxsize=256)
def _epoch(offset: int) -> datetime:
    return _EPOCH.replace(tzinfo=timezone(timedelta(microseconds=offset)))


BEYOND = object()
"""Stands for a moment that Python has no datetime for."""


def _moment(scalar: Any) -> Any:
    try:
        found = scalar.as_py()
    except (OverflowError, ValueError):
        return BEYOND
    return found if found is None else getattr(found, "to_pydatetime", lambda: found)()
