"""What stands on a subject's account: entries of breaches, and the penalties for them."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

import attrs

from wechat_policy.codec import storable
from wechat_policy.penalties.tables import Sanction


@storable
@attrs.frozen
class Breach:
    """One clause within an entry.

    `rows` are the numbers of the conditional rows of the penalties whose condition held for it.
    """

    violation: str
    clause: str
    severity: str | None
    tags: tuple[str, ...] = ()
    article: str = ""
    rows: frozenset[int] = frozenset()


@storable
@attrs.frozen
class Entry:
    """What an event or an owed duty puts on a subject's account.

    `order` is when it was reported, which decides between entries of one moment.
    """

    id: str
    at: datetime
    breaches: tuple[Breach, ...]
    event: str | None = None
    order: int = 0

    @property
    def rows(self) -> frozenset[int]:
        """The conditional rows whose condition held for one of its breaches."""
        return frozenset().union(*(one.rows for one in self.breaches))

    @property
    def place(self) -> tuple[datetime, int]:
        """Where it stands among the entries of its account."""
        return (self.at, self.order)


@storable
@attrs.frozen
class Penalty:
    """The sanctions imposed on one subject under one policy for one entry.

    `tier` says which row and step was reached, `count` how many entries that step counts so far
    (1 where it counts none, 0 where the penalty was taken back),
    `then` what the next one would cost, `lapses_at` when the entry stops counting.
    """

    id: str
    policy: str
    version: str
    subject: str
    at: datetime
    event: str | None
    tier: str
    step: int
    severity: str | None
    count: int
    clauses: tuple[str, ...]
    articles: tuple[str, ...]
    violations: tuple[str, ...]
    sanctions: tuple[Sanction, ...]
    open: bool
    then: str | None = None
    lapses_at: datetime | None = None
    revises: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "id": self.id,
            "policy": self.policy,
            "version": self.version,
            "subject": self.subject,
            "at": self.at.isoformat(),
            "event": self.event,
            "tier": self.tier,
            "step": self.step,
            "severity": self.severity,
            "count": self.count,
            "clauses": list(self.clauses),
            "articles": list(self.articles),
            "violations": list(self.violations),
            "sanctions": [one.to_dict() for one in self.sanctions],
            "open": self.open,
            "next": self.then,
            "lapses_at": None if self.lapses_at is None else self.lapses_at.isoformat(),
            "revises": self.revises,
        }


@attrs.frozen
class Account:
    """Whose penalties are derived: a subject under a version of a policy, in its time zone."""

    policy: str
    version: str
    subject: str
    zone: tzinfo

    def penalty_id(self, entry: str) -> str:
        """The id of the penalty for an entry."""
        return f"{self.policy}/{self.subject}/{entry}"


@storable
@attrs.frozen
class Taken:
    """What an entry leaves for later ones: its time, its own severity, and the rows it took."""

    at: datetime
    severity: str | None
    rows: frozenset[str]
