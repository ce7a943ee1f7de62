"""What differs between two versions of policies on the same events, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

import attrs

from wechat_policy.tuning.backtested import Tested, Unread
from wechat_policy.tuning.excerpts import Excerpt
from wechat_policy.tuning.pseudonyms import Pseudonyms

ChangeKind = Literal["gone", "new", "changed"]
"""A verdict on a clause that only the old version gives, only the new one, or both and unlike."""

Aspect = Literal["certainty", "severity", "words", "time", "settled", "penalty"]
"""In what two verdicts on the same clause, person and event differ."""

ReasonKind = Literal[
    "added", "removed", "renamed", "norms", "severity", "parameter", "hours", "days", "lexicon",
    "exceptions", "permission", "timezone", "effective", "calendar", "penalties", "if_unknown",
    "earlier",
]  # fmt: skip
"""What of a policy changed; `earlier`: nothing of the clause, it follows from an earlier change."""


@attrs.frozen
class Reason:
    """One thing that changed in a policy, with its name and how it was told before and after.

    Of a lexicon, and of the phrases that it excepts, `added` and `dropped` are the words that it
    gained and lost; a word of another weight is both. `old` and `new` are its readings, if these
    changed.
    """

    kind: ReasonKind
    name: str = ""
    old: str | None = None
    new: str | None = None
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {**attrs.asdict(self), "added": list(self.added), "dropped": list(self.dropped)}


@attrs.frozen
class Turn:
    """A condition that came out otherwise: its words and truth in each version, None for unknown.

    Where a version has no such condition, its words are empty.
    """

    old_text: str
    old: bool | None
    new_text: str
    new: bool | None

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return attrs.asdict(self)


@attrs.frozen
class ClauseChange:
    """A clause that is not the same in both versions, and what about it changed."""

    policy: str
    clause: str
    title: str
    reasons: tuple[Reason, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "policy": self.policy,
            "clause": self.clause,
            "title": self.title,
            "reasons": [one.to_dict() for one in self.reasons],
        }


@attrs.frozen
class Side:
    """A verdict on a clause as one version gives it.

    `status` is that of the violation, or "undetermined"; `penalty` the step of the penalty that
    would follow, and `sanctions` what it imposes.
    """

    status: str
    severity: str | None
    words: tuple[str, ...]
    settled: bool = False
    penalty: str | None = None
    sanctions: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            **attrs.asdict(self), "words": list(self.words), "sanctions": list(self.sanctions)
        }  # fmt: skip


@attrs.frozen
class Change:
    """A verdict that changed: whose and on what, how each version has it, and why.

    `reasons` are the changes of the policy that touch this verdict, `words` those found words that
    stand in one version's lexicons only, `turns` the conditions that came out otherwise, as far as
    they can be told.
    """

    kind: ChangeKind
    aspects: tuple[Aspect, ...]
    policy: str
    clause: str
    title: str
    subject: str | None
    event: str | None
    at: datetime
    old: Side | None
    new: Side | None
    reasons: tuple[Reason, ...]
    words: tuple[str, ...]
    turns: tuple[Turn, ...]
    excerpt: Excerpt | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "kind": self.kind,
            "aspects": list(self.aspects),
            "policy": self.policy,
            "clause": self.clause,
            "title": self.title,
            "subject": self.subject,
            "event": self.event,
            "at": self.at.isoformat(),
            "old": None if self.old is None else self.old.to_dict(),
            "new": None if self.new is None else self.new.to_dict(),
            "reasons": [one.to_dict() for one in self.reasons],
            "words": list(self.words),
            "turns": [one.to_dict() for one in self.turns],
            "excerpt": None if self.excerpt is None else self.excerpt.to_dict(),
        }


@attrs.frozen
class Difference:
    """Two versions on the same events: the clauses that differ, and every verdict that does.

    `changes` are in the order of time; `same` counts the verdicts on clauses that both versions
    give alike. The rest is as in `Backtest`.
    """

    old: tuple[Tested, ...]
    new: tuple[Tested, ...]
    events: int
    first: datetime | None
    last: datetime | None
    unread: tuple[Unread, ...]
    unread_count: int
    clauses: tuple[ClauseChange, ...]
    changes: tuple[Change, ...]
    same: int
    names: Mapping[str, str] = attrs.field(factory=dict)

    def __bool__(self) -> bool:
        """Whether any verdict changed."""
        return bool(self.changes)

    @property
    def counts(self) -> Mapping[ChangeKind, int]:
        """How many verdicts changed in which way."""
        found = Counter(one.kind for one in self.changes)
        return {"gone": found["gone"], "new": found["new"], "changed": found["changed"]}

    def pseudonymous(self) -> Difference:
        """The same with pseudonyms in place of ids and names of people."""
        return attrs.evolve(Pseudonyms(self.names).hide(self), names={})

    def to_dict(self) -> dict[str, Any]:
        """As JSON; `docs/reference/difference.schema.json` is its schema."""
        return {
            "old": [one.to_dict() for one in self.old],
            "new": [one.to_dict() for one in self.new],
            "events": self.events,
            "first": None if self.first is None else self.first.isoformat(),
            "last": None if self.last is None else self.last.isoformat(),
            "unread": [one.to_dict() for one in self.unread],
            "unread_count": self.unread_count,
            "clauses": [one.to_dict() for one in self.clauses],
            "counts": dict(self.counts),
            "same": self.same,
            "changes": [one.to_dict() for one in self.changes],
            "names": dict(self.names),
        }
