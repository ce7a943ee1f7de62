"""Duties that events open: deadlines, their fulfilment in time or late, and their cancelling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import attrs

from wechat_policy.engine.coverage import Coverage
from wechat_policy.engine.debts import NO_EVENT, Debts, Duty, Owed
from wechat_policy.engine.judging import Hit, violations
from wechat_policy.engine.linked import Linked
from wechat_policy.engine.progress import Progress
from wechat_policy.events import Event
from wechat_policy.policy import Clause, DeadlineNorm, Judged
from wechat_policy.rules.facts import Scope, key_value
from wechat_policy.rules.traces import evidence_of
from wechat_policy.rules.truth import UNKNOWN, Truth, any_of
from wechat_policy.state import Key, State
from wechat_policy.verdict import Evidence, Trace, Verdict, Violation


@attrs.frozen(eq=False)
class DeadlineTask:
    """A deadline in an engine."""

    linked: Linked
    clause: Clause
    norm: DeadlineNorm

    place: Key = attrs.field(init=False)
    """The beginning of the keys under which its state stands."""

    @place.default
    def _place(self) -> Key:
        clause = self.clause
        return (self.linked.policy.id, clause.id, clause.fingerprint, "duty", self.norm.number)


class Duties:
    """The duties of all deadlines of an engine."""

    def __init__(
        self,
        state: State,
        tasks: Iterable[DeadlineTask],
        progress: Progress,
        coverage: Coverage,
    ) -> None:
        self._state = state
        self._progress = progress
        self._debts = Debts(progress, coverage)
        self.tasks = {task.place: task for task in tasks}
        self._by_fulfilment: dict[str, list[DeadlineTask]] = {}
        self.after: dict[tuple[int, str], list[DeadlineTask]] = {}
        for task in self.tasks.values():
            for type_ in frozenset().union(*(one.types for one in task.norm.fulfilment)):
                self._by_fulfilment.setdefault(type_, []).append(task)
            if task.norm.after is not None:
                after = (task.linked.number, task.norm.after)
                self.after.setdefault(after, []).append(task)

    def open(
        self, task: DeadlineTask, scope: Scope, truth: Truth, violation: Violation | None = None,
        reported: int = 0,
    ) -> None:  # fmt: skip
        """Opens a duty at the scope's event, or at the violation that calls for it.

        `reported` is the violation's number. What is not certain opens nothing and is counted.
        """
        norm = task.norm
        if truth is not True:
            self._progress.unclear += 1
            return
        scope = scope.copy()
        scope.that = {"at": scope.at, **scope.facts}
        if scope.event.type != NO_EVENT:
            scope.that["id"] = scope.event.id
        if violation is not None:
            scope.that["subject"] = violation.subject
        place = (*task.place, scope.event.id if violation is None else violation.id)
        order = reported
        if violation is None:
            self._progress.opened += 1
            order = self._progress.opened
        for due, owed in self._debts.by_due(norm, scope).items():
            duty = Duty(
                policy=task.linked.policy.id,
                clause=task.clause.id,
                norm=norm.number,
                event=scope.event.kept(),
                at=scope.at,
                due=due,
                owed=tuple(owed),
                evidence=_opening_evidence(norm, scope),
                order=order,
            )
            self._enter(task, duty, (*place, due.isoformat()) if norm.own_hours else place)

    def _enter(self, task: DeadlineTask, duty: Duty, place: Key) -> None:
        if self._state.get(place) is not None:
            return
        self._state.put(place, duty)
        self._state.set_timer(duty.due, place)
        for one in duty.owed:
            self._link((*task.place, "owing", *one.key), place)
        self._link(("opened", duty.event.id), place)

    def _link(self, key: Key, place: Key) -> None:
        places: tuple[Key, ...] = self._state.get(key) or ()
        if place not in places:
            self._state.put(key, (*places, place))

    def _unlink(self, key: Key, place: Key) -> None:
        places = tuple(one for one in self._state.get(key) or () if one != place)
        if places:
            self._state.put(key, places)
        else:
            self._state.delete(key)

    # -------------------------------------------------------------------------- settling

    def fulfil(self, task: DeadlineTask, scope: Scope, *, late: bool = False) -> list[Violation]:
        """Settles the duties of a deadline that the event fulfils.

        The violations of duties that had fallen due come back with the time of settling. A `late`
        event came after the engine stopped waiting: a duty that it would have settled in time
        comes back as one to be reviewed.
        """
        key = tuple(join.field.value(scope) for join in task.norm.joins)
        if UNKNOWN in key:
            return []
        places = self._state.get((*task.place, "owing", *key_value(key)))
        if not places:
            return []
        truth = met(task.norm.fulfilment, scope)
        if truth is False:
            return []
        settled: list[Violation] = []
        for place in places:
            duty: Duty = self._state.get(place)
            if duty.event.id == scope.event.id or duty.at > scope.at:
                continue
            if truth is None:
                if scope.at <= duty.due:
                    doubtful = duty.doubtful | {key_value(key)}
                    self._state.put(place, attrs.evolve(duty, doubtful=doubtful))
                continue
            mine = [one for one in duty.owed if one.key == key_value(key)]
            if duty.late:
                in_time = late and scope.at <= duty.due
                settled += self._settled(duty, mine, scope, in_time=in_time)
            elif late and scope.at > duty.due:
                continue
            self._reduce(task, place, duty, mine)
        return settled

    def _settled(
        self, duty: Duty, mine: list[Owed], scope: Scope, *, in_time: bool
    ) -> list[Violation]:
        members = {one.member for one in mine}
        those = [one for member, one in duty.late if member in members]
        if in_time:
            return [reviewed(one, scope.event) for one in those]
        return [attrs.evolve(one, settled_at=scope.at) for one in those]

    def _reduce(self, task: DeadlineTask, place: Key, duty: Duty, mine: list[Owed]) -> None:
        """Takes those who have fulfilled out of a duty; without any left it is gone."""
        rest = tuple(one for one in duty.owed if one not in mine)
        for one in mine:
            self._unlink((*task.place, "owing", *one.key), place)
        if rest:
            self._state.put(place, attrs.evolve(duty, owed=rest))
        else:
            self._state.delete(place)
            self._unlink(("opened", duty.event.id), place)

    @property
    def types(self) -> Iterable[str]:
        """The types of events that can fulfil a deadline."""
        return self._by_fulfilment

    def tasks_for(self, type_: str) -> list[DeadlineTask]:
        """The deadlines that an event of a type can fulfil."""
        return self._by_fulfilment.get(type_, [])

    def cancel(self, event_id: str, at: datetime) -> None:
        """Cancels the duties that a recalled message opened and that are not due before."""
        for place in self._state.get(("opened", event_id)) or ():
            duty: Duty | None = self._state.get(place)
            task = self.tasks.get(place[:5])
            if duty is not None and task is not None and not duty.late and at <= duty.due:
                self._reduce(task, place, duty, list(duty.owed))

    # ------------------------------------------------------------------------ falling due

    def order_of(self, place: Key) -> int:
        """Which of the duties of its norm one is, by what opened it."""
        duty: Duty | None = self._state.get(place)
        return 0 if duty is None else duty.order

    def fall_due(self, place: Key, due: datetime) -> Verdict | None:
        """The verdict on a duty whose time has come; None if it was settled."""
        duty: Duty | None = self._state.get(place)
        task = self.tasks.get(place[:5])
        if duty is None or task is None or duty.late or duty.due != due:
            return None
        hits = [
            Hit(
                linked=task.linked,
                clause=task.clause,
                truth=True,
                status="suspected"
                if one.key in duty.doubtful and task.norm.status == "violation"
                else task.norm.status,
                subjects=one.subjects,
                trace=Trace(
                    task.norm.label,
                    True,
                    values={"opened": duty.at, "due": duty.due, "owed by": one.member or ""},
                ),
                evidence=(*duty.evidence, Evidence("due", due.isoformat())),
                member=one.member,
            )
            for one in duty.owed
        ]
        opened = None if duty.event.type == NO_EVENT else duty.event.id
        late = tuple(
            (hit.member, one)
            for hit in hits
            for one in violations([hit], due, opened, "due", *place[4:])
        )
        self._state.put(place, attrs.evolve(duty, late=late))
        return Verdict(
            id=f"{'/'.join(map(str, (*place[:2], *place[4:])))}#due",
            kind="due",
            at=due,
            event=opened,
            event_type=None if opened is None else duty.event.type,
            violations=tuple(one for _, one in late),
        )

    def pending(self) -> Iterator[tuple[DeadlineTask, Duty]]:
        """The duties that are open and not yet due, in the order of their due time."""
        seen: set[Key] = set()
        for _, place in sorted(self._state.timers()):
            task = self.tasks.get(place[:5])
            if task is None or place in seen:
                continue
            seen.add(place)
            duty: Duty | None = self._state.get(place)
            if duty is not None and not duty.late:
                yield task, duty


def reviewed(violation: Violation, event: Event) -> Violation:
    """A violation that an event would have settled in time, had it not come too late."""
    return attrs.evolve(
        violation,
        settled_at=event.at,
        review=f"settled in time by an event that came late: {event.id}",
        status="suspected" if violation.status == "violation" else violation.status,
    )


def met(judged: Iterable[Judged], scope: Scope) -> Truth:
    """Whether the scope's event meets one of the patterns."""
    return any_of(one.test.truth(scope) for one in judged if scope.event.type in one.types)


def _opening_evidence(norm: DeadlineNorm, scope: Scope) -> tuple[Evidence, ...]:
    found: list[Evidence] = []
    for judged in norm.opening:
        if scope.event.type in judged.types:
            found += evidence_of(judged.test.trace(scope))
    if scope.event.type != NO_EVENT:
        found.append(Evidence("event", scope.event.id))
    return tuple(dict.fromkeys(found))
