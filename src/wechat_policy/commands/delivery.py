"""Delivers verdicts: written at once, or with a state file as soon as the file holds them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from typing import IO, TypeAlias

import attrs

from wechat_policy.engine import Engine
from wechat_policy.events import Event
from wechat_policy.verdict import Verdict

BATCH = 100
"""Events that are committed together, and verdicts that are acknowledged together, at most."""

Write: TypeAlias = Callable[[Verdict, Event | None], None]


@attrs.define
class Delivery:
    """Writes verdicts to a stream; with a state file none before it is committed.

    What was written and flushed is acknowledged, so that a run that is killed loses nothing:
    the next one begins with what was not.
    """

    engine: Engine
    stream: IO[str]
    write: Write
    _held: list[tuple[Verdict, Event | None]] = attrs.field(factory=list)
    _fed: int = 0

    def resume(self) -> int:
        """Delivers what an earlier run left in the outbox; gives how many verdicts there were."""
        count = 0
        waiting = self.engine.state.pending_delivery()
        while batch := list(itertools.islice(waiting, BATCH)):
            self._deliver([(verdict, None) for _, verdict in batch])
            count += len(batch)
        return count

    def take(self, verdicts: Iterable[Verdict], event: Event | None) -> None:
        """Takes the verdicts that an event led to, None for the mere passing of time."""
        told = [(verdict, event) for verdict in verdicts if verdict]
        if not self.engine.state.durable:
            self._write(told)
            return
        self._held += told
        self._fed += 1
        if self._fed == BATCH:
            self.commit()

    def commit(self) -> None:
        """Keeps what was fed, and delivers the verdicts on it."""
        if not self.engine.state.durable:
            return
        self.engine.commit()
        held, self._held, self._fed = self._held, [], 0
        for start in range(0, len(held), BATCH):
            self._deliver(held[start : start + BATCH])

    def _deliver(self, batch: list[tuple[Verdict, Event | None]]) -> None:
        self._write(batch)
        self.stream.flush()
        self.engine.ack(verdict for verdict, _ in batch)

    def _write(self, batch: list[tuple[Verdict, Event | None]]) -> None:
        for verdict, event in batch:
            self.write(verdict, event)
