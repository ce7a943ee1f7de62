"""The engine: the one mutable object. It takes events in and gives verdicts out."""

from __future__ import annotations

import heapq
import os
import pickle
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import attrs

from wechat_policy.directory import Directory
from wechat_policy.engine.duties import NO_EVENT, DeadlineTask, Duties, Duty
from wechat_policy.engine.index import Index, Linked, Task
from wechat_policy.engine.judging import Hit, lowered, permitted, subjects, undetermined, violations
from wechat_policy.engine.ledger import Finding, Ledger
from wechat_policy.engine.limits import Counted, count
from wechat_policy.engine.periods import Periods, PeriodTask, moment
from wechat_policy.engine.series import Records
from wechat_policy.events import Event, read_event
from wechat_policy.penalties import Penalty
from wechat_policy.policy import (
    DailyNorm,
    DeadlineNorm,
    EventNorm,
    LimitNorm,
    PeriodicNorm,
    PermitNorm,
    Policy,
)
from wechat_policy.rules.facts import Scope
from wechat_policy.rules.lexicons import Scan, Scanner
from wechat_policy.rules.series import Series
from wechat_policy.rules.truth import Truth
from wechat_policy.state import Key, Memory
from wechat_policy.verdict import Verdict, clean

_RECALL = "message.recall"


@attrs.frozen
class Pending:
    """An open duty: what it waits for, whom it binds, and until when."""

    policy: str
    clause: str
    event: str
    opened: datetime
    due: datetime
    owed_by: tuple[str | None, ...]


@attrs.frozen(eq=False)
class _Outcome:
    """What an event came to, before anything is remembered of it."""

    hits: tuple[Hit, ...]
    counted: tuple[Counted, ...]
    openings: tuple[tuple[Task, Scope, Truth], ...]
    recordings: tuple[tuple[Series, Scope], ...]


class Engine:
    """Judges events by policies, in the order of their time; one thread at a time uses it.

    `directory` is a mapping, the path of a JSON file, or a Directory. `lateness` is how long an
    event may come after a later one; until then windows and duties wait for it. `history_since`
    says from when on the events are complete, if not from the beginning. An event id is judged
    once within `redelivery`. Nothing here reads a clock.
    """

    def __init__(
        self,
        policies: Policy | Sequence[Policy],
        directory: Mapping[str, Any] | str | os.PathLike[str] | Directory | None = None,
        *,
        lateness: timedelta = timedelta(0),
        history_since: datetime | None = None,
        redelivery: timedelta = timedelta(days=7),
    ) -> None:
        self.policies = (policies,) if isinstance(policies, Policy) else tuple(policies)
        ids = [policy.id for policy in self.policies]
        if len(set(ids)) < len(ids):
            raise ValueError(f"two policies have one id: {', '.join(ids)}")
        self.directory = Directory.of(directory).copy()
        self.lateness = lateness
        self.history_since = history_since
        self.redelivery = redelivery
        self._linked = tuple(_linked(number, one) for number, one in enumerate(self.policies))
        self._scanner = Scanner(lexicon for one in self.policies for lexicon in one.lexicons)
        self._index = Index(self._linked, self._scanner)
        self._start(_Remembered())

    def _start(self, remembered: _Remembered) -> None:
        """Links the engine to what it remembers."""
        self._memory = remembered
        state = remembered.state
        self._records = tuple(
            Records(state, one.policy.id, self.history_since) for one in self._linked
        )
        self._zones = tuple(one.policy.zone for one in self._linked)
        self._duties = Duties(state, self._deadlines())
        self._periods = Periods(
            state, self.directory, self._recurring(), self._scope, self.history_since
        )
        self._duties.unclear, self._periods.unclear = remembered.unclear
        self._timed = bool(self._duties.tasks or self._periods.tasks)
        self._ledger = Ledger(state, self._linked, self._scope)

    def _deadlines(self) -> Iterator[DeadlineTask]:
        for linked in self._linked:
            for clause in linked.policy.clauses:
                for norm in clause.norms:
                    if isinstance(norm, DeadlineNorm):
                        yield DeadlineTask(linked, clause, norm)

    def _recurring(self) -> Iterator[PeriodTask]:
        for linked in self._linked:
            for clause in linked.policy.clauses:
                for norm in clause.norms:
                    if isinstance(norm, DailyNorm | PeriodicNorm):
                        yield PeriodTask(linked, clause, norm)

    # --------------------------------------------------------------------------- feeding

    def feed(self, event: object) -> list[Verdict]:
        """Takes an event in; gives what became final, in the order of time.

        First the duties that fell due before it, then the event's own verdict. With a lateness,
        the verdicts of windows follow when the clock has passed them. An event that was judged
        before gives nothing. Raises InvalidRecord for a record that is no event.
        """
        event = read_event(event)
        memory = self._memory
        if event.id in memory.seen:
            memory.counts["duplicates"] += 1
            return []
        if not self.lateness:
            clock = memory.clock
            if clock is None or event.at >= clock:
                return self._process(event)
        return self._feed_late(event)

    def _see(self, event: Event) -> None:
        memory = self._memory
        memory.counts["events"] += 1
        memory.seen.add(event.id)
        memory.order.append((event.at, event.id))
        floor = event.at - self.redelivery
        while memory.order[0][0] < floor:
            memory.seen.discard(memory.order.popleft()[1])

    def _begin(self, at: datetime) -> None:
        """Starts the periods with the first event of all."""
        if self._memory.begun is None:
            self._memory.begun = at
            self._periods.start(at)

    def _feed_late(self, event: Event) -> list[Verdict]:
        """An event out of order, or any event where the engine waits for late ones."""
        memory = self._memory
        clock = memory.clock
        if clock is not None and event.at < clock - self.lateness:
            return self._too_late(event)
        verdict = self._judged_alone(event)
        heapq.heappush(memory.waiting, (event.at, event.id, event, verdict))
        memory.clock = event.at if clock is None else max(clock, event.at)
        answer = self._entered(verdict, event)
        return self._settle(memory.clock - self.lateness) + answer

    def _too_late(self, event: Event) -> list[Verdict]:
        """An event that nobody waited for: judged for itself, it touches no window."""
        answer = self._entered(self._judged_alone(event), event)
        self._memory.counts["late"] += 1
        answer += self._fulfil(event, late=True)
        self.directory.apply(event)
        return answer

    def _judged_alone(self, event: Event) -> Verdict:
        """The verdict on an event by itself; from now on it counts as seen."""
        outcome = self._alone(event)
        self._see(event)
        self._memory.counts["undetermined"] += undetermined(outcome.hits)[1]
        return self._verdict(event, "event", outcome.hits)

    def _entered(self, verdict: Verdict, event: Event) -> list[Verdict]:
        return self._ledger.enter(verdict, event) if verdict.violations else [verdict]

    def _settle(self, horizon: datetime, *, inclusive: bool = False) -> list[Verdict]:
        """Processes the waiting events before the horizon, and lets fall due what is due."""
        memory = self._memory
        answer: list[Verdict] = []
        while memory.waiting and (
            memory.waiting[0][0] < horizon or (inclusive and memory.waiting[0][0] <= horizon)
        ):
            _, _, event, own = heapq.heappop(memory.waiting)
            answer += self._process(event, own)
        return answer + self._until(horizon)

    def advance(self, to: datetime) -> list[Verdict]:
        """Moves time without an event: gives what is due before `to`.

        Raises ValueError for a naive time.
        """
        if to.utcoffset() is None:
            raise ValueError(f"advance needs a time with an offset, got {to.isoformat()}")
        memory = self._memory
        if memory.begun is None:
            self._periods.start_listed()
        if memory.clock is not None and to < memory.clock:
            return []
        memory.clock = to
        return self._settle(to - self.lateness)

    def flush(self) -> list[Verdict]:
        """Stops waiting for late events: gives the verdicts that were held back for them."""
        clock = self._memory.clock
        return [] if clock is None else self._settle(clock, inclusive=True)

    # --------------------------------------------------------------------------- judging

    def judge(self, event: object) -> Verdict:
        """The verdict on the event alone, against what is remembered; remembers nothing.

        Windows count it as if it came now; no duty falls due, and no penalty is imposed.
        """
        event = read_event(event)
        scans: dict[str, Scan] = {}
        tasks = self._index.tasks(event, scans)
        if not tasks:
            return clean(event.id, event.at, event.type)
        return self._verdict(event, "event", self._evaluated(event, tasks, scans).hits)

    def judge_many(self, events: Iterable[object]) -> Iterator[Verdict]:
        """Feeds events one after the other; gives every verdict as it becomes final."""
        for event in events:
            yield from self.feed(event)

    def _alone(self, event: Event) -> _Outcome:
        """What an event comes to by itself and the directory, whatever else happened."""
        scans: dict[str, Scan] = {}
        tasks = [task for task in self._index.tasks(event, scans) if not _waits(task)]
        return self._evaluated(event, tasks, scans)

    def _evaluated(self, event: Event, tasks: Sequence[Task], scans: dict[str, Scan]) -> _Outcome:
        """Tests every task; nothing is written here.

        What a registered condition raises carries a note that names the clause and the event.
        """
        hits: list[Hit] = []
        counted: list[Counted] = []
        openings: list[tuple[Task, Scope, Truth]] = []
        recordings: dict[tuple[int, int], tuple[Series, Scope]] = {}
        scopes: dict[int, Scope] = {}
        limits: set[tuple[int, ...]] = set()
        permits: dict[int, Truth] = {}
        for task in tasks:
            linked = task.linked
            scope = scopes.get(linked.number)
            if scope is None:
                scope = scopes[linked.number] = self._scope(linked, event, scans)
            norm = task.norm
            if isinstance(norm, Series):
                recordings[linked.number, norm.number] = (norm, scope)
                continue
            if linked.since is not None and event.at < linked.since:
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
                    for found in count(task, scope, truth, self._memory.state):
                        counted.append(found)
                        if found.hit is not None:
                            hits.append(found.hit)
                    continue
                truth = truth if lifted is False else None
                hits.append(_hit(task, norm, truth, event, scope))
            except Exception as fault:
                _note(fault, linked.policy.id, clause.id, event.id)
                raise
        return _Outcome(
            tuple(map(_decided, hits)), tuple(counted), tuple(openings), tuple(recordings.values())
        )

    def _scope(self, linked: Linked, event: Event, scans: dict[str, Scan] | None = None) -> Scope:
        return Scope(
            event,
            self.directory,
            self._scanner,
            self._records[linked.number],
            self._zones[linked.number],
            scans=scans,
        )

    def _verdict(self, event: Event, kind: Any, hits: Iterable[Hit]) -> Verdict:
        hits = tuple(hits)
        id_ = event.id if kind == "event" else f"{event.id}#{kind}"
        if not hits:
            return Verdict(id_, kind, event.at, event.id, event.type)
        found = violations(hits, event.at, event.id, event.id, kind)
        unclear, _ = undetermined(hits, event.id)
        broken = {(one.policy, one.clause, one.subject) for one in found}
        return Verdict(
            id=id_,
            kind=kind,
            at=event.at,
            event=event.id,
            event_type=event.type,
            violations=tuple(found),
            undetermined=tuple(
                one for one in unclear if (one.policy, one.clause, one.subject) not in broken
            ),
        )

    def _process(self, event: Event, own: Verdict | None = None) -> list[Verdict]:
        """Judges an event in its turn and remembers what windows and duties need of it.

        What is due before it falls due first. Nothing is remembered before the event has been
        judged, so that one whose condition fails can be fed again. `own` is the verdict that is
        already out; what is left to judge hangs on other events.
        """
        memory, whole = self._memory, own is None
        scans: dict[str, Scan] = {}
        tasks = self._index.tasks(event, scans)
        if not whole:
            tasks = [task for task in tasks if _waits(task)]
        outcome = self._evaluated(event, tasks, scans) if tasks else _NOTHING
        if whole:
            self._see(event)
            memory.clock = event.at
        if not tasks and not self._timed:
            self.directory.apply(event)
            return [clean(event.id, event.at, event.type)] if whole else []
        self._begin(event.at)
        state = memory.state
        due = self._until(event.at) if state.has_timer(event.at) else []
        memory.counts["undetermined"] += undetermined(outcome.hits)[1]
        verdict = self._verdict(event, "event" if whole else "window", outcome.hits)
        answer = [verdict] if whole or verdict else []
        for one in outcome.counted:
            if one.key is not None:
                state.put(one.key, list(one.kept))
        if verdict.violations:
            answer = self._ledger.enter(verdict, event)
        if self._timed:
            answer += self._duty(event, outcome, verdict)
            if own is not None:
                self._open_after(own, event)
        for series, scope in outcome.recordings:
            self._records_of(series, scope)
        self.directory.apply(event)
        self._periods.notice(event)
        return due + answer

    def _records_of(self, series: Series, scope: Scope) -> None:
        history = scope.history
        assert isinstance(history, Records)
        history.remember(series, scope)

    # ---------------------------------------------------------------------------- duties

    def _duty(self, event: Event, outcome: _Outcome, verdict: Verdict) -> list[Verdict]:
        """Settles, cancels and opens duties for an event."""
        answer = self._fulfil(event, late=False)
        if event.type == _RECALL and isinstance(event.facts.get("message"), str):
            self._duties.cancel(event.facts["message"], event.at)
        for task, scope, truth in outcome.openings:
            assert task.clause is not None and isinstance(task.norm, DeadlineNorm)
            deadline = DeadlineTask(task.linked, task.clause, task.norm)
            self._duties.open(deadline, scope, truth)
        self._open_after(verdict, event)
        return answer

    def _fulfil(self, event: Event, *, late: bool) -> list[Verdict]:
        """Lets an event settle duties; those that had fallen due come back settled."""
        settled = []
        for task in self._duties.tasks_for(event.type):
            scope = self._scope(task.linked, event)
            try:
                settled += self._duties.fulfil(task, scope, late=late)
            except Exception as fault:
                _note(fault, task.linked.policy.id, task.clause.id, event.id)
                raise
        for period in self._periods.tasks_for(event.type):
            scope = self._scope(period.linked, event)
            settled += self._periods.fulfil(period, scope, late=late)
        if not settled:
            return []
        settled = [self._ledger.settled(one) for one in settled]
        verdict = Verdict(
            id=f"{event.id}#settled",
            kind="settled",
            at=event.at,
            event=event.id,
            event_type=event.type,
            violations=tuple(settled),
            revises=settled[0].id,
        )
        return self._ledger.revise(verdict)

    def _open_after(self, verdict: Verdict, event: Event | None) -> None:
        """Opens the duties that a violation calls for."""
        if not self._duties.after:
            return
        for one in verdict.violations:
            if one.status != "violation":
                continue
            linked = next(each for each in self._linked if each.policy.id == one.policy)
            for task in self._duties.after.get((linked.number, one.clause), ()):
                base = event or Event(NO_EVENT, one.id, one.at, {})
                scope = self._scope(linked, attrs.evolve(base, at=one.at))
                lifted = permitted(linked, task.clause, scope)
                if lifted is True:
                    continue
                truth = task.norm.opening[0].test.truth(scope) if lifted is False else None
                self._duties.open(task, scope, truth, one)

    def _until(self, moment_: datetime) -> list[Verdict]:
        """Lets fall due everything that is due before a moment, in order."""
        answer: list[Verdict] = []
        while (timer := self._memory.state.pop_timer(moment_)) is not None:
            due, place = timer
            verdict = (
                self._duties.fall_due(place, due)
                if place[3] == "duty"
                else self._periods.fall_due(place, due)
            )
            if verdict is None:
                continue
            event = self._event_of(place) if place[3] == "duty" else None
            answer += self._ledger.enter(verdict, event)
            self._open_after(verdict, event)
        return answer

    def _event_of(self, place: Key) -> Event | None:
        duty: Duty = self._memory.state.get(place)
        return None if duty.event.type == NO_EVENT else duty.event

    def pending(self) -> tuple[Pending, ...]:
        """The open duties that are not yet due, by their due time."""
        return tuple(
            Pending(
                duty.policy,
                task.clause.id,
                duty.event.id,
                duty.at,
                duty.due,
                tuple(subject for one in duty.owed for subject in one.subjects),
            )
            for task, duty in self._duties.pending()
        )

    # ---------------------------------------------------------------------------- ledger

    def find(self, finding: Finding) -> list[Verdict]:
        """Takes a person's finding on a violation; gives it anew with what follows from it.

        Raises LookupError for a violation that was never reported.
        """
        found = self._ledger.reported(finding.violation)
        answer = self._ledger.find(finding)
        # What was a violation before has opened its duties already.
        if finding.outcome == "confirm" and found and found.violation.status != "violation":
            self._open_after(answer[0], found.event)
        return answer

    def penalties(self, subject: str) -> tuple[Penalty, ...]:
        """The penalties of a subject as they stand now."""
        return self._ledger.penalties(subject)

    def stats(self) -> Mapping[str, int]:
        """Counts: events, duplicates, late, undetermined (not reported), unclear (duties)."""
        counts = Counter(self._memory.counts)
        counts["unclear"] += self._duties.unclear + self._periods.unclear
        return dict(counts)

    # --------------------------------------------------------------------------- keeping

    def snapshot(self) -> bytes:
        """All that the engine remembers, to be restored into an engine of the same policies."""
        self._memory.unclear = (self._duties.unclear, self._periods.unclear)
        return pickle.dumps((self._memory, self.directory.snapshot()))

    def restore(self, snapshot: bytes) -> None:
        """Takes up a snapshot of this program's own making; never one from strangers."""
        memory, changes = pickle.loads(snapshot)
        self.directory.restore(changes)
        self._start(memory)


class _Remembered:
    """What an engine remembers between events."""

    def __init__(self) -> None:
        self.state = Memory()
        self.clock: datetime | None = None
        self.begun: datetime | None = None
        self.seen: set[str] = set()
        self.order: deque[tuple[datetime, str]] = deque()
        self.waiting: list[tuple[datetime, str, Event, Verdict]] = []
        self.counts: Counter[str] = Counter()
        self.unclear = (0, 0)


_NOTHING = _Outcome((), (), (), ())


def _note(fault: Exception, policy: str, clause: str, event: str) -> None:
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


def _waits(task: Task) -> bool:
    """Whether a task's answer hangs on other events."""
    return task.stateful or not isinstance(task.norm, EventNorm)


def _hit(task: Task, norm: EventNorm, truth: Truth, event: Event, scope: Scope) -> Hit:
    assert task.clause is not None
    return Hit(
        linked=task.linked,
        clause=task.clause,
        truth=truth,
        status=lowered(norm.status, event),
        subjects=subjects(norm.answerer, event, scope),
        trace=task.test.trace(scope),
    )


def _decided(hit: Hit) -> Hit:
    """A hit that is unknown, where its clause asks to take that for a suspicion."""
    if hit.truth is None and hit.clause.if_unknown == "violate":
        return attrs.evolve(hit, truth=True, status="suspected")
    return hit


def _linked(number: int, policy: Policy) -> Linked:
    permits: dict[str, list[Any]] = {}
    for clause in policy.clauses:
        for norm in clause.norms:
            if isinstance(norm, PermitNorm):
                for lifted in norm.lifts:
                    permits.setdefault(lifted, []).extend(norm.judged)
    since = None
    if policy.effective is not None:
        since = moment(policy.effective, 0, policy.zone)
    return Linked(number, policy, since, {name: tuple(those) for name, those in permits.items()})
