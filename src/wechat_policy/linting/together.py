"""Two policies on one ground: a name that means something else in the second is told apart."""

from __future__ import annotations

from typing import Any

import attrs

from wechat_policy import nodes
from wechat_policy.assembly import Placed
from wechat_policy.checking.ground import Ground

_APART = "\N{PRIME}"
"""No letter of a name: what bears it is no name of either policy."""


def joined(one: Ground, two: Ground) -> tuple[Ground, Ground]:
    """The ground on which both can be held against each other, and the second as it stands there.

    Lexicons, hours, tables of days and parameters of one name are the same only if their text is.
    """
    if two is one:
        return one, one
    same_zone = one.timezone == two.timezone
    apart = {
        name for name, (node, _) in two.lexicons.items() if not _same(one.lexicons, name, node)
    }
    apart |= {name for name, (node, _) in two.days.items() if not _same(one.days, name, node)}
    apart |= {name for name, value in two.parameters.items() if one.parameters.get(name) != value}
    apart |= {
        name
        for name, (node, _) in two.hours.items()
        if not _same(one.hours, name, node) or not (same_zone or node.timezone)
    }
    moved = attrs.evolve(
        two,
        assembly=attrs.evolve(
            two.assembly,
            placed=tuple(
                Placed(_renamed(each.section, apart), each.document)
                if isinstance(each.section, nodes.Clause) else each
                for each in two.assembly.placed
            ),
        ),
        lexicons=_keyed(two.lexicons, apart),
        hours={
            name: (
                attrs.evolve(_renamed(node, apart), timezone=node.timezone or two.timezone),
                document,
            )
            for name, (node, document) in _keyed(two.hours, apart).items()
        },
        days=_keyed(two.days, apart),
        parameters=_keyed(two.parameters, apart),
    )  # fmt: skip
    ground = attrs.evolve(
        one,
        lexicons={**moved.lexicons, **one.lexicons},
        hours={**moved.hours, **one.hours},
        days={**moved.days, **one.days},
        parameters={**moved.parameters, **one.parameters},
    )
    return ground, moved


def _same(sections: dict[str, tuple[Any, nodes.Document]], name: str, node: nodes.Node) -> bool:
    return name in sections and sections[name][0] == node


def _keyed(sections: dict[str, Any], apart: set[str]) -> dict[str, Any]:
    return {name + _APART if name in apart else name: one for name, one in sections.items()}


def _renamed(value: Any, apart: set[str]) -> Any:
    """A tree with the names told apart that mean something else in the other policy."""
    if isinstance(value, tuple):
        return tuple(_renamed(one, apart) for one in value)
    if not isinstance(value, nodes.Node):
        return value
    changes: dict[str, Any] = {}
    for field in attrs.fields(type(value)):
        if field.name in ("span", "source", "name_span", "word_span"):
            continue
        old = getattr(value, field.name)
        named = isinstance(value, nodes.Name) and field.name == "value"
        named = named or (isinstance(value, nodes.DayWord) and field.name == "name")
        named = named or (isinstance(old, str) and field.name == "hours")
        new = old + _APART if named and old in apart else _renamed(old, apart)
        if new is not old:
            changes[field.name] = new
    return attrs.evolve(value, **changes) if changes else value
