"""Where a node stands: what is in scope there, what it is for, and whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

import attrs

from wechat_policy import nodes
from wechat_policy.resolution import Environment, event_types, pattern_types
from wechat_policy.vocabulary import Attribute

Role = Literal[
    "", "subject", "value", "person", "argument", "blame", "worker", "bound", "window", "gap",
    "period", "within", "ago", "deadline", "lapse", "limit key", "join",
    "condition", "root", "unless", "rule", "filter", "body",
]  # fmt: skip
"""What a node is for; those in `ROOTS` mark the outermost node of a condition."""

ROOTS: tuple[Role, ...] = ("root", "unless", "rule", "filter", "body")

ANY_EVENT = "x.unknown"
"""A type of one's own: it may say anything, and stands for what is not known."""


@attrs.frozen(eq=False)
class Place:
    """A node with what is in scope there.

    `earlier` is the scope of the other event of a join, `beside` the attribute in whose light a
    value is read, `owner` the clause or row that it belongs to.
    """

    node: nodes.Node
    scope: Environment
    document: nodes.Document
    owner: nodes.Clause | nodes.Row | nodes.Repeat | nodes.Lapse
    role: Role = ""
    beside: Attribute | None = None
    earlier: Environment | None = None


class Places:
    """All places of an assembly, by the class of the node."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_class: dict[type, list[Place]] = {}
        for place in places:
            self._by_class.setdefault(type(place.node), []).append(place)

    def of(self, *kinds: type[nodes.Node]) -> Iterator[tuple[Any, Place]]:
        """The nodes of some classes with their places, in the order of the walk."""
        for kind in kinds:
            for place in self._by_class.get(kind, ()):
                yield place.node, place

    def conditions(self, *roles: Role) -> Iterator[Place]:
        """The conditions with one of these roles."""
        for places in self._by_class.values():
            for place in places:
                if place.role in roles:
                    yield place


def types_of(patterns: Iterable[nodes.Pattern]) -> tuple[str, ...]:
    """The event types of patterns; an unknown word stands for any event."""
    patterns = tuple(patterns)
    if any(not pattern_types(pattern.event) for pattern in patterns) or not patterns:
        return (*event_types(patterns), ANY_EVENT)
    return event_types(patterns)


def violable(clause: nodes.Clause) -> tuple[nodes.Pattern, ...]:
    """The patterns whose events a clause's norms are about; duties by what opens them."""
    found: list[nodes.Pattern] = []
    for norm in clause.norms:
        patterns: Any = getattr(norm, "opening", None)
        if not isinstance(patterns, tuple):
            patterns = getattr(norm, "patterns", ())
        found += patterns
    return tuple(found)
