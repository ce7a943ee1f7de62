"""The accounts of one person as a store holds them: entries, their violations, and penalties."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs

from wechat_policy.codec import readable
from wechat_policy.engine.debts import Duty
from wechat_policy.engine.findings import Reported
from wechat_policy.engine.holdings import Holdings
from wechat_policy.engine.standings import Standing
from wechat_policy.verdict import Evidence, Violation

_TEXTS = frozenset({"text", "title"})


@attrs.frozen
class Statement:
    """One entry of an account: what an event or a duty came to, as it stands.

    A violation that does not count, because it is only suspected or was overturned, has an entry
    too, without a penalty.
    """

    policy: str
    id: str
    at: datetime
    event: str | None
    order: int
    standing: Standing
    reported: tuple[Reported, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON, without conditions and with no more of a message than the words that decided."""
        penalty = self.standing.penalty
        return {
            "policy": self.policy,
            "entry": self.id,
            "at": self.at.isoformat(),
            "event": self.event,
            "violations": [_reported(one) for one in self.reported],
            "penalty": None if penalty is None else penalty.to_dict(),
        }


def statements(held: Holdings) -> list[Statement]:
    """The entries of all accounts of a person, by policy and time."""
    reported: dict[tuple[str, str], list[Reported]] = {}
    for piece in held.of("violation"):
        one: Reported = piece.value
        reported.setdefault((one.violation.policy, one.entry), []).append(one)
    standing = {(one.key[0], one.key[3]): one.value for one in held.of("entry")}
    found = []
    for policy, id_ in dict.fromkeys((*standing, *reported)):
        stands: Standing = standing.get((policy, id_)) or Standing(None, None)
        those = sorted(
            reported.get((policy, id_), ()), key=lambda one: (one.violation.at, one.violation.id)
        )
        stamp = stands.entry or those[0].violation if those or stands.entry else None
        if stamp is not None:
            order = stands.entry.order if stands.entry else 0
            found.append(Statement(policy, id_, stamp.at, stamp.event, order, stands, tuple(those)))
    return sorted(found, key=lambda one: (one.policy, one.at, one.order, one.id))


def owed_duties(held: Holdings) -> list[tuple[str, Duty]]:
    """The duties that a person owes with the names of their clauses, by due time."""
    found = [(str(one.key[1]), one.value) for one in held.of("duty")]
    return sorted(found, key=lambda one: (one[1].due, one[1].policy, one[0]))


def duty_dict(clause: str, duty: Duty) -> dict[str, Any]:
    """A duty as JSON, as far as it is the person's own business."""
    return {
        "policy": duty.policy,
        "clause": clause,
        "opened_by": duty.event.id,
        "opened": duty.at.isoformat(),
        "due": duty.due.isoformat(),
        "overdue": bool(duty.late),
    }


def told_words(violation: Violation) -> tuple[Evidence, ...]:
    """The evidence without texts that are there as a whole: the words that decided, and facts."""
    return tuple(
        one
        for one in violation.evidence
        if one.start is not None or one.field.rpartition(".")[2] not in _TEXTS
    )


def _reported(one: Reported) -> dict[str, Any]:
    told = attrs.evolve(one.violation, evidence=told_words(one.violation)).to_dict()
    del told["condition"]
    return {**told, "verdict": one.verdict, "findings": readable(one.facts)}
