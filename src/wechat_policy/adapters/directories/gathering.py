"""Reads files and records of any kind that tell who is who, into one directory."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import attrs

from wechat_policy.adapters.directories.faults import Fault, fault_of
from wechat_policy.adapters.directories.joining import PLURALS, Joined, sorted_faults
from wechat_policy.adapters.directories.kinds import kind_of, tell_of
from wechat_policy.adapters.directories.members import check_columns, listed_people
from wechat_policy.adapters.directories.native_rows import faults_of
from wechat_policy.adapters.directories.tables import is_table, rows
from wechat_policy.adapters.directories.told import Setting, Told
from wechat_policy.adapters.jsontext import DEEPEST
from wechat_policy.adapters.lines import values
from wechat_policy.adapters.records import Refused, described
from wechat_policy.directory import Directory, DirectoryError

Source: TypeAlias = "str | os.PathLike[str] | Mapping[str, Any]"
"""A file, or a decoded record."""


@attrs.frozen(eq=False)
class Gathered:
    """What sources tell, as a native directory, with everything wrong or doubtful in them.

    `rows` is JSON-able; `kinds` says what each source is, by its name, and `counts` how many rows
    it began.
    """

    rows: Mapping[str, Any]
    faults: tuple[Fault, ...]
    kinds: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, int]

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that have cost a row or a fact."""
        return tuple(fault for fault in self.faults if fault.level == "error")

    def directory(self) -> Directory:
        """The directory of the rows that are good."""
        return Directory.of(self.rows)


def read_directory(
    *sources: Source,
    columns: Mapping[str, str] | None = None,
    timezone: str = "Asia/Shanghai",
) -> Gathered:
    """The directory that files and records tell together; nothing in them raises.

    A source is a native directory, an answer of WeCom (members, departments, groups, customers,
    trusted devices, rules of check-in), several of these as JSON lines or a list, or a table of
    members in CSV or Excel. Rows of one id are joined: a later source adds facts, and where it
    contradicts an earlier one that is told and the earlier fact stays. `columns` gives the fact
    for a heading of a table, `timezone` is that of times written as numbers.

    Raises:
        ValueError: the timezone does not exist.
    """
    try:
        zone = ZoneInfo(timezone)
    except (OSError, LookupError, ValueError) as error:
        raise ValueError(f"no timezone is called `{timezone}`") from error
    joined = Joined()
    kinds: dict[str, dict[str, None]] = {}
    names: list[str] = []
    for place, source in enumerate(sources, 1):
        name = f"record {place}" if isinstance(source, Mapping) else os.fspath(source)
        names.append(name)
        found = kinds.setdefault(name, {})
        setting = Setting(zone, "" if isinstance(source, Mapping) else Path(name).stem)
        setting = attrs.evolve(setting, columns=columns or {})
        for line, kind, told in _read(source, setting):
            if kind:
                found[kind] = None
            if isinstance(told, Refused):
                joined.faults.append(fault_of(told, name, line))
            else:
                joined.take(told, name, line)
    joined.finish()
    native, counts = _checked(joined)
    for name, count in joined.left_out().items():
        joined.faults.append(Fault(name, "left_out", got=str(count)))
    told_kinds = {name: tuple(found) for name, found in kinds.items()}
    return Gathered(native, sorted_faults(joined.faults, names), told_kinds, counts)


def _read(source: Source, setting: Setting) -> Iterator[tuple[int | None, str, Told | Refused]]:
    """What a source tells, each with its line and its kind."""
    if isinstance(source, Mapping):
        yield from _record(source, setting)
        return
    path = Path(source)
    try:
        with path.open("rb") as stream:
            head = stream.read(64)
        if is_table(path, head):
            for refused in check_columns(setting.columns):
                yield None, "table", refused
            for number, told in listed_people(rows(path), setting):
                yield number, "table", told
            return
        for line, value in values(path, lambda one: kind_of(one) is not None):
            for _, kind, told in _record(value, setting):
                yield line, kind, told
    except Refused as refused:
        yield None, "", refused
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        yield None, "", Refused("no_file", got=reason)


def _record(value: Any, setting: Setting) -> Iterator[tuple[None, str, Told | Refused]]:
    if isinstance(value, Refused):
        yield None, "", value
        return
    if not isinstance(value, Mapping):
        yield None, "", Refused("wrong", expected="an object", got=described(value))
        return
    kind = kind_of(value)
    if kind is None:
        failed = value.get("errcode")
        if failed not in (None, 0, "0"):
            yield None, "", Refused("failed_page", got=str(failed)[:20])
        else:
            yield None, "", Refused("no_kind")
        return
    told = iter(tell_of(kind)(value, setting))
    while True:
        try:
            yield None, kind, next(told)
        except StopIteration:
            return
        except Refused as refused:
            yield None, kind, refused
            return
        except RecursionError:
            yield None, kind, Refused("too_deep", expected=str(DEEPEST))
            return


def _checked(joined: Joined) -> tuple[dict[str, Any], dict[str, int]]:
    """The rows as one native directory; one that a directory would not take is left out."""
    native: dict[str, Any] = {}
    counts: dict[str, int] = {}
    for kind, plural in PLURALS.items():
        good = []
        for source, row in joined.rows_of(kind):
            try:
                Directory.of({plural: [row]})
            except DirectoryError as error:
                place = f"{plural}.{row['id']}"
                for refused in faults_of(error, plural, place):
                    joined.faults.append(fault_of(refused, source, None))
                continue
            good.append(row)
            counts[source] = counts.get(source, 0) + 1
        if good:
            native[plural] = good
    if joined.organization:
        native["organization"] = joined.organization
    return native, counts
