"""Records of any format as a frame of events, and those that gave none as a second one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from wechat_policy.adapters import AUTO, Detection, Record, read
from wechat_policy.adapters.lines import Lines
from wechat_policy.adapters.tables.mapping import ColumnsLike
from wechat_policy.errors import Language
from wechat_policy.frames.giving import given_back
from wechat_policy.frames.opening import KindName
from wechat_policy.frames.schema import arrow_array, arrow_batch
from wechat_policy.values import REFERENCES
from wechat_policy.vocabulary import vocabulary

_TEXT = frozenset({"string", "enum", "category", *REFERENCES})
_OWN = ("line", "type", "id", "at")


class Records(NamedTuple):
    """The events of a file as a frame, and the records that told none as another."""

    events: Any
    unread: Any


def read_frame(
    source: Lines,
    format: str = AUTO,
    kind: KindName = "pandas",
    *,
    timezone: str = "Asia/Shanghai",
    owner: str | None = None,
    columns: ColumnsLike | None = None,
    detected: Callable[[Detection], None] | None = None,
    language: Language = "en",
) -> Records:
    """The records of a file of any known format as frames of pandas, polars or Arrow.

    The arguments are those of `adapters.read`. The frame of events has `line`, `type`, `id`, `at`,
    and a column for each attribute that some event tells, with the type that the vocabulary gives
    it; objects, and attributes that it does not know, stand there as JSON. `judge_frame` takes it.
    `SCHEMAS["unread"]` has the columns of the other. No content of the source raises.

    Raises ValueError and OSError as `adapters.read` does.
    """
    if kind not in ("pandas", "polars", "arrow"):
        raise ValueError(f"a frame is of pandas, polars or arrow, not `{kind}`")
    events: list[Record] = []
    unread: list[Mapping[str, Any]] = []
    for record in read(source, format, timezone, owner, columns, detected):
        if record.event is not None:
            events.append(record)
        elif record.refusal is not None:
            unread.append({"id": record.raw_id, **record.refusal.to_dict(language)})
    import pyarrow as pa

    table = pa.table(_columns(events, timezone))
    others = pa.Table.from_batches([arrow_batch("unread", timezone, unread)])
    return Records(given_back(table, kind), given_back(others, kind))


def _columns(records: list[Record], timezone: str) -> dict[str, Any]:
    import pyarrow as pa

    events = [record.event for record in records if record.event is not None]
    found = {
        "line": pa.array([record.line for record in records], pa.int64()),
        "type": pa.array([event.type for event in events], pa.string()),
        "id": arrow_array([event.id for event in events], pa.string()),
        "at": pa.array([event.at for event in events], pa.timestamp("us", timezone)),
    }
    names = dict.fromkeys(name for event in events for name in event.facts)
    kinds = _kinds({event.type for event in events})
    for name in names:
        values = [event.facts.get(name) for event in events]
        # What a record calls as one of these is told as it would be read back.
        column = f"x_{name}" if name in _OWN else name
        found[column] = _array(values, kinds.get(name) or _shown(values), timezone)
    return found


def _kinds(types: Iterable[str]) -> dict[str, set[str]]:
    """Of each attribute of some event types, the kinds of columns that hold its values."""
    found: dict[str, set[str]] = {}
    for name in types:
        known = vocabulary().events.get(name)
        for attribute in known.attributes.values() if known else ():
            kind = "text" if attribute.element in _TEXT else attribute.element
            found.setdefault(attribute.name, set()).add(f"{kind}s" if attribute.is_list else kind)
    return found


def _shown(values: Iterable[Any]) -> set[str]:
    """The kind of column for what the vocabulary does not know, by the values themselves."""
    classes = {value.__class__ for value in values if value is not None}
    return {_PLAIN[one] for one in classes} if classes <= _PLAIN.keys() else set()


_PLAIN: Mapping[type, str] = {str: "text", bool: "bool", int: "int", float: "number"}


def _array(values: list[Any], kinds: set[str], timezone: str) -> Any:
    """Values as a column of the one kind that they are of, else as texts."""
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "bool": pa.bool_(),
        "int": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
        "datetime": pa.timestamp("us", timezone),
    }
    kind = next(iter(kinds)) if len(kinds) == 1 else None
    if kind in types:
        try:
            told = [float(one) if kind == "number" and one is not None else one for one in values]
            return arrow_array(told, types[kind])
        except (pa.ArrowException, OverflowError, TypeError, ValueError):
            pass  # Such as a number too large, or what a type of one's own says.
    return arrow_array([_written(value) for value in values], pa.string())


def _written(value: Any) -> str | None:
    """A value as text: texts as they are, all else as JSON."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=_spelled)


def _spelled(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else str(value)
