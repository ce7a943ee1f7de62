"""When duties that come again were fulfilled, and the misses that an event can still settle."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import attrs

from wechat_policy.codec import storable
from wechat_policy.engine.duties import met, reviewed
from wechat_policy.engine.linked import Linked
from wechat_policy.engine.moments import moment, period_begin
from wechat_policy.penalties import Window
from wechat_policy.policy import Clause, DailyNorm, PeriodicNorm
from wechat_policy.rules.facts import Scope, key_value
from wechat_policy.rules.truth import UNKNOWN
from wechat_policy.state import Key, State
from wechat_policy.verdict import Violation


@storable
@attrs.frozen
class Missed:
    """The violation of a day or period that was missed, and whether it is settled or over."""

    violation: Violation
    due: datetime
    settled: bool = False


@attrs.frozen(eq=False)
class PeriodTask:
    """A daily or periodic norm in an engine."""

    linked: Linked
    clause: Clause
    norm: DailyNorm | PeriodicNorm

    place: Key = attrs.field(init=False)
    """The beginning of the keys under which its state stands."""

    @place.default
    def _place(self) -> Key:
        clause = self.clause
        return (self.linked.policy.id, clause.id, clause.fingerprint, "period", self.norm.number)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of its policy."""
        return self.linked.policy.zone

    def begins(self, due: datetime) -> datetime:
        """From when on an event would have been in time for a due moment."""
        norm = self.norm
        if isinstance(norm, DailyNorm):
            day = due.astimezone(self.zone).date() - timedelta(days=norm.before >= 1440)
            return self.day_start(day)
        if norm.length is not None:
            return due - norm.length + timedelta(microseconds=1)
        assert norm.period is not None
        return period_begin(due - timedelta(microseconds=1), norm.period, self.zone)

    def day_start(self, day: date) -> datetime:
        """From when on an event is in time for a day of a daily duty."""
        norm = self.norm
        assert isinstance(norm, DailyNorm)
        before = timedelta(days=norm.since > norm.before)
        return moment(day - before, norm.since, self.zone)

    def day_due(self, day: date) -> datetime:
        """When a daily duty is due on a day."""
        norm = self.norm
        assert isinstance(norm, DailyNorm)
        return moment(day, norm.before, self.zone)

    def day_end(self, due: datetime) -> datetime:
        """The end of a daily duty's day: who comes the next day comes for the next day."""
        day = (due - timedelta(microseconds=1)).astimezone(self.zone).date()
        return moment(day, 1440, self.zone)

    @property
    def reach(self) -> timedelta:
        """How far back a fulfilment can matter."""
        norm = self.norm
        if isinstance(norm, DailyNorm):
            return timedelta(days=3)
        if norm.length is not None:
            return norm.length + timedelta(days=1)
        return Window(period=norm.period).reach


class Fulfilments:
    """The times at which recurring duties were fulfilled, by the values that they join on."""

    def __init__(self, state: State, tasks: Iterable[PeriodTask]) -> None:
        self._state = state
        self._by_type: dict[str, list[PeriodTask]] = {}
        for task in tasks:
            for type_ in frozenset().union(*(one.types for one in task.norm.fulfilment)):
                self._by_type.setdefault(type_, []).append(task)

    @property
    def types(self) -> Iterable[str]:
        """The types of events that can fulfil a duty."""
        return self._by_type

    def tasks_for(self, type_: str) -> list[PeriodTask]:
        """The duties that an event of a type can fulfil."""
        return self._by_type.get(type_, [])

    def fulfil(self, task: PeriodTask, scope: Scope, *, late: bool = False) -> list[Violation]:
        """Remembers an event that fulfils a duty, under the values that it is joined on.

        The violations of days and periods that were missed come back with the time of settling.
        A `late` event came after the engine stopped waiting: those that it would have settled in
        time come back to be reviewed.
        """
        truth = met(task.norm.fulfilment, scope)
        key = tuple(join.field.value(scope) for join in task.norm.joins)
        if truth is False or UNKNOWN in key:
            return []
        if truth is None:
            self._remember(task, "perhaps", key_value(key), scope.at)
            return []
        self._remember(task, "done", key_value(key), scope.at)
        place = (*task.place, "missed", *key_value(key))
        missed: tuple[Missed, ...] = self._state.get(place) or ()
        if late:
            found = [one for one in missed if task.begins(one.due) <= scope.at <= one.due]
            self._state.put(place, tuple(one for one in missed if one not in found))
            return [reviewed(one.violation, scope.event) for one in found]
        if missed:
            floor = scope.at - task.reach
            over = (attrs.evolve(one, settled=True) for one in missed if one.due >= floor)
            self._state.put(place, tuple(over))
        return [
            attrs.evolve(one.violation, settled_at=scope.at)
            for one in missed
            if not one.settled
            and (not isinstance(task.norm, DailyNorm) or scope.at < task.day_end(one.due))
        ]

    def miss(self, task: PeriodTask, key: Key, found: list[Violation]) -> None:
        """Remembers violations under the values on which a late fulfilment would be joined."""
        place = (*task.place, "missed", *key)
        told = tuple(Missed(one, one.at) for one in found)
        self._state.put(place, (*(self._state.get(place) or ()), *told))

    def done(self, task: PeriodTask, key: Key | None, what: str = "done") -> tuple[datetime, ...]:
        """When a duty was fulfilled, or `perhaps` was, under the values that it joins on."""
        return () if key is None else self._state.get((*task.place, what, *key)) or ()

    def _remember(self, task: PeriodTask, what: str, key: Key, at: datetime) -> None:
        """Keeps the times within reach under a key."""
        place = (*task.place, what, *key)
        times: tuple[datetime, ...] = self._state.get(place) or ()
        floor = at - task.reach
        self._state.put(place, tuple(sorted((*(one for one in times if one >= floor), at))))
