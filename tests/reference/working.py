"""Hours as they hold for a person, and lengths of time that are counted in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from reference.book import Length, whole_workdays
from reference.values import UNKNOWN, Scope
from wechat_policy import nodes
from wechat_policy.hours import Hours, Shift
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
    hours = hours_of(scope, length.hours or whole_workdays(scope.book.zone.key), duration.person)
    return None if hours is None else attrs.evolve(length, hours=hours)


def _read(told: Any, defined: Mapping[str, Hours], named: Hours) -> Hours | None:
    """Plain shapes only: `{"hours": NAME}`, or a day's name with one range or a list of them."""
    if "hours" in told:
        return defined.get(told["hours"])
    shifts = []
    for day, ranges in told.items():
        if day != "timezone":
            try:
                minutes = [
                    _minutes(one) for one in ([ranges] if isinstance(ranges, str) else ranges)
                ]
                shifts.append(Shift(Days({day}), minutes))
            except ValueError:
                return None
    return Hours(shifts, told.get("timezone", named.timezone), named.calendar)


def _minutes(text: str) -> tuple[int, int]:
    start, end = (one.split(":") for one in text.split("-"))
    return int(start[0]) * 60 + int(start[1]), int(end[0]) * 60 + int(end[1])
