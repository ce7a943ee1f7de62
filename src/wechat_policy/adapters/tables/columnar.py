"""Rows of Parquet and Arrow IPC files, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from wechat_policy.adapters.records import Refused
from wechat_policy.adapters.tables.rows import Row

_KINDS = (
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"\xff\xff\xff\xff", "an Arrow stream"),
)
_BATCH = 1000


def kind_of(head: bytes) -> str | None:
    """What a file that begins so is, None if it is none of these."""
    return next((kind for signature, kind in _KINDS if head.startswith(signature)), None)


def rows(stream: IO[bytes], kind: str) -> Iterator[tuple[int, Any]]:
    """Each row with its number, from 1; what cannot be read any more is one `Refused`."""
    try:
        import pyarrow
    except ImportError:
        yield 1, Refused("extra", expected="wechat-policy[arrow]", got=kind)
        return
    number = 0
    try:
        for batch in _batches(stream, kind):
            for cells in _plain(pyarrow, batch).to_pylist():
                number += 1
                yield number, Row(cells)
    except (pyarrow.ArrowException, OSError, ValueError, KeyError, TypeError, OverflowError):
        yield number + 1, Refused("damaged_file", got=kind)


def _batches(stream: IO[bytes], kind: str) -> Iterator[Any]:
    if kind == "a Parquet file":
        from pyarrow import parquet

        yield from parquet.ParquetFile(stream).iter_batches(_BATCH)
        return
    from pyarrow import ipc

    if kind == "an Arrow stream":
        yield from ipc.open_stream(stream)
        return
    file = ipc.open_file(stream)
    for index in range(file.num_record_batches):
        yield file.get_batch(index)


def _plain(pyarrow: Any, batch: Any) -> Any:
    """The batch with its moments in microseconds: Python's own know no shorter time."""
    table = pyarrow.Table.from_batches([batch])
    for index, field in enumerate(table.schema):
        if pyarrow.types.is_timestamp(field.type) and field.type.unit == "ns":
            coarse = pyarrow.timestamp("us", field.type.tz)
            table = table.set_column(
                index, field.name, table.column(index).cast(coarse, safe=False)
            )
    return table
