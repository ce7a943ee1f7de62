"""What some of the policies found in all the events: the counts, before they are put together."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TypeAlias

import attrs

from wechat_policy.tuning.excerpts import Excerpt

Cited: TypeAlias = tuple[tuple[int, bool], ...]
"""Which clauses flag an event, by their numbers, and whether for certain; in order."""

Step: TypeAlias = tuple[str, str, str | None, tuple[str, ...]]
"""A policy, a tier of its penalties, a severity and the sanctions."""

KINDS = ("violation", "suspected", "advisory", "undetermined")
"""What is counted, in the order of the counts of `Hits`."""

Counts: TypeAlias = list[int]
"""As many as there are kinds."""


@attrs.define
class ClausePart:
    """What one clause found; `examples` are in the order in which they are preferred."""

    hits: Counts = attrs.field(factory=lambda: [0] * len(KINDS))
    people: set[str] = attrs.field(factory=set)
    days: Counter[date] = attrs.field(factory=Counter)
    departments: Counter[str | None] = attrs.field(factory=Counter)
    words: Counter[str] = attrs.field(factory=Counter)
    examples: list[tuple[tuple[int, int, str], Excerpt]] = attrs.field(factory=list)


@attrs.frozen
class Alarm:
    """What would be the worst false alarm on an event; the greater `rank`, the worse.

    It is the weight, whether it is certain, and the number of the clause, the first the greatest.
    """

    rank: tuple[float, bool, int]
    excerpt: Excerpt


@attrs.define
class Part:
    """The counts of some policies.

    Events are told by a digest of their ids; `cited` holds those that are flagged, `alarms` the
    worst of those that by their label should not be.
    """

    clauses: dict[int, ClausePart] = attrs.field(factory=dict)
    days: dict[date, Counts] = attrs.field(factory=dict)
    departments: dict[str | None, Counts] = attrs.field(factory=dict)
    people: set[str] = attrs.field(factory=set)
    penalties: dict[Step, tuple[int, set[str]]] = attrs.field(factory=dict)
    cited: dict[int, Cited] = attrs.field(factory=dict)
    alarms: dict[int, Alarm] = attrs.field(factory=dict)
    duplicates: int = 0
    late: int = 0
