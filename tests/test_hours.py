"""`Hours`: what lies in working time, and moments counted in it, against a walk tick by tick."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wechat_policy.hours import Hours, Shift
from wechat_policy.workdays import NAMES, Days, WorkCalendar

FIRST_UNKNOWN = next(year for year in count(2027) if not WorkCalendar().covers(year))
NEW_YEAR = date(FIRST_UNKNOWN, 1, 1)


def hours(
    days: str, *ranges: str, zone: str = "Asia/Shanghai", calendar: WorkCalendar | None = None
) -> Hours:
    """Hours from names of days joined by + and ranges such as 08:30-12:00."""
    spans = [(minutes(span[:5]), minutes(span[6:])) for span in ranges]
    return Hours([Shift(Days(days.split("+")), spans)], zone, calendar or WorkCalendar())


def minutes(clock: str) -> int:
    """The minutes since midnight that a clock shows."""
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def at(text: str, zone: str = "Asia/Shanghai", fold: int = 0) -> datetime:
    """The moment at which clocks in the zone show the text."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


WORK = hours("workdays", "08:30-12:00", "13:30-17:30")
NIGHT = hours("workdays", "22:00-06:00")
ALWAYS = hours("everyday", "00:00-24:00")
SKIPPED = hours("everyday", "02:30-05:00", zone="America/New_York")
ST_JOHNS = hours("everyday", "00:00-24:00", zone="America/St_Johns")
NEW_YORK = hours("everyday", "00:00-24:00", zone="America/New_York")
BY_THE_WEEK = hours("workdays", "09:00-17:00", calendar=WorkCalendar({}, {FIRST_UNKNOWN}))
MONDAY = NEW_YEAR + timedelta(days=-NEW_YEAR.weekday() % 7)


@pytest.mark.parametrize(
    ("which", "moment", "answer", "reason"),
    [
        (WORK, at("2026-03-09 08:30"), True, "a range contains its start"),
        (WORK, at("2026-03-09 12:00"), False, "and not its end"),
        (WORK, at("2026-03-09 11:59:59.999999"), True, "but all before"),
        (WORK, at("2026-03-09 12:30"), False, "lunch is no work"),
        (WORK, at("2026-03-09 01:00", "UTC"), True, "a moment from another zone is converted"),
        (WORK, at("2026-03-07 10:00"), False, "a Saturday"),
        (WORK, at("2026-02-14 10:00"), True, "a Saturday worked for Spring Festival"),
        (WORK, at("2026-10-01 10:00"), False, "a Thursday off for National Day"),
        (WORK, at(f"{FIRST_UNKNOWN}-03-03 10:00"), None, "a year without a calendar"),
        (WORK, at(f"{FIRST_UNKNOWN}-03-03 03:00"), False, "whoever works, works at other hours"),
        (BY_THE_WEEK, datetime.combine(MONDAY, time(10), UTC), False, "18:00 of a known Monday"),
        (BY_THE_WEEK, datetime.combine(MONDAY, time(2), UTC), True, "10:00 of a known Monday"),
        (NIGHT, at("2026-03-13 23:00"), True, "a Friday night shift"),
        (NIGHT, at("2026-03-14 05:59"), True, "belongs to Friday until Saturday morning"),
        (NIGHT, at("2026-03-14 06:00"), False, "when it ends"),
        (NIGHT, at("2026-03-14 22:00"), False, "none begins on Saturday"),
        (NIGHT, at("2026-03-16 05:00"), False, "so none ends on Monday morning"),
        (NIGHT, at(f"{NEW_YEAR} 05:00"), True, "the last known day reaches into the unknown"),
        (NIGHT, at(f"{NEW_YEAR} 23:00"), None, "the next does not"),
        (ALWAYS, at("2026-03-09 00:00"), True, "24:00 is where the next day begins"),
        (hours("monday", "00:00-24:00"), at("2026-03-10 00:00"), False, "24:00 is no part"),
        (hours("monday", "22:00-00:00"), at("2026-03-09 23:59"), True, "00:00 ends a day too"),
        (Hours([], "Asia/Shanghai"), at("2026-03-09 10:00"), False, "no shifts, no hours"),
        (SKIPPED, at("2026-03-08 03:00", "America/New_York"), True, "02:30 is skipped to 03:00"),
        (ST_JOHNS, at("2010-11-06 23:15", "America/St_Johns", fold=1), True, "after 00:01: 23:01"),
        (SKIPPED, at("2026-03-08 01:59", "America/New_York"), False, "and not before"),
    ],
)
def test_contains(which: Hours, moment: datetime, answer: bool | None, reason: str) -> None:
    """A moment lies in the hours, or not, or that is not known."""
    assert which.contains(moment) is answer, reason


@pytest.mark.parametrize(
    ("which", "moment", "working", "due", "reason"),
    [
        (WORK, at("2026-03-09 09:00"), 60, at("2026-03-09 10:00"), "within a range"),
        (WORK, at("2026-03-09 11:30"), 60, at("2026-03-09 14:00"), "lunch does not count"),
        (WORK, at("2026-03-09 12:15"), 60, at("2026-03-09 14:30"), "nor does what falls into it"),
        (WORK, at("2026-03-09 08:30"), 210, at("2026-03-09 12:00"), "a full range ends with it"),
        (WORK, at("2026-03-09 17:30"), 60, at("2026-03-10 09:30"), "at the end: the next morning"),
        (WORK, at("2026-03-09 12:15"), 0, at("2026-03-09 12:15"), "no work is done at once"),
        (WORK, at("2026-03-06 17:45"), 60, at("2026-03-09 09:30"), "Friday evening: Monday"),
        (WORK, at("2026-02-13 17:45"), 60, at("2026-02-14 09:30"), "before a make-up Saturday"),
        (WORK, at("2026-02-14 17:45"), 60, at("2026-02-24 09:30"), "Spring Festival's eve"),
        (WORK, at("2026-09-30 17:45"), 60, at("2026-10-08 09:30"), "National Day's eve"),
        (WORK, at("2026-10-08 17:00"), 960, at("2026-10-12 09:00"), "Saturday 10 October counts"),
        (NIGHT, at("2026-03-13 23:00"), 480, at("2026-03-16 23:00"), "a night over the weekend"),
        (NEW_YORK, at("2026-03-08 00:00", "America/New_York"), 240,
         at("2026-03-08 05:00", "America/New_York"), "an hour is skipped in March"),
        (NEW_YORK, at("2026-11-01 00:00", "America/New_York"), 240,
         at("2026-11-01 03:00", "America/New_York"), "an hour comes twice in November"),
        (WORK, at(f"{FIRST_UNKNOWN}-03-03 09:00"), 60, None, "a year without a calendar"),
        (WORK, at(f"{FIRST_UNKNOWN - 1}-12-31 17:00"), 60, None, "it is needed to the end"),
        (Hours([], "Asia/Shanghai"), at("2026-03-09 10:00"), 1, None, "it never comes"),
        (Hours([Shift(Days(dates=[date(2026, 3, 9)]), [(600, 660)])], "Asia/Shanghai"),
         at("2026-03-09 10:30"), 31, None, "so much never comes"),
    ],
)  # fmt: skip
def test_add(
    which: Hours, moment: datetime, working: int, due: datetime | None, reason: str
) -> None:
    """So many minutes of work after a moment it is this late."""
    assert which.add(moment, timedelta(minutes=working)) == (due and due.astimezone(UTC)), reason


def test_an_own_calendar_opens_an_unknown_year() -> None:
    """What is unknown under the official calendar is known under one of the company's own."""
    own = WorkCalendar({MONDAY: False}, {FIRST_UNKNOWN})
    morning = datetime.combine(MONDAY, time(9), ZoneInfo("Asia/Shanghai"))
    work = hours("workdays", "09:00-17:00", calendar=own)

    assert WORK.add(morning, timedelta(hours=1)) is None
    assert work.add(morning, timedelta(hours=1)) == (morning + timedelta(days=1, hours=1))


@pytest.mark.parametrize(
    ("which", "moment", "days", "due", "reason"),
    [
        (WORK, at("2026-03-06 10:00"), 3, at("2026-03-11 17:30"), "Friday: Mon, Tue, Wed"),
        (WORK, at("2026-03-06 23:00"), 3, at("2026-03-11 17:30"), "the hour does not matter"),
        (WORK, at("2026-03-07 10:00"), 1, at("2026-03-09 17:30"), "Saturday: Monday"),
        (WORK, at("2026-02-13 10:00"), 2, at("2026-02-24 17:30"), "make-up day, then the holiday"),
        (NIGHT, at("2026-03-12 10:00"), 1, at("2026-03-14 06:00"), "a night ends a day later"),
        (ALWAYS, at("2026-03-12 10:00"), 1, at("2026-03-14 00:00"), "24:00 is the day's end"),
        (hours("everyday", "02:00-03:00", zone="America/New_York"),
         at("2026-03-07 10:00", "America/New_York"), 1, at("2026-03-09 03:00", "America/New_York"),
         "a day whose only hour is skipped does not count"),
        (WORK, at(f"{FIRST_UNKNOWN - 1}-12-31 10:00"), 1, None, "a year without a calendar"),
        (Hours([*hours("everyday", "09:00-10:00").shifts, *WORK.shifts], "Asia/Shanghai"),
         at(f"{FIRST_UNKNOWN}-03-03 10:00"), 1, None, "a day surely worked, but until when"),
        (Hours([], "Asia/Shanghai"), at("2026-03-09 10:00"), 1, None, "it never comes"),
    ],
)  # fmt: skip
def test_add_days(
    which: Hours, moment: datetime, days: int, due: datetime | None, reason: str
) -> None:
    """A term of working days begins on the day after and ends when work ends on the last."""
    assert which.add_days(moment, days) == (due and due.astimezone(UTC)), reason


@pytest.mark.parametrize(
    ("which", "start", "end", "worked", "reason"),
    [
        (WORK, at("2026-03-09 00:00"), at("2026-03-10 00:00"), 450, "a day of work"),
        (WORK, at("2026-03-09 11:00"), at("2026-03-09 14:00"), 90, "without lunch"),
        (WORK, at("2026-03-09 14:00"), at("2026-03-09 11:00"), -90, "in reverse order"),
        (WORK, at("2026-02-14 17:30"), at("2026-02-24 08:30"), 0, "a whole holiday"),
        (WORK, at("2026-09-28 00:00"), at("2026-10-12 00:00"), 450 * 6, "two weeks around one"),
        (NIGHT, at("2026-03-14 00:00"), at("2026-03-16 00:00"), 360, "Friday's night"),
        (NEW_YORK, at("2026-03-08", "America/New_York"), at("2026-03-09", "America/New_York"),
         23 * 60, "a day of 23 hours"),
        (NEW_YORK, at("2026-11-01", "America/New_York"), at("2026-11-02", "America/New_York"),
         25 * 60, "a day of 25 hours"),
        (NEW_YORK, at("2026-11-01 01:30", "America/New_York"),
         at("2026-11-01 01:30", "America/New_York", fold=1), 60, "the same clock, an hour apart"),
        (hours("everyday", "00:00-24:00", zone="America/Sao_Paulo"),
         at("2018-11-03", "America/Sao_Paulo"), at("2018-11-05", "America/Sao_Paulo"),
         47 * 60, "a day that begins at 01:00"),
        (ST_JOHNS, at("2010-11-06 23:15", "America/St_Johns"),
         at("2010-11-06 23:15", "America/St_Johns", fold=1), 60, "back over midnight"),
        (WORK, at(f"{FIRST_UNKNOWN}-03-01"), at(f"{FIRST_UNKNOWN}-03-08"), None, "unknown"),
        (WORK, at(f"{FIRST_UNKNOWN}-03-01 18:00"), at(f"{FIRST_UNKNOWN}-03-02 08:00"), 0,
         "at night nobody works in any year"),
    ],
)  # fmt: skip
def test_between(
    which: Hours, start: datetime, end: datetime, worked: int | None, reason: str
) -> None:
    """From one moment to another so many minutes are worked."""
    expected = None if worked is None else timedelta(minutes=worked)

    assert which.between(start, end) == expected, reason


def test_overlapping_shifts_count_once() -> None:
    """Time that two shifts or two days share is worked once."""
    days = Days(["everyday"])
    both = Hours([Shift(days, [(540, 720), (660, 780)]), Shift(days, [(1320, 600)])], "UTC")

    worked = both.between(at("2026-03-09", "UTC"), at("2026-03-10", "UTC"))

    assert worked == timedelta(hours=15)  # 00:00-13:00 and 22:00-24:00


@pytest.mark.parametrize(
    ("one", "two", "answer", "reason"),
    [
        (WORK, WORK, True, "the same"),
        (WORK, hours("workdays", "12:00-13:30"), False, "lunch touches work at both ends"),
        (WORK, hours("weekends", "08:00-18:00"), False, "a worked Saturday is no weekend"),
        (WORK, hours("saturday", "08:00-18:00"), True, "but it is a Saturday"),
        (WORK, hours("holidays", "08:00-18:00"), False, "holidays are not worked"),
        (hours("holidays", "08:00-18:00"), hours("weekends", "09:00-10:00"), True, "3 October"),
        (hours("monday", "08:00-18:00"), hours("tuesday", "08:00-18:00"), False, "other days"),
        (hours("monday", "22:00-06:00"), hours("tuesday", "05:00-07:00"), True, "over midnight"),
        (hours("monday", "22:00-06:00"), hours("tuesday", "06:00-07:00"), False, "just not"),
        (hours("sunday", "22:00-06:00"), hours("monday", "00:00-01:00"), True, "over the week"),
        (hours("tuesday", "05:00-07:00"), hours("monday", "22:00-06:00"), True, "the other way"),
        (WORK, hours("holidays", "22:00-09:00"), True, "a holiday's night reaches a workday"),
        (WORK, hours("everyday", "00:00-24:00", zone="UTC"), True, "other zones may meet"),
        (WORK, Hours([], "UTC"), False, "nothing meets nothing"),
        (hours("workdays", "09:00-10:00"),
         hours("holidays", "09:00-10:00", calendar=WorkCalendar({date(2026, 3, 9): False})),
         True, "one company's holiday may be another's workday"),
        (WORK, Hours([Shift(Days(dates=[date(2026, 10, 1)]), [(540, 600)])], "Asia/Shanghai"),
         False, "that date is a holiday"),
        (WORK, Hours([Shift(Days(dates=[NEW_YEAR]), [(540, 600)])], "Asia/Shanghai"),
         True, "that date may yet be worked"),
        (Hours([Shift(Days(dates=[date(2026, 10, 8)]), [(540, 600)])], "Asia/Shanghai"), WORK,
         True, "that date is worked"),
    ],
)  # fmt: skip
def test_meets(one: Hours, two: Hours, answer: bool, reason: str) -> None:
    """Two hours can share a moment, or never will."""
    assert one.meets(two) is answer, reason


@pytest.mark.parametrize(
    ("which", "empty"),
    [
        (Hours([], "UTC"), True),
        (Hours([Shift(Days(["workdays"]), [])], "UTC"), True),
        (Hours([Shift(Days(), [(540, 600)])], "UTC"), True),
        (WORK, False),
    ],
)
def test_empty(which: Hours, empty: bool) -> None:
    """Hours without shifts, ranges or days are empty."""
    assert which.empty is empty


@pytest.mark.parametrize("days", [Days(["workdays"]), Days(dates=[date.max]), Days()])
def test_nothing_comes_of_days_without_ranges(days: Days) -> None:
    """No day after all days to come is looked at for them."""
    which = Hours([Shift(days, [])], "Asia/Shanghai")

    assert which.add(at("2026-03-09 10:00"), timedelta(minutes=1)) is None
    assert which.add_days(at("2026-03-09 10:00"), 1) is None
    assert len(which._seen) == 0


@pytest.mark.parametrize("span", [(540, 540), (-1, 60), (1440, 60), (60, 1441)])
def test_an_impossible_range_is_refused(span: tuple[int, int]) -> None:
    """A range has two different ends within the day."""
    with pytest.raises(ValueError, match="range of hours"):
        Shift(Days(["workdays"]), [span])


def test_ranges_may_be_given_as_times() -> None:
    """A `time` is its minutes of the day."""
    assert Shift(Days(["monday"]), [(time(8, 30), time(12))]).ranges == ((510, 720),)


def test_a_range_keeps_to_minutes() -> None:
    """Seconds in a range are an error, not lost."""
    with pytest.raises(ValueError, match="08:30:15"):
        Shift(Days(["monday"]), [(time(8, 30, 15), time(12))])


def test_an_unknown_time_zone_is_refused() -> None:
    """A zone that does not exist is an error that names it."""
    for zone in ("Asia/Atlantis", "", "../x"):
        with pytest.raises(ValueError, match="no time zone"):
            Hours([], zone)


def test_a_naive_moment_is_refused() -> None:
    """A moment without a zone would be read in the machine's own."""
    with pytest.raises(ValueError, match="time zone"):
        WORK.contains(datetime(2026, 3, 9, 10))


def test_negative_terms_are_refused() -> None:
    """Working time is added, never taken away."""
    with pytest.raises(ValueError, match="not negative"):
        WORK.add(at("2026-03-09 10:00"), timedelta(minutes=-1))
    with pytest.raises(ValueError, match="one or more"):
        WORK.add_days(at("2026-03-09 10:00"), 0)


def test_a_pickled_hours_is_equal() -> None:
    """Hours survive pickling without what they remembered."""
    which = hours("workdays", "08:30-12:00")
    fresh = pickle.dumps(which)
    which.contains(at("2026-03-09 10:00"))

    loaded = pickle.loads(pickle.dumps(which))

    assert pickle.dumps(which) == fresh
    assert loaded == which
    assert hash(loaded) == hash(which)
    assert loaded.contains(at("2026-03-09 10:00")) is True


# Properties. All bounds lie on quarters of an hour, so that a walk by quarters misses nothing.
QUARTER = timedelta(minutes=15)
PLACES = [
    ("Asia/Shanghai", date(2026, 2, 12)),  # a make-up Saturday before the Spring Festival
    ("Asia/Shanghai", date(FIRST_UNKNOWN - 1, 12, 30)),  # into a year without a calendar
    ("America/New_York", date(2026, 3, 7)),  # an hour skipped
    ("America/New_York", date(2026, 10, 31)),  # an hour twice
    ("America/Sao_Paulo", date(2018, 11, 3)),  # midnight skipped
    ("America/Sao_Paulo", date(2018, 2, 16)),  # the hour before midnight twice
    ("America/St_Johns", date(2010, 11, 6)),  # a minute past midnight, an hour back
    ("Australia/Lord_Howe", date(2026, 4, 4)),  # half an hour twice
]
SPANS = st.tuples(st.integers(0, 95), st.integers(0, 96)).filter(lambda span: span[0] != span[1])
SHIFTS = st.builds(
    Shift,
    st.builds(Days, st.sets(st.sampled_from(sorted(NAMES)), min_size=1, max_size=2)),
    st.lists(SPANS.map(lambda span: (span[0] * 15, span[1] * 15)), min_size=1, max_size=2),
)
SHIFT_LISTS = st.lists(SHIFTS, min_size=1, max_size=2)


def quarters(which: Hours, first: date, days: int) -> Iterator[tuple[datetime, bool | None]]:
    """Each quarter of an hour and whether it is worked, by watching a clock on the wall.

    Worked is what lies between a range's bounds by the latest time the clock has yet shown.
    """
    zone = ZoneInfo(which.timezone)
    moment = datetime.combine(first, time(12), zone).astimezone(UTC)
    shown = datetime.min
    for _ in range(days * 96):
        shown = max(shown, moment.astimezone(zone).replace(tzinfo=None))
        answers = {
            shift.days.contains(day, which.calendar)
            for shift in which.shifts
            for start, end in shift.ranges
            for day in (shown.date() - timedelta(days=1), shown.date())
            if (opens := datetime.combine(day, time()) + timedelta(minutes=start)) <= shown
            and shown < opens + timedelta(minutes=(end - start) % 1440 or 1440)
        }
        yield moment, True if True in answers else None if None in answers else False
        moment += QUARTER


@given(SHIFT_LISTS, st.sampled_from(PLACES))
def test_contains_is_what_a_walk_sees(shifts: list[Shift], place: tuple[str, date]) -> None:
    """Every quarter of two days is worked as a clock on the wall tells."""
    zone, first = place
    which = Hours(shifts, zone)

    for moment, worked in quarters(which, first, 2):
        assert which.contains(moment) is worked, moment.astimezone(ZoneInfo(zone))


@given(SHIFT_LISTS, st.sampled_from(PLACES), st.integers(0, 191), st.integers(0, 191))
def test_between_is_what_a_walk_counts(
    shifts: list[Shift], place: tuple[str, date], start: int, end: int
) -> None:
    """The time worked is the sum of the quarters, unknown if one is."""
    which = Hours(shifts, place[0])
    start, end = sorted((start, end))
    walk = list(quarters(which, place[1], 2))
    worked = [answer for _, answer in walk[start:end]]

    expected = None if None in worked else sum(map(bool, worked)) * QUARTER
    assert which.between(walk[start][0], walk[end][0]) == expected


@given(SHIFT_LISTS, st.sampled_from(PLACES), st.integers(0, 95), st.integers(1, 60))
def test_add_is_where_a_walk_ends(
    shifts: list[Shift], place: tuple[str, date], start: int, working: int
) -> None:
    """The moment is the end of the last quarter worked, unknown if one before is."""
    which = Hours(shifts, place[0])
    walk = list(quarters(which, place[1], 3))
    due = which.add(walk[start][0], working * QUARTER)

    left = working
    for moment, worked in walk[start:]:
        if worked is None:
            assert due is None
            return
        left -= worked
        if not left:
            assert due == moment + QUARTER
            return
    assert due is None or due > walk[-1][0]


MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 6, 1), timezones=st.just(UTC))
TERMS = st.timedeltas(timedelta(), timedelta(days=10))


@given(SHIFT_LISTS, st.sampled_from(PLACES), MOMENTS, TERMS)
def test_between_takes_back_add(
    shifts: list[Shift], place: tuple[str, date], moment: datetime, working: timedelta
) -> None:
    """From a moment to the one so much later, just so much is worked, to the microsecond."""
    which = Hours(shifts, place[0])
    due = which.add(moment, working)

    if due is not None:
        assert which.between(moment, due) == working
        assert which.between(due, moment) == -working


@given(SHIFT_LISTS, st.sampled_from(PLACES), MOMENTS, TERMS, TERMS)
def test_more_work_takes_longer(
    shifts: list[Shift], place: tuple[str, date], moment: datetime, one: timedelta, two: timedelta
) -> None:
    """With more working time the moment never comes earlier."""
    which = Hours(shifts, place[0])
    less, more = sorted((one, two))
    early, late = which.add(moment, less), which.add(moment, more)

    if late is not None:
        assert early is not None
        assert early <= late


@given(SHIFT_LISTS, st.sampled_from(PLACES), MOMENTS, st.integers(1, 12))
def test_a_term_of_days_ends_after_its_day(
    shifts: list[Shift], place: tuple[str, date], moment: datetime, days: int
) -> None:
    """A term of days ends when work ends, and one more day makes it longer."""
    which = Hours(shifts, place[0])
    due, later = which.add_days(moment, days), which.add_days(moment, days + 1)

    if due is not None:
        assert due > moment
        assert which.contains(due - timedelta(microseconds=1)) is True
    if later is not None:
        assert due is not None


@given(SHIFT_LISTS, SHIFT_LISTS, st.sampled_from(PLACES))
def test_hours_that_share_a_moment_meet(
    shifts: list[Shift], others: list[Shift], place: tuple[str, date]
) -> None:
    """Whatever a walk finds in both is announced, from either side."""
    one, two = Hours(shifts, place[0]), Hours(others, place[0])
    # Two answers that hang on a calendar may exclude each other, as workdays and holidays do.
    answers = [{worked, two.contains(at)} for at, worked in quarters(one, place[1], 7)]

    if {True} in answers or {True, None} in answers:
        assert one.meets(two)
    assert one.meets(two) is two.meets(one)
