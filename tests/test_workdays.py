"""`WorkCalendar` and `Days`: which days are worked, off, or not known."""

from __future__ import annotations

import pickle
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wechat_policy.workdays import KINDS, NAMES, WEEKDAYS, Days, WorkCalendar

OFFICIAL = WorkCalendar()
FIRST_UNKNOWN = next(year for year in count(2027) if not OFFICIAL.covers(year))
DAYS = st.dates(date(2024, 1, 1), date(FIRST_UNKNOWN, 12, 31))
CALENDARS = st.builds(
    WorkCalendar,
    st.dictionaries(DAYS, st.booleans(), max_size=5),
    st.sets(st.integers(2025, FIRST_UNKNOWN), max_size=1),
)


def unknown(month: int, day: int) -> date:
    """A day of the first year without an official calendar."""
    return date(FIRST_UNKNOWN, month, day)


@pytest.mark.parametrize(
    ("day", "workday", "holiday", "weekend", "reason"),
    [
        (date(2026, 1, 4), True, False, False, "a Sunday worked for New Year"),
        (date(2026, 2, 14), True, False, False, "a Saturday worked for Spring Festival"),
        (date(2026, 2, 28), True, False, False, "the other Saturday worked for Spring Festival"),
        (date(2026, 5, 9), True, False, False, "a Saturday worked for Labour Day"),
        (date(2026, 9, 20), True, False, False, "a Sunday worked for National Day"),
        (date(2026, 10, 10), True, False, False, "a Saturday worked after National Day"),
        (date(2026, 1, 2), False, True, False, "a Friday off for New Year"),
        (date(2026, 2, 17), False, True, False, "the first day of the lunar year, a Tuesday"),
        (date(2026, 10, 3), False, True, True, "a Saturday within National Day is both"),
        (date(2026, 10, 8), True, False, False, "the Thursday after National Day"),
        (date(2026, 3, 7), False, False, True, "an ordinary Saturday"),
        (date(2026, 3, 9), True, False, False, "an ordinary Monday"),
    ],
)
def test_official_days(day: date, workday: bool, holiday: bool, weekend: bool, reason: str) -> None:
    """The official calendar of 2026 decides, make-up days included."""
    answers = (OFFICIAL.workday(day), OFFICIAL.holiday(day), OFFICIAL.weekend(day))

    assert answers == (workday, holiday, weekend), reason


@pytest.mark.parametrize("month", range(1, 13))
def test_a_year_without_a_calendar_is_unknown(month: int) -> None:
    """No day of such a year is known to be worked or off."""
    assert not OFFICIAL.covers(FIRST_UNKNOWN)
    assert {OFFICIAL.workday(unknown(month, day)) for day in range(1, 29)} == {None}
    assert {OFFICIAL.holiday(unknown(month, day)) for day in range(1, 29)} == {None}


@given(DAYS)
def test_only_a_weekend_day_may_be_a_weekend(day: date) -> None:
    """From Monday to Friday the answer is no, whether the year is known or not."""
    if day.weekday() < 5:
        assert OFFICIAL.weekend(day) is False
    elif day.year == FIRST_UNKNOWN:
        assert OFFICIAL.weekend(day) is None


@pytest.mark.parametrize(
    ("day", "worked", "workday", "holiday", "weekend", "reason"),
    [
        (date(2026, 10, 1), True, True, False, False, "a hotel works on National Day"),
        (date(2026, 3, 9), False, False, True, False, "a founding day off on a Monday"),
        (date(2026, 3, 7), False, False, False, True, "a Saturday off stays a weekend"),
        (date(2026, 10, 3), False, False, True, True, "a Saturday off within a holiday is both"),
        (date(2026, 2, 14), False, False, False, True, "a make-up day the company does not work"),
        (date(2026, 3, 7), True, True, False, False, "a Saturday the company works"),
    ],
)
def test_own_days(
    day: date, worked: bool, workday: bool, holiday: bool, weekend: bool, reason: str
) -> None:
    """A company's own row decides before the official calendar."""
    calendar = WorkCalendar({day: worked})
    answers = (calendar.workday(day), calendar.holiday(day), calendar.weekend(day))

    assert answers == (workday, holiday, weekend), reason


def test_an_own_row_covers_its_day_only() -> None:
    """The day after an own row of an unknown year is unknown."""
    calendar = WorkCalendar({unknown(3, 1): True})

    assert calendar.workday(unknown(3, 1)) is True
    assert calendar.workday(unknown(3, 2)) is None
    assert not calendar.covers(FIRST_UNKNOWN)


def test_a_year_declared_complete_goes_by_the_week() -> None:
    """Beyond its own rows a company may declare a year to go by the week."""
    calendar = WorkCalendar({unknown(1, 1): False}, {FIRST_UNKNOWN})
    days = [unknown(1, 2) + timedelta(days=n) for n in range(300)]

    assert calendar.covers(FIRST_UNKNOWN)
    assert calendar.workday(unknown(1, 1)) is False
    assert [calendar.workday(day) for day in days] == [day.weekday() < 5 for day in days]


def test_a_year_declared_complete_leaves_the_official_calendar() -> None:
    """A company that goes by the week works on holidays and not on make-up days."""
    calendar = WorkCalendar(years={2026})

    assert calendar.workday(date(2026, 10, 1)) is True
    assert calendar.workday(date(2026, 2, 14)) is False


def test_a_year_declared_complete_has_no_official_holidays() -> None:
    """The Saturday within National Day is an ordinary one where the other days are worked."""
    calendar = WorkCalendar(years={2026})

    assert calendar.holiday(date(2026, 10, 1)) is False
    assert calendar.holiday(date(2026, 10, 3)) is False
    assert calendar.weekend(date(2026, 10, 3)) is True


@given(CALENDARS)
def test_a_pickled_calendar_is_equal(calendar: WorkCalendar) -> None:
    """A calendar survives pickling, and equal ones have one hash."""
    loaded = pickle.loads(pickle.dumps(calendar))

    assert loaded == calendar
    assert hash(loaded) == hash(calendar)


def test_a_calendar_keeps_its_rows() -> None:
    """Changing the mapping it was made from does not change a calendar."""
    rows = {date(2026, 3, 9): False}
    calendar = WorkCalendar(rows)
    rows.clear()

    assert calendar.workday(date(2026, 3, 9)) is False


@pytest.mark.parametrize(
    ("names", "day", "answer", "reason"),
    [
        (["workdays"], date(2026, 2, 14), True, "a make-up Saturday is a workday"),
        (["weekends"], date(2026, 2, 14), False, "and no weekend"),
        (["saturday"], date(2026, 2, 14), True, "but a Saturday all the same"),
        (["holidays"], date(2026, 2, 17), True, "a holiday by arrangement"),
        (["everyday"], unknown(3, 3), True, "every day needs no calendar"),
        (["workdays"], unknown(3, 3), None, "workdays need one"),
        (["workdays", "holidays", "weekends"], unknown(3, 3), True, "a day is one of the three"),
        (list(WEEKDAYS), unknown(3, 3), True, "the days of the week need no calendar"),
        ([], date(2026, 3, 9), False, "no names take no day"),
    ],
)
def test_days_by_name(names: list[str], day: date, answer: bool | None, reason: str) -> None:
    """A day is selected by any of the names, unknown where the calendar would decide."""
    assert Days(names).contains(day, OFFICIAL) is answer, reason


@given(st.sets(st.sampled_from(sorted(NAMES)), min_size=1), DAYS, CALENDARS)
def test_days_join_their_names(names: set[str], day: date, calendar: WorkCalendar) -> None:
    """More names select what each alone does, and decide no less."""
    single = {Days([name]).contains(day, calendar) for name in names}
    together = Days(names).contains(day, calendar)

    assert together is True if True in single else together is not True or None in single
    assert together is False if single == {False} else True


@given(DAYS, CALENDARS)
def test_every_kind_of_day_is_foreseen(day: date, calendar: WorkCalendar) -> None:
    """What a day may be is among the kinds that there are."""
    assert set(calendar.kinds(day)) <= set(KINDS)


def test_days_by_date() -> None:
    """A set of dates takes those dates, known year or not."""
    days = Days(dates={unknown(3, 3)})

    assert days.contains(unknown(3, 3), OFFICIAL) is True
    assert days.contains(unknown(3, 4), OFFICIAL) is False


def test_an_unknown_name_is_refused() -> None:
    """A name that no days have is an error that shows it."""
    with pytest.raises(ValueError, match="someday"):
        Days(["workdays", "someday"])


def test_days_of_nothing_are_empty() -> None:
    """Only a selection without names and dates is empty."""
    assert Days().empty
    assert not Days(["monday"]).empty
    assert not Days(dates=[date(2026, 3, 9)]).empty
