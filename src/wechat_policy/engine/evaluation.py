"""One event against every norm that it calls for; nothing is remembered here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from wechat_policy.directory import Directory
from wechat_policy.drafts import maker
from wechat_policy.engine.index import Index
from wechat_policy.engine.judging import Hit, lowered, permitted, subjects, undetermined, violations
from wechat_policy.engine.limits import Counted, count
from wechat_policy.engine.linked import Linked
from wechat_policy.engine.plans import Task
from wechat_policy.engine.series import Records
from wechat_policy.events import Event
from wechat_policy.policy import DeadlineNorm, EventNorm, Judged, LimitNorm
from wechat_policy.rules.facts import Scope
from wechat_policy.rules.lexicons import Scan, Scanner
from wechat_policy.rules.series import Series
from wechat_policy.rules.specifics import fits
from wechat_policy.rules.truth import Truth
from wechat_policy.state import State
from wechat_policy.verdict import Kind, Verdict


@attrs.frozen(eq=False)
class Outcome:
    """What an event came to, before anything is remembered of it.

    `idle` norms stayed unknown and are not worth telling.
    """

    hits: tuple[Hit, ...] = ()
    counted: tuple[Counted, ...] = ()
    openings: tuple[tuple[Task, Scope, Truth], ...] = ()
    recordings: tuple[tuple[Series, Scope], ...] = ()
    idle: int = 0


_new_hit, _new_outcome, _new_verdict = maker(Hit), maker(Outcome), maker(Verdict)

NOTHING = Outcome()


class Scopes:
    """Where each policy judges one event, until something is written that it may ask for.

    Policies share the tests of which the answer is the same for all of them.
    """

    __slots__ = ("_answers", "_evaluation", "_found", "_scans", "event")

    def __init__(self, evaluation: Evaluation, event: Event, scans: dict[str, Scan]) -> None:
        self.event = event
        self._evaluation = evaluation
        self._scans = scans
        self._found: dict[int, Scope] = {}
        self._answers: dict[int, Any] = {}

    def of(self, linked: Linked) -> Scope:
        """That of a policy."""
        scope = self._found.get(linked.number)
        if scope is None:
            scope = self._evaluation.scope(linked, self.event, self._scans)
            scope.answers = self._answers
            self._found[linked.number] = scope
        return scope


class Evaluation:
    """Tests events by the policies, the directory and what is remembered of earlier ones."""

    def __init__(
        self, linked: Sequence[Linked], index: Index, directory: Directory, state: State,
        records: Mapping[int, Records],
    ) -> None:  # fmt: skip
        self.linked = linked
        self._index = index
        self._directory = directory
        self._state = state
        self._records = records
        self._zones = {one.number: one.policy.zone for one in linked}

    def tasks(self, event: Event, scans: dict[str, Scan]) -> Sequence[Task]:
        """What the event calls for; the scans of its texts are left in `scans`."""
        return self._index.tasks(event, scans)

    def loud(self, events: Sequence[Event], types: Sequence[str]) -> set[int]:
        """The numbers of the events, of these types, that may call for something."""
        return self._index.loud(events, types)

    @property
    def scanner(self) -> Scanner:
        """Finds the words of all lexicons."""
        return self._index.scanner

    def scope(self, linked: Linked, event: Event, scans: dict[str, Scan] | None = None) -> Scope:
        """Where a policy judges an event."""
        return Scope(
            event,
            self._directory,
            self._index.scanner,
            self._records[linked.number],
            self._zones[linked.number],
            scans=scans,
        )

    def scopes(self, event: Event, scans: dict[str, Scan]) -> Scopes:
        """Where the policies judge an event, one after the other."""
        return Scopes(self, event, scans)

    def alone(self, event: Event) -> Outcome:
        """What an event comes to by itself and the directory, whatever else happened."""
        scans: dict[str, Scan] = {}
        tasks = [task for task in self.tasks(event, scans) if not waits(task)]
        return self.outcome(tasks, self.scopes(event, scans))

    def outcome(self, tasks: Sequence[Task], scopes: Scopes) -> Outcome:
        """Tests every task.

        What a registered condition raises carries a note that names the clause and the event.
        """
        hits: list[Hit] = []
        counted: list[Counted] = []
        openings: list[tuple[Task, Scope, Truth]] = []
        recordings: dict[tuple[int, int], tuple[Series, Scope]] = {}
        event = scopes.event
        idle = 0
        limits: set[tuple[int, ...]] = set()
        permits: dict[int, Truth] = {}
        for task in tasks:
            linked = task.linked
            scope = scopes.of(linked)
            norm = task.norm
            if isinstance(norm, Series):
                recordings[linked.number, norm.number] = (norm, scope)
                continue
            early = linked.since is not None and event.at < linked.since
            if early and not isinstance(norm, LimitNorm):
                continue
            clause = task.clause
            assert clause is not None
            try:
                truth = task.test.truth(scope)
                if truth is False:
                    continue
                lifted = permitted(linked, clause, scope, permits) if linked.permits else False
                if lifted is True:
                    continue
                if isinstance(norm, DeadlineNorm):
                    openings.append((task, scope, truth if lifted is False else None))
                    continue
                if isinstance(norm, LimitNorm):
                    if task.order[:3] in limits:
                        continue
                    limits.add(task.order[:3])
                    task, truth = _strongest(task, norm, truth, scope)
                    truth = truth if lifted is False else None
                    if truth is None and _idle(task, scope):
                        limits.discard(task.order[:3])
                        idle += 1
                        continue
                    for found in count(task, scope, truth, self._state, early=early):
                        counted.append(found)
                        if found.hit is not None:
                            hits.append(_decided(found.hit, task, norm.judged, scope))
                    continue
                truth = truth if lifted is False else None
                if truth is None and _idle(task, scope):
                    idle += 1
                    continue
                hit = _hit(task, norm, truth, event, scope)
                hits.append(_decided(hit, task, norm.judged, scope))
            except Exception as fault:
                note(fault, linked.policy.id, clause.id, event.id)
                raise
        return _new_outcome(
            tuple(hits), tuple(counted), tuple(openings), tuple(recordings.values()), idle
        )


def verdict_of(event: Event, kind: Kind, hits: Iterable[Hit]) -> Verdict:
    """The verdict on an event from the norms that it hit."""
    hits = tuple(hits)
    id_ = event.id if kind == "event" else f"{event.id}#{kind}"
    if not hits:
        return _new_verdict(id_, kind, event.at, event.id, event.type)
    found = violations(hits, event.at, event.id, event.id, kind)
    unclear, _ = undetermined(hits, event.id)
    if unclear:
        broken = {(one.policy, one.clause, one.subject) for one in found}
        unclear = [one for one in unclear if (one.policy, one.clause, one.subject) not in broken]
    return _new_verdict(
        id=id_,
        kind=kind,
        at=event.at,
        event=event.id,
        event_type=event.type,
        violations=tuple(found),
        undetermined=tuple(unclear),
    )


def waits(task: Task) -> bool:
    """Whether a task's answer hangs on other events."""
    return task.stateful or not isinstance(task.norm, EventNorm)


def note(fault: Exception, policy: str, clause: str, event: str) -> None:
    """Notes the clause and the event on what a condition raised."""
    if not getattr(fault, "__notes__", ()):
        fault.add_note(f"in clause `{clause}` of policy `{policy}`, on event `{event}`")


def _strongest(task: Task, norm: LimitNorm, truth: Truth, scope: Scope) -> tuple[Task, Truth]:
    """The pattern of a limit that an event meets for certain, if one does."""
    if truth is None:
        for judged in norm.judged:
            if scope.event.type in judged.types and judged.test.truth(scope) is True:
                return attrs.evolve(task, test=judged.test), True
    return task, truth


def _idle(task: Task, scope: Scope) -> bool:
    """Whether an unknown test is not worth telling: nothing that the event says fits."""
    assert task.clause is not None
    fit = task.specific and fits(task.test, scope)
    return task.clause.if_unknown == "ignore" and not fit


def _hit(task: Task, norm: EventNorm, truth: Truth, event: Event, scope: Scope) -> Hit:
    assert task.clause is not None
    return _new_hit(
        linked=task.linked,
        clause=task.clause,
        truth=truth,
        status=lowered(norm.status, event),
        subjects=subjects(norm.answerer, event, scope),
        trace=task.test.trace(scope),
    )


def _decided(hit: Hit, task: Task, judged: Iterable[Judged], scope: Scope) -> Hit:
    """A hit that is unknown, where its clause asks to take that for a suspicion.

    Not where it is unknown whether the norm is about the event at all.
    """
    if hit.truth is not None or hit.clause.if_unknown != "violate":
        return hit
    about = next((one.about for one in judged if one.test is task.test), None)
    if about is not None and about.truth(scope) is not True:
        return hit
    return attrs.evolve(hit, truth=True, status="suspected")
