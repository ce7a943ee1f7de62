"""Reading a file of records of any known format into events, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from wechat_policy.adapters.archive import ARCHIVE, native_form
from wechat_policy.adapters.detect import Detection
from wechat_policy.adapters.format import Context, Format, Native
from wechat_policy.adapters.formats import FORMATS, classified, is_record
from wechat_policy.adapters.jsontext import DEEPEST
from wechat_policy.adapters.lines import Lines, values
from wechat_policy.adapters.native import event_of
from wechat_policy.adapters.objects import record_of
from wechat_policy.adapters.pulls.page import spent
from wechat_policy.adapters.records import Record, Refused, described, raw_id
from wechat_policy.adapters.tables.mapping import ColumnsLike, read_columns
from wechat_policy.adapters.tables.telling import TABLE

AUTO = "auto"
"""The name that lets the records show their format."""


def read(
    source: Lines,
    format: str = AUTO,
    timezone: str = "Asia/Shanghai",
    owner: str | None = None,
    columns: ColumnsLike | None = None,
    detected: Callable[[Detection], None] | None = None,
) -> Iterator[Record]:
    """The records of a file, each with its event or the reason why it has none.

    `source` is a path, an open file, or any iterable of lines or of decoded records: mappings,
    objects with `model_dump()` or with public attributes. JSON lines, XML documents and the rows
    of CSV, Excel, Parquet and Arrow files are read one at a time; a JSON list, a page of a pull
    or an object over several lines is read whole. `format` is the name of
    one of `FORMATS`, or "auto": then the first record that shows a format decides. A record may
    tell of several events; each is a `Record` of its own with the same line. `timezone` is that
    of times written without offset, `owner` the id of the account that a personal export was
    made with. `detected` is told once what showed the format where it is "auto", before the record
    that showed it is given.

    `columns` says which column of a table holds which attribute, as a mapping or as the path of a
    TOML or JSON file with one; the format is "table" then.

    No content of the source raises.

    Raises:
        ValueError: the format or the timezone does not exist, or the mapping of columns has
            faults, all of which are told.
        OSError: if the file of columns, or on reading the source, cannot be opened.
    """
    if format != AUTO and format not in FORMATS:
        raise ValueError(f"no format is called `{format}`, there are {', '.join((AUTO, *FORMATS))}")
    try:
        zone = ZoneInfo(timezone)
    except (OSError, LookupError, ValueError) as error:
        raise ValueError(f"no timezone is called `{timezone}`") from error
    if columns is not None and format not in (AUTO, TABLE.name):
        raise ValueError(f"`columns` are for the format `{TABLE.name}`, not for `{format}`")
    named = None if columns is None else read_columns(columns)
    context = Context(zone, owner, named)
    reader = _Reader(context, FORMATS.get(format) if named is None else TABLE, detected)
    return reader.records(values(source, is_record))


@attrs.define(eq=False)
class _Reader:
    """The reading of one file, whose format may yet have to show."""

    context: Context
    format: Format | None
    detected: Callable[[Detection], None] | None
    count: int = 0

    def records(self, found: Iterator[tuple[int | None, Any]]) -> Iterator[Record]:
        for line, value in found:
            if value.__class__ is not dict:
                value = record_of(value)
            if self.format is None and (shown := classified(value)):
                self.format = shown[0]
                if self.detected:
                    self.detected(Detection(shown[0].name, shown[1], line or self.count + 1))
            if self.format is ARCHIVE and value.__class__ is dict and "msgtype" in value:
                self.count += 1  # Nearly all records of nearly all archives.
                yield _archived(value, line or self.count, self.context.zone)
            else:
                yield from self._several(line, value)

    def _several(self, line: int | None, value: Any) -> Iterator[Record]:
        told = iter(self._told(value))
        while True:
            try:
                single = next(told)
                if not isinstance(single, Refused):
                    names = self.format.names if self.format else None
                    event = event_of(single, names)
            except StopIteration:
                return
            except Refused as refused:
                single = refused
            except RecursionError:
                single = Refused("too_deep", expected=str(DEEPEST))
            self.count += 1
            number = line or self.count
            if isinstance(single, Refused):
                ids = self.format.ids if self.format else ("msgid", "id")
                fault = self._fault(single, value)
                yield Record(number, None, fault.at(number), fault.raw_id or raw_id(value, ids))
            else:
                yield Record(number, event, None, event.id)

    def _told(self, value: Any) -> Iterator[Native | Refused]:
        if isinstance(value, Refused):
            yield value
        elif not isinstance(value, Mapping):
            yield Refused("wrong", expected="an object", got=described(value))
        elif self.format is None:
            yield spent(value) or Refused("no_format")
        else:
            yield from self.format.tell(value, self.context)

    def _fault(self, refused: Refused, value: Any) -> Refused:
        shown = classified(value)
        if self.format and shown and shown[0] is not self.format:
            return Refused("other_format", expected=self.format.name, got=shown[0].name)
        return refused


def _archived(value: dict[str, Any], line: int, zone: tzinfo) -> Record:
    try:
        event = event_of(native_form(value, zone), ARCHIVE.names)
    except Refused as refused:
        fault = refused
        shown = classified(value)
        if shown and shown[0] is not ARCHIVE:
            fault = Refused("other_format", expected=ARCHIVE.name, got=shown[0].name)
    except RecursionError:
        fault = Refused("too_deep", expected=str(DEEPEST))
    else:
        return Record(line, event, None, event.id)
    return Record(line, None, fault.at(line), fault.raw_id or raw_id(value, ARCHIVE.ids))
