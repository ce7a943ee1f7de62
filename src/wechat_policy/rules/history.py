"""Conditions on earlier events: whether they took place, how many, how much, and the latest."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

import attrs

from wechat_policy.hours import Hours
from wechat_policy.penalties import Window, period_key
from wechat_policy.rules.facts import Path, Record, Scope, Value, equal, key_value, number
from wechat_policy.rules.tests import Interval, Test, is_one_of, listed
from wechat_policy.rules.truth import UNKNOWN, Truth
from wechat_policy.verdict import Trace


@attrs.frozen
class Match:
    """Which events meet a pattern: their types and a test on their own facts."""

    types: frozenset[str]
    test: Test

    def truth(self, scope: Scope) -> Truth:
        """Whether the scope's event meets it."""
        return self.test.truth(scope) if scope.event.type in self.types else False


@attrs.frozen
class Series:
    """Earlier events that some condition asks for: which, by what key, and what is kept of each.

    `reach` says how far back they are asked for, None without end; a `compact` series needs only
    the first and the last, certain and uncertain.
    """

    number: int
    clause: str
    matches: tuple[Match, ...]
    keys: tuple[Path, ...]
    measured: Path | Test | None
    whole: bool
    reach: timedelta | None
    compact: bool

    @property
    def types(self) -> frozenset[str]:
        """The event types of all its patterns."""
        return frozenset().union(*(match.types for match in self.matches))

    def record(self, scope: Scope) -> tuple[tuple[Any, ...], Record] | None:
        """What to remember of the scope's event, under which key; None if it is not met."""
        truth: Truth = False
        for match in self.matches:
            one = match.truth(scope)
            if one is not False and truth is not True:
                truth = one
        if truth is False:
            return None
        key = tuple(path.value(scope) for path in self.keys)
        if UNKNOWN in key:
            return None
        measured: Any = None
        if self.measured is not None:
            measured = (
                key_value(self.measured.value(scope))
                if isinstance(self.measured, Path)
                else self.measured.truth(scope)
            )
        facts = {"id": scope.event.id, **scope.facts} if self.whole else None
        return key_value(key), Record(scope.at, scope.event.id, truth is True, measured, facts)


@attrs.frozen
class Ask:
    """A look into a series from the present event: the values to join on."""

    series: Series
    keys: tuple[Value, ...]

    def records(self, scope: Scope) -> list[Record] | None:
        """The earlier records that join; None if a value to join on is unknown."""
        key = tuple(value.value(scope) for value in self.keys)
        if UNKNOWN in key:
            return None
        found = scope.history.records(self.series.number, key_value(key))
        return [one for one in found if one.at <= scope.at and one.event != scope.event.id]

    def present(self, scope: Scope) -> Record | None:
        """The present event as a record, if it meets the series and joins with itself."""
        made = self.series.record(scope)
        if made is None:
            return None
        return made[1] if made[0] == key_value(tuple(one.value(scope) for one in self.keys)) else None


def _complete(scope: Scope, start: datetime | None) -> bool:
    """Whether all of the history from a moment on is known; None asks for all there ever was."""
    since = scope.history.since
    return since is None or (start is not None and start >= since)


@attrs.frozen
class Had:
    """Earlier events took place in this order, as far back as said."""

    label: str
    steps: tuple[Ask, ...]
    reach: Literal["ever", "within", "ago", "covering"]
    length: timedelta | None = None
    hours: Hours | None = None
    covered: Path | None = None
    window: Window | None = None

    def truth(self, scope: Scope) -> Truth:
        """True if certain records do, unknown if uncertain ones could."""
        columns = [ask.records(scope) for ask in self.steps]
        if any(column is None for column in columns):
            return None
        taken: list[list[Record]] = []
        for column in columns:
            kept = self._reached(column or [], scope, last=len(taken) == len(columns) - 1)
            if kept is None:
                return None
            taken.append(kept)
        if _in_order([[one for one in column if one.certain] for column in taken]):
            return True
        if _in_order(taken):
            return None
        start = None
        if self.window is not None:
            start = period_start(scope.at, self.window.period or "", scope)
        elif self.reach == "within" and self.length is not None and self.hours is None:
            start = scope.at - self.length
        return False if _complete(scope, start) else None

    def _reached(
        self, records: Sequence[Record], scope: Scope, *, last: bool
    ) -> list[Record] | None:
        if self.window is not None:
            return [one for one in records if self.window.holds(one.at, scope.at, scope.zone)]
        if self.reach == "within" and self.length is not None:
            return self._where(records, scope, wanted=True)
        if self.reach == "ago" and self.length is not None:
            return self._where(records, scope, wanted=False) if last else list(records)
        if self.reach == "covering" and self.covered is not None and last:
            value = self.covered.value(scope)
            if value is UNKNOWN:
                return None
            return [one for one in records if _covers(one.facts or {}, value, scope)]
        return list(records)

    def _where(self, records: Sequence[Record], scope: Scope, *, wanted: bool) -> list[Record]:
        """The records less than the length ago, or the others; doubtful ones become uncertain."""
        found = []
        for one in records:
            near = self._near(one.at, scope.at)
            if near is None:
                found.append(attrs.evolve(one, certain=False))
            elif near is wanted:
                found.append(one)
        return found

    def _near(self, earlier: datetime, now: datetime) -> Truth:
        """Less than the length ago; unknown where no calendar tells the working time between."""
        assert self.length is not None
        if self.hours is None:
            return now - self.length < earlier
        worked = self.hours.between(earlier, now)
        return None if worked is None else worked < self.length

    def trace(self, scope: Scope) -> Trace:
        """With the latest record of each step."""
        values: dict[str, Any] = {}
        for number_, ask in enumerate(self.steps):
            records = ask.records(scope)
            if records is None:
                values[f"step {number_ + 1}"] = UNKNOWN
            elif records:
                values[f"step {number_ + 1}"] = [records[-1].event, records[-1].at]
        return Trace(self.label, self.truth(scope), values=values)


def _in_order(columns: list[list[Record]]) -> bool:
    """Whether one record of each column can be chosen, none before the one of the column before."""
    used: set[str] = set()
    floor: datetime | None = None
    for column in columns:
        chosen = next(
            (one for one in column if one.event not in used and (floor is None or one.at >= floor)),
            None,
        )
        if chosen is None:
            return False
        used.add(chosen.event)
        floor = chosen.at
    return True


def _covers(facts: Mapping[str, Any], value: Any, scope: Scope) -> bool:
    """Whether the `period` of an earlier event holds a day or moment, both ends included."""
    period = facts.get("period")
    if not isinstance(period, Mapping) or value is None:
        return False
    bounds = [_moment(period.get(end)) for end in ("start", "end")]
    if None in bounds:
        return False
    start, end = bounds
    day = not isinstance(value, datetime)
    if day:
        start, end = (
            bound.astimezone(scope.zone).date() if isinstance(bound, datetime) else bound
            for bound in (start, end)
        )
    return bool(
        (start < value or equal(start, value, scope)) and (value < end or equal(end, value, scope))
    )


def _moment(value: Any) -> Any:
    from datetime import date

    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) else None


@attrs.frozen
class Measured:
    """A count, sum, number of different values or share over a window, the present event included."""

    label: str
    kind: Literal["count", "sum", "distinct", "share"]
    ask: Ask
    window: Window | None

    def value(self, scope: Scope) -> Any:
        """An interval; UNKNOWN if a value to join on is."""
        records = self.ask.records(scope)
        if records is None:
            return UNKNOWN
        present = self.ask.present(scope)
        every = [*records, present] if present is not None else list(records)
        start = None
        if self.window is not None:
            every = [one for one in every if self.window.holds(one.at, scope.at, scope.zone)]
            start = (
                scope.at - self.window.length
                if self.window.length is not None
                else period_start(scope.at, self.window.period or "", scope)
            )
        found = measure(self.kind, every)
        if _complete(scope, start):
            return found
        return Interval(0, 1) if self.kind == "share" else Interval(found.low, None)


def period_start(at: datetime, period: str, scope: Scope) -> datetime:
    """The first moment of the calendar period that a moment lies in."""
    day = at.astimezone(scope.zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    while True:
        before = day - timedelta(days=1)
        if period_key(before, period, scope.zone) != period_key(at, period, scope.zone):
            return day
        day = before


def measure(kind: str, records: Sequence[Record]) -> Interval:
    """A measure over records; uncertain ones make it an interval."""
    certain = [one for one in records if one.certain]
    match kind:
        case "count":
            return Interval(len(certain), len(records))
        case "sum":
            low = _sum(certain)
            unknown = any(one.value is UNKNOWN or _endless(one.value) for one in records)
            return Interval(low, None if unknown else _sum(records))
        case "distinct":
            low = len(_different(certain))
            open_ends = sum(one.value is UNKNOWN for one in records)
            return Interval(low, len(_different(records)) + open_ends)
        case _:
            return _share(certain, records)


def _sum(records: Iterable[Record]) -> Any:
    return sum(
        (
            number(one.value)
            for one in records
            if isinstance(one.value, int | float | Decimal)
            and not isinstance(one.value, bool)
            and not _endless(one.value)
        ),
        Decimal(0),
    )


def _endless(value: Any) -> bool:
    """Whether a number is infinite or none at all (NaN)."""
    return isinstance(value, float | Decimal) and not math.isfinite(value)


def _different(records: Iterable[Record]) -> set[Any]:
    found: set[Any] = set()
    for one in records:
        if one.value is not UNKNOWN and one.value is not None:
            found.update(one.value if isinstance(one.value, tuple) else (one.value,))
    return found


def _share(certain: Sequence[Record], records: Sequence[Record]) -> Interval:
    met = sum(one.value is True for one in certain)
    open_ends = sum(one.value is None for one in certain)
    loose = len(records) - len(certain)
    total = len(certain)
    if not records:
        return Interval(Decimal(0), Decimal(0))
    if not loose:
        return Interval(Decimal(met) / total, Decimal(met + open_ends) / total)
    could = sum(one.value is not False for one in records if not one.certain)
    cannot = sum(one.value is not True for one in records if not one.certain)
    low = Decimal(met) / (total + cannot) if total + cannot else Decimal(0)
    high = Decimal(met + open_ends + could) / (total + could) if total + could else Decimal(0)
    return Interval(low, high)


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
            return False if _complete(scope, None) else None
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
        return True if surely else (None if _follows(people, listed(wanted), scope, doubtful=True) else False)

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
        met = is_one_of(person, frozenset((str(waiting[0]),)), scope)
        if met or (met is None and doubtful):
            waiting.pop(0)
    return not waiting
