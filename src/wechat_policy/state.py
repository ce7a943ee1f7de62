"""What an engine remembers, behind one small interface: values by key, timers, and an outbox.

Keys are tuples that begin with policy, clause and fingerprint, so that any store with keyed state
can carry them. `Memory` is the store of one process.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol

Key = tuple[Any, ...]


class State(Protocol):
    """A store of values by key, and of timers by due time and key."""

    def get(self, key: Key) -> Any:
        """The value under a key, None if there is none."""

    def put(self, key: Key, value: Any) -> None:
        """Sets the value under a key."""

    def delete(self, key: Key) -> None:
        """Forgets a key; one that is not there is no fault."""

    def set_timer(self, due: datetime, key: Key) -> None:
        """Remembers a key until its due time; set twice, it comes twice."""

    def pop_timer(self, before: datetime) -> tuple[datetime, Key] | None:
        """The first timer due before a moment, which is then forgotten; None if there is none."""

    def has_timer(self, before: datetime) -> bool:
        """Whether a timer is due before a moment."""

    def timers(self) -> Iterator[tuple[datetime, Key]]:
        """All timers, in no order."""


class Memory:
    """A State in the memory of this process; it pickles."""

    def __init__(self) -> None:
        self._values: dict[Key, Any] = {}
        self._timers: list[tuple[datetime, Key]] = []

    def get(self, key: Key) -> Any:
        """The value under a key, None if there is none."""
        return self._values.get(key)

    def put(self, key: Key, value: Any) -> None:
        """Sets the value under a key."""
        self._values[key] = value

    def delete(self, key: Key) -> None:
        """Forgets a key; one that is not there is no fault."""
        self._values.pop(key, None)

    def set_timer(self, due: datetime, key: Key) -> None:
        """Remembers a key until its due time; set twice, it comes twice."""
        heapq.heappush(self._timers, (due, key))

    def pop_timer(self, before: datetime) -> tuple[datetime, Key] | None:
        """The first timer due before a moment, which is then forgotten; None if there is none."""
        timers = self._timers
        return heapq.heappop(timers) if timers and timers[0][0] < before else None

    def has_timer(self, before: datetime) -> bool:
        """Whether a timer is due before a moment."""
        return bool(self._timers) and self._timers[0][0] < before

    def timers(self) -> Iterator[tuple[datetime, Key]]:
        """All timers, in no order."""
        return iter(tuple(self._timers))
