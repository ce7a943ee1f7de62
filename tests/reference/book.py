"""What a policy text declares, looked up by name: parameters, lexicons, hours, days and lengths."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs

from reference.lexicons import Lexicon, lexicon
from reference.library import Find, gathered, nothing
from wechat_policy import nodes
from wechat_policy.calendars import read_calendar
from wechat_policy.hours import Hours, Shift
from wechat_policy.words import canonical
from wechat_policy.workdays import WEEKDAYS, Days, WorkCalendar

PERIODS = ("day", "week", "month", "quarter", "year")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
HOME = "Asia/Shanghai"


@attrs.frozen
class Length:
    """A length of time: a plain one, working time or working days, or a calendar period."""

    plain: timedelta | None = None
    workdays: int | None = None
    period: str | None = None
    hours: Hours | None = None
    zone: ZoneInfo = attrs.field(default=ZoneInfo(HOME))

    def after(self, at: datetime) -> datetime | None:
        """The moment that lies this long after another; None where a calendar is missing."""
        if self.period is not None:
            return period_of(at, self.period, self.zone)[1]
        if self.workdays is not None:
            assert self.hours is not None
            return self.hours.add_days(at, self.workdays)
        assert self.plain is not None
        if self.hours is not None:
            return self.hours.add(at, self.plain)
        return at.astimezone(UTC) + self.plain

    def reaches_back(self, now: datetime, to: datetime) -> bool | None:
        """Whether a moment lies in the window of this length that ends now."""
        if to > now:
            return False
        if self.period is not None:
            return period_of(now, self.period, self.zone)[0] <= to
        if self.workdays is not None:
            end = self.after(to)
            return None if end is None else now <= end
        assert self.plain is not None
        if self.hours is not None:
            passed = self.hours.passed(to, self.plain, now)
            return None if passed is None else not passed
        return now.astimezone(UTC) - self.plain < to

    def starts_before(self, now: datetime, moment: datetime) -> bool:
        """Whether the window of this length that ends now begins before a moment."""
        if self.period is not None:
            return period_of(now, self.period, self.zone)[0] < moment
        if self.plain is not None and self.hours is None:
            return now.astimezone(UTC) - self.plain < moment
        return self.reaches_back(now, moment - timedelta(microseconds=1)) is not False


def period_of(at: datetime, name: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The calendar period in which a moment lies: its first moment and the next one's."""
    day = at.astimezone(zone).date()
    if name == "day":
        first, following = day, day + timedelta(1)
    elif name == "week":
        first = day - timedelta(day.weekday())
        following = first + timedelta(7)
    elif name == "year":
        first, following = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    else:
        months = {"month": 1, "quarter": 3}[name]
        month = (day.month - 1) // months * months + 1
        first = date(day.year, month, 1)
        later = month + months
        following = date(day.year + (later > 12), (later - 1) % 12 + 1, 1)
    return midnight(first, zone), midnight(following, zone)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


class Book:
    """One policy: its clauses and everything that they name."""

    def __init__(
        self, document: nodes.Document, find: Find = nothing, free: Iterable[str] = ()
    ) -> None:
        self._held = gathered(document, find, free)
        headers = self.all(nodes.Header)
        self.id = headers[0].id if headers else document.source.name
        self.zone = ZoneInfo(HOME)
        self.effective: datetime | None = None
        first_day: date | None = None
        for header in headers:
            for item in header.items:
                if isinstance(item, nodes.Timezone):
                    self.zone = ZoneInfo(item.value)
                elif isinstance(item, nodes.Effective):
                    first_day = item.value
        if first_day is not None:
            self.effective = midnight(first_day, self.zone)
        self.calendar = WorkCalendar()
        for section, folder in self._placed(nodes.CalendarFile):
            self.calendar = read_calendar(folder / section.path)
        self.clauses = self.all(nodes.Clause)
        self.permits = [
            norm for one in self.clauses for norm in one.norms if isinstance(norm, nodes.Permit)
        ]
        self.definitions = {one.name: one.condition for one in self.all(nodes.Definition)}
        self.parameters = {one.name: one.value for one in self.all(nodes.Parameter)}
        self.date_tables = {
            one.name: _dates(one, folder) for one, folder in self._placed(nodes.DateTable)
        }
        self.hours = {one.name: self._hours(one) for one in self.all(nodes.HoursTable)}
        self._words = {
            one.section.name: one for one in self._held if isinstance(one.section, nodes.Lexicon)
        }
        self._lexicons: dict[str, Lexicon] = {}

    def all(self, kind: type[nodes.SectionT]) -> list[nodes.SectionT]:
        """The sections of a class, those of libraries among them."""
        return [section for section, _ in self._placed(kind)]

    def _placed(self, kind: type[nodes.SectionT]) -> list[tuple[nodes.SectionT, Path]]:
        return [(one.section, one.folder) for one in self._held if isinstance(one.section, kind)]

    def in_force(self, at: datetime) -> bool:
        """Whether the policy judges what happens at a moment."""
        return self.effective is None or at >= self.effective

    @functools.cached_property
    def whole_workdays(self) -> Hours:
        """All hours of all workdays, for terms in workdays that name no hours."""
        return Hours((Shift(Days({"workdays"}), ((0, 1440),)),), self.zone.key, self.calendar)

    def days(self, days: nodes.Days) -> Days:
        """The days that a list of words selects."""
        names: set[str] = set()
        dates: set[date] = set()
        for one in days:
            if isinstance(one, nodes.DayRange):
                first, last = WEEKDAYS.index(one.first), WEEKDAYS.index(one.last)
                count = (last - first) % 7 + 1
                names |= {WEEKDAYS[(first + step) % 7] for step in range(count)}
            elif one.name in self.date_tables:
                dates |= self.date_tables[one.name]
            else:
                names.add(one.name)
        return Days(names, dates)

    def selects(self, days: nodes.Days, day: date) -> bool | None:
        """Whether a day is among the days of a list; None where no calendar tells."""
        return self.days(days).contains(day, self.calendar)

    def local_day(self, at: datetime) -> date:
        """The day of a moment in the policy's time zone."""
        return at.astimezone(self.zone).date()

    def moment(self, day: date, minutes: int) -> datetime:
        """The moment of a time of day, 24:00 being the next midnight."""
        if minutes == 1440:
            return midnight(day + timedelta(1), self.zone)
        return datetime.combine(day, time(minutes // 60, minutes % 60), self.zone).astimezone(UTC)

    def length(self, operand: nodes.Operand, hours: str | None = None) -> Length:
        """The length of time that an operand says, through parameters."""
        value: object = operand
        if isinstance(value, nodes.Name) and value.value in self.parameters:
            value = self.parameters[value.value]
        if isinstance(value, nodes.Worked):
            hours, value = value.hours, value.value
        worked = None if hours is None else self.hours[hours]
        if isinstance(value, nodes.Name):
            return Length(period=canonical("period", value.value), hours=worked, zone=self.zone)
        assert isinstance(value, nodes.Quantity), value
        if value.unit == "workdays":
            days = worked or self.whole_workdays
            return Length(workdays=int(value.value), hours=days, zone=self.zone)
        seconds = float(value.value * SECONDS[value.unit])
        return Length(plain=timedelta(seconds=seconds), hours=worked, zone=self.zone)

    def lexicon(self, name: str) -> Lexicon:
        """A lexicon with everything that its terms bring in and take away."""
        if name not in self._lexicons:
            self._lexicons[name] = lexicon(name, self._words)
        return self._lexicons[name]

    def _hours(self, table: nodes.HoursTable) -> Hours:
        shifts = [
            Shift(
                self.days(shift.days),
                tuple((span.start.minutes, span.end.minutes) for span in shift.times),
            )
            for shift in table.shifts
        ]
        return Hours(tuple(shifts), table.timezone or self.zone.key, self.calendar)


def _dates(table: nodes.DateTable, folder: Path) -> set[date]:
    """The days of a table, written in place and one a line of a file."""
    dates = {
        span.first + timedelta(step)
        for span in table.spans
        for step in range((span.last - span.first).days + 1)
    }
    if table.file is not None:
        for line in (folder / table.file).read_text("utf-8-sig").splitlines():
            if line[:1].isdigit():
                dates.add(date.fromisoformat(line.split(",")[0].strip()))
    return dates


def number(value: object) -> Decimal | None:
    """A number as an exact decimal, a float as it is printed; None for what is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
