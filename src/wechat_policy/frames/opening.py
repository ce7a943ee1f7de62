"""Frames as they come in: which kind one is, and its columns in chunks of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Literal

import attrs

from wechat_policy.frames.cells import Cells

KindName = Literal["pandas", "polars", "arrow"]

Chunk = Mapping[str, Cells]
"""Some rows in a row: the cells of each column that was asked for."""


_LOOKED_AT = 1000


class WrongFrame(TypeError):
    """What was given is no frame, or one whose columns have no names to go by."""


@attrs.frozen(eq=False)
class Frame:
    """A frame of some kind: `given` is the frame itself, or a stream of Arrow batches.

    `total` is the number of its rows, None where only reading tells.
    """

    kind: KindName
    given: Any
    names: tuple[str, ...]
    total: int | None

    @classmethod
    def of(cls, given: Any) -> Frame:
        """The frame that something is; a lazy one is collected.

        Raises WrongFrame for what is none.
        """
        arrow = _arrow(given)
        if arrow is None:
            arrow = given
        elif hasattr(arrow, "schema") and not hasattr(arrow, "num_rows"):
            names = _names(arrow.schema.names)
            return cls("arrow", _Stream(arrow), names, None)
        import narwhals as nw
        from narwhals.exceptions import NarwhalsError

        try:
            frame = nw.from_native(arrow)
            if isinstance(frame, nw.LazyFrame):
                frame = frame.collect()
            names = _names(frame.columns)
        except (TypeError, ValueError, NarwhalsError) as fault:
            if isinstance(fault, WrongFrame):
                raise
            raise WrongFrame(
                "a frame is one of pandas or polars, a table or stream of Arrow, or has "
                f"`__arrow_c_stream__`; not {type(given).__name__} ({fault})"
            ) from None
        implementation = frame.implementation
        kind: KindName = (
            "polars"
            if implementation.is_polars()
            else "pandas"
            if implementation.is_pandas_like()
            else "arrow"
        )
        return cls(kind, frame, names, len(frame))

    def chunks(self, names: Sequence[str], size: int) -> Iterator[tuple[int, Chunk]]:
        """The named columns in chunks of at most so many rows, each with its number of rows."""
        if self.total is None:
            yield from self.given.chunks(names, size)
            return
        columns = {name: self.given.get_column(name) for name in names}
        for first in range(0, self.total, size):
            end = min(first + size, self.total)
            yield end - first, {name: _cells(one[first:end]) for name, one in columns.items()}

    def first(self, name: str) -> Any:
        """The first cell of a column that is not empty, looked for among the first rows."""
        if self.total is None:
            head = self.given.head
            values = [] if head is None else Cells.of_arrow(head.column(name)).values
        else:
            values = _cells(self.given.get_column(name)[:_LOOKED_AT]).values
        return next((value for value in values if value is not None), None)

    def keep(self, names: Sequence[str]) -> None:
        """Says which columns are asked for with `kept`, before the rows are read."""
        unknown = [name for name in names if name not in self.names]
        if unknown:
            raise ValueError(f"the frame has no column `{unknown[0]}` to keep")
        if self.total is None:
            self.given.keep(names)

    def kept(self, names: Sequence[str], rows: Sequence[int | None]) -> Any:
        """Some columns of the rows of these numbers, with nothing for None.

        Of pandas as one of its frames, of polars as one of narwhals', of Arrow as a table.
        """
        import pyarrow as pa

        if self.kind == "pandas":
            part = self.given.to_native()[list(names)].reset_index(drop=True)
            return part.reindex(rows) if None in rows else part.take(list(rows))
        numbers = pa.array(rows, pa.int64())
        if self.total is None:
            return self.given.kept(names).take(numbers)
        table = self.given.select(list(names)).to_arrow().take(numbers)
        if self.kind == "arrow":
            return table
        import narwhals as nw

        return nw.from_arrow(table, backend="polars")

    @property
    def index(self) -> Any:
        """The index of a frame of pandas, None for others."""
        return self.given.to_native().index if self.kind == "pandas" else None


def _arrow(given: Any) -> Any:
    """Whatever speaks Arrow and is no frame of pandas or polars: a table, or a stream."""
    import pyarrow as pa

    if isinstance(given, pa.RecordBatch):
        return pa.Table.from_batches([given])
    if isinstance(given, pa.Table | pa.RecordBatchReader):
        return given
    home = type(given).__module__.partition(".")[0]
    if home in ("pandas", "polars", "narwhals", "modin", "cudf"):
        return None
    if hasattr(given, "__arrow_c_stream__"):
        return pa.RecordBatchReader.from_stream(given)
    if hasattr(given, "__arrow_c_array__"):
        return pa.Table.from_batches([pa.record_batch(given)])
    return None


def _names(given: Sequence[Any]) -> tuple[str, ...]:
    names = tuple(given)
    if not all(isinstance(name, str) for name in names):
        raise WrongFrame("the columns of a frame need texts as their names")
    if len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise WrongFrame(f"columns of the frame are called the same: {', '.join(twice)}")
    return names


class _Stream:
    """Batches of Arrow that come once, of which the first is looked at before."""

    def __init__(self, reader: Any) -> None:
        self._batches = iter(reader)
        self.head: Any = next((batch for batch in self._batches if batch.num_rows), None)
        self._schema = reader.schema
        self._names: list[str] = []
        self._kept: list[Any] = []

    def keep(self, names: Sequence[str]) -> None:
        """Says which columns are to be had again afterwards."""
        self._names = list(names)

    def kept(self, names: Sequence[str]) -> Any:
        """A table of columns that were to be kept."""
        import pyarrow as pa

        fields = [self._schema.field(name) for name in self._names]
        return pa.Table.from_batches(self._kept, pa.schema(fields)).select(list(names))

    def chunks(self, names: Sequence[str], size: int) -> Iterator[tuple[int, Chunk]]:
        """The named columns in chunks of at most so many rows."""
        if self.head is None:
            return
        for batch in chain([self.head], self._batches):
            if self._names:
                self._kept.append(batch.select(self._names))
            for first in range(0, batch.num_rows, size):
                part = batch.slice(first, size)
                yield part.num_rows, {name: Cells.of_arrow(part.column(name)) for name in names}


def _cells(series: Any) -> Cells:
    import narwhals as nw

    native = series.to_native()
    # Cells of any class: Arrow would take the whole column for one, or give up.
    if hasattr(native, "notna") and native.dtype == object:
        return Cells.of_objects(native.where(native.notna(), None).tolist())
    if series.dtype == nw.Object:
        return Cells.of_objects(series.to_list())
    return Cells.of_arrow(series.to_arrow())
