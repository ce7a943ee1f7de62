"""Reading a file of records of any known format into events, one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from types import MappingProxyType
from typing import Any, Literal
from zoneinfo import ZoneInfo

from wechat_policy.adapters.archive import native_form
from wechat_policy.adapters.archive_pages import unpacked
from wechat_policy.adapters.detect import FORMATS, Format, classified
from wechat_policy.adapters.fields import identity
from wechat_policy.adapters.jsontext import DEEPEST
from wechat_policy.adapters.lines import Lines, values
from wechat_policy.adapters.native import event_of
from wechat_policy.adapters.records import Record, Refused, described

_LONGEST_ID = 128
_ARCHIVE_NAMES = MappingProxyType(
    {"id": "msgid", "at": "msgtime", "sender": "from", "actor": "from", "group": "roomid"}
)


def read(
    source: Lines, format: Literal["auto"] | Format = "auto", timezone: str = "Asia/Shanghai"
) -> Iterator[Record]:
    """The records of a file, each with its event or the reason why it has none.

    `source` is a path, an open file, or any iterable of lines or of decoded records (mappings,
    or objects with `model_dump()`). JSON lines are read one at a time; a JSON list, a page with
    `chatdata` or an object over several lines is read whole. `format` is "events" (native),
    "archive" (WeCom chat archive) or "auto": then the first record that shows a format decides.
    `timezone` is that of the times of archive events, and of times written without offset.

    No content of the source raises.

    Raises:
        ValueError: the format or the timezone does not exist.
        OSError: on reading, if the path cannot be opened.
    """
    if format not in ("auto", *FORMATS):
        choices = ", ".join(("auto", *FORMATS))
        raise ValueError(f"no format is called `{format}`, there are {choices}")
    try:
        zone = ZoneInfo(timezone)
    except (OSError, LookupError, ValueError) as error:
        raise ValueError(f"no timezone is called `{timezone}`") from error
    return _records(values(source), None if format == "auto" else format, zone)


def _records(
    found: Iterator[tuple[int | None, Any]], format: Format | None, zone: tzinfo
) -> Iterator[Record]:
    item = 0
    for line, value in found:
        if value.__class__ is not dict and hasattr(value, "model_dump"):
            # By alias, because a field called `from` cannot be an attribute of that name.
            value = value.model_dump(by_alias=True)
        if format is None and (shown := classified(value)):
            format = shown[0]
        # What has a type is a record; all else may hold some.
        is_single = "msgtype" in value if value.__class__ is dict else isinstance(value, Refused)
        if is_single or format == "events" or not isinstance(value, Mapping):
            item += 1
            yield _record(value, line or item, format, zone)
            continue
        for single in unpacked(value):
            item += 1
            yield _record(single, line or item, format, zone)


def _record(value: Any, line: int, format: Format | None, zone: tzinfo) -> Record:
    try:
        if isinstance(value, Refused):
            raise value
        if not isinstance(value, Mapping):
            raise Refused("wrong", expected="an object", got=described(value))
        if format == "archive":
            event = event_of(native_form(value, zone), _ARCHIVE_NAMES)
        elif format == "events":
            event = event_of(value)
        else:
            raise Refused("no_format")
    except Refused as refused:
        fault = refused
        shown = classified(value)
        if format and shown and shown[0] != format:
            fault = Refused("other_format", expected=format, got=shown[0])
    except RecursionError:
        fault = Refused("too_deep", expected=str(DEEPEST))
    else:
        return Record(line, event, None, event.id)
    return Record(line, None, fault.at(line), fault.raw_id or _raw_id(value))


def _raw_id(value: Any) -> str | None:
    if isinstance(value, Mapping):
        for key in ("msgid", "id"):
            try:
                found = identity(value.get(key), key)
            except Refused:
                continue
            if len(found) <= _LONGEST_ID:
                return found
    return None
