"""An example laid out in time: which records happen when, and up to when time passes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Any

import attrs

from wechat_policy import nodes
from wechat_policy.policy import Policy
from wechat_policy.resolution import KINDS
from wechat_policy.staging.filling import (
    Filling,
    attribute_of,
    filling,
    first_type,
    neutral,
)
from wechat_policy.staging.rows import Rows, nest, parties
from wechat_policy.staging.values import Values

APART = nodes.Quantity(Decimal(1), "m")
"""How long after an event the next one happens, unless the example says so."""

Record = dict[str, Any]


@attrs.frozen
class Scene:
    """An example to be played: the rows of its directory, then records and moments in order.

    A moment says that time passes up to it.
    """

    directory: Mapping[str, Any]
    steps: tuple[Record | datetime, ...]


def stage(
    example: nodes.Example,
    clause: nodes.Clause,
    clauses: Mapping[str, nodes.Clause],
    policy: Policy,
) -> Scene:
    """The scene of an example of a clause.

    `clauses` are those of the whole policy by name. Raises InvalidRecord for a value that cannot
    stand where it does.
    """
    values = Values(policy)
    # A row holds from the beginning, wherever in the example it is written.
    rows = [step for step in example.steps if isinstance(step, nodes.WithRow)]
    laying = Laying(example.steps, rows, values, filling(clause, clauses, values))
    for step in example.steps:
        if isinstance(step, nodes.Happen):
            laying.steps += laying.happen(step)
        elif isinstance(step, nodes.Advance):
            laying.advance(values.later(laying.now, step.duration))
    return Scene(laying.directory(), tuple(laying.steps))


def event_of(clause: nodes.Clause, clauses: Mapping[str, nodes.Clause], policy: Policy) -> str:
    """The type of event that an example of a clause is about if it names none."""
    return first_type(filling(clause, clauses, Values(policy)).own)


class Laying:
    """What happens while it is laid out: the time that is reached, and the rows of the directory.

    `steps` are all that may happen, `rows` those that the directory holds from the beginning.
    """

    def __init__(
        self,
        steps: Sequence[nodes.Node],
        rows: Iterable[nodes.WithRow],
        values: Values,
        filling: Filling,
    ) -> None:
        self.values = values
        self.filling = filling
        self.now = values.beginning()
        self.begun = False
        self.rows = Rows(values, self.now)
        self.steps: list[Record | datetime] = []
        taken = {
            fact.value.value
            for step in steps
            if isinstance(step, nodes.Happen)
            for fact in step.facts
            if fact.name == "id" and isinstance(fact.value, nodes.Text | nodes.Name)
        }
        self.ids = (id_ for id_ in (f"e{number}" for number in count(1)) if id_ not in taken)
        for row in rows:
            self.rows.add(row)

    def advance(self, to: datetime) -> None:
        """Lets time pass up to a moment."""
        self.now = to
        self.steps.append(to)
        self.begun = True

    def directory(self) -> Mapping[str, Any]:
        """The rows that were told, and plain ones for whoever else is named."""
        self.rows.introduce(self._named())
        return self.rows.directory()

    def moment(self, moment: nodes.Moment) -> datetime:
        """A moment that a case names; the day, or the time of day, is the one that is reached."""
        day = moment.day or self.now.date()
        if moment.minutes is None:
            return datetime.combine(day, self.now.time(), self.values.policy.zone)
        return self.values.moment(day, moment.minutes)

    def happen(self, step: nodes.Happen, at: datetime | None = None) -> Iterator[Record]:
        """The records of a step, the first at a moment; its dotted facts go into rows."""
        pattern = self.filling.own if step.event is None else nodes.Pattern(step.event)
        type_ = first_type(pattern)
        facts: Record = {} if step.text is None else {"text": step.text}
        told = [(one.name.removeprefix("event."), one.value) for one in step.facts]
        start = next((value for name, value in told if name == "at"), None)
        for name, value in told:
            if "." not in name and name != "at":
                facts[name] = self.values.read(value, attribute_of(type_, name), self.now)
        if step.event is None:
            for name, value in self.filling.implied(pattern, type_, self.now):
                facts.setdefault(name, value)
        for name, value in told:
            if "." in name:
                self.tell(facts, type_, name.split("."), value)
        id_ = facts.pop("id", None)
        for number in range(step.times):
            if at is not None and number == 0:
                self.now = at
            elif start is not None and number == 0:
                self.now = self.values.time(start, self.now)
            elif self.begun:
                self.now = self.values.later(self.now, step.apart or APART)
            self.begun = True
            record = {**facts, "type": type_, "id": self.numbered(id_, number), "at": self.now}
            self.filling.complete(record, self.now)
            yield record

    def numbered(self, told: Any, number: int) -> Any:
        """The id of an event: as told, with a number from the second on, or a new one."""
        if told is None:
            return next(self.ids)
        return told if number == 0 else f"{told}-{number + 1}"

    def tell(self, facts: Record, type_: str, path: Sequence[str], value: nodes.FactValue) -> None:
        """A fact by its path: of the organization, of somebody's row, or within an object."""
        first, *rest = path
        if first == "organization":
            self.rows.tell_organization(rest, value)
            return
        attribute = attribute_of(type_, first)
        if attribute is not None and attribute.type in KINDS:
            if facts.get(first) is None:
                facts[first] = neutral(attribute, type_, self.now)
            self.rows.tell(attribute.type, facts[first], rest, value)
            return
        for name in rest:
            attribute = None if attribute is None else attribute.fields.get(name)
        nest(facts, path, self.values.read(value, attribute, self.now))

    def _named(self) -> Iterator[tuple[str, str]]:
        """Whom the records name, each with its kind."""
        for record in self.steps:
            if isinstance(record, dict):
                yield from parties(
                    (attribute_of(record["type"], name), value) for name, value in record.items()
                )
