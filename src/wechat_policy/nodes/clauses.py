"""Clauses with their items, and the examples that are their tests."""

from __future__ import annotations

from typing import Literal, TypeAlias

import attrs

from wechat_policy.nodes.base import NOWHERE, Node
from wechat_policy.nodes.norms import AnyNorm, Norm
from wechat_policy.nodes.values import Boolean, Date, Name, Number, Quantity, Text, Time
from wechat_policy.source import Span


@attrs.frozen
class Fact(Node):
    """A fact of an example: name and value."""

    name: str
    value: FactValue


@attrs.frozen
class FactList(Node):
    """A list of values in an example."""

    items: tuple[FactValue, ...]


@attrs.frozen
class FactMap(Node):
    """Keys and values in an example."""

    facts: tuple[Fact, ...]


@attrs.frozen
class Null(Node):
    """None: known that there is none."""


FactValue: TypeAlias = (
    Text | Number | Quantity | Date | Time | Boolean | Name | Null | FactList | FactMap
)


@attrs.frozen
class Happen(Node):
    """An event of an example, `times` over, `apart` from each other; None is the clause's own."""

    event: str | None
    text: str | None
    facts: tuple[Fact, ...]
    times: int
    apart: Quantity | None


@attrs.frozen
class Advance(Node):
    """Time passes in an example."""

    duration: Quantity


@attrs.frozen
class WithRow(Node):
    """A directory row that an example needs: kind (person, group, account, device) and id."""

    kind: str
    id: str
    facts: tuple[Fact, ...]


@attrs.frozen
class Example(Node):
    """Events that violate the clause, or comply with it."""

    violates: bool
    steps: tuple[Happen | Advance | WithRow, ...]


@attrs.frozen
class Cites(Node):
    """The article of the written policy and the references of the inventory."""

    article: str | None
    refs: tuple[str, ...]


@attrs.frozen
class Title(Node):
    """What the clause is called."""

    value: str


@attrs.frozen
class Formerly(Node):
    """The name under which earlier versions held the clause."""

    name: str


@attrs.frozen
class Tags(Node):
    """Marks that penalties may refer to."""

    names: tuple[str, ...]


@attrs.frozen
class Severity(Node):
    """How grave a violation is."""

    name: str


@attrs.frozen
class Graded(Node):
    """A person grades the violation between two severities."""

    lowest: str
    highest: str


@attrs.frozen
class Remark(Node):
    """Words for the reader."""

    value: str


@attrs.frozen
class IfUnknown(Node):
    """What an undetermined condition leads to."""

    action: Literal["ignore", "review", "violate"]


ClauseItem: TypeAlias = (
    Cites | Title | Formerly | Tags | Severity | Graded | Remark | IfUnknown | AnyNorm | Example
)


@attrs.frozen
class Clause(Node):
    """One statement of the policy: norms, their grade, their source and their examples."""

    name: str
    items: tuple[ClauseItem, ...]
    name_span: Span = attrs.field(default=NOWHERE, eq=False, repr=False, kw_only=True)

    @property
    def norms(self) -> tuple[AnyNorm, ...]:
        """The norms in the order of the text."""
        return tuple(item for item in self.items if isinstance(item, Norm))

    @property
    def examples(self) -> tuple[Example, ...]:
        """The examples in the order of the text."""
        return tuple(item for item in self.items if isinstance(item, Example))
