"""Duties that no event opens: those of certain days, and those that come again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from wechat_policy.directory import Directory
from wechat_policy.engine.beginnings import Beginnings
from wechat_policy.engine.debts import NO_EVENT
from wechat_policy.engine.judging import NOBODY, Hit, people, subjects, violations
from wechat_policy.engine.linked import ScopeAt
from wechat_policy.engine.moments import period_begin
from wechat_policy.engine.progress import Progress
from wechat_policy.engine.recurring import Fulfilments, PeriodTask
from wechat_policy.events import Action
from wechat_policy.policy import DailyNorm, Members, PeriodicNorm
from wechat_policy.rules.facts import Path, Scope, key_value
from wechat_policy.rules.lists import listed
from wechat_policy.rules.truth import UNKNOWN
from wechat_policy.state import Key, State
from wechat_policy.verdict import Trace, Verdict, Violation

_Owing: TypeAlias = tuple[str, Scope, tuple[str | None, ...]]
"""Who owes a duty, in which scope, and who answers for it."""


class Periods:
    """The daily and periodic duties of an engine."""

    def __init__(
        self, state: State, directory: Directory, tasks: Iterable[PeriodTask], scope_at: ScopeAt,
        since: Callable[[PeriodTask], datetime | None], progress: Progress,
    ) -> None:  # fmt: skip
        self._state = state
        self._directory = directory
        self._scope_at = scope_at
        self.tasks = {task.place: task for task in tasks}
        self.beginnings = Beginnings(state, directory, self.tasks, since, progress)
        self.fulfilments = Fulfilments(state, self.tasks.values())
        self._progress = progress

    def fall_due(self, place: Key, due: datetime) -> Verdict | None:
        """The verdict on a day or period whose time has come; None if nobody missed it."""
        task = self.tasks.get(place[:5])
        if task is None:
            return None
        if isinstance(task.norm, DailyNorm):
            self.beginnings.next_day(task, date.fromisoformat(place[5]))
            return self._day(task, task.norm, date.fromisoformat(place[5]), due)
        return self._period(task, task.norm, place[6:], due)

    def skip(self, place: Key, due: datetime) -> None:
        """Goes on to the next day or period without judging the one that is due."""
        task = self.tasks[place[:5]]
        if isinstance(task.norm, DailyNorm):
            self.beginnings.next_day(task, date.fromisoformat(place[5]))
        else:
            self.beginnings.next_period(task, place[6:], due)

    def _day(self, task: PeriodTask, norm: DailyNorm, day: date, due: datetime) -> Verdict | None:
        policy = task.linked.policy
        on = norm.days.contains(day, policy.calendar)
        if on is not True or self._before_effect(task, due):
            self._progress.unclear += on is None
            return None
        start = task.day_start(day)
        scope = self._scope(task, due, day)
        owing = (
            (member, inner, who)
            for member, inner, who in self._owing(task, scope)
            if not any(
                start <= one <= due for one in self.fulfilments.done(task, _key(task, inner))
            )
        )
        missed = self._missed(task, owing, start, due, {"date": day})
        return self._verdict(task, missed, due, day.isoformat())

    def _period(
        self, task: PeriodTask, norm: PeriodicNorm, member: Key, due: datetime
    ) -> Verdict | None:
        start: datetime = self._state.get((*task.place, "start", *member))
        zone = task.linked.policy.zone
        scope = self._scope(task, due, due.astimezone(zone).date())
        if norm.members is not None:
            scope = scope.bound(**{norm.members.variable: member[0]})
        done = self.fulfilments.done(task, _key(task, scope))
        if norm.length is not None:
            last = max((one for one in done if one <= due), default=start)
            base = max(start, last)
            if base + norm.length > due:
                self._state.set_timer(base + norm.length, (*task.place, "due", *member))
                return None
            first = base + timedelta(microseconds=1)
        else:
            assert norm.period is not None
            first = period_begin(due - timedelta(microseconds=1), norm.period, zone)
            if any(first <= one <= due for one in done):
                self.beginnings.next_period(task, member, due)
                return None
        self.beginnings.next_period(task, member, due)
        if self._before_effect(task, due):
            return None
        owing = self._owing(task, scope, only=member)
        missed = self._missed(task, owing, first, due, {"since": start})
        return self._verdict(task, missed, due, *member)

    def _before_effect(self, task: PeriodTask, due: datetime) -> bool:
        return task.linked.since is not None and due < task.linked.since

    def _scope(self, task: PeriodTask, due: datetime, day: date) -> Scope:
        event = Action(NO_EVENT, f"{task.linked.policy.id}/{task.clause.id}", due, {"date": day})
        return self._scope_at(task.linked, event)

    def _owing(self, task: PeriodTask, scope: Scope, only: Key | None = None) -> Iterator[_Owing]:
        """The members that the duty binds at this time, each with its scope and who answers."""
        norm = task.norm
        if norm.members is None:
            if self._holds(norm.test.truth(scope)):
                who = subjects(norm.answerer, scope.event, scope) if norm.answerer else (NOBODY,)
                yield "", scope, who
            return
        for element in self._present(norm.members, scope, only):
            inner = scope.bound(**{norm.members.variable: element})
            if (
                self._holds(norm.members.test.truth(inner.inside(element)))
                and self._holds(norm.test.truth(inner))
                and self._holds(None if _key(task, inner) is None else True)
            ):
                who = (
                    subjects(norm.answerer, scope.event, inner)
                    if norm.answerer
                    else people(element)
                )
                yield str(element), inner, who

    def _present(self, members: Members, scope: Scope, only: Key | None) -> Iterable[Any]:
        """The members, or those of some that are among them."""
        elements = members.elements
        if only is not None and isinstance(elements, Path) and elements.root == "population":
            # To list all people for each of them would cost their number's square.
            look_up = getattr(self._directory, members.kind)
            return [one for one in only if look_up(one, scope.at) is not None]
        present = elements.value(scope)
        if present is UNKNOWN:
            self._progress.unclear += 1
            return ()
        found = dict.fromkeys(listed(present))
        return found if only is None else [one for one in only if one in found]

    def _holds(self, truth: bool | None) -> bool:
        self._progress.unclear += truth is None
        return truth is True

    def _missed(
        self, task: PeriodTask, owing: Iterable[_Owing], first: datetime, due: datetime,
        told: Mapping[str, Any],
    ) -> list[tuple[Hit, Scope]]:  # fmt: skip
        """What each who owes has missed; a suspicion where an event perhaps fulfilled it."""
        found = []
        for member, scope, who in owing:
            perhaps = self.fulfilments.done(task, _key(task, scope), "perhaps")
            status = task.norm.status
            if status == "violation" and any(first <= one <= due for one in perhaps):
                status = "suspected"
            hit = Hit(
                linked=task.linked,
                clause=task.clause,
                truth=True,
                status=status,
                subjects=who,
                trace=Trace(task.norm.label, True, values={**told, "due": due, "member": member}),
                member=member or None,
            )
            found.append((hit, scope))
        return found

    def _verdict(
        self, task: PeriodTask, missed: list[tuple[Hit, Scope]], due: datetime, *key: object
    ) -> Verdict | None:
        if not missed:
            return None
        found: list[Violation] = []
        for hit, scope in missed:
            number = task.norm.number
            mine = violations([hit], due, None, "due", number, due.isoformat(), *key)
            found += mine
            joined = _key(task, scope)
            if joined is not None:
                self.fulfilments.miss(task, joined, mine)
        parts = (task.linked.policy.id, task.clause.id, task.norm.number, *key, due.isoformat())
        return Verdict(
            id="/".join(map(str, parts)) + "#due", kind="due", at=due, violations=tuple(found)
        )


def _key(task: PeriodTask, scope: Scope) -> Key | None:
    """The values on which a duty joins with what fulfils it; None if one is unknown."""
    key = tuple(join.value.value(scope) for join in task.norm.joins)
    return None if UNKNOWN in key else key_value(key)
