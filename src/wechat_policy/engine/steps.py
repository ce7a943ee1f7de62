"""Steps of an engine: all of one is done, or nothing where a condition of somebody's own fails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter
from typing import Literal

import attrs

from wechat_policy.directory import Directory
from wechat_policy.engine.periods import Periods
from wechat_policy.engine.progress import Progress
from wechat_policy.engine.waiting import Waiting
from wechat_policy.events import Event
from wechat_policy.state import Key, State
from wechat_policy.verdict import Verdict

CHANGES = ("", "directory")
"""The beginning of the keys under which a store in a file keeps the changes of the directory."""

Tried = tuple[Literal["event"], str] | tuple[Literal["timer"], tuple[datetime, Key]]


_NAMES = tuple(field.name for field in attrs.fields(Progress))
_all_of = attrgetter(*_NAMES)


class Steps:
    """Does steps wholly or not at all; every change of the directory goes through here.

    `trying` is what a step is at that nobody feeds again: an event that waited, or a due time.
    """

    def __init__(
        self, state: State, directory: Directory, progress: Progress, periods: Periods,
        waiting: Waiting,
    ) -> None:  # fmt: skip
        self._state = state
        self._directory = directory
        self._progress = progress
        self._periods = periods
        self._waiting = waiting
        self._changed: list[Event] = []
        self.trying: Tried | None = None

    def change_directory(self, event: Event) -> None:
        """Lets an event change the directory from its time on."""
        if self._directory.apply(event):
            self._changed.append(event)
            if self._state.durable:
                self._state.put((*CHANGES, event.id), event.kept())

    def attempt(self, step: Callable[[], list[Verdict]]) -> list[Verdict]:
        """Does all of a step, or nothing of it if it raises.

        What failed and would fail for ever, because it is tried again by itself, is given up: the
        step can be tried again without it.
        """
        state, progress = self._state, self._progress
        state.mark()
        self._changed.clear()
        before = _all_of(progress)
        try:
            return step()
        except Exception:
            state.undo()
            for event in self._changed:
                self._directory.retract(event)
            self._changed.clear()
            for name, value in zip(_NAMES, before, strict=True):
                setattr(progress, name, value)
            self._periods.beginnings.reload()
            self._waiting.reload()
            self._give_up()
            state.mark()
            raise

    def _give_up(self) -> None:
        """Drops what was tried, once its changes are taken back."""
        tried, self.trying = self.trying, None
        match tried:
            case ("event", str(id_)):
                self._waiting.drop(id_)
            case ("timer", (due, place)):
                self._state.drop_timer(due, place)
                if place[3] == "period":
                    self._periods.skip(place, due)
            case _:
                return
        self._progress.failed += 1
