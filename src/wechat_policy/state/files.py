"""Opens the SQLite files that keep state: whose they are, their schema, and their rights."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wechat_policy.state.faults import StateError

APPLICATION = 0x77705374
"""The number by which SQLite files tell whose they are: `wpSt`."""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE kept (key TEXT PRIMARY KEY, value TEXT NOT NULL, until INTEGER) WITHOUT ROWID;
    CREATE INDEX kept_until ON kept (until) WHERE until IS NOT NULL;
    CREATE TABLE timers (key TEXT NOT NULL, at INTEGER NOT NULL, due TEXT NOT NULL,
        PRIMARY KEY (key, at)) WITHOUT ROWID;
    CREATE TABLE seen (id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX seen_at ON seen (at);
    CREATE TABLE outbox (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL,
        verdict TEXT NOT NULL);
    CREATE INDEX outbox_id ON outbox (id);
    CREATE TABLE meta (name TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
    INSERT INTO meta VALUES ('commits', 0);
    """,
)
"""What brings a file from each version of the schema to the next; its version is their number."""

_PATIENCE = 30  # seconds to wait for whoever writes to the file


class transaction:
    """All statements within, or none."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, fault: object, trace: object) -> None:
        if kind is None:
            self._db.execute("COMMIT")
        elif self._db.in_transaction:
            self._db.execute("ROLLBACK")


def opened(path: Path, synchronous: str) -> sqlite3.Connection:
    """The connection to a file of the present version; one that is not there is made."""
    # SQLite gives its companion files the rights of the main one.
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        _require(path, os.R_OK | os.W_OK)
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=_PATIENCE)
    with _ours(db, path):
        # Until it is known to be ours nothing about a file is changed, its rights neither.
        _version(db, path)
        if os.name == "posix" and path.stat().st_mode & 0o077:
            path.chmod(0o600)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(f"PRAGMA synchronous = {synchronous}")
        db.execute("PRAGMA secure_delete = ON")
        with transaction(db):
            version = _version(db, path)
            for step in MIGRATIONS[version:]:
                for statement in step.split(";"):
                    db.execute(statement)
            db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
            db.execute(f"PRAGMA application_id = {APPLICATION}")
    return db


def opened_to_read(path: Path) -> sqlite3.Connection:
    """A connection that sees a file as it stands now, whoever writes to it."""
    _require(path, os.R_OK)
    # Opened merely for reading, SQLite would leave its companion files behind.
    uri = f"{path.absolute().as_uri()}?mode=rw"
    db = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_PATIENCE)
    with _ours(db, path):
        db.execute("PRAGMA query_only = ON")
        db.execute("BEGIN")
        version = _version(db, path)
        if version < len(MIGRATIONS):
            kind = "earlier" if version else "empty"
            raise StateError(kind, path, {"version": version, "known": len(MIGRATIONS)})
    return db


def _require(path: Path, rights: int) -> None:
    """Raises OSError for a file that cannot be opened.

    It is not opened: to close it would end the locks of whoever in this process has it open.
    """
    path.stat()
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not os.access(path, rights):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


@contextmanager
def _ours(db: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Closes the connection if the file turns out not to be a usable one of ours."""
    try:
        yield
    except sqlite3.DatabaseError as fault:
        db.close()
        raise StateError("unusable", path, {"reason": fault}) from fault
    except StateError:
        db.close()
        raise


def _version(db: sqlite3.Connection, path: Path) -> int:
    """The version of a file's schema, 0 for an empty file; StateError if it is not one of ours."""
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION and (application or version or tables):
        raise StateError("foreign", path)
    if version > len(MIGRATIONS):
        raise StateError("later", path, {"version": version, "known": len(MIGRATIONS)})
    return int(version)
