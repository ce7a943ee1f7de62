"""The store in the memory of this process."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from wechat_policy.state.interface import Key

ABSENT: Any = object()
"""Stands for the value under a key that holds none."""


class Memory:
    """A State in the memory of this process; it pickles. It has no outbox."""

    durable = False

    def __init__(self) -> None:
        self._values: dict[Key, Any] = {}
        self._until: dict[Key, datetime] = {}
        self._ends: list[tuple[datetime, int, Key]] = []  # every key of `_until`, perhaps early
        self._ended = 0
        self._timers: list[tuple[datetime, Key]] = []
        self._set: set[tuple[datetime, Key]] = set()  # the timers that still hold
        self._seen: dict[str, datetime] = {}
        self._order: deque[tuple[datetime, str]] = deque()
        self._floor: datetime | None = None  # ids of events of before are forgotten
        self._journal: list[tuple[Callable[..., None], tuple[Any, ...]]] = []

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_journal": []}

    # ---------------------------------------------------------------------------- values

    def get(self, key: Key) -> Any:
        """The value under a key, None if there is none."""
        return self._values.get(key)

    def put(self, key: Key, value: Any, until: datetime | None = None) -> None:
        """Sets the value under a key; from `until` on nobody asks for it any more."""
        self._journal.append((self._restore, (key, self._values.get(key, ABSENT))))
        self._values[key] = value
        if until is not None:
            if key not in self._until:
                self._ended += 1
                heapq.heappush(self._ends, (until, self._ended, key))
            self._until[key] = until

    def delete(self, key: Key) -> None:
        """Forgets a key; one that is not there is no fault."""
        value = self._values.pop(key, ABSENT)
        if value is not ABSENT:
            self._journal.append((self._restore, (key, value)))

    def _restore(self, key: Key, value: Any) -> None:
        if value is ABSENT:
            self._values.pop(key, None)
        else:
            self._values[key] = value

    def items(self, *beginning: Any) -> Iterator[tuple[Key, Any]]:
        """All longer keys that begin so, with their values; it looks at the whole store."""
        length = len(beginning)
        for key, value in list(self._values.items()):
            if len(key) > length and key[:length] == beginning:
                yield key, value

    def keys(self, *beginning: Any) -> Iterator[Key]:
        """All longer keys that begin so; it looks at the whole store."""
        for key, _ in self.items(*beginning):
            yield key

    def expire(self, now: datetime) -> None:
        """Forgets the values whose time is over."""
        ends = self._ends
        while ends and ends[0][0] <= now:
            _, number, key = heapq.heappop(ends)
            until = self._until[key]
            if until > now and key in self._values:
                heapq.heappush(ends, (until, number, key))
            else:
                del self._until[key]
                self._values.pop(key, None)

    # ---------------------------------------------------------------------------- timers

    def set_timer(self, due: datetime, key: Key) -> None:
        """Remembers a key until its due time; set twice, it comes once."""
        timer = (due, key)
        if timer not in self._set:
            self._set.add(timer)
            heapq.heappush(self._timers, timer)
            self._journal.append((self._set.discard, (timer,)))

    def drop_timer(self, due: datetime, key: Key) -> None:
        """Forgets a timer; one that is not there is no fault."""
        if (due, key) in self._set:
            self._set.discard((due, key))
            self._journal.append((self.set_timer, (due, key)))

    def pop_timer(self, before: datetime) -> tuple[datetime, Key] | None:
        """The first timer due before a moment, which is then forgotten; None if there is none."""
        if not self.has_timer(before):
            return None
        timer = heapq.heappop(self._timers)
        self._set.discard(timer)
        self._journal.append((self.set_timer, timer))
        return timer

    def has_timer(self, before: datetime) -> bool:
        """Whether a timer is due before a moment."""
        timers = self._timers
        while timers and timers[0][0] < before:
            if timers[0] in self._set:
                return True
            heapq.heappop(timers)
        return False

    def timers(self) -> Iterator[tuple[datetime, Key]]:
        """All timers, in no order."""
        return iter(tuple(self._set))

    # ------------------------------------------------------------------------------- ids

    def has_seen(self, event: str) -> bool:
        """Whether an event id is remembered."""
        at = self._seen.get(event)
        return at is not None and (self._floor is None or at >= self._floor)

    def see(self, event: str, at: datetime) -> None:
        """Remembers the id of an event of that time."""
        self._seen[event] = at
        self._order.append((at, event))

    def has_seen_any(self, events: Sequence[str]) -> bool:
        """Whether one of some event ids may be remembered; if not, none is."""
        return not self._seen.keys().isdisjoint(events)

    def see_all(self, events: Sequence[str], ats: Sequence[datetime]) -> None:
        """Remembers the ids of several events of these times."""
        self._seen.update(zip(events, ats, strict=True))
        self._order.extend(zip(ats, events, strict=True))

    def forget_seen(self, before: datetime) -> None:
        """Forgets the ids of events of before a moment."""
        self._floor = before
        order = self._order
        while order and order[0][0] < before:
            at, event = order.popleft()
            if self._seen.get(event) == at:
                del self._seen[event]

    # ---------------------------------------------------------------------------- outbox

    def queue(self, id: str, verdict: Any) -> None:
        """Nothing: whoever fed the event has the verdict."""

    def pending_delivery(self) -> Iterator[tuple[str, Any]]:
        """None: there is no outbox."""
        return iter(())

    def ack(self, ids: Iterable[str]) -> None:
        """Nothing: there is no outbox."""

    # -------------------------------------------------------------------------- changing

    def mark(self) -> None:
        """Makes this the moment to which `undo` goes back."""
        self._journal.clear()

    def undo(self) -> None:
        """Takes back what was changed since the last mark."""
        journal, self._journal = self._journal, []
        for change, values in reversed(journal):
            change(*values)
        self._journal.clear()

    def commit(self) -> None:
        """Makes all changes last."""
        self._journal.clear()

    def close(self) -> None:
        """Nothing."""
