"""A person's own working hours, as a directory tells them: days and the ranges worked on them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from wechat_policy.errors import InvalidRecord
from wechat_policy.values import described, read_date
from wechat_policy.words import DAYS, canonical

SHAPE = 'days with what is worked on them, such as {"workdays": "09:00-12:00, 13:00-18:00"}'
"""What a person's own hours have to be."""

_HOURS, _TIMEZONE = ("hours", "工时"), ("timezone", "时区")
_RANGE = re.compile(r"\s*(\d{1,2}):(\d{2})\s*[-–—~〜至]\s*(\d{1,2}):(\d{2})\s*", re.ASCII)
_COMMA = re.compile(r"[,、]")
_MIDNIGHT = 24 * 60


@attrs.frozen
class Stint:
    """What is worked on some days: names of days, single dates, and (start, end) in minutes."""

    names: frozenset[str]
    dates: frozenset[date]
    ranges: tuple[tuple[int, int], ...]


@attrs.frozen
class Schedule:
    """A person's own hours: those of a policy by name, or stints of their own.

    Without a time zone they are in that of the hours in whose place they stand.
    """

    named: str | None
    stints: tuple[Stint, ...]
    timezone: str | None


def read_schedule(field: str, value: Any) -> Schedule:
    """The hours of one person.

    Either `{"hours": NAME}`, the hours that a policy defines under the name; or days (words of the
    language, or a date), each with its range or ranges from HH:MM to HH:MM, and perhaps a
    `timezone`. Stints add up. Raises InvalidRecord, with the place in `field`, for anything else.
    """
    if not isinstance(value, Mapping) or not value:
        raise InvalidRecord(field, SHAPE, described(value))
    rest = dict(value)
    named = _taken(rest, field, _HOURS)
    timezone = _taken(rest, field, _TIMEZONE)
    if named is not None and rest:
        raise InvalidRecord(f"{field}.{next(iter(rest))}", "nothing beside `hours`", "more")
    if named is None and not rest:
        raise InvalidRecord(field, SHAPE, "no days")
    return Schedule(named, tuple(_stints(field, rest)), timezone)


def _taken(rest: dict[Any, Any], field: str, names: tuple[str, ...]) -> str | None:
    for name in names:
        if name in rest:
            value = rest.pop(name)
            if not isinstance(value, str) or not value:
                raise InvalidRecord(f"{field}.{name}", "a name", described(value))
            return value
    return None


def _stints(field: str, rest: Mapping[Any, Any]) -> Iterator[Stint]:
    for key, value in rest.items():
        where = f"{field}.{key}"
        name = canonical("day", key) if isinstance(key, str) else ""
        days = () if name in DAYS else (read_date(where, key),)
        texts = value if isinstance(value, list | tuple) else (value,)
        ranges = tuple(one for text in texts for one in _ranges(where, text))
        yield Stint(frozenset() if days else frozenset({name}), frozenset(days), ranges)


def _ranges(where: str, text: object) -> Iterator[tuple[int, int]]:
    """The ranges of one text, as `09:00-12:00, 13:00-18:00` or in full-width signs."""
    if not isinstance(text, str):
        raise InvalidRecord(where, "a text such as 09:00-18:00", described(text))
    for part in _COMMA.split(unicodedata.normalize("NFKC", text)):
        found = _RANGE.fullmatch(part)
        hours = tuple(map(int, found.groups())) if found else (0, 60, 0, 0)
        start, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
        if hours[1] > 59 or hours[3] > 59 or start >= _MIDNIGHT or end > _MIDNIGHT or start == end:
            raise InvalidRecord(where, "a range such as 09:00-18:00", described(text))
        yield start, end
