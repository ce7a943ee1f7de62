"""What stands beside a condition word or an attribute: arguments, their types, values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wechat_policy import nodes
from wechat_policy.rules.base import Condition
from wechat_policy.vocabulary import Attribute, vocabulary


def is_value(attribute: Attribute, name: str) -> bool:
    """Whether a word is a value of an attribute."""
    if name in attribute.values or name in attribute.known:
        return True
    if attribute.element == "category":
        return vocabulary().category(name) is not None
    return vocabulary().value(attribute.name, name) is not None


def wants(type_: Any, wanted: type) -> bool:
    """Whether an annotation is a type, or that type or None."""
    return type_ is wanted or wanted in getattr(type_, "__args__", ())


def bind(
    condition: Condition, arguments: Iterable[nodes.Operand]
) -> tuple[list[nodes.Operand], dict[str, nodes.Operand]]:
    """What stands after a condition word: arguments in order, and those that a name introduces.

    A quantity in characters goes to the parameter for characters without being named.
    """
    names = {parameter.name for parameter in condition.parameters if parameter.named}
    positional: list[nodes.Operand] = []
    named: dict[str, nodes.Operand] = {}
    waiting: str | None = None
    for one in arguments:
        if waiting is not None:
            named[waiting], waiting = one, None
        elif isinstance(one, nodes.Name) and one.value in names and one.value not in named:
            waiting = one.value
        elif isinstance(one, nodes.Quantity) and one.unit == "chars" and "chars" in names:
            named["chars"] = one
        else:
            positional.append(one)
    if waiting is not None:
        positional.append(nodes.Name(waiting))
    return positional, named
