"""The open duties that a store holds, whatever the policies that they came from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import attrs

from wechat_policy.engine.debts import Duty
from wechat_policy.state import Key, State


@attrs.frozen
class Pending:
    """An open duty: what it waits for, whom it binds, and until when."""

    policy: str
    clause: str
    event: str
    opened: datetime
    due: datetime
    owed_by: tuple[str | None, ...]

    @classmethod
    def of(cls, duty: Duty, clause: str) -> Pending:
        """A duty as people ask for it, under the name that its clause has now."""
        owed_by = tuple(subject for one in duty.owed for subject in one.subjects)
        return cls(duty.policy, clause, duty.event.id, duty.at, duty.due, owed_by)

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "policy": self.policy,
            "clause": self.clause,
            "event": self.event,
            "opened": self.opened.isoformat(),
            "due": self.due.isoformat(),
            "owed_by": list(self.owed_by),
        }


def duties_in(state: State) -> Iterator[tuple[Key, Duty]]:
    """Every duty that somebody still owes, with its key; those that fell due too."""
    for key in list(state.keys()):
        if len(key) == 6 and key[3] == "duty":
            duty = state.get(key)
            if isinstance(duty, Duty):
                yield key, duty


def pending_in(state: State) -> tuple[Pending, ...]:
    """The open duties that are not yet due, by their due time."""
    found = [Pending.of(duty, key[1]) for key, duty in duties_in(state) if not duty.late]
    return tuple(sorted(found, key=lambda one: (one.due, one.policy, one.clause, one.event)))
