"""Duties that no event opens: those of certain days, and those that come again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from wechat_policy.directory import Directory
from wechat_policy.engine.duties import NO_EVENT
from wechat_policy.engine.judging import NOBODY, Hit, people, subjects, violations
from wechat_policy.engine.linked import ScopeAt
from wechat_policy.engine.moments import period_begin, period_end
from wechat_policy.engine.progress import Progress, forgotten
from wechat_policy.engine.recurring import Fulfilments, PeriodTask
from wechat_policy.events import Action, Event
from wechat_policy.policy import DailyNorm, Members, PeriodicNorm
from wechat_policy.rules.facts import Path, Scope, key_value
from wechat_policy.rules.lists import listed
from wechat_policy.rules.truth import UNKNOWN
from wechat_policy.state import Key, State
from wechat_policy.verdict import Trace, Verdict, Violation
from wechat_policy.vocabulary import vocabulary


class Periods:
    """The daily and periodic duties of an engine."""

    def __init__(
        self, state: State, directory: Directory, tasks: Iterable[PeriodTask], scope_at: ScopeAt,
        since: Callable[[PeriodTask], datetime | None], progress: Progress,
    ) -> None:  # fmt: skip
        self._state = state
        self._directory = directory
        self._scope_at = scope_at
        self._since = since
        self.tasks = {task.place: task for task in tasks}
        self.fulfilments = Fulfilments(state, self.tasks.values())
        self._rolling = [
            task
            for task in self.tasks.values()
            if isinstance(task.norm, PeriodicNorm) and task.norm.members is not None
        ]
        self._progress = progress
        self._naming: dict[str, tuple[tuple[PeriodTask, str], ...]] = {}
        self._known: dict[Key, set[str]] = {task.place: set() for task in self._rolling}

    # ---------------------------------------------------------------------------- starting

    def start(self, at: datetime) -> None:
        """Sets the first due times of the duties that have none yet.

        Called with the first event, and for duties that a later version of a policy brings.
        """
        self.start_listed()
        for task in self.tasks.values():
            if isinstance(task.norm, PeriodicNorm):
                if task.norm.members is None:
                    self._begin(task, (), at)
            elif self._state.get((*task.place, "begun")) is None:
                self._state.put((*task.place, "begun"), at)
                day = at.astimezone(task.zone).date()
                floor = self._since(task)
                # A day of which the morning is not known is nobody's fault.
                if task.day_due(day) < at or (floor is not None and task.day_start(day) < floor):
                    day += timedelta(days=1)
                self._state.set_timer(task.day_due(day), (*task.place, day.isoformat()))

    def start_listed(self) -> None:
        """Starts the periods of those whose date the directory tells; they wait for no event."""
        for task in self._rolling:
            members = task.norm.members
            assert members is not None
            for id_ in self._directory.ids(members.kind):
                since = self._directory.since(members.kind, id_)
                if since is not None:
                    self._begin(task, (id_,), since)

    def _begin(self, task: PeriodTask, member: tuple[str, ...], start: datetime) -> None:
        """Starts the periods of a member, once."""
        norm = task.norm
        assert isinstance(norm, PeriodicNorm)
        place = (*task.place, "start", *member)
        if self._state.get(place) is not None:
            return
        floors = [self._since(task), *(self._state.get(forgotten(one)) for one in member)]
        start = max([start, *(floor for floor in floors if floor is not None)])
        self._state.put(place, start)
        due = self._next_due(task, start, first=True)
        self._state.set_timer(due, (*task.place, "due", *member))

    def _next_due(self, task: PeriodTask, start: datetime, *, first: bool) -> datetime:
        norm = task.norm
        assert isinstance(norm, PeriodicNorm)
        if norm.length is not None:
            return start + norm.length
        assert norm.period is not None
        zone = task.linked.policy.zone
        end = period_end(start, norm.period, zone)
        return period_end(end, norm.period, zone) if first else end

    def news(self, event: Event) -> list[tuple[PeriodTask, str]]:
        """The objects that an event names for the first time, each with a duty that begins."""
        names = self._naming.get(event.type)
        if names is None:
            names = self._naming[event.type] = self._names(event.type)
        found = []
        for task, name in names:
            known = self._known[task.place]
            value = event.facts.get(name)
            for id_ in (value,) if value.__class__ is str else listed(value):
                if isinstance(id_, str) and id_ not in known:
                    if self._state.get((*task.place, "start", id_)) is None:
                        found.append((task, id_))
                    else:
                        known.add(id_)
        return found

    def _names(self, type_: str) -> tuple[tuple[PeriodTask, str], ...]:
        """The attributes of a type of events that name objects, with the duties of these."""
        kind = vocabulary().events.get(type_)
        if kind is None:
            return ()
        return tuple(
            (task, name)
            for task in self._rolling
            for name, attribute in kind.attributes.items()
            if task.norm.members is not None and attribute.element == task.norm.members.kind
        )

    def reload(self) -> None:
        """Asks the store again; needed after it has taken changes back."""
        for known in self._known.values():
            known.clear()

    def notice(self, event: Event) -> None:
        """Starts the periods of objects that an event names for the first time."""
        for task, id_ in self.news(event):
            members = task.norm.members
            assert members is not None
            since = self._directory.since(members.kind, id_)
            self._begin(task, (id_,), since or event.at)

    # ------------------------------------------------------------------------- falling due

    def fall_due(self, place: Key, due: datetime) -> Verdict | None:
        """The verdict on a day or period whose time has come; None if nobody missed it."""
        task = self.tasks.get(place[:5])
        if task is None:
            return None
        if isinstance(task.norm, DailyNorm):
            self._next_day(task, date.fromisoformat(place[5]))
            return self._day(task, task.norm, date.fromisoformat(place[5]), due)
        return self._period(task, task.norm, place[6:], due)

    def skip(self, place: Key, due: datetime) -> None:
        """Goes on to the next day or period without judging the one that is due."""
        task = self.tasks[place[:5]]
        if isinstance(task.norm, DailyNorm):
            self._next_day(task, date.fromisoformat(place[5]))
        else:
            self._again(task, place[6:], due)

    def _next_day(self, task: PeriodTask, day: date) -> None:
        following = day + timedelta(days=1)
        self._state.set_timer(task.day_due(following), (*task.place, following.isoformat()))

    def _day(self, task: PeriodTask, norm: DailyNorm, day: date, due: datetime) -> Verdict | None:
        policy = task.linked.policy
        on = norm.days.contains(day, policy.calendar)
        if on is not True or self._before_effect(task, due):
            self._progress.unclear += on is None
            return None
        start = task.day_start(day)
        scope = self._scope(task, due, day)
        missed = [
            (
                self._hit(
                    task,
                    who,
                    {"date": day, "due": due, "member": member},
                    self._doubtful(task, inner, start, due),
                ),
                inner,
            )
            for member, inner, who in self._owing(task, scope)
            if not any(
                start <= one <= due for one in self.fulfilments.done(task, _key(task, inner))
            )
        ]
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
                self._again(task, member, due)
                return None
        self._again(task, member, due)
        if self._before_effect(task, due):
            return None
        missed = [
            (
                self._hit(
                    task,
                    who,
                    {"since": start, "due": due, "member": one},
                    self._doubtful(task, inner, first, due),
                ),
                inner,
            )
            for one, inner, who in self._owing(task, scope, only=member)
        ]
        return self._verdict(task, missed, due, *member)

    def _again(self, task: PeriodTask, member: Key, begun: datetime) -> None:
        """Begins the next period of a member."""
        self._state.put((*task.place, "start", *member), begun)
        due = self._next_due(task, begun, first=False)
        self._state.set_timer(due, (*task.place, "due", *member))

    def _before_effect(self, task: PeriodTask, due: datetime) -> bool:
        return task.linked.since is not None and due < task.linked.since

    def _scope(self, task: PeriodTask, due: datetime, day: date) -> Scope:
        event = Action(NO_EVENT, f"{task.linked.policy.id}/{task.clause.id}", due, {"date": day})
        return self._scope_at(task.linked, event)

    def _owing(
        self, task: PeriodTask, scope: Scope, only: Key | None = None
    ) -> Iterator[tuple[str, Scope, tuple[str | None, ...]]]:
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

    def _doubtful(self, task: PeriodTask, scope: Scope, first: datetime, due: datetime) -> bool:
        """Whether an event perhaps fulfilled the duty in its time."""
        perhaps = self.fulfilments.done(task, _key(task, scope), "perhaps")
        return any(first <= one <= due for one in perhaps)

    def _hit(
        self,
        task: PeriodTask,
        who: tuple[str | None, ...],
        values: dict[str, Any],
        doubtful: bool,
    ) -> Hit:
        status = task.norm.status
        return Hit(
            linked=task.linked,
            clause=task.clause,
            truth=True,
            status="suspected" if doubtful and status == "violation" else status,
            subjects=who,
            trace=Trace(task.norm.label, True, values=values),
            member=values["member"] or None,
        )

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
