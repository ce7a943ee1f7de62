"""Norms: what a clause forbids, requires, limits and permits, and the duties it lays down."""

from __future__ import annotations

from typing import Literal, TypeAlias

import attrs

from wechat_policy.nodes.base import Node
from wechat_policy.nodes.conditions import Condition, Days, Duration
from wechat_policy.nodes.values import Key, Measure, Name, Operand, Pattern, Text, Time

Strength = Literal["must", "should", "suspect"]


@attrs.frozen
class Norm(Node):
    """What a clause demands, with the terms that every norm may carry."""

    strength: Strength
    when: Condition | None = attrs.field(default=None, kw_only=True)
    unless: Condition | None = attrs.field(default=None, kw_only=True)
    blame: Name | Text | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class Forbid(Norm):
    """The events must not happen."""

    patterns: tuple[Pattern, ...]


@attrs.frozen
class Require(Norm):
    """The events must meet the condition."""

    condition: Condition
    patterns: tuple[Pattern, ...]


@attrs.frozen
class Limit(Norm):
    """The measure over the events must not exceed the bound in a window."""

    measure: Measure
    patterns: tuple[Pattern, ...]
    bound: Operand
    window: Operand
    keys: tuple[Key, ...]


@attrs.frozen
class Permit(Norm):
    """The events are allowed in spite of the named clauses."""

    patterns: tuple[Pattern, ...]
    lifts: tuple[str, ...]


@attrs.frozen
class Population(Node):
    """A list of the directory or of the event, with a filter on its members."""

    path: str
    where: Condition | None


@attrs.frozen
class ForEach(Node):
    """A duty of every member of a population, under a variable."""

    variable: str
    population: Population


@attrs.frozen
class ViolationOf(Node):
    """The verdict that a clause was violated, as an opening event."""

    clause: str


@attrs.frozen
class Deadline(Norm):
    """After an opening event, the fulfilling event has to follow in time."""

    opening: tuple[Pattern, ...] | ViolationOf
    each: ForEach | None
    within: Duration
    patterns: tuple[Pattern, ...]
    keys: tuple[Key, ...]


@attrs.frozen
class Daily(Norm):
    """On each such day, the event has to have happened before a time."""

    before: Time
    since: Time | None
    days: Days
    each: ForEach
    patterns: tuple[Pattern, ...]
    keys: tuple[Key, ...]


@attrs.frozen
class Periodic(Norm):
    """The event has to happen again and again, at the latest every so often."""

    period: Operand
    each: ForEach | None
    patterns: tuple[Pattern, ...]
    keys: tuple[Key, ...]


AnyNorm: TypeAlias = Forbid | Require | Limit | Permit | Deadline | Daily | Periodic
