"""The engine: the one mutable object. It takes events in and gives verdicts out."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import attrs

from wechat_policy.directory import Directory
from wechat_policy.engine.arrivals import Arrivals
from wechat_policy.engine.blocks import Block, blocks_of, raising, read_block
from wechat_policy.engine.course import Course
from wechat_policy.engine.coverage import Coverage
from wechat_policy.engine.duties import DeadlineTask, Duties
from wechat_policy.engine.evaluation import Evaluation, verdict_of
from wechat_policy.engine.findings import Finding
from wechat_policy.engine.index import Index
from wechat_policy.engine.ledger import Ledger
from wechat_policy.engine.linked import linked, norms_of
from wechat_policy.engine.owing import Pending
from wechat_policy.engine.periods import Periods
from wechat_policy.engine.progress import PLACE, progress_of
from wechat_policy.engine.recurring import PeriodTask
from wechat_policy.engine.series import Records
from wechat_policy.engine.settings import length_of, moment_of, policies_of
from wechat_policy.engine.steps import CHANGES, Steps
from wechat_policy.engine.versions import complete_since, take_over
from wechat_policy.engine.waiting import Waiting
from wechat_policy.events import read_event
from wechat_policy.penalties import Penalty
from wechat_policy.policy import DailyNorm, DeadlineNorm, PeriodicNorm, Policy
from wechat_policy.rules.lexicons import Scan, scanner_of
from wechat_policy.state import State, store_of
from wechat_policy.verdict import Verdict, clean

_BATCH = 100
_BLOCK = 4096  # texts scanned together; more gains nothing


class Engine:
    """Judges events by policies, in the order of their time; one thread at a time uses it.

    `directory` is a mapping, the path of a JSON file, or a Directory. `lateness` is how long an
    event may come after a later one; until then windows and duties wait for it. `history_since`
    says from when on the events are complete, if not from the beginning. An event id is judged
    once within `redelivery`, and what it violated is told once for ever. `state` is where it keeps
    what it remembers: the path of a file, a State, or None for the memory of this process.
    Nothing here reads a clock.

    With a state in a file, every verdict that has something to say also goes to an outbox,
    together with what the engine remembers; `pending_delivery` and `ack` serve it.
    """

    def __init__(
        self,
        policies: Policy | Sequence[Policy],
        directory: Mapping[str, Any] | str | os.PathLike[str] | Directory | None = None,
        *,
        lateness: timedelta = timedelta(0),
        history_since: datetime | None = None,
        redelivery: timedelta = timedelta(days=7),
        state: State | str | os.PathLike[str] | None = None,
    ) -> None:
        self.policies = policies_of(policies)
        self.directory = Directory.of(directory).copy()
        self.lateness = length_of("lateness", lateness)
        self.history_since = (
            None if history_since is None else moment_of("history_since", history_since)
        )
        # What may still come late may also come twice.
        self.redelivery = max(length_of("redelivery", redelivery), lateness)
        self._linked = linked(self.policies)
        self._coverage = Coverage(self._linked)
        lexicons = (lexicon for one in self._linked for lexicon in one.policy.lexicons)
        scanner = scanner_of(tuple(dict.fromkeys(lexicons)))
        self._index = Index(self._linked, scanner)
        self._start(store_of(state))

    def _start(self, state: State) -> None:
        """Links the engine to a store, and takes up what it holds."""
        self.state = state
        self._progress = progress_of(state)
        for _, event in state.items(*CHANGES):
            self.directory.apply(event)
        progress = self._progress
        progress.dropped += take_over(state, self.policies, progress.clock)
        if progress.clock is not None:
            state.forget_seen(progress.clock - self.redelivery)
        records = {
            one.number: Records(state, one.policy, self.history_since) for one in self._linked
        }
        self.evaluation = Evaluation(self._linked, self._index, self.directory, state, records)
        scope = self.evaluation.scope
        deadlines = (
            DeadlineTask(one, clause, norm)
            for one, clause, norm in norms_of(self._linked)
            if isinstance(norm, DeadlineNorm)
        )
        recurring = (
            PeriodTask(one, clause, norm)
            for one, clause, norm in norms_of(self._linked)
            if isinstance(norm, DailyNorm | PeriodicNorm)
        )
        self._duties = Duties(state, deadlines, progress, self._coverage)
        self._periods = Periods(state, self.directory, recurring, scope, self._since, progress)
        self._ledger = Ledger(state, self._linked, scope, progress)
        waiting = Waiting(state)
        self._steps = Steps(state, self.directory, progress, self._periods, waiting)
        self._course = Course(
            self.evaluation, state, progress, self._duties, self._periods, self._ledger, self._steps
        )
        self._arrivals = Arrivals(
            state, progress, self.evaluation, self._course, self._steps, waiting, self._coverage,
            lateness=self.lateness, redelivery=self.redelivery,
        )  # fmt: skip
        if progress.begun is not None and progress.clock is not None:
            self._periods.beginnings.start(progress.clock)
        state.mark()

    def _since(self, task: PeriodTask) -> datetime | None:
        """From when on everything is known that fulfils a duty; None if it always was."""
        definition = (task.clause.id, task.clause.fingerprint)
        return complete_since(self.state, task.linked.policy, definition, self.history_since)

    # --------------------------------------------------------------------------- feeding

    def feed(self, event: object, *, commit: bool = True) -> list[Verdict]:
        """Takes an event in; gives what became final, in the order of time.

        First the duties that fell due before it, then the event's own verdict. With a lateness,
        the verdicts of windows follow when the clock has passed them. An event that was judged
        before gives nothing. Raises InvalidRecord for a record that is no event. Whatever is
        raised, nothing of the event is remembered, and it may be fed again; only where a state in
        a file could not be written, call `commit` again and take the verdicts from the outbox.

        Without `commit` a state in a file takes the event with the next one that commits, or
        when `commit()` is called: tell nobody of the verdicts before.
        """
        event = read_event(event)
        self._arrivals.interrupt()
        answer = self._arrivals.take(event)
        if self.state.durable:
            self._queue(answer)
            if commit:
                self.commit()
        return answer

    def commit(self) -> None:
        """Keeps all that was fed and its verdicts in the state file, together or not at all."""
        self._arrivals.tally()
        self.state.put(PLACE, attrs.evolve(self._progress))
        self.state.commit()

    def judge_many(self, events: Iterable[object], *, batch: int = _BATCH) -> Iterator[Verdict]:
        """Feeds events one after the other; gives every verdict as it becomes final.

        Of a sequence the texts are scanned many at a time, which costs a fraction; an iterator is
        asked for one event at a time, so that none is lost where one raises. With a state in a
        file, `batch` events at most are kept together, and their verdicts come afterwards.
        """
        blocks = blocks_of(events, batch if self.state.durable else _BLOCK)
        if not self.state.durable:
            for block in blocks:
                yield from self._take_block(block)
            return
        for block in blocks:
            held: list[Verdict] = []
            fault: Exception | None = None
            try:
                for verdict in self._take_block(block):
                    held.append(verdict)
            except Exception as raised:
                fault = raised
            self._queue(held)
            self.commit()
            yield from held
            if fault is not None:
                raise fault

    def judge_block(
        self, block: Block, *, commit: bool = True
    ) -> Iterator[tuple[int, list[Verdict] | None]]:
        """Feeds the events of a block as `judge_many` does, each as the answers are asked for.

        Gives for each event that may have led to something its place in the block and the verdicts
        that became final with it, None for an event that came before; the others led to nothing,
        and events that are made only when somebody needs them need not be made for it. With a
        state in a file all are fed at once; `commit` is then as for `feed`.
        """
        self._arrivals.interrupt()
        answers = self._arrivals.take_quietly(block)
        if not self.state.durable:
            return answers
        held = list(answers)
        for _, answer in held:
            self._queue(answer or ())
        if commit:
            self.commit()
        return iter(held)

    def _take_block(self, block: Iterable[object]) -> Iterator[Verdict]:
        """What becomes final with each of several events, the last of which may be none."""
        if not isinstance(block, Sequence):
            return self._take_each(block)
        events, fault = read_block(block)
        verdicts = self._arrivals.take_block(events)
        return verdicts if fault is None else raising(verdicts, fault)

    def _take_each(self, events: Iterable[object]) -> Iterator[Verdict]:
        for event in events:
            told = read_event(event)
            self._arrivals.interrupt()
            yield from self._arrivals.take(told)

    def advance(self, to: datetime) -> list[Verdict]:
        """Moves time without an event: gives what is due before `to`.

        Raises ValueError for a naive time.
        """
        moment_of("advance", to)
        self._arrivals.interrupt()
        progress = self._progress
        if progress.begun is None:
            self._periods.beginnings.start_dated(to)
        if progress.clock is not None and to < progress.clock:
            return []
        answer = self._arrivals.advance(to)
        progress.clock = to
        return self._finished(answer)

    def flush(self) -> list[Verdict]:
        """Stops waiting for late events: gives the verdicts that were held back for them."""
        self._arrivals.interrupt()
        clock = self._progress.clock
        if clock is None:
            return []
        return self._finished(self._arrivals.flush(clock))

    def _finished(self, answer: list[Verdict]) -> list[Verdict]:
        if self.state.durable:
            self._queue(answer)
            self.commit()
        return answer

    def _queue(self, verdicts: Iterable[Verdict]) -> None:
        """Puts the verdicts that say something in the outbox."""
        for verdict in verdicts:
            if verdict:
                self.state.queue(verdict.id, verdict)

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
        scopes = self.evaluation.scopes(event, scans)
        return verdict_of(event, "event", self.evaluation.outcome(tasks, scopes).hits)

    # ---------------------------------------------------------------------------- asking

    def pending(self) -> tuple[Pending, ...]:
        """The open duties that are not yet due, by their due time."""
        return tuple(Pending.of(duty, task.clause.id) for task, duty in self._duties.pending())

    def find(self, finding: Finding) -> list[Verdict]:
        """Takes a person's finding on a violation; gives it anew with what follows from it.

        Raises LookupError for a violation that was never reported.
        """
        self._arrivals.interrupt()
        return self._finished(self._steps.attempt(lambda: self._find(finding)))

    def _find(self, finding: Finding) -> list[Verdict]:
        found = self._ledger.reported(finding.violation)
        answer = self._ledger.find(finding)
        # What was a violation before has opened its duties already.
        if finding.outcome == "confirm" and found and not found.counted:
            self._course.open_after(answer[0], found.event)
        return answer

    def penalties(self, subject: str) -> tuple[Penalty, ...]:
        """The penalties of a subject as they stand now."""
        return self._ledger.penalties(subject)

    def uncovered(self) -> tuple[tuple[str, int], ...]:
        """The policies and years of which working days matter and no calendar tells them."""
        return tuple(self._coverage.missing)

    def stats(self) -> Mapping[str, int]:
        """Counts since the state began; see `Progress` for the names."""
        self._arrivals.tally()
        return self._progress.counts()

    # -------------------------------------------------------------------------- delivery

    def pending_delivery(self) -> tuple[Verdict, ...]:
        """The verdicts that nobody has acknowledged, oldest first; none without a state file.

        After a crash they come again: whoever receives them goes by their ids.
        """
        return tuple(verdict for _, verdict in self.state.pending_delivery())

    def ack(self, verdicts: Iterable[Verdict | str]) -> None:
        """Says that verdicts, or those of these ids, have been received."""
        if isinstance(verdicts, str | Verdict):
            raise TypeError("ack takes several verdicts or ids; put the one into a list")
        self.state.ack(one if isinstance(one, str) else one.id for one in verdicts)

    # --------------------------------------------------------------------------- keeping

    def snapshot(self) -> bytes:
        """All that the engine remembers, to be restored into an engine of the same policies.

        Raises TypeError with a state in a file: copy the file.
        """
        self._arrivals.tally()
        self.state.put(PLACE, attrs.evolve(self._progress))
        return pickle.dumps((self.state, self.directory.snapshot()))

    def restore(self, snapshot: bytes) -> None:
        """Takes up a snapshot of this program's own making; never one from strangers.

        Raises TypeError with a state in a file: open a copy of the file.
        """
        if self.state.durable:
            raise TypeError("an engine with a state in a file restores no snapshot")
        state, changes = pickle.loads(snapshot)
        self.directory.restore(changes)
        self._start(state)

    def close(self) -> None:
        """Ends the use of the state file."""
        self.state.close()
