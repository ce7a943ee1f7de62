"""A compiled policy: immutable data and the names of module-level functions.

It pickles, any number of threads may share it, and an engine links it to state and a scanner.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import attrs

from wechat_policy.penalties import PenaltyTable, Window
from wechat_policy.rules.facts import Path, Value
from wechat_policy.rules.lexicons import Lexicon
from wechat_policy.rules.series import Series
from wechat_policy.rules.tests import Test
from wechat_policy.rules.timetables import Timetable
from wechat_policy.rules.triggers import Triggers
from wechat_policy.vocabulary import FactKind
from wechat_policy.workdays import Days, WorkCalendar

NormStatus = Literal["violation", "suspected", "advisory"]


@attrs.frozen
class Judged:
    """What a norm is about: event types, the test that decides there, and what can make it true.

    Without one of the `triggers` the test is false, without one of the `occasions` it is false or
    unknown and not worth telling. `stateful` tests look at earlier events. `about` is the part of
    the test that says which of these events the norm is about, the category and filter of its
    pattern; None if it is about all.
    """

    types: frozenset[str]
    test: Test
    triggers: Triggers
    occasions: Triggers
    stateful: bool
    about: Test | None = None


@attrs.frozen
class Answerer:
    """Who answers: a path into the facts, or a department or role by its name."""

    path: Path | None
    name: str | None = None


@attrs.frozen
class Join:
    """One equality: a fact of the later event and a value at the earlier one."""

    field: Path
    value: Value


@attrs.frozen
class Members:
    """Whom a duty binds: elements of a list under a variable, with a test on each."""

    variable: str
    elements: Value
    kind: FactKind
    test: Test


@attrs.frozen
class EventNorm:
    """forbid and require: violated where the test is true."""

    number: int
    judged: tuple[Judged, ...]
    status: NormStatus
    answerer: Answerer | None


@attrs.frozen
class PermitNorm:
    """Lifts other clauses where the test is true."""

    number: int
    judged: tuple[Judged, ...]
    lifts: frozenset[str]


@attrs.frozen
class LimitNorm:
    """Violated where a measure over a window exceeds the bound."""

    number: int
    judged: tuple[Judged, ...]
    status: NormStatus
    answerer: Answerer | None
    measure: Literal["count", "sum", "distinct", "share", "span"]
    measured: Path | Test | None
    gap: timedelta | None
    bound: Value
    window: Window
    keys: tuple[Value, ...] | None
    label: str


@attrs.frozen
class DeadlineNorm:
    """After an opening event, the fulfilling event has to follow in time."""

    number: int
    opening: tuple[Judged, ...]
    after: str | None
    members: Members | None
    length: timedelta | None
    workdays: int | None
    hours: Timetable | None
    fulfilment: tuple[Judged, ...]
    joins: tuple[Join, ...]
    status: NormStatus
    answerer: Answerer | None
    owner: Path | None
    label: str

    @property
    def own_hours(self) -> bool:
        """Whether the due time hangs on whose hours are counted."""
        return self.hours is not None and self.hours.own is not None


@attrs.frozen
class DailyNorm:
    """On each such day, the event has to have happened before a time."""

    number: int
    days: Days
    since: int
    before: int
    members: Members
    test: Test
    fulfilment: tuple[Judged, ...]
    joins: tuple[Join, ...]
    status: NormStatus
    answerer: Answerer | None
    label: str


@attrs.frozen
class PeriodicNorm:
    """The event has to happen again and again, at the latest every so often."""

    number: int
    length: timedelta | None
    period: str | None
    members: Members | None
    test: Test
    fulfilment: tuple[Judged, ...]
    joins: tuple[Join, ...]
    status: NormStatus
    answerer: Answerer | None
    label: str


Norm = EventNorm | PermitNorm | LimitNorm | DeadlineNorm | DailyNorm | PeriodicNorm


@attrs.frozen
class Use:
    """Something that a clause's meaning hangs on, by its name: its own norms have none.

    `told` is its value for people, where that is short; `meaning` changes with it.
    """

    kind: Literal["norms", "parameter", "hours", "days"]
    name: str
    meaning: str
    told: str | None = None


@attrs.frozen
class Clause:
    """A clause at run time; `fingerprint` changes with its meaning, not with its words.

    `uses` are what the fingerprint is made of, and the tables of days.
    """

    id: str
    title: str
    article: str
    refs: tuple[str, ...]
    severity: str | None
    grades: tuple[str, ...]
    tags: tuple[str, ...]
    remark: str | None
    formerly: str | None
    if_unknown: Literal["ignore", "review", "violate"]
    norms: tuple[Norm, ...]
    fingerprint: str
    uses: tuple[Use, ...] = ()


@attrs.frozen
class Note:
    """A statement of the source that no rule judges, with the reason."""

    article: str
    refs: tuple[str, ...]
    text: str


@attrs.frozen(eq=False)
class Policy:
    """A policy, ready to judge; `warnings` are what its check found and let pass.

    `rows_fingerprint` changes with the conditions of its penalty rows;
    `needs_calendar` says that it asks which days are worked.
    """

    id: str
    title: str
    version: str
    timezone: str
    effective: date | None
    clauses: tuple[Clause, ...]
    series: tuple[Series, ...]
    penalties: PenaltyTable
    row_tests: Mapping[int, Test]
    lexicons: tuple[Lexicon, ...]
    calendar: WorkCalendar
    parameters: Mapping[str, Any]
    notes: tuple[Note, ...]
    warnings: tuple[Any, ...] = ()
    rows_fingerprint: str = ""
    needs_calendar: bool = False

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.timezone)

    def clause(self, id: str) -> Clause:
        """The clause of that id; KeyError if there is none."""
        for clause in self.clauses:
            if clause.id == id:
                return clause
        raise KeyError(id)
