"""Events as they arrive: judged at once, left to wait for late ones, or late themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from operator import length_hint

from wechat_policy.directory import RANKS
from wechat_policy.engine.blocks import Block
from wechat_policy.engine.course import Course
from wechat_policy.engine.coverage import Coverage
from wechat_policy.engine.evaluation import Evaluation
from wechat_policy.engine.progress import Progress
from wechat_policy.engine.steps import Steps
from wechat_policy.engine.waiting import Waiting
from wechat_policy.events import Event
from wechat_policy.rules.lexicons import Scan
from wechat_policy.state import State, has_seen_any, see_all
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
        self._block: Block | None = None  # whose events are being taken
        self._pending: tuple[list[Verdict], Sequence[str], Sequence[datetime]] = [], (), ()
        self._given: Iterator[Verdict] = iter(())

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

    def take_block(self, block: Block) -> Iterator[Verdict]:
        """What becomes final with each of several events, as `take` gives it.

        Those that call for nothing are told by one scan of all, and runs of them are taken at
        once; see `tally` for when they count.
        """
        events = block.events
        self._block = block
        place = 0
        for stop in self._stops(block):
            while place < stop:
                verdicts = self._run(block, place, stop)
                if verdicts is None:
                    yield from self.take(events[place])
                    place += 1
                    continue
                try:
                    yield from self._given
                finally:
                    self.tally()
                    if self._progress.clock is not None:
                        self._state.forget_seen(self._progress.clock - self._redelivery)
                place += len(verdicts)
            if stop < len(events):
                yield from self.take(events[stop])
                place = stop + 1

    def take_quietly(self, block: Block) -> Iterator[tuple[int, list[Verdict] | None]]:
        """What becomes final with each of several events that may lead to something.

        With the place of the event in the block, and None for one that came before. Of the events
        that lead to nothing no verdict is made; they are taken in runs.
        """
        events, state, progress = block.events, self._state, self._progress
        self._block = block
        place = 0
        for stop in self._stops(block):
            while place < stop:
                end = self._quiet_until(block, place, stop)
                if end == place:
                    yield place, self._answer(events[place])
                    place += 1
                    continue
                progress.events += end - place
                progress.clock = block.ats[end - 1]
                see_all(state, block.ids[place:end], block.ats[place:end])
                state.forget_seen(progress.clock - self._redelivery)
                place = end
            if stop < len(events):
                yield stop, self._answer(events[stop])
                place = stop + 1

    def _answer(self, event: Event) -> list[Verdict] | None:
        known = self._progress.duplicates
        answer = self.take(event)
        return None if self._progress.duplicates > known else answer

    def _stops(self, block: Block) -> Sequence[int]:
        """The places of the events that are taken alone, and the end of the block."""
        if self._lateness or self._waiting:
            return range(len(block.events) + 1)
        return (*sorted(self._loud(block)), len(block.events))

    def _loud(self, block: Block) -> set[int]:
        """The numbers of the events that may call for something or may be out of turn."""
        found = self._evaluation.loud(block.events, block.types)
        found |= block.repeated() | block.backward()
        if not RANKS.keys().isdisjoint(block.types):
            found.update(number for number, type_ in enumerate(block.types) if type_ in RANKS)
        if has_seen_any(self._state, block.ids):
            has_seen = self._state.has_seen
            found.update(number for number, id_ in enumerate(block.ids) if has_seen(id_))
        return found

    def _quiet_until(self, block: Block, place: int, stop: int) -> int:
        """The end of the events from a place on that lead to nothing; the place if it may."""
        clock, ats, checked = self._progress.clock, block.ats, self._coverage.checked
        if clock is None or ats[place] < clock or self._block is not block:
            return place
        if not block.years <= checked:
            years = (number for number in range(place, stop) if ats[number].year not in checked)
            stop = next(years, stop)
        if self._course.timed:
            awaited = self._course.is_awaited
            due = (number for number in range(place, stop) if awaited(block.events[number]))
            stop = next(due, stop)
        return stop

    def _run(self, block: Block, place: int, stop: int) -> list[Verdict] | None:
        """The verdicts on events from a place on that lead to nothing; None if the first may."""
        stop = self._quiet_until(block, place, stop)
        if place == stop:
            return None
        run = slice(place, stop)
        ids, ats = block.ids[run], block.ats[run]
        verdicts = list(map(clean, ids, ats, block.types[run]))
        self._given = iter(verdicts)
        self._pending = verdicts, ids, ats
        return verdicts

    def tally(self) -> None:
        """Counts those of a run that were given out, and gives no more of it.

        A run is made at once, but each of its events has its turn when its verdict is asked for,
        as if it were taken alone.
        """
        verdicts, ids, ats = self._pending
        if not verdicts:
            return
        self._pending = [], (), ()
        given = len(verdicts) - length_hint(self._given)
        del verdicts[given:]
        if given:
            self._progress.events += given
            self._progress.clock = ats[given - 1]
            see_all(self._state, ids[:given], ats[:given])

    def interrupt(self) -> None:
        """Tallies, for somebody does something else before the events of a block are all taken.

        What is left of the block is then taken one by one.
        """
        self.tally()
        self._block = None

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
