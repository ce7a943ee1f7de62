"""What a backtest found: hits by clause, day and department, penalties, and quality by labels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import attrs

from wechat_policy.policy import Policy
from wechat_policy.tuning.excerpts import Excerpt
from wechat_policy.tuning.intervals import Quality
from wechat_policy.tuning.pseudonyms import Pseudonyms

ClauseKey = tuple[str, str]
"""A clause by the ids of its policy and its own."""


@attrs.frozen
class Tested:
    """A policy that was run."""

    id: str
    title: str
    version: str

    @classmethod
    def of(cls, policy: Policy) -> Tested:
        """What is told of a policy."""
        return cls(policy.id, policy.title, policy.version)

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return attrs.asdict(self)


@attrs.frozen
class Hits:
    """How often clauses were violated for certain, suspected, advised, and left undetermined."""

    certain: int = 0
    suspected: int = 0
    advisory: int = 0
    undetermined: int = 0

    @property
    def flagged(self) -> int:
        """What a person would have to look at as a violation: certain or suspected."""
        return self.certain + self.suspected

    def to_dict(self) -> dict[str, int]:
        """As JSON."""
        return attrs.asdict(self)


@attrs.frozen
class ClauseHits:
    """What one clause found.

    `events` counts the events that it flags, `alone` those that no other clause flags, `people`
    whom it flags. `days` and `departments` count what it flags: a day is one of the policy's time
    zone, a person of two departments counts in both, and None is an unknown department. `words`
    are those of its lexicons that were found, the most frequent first. `quality` is by labels.
    """

    policy: str
    clause: str
    title: str
    article: str
    severity: str | None
    tags: tuple[str, ...]
    hits: Hits
    events: int
    alone: int
    people: int
    days: Mapping[date, int]
    departments: Mapping[str | None, int]
    words: tuple[tuple[str, int], ...]
    examples: tuple[Excerpt, ...]
    quality: Quality | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "policy": self.policy,
            "clause": self.clause,
            "title": self.title,
            "article": self.article,
            "severity": self.severity,
            "tags": list(self.tags),
            "hits": self.hits.to_dict(),
            "events": self.events,
            "alone": self.alone,
            "people": self.people,
            "days": _days(self.days),
            "departments": _departments(self.departments),
            "words": [{"word": word, "count": count} for word, count in self.words],
            "examples": [one.to_dict() for one in self.examples],
            "quality": None if self.quality is None else self.quality.to_dict(),
        }


@attrs.frozen
class Overlap:
    """Two clauses that flag the same events, and how many."""

    first: ClauseKey
    second: ClauseKey
    events: int

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {"first": list(self.first), "second": list(self.second), "events": self.events}


@attrs.frozen
class PenaltyHits:
    """The penalties of one step of a policy's table that would have followed, and for how many."""

    policy: str
    tier: str
    severity: str | None
    sanctions: tuple[str, ...]
    penalties: int
    people: int

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {**attrs.asdict(self), "sanctions": list(self.sanctions)}


@attrs.frozen
class Unread:
    """An event that could not be read: its place among all, from 1, its id if it told one, why.

    `reason` is in English, `reason_zh` in Chinese.
    """

    number: int
    id: str | None
    reason: str
    reason_zh: str

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return attrs.asdict(self)


@attrs.frozen
class FalseAlarm:
    """An event that is flagged and by its label should not be.

    `clauses` are those that flag it, `weight` how far up its policy's scale of severities the
    gravest of them stands: 1 at the top, 0 where it has none. `excerpt` is of that clause.
    """

    weight: float
    clauses: tuple[ClauseKey, ...]
    excerpt: Excerpt

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "weight": round(self.weight, 4),
            "clauses": [list(one) for one in self.clauses],
            "excerpt": self.excerpt.to_dict(),
        }


@attrs.frozen
class Missed:
    """An event that by its label should be flagged and is not; `label` is what should find it."""

    label: tuple[str, ...]
    excerpt: Excerpt

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {"label": list(self.label), "excerpt": self.excerpt.to_dict()}


@attrs.frozen
class Labelled:
    """What labels say of a backtest.

    `flagged` counts events with a certain or suspected violation as found, `certain` only those
    with a certain one. `unseen` labels are of events that did not come, `unknown` are names in
    labels that no clause answers to. The worst
    false alarms come first: by `weight`, then certain before suspected. Of misses, as of false
    alarms, the list is a choice; `flagged` has the numbers.
    """

    flagged: Quality
    certain: Quality
    unseen: int
    unknown: tuple[str, ...]
    false_alarms: tuple[FalseAlarm, ...]
    misses: tuple[Missed, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "flagged": self.flagged.to_dict(),
            "certain": self.certain.to_dict(),
            "unseen": self.unseen,
            "unknown": list(self.unknown),
            "false_alarms": [one.to_dict() for one in self.false_alarms],
            "misses": [one.to_dict() for one in self.misses],
        }


@attrs.frozen
class Backtest:
    """What policies made of a run of events; everything is a recommendation, nothing was imposed.

    `events` were read, of which `duplicates` had come before and `late` ones came too late for
    windows and duties; `unread` tells the first of `unread_count` that could not be read. `first`
    and `last` are their times. `flagged_events` have a certain or suspected violation; `hits`,
    `days` and `departments` count violations of all clauses, as in `ClauseHits`. `clauses` are in
    the order of the policies, those without hits too; `overlaps` are of pairs that occur, the
    greatest first. `people` were flagged, `punished` would have met a penalty. `names` are those
    of the people who are told, by id, where the directory knows them.
    """

    policies: tuple[Tested, ...]
    events: int
    types: Mapping[str, int]
    first: datetime | None
    last: datetime | None
    duplicates: int
    late: int
    unread: tuple[Unread, ...]
    unread_count: int
    hits: Hits
    flagged_events: int
    people: int
    punished: int
    clauses: tuple[ClauseHits, ...]
    days: Mapping[date, Hits]
    departments: Mapping[str | None, Hits]
    overlaps: tuple[Overlap, ...]
    penalties: tuple[PenaltyHits, ...]
    labelled: Labelled | None = None
    names: Mapping[str, str] = attrs.field(factory=dict)

    def clause(self, id: str, policy: str | None = None) -> ClauseHits:
        """What a clause found, of the first policy that has it; KeyError if none does."""
        for one in self.clauses:
            if one.clause == id and policy in (None, one.policy):
                return one
        raise KeyError(id)

    def with_examples(self, most: int) -> Backtest:
        """The same with at most so many examples of each clause: the first of those that it has."""
        clauses = (attrs.evolve(one, examples=one.examples[:most]) for one in self.clauses)
        return attrs.evolve(self, clauses=tuple(clauses))

    def pseudonymous(self) -> Backtest:
        """The same with pseudonyms in place of ids and names of people."""
        return attrs.evolve(Pseudonyms(self.names).hide(self), names={})

    def to_dict(self) -> dict[str, Any]:
        """As JSON; `docs/reference/backtest.schema.json` is its schema."""
        return {
            "policies": [one.to_dict() for one in self.policies],
            "events": self.events,
            "types": dict(self.types),
            "first": None if self.first is None else self.first.isoformat(),
            "last": None if self.last is None else self.last.isoformat(),
            "duplicates": self.duplicates,
            "late": self.late,
            "unread": [one.to_dict() for one in self.unread],
            "unread_count": self.unread_count,
            "hits": self.hits.to_dict(),
            "flagged_events": self.flagged_events,
            "people": self.people,
            "punished": self.punished,
            "clauses": [one.to_dict() for one in self.clauses],
            "days": {day.isoformat(): one.to_dict() for day, one in self.days.items()},
            "departments": [
                {"department": name, **one.to_dict()} for name, one in self.departments.items()
            ],
            "overlaps": [one.to_dict() for one in self.overlaps],
            "penalties": [one.to_dict() for one in self.penalties],
            "labelled": None if self.labelled is None else self.labelled.to_dict(),
            "names": dict(self.names),
        }


def _days(days: Mapping[date, int]) -> dict[str, int]:
    return {day.isoformat(): count for day, count in days.items()}


def _departments(departments: Mapping[str | None, int]) -> list[dict[str, Any]]:
    return [{"department": name, "count": count} for name, count in departments.items()]
