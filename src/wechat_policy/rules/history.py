"""Conditions on earlier events: whether they took place, the latest, and their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal

import attrs

from wechat_policy.hours import Hours
from wechat_policy.penalties import Window
from wechat_policy.rules.facts import Path, Record, Scope, Value
from wechat_policy.rules.lists import listed
from wechat_policy.rules.measures import period_start
from wechat_policy.rules.properties import is_one_of
from wechat_policy.rules.series import Ask, complete
from wechat_policy.rules.tests import Test
from wechat_policy.rules.timetables import Timetable
from wechat_policy.rules.truth import UNKNOWN, Truth, opposite
from wechat_policy.verdict import Trace


@attrs.frozen
class Had:
    """Earlier events took place in this order, as far back as said."""

    label: str
    steps: tuple[Ask, ...]
    reach: Literal["ever", "within", "ago", "covering"]
    length: timedelta | None = None
    hours: Timetable | None = None
    covered: Path | None = None
    window: Window | None = None

    def truth(self, scope: Scope) -> Truth:
        """True if certain records do, unknown if uncertain ones could."""
        columns = [ask.records(scope) for ask in self.steps]
        if any(column is None for column in columns):
            return None
        taken = [
            self._reached(column or [], scope, last=number == len(columns) - 1)
            for number, column in enumerate(columns)
        ]
        if _in_order([[one for one in column if one.certain] for column in taken]):
            return True
        if _in_order(taken):
            return None
        start = None
        if self.window is not None:
            start = period_start(scope.at, self.window.period or "", scope)
        elif self.reach == "within" and self.length is not None and self.hours is None:
            start = scope.at - self.length
        return False if complete(scope, start, *self.steps) else None

    def _reached(self, records: Sequence[Record], scope: Scope, *, last: bool) -> list[Record]:
        if self.window is not None:
            return [one for one in records if self.window.holds(one.at, scope.at, scope.zone)]
        if self.reach == "within" and self.length is not None:
            return self._where(records, scope, wanted=True)
        if self.reach == "ago" and self.length is not None:
            return self._where(records, scope, wanted=False) if last else list(records)
        if self.reach == "covering" and self.covered is not None and last:
            value = self.covered.value(scope)
            return _told((one, _covers(one.facts or {}, value, scope)) for one in records)
        return list(records)

    def _where(self, records: Sequence[Record], scope: Scope, *, wanted: bool) -> list[Record]:
        """The records less than the length ago, or the others; doubtful ones become uncertain."""
        far: datetime | None = None
        told: list[tuple[Record, Truth]] = []
        hours = None if self.hours is None else self.hours.at(scope)
        for one in reversed(records):
            past = far is not None and one.at <= far
            near = False if past else self._near(one.at, scope.at, hours)
            if near is False:
                far = one.at if far is None else max(far, one.at)
            told.append((one, near if wanted else opposite(near)))
        return _told(reversed(told))

    def _near(self, earlier: datetime, now: datetime, hours: Hours | None) -> Truth:
        """Less than the length ago; unknown where no calendar tells it and it matters."""
        assert self.length is not None
        if self.hours is None:
            return now - self.length < earlier
        return None if hours is None else opposite(hours.passed(earlier, self.length, now))

    def trace(self, scope: Scope) -> Trace:
        """With the latest record of each step."""
        values: dict[str, Any] = {}
        for number_, ask in enumerate(self.steps):
            records = ask.records(scope)
            if records is None:
                values[f"step {number_ + 1}"] = UNKNOWN
            elif reached := self._reached(records, scope, last=number_ == len(self.steps) - 1):
                values[f"step {number_ + 1}"] = [reached[-1].event, reached[-1].at]
        return Trace(self.label, self.truth(scope), values=values)


def _told(records: Iterable[tuple[Record, Truth]]) -> list[Record]:
    """The records of which something is true; those of which it is unknown become uncertain."""
    return [
        one if truth else attrs.evolve(one, certain=False)
        for one, truth in records
        if truth is not False
    ]


def _in_order(columns: list[list[Record]]) -> bool:
    """Whether one record of each column can be chosen, each behind that of the column before."""
    floor = -1
    for column in columns:
        chosen = next((one.turn for one in column if one.turn > floor), None)
        if chosen is None:
            return False
        floor = chosen
    return True


def _covers(facts: Mapping[str, Any], value: Any, scope: Scope) -> Truth:
    """Whether the `period` of an earlier event holds a day or moment, both ends included.

    Days are compared unless all three are moments.
    """
    period = facts.get("period", UNKNOWN)
    if value is None or period is None:
        return False
    if not isinstance(period, Mapping):
        return None
    points = [
        _point(one) for one in (period.get("start", UNKNOWN), value, period.get("end", UNKNOWN))
    ]
    if UNKNOWN in points:
        return None
    if None in points:
        return False
    if not all(isinstance(one, datetime) for one in points):
        points = [
            one.astimezone(scope.zone).date() if isinstance(one, datetime) else one
            for one in points
        ]
    start, now, end = points
    return bool(start <= now <= end)


def _point(value: Any) -> Any:
    """A day or aware moment, be it written as a text; unknown for anything else but none."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
        except ValueError:
            return UNKNOWN
    if isinstance(value, datetime):
        return UNKNOWN if value.utcoffset() is None else value
    return value if value is None or isinstance(value, date) else UNKNOWN


@attrs.frozen
class Latest:
    """The latest such event meets the condition, in its own facts."""

    label: str
    ask: Ask
    part: Test

    def truth(self, scope: Scope) -> Truth:
        """No record is false; an uncertain latest one unknown."""
        found = self._latest(scope)
        if found is None or not isinstance(found, Record):
            return found
        if not found.certain:
            return None
        return self.part.truth(_replayed(found, scope))

    def _latest(self, scope: Scope) -> Record | Truth:
        records = self.ask.records(scope)
        if records is None:
            return None
        if not records:
            return False if complete(scope, None, self.ask) else None
        return records[-1]

    def trace(self, scope: Scope) -> Trace:
        """With the latest record."""
        found = self._latest(scope)
        if not isinstance(found, Record):
            return Trace(self.label, self.truth(scope))
        inner = self.part.trace(_replayed(found, scope))
        return Trace(
            self.label,
            inner.truth if found.certain else None,
            values={"latest": [found.event, found.at], **inner.values},
        )


def _replayed(record: Record, scope: Scope) -> Scope:
    """The scope of an earlier event at its own time."""
    facts = dict(record.facts or {})
    facts.pop("id", None)
    event = attrs.evolve(scope.event, id=record.event, at=record.at, facts=facts)
    inner = Scope(
        event, scope.directory, scope.scanner, scope.history, scope.zone, scope.variables,
        scope.that,
    )  # fmt: skip
    return inner


@attrs.frozen
class InOrder:
    """The approvers that the event names, or who approved before it, come in this order.

    `named` is the event's own list; without one, `ask` gives who approved, in order of time.
    """

    label: str
    order: Value
    named: Path | None
    ask: Ask | None

    def truth(self, scope: Scope) -> Truth:
        """Unknown if the list is, or if somebody in it stands in no row and could be meant."""
        people = self._people(scope)
        wanted = self.order.value(scope)
        if people is None or wanted is UNKNOWN:
            return None
        surely = _follows(people, listed(wanted), scope, doubtful=False)
        return (
            True
            if surely
            else (None if _follows(people, listed(wanted), scope, doubtful=True) else False)
        )

    def _people(self, scope: Scope) -> tuple[Any, ...] | None:
        if self.named is not None:
            value = self.named.value(scope)
            if value is not UNKNOWN:
                return listed(value)
        if self.ask is None:
            return None
        records = self.ask.records(scope)
        return None if records is None else tuple(one.value for one in records)

    def trace(self, scope: Scope) -> Trace:
        """With the approvers."""
        people = self._people(scope)
        return Trace(
            self.label,
            self.truth(scope),
            values={"approvers": UNKNOWN if people is None else list(people)},
        )


def _follows(
    people: tuple[Any, ...], wanted: tuple[Any, ...], scope: Scope, *, doubtful: bool
) -> bool:
    waiting = list(wanted)
    for person in people:
        if not waiting:
            break
        met = is_one_of(person, frozenset(map(str, listed(waiting[0]))), scope)
        if met or (met is None and doubtful):
            waiting.pop(0)
    return not waiting
