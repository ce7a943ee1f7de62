"""The interface of a store: values by key, timers, the ids that were seen, and an outbox."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

Key = tuple[Any, ...]


@runtime_checkable
class State(Protocol):
    """A store of what one engine remembers; one thread at a time uses it.

    What is put in is never changed afterwards. Changes count at once, can be taken back with
    `undo` up to the last `mark`, and last from the next `commit` on.
    """

    @property
    def durable(self) -> bool:
        """Whether what was committed outlives the process; such a store has an outbox."""

    def get(self, key: Key) -> Any:
        """The value under a key, None if there is none."""

    def put(self, key: Key, value: Any, until: datetime | None = None) -> None:
        """Sets the value under a key; from `until` on nobody asks for it any more."""

    def delete(self, key: Key) -> None:
        """Forgets a key; one that is not there is no fault."""

    def items(self, *beginning: Any) -> Iterator[tuple[Key, Any]]:
        """All longer keys that begin so, with their values; it looks at the whole store."""

    def keys(self, *beginning: Any) -> Iterator[Key]:
        """All longer keys that begin so; it looks at the whole store."""

    def expire(self, now: datetime) -> None:
        """Forgets the values whose time is over; may do so later."""

    def set_timer(self, due: datetime, key: Key) -> None:
        """Remembers a key until its due time; set twice, it comes once."""

    def drop_timer(self, due: datetime, key: Key) -> None:
        """Forgets a timer; one that is not there is no fault."""

    def pop_timer(self, before: datetime) -> tuple[datetime, Key] | None:
        """The first timer due before a moment, which is then forgotten; None if there is none."""

    def has_timer(self, before: datetime) -> bool:
        """Whether a timer is due before a moment."""

    def timers(self) -> Iterator[tuple[datetime, Key]]:
        """All timers, in no order."""

    def has_seen(self, event: str) -> bool:
        """Whether an event id is remembered."""

    def see(self, event: str, at: datetime) -> None:
        """Remembers the id of an event of that time; `undo` leaves it."""

    def forget_seen(self, before: datetime) -> None:
        """Forgets the ids of events of before a moment."""

    def queue(self, id: str, verdict: Any) -> None:
        """Puts a verdict in the outbox."""

    def pending_delivery(self) -> Iterator[tuple[str, Any]]:
        """What was committed to the outbox and not acknowledged, by id, oldest first."""

    def ack(self, ids: Iterable[str]) -> None:
        """Takes verdicts that were received out of the outbox, at once and lastingly."""

    def mark(self) -> None:
        """Makes this the moment to which `undo` goes back."""

    def undo(self) -> None:
        """Takes back what was changed since the last mark."""

    def commit(self) -> None:
        """Makes all changes last, together or not at all."""

    def close(self) -> None:
        """Ends the use of the store; what was not committed is lost."""


def has_seen_any(state: State, events: Sequence[str]) -> bool:
    """Whether one of some event ids may be remembered; if not, none is."""
    quick = getattr(state, "has_seen_any", None)  # which a store need not have
    return bool(any(map(state.has_seen, events)) if quick is None else quick(events))


def see_all(state: State, events: Sequence[str], ats: Sequence[datetime]) -> None:
    """Remembers the ids of several events of these times."""
    quick = getattr(state, "see_all", None)
    if quick is not None:
        quick(events, ats)
        return
    for event, at in zip(events, ats, strict=True):
        state.see(event, at)
