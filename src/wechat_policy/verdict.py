"""What the engine answers: violations with their evidence, what stayed open, and penalties."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import attrs

from wechat_policy.codec import storable
from wechat_policy.drafts import thawed
from wechat_policy.penalties import Penalty

Status = Literal["violation", "suspected", "advisory", "dismissed", "overturned"]
Kind = Literal["event", "due", "window", "settled", "finding", "revision"]

RANK: Mapping[str, int] = {"violation": 2, "suspected": 1, "advisory": 0}
"""Of norms of one clause that one event breaks, the status of the highest rank stands."""


@storable
@attrs.frozen
class Evidence:
    """Words of a fact that decided, or the fact itself where no words did.

    `start` and `end` are code points of the original text, half-open; None for a fact. Where the
    words were found in a further reading, `word` is what they stand for there.
    """

    field: str
    text: str
    start: int | None = None
    end: int | None = None
    word: str | None = None
    reading: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON; a lone surrogate becomes U+FFFD, at the same place."""
        text = SURROGATES.sub("\ufffd", self.text)
        told = {"field": self.field, "start": self.start, "end": self.end, "text": text}
        if self.reading is None:
            return told
        return {**told, "word": self.word, "reading": self.reading}


@storable
@attrs.frozen
class Trace:
    """A condition as it came out: its words, its truth, the values it saw, and its parts.

    `specific` says of one without parts that a test on this very event, be it on an element of a
    list, came out true.
    """

    text: str
    truth: bool | None
    values: Mapping[str, Any] = attrs.field(factory=dict)
    evidence: tuple[Evidence, ...] = ()
    parts: tuple[Trace, ...] = ()
    specific: bool = False
    joined: Literal["", "and", "or", "not"] = ""

    def to_dict(self) -> dict[str, Any]:
        """As JSON; truth is true, false or null for unknown."""
        told: dict[str, Any] = {"text": self.text, "truth": self.truth}
        if self.joined:
            told["joined"] = self.joined
        if self.values:
            told["values"] = {name: plain(value) for name, value in self.values.items()}
        if self.parts:
            told["parts"] = [part.to_dict() for part in self.parts]
        return told

    def leaves(self) -> tuple[Trace, ...]:
        """The conditions without parts, in the order of the text."""
        if not self.parts:
            return (self,)
        return tuple(leaf for part in self.parts for leaf in part.leaves())


@storable
@attrs.frozen
class Violation:
    """One subject broke one clause once."""

    id: str
    policy: str
    version: str
    clause: str
    title: str
    article: str
    refs: tuple[str, ...]
    severity: str | None
    grades: tuple[str, ...]
    tags: tuple[str, ...]
    subject: str | None
    status: Status
    at: datetime
    event: str | None
    evidence: tuple[Evidence, ...]
    trace: Trace
    distance: str | None = None
    remark: str | None = None
    settled_at: datetime | None = None
    review: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        told: dict[str, Any] = {
            "id": self.id,
            "policy": self.policy,
            "version": self.version,
            "clause": self.clause,
            "title": self.title,
            "article": self.article,
            "refs": list(self.refs),
            "severity": self.severity,
            "grades": list(self.grades),
            "tags": list(self.tags),
            "subject": self.subject,
            "status": self.status,
            "at": self.at.isoformat(),
            "event": self.event,
            "evidence": [one.to_dict() for one in self.evidence],
            "condition": self.trace.to_dict(),
            "distance": self.distance,
            "remark": self.remark,
        }
        if self.settled_at is not None:
            told["settled_at"] = self.settled_at.isoformat()
            told["delay_seconds"] = (self.settled_at - self.at).total_seconds()
        if self.review is not None:
            told["review"] = self.review
        return told


@storable
@attrs.frozen
class Undetermined:
    """A clause that could not be decided, with the facts that are missing."""

    id: str
    policy: str
    clause: str
    title: str
    refs: tuple[str, ...]
    subject: str | None
    missing: tuple[str, ...]
    trace: Trace

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "id": self.id,
            "policy": self.policy,
            "clause": self.clause,
            "title": self.title,
            "refs": list(self.refs),
            "subject": self.subject,
            "missing": list(self.missing),
            "condition": self.trace.to_dict(),
        }


@storable
@attrs.frozen
class Verdict:
    """What one event or one due duty led to, under all policies of an engine."""

    id: str
    kind: Kind
    at: datetime
    event: str | None = None
    event_type: str | None = None
    violations: tuple[Violation, ...] = ()
    undetermined: tuple[Undetermined, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    revises: str | None = None

    def __bool__(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self.violations or self.undetermined or self.penalties)

    def to_dict(self) -> dict[str, Any]:
        """As JSON; `docs/reference/verdict.schema.json` is its schema."""
        return {
            "id": self.id,
            "kind": self.kind,
            "event": self.event,
            "type": self.event_type,
            "at": self.at.isoformat(),
            "violations": [one.to_dict() for one in self.violations],
            "undetermined": [one.to_dict() for one in self.undetermined],
            "penalties": [one.to_dict() for one in self.penalties],
            "revises": self.revises,
        }


def _fill_clean(self: Any, event: str, at: datetime, event_type: str) -> None:
    self.id = self.event = event
    self.kind = "event"
    self.at = at
    self.event_type = event_type
    self.violations = self.undetermined = self.penalties = ()
    self.revises = None
    self.__class__ = Verdict


clean: Callable[[str, datetime, str], Verdict] = type(
    "Clean", (Verdict,), thawed(Verdict) | {"__init__": _fill_clean}
)
"""Makes the verdict on an event that led to nothing, from its id, time and type.

Nearly every event ends here: this takes a quarter of the time of the class's own constructor.
"""


def identity(*parts: object) -> str:
    """A short id that the same parts always give."""
    told = "\x1f".join(map(str, parts))
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=9).hexdigest()


def plain(value: Any) -> Any:
    """A value as JSON can hold it: sets sorted, long texts and lists shortened.

    Lone surrogates become U+FFFD, numbers that JSON does not know their words.
    """
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float | Decimal):
        if isinstance(value, int) or not math.isfinite(value):
            return value if isinstance(value, int) else str(value)
        return int(value) if isinstance(value, Decimal) and value == int(value) else float(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return plain(sorted(value, key=str))
    if isinstance(value, list | tuple):
        shown = [plain(item) for item in value[:20]]
        return shown if len(value) <= 20 else [*shown, "…"]
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in list(value.items())[:20]}
    words = SURROGATES.sub("\ufffd", str(value))
    return words if len(words) <= 80 else words[:79] + "…"


SURROGATES = re.compile("[\ud800-\udfff]")
