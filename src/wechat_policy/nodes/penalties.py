"""Penalties: rows, tiers, repeats and sanctions."""

from __future__ import annotations

from typing import Literal

import attrs

from wechat_policy.nodes.base import Node
from wechat_policy.nodes.conditions import Condition, Duration
from wechat_policy.nodes.values import Operand, Quantity


@attrs.frozen
class Amount(Node):
    """A sum, or a range of sums; no bounds means that the policy leaves it open."""

    low: Quantity | None
    high: Quantity | None


@attrs.frozen
class Sanction(Node):
    """One consequence."""

    name: str
    may: bool = False
    amount: Amount | None = None
    or_above: bool = False
    lasting: Quantity | Literal["unstated"] | None = None
    display: str | None = None


@attrs.frozen
class AllOf(Node):
    """Sanctions that are imposed together."""

    items: tuple[Sanction | OneOf, ...]


@attrs.frozen
class OneOf(Node):
    """Sanctions of which one is chosen; an open list allows others too."""

    options: tuple[AllOf, ...]
    open: bool = False


@attrs.frozen
class Tier(Node):
    """Sanctions, for the first so many violations of a period where `first` is given."""

    sanctions: OneOf
    first: int | None = None
    per: Operand | None = None


@attrs.frozen
class AnyBreach(Node):
    """The head of a row that takes in every violation."""


@attrs.frozen
class Otherwise(Node):
    """The head of the row for what no other row takes in."""


@attrs.frozen
class TagHead(Node):
    """The head of a row that adds to the severity's row where the clause has the tag."""

    tag: str


@attrs.frozen
class NameHead(Node):
    """The head of a row: a severity or a clause."""

    name: str


@attrs.frozen
class Row(Node):
    """One line of penalties."""

    head: NameHead | TagHead | AnyBreach | Otherwise
    when: Condition | None
    tiers: tuple[Tier, ...]


@attrs.frozen
class Repeat(Node):
    """So many violations within a window count as a graver one, or bring sanctions of their own."""

    times: int
    severity: str | None
    within: Operand
    raised: str | tuple[Tier, ...]


@attrs.frozen
class Cumulative(Node):
    """Sanctions of several clauses add up instead of the gravest setting them."""


@attrs.frozen
class Lapse(Node):
    """After this long a violation no longer counts towards repeats and steps."""

    after: Duration
