"""Hours as they hold for a person, and lengths of time that are counted in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from reference.book import Length
from reference.values import UNKNOWN, Scope
from wechat_policy import nodes
from wechat_policy.hours import Hours, Shift
from wechat_policy.words import canonical, known
from wechat_policy.workdays import Days


def hours_of(scope: Scope, named: Hours, person: nodes.Name | None) -> Hours | None:
    """The person's own hours, else the named ones; None where the own ones cannot be read."""
    told = UNKNOWN if person is None else scope.look_up(f"{person.value}.working_hours").value
    if told is UNKNOWN or told is None:
        return named
    return _read(told, scope.book.hours, named)


def length_of(scope: Scope, duration: nodes.Duration) -> Length | None:
    """A length of time as it counts for a person; None where the hours cannot be read."""
    length = scope.book.length(duration.length, duration.hours)
    if duration.person is None:
        return length
    hours = hours_of(scope, length.hours or scope.book.whole_workdays, duration.person)
    return None if hours is None else attrs.evolve(length, hours=hours)


def _read(told: Any, defined: Mapping[str, Hours], named: Hours) -> Hours | None:
    """`{"hours": NAME}`, or names of days and dates with their ranges; None for anything else."""
    if not isinstance(told, Mapping):
        return None
    told = {_WORDS.get(key, key): value for key, value in told.items()}
    if "hours" in told:
        return defined.get(told["hours"]) if len(told) == 1 else None
    timezone = told.pop("timezone", named.timezone)
    if not told:
        return None
    try:
        shifts = [Shift(_days(day), _minutes(ranges)) for day, ranges in told.items()]
    except ValueError:
        return None
    return Hours(shifts, timezone, named.calendar)


_WORDS = {"工时": "hours", "时区": "timezone"}


def _days(word: str) -> Days:
    name = canonical("day", word)
    return Days({name}) if known("day", name) else Days((), {date.fromisoformat(word)})


def _minutes(ranges: Any) -> list[tuple[int, int]]:
    """From when to when, in minutes: one text with commas, or a list of such."""
    texts = [ranges] if isinstance(ranges, str) else ranges
    found = []
    for text in re.split("[,、]", unicodedata.normalize("NFKC", ",".join(texts))):
        first, second = re.split("[-–—~〜至]", text)
        start, end = (_time(one) for one in (first, second))
        if start == end or start == 1440:
            raise ValueError(text)
        found.append((start, end))
    return found


def _time(text: str) -> int:
    hours, minutes = map(int, text.split(":"))
    if minutes > 59 or hours * 60 + minutes > 1440:
        raise ValueError(text)
    return hours * 60 + minutes
