"""What an event of an example cannot be without: its type, and the facts that nobody told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import attrs

from wechat_policy import nodes
from wechat_policy.lowering import is_value
from wechat_policy.resolution import event_attribute, pattern_types, subject_of
from wechat_policy.staging.rows import ACTOR, IDS, OTHER
from wechat_policy.staging.values import Values
from wechat_policy.vocabulary import Attribute, vocabulary

_ACTING = ("sender", "actor")


@attrs.frozen
class Filling:
    """What the patterns of a clause and the vocabulary say of events that tell little.

    `own` is the pattern of an example that names no event.
    """

    values: Values
    patterns: tuple[nodes.Pattern, ...]
    own: nodes.Pattern

    def implied(
        self, pattern: nodes.Pattern, type_: str, now: datetime
    ) -> Iterator[tuple[str, Any]]:
        """The facts that a pattern asks for by equality, with their values."""
        if pattern.category is not None:
            yield "category", pattern.category
        for name, sought in _sought(pattern.where):
            attribute = attribute_of(type_, name)
            if attribute is None:
                continue
            if isinstance(sought, nodes.Name) and not is_value(attribute, sought.value):
                continue
            yield name, self.values.read(sought, attribute, now)

    def complete(self, record: dict[str, Any], now: datetime) -> None:
        """Fills in what an event of the record's type cannot be without."""
        type_: str = record["type"]
        if type_ == "message" and not {"recipients", "group"} & record.keys():
            record["recipients"] = [OTHER]
        for name, attribute in attributes_of(type_).items():
            if attribute.required and name not in record:
                likely = [
                    value
                    for pattern in self.patterns
                    if type_ in pattern_types(pattern.event)
                    for told, value in self.implied(pattern, type_, now)
                    if told == name
                ]
                record[name] = likely[0] if likely else neutral(attribute, type_, now)


def filling(clause: nodes.Clause, clauses: Mapping[str, nodes.Clause], values: Values) -> Filling:
    """The filling for the examples of a clause; `clauses` are those of the policy by name.

    An example that names no event is about the first events of the clause that carry a text;
    without any, about the first that the clause names, and about a message if it names none.
    """
    patterns = tuple(_patterns(clause, clauses, ()))
    own = next(
        (one for one in patterns if "text" in attributes_of(first_type(one))),
        patterns[0] if patterns else nodes.Pattern("message"),
    )
    return Filling(values, patterns, own)


def _patterns(
    clause: nodes.Clause, clauses: Mapping[str, nodes.Clause], way: tuple[str, ...]
) -> Iterator[nodes.Pattern]:
    """What the norms of a clause are about; duties by what opens them."""
    for norm in clause.norms:
        if not isinstance(norm, nodes.Deadline):
            yield from norm.patterns
        elif not isinstance(norm.opening, nodes.ViolationOf):
            yield from norm.opening
        elif norm.opening.clause in clauses and norm.opening.clause not in way:
            opening = clauses[norm.opening.clause]
            yield from _patterns(opening, clauses, (*way, norm.opening.clause))


def _sought(where: nodes.Condition | None) -> Iterator[tuple[str, nodes.Operand]]:
    """The facts that a filter asks for by equality alone, and what they should be."""
    for test in where.operands if isinstance(where, nodes.And) else (where,):
        match test:
            case nodes.Compare(nodes.Name(name), "=", right):
                yield name, right
            case nodes.In(nodes.Name(name), nodes.Choices((first, *_)), False):
                yield name, first
            case nodes.Holds(nodes.Name(name)):
                yield name, nodes.Boolean(True)
            case nodes.Not(nodes.Holds(nodes.Name(name))):
                yield name, nodes.Boolean(False)


def first_type(pattern: nodes.Pattern) -> str:
    """The event type that stands for a pattern: of all content, a message."""
    types = pattern_types(pattern.event)
    return "message" if not types or "message" in types else types[0]


def attributes_of(type_: str) -> Mapping[str, Attribute]:
    """All attributes of an event type, none of a type of one's own."""
    kind = vocabulary().events.get(type_)
    return kind.attributes if kind else {}


def attribute_of(type_: str, name: str) -> Attribute | None:
    """What an attribute is; on events of one's own what it is on others."""
    found = event_attribute((type_,), name)
    if found is not None and found.type == "any":
        return vocabulary().attribute(vocabulary().events, name) or found
    return found


def neutral(attribute: Attribute, type_: str, now: datetime) -> Any:
    """A value of an attribute that nobody would object to."""
    one = _neutral(attribute, type_, now)
    return [one] if attribute.is_list else one


def _neutral(attribute: Attribute, type_: str, now: datetime) -> Any:
    """Such a value, or one of several where the attribute is a list."""
    name = attribute.name
    match attribute.element:
        case "person":
            return ACTOR if name in (*_ACTING, subject_of(type_)) else OTHER
        case "group" | "account" | "device":
            return IDS[attribute.element]
        case "enum":
            return attribute.values[0]
        case "category":
            return next(iter(vocabulary().categories))
        case "bool":
            return name == "established"
        case "int" | "number":
            return 1
        case "date":
            return now.date().isoformat()
        case "datetime":
            return now
        case "object":
            return {"name": "文件.txt"} if name == "file" else {}
        case _:
            return attribute.known[0] if attribute.known else attribute.zh
