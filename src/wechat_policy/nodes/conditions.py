"""Conditions: tests on an event, on the directory, and on earlier events."""

from __future__ import annotations

from typing import Literal, TypeAlias

import attrs

from wechat_policy.nodes.base import Node
from wechat_policy.nodes.values import Choices, Key, Name, Operand, Step


@attrs.frozen
class And(Node):
    """All of the operands."""

    operands: tuple[Condition, ...]


@attrs.frozen
class Or(Node):
    """At least one of the operands."""

    operands: tuple[Condition, ...]


@attrs.frozen
class Not(Node):
    """The opposite of the operand."""

    operand: Condition


@attrs.frozen
class Quantified(Node):
    """Some or every element of a list meets the condition; an element's own facts are in scope."""

    quantifier: Literal["any", "all"]
    path: str
    condition: Condition


@attrs.frozen
class During(Node):
    """The event falls inside (or, negated, outside) named hours, as they hold for a person."""

    hours: str
    outside: bool
    person: Name | None = None


@attrs.frozen
class DayWord(Node):
    """A day of the week, a kind of day, or a table of days."""

    name: str


@attrs.frozen
class DayRange(Node):
    """Days of the week from one to another."""

    first: str
    last: str


Days: TypeAlias = tuple[DayWord | DayRange, ...]


@attrs.frozen
class OnDays(Node):
    """The event falls on one of the days."""

    days: Days


@attrs.frozen
class Duration(Node):
    """A length of time, counted inside `hours` where they are named, as they hold for a person."""

    length: Operand
    hours: str | None = None
    person: Name | None = None


@attrs.frozen
class Within(Node):
    """Not longer ago than this."""

    duration: Duration


@attrs.frozen
class Ago(Node):
    """At least this long ago."""

    duration: Duration


@attrs.frozen
class Covering(Node):
    """The period of the earlier event covers this fact of the present one."""

    field: str


@attrs.frozen
class Had(Node):
    """Earlier events took place, in this order."""

    steps: tuple[Step, ...]
    keys: tuple[Key, ...]
    reach: Within | Ago | Covering | None


@attrs.frozen
class Last(Node):
    """The latest such event meets the condition."""

    step: Step
    keys: tuple[Key, ...]
    condition: Condition


@attrs.frozen
class Approvers(Node):
    """The approvers named by the event, or who approved before it, come in this order."""

    order: Choices


@attrs.frozen
class Compare(Node):
    """A comparison: = != < <= > >=."""

    left: Operand
    operator: str
    right: Operand


@attrs.frozen
class In(Node):
    """The value is one of the choices."""

    left: Operand
    choices: Choices
    negated: bool


@attrs.frozen
class Includes(Node):
    """The list includes the value."""

    left: Operand
    right: Operand


@attrs.frozen
class Subset(Node):
    """Every element of the left list stands in the right one."""

    left: Operand
    right: Operand


@attrs.frozen
class Is(Node):
    """The person has one of these roles, departments, posts or names."""

    left: Operand
    right: Operand


@attrs.frozen
class Given(Node):
    """The fact is known and not none."""

    operand: Operand


@attrs.frozen
class Told(Node):
    """The fact is given; what nobody told is not."""

    operand: Operand


@attrs.frozen
class Absent(Node):
    """The fact is known to be none."""

    operand: Operand


@attrs.frozen
class Holds(Node):
    """A condition word or a fact that is true or false."""

    operand: Operand


Condition: TypeAlias = (
    And | Or | Not | Quantified | During | OnDays | Had | Last | Approvers | Compare | In
    | Includes | Subset | Is | Given | Told | Absent | Holds
)  # fmt: skip
