"""Records in native form, and the events they tell of, with their faults told as refusals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from wechat_policy.adapters.format import Context, Format, Native
from wechat_policy.adapters.records import Refused
from wechat_policy.adapters.tables.rows import Row
from wechat_policy.errors import InvalidRecord
from wechat_policy.events import Event, read_event

_CODE = re.compile(r'"[A-Za-z0-9_.:+-]{0,32}"')


def event_of(record: Any, names: Mapping[str, str] | None = None) -> Event:
    """The event that a record in native form tells of.

    `names` gives the foreign name of native attributes, for faults in a record that another
    format was turned into.

    Raises:
        Refused: the record is no event.
    """
    try:
        return read_event(record)
    except InvalidRecord as fault:
        field = names.get(fault.field, fault.field) if names else fault.field
        if fault.got == "nothing":
            raise Refused("missing", field) from None
        raise Refused("wrong", field, fault.expected, harmless(fault.got)) from None


def harmless(got: str) -> str:
    """What stood in a field, or only that it was text if it may be what a person wrote."""
    if got[:1] == '"' and not _CODE.fullmatch(got):
        return "text"
    return got


def _sign(value: Mapping[str, Any]) -> str | None:
    # A row of a table has cells of text, and empty ones: those are read by their columns.
    is_record = isinstance(value.get("type"), str) and not isinstance(value, Row)
    is_event = is_record and ("at" in value or "id" in value)
    return "event" if is_event else None


def _tell(value: Mapping[str, Any], context: Context) -> Iterable[Native | Refused]:
    return (value if isinstance(value, dict) else dict(value),)


EVENTS = Format(
    "events",
    {"en": "native events", "zh": "原生事件"},
    {
        "event": {
            "en": "record {line} has a `type` and a time `at`, as native events have",
            "zh": "第 {line} 条记录含 `type` 和时间 `at`，是原生事件",
        }
    },
    _sign,
    _tell,
    ids=("id", "msgid"),
)
