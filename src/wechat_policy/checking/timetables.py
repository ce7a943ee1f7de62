"""Hours and days that come: times of day, tables of days, calendars, deadlines of the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from wechat_policy import nodes
from wechat_policy.assembly import folder_of
from wechat_policy.calendars import InvalidCalendar, read_calendar
from wechat_policy.checking.durations import meant_length
from wechat_policy.checking.ground import Ground, fault, named, related, words
from wechat_policy.checking.places import Places
from wechat_policy.errors import Diagnostic
from wechat_policy.hours import MIDNIGHT, Hours, Shift
from wechat_policy.lowering import weekdays
from wechat_policy.source import Span
from wechat_policy.suggestion import nearest
from wechat_policy.words import DAYS
from wechat_policy.workdays import Days, WorkCalendar

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST_SPAN = timedelta(days=3660)
"""Ten years: a table of days that spans more is a slip of the pen."""

_CALENDAR_WORDS = frozenset({"workdays", "holidays", "weekends"})


def timezones_exist(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A time zone has a name of the IANA table."""
    for header, document in ground.sections(nodes.Header):
        for item in header.items:
            if isinstance(item, nodes.Timezone) and not is_timezone(item.value):
                yield _no_zone(item.value, document, item.span)
    for hours, document in ground.sections(nodes.HoursTable):
        if hours.timezone is not None and not is_timezone(hours.timezone):
            yield _no_zone(hours.timezone, document, hours.span)


def times_are_ranges(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A range of hours begins before midnight and does not end where it begins."""
    for hours, document in ground.sections(nodes.HoursTable):
        for shift in hours.shifts:
            for span in shift.times:
                if not is_range(span):
                    yield fault("E315", document, span.span, range=words(document, span.span))


def tables_hold_days(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A table of days runs forwards, over ten years at most, and holds a day."""
    for table, document in ground.sections(nodes.DateTable):
        for span in table.spans:
            if not timedelta() <= span.last - span.first <= LONGEST_SPAN:
                yield fault("E316", document, span.span, first=str(span.first), last=str(span.last))
        if read_days(table, document) == frozenset():
            yield fault("E314", document, named(document, table), name=table.name)


def hours_are_counted_once(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """No minute lies in two ranges of the same hours."""
    for hours, document in ground.sections(nodes.HoursTable):
        pieces = [
            (span, Hours((Shift(days_of(shift.days, ground), (_minutes(span),)),), "UTC"))
            for shift in hours.shifts
            for span in shift.times
            if is_range(span)
        ]
        for (first, one), (second, two) in combinations(pieces[:50], 2):
            if one.meets(two):
                yield fault(
                    "W302", document, second.span, one=words(document, first.span),
                    other=words(document, second.span),
                    related=[related(document, first.span, "overlaps", seen_from=document)],
                )  # fmt: skip


def calendars_can_be_read(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """The company's calendar and tables of days are files that can be read."""
    for calendar, document in ground.sections(nodes.CalendarFile):
        try:
            read_calendar(folder_of(document) / calendar.path)
        except InvalidCalendar as reason:
            for problem in reason.faults:
                yield fault(
                    "E234", document, calendar.span, file=calendar.path, reason=str(problem)
                )
        except Exception as reason:
            yield unreadable(calendar.path, reason, document, calendar.span)
    for table, document in ground.sections(nodes.DateTable):
        if table.file is not None:
            try:
                _days_in_file(table.file, document)
            except Exception as reason:
                yield unreadable(table.file, reason, document, table.span)


def days_of_duty_have_time(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A duty of the day has time between its beginning and its end."""
    for daily, place in places.of(nodes.Daily):
        since = daily.since.minutes if daily.since is not None else 0
        if since >= daily.before.minutes:
            yield fault(
                "E313", place.document, daily.before.span,
                before=words(place.document, daily.before.span), since=_clock(since),
            )  # fmt: skip


def built_hours(name: str, ground: Ground) -> Hours | None:
    """Hours of the policy as far as they are right; None for what is not defined."""
    found = ground.hours.get(name)
    if found is None:
        return None
    node, _ = found
    timezone = node.timezone or ground.timezone
    shifts = [
        Shift(days_of(shift.days, ground), tuple(map(_minutes, filter(is_range, shift.times))))
        for shift in node.shifts
    ]
    return Hours(shifts, timezone, WorkCalendar()) if is_timezone(timezone) else None


def days_of(days: nodes.Days, ground: Ground) -> Days:
    """A selector of days as far as it is right."""
    names: set[str] = set()
    dates: set[date] = set()
    for one in days:
        if isinstance(one, nodes.DayRange):
            if one.first in WEEK and one.last in WEEK:
                names.update(weekdays(one.first, one.last))
        elif one.name in ground.days:
            dates |= table_days(*ground.days[one.name])
        elif one.name in DAYS:
            names.add(one.name)
    return Days(names, dates)


def table_days(table: nodes.DateTable, document: nodes.Document) -> frozenset[date]:
    """The days of a table as far as it is right."""
    days = set(read_days(table, document) or ())
    for span in table.spans:
        length = span.last - span.first
        if length <= LONGEST_SPAN:
            days.update(span.first + timedelta(days=number) for number in range(length.days + 1))
    return frozenset(days)


def read_days(table: nodes.DateTable, document: nodes.Document) -> frozenset[date] | None:
    """The days in the file of a table; None if there is none or it cannot be read."""
    if table.file is None:
        return None
    try:
        return _days_in_file(table.file, document)
    except Exception:
        return None


def unreadable(name: str, reason: Exception, document: nodes.Document, span: Span) -> Diagnostic:
    """The fault of a file that is missing or cannot be read."""
    if isinstance(reason, FileNotFoundError):
        return fault("E233", document, span, file=name)
    return fault("E234", document, span, file=name, reason=str(reason) or type(reason).__name__)


def is_timezone(name: str) -> bool:
    """Whether there is a time zone of that name."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def is_range(span: nodes.TimeSpan) -> bool:
    """Whether hours can begin and end so."""
    return span.start.minutes < MIDNIGHT and span.start.minutes != span.end.minutes


def is_ambiguous(moment: datetime, timezone: str) -> bool:
    """Whether the clock shows a naive time twice in a time zone, or never."""
    if not is_timezone(timezone):
        return False
    zone = ZoneInfo(timezone)
    offsets = [moment.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)]
    return offsets[0] != offsets[1]


def needs_calendar(clause: nodes.Clause, ground: Ground) -> bool:
    """Whether a clause asks which days are worked."""
    for one in nodes.walk(clause.norms):
        match one:
            case nodes.DayWord(name) if name in _CALENDAR_WORDS:
                return True
            case nodes.During(hours, _, person):
                # Hours of one's own may be those of working days.
                if person is not None or _goes_by_calendar(hours, ground):
                    return True
            case nodes.Duration(person=nodes.Name()):
                return True
            case nodes.Duration():
                length, counted_in = meant_length(one, ground)
                if length is not None and length.unit == "workdays":
                    return True
                if counted_in is not None and _goes_by_calendar(counted_in, ground):
                    return True
    return False


def calendar_of(ground: Ground) -> WorkCalendar:
    """The calendar of the policy, the company's own days above the official ones."""
    for section, document in reversed(ground.assembly.others(nodes.CalendarFile)):
        try:
            return read_calendar(folder_of(document) / section.path)
        except Exception:
            break
    return WorkCalendar()


def _goes_by_calendar(hours: str, ground: Ground) -> bool:
    found = ground.hours.get(hours)
    return found is not None and any(
        isinstance(day, nodes.DayWord) and day.name in _CALENDAR_WORDS
        for shift in found[0].shifts
        for day in shift.days
    )


def _days_in_file(name: str, document: nodes.Document) -> frozenset[date]:
    """A day a line, the rest of the line apart; lines that begin with no digit are passed over."""
    days: set[date] = set()
    text = (folder_of(document) / name).read_text(encoding="utf-8-sig")
    for number, line in enumerate(text.splitlines(), 1):
        word = line.split(",", 1)[0].strip()
        if word and word[0].isdigit():
            try:
                days.add(date.fromisoformat(word))
            except ValueError:
                raise ValueError(f"{number}: {word}") from None
    return frozenset(days)


def _minutes(span: nodes.TimeSpan) -> tuple[int, int]:
    return span.start.minutes, span.end.minutes


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _no_zone(name: str, document: nodes.Document, span: Span) -> Diagnostic:
    from zoneinfo import available_timezones

    return fault(
        "E116", document, _quoted(name, document, span), name=name,
        suggestion=nearest(name, sorted(available_timezones())),
    )  # fmt: skip


def _quoted(name: str, document: nodes.Document, span: Span) -> Span:
    at = document.source.text.find(name, span.start, span.end) if name else -1
    return span if at < 0 else Span(at, at + len(name))
