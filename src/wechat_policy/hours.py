"""Working hours as arithmetic: whether a moment lies in them, and moments counted in them.

All sums are made in UTC, so that a day on which the clock changes has the hours it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import TypeAlias
from zoneinfo import ZoneInfo

import attrs

from wechat_policy.workdays import KINDS, Days, WorkCalendar

MIDNIGHT = 24 * 60
"""The end of a day in minutes, written 24:00."""

Stretch: TypeAlias = tuple[datetime, datetime, bool]
"""Start and end in UTC, half-open, and whether it is certain that this day is worked."""

_DAY = timedelta(days=1)
_REMEMBERED = 4096  # days whose stretches are kept: eleven years


def _minutes(bound: int | time) -> int:
    """A time of day in minutes since midnight."""
    if not isinstance(bound, time):
        return bound
    if bound.second or bound.microsecond:
        raise ValueError(f"a range of hours begins and ends on a minute, not at {bound}")
    return bound.hour * 60 + bound.minute


def _ranges(ranges: Iterable[tuple[int | time, int | time]]) -> tuple[tuple[int, int], ...]:
    return tuple((_minutes(start), _minutes(end)) for start, end in ranges)


@attrs.frozen
class Shift:
    """The hours of some days: (start, end) in minutes of the day, given so or as `time`.

    A range is half-open. Its end is at most 1440 (24:00). One that ends before it starts crosses
    midnight and belongs wholly to the day it starts. Raises ValueError for a range that is empty
    or leaves the day.
    """

    days: Days
    ranges: tuple[tuple[int, int], ...] = attrs.field(converter=_ranges)

    @ranges.validator
    def _check(self, _: object, ranges: tuple[tuple[int, int], ...]) -> None:
        for start, end in ranges:
            if not (0 <= start < MIDNIGHT and 0 <= end <= MIDNIGHT and start != end):
                raise ValueError(f"no range of hours goes from minute {start} to minute {end}")

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The ranges with the end of one that crosses midnight counted on beyond 1440."""
        return tuple((start, end if start < end else end + MIDNIGHT) for start, end in self.ranges)


def _shifts(shifts: Iterable[Shift]) -> tuple[Shift, ...]:
    return tuple(shifts)


@attrs.frozen
class Hours:
    """Shifts in a time zone, on the days of a calendar.

    Every moment given must be aware (ValueError); every moment answered is in UTC. An answer is
    None only where it hangs on a year without a calendar: at an hour when nobody would work on any
    day, the answer is no in any year. Where the clock is put forward, a time of day that is skipped
    is the moment of the change; where it is put back, one that comes twice is the first. Raises
    ValueError for a time zone that does not exist; the first and the last days that Python can
    count are out of reach (OverflowError).
    """

    shifts: tuple[Shift, ...] = attrs.field(converter=_shifts)
    timezone: str
    calendar: WorkCalendar = attrs.field(factory=WorkCalendar)
    _zone: ZoneInfo = attrs.field(init=False, eq=False, repr=False)
    _seen: dict[date, tuple[Stretch, ...]] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        try:
            zone = ZoneInfo(self.timezone)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"no time zone is called {self.timezone!r}") from None
        object.__setattr__(self, "_zone", zone)
        object.__setattr__(self, "_seen", {})

    def __reduce__(self) -> tuple[type[Hours], tuple[tuple[Shift, ...], str, WorkCalendar]]:
        return Hours, (self.shifts, self.timezone, self.calendar)

    @property
    def empty(self) -> bool:
        """Whether no moment can ever lie in them."""
        return all(shift.days.empty or not shift.ranges for shift in self.shifts)

    def contains(self, at: datetime) -> bool | None:
        """Whether the moment lies in the hours; an end no longer does."""
        at = _utc(at)
        day = self._day(at)
        answer: bool | None = False
        for near in (day - _DAY, day, day + _DAY):
            for start, end, certain in self._on(near):
                if start <= at < end:
                    if certain:
                        return True
                    answer = None
        return answer

    def add(self, at: datetime, working: timedelta) -> datetime | None:
        """The earliest moment by which that much working time has passed since `at`.

        Work that just fills a range ends with it, not at the start of the next. No work at all
        has passed at once, even outside the hours. None also if that much never comes. Raises
        ValueError for negative working time.
        """
        if working < timedelta():
            raise ValueError(f"working time to add is not negative (got {working})")
        at = _utc(at)
        if not working:
            return at
        left = working
        for start, end in self._open(self._day(at) - _DAY, None, certain=False):
            worked = end - max(start, at)
            if worked >= left:
                due = max(start, at) + left
                # Every uncertain stretch was counted: right only if none had a part in it.
                return due if self._worked(at, due, certain=True) == working else None
            left -= max(worked, timedelta())
        return None

    def add_days(self, at: datetime, days: int) -> datetime | None:
        """The end of the last range of the `days`-th working day after the day of `at`.

        A working day is one with hours, counted by the local date; the day of `at` does not count,
        whatever the time. So Chinese law reckons terms in days (Civil Code, articles 201 to 203):
        they begin on the following day and end when business closes on the last. None also if so
        many never come. Raises ValueError for fewer than one day.
        """
        if days < 1:
            raise ValueError(f"working days to add are one or more (got {days})")
        for day in self._calendar(self._day(_utc(at)) + _DAY, None):
            stretches = self._on(day)
            if not stretches:
                continue
            sure = [end for _, end, certain in stretches if certain]
            if not sure:
                return None
            days -= 1
            if not days:
                closing = max(end for _, end, _ in stretches)
                return closing if closing == max(sure) else None
        return None

    def between(self, start: datetime, end: datetime) -> timedelta | None:
        """The working time from one moment to the other, negative if they are in reverse order."""
        start, end = _utc(start), _utc(end)
        if end < start:
            reverse = self.between(end, start)
            return None if reverse is None else -reverse
        sure = self._worked(start, end, certain=True)
        return sure if sure == self._worked(start, end, certain=False) else None

    def passed(self, start: datetime, working: timedelta, end: datetime) -> bool | None:
        """Whether so much working time lies between two moments.

        Where `between` cannot say how much it is, it may still be certain that it is enough, or
        not enough even if all of it is worked.
        """
        start, end = _utc(start), _utc(end)
        if self._reaches(start, working, end, certain=True):
            return True
        return None if self._reaches(start, working, end, certain=False) else False

    def meets(self, other: Hours) -> bool:
        """Whether some moment could lie in both, now or in a year whose calendar is yet to come.

        Hours in different time zones are taken to meet unless one of them is empty.
        """
        if self.timezone != other.timezone:
            return not self.empty and not other.empty
        return any(
            start < later_end + apart * MIDNIGHT and later_start + apart * MIDNIGHT < end
            for mine, theirs in product(self.shifts, other.shifts)
            for apart in (-1, 0, 1)
            if self._can_be_apart(mine.days, theirs.days, apart, other.calendar)
            for (start, end), (later_start, later_end) in product(mine.spans, theirs.spans)
        )

    def _can_be_apart(self, mine: Days, theirs: Days, apart: int, calendar: WorkCalendar) -> bool:
        """Whether a day of theirs can come that many days after one of mine."""
        shift = apart * _DAY
        if any(theirs.contains(day + shift, calendar) is not False for day in mine.dates):
            return True
        if any(mine.contains(day - shift, self.calendar) is not False for day in theirs.dates):
            return True
        same_day = not apart and self.calendar == calendar
        return any(
            mine.takes(one) and theirs.takes(two)
            for one, two in product(KINDS, KINDS)
            if (one == two if same_day else (one.weekday + apart) % 7 == two.weekday)
        )

    def _worked(self, start: datetime, end: datetime, *, certain: bool) -> timedelta:
        """The working time between two moments in order, at least or at most."""
        first, last = self._day(start) - _DAY, self._day(end) + _DAY
        return sum(
            (
                min(closes, end) - max(opens, start)
                for opens, closes in self._open(first, last, certain=certain)
                if opens < end and start < closes
            ),
            timedelta(),
        )

    def _reaches(
        self, start: datetime, working: timedelta, end: datetime, *, certain: bool
    ) -> bool:
        """Whether the working time, at least or at most, reaches a length; looks no further."""
        left = working
        first, last = self._day(start) - _DAY, self._day(end) + _DAY
        for opens, closes in self._open(first, last, certain=certain):
            if left <= timedelta() or end <= opens:
                break
            left -= max(min(closes, end) - max(opens, start), timedelta())
        return left <= timedelta()

    def _open(
        self, first: date, last: date | None, *, certain: bool
    ) -> Iterator[tuple[datetime, datetime]]:
        """Stretches of working time in order, none overlapping: all possible or the certain."""
        reached = datetime.min.replace(tzinfo=UTC)
        for day in self._calendar(first, last):
            for start, end, sure in self._on(day):
                if (sure or not certain) and end > reached:
                    yield max(start, reached), end
                    reached = end

    def _calendar(self, first: date, last: date | None) -> Iterator[date]:
        """The days from the first to the last on which there may be hours at all."""
        if last is None:
            last = date.max - 2 * _DAY
        shifts = [shift for shift in self.shifts if shift.ranges]
        if not any(shift.days.names for shift in shifts):
            last = min(last, max((d for s in shifts for d in s.days.dates), default=date.min))
        day = first
        while day <= last:
            yield day
            day += _DAY

    def _on(self, day: date) -> tuple[Stretch, ...]:
        """What may be worked of the ranges that start on the day, by their start."""
        stretches = self._seen.get(day)
        if stretches is None:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            stretches = self._seen[day] = tuple(sorted(self._stretches(day)))
        return stretches

    def _stretches(self, day: date) -> Iterator[Stretch]:
        for shift in self.shifts:
            worked = shift.days.contains(day, self.calendar)
            if worked is False:
                continue
            for opens, closes in shift.spans:
                start, end = self._moment(day, opens), self._moment(day, closes)
                if start < end:  # else the clock skips the whole range
                    yield start, end, worked is True

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()

    def _moment(self, day: date, minute: int) -> datetime:
        """The moment at which the local clock first shows that minute, or has skipped it."""
        wanted = datetime.combine(day, time()) + timedelta(minutes=minute)
        moment = wanted.replace(tzinfo=self._zone).astimezone(UTC)
        if self._clock(moment) == wanted:
            return moment
        # Skipped: the change lies between what the clock before it and the clock after it make of
        # the time.
        before = wanted.replace(tzinfo=self._zone, fold=1).astimezone(UTC)
        while (distance := (moment - before) // timedelta(seconds=1)) > 1:
            middle = before + timedelta(seconds=distance // 2)
            if self._clock(middle) < wanted:
                before = middle
            else:
                moment = middle
        return moment

    def _clock(self, at: datetime) -> datetime:
        """What the local clock shows."""
        return at.astimezone(self._zone).replace(tzinfo=None)


def _utc(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ValueError(f"a moment needs a time zone (got {at.isoformat()})")
    return at.astimezone(UTC)
