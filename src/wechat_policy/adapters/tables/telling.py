"""Tables of anything, whose columns a mapping or their own headings explain, as native events."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from wechat_policy.adapters import fields
from wechat_policy.adapters.format import Context, Format, Native
from wechat_policy.adapters.records import Refused
from wechat_policy.adapters.tables.cells import value_of
from wechat_policy.adapters.tables.headings import chat_columns, event_columns, is_events
from wechat_policy.adapters.tables.mapping import Columns, Source
from wechat_policy.adapters.tables.rows import Row, is_secret
from wechat_policy.vocabulary import vocabulary

_KEPT = "columns"


def _sign(value: Mapping[str, Any]) -> str | None:
    if not isinstance(value, Row):
        return None
    if is_events(value):
        return "events"
    return "chat" if chat_columns(value) else None


def _tell(value: Mapping[str, Any], context: Context) -> Iterator[Native | Refused]:
    columns = context.columns or _meant(value, context)
    if columns is None:
        raise Refused("no_mapping")
    if isinstance(value, Row) and (missing := [one for one in columns.named if one not in value]):
        raise Refused("columns", expected=", ".join(missing))
    yield _event(value, columns, context)


def _meant(value: Mapping[str, Any], context: Context) -> Columns | None:
    """The mapping that the headings stand for, found once for all rows that have them."""
    headings = (*value, is_events(value))
    kept = context.memory.setdefault(_KEPT, {})
    if headings not in kept:
        if len(kept) > 100:  # Mappings without a common form, each with keys of its own.
            kept.clear()
        kept[headings] = event_columns(value) if headings[-1] else chat_columns(value)
    found: Columns | None = kept[headings]
    return found


def _event(value: Mapping[str, Any], columns: Columns, context: Context) -> Native:
    event: Native = {}
    for path, source in columns.sources.items():
        stated = _stated(value, path, source, context)
        if stated is None:
            continue
        *outer, name = path.split(".")
        holder = event
        for step in outer:
            inner = holder.setdefault(step, {})
            holder = inner if isinstance(inner, dict) else {}
        holder[name] = stated
    event.setdefault("type", "message")
    kind = vocabulary().event(event["type"]) if isinstance(event["type"], str) else None
    if kind is not None:
        event["type"] = kind.name
        if kind.family == "content" and "group" in columns.sources:
            event.setdefault("group", None)  # A cell left empty in a column of groups.
    for name, cell in value.items():
        if name in columns.named or not _is_kept(name):
            continue
        if (kept := plain_cell(cell)) is not None:
            event.setdefault(
                name if name.startswith("x_") else f"x_{name}", fields.tame(kept, name)
            )
    if "id" not in event:
        event["id"] = digest_of(event["type"], value)
    return event


def _is_kept(name: object) -> bool:
    return isinstance(name, str) and not is_secret(name)


def _stated(value: Mapping[str, Any], path: str, source: Source, context: Context) -> Any:
    if not source.columns:
        return source.constant
    cells = [value.get(name) for name in source.columns]
    cell = cells[0] if len(cells) == 1 else joined(cells)
    place = source.columns[0]
    if source.attribute.type == "any":
        return plain_cell(cell)
    if path == "type" and isinstance(cell, str):
        known = (source.values or {}).get(cell.strip(), cell.strip())
        return known or None
    return value_of(source.attribute, cell, place, context.zone, source.values, source.separator)


def joined(cells: list[Any]) -> Any:
    """Several cells as one: a day and a time, or texts with a blank between them."""
    parts = []
    for cell in cells:
        if isinstance(cell, datetime) and cell.time() == time() and len(cells) > 1:
            cell = cell.date()
        if cell is not None and cell != "":
            parts.append(cell.isoformat() if isinstance(cell, date | time) else str(cell).strip())
    return " ".join(parts)


def plain_cell(cell: Any) -> Any:
    """A cell as it is kept, None if it is empty."""
    if cell is None or cell == "" or (isinstance(cell, float) and cell != cell):
        return None
    return cell.isoformat() if isinstance(cell, date | time) else cell


def digest_of(event_type: Any, value: Mapping[str, Any]) -> str:
    """An id made of all that the row says, so that the same row has the same id again."""
    filled = {
        name: cell
        for name, cell in value.items()
        if plain_cell(cell) is not None and _is_kept(name)
    }
    written = json.dumps([event_type, filled], ensure_ascii=True, sort_keys=True, default=_spelled)
    return f"row-{hashlib.sha256(written.encode()).hexdigest()[:24]}"


def _spelled(cell: Any) -> str:
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


TABLE = Format(
    "table",
    {"en": "a table with a mapping of columns", "zh": "表格（按列映射）"},
    {
        "events": {
            "en": "row {line} has columns called as the attributes of native events",
            "zh": "第 {line} 行的列名与原生事件的属性一致",
        },
        "chat": {
            "en": "row {line} has columns for the time, the sender and the words of messages",
            "zh": "第 {line} 行有时间、发送人和内容等列，是消息表",
        },
    },
    _sign,
    _tell,
)
