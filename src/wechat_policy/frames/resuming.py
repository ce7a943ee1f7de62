"""A run over a frame that may end at any moment: how far it came stands with what it remembers.

The rows that were judged, what the engine remembers, and the verdicts go into one file in one
transaction, so that a run that goes on there comes to what one run comes to.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs

from wechat_policy.adapters.tables.mapping import Columns
from wechat_policy.codec import readable
from wechat_policy.engine import Engine
from wechat_policy.frames.faults import OtherRun
from wechat_policy.policy import Policy
from wechat_policy.state import State
from wechat_policy.verdict import Verdict, identity

_PLACE = ("", "frame", "place")
_REPEATED = ("", "frame", "repeated")


@attrs.define(eq=False)
class Run:
    """The file of a run.

    `total` is the number of rows of the frame, None where only reading tells. `rows` are judged
    so far, the last of which is `last` (id and time); `finished` says that nothing is left but to
    tell what was found.
    """

    state: State
    settings: Mapping[str, str]
    total: int | None
    rows: int = 0
    last: tuple[str, ...] = ()
    finished: bool = False

    @classmethod
    def of(cls, state: State, settings: Mapping[str, str], total: int | None) -> Run:
        """The run that a store holds, or a new one. Raises OtherRun for one of other settings."""
        told = state.get(_PLACE)
        if told is None:
            return cls(state, settings, total)
        other = [name for name, value in settings.items() if told["settings"].get(name) != value]
        if None not in (total, told["total"]) and total != told["total"] and "frame" not in other:
            other.insert(0, "frame")
        if other:
            raise OtherRun(f"the run in this file has another {', another '.join(other)}")
        total = told["total"] if total is None else total
        return cls(state, settings, total, told["rows"], tuple(told["last"]), told["finished"])

    def check(self, row: int, id_: str, at: datetime) -> None:
        """Raises OtherRun if the last row that was judged is another one now."""
        if row == self.rows - 1 and self.last and self.last != stamp_of(id_, at):
            raise OtherRun(f"the run in this file is of another frame: row {row} differs")

    def note(self, rows: int, last: tuple[str, ...], repeated: Sequence[int]) -> None:
        """Puts down how far it came; it lasts from the engine's next commit on."""
        self.rows = rows
        self.last = last or self.last
        if repeated:
            self.state.put((*_REPEATED, rows), list(repeated))
        self._put()

    def finish(self) -> None:
        """Puts down that all rows are judged."""
        self.finished = True
        self._put()

    def _put(self) -> None:
        told = {
            "settings": dict(self.settings),
            "total": self.total,
            "rows": self.rows,
            "last": list(self.last),
            "finished": self.finished,
        }
        self.state.put(_PLACE, told)

    def repeated(self) -> Iterator[int]:
        """The rows that repeat the id of an earlier one."""
        for _, rows in sorted(self.state.items(*_REPEATED), key=lambda pair: pair[0]):
            yield from rows

    def verdicts(self) -> Iterator[Verdict]:
        """Every verdict that says something, of all that was judged."""
        for _, verdict in self.state.pending_delivery():
            yield verdict


def stamp_of(id_: str, at: datetime) -> tuple[str, str]:
    """By what a row is known again, in whatever zone its frame has the time."""
    return id_, at.astimezone(UTC).isoformat()


def settings_of(
    engine: Engine, directory: Any, columns: Columns, names: Sequence[str], timezone: str,
    until: datetime | None,
) -> Mapping[str, str]:  # fmt: skip
    """What has to be the same for a run to go on, each by a digest."""
    shown: dict[str, object] = {
        "policy": [_meaning(one) for one in engine.policies],
        "directory": _rows(directory),
        "frame": list(names),
        "mapping of columns": repr(columns),
        "timezone": timezone,
        "lateness": engine.lateness,
        "history_since": engine.history_since,
        "until": until,
    }
    return {name: identity(value) for name, value in shown.items()}


def _meaning(policy: Policy) -> str:
    clauses = [(one.id, one.fingerprint, one.severity) for one in policy.clauses]
    # Entries are told by their words: as sets they have no order of their own.
    lexicons = [
        (one.name, sorted(map(repr, one.entries)), one.protects, one.readings)
        for one in policy.lexicons
    ]
    parameters = sorted((name, repr(value)) for name, value in policy.parameters.items())
    parts = (policy.id, policy.version, clauses, lexicons, parameters, policy.penalties)
    return identity(*parts)


def _rows(directory: Any) -> str:
    if directory is None or isinstance(directory, Mapping):
        return identity(json.dumps(readable(directory), sort_keys=True))
    if isinstance(directory, str | os.PathLike):
        return identity(Path(directory).read_bytes())
    return type(directory).__name__  # Its rows were read by somebody else.
