"""Events as they arrive: judged at once, left to wait for late ones, or late themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from wechat_policy.directory import RANKS
from wechat_policy.engine.course import Course
from wechat_policy.engine.coverage import Coverage
from wechat_policy.engine.evaluation import Evaluation
from wechat_policy.engine.progress import Progress
from wechat_policy.engine.steps import Steps
from wechat_policy.engine.waiting import Waiting
from wechat_policy.events import Event
from wechat_policy.rules.lexicons import Scan
from wechat_policy.state import State
from wechat_policy.verdict import Verdict, clean


class Arrivals:
    """Takes every event once, and gives each its turn when no earlier one can come any more."""

    def __init__(
        self, state: State, progress: Progress, evaluation: Evaluation, course: Course,
        steps: Steps, waiting: Waiting, coverage: Coverage, *, lateness: timedelta,
        redelivery: timedelta,
    ) -> None:  # fmt: skip
        self._state = state
        self._progress = progress
        self._evaluation = evaluation
        self._course = course
        self._steps = steps
        self._waiting = waiting
        self._coverage = coverage
        self._lateness = lateness
        self._redelivery = redelivery

    def take(self, event: Event) -> list[Verdict]:
        """What becomes final with an event; nothing if it came before."""
        progress = self._progress
        if self._state.has_seen(event.id):
            progress.duplicates += 1
            return []
        clock = progress.clock
        if not self._lateness and not self._waiting and (clock is None or event.at >= clock):
            scans: dict[str, Scan] = {}
            tasks = self._evaluation.tasks(event, scans)
            if not tasks and not self._course.is_awaited(event):
                self._steps.change_directory(event)
                self._see(event)
                return [clean(event.id, event.at, event.type)]
            answer = self._steps.attempt(lambda: self._course.event(event, tasks, scans))
            self._see(event)
            self._state.expire(event.at)
            return answer
        return self._take_late(event, clock)

    def take_block(self, events: Sequence[Event]) -> Iterator[Verdict]:
        """What becomes final with each of several events, as `take` gives it.

        Those that call for nothing are told by one scan of all, and pass here quickly.
        """
        progress, state, course = self._progress, self._state, self._course
        has_seen, see, checked = state.has_seen, state.see, self._coverage.checked
        plain = not self._lateness and not self._waiting
        quiet = self._evaluation.quiet(events) if plain else [False] * len(events)
        passed = False
        try:
            for event, calm in zip(events, quiet, strict=True):
                clock, at, id_ = progress.clock, event.at, event.id
                if (
                    calm
                    and clock is not None
                    and at >= clock
                    and at.year in checked
                    and event.type not in RANKS
                    and not has_seen(id_)
                    and not (course.timed and course.is_awaited(event))
                ):
                    progress.events += 1
                    progress.clock = at
                    see(id_, at)
                    passed = True
                    yield clean(id_, at, event.type)
                    continue
                if passed and clock is not None:
                    state.forget_seen(clock - self._redelivery)
                    passed = False
                yield from self.take(event)
        finally:
            if passed and progress.clock is not None:
                state.forget_seen(progress.clock - self._redelivery)

    def _see(self, event: Event) -> None:
        """An event in its turn was judged."""
        progress, state = self._progress, self._state
        progress.events += 1
        progress.clock = event.at
        if event.at.year not in self._coverage.checked:
            self._coverage.check(event.at.year)
        state.see(event.id, event.at)
        state.forget_seen(event.at - self._redelivery)

    def _take_late(self, event: Event, clock: datetime | None) -> list[Verdict]:
        """An event out of order, or any event where the engine waits for late ones."""
        progress, state = self._progress, self._state
        if clock is not None and event.at < clock - self._lateness:
            answer = self._steps.attempt(lambda: self._course.late(event))
        else:
            now = event.at if clock is None else max(clock, event.at)
            answer = self._steps.attempt(lambda: self._let_wait(event, now))
            progress.clock = now
            state.forget_seen(now - self._redelivery)
            state.expire(now - self._lateness)
        state.see(event.id, event.at)
        return answer

    def _let_wait(self, event: Event, now: datetime) -> list[Verdict]:
        """Gives what an event comes to by itself; the rest when its turn has come."""
        own = self._course.alone(event)
        self._waiting.push(event, own)
        self._progress.events += 1
        answer = self._course.entered(own, event)
        return self._settle(now - self._lateness) + answer

    def advance(self, to: datetime) -> list[Verdict]:
        """What is due when time has come to a moment."""
        return self._steps.attempt(lambda: self._settle(to - self._lateness))

    def flush(self, clock: datetime) -> list[Verdict]:
        """What the events come to that still wait."""
        return self._steps.attempt(lambda: self._settle(clock, inclusive=True))

    def _settle(self, horizon: datetime, *, inclusive: bool = False) -> list[Verdict]:
        """Takes the waiting events before the horizon, and lets fall due what is due."""
        answer: list[Verdict] = []
        while (waited := self._waiting.pop(horizon, inclusive=inclusive)) is not None:
            event, own = waited
            answer += self._course.turn(event, own)
        return answer + self._course.until(horizon)
