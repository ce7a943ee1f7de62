"""The beginnings of recurring duties: when the first day or period of each is due, and the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from wechat_policy.directory import Directory
from wechat_policy.engine.moments import period_begin, period_end
from wechat_policy.engine.progress import Progress, forgotten
from wechat_policy.engine.recurring import PeriodTask
from wechat_policy.events import Event
from wechat_policy.policy import PeriodicNorm
from wechat_policy.rules.lists import listed
from wechat_policy.state import Key, State
from wechat_policy.vocabulary import vocabulary


class Beginnings:
    """Begins the days and periods of recurring duties, and sets the times when they are due."""

    def __init__(
        self, state: State, directory: Directory, tasks: Mapping[Key, PeriodTask],
        since: Callable[[PeriodTask], datetime | None], progress: Progress,
    ) -> None:  # fmt: skip
        self._state = state
        self._directory = directory
        self._tasks = tasks
        self._since = since
        self._progress = progress
        self._rolling = [
            task
            for task in tasks.values()
            if isinstance(task.norm, PeriodicNorm) and task.norm.members is not None
        ]
        self._naming: dict[str, tuple[tuple[PeriodTask, str], ...]] = {}
        self._known: dict[Key, set[str]] = {task.place: set() for task in self._rolling}

    def start(self, at: datetime) -> None:
        """Sets the first due times of the duties that have none yet.

        Called with the first event, and for duties that a later version of a policy brings.
        """
        self.start_dated(at)
        for task in self._tasks.values():
            if isinstance(task.norm, PeriodicNorm):
                if task.norm.members is None:
                    self._begin(task, (), at, at)
            elif self._state.get((*task.place, "begun")) is None:
                self._state.put((*task.place, "begun"), at)
                day = at.astimezone(task.zone).date()
                floor = self._since(task)
                # A day of which the morning is not known is nobody's fault.
                if task.day_due(day) < at or (floor is not None and task.day_start(day) < floor):
                    day += timedelta(days=1)
                self._state.set_timer(task.day_due(day), (*task.place, day.isoformat()))

    def start_dated(self, at: datetime) -> None:
        """Starts the periods of those whose date the directory tells; they wait for no event.

        `at` is the moment of the event or advance that calls for it.
        """
        for task in self._rolling:
            members = task.norm.members
            assert members is not None
            for id_ in self._directory.ids(members.kind):
                since = self._directory.since(members.kind, id_)
                if since is not None:
                    self._begin(task, (id_,), since, at)

    def _begin(
        self, task: PeriodTask, member: tuple[str, ...], start: datetime, at: datetime
    ) -> None:
        """Starts the periods of a member, once, at a moment."""
        if self._state.get((*task.place, "start", *member)) is not None:
            return
        known = self._since(task)
        floors = [known, *(self._state.get(forgotten(one)) for one in member)]
        start = max([start, *(floor for floor in floors if floor is not None)])
        due = self._next_due(task, start, first=True)
        watched = self._progress.begun or self._progress.clock or at
        if known is None and due < watched:
            # What fell due before anybody watched is not known, and nobody waits for years of it.
            start, due = _running(task, start, watched)
        self._run(task, member, start, due)

    def _run(self, task: PeriodTask, member: Key, start: datetime, due: datetime) -> None:
        """Lets a period of a member run from a moment up to when it is due."""
        self._state.put((*task.place, "start", *member), start)
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
            self._begin(task, (id_,), since or event.at, event.at)

    def next_day(self, task: PeriodTask, day: date) -> None:
        """Sets when the day after a day of a daily duty is due."""
        following = day + timedelta(days=1)
        self._state.set_timer(task.day_due(following), (*task.place, following.isoformat()))

    def next_period(self, task: PeriodTask, member: Key, begun: datetime) -> None:
        """Begins the next period of a member."""
        self._run(task, member, begun, self._next_due(task, begun, first=False))


def _running(task: PeriodTask, start: datetime, at: datetime) -> tuple[datetime, datetime]:
    """The period that runs at a moment, of those from a start on: its beginning and its due time.

    One that is due at that very moment still runs.
    """
    norm = task.norm
    assert isinstance(norm, PeriodicNorm)
    if norm.length is not None:
        due = start - (start - at) // norm.length * norm.length
        return due - norm.length, due
    assert norm.period is not None
    zone = task.linked.policy.zone
    due = period_begin(at, norm.period, zone)
    if due < at:
        due = period_end(at, norm.period, zone)
    return period_begin(due - timedelta(microseconds=1), norm.period, zone), due
