"""Puts named conditions where their names stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import attrs

from wechat_policy import nodes
from wechat_policy.source import Borrowed, Span

NodeT = TypeVar("NodeT", bound=nodes.Node)


class Circle(Exception):
    """A named condition that comes back to itself, by its name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


Definitions = Mapping[str, tuple[nodes.Definition, nodes.Document]]
"""The conditions by their names, with the documents where they stand."""


def spelt_out(node: NodeT, definitions: Definitions) -> NodeT:
    """The node with the conditions themselves in place of their names.

    What a name is replaced by has the place of the name, so that a fault is shown where the
    condition is used, and its own words. The same object comes back where nothing is named.

    Raises Circle for a condition that is defined by itself.
    """
    changed: NodeT = _changed(node, definitions, ())
    return changed


def _changed(value: Any, definitions: Definitions, way: tuple[str, ...]) -> Any:
    if isinstance(value, tuple):
        items = tuple(_changed(item, definitions, way) for item in value)
        is_same = all(new is old for new, old in zip(items, value, strict=True))
        return value if is_same else items
    if not isinstance(value, nodes.Node):
        return value
    if isinstance(value, nodes.Holds) and isinstance(value.operand, nodes.Name):
        name = value.operand.value
        if name in definitions:
            if name in way:
                raise Circle(name)
            definition, document = definitions[name]
            inner = _changed(definition.condition, definitions, (*way, name))
            return _moved(inner, value.span, document.source.words)
    new = {
        field.alias: found
        for field in attrs.fields(type(value))
        if field.init
        and (found := _changed(old := getattr(value, field.name), definitions, way)) is not old
    }
    return attrs.evolve(value, **new) if new else value


def _moved(value: Any, place: Span, words: Callable[[Span], str]) -> Any:
    """The same tree with everything in it at one place."""
    if isinstance(value, tuple):
        return tuple(_moved(item, place, words) for item in value)
    if not isinstance(value, nodes.Node):
        return value
    new: dict[str, Any] = {}
    for field in attrs.fields(type(value)):
        old = getattr(value, field.name)
        if isinstance(old, Span):
            new[field.alias] = Borrowed(place.start, place.end, words(old))
        elif isinstance(old, nodes.Node | tuple):
            new[field.alias] = _moved(old, place, words)
    return attrs.evolve(value, **new)
