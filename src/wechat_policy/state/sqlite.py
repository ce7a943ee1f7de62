"""The store in a file: SQLite with a write-ahead log, for one engine and any number of readers."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from wechat_policy.codec import decode, encode, key_beginning, key_of, key_text
from wechat_policy.state.faults import StateError
from wechat_policy.state.files import opened, opened_to_read, transaction
from wechat_policy.state.interface import Key
from wechat_policy.state.memory import ABSENT, Memory

_GONE: Any = object()
_CLEAN_EVERY = 256  # commits between the times at which what is over is deleted
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class SQLite(Memory):
    """A State in an SQLite file that only its owner may read.

    What is asked for again soon stays in memory, at most `cached` values. `synchronous` is
    SQLite's: with NORMAL nothing committed is lost when the process dies, the last commits may be
    when the power fails; with FULL not even these. With `read_only` it shows the file as it stands
    at this moment and disturbs nobody who writes to it. Raises StateError for a file that is not
    ours, of a later version, or that another engine has written since; OSError if it cannot be
    opened.
    """

    durable = True

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        synchronous: Literal["NORMAL", "FULL"] = "NORMAL",
        cached: int = 50_000,
        read_only: bool = False,
    ) -> None:
        super().__init__()
        self.path = Path(path)
        self._cached = cached
        self._db = opened_to_read(self.path) if read_only else opened(self.path, synchronous)
        self._commits: int = self._one("SELECT number FROM meta WHERE name = 'commits'")
        self._dirty: dict[Key, datetime | None] = {}
        self._touched: set[tuple[datetime, Key]] = set()
        self._queued: list[tuple[str, Any]] = []
        self._acked: set[str] = set()
        self._now: datetime | None = None
        for due, key in self._db.execute("SELECT due, key FROM timers"):
            Memory.set_timer(self, decode(due), key_of(key))
        self._journal.clear()

    def __reduce__(self) -> Any:
        raise TypeError("a store in a file is not pickled; copy the file")

    def _one(self, query: str, *values: Any) -> Any:
        row = self._db.execute(query, values).fetchone()
        return None if row is None else row[0]

    # ---------------------------------------------------------------------------- values

    def get(self, key: Key) -> Any:
        """The value under a key, None if there is none."""
        value = self._values.get(key, ABSENT)
        if value is ABSENT:
            told = self._one("SELECT value FROM kept WHERE key = ?", key_text(key))
            if told is None:
                return None
            if len(self._values) >= self._cached and not self._dirty:
                self._values.clear()
            value = self._values[key] = decode(told)
        return None if value is _GONE else value

    def put(self, key: Key, value: Any, until: datetime | None = None) -> None:
        """Sets the value under a key; from `until` on nobody asks for it any more."""
        self._journal.append((self._restore, (key, self._values.get(key, ABSENT))))
        self._values[key] = value
        self._dirty[key] = until

    def delete(self, key: Key) -> None:
        """Forgets a key; one that is not there is no fault."""
        self.put(key, _GONE)

    def items(self, *beginning: Any) -> Iterator[tuple[Key, Any]]:
        """All longer keys that begin so, with their values."""
        first = key_beginning(beginning)
        rows = self._db.execute(
            "SELECT key, value FROM kept WHERE key >= ? AND key < ?", (first, first + "\x7f")
        ).fetchall()
        for text, told in rows:
            key = key_of(text)
            if key not in self._values:
                yield key, decode(told)
        for key, value in super().items(*beginning):
            if value is not _GONE:
                yield key, value

    def keys(self, *beginning: Any) -> Iterator[Key]:
        """All longer keys that begin so; values are not read."""
        first = key_beginning(beginning)
        rows = self._db.execute(
            "SELECT key FROM kept WHERE key >= ? AND key < ?", (first, first + "\x7f")
        ).fetchall()
        for (text,) in rows:
            key = key_of(text)
            if key not in self._values:
                yield key
        for key, value in super().items(*beginning):
            if value is not _GONE:
                yield key

    def expire(self, now: datetime) -> None:
        """Forgets the values whose time is over, with one of the next commits."""
        self._now = now

    # ---------------------------------------------------------------------------- timers

    def set_timer(self, due: datetime, key: Key) -> None:
        """Remembers a key until its due time; set twice, it comes once."""
        super().set_timer(due, key)
        self._touched.add((due, key))

    def drop_timer(self, due: datetime, key: Key) -> None:
        """Forgets a timer; one that is not there is no fault."""
        super().drop_timer(due, key)
        self._touched.add((due, key))

    def pop_timer(self, before: datetime) -> tuple[datetime, Key] | None:
        """The first timer due before a moment, which is then forgotten; None if there is none."""
        timer = super().pop_timer(before)
        if timer is not None:
            self._touched.add(timer)
        return timer

    # ------------------------------------------------------------------------------- ids

    def has_seen(self, event: str) -> bool:
        """Whether an event id is remembered."""
        if event in self._seen:
            return super().has_seen(event)
        at = self._one("SELECT at FROM seen WHERE id = ?", encode(event))
        return at is not None and (self._floor is None or at >= _micros(self._floor))

    def see(self, event: str, at: datetime) -> None:
        """Remembers the id of an event of that time."""
        self._seen[event] = at

    def has_seen_any(self, events: Sequence[str]) -> bool:
        """Whether one of some event ids is remembered."""
        return any(map(self.has_seen, events))

    def see_all(self, events: Sequence[str], ats: Sequence[datetime]) -> None:
        """Remembers the ids of several events of these times."""
        self._seen.update(zip(events, ats, strict=True))

    def forget_seen(self, before: datetime) -> None:
        """Forgets the ids of events of before a moment."""
        self._floor = before

    # ---------------------------------------------------------------------------- outbox

    def queue(self, id: str, verdict: Any) -> None:
        """Puts a verdict in the outbox."""
        self._queued.append((id, verdict))
        self._journal.append((self._unqueue, ()))

    def _unqueue(self) -> None:
        self._queued.pop()

    def pending_delivery(self) -> Iterator[tuple[str, Any]]:
        """What was committed to the outbox and not acknowledged, by id, oldest first."""
        number = 0
        while rows := self._db.execute(
            "SELECT number, id, verdict FROM outbox WHERE number > ? ORDER BY number LIMIT 100",
            (number,),
        ).fetchall():
            for _, id_, told in rows:
                yield decode(id_), decode(told)
            number = rows[-1][0]

    def ack(self, ids: Iterable[str]) -> None:
        """Takes verdicts that were received out of the outbox, at once and lastingly."""
        with transaction(self._db):
            self._db.executemany("DELETE FROM outbox WHERE id = ?", [(encode(id_),) for id_ in ids])

    # -------------------------------------------------------------------------- changing

    def commit(self) -> None:
        """Makes all changes last, together or not at all.

        Raises StateError if another engine has written to the file since it was opened, and
        sqlite3.Error (a full disk, say) with nothing written; it may then be called again.
        """
        super().commit()
        if not (self._dirty or self._touched or self._seen or self._queued):
            return
        db = self._db
        with transaction(db):
            counted = db.execute(
                "UPDATE meta SET number = number + 1 WHERE name = 'commits' AND number = ?",
                (self._commits,),
            )
            if counted.rowcount != 1:
                raise StateError("other_engine", self.path)
            self._write()
            cleaned = self._commits % _CLEAN_EVERY == 0
            if cleaned:
                self._clean()
        self._commits += 1
        for key in self._dirty:
            if self._values.get(key) is _GONE:
                del self._values[key]
        for waiting in (self._dirty, self._touched, self._seen, self._queued):
            waiting.clear()
        if cleaned or len(self._values) > self._cached:
            self._values.clear()

    def _write(self) -> None:
        db = self._db
        put, gone = [], []
        for key, until in self._dirty.items():
            value = self._values.get(key, ABSENT)
            if value is _GONE:
                gone.append((key_text(key),))
            elif value is not ABSENT:
                put.append(
                    (key_text(key), encode(value), None if until is None else _micros(until))
                )
        db.executemany("REPLACE INTO kept VALUES (?, ?, ?)", put)
        db.executemany("DELETE FROM kept WHERE key = ?", gone)
        set_ = [one for one in self._touched if one in self._set]
        dropped = [one for one in self._touched if one not in self._set]
        db.executemany(
            "INSERT OR IGNORE INTO timers VALUES (?, ?, ?)",
            [(key_text(key), _micros(due), encode(due)) for due, key in set_],
        )
        db.executemany(
            "DELETE FROM timers WHERE key = ? AND at = ?",
            [(key_text(key), _micros(due)) for due, key in dropped],
        )
        db.executemany(
            "REPLACE INTO seen VALUES (?, ?)",
            [(encode(event), _micros(at)) for event, at in self._seen.items()],
        )
        db.executemany(
            "INSERT INTO outbox (id, verdict) VALUES (?, ?)",
            [(encode(id_), encode(verdict)) for id_, verdict in self._queued],
        )

    def _clean(self) -> None:
        """Deletes what nobody asks for any more."""
        if self._now is not None:
            self._db.execute("DELETE FROM kept WHERE until <= ?", (_micros(self._now),))
        if self._floor is not None:
            self._db.execute("DELETE FROM seen WHERE at < ?", (_micros(self._floor),))

    def erase(self, keys: Sequence[Key], deliveries: Sequence[str]) -> None:
        """Deletes keys and what waits for delivery, at once and so that no bytes are left over.

        What else was changed is committed with it. Raises StateError if somebody who has the file
        open keeps the bytes from being removed; then they go when it is called again.
        """
        for key in keys:
            self.delete(key)
        self.commit()
        self.ack(deliveries)
        try:
            self._scrub()
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            raise StateError("in_use", self.path) from fault

    def _scrub(self) -> None:
        """Writes the file anew without what was deleted, and empties its log."""
        for step in (
            "PRAGMA wal_checkpoint(TRUNCATE)",
            "VACUUM",
            "PRAGMA wal_checkpoint(TRUNCATE)",
        ):
            row = self._db.execute(step).fetchone()
            if row is not None and row[0]:
                raise StateError("in_use", self.path)

    def close(self) -> None:
        """Closes the file; what was not committed is lost. Any further use raises StateError."""
        self._db.close()
        self._db = _Closed(self.path)  # type: ignore[assignment]


class _Closed:
    """Stands for the connection to a file that was closed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def close(self) -> None:
        """Closed twice is closed."""

    def __getattr__(self, name: str) -> Any:
        raise StateError("closed", self._path)


def _micros(at: datetime) -> int:
    """A moment as a number that orders as moments do."""
    return (at - _EPOCH) // timedelta(microseconds=1)
