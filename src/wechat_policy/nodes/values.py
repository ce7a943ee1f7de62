"""Values, events and measures: what conditions and norms are made of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import attrs

from wechat_policy.nodes.base import NOWHERE, Node
from wechat_policy.source import Span

if TYPE_CHECKING:
    from wechat_policy.nodes.conditions import Condition


@attrs.frozen
class Text(Node):
    """A quoted text."""

    value: str


@attrs.frozen
class Number(Node):
    """A plain number."""

    value: Decimal


@attrs.frozen
class Quantity(Node):
    """A number with its unit: s m h d w workdays CNY % chars times."""

    value: Decimal
    unit: str


@attrs.frozen
class Worked(Node):
    """A duration that counts only inside named hours: `4h of work`."""

    value: Quantity
    hours: str


@attrs.frozen
class Date(Node):
    """A calendar day."""

    value: date


@attrs.frozen
class Time(Node):
    """A time of day in minutes from midnight, 24:00 included."""

    minutes: int


@attrs.frozen
class Boolean(Node):
    """True or false."""

    value: bool


@attrs.frozen
class Name(Node):
    """A word or dotted path: a fact, parameter, loop variable or value, as its place tells."""

    value: str


@attrs.frozen
class Regex(Node):
    """A regular expression between slashes with its flags (i m s)."""

    pattern: str
    flags: str


@attrs.frozen
class Choices(Node):
    """A set of values in braces."""

    items: tuple[Operand, ...]


@attrs.frozen
class Call(Node):
    """A registered condition applied to a fact: `text contains insult`."""

    path: Name
    word: str
    arguments: tuple[Operand, ...]
    word_span: Span = attrs.field(default=NOWHERE, eq=False, repr=False, kw_only=True)


@attrs.frozen
class Pattern(Node):
    """An event type with an optional report category and an optional filter."""

    event: str
    category: str | None = None
    where: Condition | None = None


@attrs.frozen
class Key(Node):
    """One equality of a correlation; without `other` the same field on both sides."""

    field: str
    other: str | None = None


@attrs.frozen
class Step(Node):
    """Events with a condition on their own facts."""

    patterns: tuple[Pattern, ...]
    when: Condition | None = None


@attrs.frozen
class Counted(Node):
    """How many events."""


@attrs.frozen
class Summed(Node):
    """The sum of a field over events."""

    field: str


@attrs.frozen
class Distinct(Node):
    """How many different values a field takes over events."""

    field: str


@attrs.frozen
class Share(Node):
    """The part of the events that meet a condition, 0 to 1."""

    condition: Condition


@attrs.frozen
class Spanned(Node):
    """How long a run of events lasts in which no pause exceeds `gap`."""

    gap: Operand


Measure: TypeAlias = Counted | Summed | Distinct | Share | Spanned


@attrs.frozen
class Aggregate(Node):
    """A measure over earlier events and the present one."""

    measure: Measure
    step: Step
    keys: tuple[Key, ...]
    within: Operand | None


Operand: TypeAlias = (
    Text | Number | Quantity | Date | Time | Boolean | Name | Regex | Choices | Call | Aggregate
)
