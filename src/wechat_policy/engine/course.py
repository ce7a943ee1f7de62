"""The course of events: each is judged in its turn, and what later ones need is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

import attrs

from wechat_policy.engine.debts import NO_EVENT, Duty
from wechat_policy.engine.duties import DeadlineTask, Duties
from wechat_policy.engine.evaluation import (
    NOTHING,
    Evaluation,
    Outcome,
    Scopes,
    note,
    verdict_of,
    waits,
)
from wechat_policy.engine.judging import permitted, undetermined
from wechat_policy.engine.ledger import Ledger
from wechat_policy.engine.linked import norms_of
from wechat_policy.engine.periods import Periods
from wechat_policy.engine.plans import Task
from wechat_policy.engine.progress import Progress
from wechat_policy.engine.series import Records
from wechat_policy.engine.steps import Steps
from wechat_policy.events import Event
from wechat_policy.policy import DeadlineNorm
from wechat_policy.rules.lexicons import Scan
from wechat_policy.state import Key, State
from wechat_policy.verdict import Verdict

_RECALL = "message.recall"
_MOMENT = timedelta(microseconds=1)
_Timer: TypeAlias = tuple[datetime, Key]


class Course:
    """Takes events and moments in the order of time; gives the verdicts that become final."""

    def __init__(
        self, evaluation: Evaluation, state: State, progress: Progress, duties: Duties,
        periods: Periods, ledger: Ledger, steps: Steps,
    ) -> None:  # fmt: skip
        self._evaluation = evaluation
        self._state = state
        self._progress = progress
        self._duties = duties
        self._periods = periods
        self._beginnings = periods.beginnings
        self._ledger = ledger
        self._steps = steps
        self.timed = bool(duties.tasks or periods.tasks)
        # Where the norms stand in the text, by what the keys of their timers say of them.
        self._ranks = {
            (one.policy.id, clause.id, clause.fingerprint, norm.number): rank
            for rank, (one, clause, norm) in enumerate(norms_of(evaluation.linked))
        }
        self._awaited = {_RECALL, *duties.types, *periods.fulfilments.types}

    def alone(self, event: Event) -> Verdict:
        """The verdict on an event by itself, before its turn has come."""
        outcome = self._evaluation.alone(event)
        self._progress.undetermined += outcome.idle + undetermined(outcome.hits)[1]
        return verdict_of(event, "event", outcome.hits)

    def entered(self, verdict: Verdict, event: Event) -> list[Verdict]:
        """A verdict with its penalties."""
        return self._ledger.enter(verdict, event) if verdict.violations else [verdict]

    def is_awaited(self, event: Event) -> bool:
        """Whether a duty has to do with an event that no clause judges, or falls due before it."""
        return self.timed and (
            self._progress.begun is None
            or event.type in self._awaited
            or self._state.has_timer(event.at)
            or bool(self._beginnings.news(event))
        )

    def turn(self, event: Event, own: Verdict) -> list[Verdict]:
        """Takes an event that has waited, `own` being the verdict that is already out."""
        self._steps.trying = ("event", event.id)
        scans: dict[str, Scan] = {}
        tasks = [task for task in self._evaluation.tasks(event, scans) if waits(task)]
        if not tasks and not own.violations and not self.is_awaited(event):
            self._steps.change_directory(event)
            self._steps.trying = None
            return []
        answer = self.event(event, tasks, scans, own)
        self._steps.trying = None
        return answer

    def event(
        self, event: Event, tasks: Sequence[Task], scans: dict[str, Scan],
        own: Verdict | None = None,
    ) -> list[Verdict]:  # fmt: skip
        """Judges an event in its turn and remembers what windows and duties need of it.

        What is due before it falls due first. Of an event that has a verdict of its `own` only
        the tasks are left that hang on other events.
        """
        scopes = self._evaluation.scopes(event, scans)
        outcome = self._evaluation.outcome(tasks, scopes) if tasks else NOTHING
        self._begin(event.at)
        due = self.until(event.at)
        self._progress.undetermined += outcome.idle + undetermined(outcome.hits)[1]
        verdict = verdict_of(event, "event" if own is None else "window", outcome.hits)
        answer = [verdict] if own is None or verdict else []
        for one in outcome.counted:
            if one.key is not None:
                self._state.put(one.key, one.kept, one.until)
        if verdict.violations:
            answer = self._ledger.enter(verdict, event)
        if self.timed:
            answer += self._duty(scopes, outcome, verdict)
            if own is not None:
                self.open_after(own, event)
        if outcome.recordings:
            self._progress.turn += 1
        for series, scope in outcome.recordings:
            assert isinstance(scope.history, Records)
            scope.history.remember(series, scope, self._progress.turn)
        self._steps.change_directory(event)
        self._beginnings.notice(event)
        return due + answer

    def late(self, event: Event) -> list[Verdict]:
        """An event that nobody waited for: judged for itself, it touches no window.

        One that has violated something before, though its id is forgotten, gives nothing.
        """
        own = self.alone(event)
        if any(self._ledger.reported(one.id) for one in own.violations):
            self._progress.duplicates += 1
            return []
        answer = self.entered(own, event)
        self._progress.late += 1
        self._progress.events += 1
        answer += self._fulfil(self._evaluation.scopes(event, {}), late=True)
        self._steps.change_directory(event)
        if self._progress.begun is not None:
            self._beginnings.notice(event)
        return answer

    def _begin(self, at: datetime) -> None:
        """Starts the periods with the first event of all."""
        if self._progress.begun is None:
            self._progress.begun = at
            self._beginnings.start(at)

    # ---------------------------------------------------------------------------- duties

    def _duty(self, scopes: Scopes, outcome: Outcome, verdict: Verdict) -> list[Verdict]:
        """Settles, cancels and opens duties for an event."""
        event = scopes.event
        answer = self._fulfil(scopes, late=False)
        if event.type == _RECALL and isinstance(event.facts.get("message"), str):
            self._duties.cancel(event.facts["message"], event.at)
        for task, scope, truth in outcome.openings:
            assert task.clause is not None and isinstance(task.norm, DeadlineNorm)
            deadline = DeadlineTask(task.linked, task.clause, task.norm)
            self._duties.open(deadline, scope, truth)
        self.open_after(verdict, event)
        return answer

    def _fulfil(self, scopes: Scopes, *, late: bool) -> list[Verdict]:
        """Lets an event settle duties; those that had fallen due come back settled."""
        event = scopes.event
        settled = []
        for task in self._duties.tasks_for(event.type):
            try:
                settled += self._duties.fulfil(task, scopes.of(task.linked), late=late)
            except Exception as fault:
                note(fault, task.linked.policy.id, task.clause.id, event.id)
                raise
        fulfilments = self._periods.fulfilments
        for period in fulfilments.tasks_for(event.type):
            try:
                settled += fulfilments.fulfil(period, scopes.of(period.linked), late=late)
            except Exception as fault:
                note(fault, period.linked.policy.id, period.clause.id, event.id)
                raise
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

    def open_after(self, verdict: Verdict, event: Event | None) -> None:
        """Opens the duties that the violations of a verdict call for."""
        if not self._duties.after:
            return
        for one in verdict.violations:
            if one.status != "violation":
                continue
            linked = next(each for each in self._evaluation.linked if each.policy.id == one.policy)
            for task in self._duties.after.get((linked.number, one.clause), ()):
                base = event or Event(NO_EVENT, one.id, one.at, {})
                scope = self._evaluation.scope(linked, attrs.evolve(base, at=one.at))
                lifted = permitted(linked, task.clause, scope)
                if lifted is True:
                    continue
                truth = task.norm.opening[0].test.truth(scope) if lifted is False else None
                reported = self._ledger.reported(one.id)
                number = 0 if reported is None else reported.order
                self._duties.open(task, scope, truth, one, number)

    def until(self, moment: datetime) -> list[Verdict]:
        """Lets fall due everything that is due before a moment, in order."""
        answer: list[Verdict] = []
        tried = self._steps.trying
        while timers := self._next_due(moment):
            for timer in timers:
                self._steps.trying = ("timer", timer)
                answer += self._fall_due(*timer)
        self._steps.trying = tried
        return answer

    def _next_due(self, before: datetime) -> list[_Timer]:
        """Takes the timers of the next due time before a moment, in the order of their norms.

        The keys of the timers would order them by names and ids, which say nothing of what came
        first; and what is reported first counts first.
        """
        first = self._state.pop_timer(before)
        if first is None:
            return []
        timers = [first]
        while (other := self._state.pop_timer(first[0] + _MOMENT)) is not None:
            timers.append(other)
        return timers if len(timers) == 1 else sorted(timers, key=self._turn_of)

    def _turn_of(self, timer: _Timer) -> tuple[int, int, Key]:
        """Where a timer stands among those of its moment."""
        _, place = timer
        rank = self._ranks.get((*place[:3], place[4]), -1)
        return rank, self._duties.order_of(place) if place[3] == "duty" else 0, place

    def _fall_due(self, due: datetime, place: Key) -> list[Verdict]:
        is_duty = place[3] == "duty"
        try:
            verdict = (self._duties if is_duty else self._periods).fall_due(place, due)
        except Exception as fault:
            note(fault, str(place[0]), str(place[1]), f"due {due.isoformat()}")
            raise
        if verdict is None:
            return []
        event = self._event_of(place) if is_duty else None
        answer = self._ledger.enter(verdict, event)
        self.open_after(verdict, event)
        return answer

    def _event_of(self, place: Key) -> Event | None:
        duty: Duty = self._state.get(place)
        return None if duty.event.type == NO_EVENT else duty.event
