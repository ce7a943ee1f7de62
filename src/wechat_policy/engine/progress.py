"""How far an engine has come: its clock, its beginning, and what it counted."""

from __future__ import annotations

from datetime import datetime

import attrs

from wechat_policy.codec import storable
from wechat_policy.state import Key, State
from wechat_policy.verdict import identity

PLACE = ("", "progress")
"""The key under which a store keeps it."""


def forgotten(member: str) -> Key:
    """The key under which it stands when a person was erased, by a digest of the id.

    Without it their recurring duties would begin anew from the day they joined.
    """
    return ("", "forgotten", identity(member))


@storable
@attrs.define
class Progress:
    """How far an engine has come.

    `clock` is the latest time that it knows of, `begun` that of its first event, `turn` the
    number of the last event that a series recorded, `reported` that of the last violation that
    was reported, `opened` that of the last duty that an event opened. The rest counts:
    events judged, delivered again, late; entries that stayed undetermined and are not reported
    (of events that tell something of what the clause asks); duties that could not be decided;
    conditions that failed; values dropped because the policy no longer says what they are of.
    """

    clock: datetime | None = None
    begun: datetime | None = None
    turn: int = 0
    reported: int = 0
    opened: int = 0
    events: int = 0
    duplicates: int = 0
    late: int = 0
    undetermined: int = 0
    unclear: int = 0
    failed: int = 0
    dropped: int = 0

    def counts(self) -> dict[str, int]:
        """What was counted, by name."""
        return {one.name: getattr(self, one.name) for one in attrs.fields(Progress)[5:]}


def progress_of(state: State) -> Progress:
    """How far the engine had come that last wrote to a store."""
    return attrs.evolve(state.get(PLACE) or Progress())
