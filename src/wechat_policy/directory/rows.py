"""The rows that a file or a mapping lists, read with every fault that is found in them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from wechat_policy.directory.facts import Row, moment, readers
from wechat_policy.directory.states import ListedRow
from wechat_policy.errors import InvalidRecord, Language
from wechat_policy.values import described, read_date, read_datetime
from wechat_policy.vocabulary import FactKind

_CHINA = timezone(timedelta(hours=8))


class DirectoryError(InvalidRecord):
    """A directory that cannot be used, with everything found wrong in it.

    `field`, `expected` and `got` are those of the first of its `issues`.
    """

    def __init__(self, issues: Iterable[InvalidRecord]) -> None:
        self.issues = tuple(issues)
        first = self.issues[0]
        super().__init__(first.field, first.expected, first.got)
        self.args = (self.issues,)

    def render(self, language: Language = "en") -> str:
        """One line for each fault."""
        return "\n".join(issue.render(language) for issue in self.issues)


def loaded(path: str | os.PathLike[str]) -> Any:
    """What a JSON file holds; DirectoryError if it is none, OSError if it is not there."""
    try:
        return json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as fault:
        place = f"line {fault.lineno}, column {fault.colno}: {fault.msg}"
    except (UnicodeDecodeError, RecursionError) as fault:
        place = str(fault)
    raise DirectoryError([InvalidRecord(os.fspath(path), "JSON in UTF-8", place)])


def zone_of(organization: object, issues: list[InvalidRecord]) -> tzinfo:
    """The organization's time zone, or China's."""
    if not isinstance(organization, Mapping):
        issues.append(InvalidRecord("organization", "a mapping", described(organization)))
        return _CHINA
    name = organization.get("timezone")
    if name is None:
        return _CHINA
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError, TypeError, AttributeError):
        expected = "a time zone such as Asia/Shanghai"
        issues.append(InvalidRecord("organization.timezone", expected, described(name)))
        return _CHINA


def read_rows(
    kind: FactKind, plural: str, entries: object, zone: tzinfo, issues: list[InvalidRecord]
) -> dict[str, list[ListedRow]]:
    """The rows of one kind by id, in the order listed; what is wrong in them joins the issues."""
    found: dict[str, list[ListedRow]] = {}
    for where, row in _entries(plural, entries):
        if not isinstance(row, Mapping):
            issues.append(InvalidRecord(where, "a row of facts", described(row)))
            continue
        span = _read_row(kind, where, row, zone, issues)
        id_ = span.row.get("id")
        if not isinstance(id_, str) or not id_:
            issues.append(InvalidRecord(f"{where}.id", "a text that is not empty", described(id_)))
            continue
        others = found.setdefault(id_, [])
        if any(other.begin == span.begin for other in others):
            expected = f"a moment at which no other row of `{id_}` begins"
            got = described(row.get("valid_from"))
            issues.append(InvalidRecord(f"{where}.valid_from", expected, got))
        others.append(span)
    if kind == "account":
        # A sole row does not pass away with the term of use that its `valid_until` tells.
        for spans in found.values():
            if len(spans) == 1:
                spans[0] = attrs.evolve(spans[0], end=None)
    return found


def _entries(plural: str, entries: object) -> Iterator[tuple[str, object]]:
    """Each row with the words that say where it stands."""
    if isinstance(entries, Mapping):
        for id_, rows in entries.items():
            several = isinstance(rows, list | tuple)
            for place, row in enumerate(rows if several else (rows,)):
                where = f"{plural}.{id_}[{place}]" if several else f"{plural}.{id_}"
                yield where, {"id": id_, **row} if isinstance(row, Mapping) else row
    elif isinstance(entries, list | tuple):
        for place, row in enumerate(entries):
            yield f"{plural}[{place}]", row
    else:
        yield plural, entries


def _read_row(
    kind: FactKind, where: str, row: Row, zone: tzinfo, issues: list[InvalidRecord]
) -> ListedRow:
    read = dict(row)
    bounds: dict[str, datetime | None] = {"valid_from": None, "valid_until": None}
    for name, value in row.items():
        if value is None or name == "id":
            continue
        reader = readers()[kind].get(name)
        try:
            if name in bounds:
                bound = bounds[name] = _read_bound(f"{where}.{name}", value, zone)
                if reader is not None:
                    read[name] = bound.astimezone(zone).date()
            elif reader is not None:
                read[name] = reader(f"{where}.{name}", value)
        except InvalidRecord as issue:
            issues.append(issue)
    begin, end = bounds["valid_from"], bounds["valid_until"]
    if begin is not None and end is not None and end <= begin:
        got = described(row["valid_until"])
        issues.append(InvalidRecord(f"{where}.valid_until", "later than valid_from", got))
    return ListedRow(begin, end, read)


def _read_bound(field: str, value: object, zone: tzinfo) -> datetime:
    for read in (read_date, read_datetime):
        try:
            return read_datetime(field, moment(read(field, value), zone))
        except InvalidRecord:
            continue
    raise InvalidRecord(field, "a date YYYY-MM-DD or ISO 8601 with offset", described(value))
