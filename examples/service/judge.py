"""The engine with its state file, as the one thread that owns it sees it."""

from __future__ import annotations

import logging
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

import attrs

from service.gate import Clock
from service.rules import Rules
from service.settings import Settings
from wechat_policy import Engine, Event, Verdict
from wechat_policy.adapters import read
from wechat_policy.source import visible
from wechat_policy.state import StateError
from wechat_policy.state.sqlite import SQLite

log = logging.getLogger("service")

_QUARANTINE = ("service", "quarantine")
_AHEAD = timedelta(minutes=10)  # how far an event may be ahead of the clock


@attrs.frozen
class Taken:
    """What became of the records of one request; `refused` tells why, and no content."""

    events: int = 0
    again: int = 0
    refused: tuple[Mapping[str, Any], ...] = ()


class Judge:
    """Takes records in, lets time pass, and hands verdicts out; one thread uses it.

    Nothing of it lasts before `commit`. What it counts may be read from any thread.
    """

    def __init__(self, settings: Settings, rules: Rules, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self.refusals: Counter[str] = Counter()
        self.rules = rules
        self._engine = self._opened(rules)
        self._turn = max((number for number, *_ in self._entries()), default=-1) + 1
        self.waiting = sum(1 for _ in self._engine.state.pending_delivery())
        self.stats = dict(self._engine.stats())
        self.commit()

    def _opened(self, rules: Rules) -> Engine:
        settings = self._settings
        store = SQLite(settings.state, synchronous=settings.synchronous)
        try:
            return Engine(
                rules.policies,
                rules.directory,
                lateness=settings.lateness,
                redelivery=settings.redelivery,
                history_since=settings.history_since,
                state=store,
            )
        except BaseException:
            store.close()
            raise

    # ------------------------------------------------------------------------------- in

    def take(self, body: bytes, route: str) -> Taken:
        """Feeds the events that a message tells of; the records that tell of none are kept apart.

        Raises what a condition of a policy raises; the event is then not taken, and may come again.
        """
        events, before = 0, self._engine.stats()["duplicates"]
        refused: list[Mapping[str, Any]] = []
        lines = body.splitlines(keepends=True)
        for record in read(lines, timezone=self._settings.timezone):
            if record.refusal is not None:
                told = record.refusal.to_dict()
                refused.append(told)
                self._set_apart(route, record.raw_id, record.refusal.code, record.refusal.field)
            elif record.event is not None:
                if record.event.at > self._clock() + _AHEAD:
                    # It would take the engine's clock along, and make all others late.
                    refused.append({"line": record.line, "code": "future", "field": "at"})
                    self._set_apart(route, record.event.id, "future", "at")
                    continue
                self._feed(record.event)
                events += 1
        again = self._engine.stats()["duplicates"] - before
        return Taken(events - again, again, tuple(refused))

    def _feed(self, event: Event) -> None:
        try:
            verdicts = self._engine.feed(event, commit=False)
        except Exception as fault:
            # Words of the event may stand in the fault: only its kind is told.
            log.error("event %s failed: %s", visible(event.id), type(fault).__name__)
            self.refusals["failed"] += 1
            raise
        self._count(verdicts)
        log.info("event %s taken, %d verdicts", visible(event.id), sum(map(bool, verdicts)))

    def _set_apart(self, route: str, id_: str | None, code: str, field: str) -> None:
        """Remembers a refused record by its id; the oldest gives way to the newest."""
        self.refusals[code] += 1
        log.warning("record %s refused: %s", visible(id_ or "without id"), code)
        entry = (self._turn, self._clock(), route, id_, code, field)
        self._engine.state.put((*_QUARANTINE, self._turn % self._settings.quarantine), entry)
        self._turn += 1

    def advance(self) -> None:
        """Lets time pass up to the clock, and all fall due that is."""
        self._count(self._engine.advance(self._clock()))

    def commit(self) -> None:
        """Makes all that was taken last, with its verdicts, together or not at all."""
        self._engine.commit()
        self.stats = dict(self._engine.stats())

    # ------------------------------------------------------------------------------ out

    def verdicts(self, after: str, limit: int) -> list[Verdict]:
        """The oldest verdicts in the outbox that come after the one of this id, as many at most.

        An id that is not there was acknowledged, as everything before it was.
        """
        found: list[Verdict] = []
        is_behind = not after
        for id_, verdict in self._engine.state.pending_delivery():
            if len(found) == limit:
                break
            if is_behind:
                found.append(verdict)
            is_behind = is_behind or id_ == after
        return found if is_behind else self.verdicts("", limit)

    def acknowledge(self, upto: str) -> int:
        """Takes the verdicts up to this one out of the outbox; gives how many there were."""
        received = []
        for id_, _ in self._engine.state.pending_delivery():
            received.append(id_)
            if id_ == upto:
                self._engine.ack(received)
                self.waiting -= len(received)
                return len(received)
        return 0

    def set_apart(self) -> list[dict[str, Any]]:
        """The refused records that are remembered, newest first."""
        names = ("number", "at", "route", "id", "code", "field")
        return [
            {**dict(zip(names, entry, strict=True)), "at": entry[1].isoformat()}
            for entry in sorted(self._entries(), key=lambda one: -int(one[0]))
        ]

    def _entries(self) -> list[tuple[Any, ...]]:
        """The refused records that are remembered; those of a former, larger bound are dropped."""
        state, found = self._engine.state, []
        for key, entry in list(state.items(*_QUARANTINE)):
            if key[2] < self._settings.quarantine:
                found.append(entry)
            else:
                state.delete(key)
        return found

    # -------------------------------------------------------------------------- changing

    def change(self, rules: Rules) -> int:
        """Judges by these rules from now on; gives how many remembered values they dropped.

        The file is opened anew, so that rules that fail leave nothing behind in it: then it goes
        on with those it had, and raises.
        """
        self.commit()
        before = self._engine.stats()["dropped"]
        self._engine.close()
        try:
            self._engine = self._opened(rules)
            self.commit()
        except Exception:
            self._engine = self._opened(self.rules)
            raise
        self.rules = rules
        return self._engine.stats()["dropped"] - before

    def close(self) -> None:
        """Keeps everything and closes the file. Events that wait for late ones wait on in it."""
        try:
            self.commit()
        except (sqlite3.Error, StateError) as fault:
            log.error("the last commit failed: %s", type(fault).__name__)
        self._engine.close()

    def _count(self, verdicts: Iterable[Verdict]) -> None:
        self.waiting += sum(map(bool, verdicts))
