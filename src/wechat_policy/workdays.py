"""Which days are worked: the state's calendar, a company's own above it, and selections of days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

import attrs

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""The days of the week as `Days` names them, Monday first, as `date.weekday` counts."""

NAMES = frozenset({*WEEKDAYS, "workdays", "holidays", "weekends", "everyday"})
"""All names that `Days` knows."""


class DayKind(NamedTuple):
    """What a selection by name can tell of a day; a holiday or weekend day may be both."""

    weekday: int
    """0 is Monday."""
    workday: bool
    """Worked, make-up days included."""
    holiday: bool
    """Off by a holiday arrangement, not only by the week."""

    @property
    def weekend(self) -> bool:
        """A Saturday or Sunday off: one that is worked to make up for a holiday is no weekend."""
        return self.weekday >= 5 and not self.workday


KINDS = tuple(
    DayKind(weekday, workday, holiday)
    for weekday in range(7)
    for workday, holiday in ((True, False), (False, True), (False, False))
    if workday or holiday or weekday >= 5
)
"""Every kind of day there is: whoever is off from Monday to Friday has a holiday."""


def _rows(rows: Mapping[date, bool]) -> dict[date, bool]:
    return dict(rows)


def _years(years: Iterable[int]) -> frozenset[int]:
    return frozenset(years)


def _names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(names)


def _dates(dates: Iterable[date]) -> frozenset[date]:
    return frozenset(dates)


@attrs.frozen
class WorkCalendar:
    """The days a company works: its own rows first, then China's official calendar.

    `own` maps single days to whether they are worked. `years` are those whose other days go by
    the week, whatever the official calendar says. In a year that nothing covers the answers are
    None, except where the day of the week alone decides. Days are `date`, never `datetime`.
    """

    own: Mapping[date, bool] = attrs.field(factory=dict, converter=_rows, hash=False)
    years: frozenset[int] = attrs.field(default=frozenset(), converter=_years)

    def workday(self, day: date) -> bool | None:
        """Whether the day is worked, make-up days included."""
        return _agreed(kind.workday for kind in self.kinds(day))

    def holiday(self, day: date) -> bool | None:
        """Whether the day is off by a holiday arrangement, official or the company's.

        A Saturday or Sunday in the midst of an official holiday is one too; one that only the
        company lists as off is an ordinary weekend.
        """
        return _agreed(kind.holiday for kind in self.kinds(day))

    def weekend(self, day: date) -> bool | None:
        """Whether the day is a Saturday or Sunday off."""
        return _agreed(kind.weekend for kind in self.kinds(day))

    def covers(self, year: int) -> bool:
        """Whether all days of the year are known."""
        return year in self.years or year in _official().years

    def kinds(self, day: date) -> tuple[DayKind, ...]:
        """The kind of the day; where the calendars end, all it could be."""
        weekday = day.weekday()
        official = day.year in _official().years and day.year not in self.years
        workday = self.own.get(day)
        if workday is None and official:
            workday = _official().marked.get(day)
        if workday is None and (official or day.year in self.years):
            workday = weekday < 5
        if workday is None:
            return tuple(kind for kind in KINDS if kind.weekday == weekday)
        holiday = weekday < 5 or (official and _official().marked.get(day) is False)
        return (DayKind(weekday, workday, holiday and not workday),)


@attrs.frozen
class Days:
    """A selection of days: by name (any of `NAMES`), by date, or both together.

    Raises ValueError for a name that does not exist.
    """

    names: frozenset[str] = attrs.field(default=frozenset(), converter=_names)
    dates: frozenset[date] = attrs.field(default=frozenset(), converter=_dates)

    @names.validator
    def _check(self, _: object, names: frozenset[str]) -> None:
        if unknown := names - NAMES:
            raise ValueError(f"no days are called {sorted(unknown)}, expected {sorted(NAMES)}")

    @property
    def empty(self) -> bool:
        """Whether nothing is selected."""
        return not self.names and not self.dates

    def contains(self, day: date, calendar: WorkCalendar) -> bool | None:
        """Whether the day is selected; None if that hangs on a year without a calendar."""
        return day in self.dates or _agreed(self.takes(kind) for kind in calendar.kinds(day))

    def takes(self, kind: DayKind) -> bool:
        """Whether days of the kind are selected by name."""
        names = self.names
        return (
            "everyday" in names
            or WEEKDAYS[kind.weekday] in names
            or ("workdays" in names and kind.workday)
            or ("holidays" in names and kind.holiday)
            or ("weekends" in names and kind.weekend)
        )


def _agreed(answers: Iterable[bool]) -> bool | None:
    """What all say; None if they differ or nobody speaks."""
    return said.pop() if len(said := set(answers)) == 1 else None


@attrs.frozen
class _Official:
    """The official calendar: the years it covers, and the days not worked as by the week."""

    years: range
    marked: Mapping[date, bool]


@cache
def _official() -> _Official:
    from chinese_calendar import constants

    off, worked = constants.holidays, constants.workdays
    marked = dict.fromkeys(off, False) | dict.fromkeys(worked, True)
    return _Official(range(min(off).year, max(off).year + 1), MappingProxyType(marked))
