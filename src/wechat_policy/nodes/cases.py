"""Files of cases: which policy they test, what happens in each case, and what is expected."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from wechat_policy.nodes.base import NOWHERE, Node
from wechat_policy.nodes.clauses import Advance, Happen, WithRow
from wechat_policy.nodes.penalties import OneOf
from wechat_policy.source import Span

if TYPE_CHECKING:
    from wechat_policy.nodes.sections import Parameter

Status = Literal["found", "certain", "suspected", "advisory", "undetermined"]
"""What is expected of a clause; `found` is any of the three that follow it."""


@attrs.frozen
class Moment(Node):
    """A day, a time of day in minutes from midnight, or both; what is not said stays as it was."""

    day: date | None
    minutes: int | None


@attrs.frozen
class Occurrence(Node):
    """Events of a case, one after the other, the first at a moment if it says one."""

    at: Moment | None
    steps: tuple[Happen, ...]


@attrs.frozen
class AdvanceUntil(Node):
    """Time passes up to a moment."""

    until: Moment


@attrs.frozen
class Finding(Node):
    """A clause is found violated, or not; any clause and anybody where it names none.

    `times` is how often, at least once if it is None. `other` takes in only what no expectation
    beside it names.
    """

    status: Status
    clause: str | None = None
    who: str | None = None
    times: int | None = None
    negated: bool = False
    other: bool = False


@attrs.frozen
class Imposed(Node):
    """A penalty is imposed, or not: these sanctions, by this step of its row, on this person."""

    sanctions: OneOf | None = None
    step: int | None = None
    who: str | None = None
    negated: bool = False
    other: bool = False


Expectation: TypeAlias = Finding | Imposed
CaseItem: TypeAlias = "Parameter | WithRow | Occurrence | Advance | AdvanceUntil | Expectation"


@attrs.frozen
class Case(Node):
    """A case: what is so, what happens in the order of the text, and what is expected between."""

    name: str
    items: tuple[CaseItem, ...]
    name_span: Span = attrs.field(default=NOWHERE, eq=False, repr=False, kw_only=True)


@attrs.frozen
class Cases(Node):
    """The head of a file of cases: the policy that they test, and what is so in all of them."""

    policy: str
    items: tuple[Parameter | WithRow, ...] = ()
    name_span: Span = attrs.field(default=NOWHERE, eq=False, repr=False, kw_only=True)
