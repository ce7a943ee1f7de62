"""Directories in native form: JSON of people, groups, accounts, devices and the organization."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wechat_policy.adapters.directories.joining import PLURALS
from wechat_policy.adapters.directories.told import Setting, Told
from wechat_policy.adapters.records import Refused, described
from wechat_policy.directory import Directory, DirectoryError

KEYS = (*PLURALS.values(), "organization")


def native_rows(record: Mapping[str, Any], setting: Setting) -> Iterator[Told | Refused]:
    """The rows of a native directory, each by itself; a faulty one is told with all its faults."""
    for key, value in record.items():
        if key not in KEYS:
            yield Refused("wrong", str(key)[:40], f"one of {', '.join(KEYS)}", "another key")
        elif key == "organization":
            if isinstance(value, Mapping):
                yield from _checked("organization", key, dict(value), key)
            elif value is not None:
                yield Refused("wrong", key, "an object", described(value))
    for kind, plural in PLURALS.items():
        for place, row in _entries(plural, record.get(plural)):
            if not isinstance(row, Mapping):
                yield Refused("wrong", place, "an object", described(row))
            else:
                yield from _checked(kind, plural, dict(row), place)


def faults_of(error: DirectoryError, plural: str, place: str) -> Iterator[Refused]:
    """The faults of a directory of one row, with the row's own place."""
    for issue in error.issues:
        field = issue.field.replace(f"{plural}[0]", place, 1)
        if issue.got == "None":
            yield Refused("missing", field)
        else:
            yield Refused("wrong", field, issue.expected, "something else")


def _checked(
    subject: Any, plural: str, row: dict[str, Any], place: str
) -> Iterator[Told | Refused]:
    try:
        Directory.of({plural: row if plural == "organization" else [row]})
    except DirectoryError as error:
        yield from faults_of(error, plural, place)
    else:
        yield Told(subject, row)


def _entries(plural: str, entries: Any) -> Iterator[tuple[str, Any]]:
    """Each row with its place; rows may be listed, or stand under their ids."""
    if isinstance(entries, Mapping):
        for id_, rows in entries.items():
            several = isinstance(rows, list | tuple)
            for place, row in enumerate(rows if several else (rows,)):
                where = f"{plural}.{id_}[{place}]" if several else f"{plural}.{id_}"
                yield where, {"id": id_, **row} if isinstance(row, Mapping) else row
    elif isinstance(entries, list | tuple):
        for place, row in enumerate(entries):
            yield f"{plural}[{place}]", row
    elif entries is not None:
        yield plural, entries
