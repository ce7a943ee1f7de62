"""Work time by the tables of `data/work_time.toml`: as arithmetic, and as policies judge by it."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playing import SKINS, happening, message, play, policy, violations

from wechat_policy import Engine, Policy
from wechat_policy.errors import InvalidPolicy
from wechat_policy.hours import Hours, Shift
from wechat_policy.lexical import Skin
from wechat_policy.loading import check_text
from wechat_policy.policy import DeadlineNorm
from wechat_policy.verdict import Verdict
from wechat_policy.workdays import Days, WorkCalendar

TABLES = tomllib.loads(
    (Path(__file__).parent / "data" / "work_time.toml").read_text(encoding="utf-8")
)
HOURS: dict[str, dict[str, Any]] = TABLES["hours"]
MINUTE = timedelta(minutes=1)
UNITS = {"s": timedelta(seconds=1), "m": MINUTE, "h": timedelta(hours=1)}
SEVERITY = "  severity late\npenalties\n  late: reminder\n"


class Due(NamedTuple):
    """A row: so much working time after a moment it is this late, and why that is asked."""

    number: int
    hours: str
    start: str
    amount: str
    due: str
    why: str


class Between(NamedTuple):
    """A row: between two moments so much is worked."""

    hours: str
    start: str
    end: str
    worked: str
    why: str


class During(NamedTuple):
    """A row: whether a moment lies in the hours."""

    hours: str
    moment: str
    inside: str
    why: str


class Since(NamedTuple):
    """A row: whether less than so much is worked from an earlier moment to a later one."""

    hours: str
    start: str
    end: str
    amount: str
    near: str
    why: str


ROWS = [(group["hours"], *row) for group in TABLES["due"] for row in group["rows"]]
DUE = [Due(number, *row) for number, row in enumerate(ROWS)]
BETWEEN = [Between(group["hours"], *row) for group in TABLES["between"] for row in group["rows"]]
DURING = [During(group["hours"], *row) for group in TABLES["during"] for row in group["rows"]]
SINCE = [Since(group["hours"], *row) for group in TABLES["since"] for row in group["rows"]]
TERMS = [row for row in DUE if not row.amount.startswith("0")]
"""The rows that a deadline can be made of."""

KNOWN = [row for row in BETWEEN if row.worked != "unknown"]


def by_reason(row: Due | Between | During | Since) -> str:
    """The name of a row's test."""
    return f"{row.hours} {row[row._fields.index('hours') + 1]}: {row.why}"


def zone_of(hours: str) -> ZoneInfo:
    """The zone whose clock the rows of these hours show."""
    named = re.search(r'in "(.+)"', HOURS[hours]["text"])
    return ZoneInfo(named[1] if named else "Asia/Shanghai")


def moment(text: str, hours: str) -> datetime:
    """The one moment at which the clock shows the text."""
    day, clock, *offset = text.split()
    midnight = timedelta(days=clock == "24:00")
    shown = datetime.fromisoformat(f"{day} {'00:00' if midnight else clock}") + midnight
    zone = zone_of(hours)
    if offset:
        found = datetime.fromisoformat(f"{shown.isoformat()}{offset[0]}")
    else:
        first, second = (shown.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
        assert first.utcoffset() == second.utcoffset(), f"{text} comes twice or never"
        found = first
    assert found.astimezone(zone).replace(tzinfo=None) == shown, f"no clock shows {text}"
    return found.astimezone(UTC)


def expected(text: str, hours: str) -> datetime | None:
    """The due moment that a row expects; None if it is unknown."""
    return None if text == "unknown" else moment(text, hours)


def length(amount: str) -> timedelta:
    """The length that an amount of time means."""
    return int(amount[:-1]) * UNITS[amount[-1]]


# ------------------------------------------------------------------ policies of the tables


@pytest.fixture(name="heads", scope="module")
def _heads(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What stands before the clauses of a policy, by its calendar: the calendar and the hours."""
    folder = tmp_path_factory.mktemp("calendars")
    heads = {}
    for name in ("", *TABLES["calendar"]):
        lines = []
        if name:
            path = folder / f"{name}.csv"
            path.write_text(TABLES["calendar"][name], encoding="utf-8")
            lines.append(f'calendar file "{path.as_posix()}"')
        lines += [f"hours {key} = {one['text']}" for key, one in HOURS.items()]
        heads[name] = "\n".join(lines)
    return heads


def made(heads: dict[str, str], hours: str, body: str, skin: Skin = "en") -> Policy:
    """A policy with the tables' hours, under the calendar that these hours go by."""
    return policy(body, skin=skin, head=heads[HOURS[hours].get("calendar", "")])


def within(row: Due) -> str:
    """The deadline of a row as clauses say it."""
    unnamed = HOURS[row.hours].get("unnamed", False)
    return f"within {row.amount}" + ("" if unnamed else f" of {row.hours}")


def deadlines(heads: dict[str, str], hours: str, skin: Skin) -> Policy:
    """The deadlines of all rows under one calendar, each opened by the step of its number."""
    calendar = HOURS[hours].get("calendar")
    clauses = [
        f"clause row_{row.number}\n  after approval.assign where (step = {row.number})"
        f" {within(row)} require approval.decide by request\n  severity late\n"
        for row in TERMS
        if HOURS[row.hours].get("calendar") == calendar
    ]
    return made(heads, hours, "".join(clauses) + "penalties\n  late: reminder\n", skin)


@pytest.fixture(name="counted", scope="module")
def _counted(heads: dict[str, str]) -> dict[str, Hours]:
    """The hours of the tables, as policies count deadlines in them."""
    found: dict[str, Hours] = {}
    for row in TERMS:
        (norm,) = deadlines(heads, row.hours, "en").clause(f"row_{row.number}").norms
        assert isinstance(norm, DeadlineNorm)
        assert norm.hours is not None
        assert found.setdefault(row.hours, norm.hours.hours) == norm.hours.hours
    return found


# ---------------------------------------------------------------- the calendar, the arithmetic


@pytest.mark.parametrize("table", TABLES["year"], ids=[str(one["year"]) for one in TABLES["year"]])
def test_every_day_of_the_official_years(table: dict[str, Any]) -> None:
    """Each day is worked, a holiday and a weekend as the published notice has it."""
    calendar, year = WorkCalendar(), Published(table)
    days = [date(table["year"], 1, 1) + timedelta(days=number) for number in range(365)]

    for day in days:
        told = (calendar.workday(day), calendar.holiday(day), calendar.weekend(day))
        assert told == (year.worked(day), year.holiday(day), year.weekend(day)), day
    assert sum(map(year.worked, days)) == table["workdays"]


@pytest.mark.parametrize("row", DUE, ids=by_reason)
def test_due(row: Due, counted: dict[str, Hours]) -> None:
    """So much working time or so many working days after a moment it is this late."""
    hours, start = counted[row.hours], moment(row.start, row.hours)
    number, _, days = row.amount.partition(" ")

    if row.due == "refused":
        with pytest.raises(ValueError, match="one or more"):
            hours.add_days(start, int(number))
    elif days:
        assert hours.add_days(start, int(number)) == expected(row.due, row.hours), row.why
    else:
        assert hours.add(start, length(row.amount)) == expected(row.due, row.hours), row.why


@pytest.mark.parametrize("row", BETWEEN, ids=by_reason)
def test_between(row: Between, counted: dict[str, Hours]) -> None:
    """So much is worked from one moment to the other, and so much less than nothing back."""
    hours = counted[row.hours]
    start, end = moment(row.start, row.hours), moment(row.end, row.hours)
    worked = None if row.worked == "unknown" else length(row.worked)

    assert hours.between(start, end) == worked, row.why
    assert hours.between(end, start) == (None if worked is None else -worked), row.why


@pytest.mark.parametrize("row", DURING, ids=by_reason)
def test_during(row: During, counted: dict[str, Hours]) -> None:
    """A moment lies in the hours, or not, or that is not known."""
    answer = {"yes": True, "no": False, "unknown": None}[row.inside]

    assert counted[row.hours].contains(moment(row.moment, row.hours)) is answer, row.why


@pytest.mark.parametrize("row", SINCE, ids=by_reason)
def test_since(row: Since, counted: dict[str, Hours]) -> None:
    """So much has passed, or not, or that is not known though the sum is not known either."""
    passed = {"yes": False, "no": True, "unknown": None}[row.near]
    start, end = moment(row.start, row.hours), moment(row.end, row.hours)

    assert counted[row.hours].passed(start, length(row.amount), end) is passed, row.why


def test_a_term_between_is_the_amount(counted: dict[str, Hours]) -> None:
    """From the start of a row to its due moment just the amount is worked."""
    for row in DUE:
        due = None if row.due == "refused" else expected(row.due, row.hours)
        if due is not None and "workdays" not in row.amount:
            start = moment(row.start, row.hours)
            assert counted[row.hours].between(start, due) == length(row.amount), row


# ------------------------------------------------------------------------------ whole policies


def judged(engine: Engine, row: Due, decided: datetime | None, until: datetime) -> list[Verdict]:
    """What comes of an approval that is assigned at the row's start and decided, or never."""
    start = moment(row.start, row.hours)
    inputs: list[Any] = [
        happening("approval.assign", start, "e1", actor="a", request="r", step=row.number)
    ]
    if decided is not None:
        inputs.append(
            happening("approval.decide", decided, "e2", actor="a", request="r", decision="approve")
        )
    return play(engine, [*inputs, until])


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize("row", TERMS, ids=by_reason)
def test_a_deadline(row: Due, skin: Skin, heads: dict[str, str]) -> None:
    """Judged to the moment: in time when due, late a second after it, by the delay it took."""
    policies = deadlines(heads, row.hours, skin)
    due = expected(row.due, row.hours)
    if due is None:
        engine = Engine(policies)
        later = moment(row.start, row.hours) + timedelta(days=800)
        assert [] == violations(judged(engine, row, None, later)), row.why
        assert () == engine.pending()
        assert 1 == engine.stats()["unclear"]
        return
    later = due + timedelta(days=40)

    engine = Engine(policies)
    assert [] == violations(judged(engine, row, due, later)), row.why
    assert 0 == engine.stats()["unclear"]

    engine = Engine(policies)
    verdicts = judged(engine, row, due + timedelta(seconds=1), later)
    late, settled = violations(verdicts)
    assert (f"row_{row.number}", "violation", "a") == (late.clause, late.status, late.subject)
    assert due == late.at == settled.at, row.why
    assert 1.0 == settled.to_dict()["delay_seconds"]
    assert ["due", "settled"] == [one.kind for one in verdicts if one.violations]

    assert [due] == [one.at for one in violations(judged(Engine(policies), row, None, later))]


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize("row", DURING, ids=by_reason)
def test_a_condition_on_hours(row: During, skin: Skin, heads: dict[str, str]) -> None:
    """`during` and `outside` are each other's opposite, and unknown together."""
    body = "".join(
        f"clause {word}_hours\n  forbid message when {word} {row.hours}\n"
        "  severity late\n  if unknown review\n"
        for word in ("during", "outside")
    )
    rules = made(heads, row.hours, f"{body}penalties\n  late: reminder\n", skin)
    (verdict,) = Engine(rules).feed(message(moment(row.moment, row.hours), "m"))

    broken = {"yes": ["during_hours"], "no": ["outside_hours"], "unknown": []}[row.inside]
    unknown = ["during_hours", "outside_hours"] if row.inside == "unknown" else []
    assert broken == [one.clause for one in verdict.violations], row.why
    assert unknown == sorted(one.clause for one in verdict.undetermined), row.why


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize("row", KNOWN, ids=by_reason)
def test_an_earlier_event(row: Between, skin: Skin, heads: dict[str, str]) -> None:
    """`had … within` so much work takes less than that, and no more."""
    worked = length(row.worked) // MINUTE
    body = "".join(
        f"clause {name}\n  forbid message when had (login) by actor = sender"
        f" within {minutes}m of {row.hours}\n  severity late\n  if unknown review\n"
        for name, minutes in (("just_so", worked), ("a_minute_more", worked + 1))
        if minutes
    )
    rules = made(heads, row.hours, f"{body}penalties\n  late: reminder\n", skin)
    login = happening("login", moment(row.start, row.hours), "e", actor="a", account="x")
    verdict = play(Engine(rules), [login, message(moment(row.end, row.hours), "m")])[-1]

    assert ["a_minute_more"] == [one.clause for one in verdict.violations], row.why
    assert () == verdict.undetermined


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize("row", SINCE, ids=by_reason)
def test_an_event_less_than_so_much_work_ago(row: Since, skin: Skin, heads: dict[str, str]) -> None:
    """`within` and `ago` are each other's opposite, and unknown together."""
    body = "".join(
        f"clause {word}_so_much\n  forbid message when had (login) by actor = sender"
        f" {word} {row.amount} of {row.hours}\n  severity late\n  if unknown review\n"
        for word in ("ago", "within")
    )
    rules = made(heads, row.hours, f"{body}penalties\n  late: reminder\n", skin)
    login = happening("login", moment(row.start, row.hours), "e", actor="a", account="x")
    verdict = play(Engine(rules), [login, message(moment(row.end, row.hours), "m")])[-1]

    broken = {"yes": ["within_so_much"], "no": ["ago_so_much"], "unknown": []}[row.near]
    unknown = ["ago_so_much", "within_so_much"] if row.near == "unknown" else []
    assert broken == [one.clause for one in verdict.violations], row.why
    assert unknown == sorted(one.clause for one in verdict.undetermined), row.why


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize(
    ("term", "code"), [("0m of office", "E312"), ("0 workdays of office", "E219")]
)
def test_no_time_is_no_deadline(term: str, code: str, skin: Skin, heads: dict[str, str]) -> None:
    """The arithmetic knows an amount of nothing, a policy that asks for it is refused."""
    rule = f"after approval.assign within {term} require approval.decide by request"

    with pytest.raises(InvalidPolicy) as caught:
        made(heads, "office", f"clause c\n  {rule}\n{SEVERITY}", skin)

    assert [code] == [one.code for one in caught.value.diagnostics if one.level == "error"]


@pytest.mark.parametrize(
    ("value", "norm", "told"),
    [
        ("2h", "after message within 2h of office require login", True),
        ("2h", "after message within soon of office require login", True),
        ("2h of office", "after message within soon require login", True),
        ("2 workdays", "after message within soon require login", True),
        ("2 workdays", "after message within soon of desk require login", True),
        ("2h of desk", "after message within soon require login", False),
        ("2h of desk", "after message within soon require login when during office", True),
        ("2h", "after message within soon require login", False),
        ("2h", "forbid message when outside office", True),
        ("2h", "forbid message when during desk", False),
        ("2h", "forbid message when on workdays", True),
        ("2h", "forbid message when on monday-friday", False),
    ],
)
def test_an_example_in_a_year_without_a_calendar(
    value: str, norm: str, told: bool, heads: dict[str, str]
) -> None:
    """It is warned of wherever its clause asks which days are worked."""
    body = (
        f"parameter soon = {value}\nclause c\n  {norm}\n  severity late\n"
        '  complies message (at = "2027-03-03 10:00")\npenalties\n  late: reminder\n'
    )
    text = f'policy "p"\n{heads[""]}\n{body}'

    assert told is ("W310" in [one.code for one in check_text(text)])


def test_a_parameter_of_work_time_is_judged_alike(heads: dict[str, str]) -> None:
    """A deadline in a parameter is the one that its value says."""
    body = (
        "parameter soon = 1h of office\nclause c\n  after approval.assign within soon"
        f" require approval.decide by request\n{SEVERITY}"
    )
    row = next(one for one in TERMS if one.start == "2026-09-30 17:45")
    due = moment("2026-10-08 09:30", "office")

    for skin in SKINS:
        engine = Engine(made(heads, "office", body, skin))
        (late,) = violations(judged(engine, row, None, due + MINUTE))
        assert due == late.at


# ----------------------------------------- each person's own shift, where shifts have names

SHIFTS_BY_ROLE = (
    "clause rest\n"
    '  should not message when (sender.roles includes "night" and outside night)'
    ' or (not sender.roles includes "night" and outside office)\n  severity late\n'
    "clause decide\n"
    '  after approval.assign where (actor.roles includes "night") within 1h of night'
    " require approval.decide by request\n"
    '  after approval.assign where (not actor.roles includes "night") within 1h of office'
    " require approval.decide by request\n  severity late\n"
    "clause read\n"
    '  after announcement.publish for each p in recipients (roles includes "night")'
    " within 1h of night require message.read by message = that.id, actor = p\n"
    '  after announcement.publish for each p in recipients (not roles includes "night")'
    " within 1h of office require message.read by message = that.id, actor = p\n"
    f"{SEVERITY}"
)
PEOPLE = {"people": [{"id": "n", "roles": ["night"]}, {"id": "d", "roles": []}, {"id": "e"}]}
EVENING = moment("2026-09-30 17:45", "office")


@pytest.fixture(name="by_role", scope="module", params=SKINS)
def _by_role(request: pytest.FixtureRequest, heads: dict[str, str]) -> Policy:
    """A policy that picks among named shifts by a role."""
    return made(heads, "office", SHIFTS_BY_ROLE, request.param)


@pytest.mark.parametrize(
    ("who", "clock", "shown"),
    [("n", "10:00", True), ("n", "23:00", False), ("d", "10:00", False), ("e", "23:00", True)],
)
def test_the_hours_of_ones_own_shift(by_role: Policy, who: str, clock: str, shown: bool) -> None:
    """Outside of his shift is outside of the one that his role names, else of the office's."""
    sent = message(moment(f"2026-03-09 {clock}", "office"), "m", sender=who)
    (verdict,) = Engine(by_role, PEOPLE).feed(sent)

    assert (["rest"] if shown else []) == [one.clause for one in verdict.violations]
    assert () == verdict.undetermined


@pytest.mark.parametrize(
    ("who", "due"),
    [("n", "2026-09-30 23:00"), ("d", "2026-10-08 09:30"), ("e", "2026-10-08 09:30")],
)
def test_a_deadline_in_ones_own_shift(by_role: Policy, who: str, due: str) -> None:
    """The hour is one of the shift of whoever answers."""
    assign = happening("approval.assign", EVENING, "e1", actor=who, request="r")
    engine = Engine(by_role, PEOPLE)
    (late,) = violations(play(engine, [assign, EVENING + timedelta(days=10)]))

    assert ("decide", who, moment(due, "office")) == (late.clause, late.subject, late.at)
    assert 0 == engine.stats()["unclear"]


def test_each_reader_in_his_own_shift(by_role: Policy) -> None:
    """One notice is due at different times for the people it goes to."""
    notice = happening("announcement.publish", EVENING, "e1", sender="x", recipients=["n", "d"])
    found = violations(play(Engine(by_role, PEOPLE), [notice, EVENING + timedelta(days=10)]))

    assert [
        ("n", moment("2026-09-30 23:00", "office")),
        ("d", moment("2026-10-08 09:30", "office")),
    ] == [(one.subject, one.at) for one in found if one.clause == "read"]


def test_somebody_of_whom_nothing_is_known_has_no_shift(by_role: Policy) -> None:
    """No row of the directory, no deadline: both are counted."""
    assign = happening("approval.assign", EVENING, "e1", actor="stranger", request="r")
    engine = Engine(by_role, PEOPLE)

    assert [] == violations(play(engine, [assign, EVENING + timedelta(days=10)]))
    assert 2 == engine.stats()["unclear"]


def test_a_new_shift_leaves_open_deadlines_alone(by_role: Policy) -> None:
    """The shift of the moment at which a duty opens is the one it is counted in."""
    assign = happening("approval.assign", EVENING, "e1", actor="d", request="r")
    moved = happening("role.assign", EVENING + MINUTE, "e2", person="d", role="night")
    again = happening("approval.assign", EVENING + 2 * MINUTE, "e3", actor="d", request="s")
    found = violations(
        play(Engine(by_role, PEOPLE), [assign, moved, again, EVENING + timedelta(days=10)])
    )

    assert [
        ("e3", moment("2026-09-30 23:00", "office")),
        ("e1", moment("2026-10-08 09:30", "office")),
    ] == [(one.event, one.at) for one in found]


# ------------------------------------------------------- against a walk from minute to minute


class Published:
    """A year as its notice has it."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.off = {
            first + timedelta(days=number)
            for _, first, last in table["holidays"]
            for number in range((last - first).days + 1)
        }
        self.made_up = set(table["made_up"])

    def worked(self, day: date) -> bool:
        return day in self.made_up or (day.weekday() < 5 and day not in self.off)

    def holiday(self, day: date) -> bool:
        return day in self.off

    def weekend(self, day: date) -> bool:
        return day.weekday() >= 5 and day not in self.made_up


YEARS = {one["year"]: Published(one) for one in TABLES["year"]}
ASKED = {
    "workdays": Published.worked,
    "holidays": Published.holiday,
    "weekends": Published.weekend,
}
WALK = 14 * 24 * 60
"""Minutes that a walk goes on at most: longer than any holiday."""

ZONES = st.sampled_from(["Asia/Shanghai", "America/New_York", "Europe/Berlin"])
CLOCK = st.integers(0, 24 * 60 - 1)
RANGES = st.tuples(st.sampled_from([*ASKED, "everyday", "tuesday"]), CLOCK, CLOCK)
SHIFTS = st.lists(RANGES.filter(lambda one: one[1] != one[2]), min_size=1, max_size=3)
CHANGES = [
    datetime(2025, 12, 31, 15, tzinfo=UTC), datetime(2026, 2, 13, 8, tzinfo=UTC),
    datetime(2026, 3, 8, 5, tzinfo=UTC), datetime(2026, 3, 29, 0, tzinfo=UTC),
    datetime(2026, 9, 30, 9, tzinfo=UTC), datetime(2026, 10, 25, 0, tzinfo=UTC),
    datetime(2026, 11, 1, 4, tzinfo=UTC), datetime(2026, 12, 31, 8, tzinfo=UTC),
]  # fmt: skip
"""Shortly before a holiday, a change of the clock, the end of the calendars."""

MOMENTS = st.one_of(
    st.integers(0, 728 * 24 * 60).map(lambda n: datetime(2025, 1, 3, tzinfo=UTC) + n * MINUTE),
    st.builds(lambda change, n: change + n * MINUTE, st.sampled_from(CHANGES), st.integers(0, 600)),
)


def taken(name: str, day: date) -> bool | None:
    """Whether a word takes in a day; None in a year of which nothing is published."""
    if name not in ASKED:
        return name == "everyday" or day.weekday() == 1
    if day.year not in YEARS:
        return False if name == "weekends" and day.weekday() < 5 else None
    return ASKED[name](YEARS[day.year], day)


class Walk:
    """Looks at the clock every minute; one put back shows nothing new until it has caught up."""

    def __init__(self, ranges: list[tuple[str, int, int]], zone: str, start: datetime) -> None:
        self.ranges, self.zone = ranges, ZoneInfo(zone)
        self.shown = datetime.min
        self.known: dict[tuple[str, date], bool | None] = {}
        for number in range(120, 0, -1):
            self._look(start - number * MINUTE)

    def _look(self, now: datetime) -> None:
        self.shown = max(self.shown, now.astimezone(self.zone).replace(tzinfo=None))

    def _taken(self, name: str, day: date) -> bool | None:
        if (name, day) not in self.known:
            self.known[name, day] = taken(name, day)
        return self.known[name, day]

    def worked(self, now: datetime) -> bool | None:
        """Whether the minute that begins now is worked; the minutes are asked in their order."""
        self._look(now)
        today, clock = self.shown.date(), self.shown.hour * 60 + self.shown.minute
        answers: list[bool | None] = []
        for name, start, end in self.ranges:
            if start < end:
                if start <= clock < end:
                    answers.append(self._taken(name, today))
            elif clock >= start:
                answers.append(self._taken(name, today))
            elif clock < end:
                answers.append(self._taken(name, today - timedelta(days=1)))
        return True if True in answers else None if None in answers else False


def random_hours(ranges: list[tuple[str, int, int]], zone: str) -> Hours:
    """The hours of ranges on days of one word each."""
    return Hours([Shift(Days([name]), [(start, end)]) for name, start, end in ranges], zone)


@given(SHIFTS, ZONES, MOMENTS, st.integers(1, 1200))
def test_add_ends_where_a_walk_does(
    ranges: list[tuple[str, int, int]], zone: str, start: datetime, minutes: int
) -> None:
    """The due moment is the end of the last minute worked, unknown if one before may be."""
    due = random_hours(ranges, zone).add(start, minutes * MINUTE)
    walk, left = Walk(ranges, zone, start), minutes
    for number in range(WALK):
        worked = walk.worked(start + number * MINUTE)
        if worked is None:
            assert due is None
            return
        left -= worked
        if not left:
            assert due == start + (number + 1) * MINUTE
            return
    assert due is None or due > start + WALK * MINUTE


@given(SHIFTS, ZONES, MOMENTS, st.integers(0, 11 * 24 * 60), st.integers(1, 3000))
def test_between_is_what_a_walk_counts(
    ranges: list[tuple[str, int, int]], zone: str, start: datetime, minutes: int, asked: int
) -> None:
    """The working time is the number of minutes worked, unknown if one of them may be.

    Whether it is enough is known if the certain minutes are, or all together are not.
    """
    which, end = random_hours(ranges, zone), start + minutes * MINUTE
    walk = Walk(ranges, zone, start)
    minutes_worked = [walk.worked(start + number * MINUTE) for number in range(minutes)]
    worked = None if None in minutes_worked else sum(map(bool, minutes_worked)) * MINUTE

    assert which.between(start, end) == worked
    assert which.between(end, start) == (None if worked is None else -worked)
    least = sum(one is True for one in minutes_worked)
    most = sum(one is not False for one in minutes_worked)
    enough = True if least >= asked else False if most < asked else None
    assert which.passed(start, asked * MINUTE, end) is enough
