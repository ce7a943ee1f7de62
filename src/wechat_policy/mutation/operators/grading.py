"""How grave a violation is; no example says it, only a case that expects a grade or a penalty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from wechat_policy import nodes


def changed_strength(node: nodes.Node) -> Iterator[nodes.Node]:
    """What is forbidden is only suspected, and the other way round; a duty is only advised."""
    if isinstance(node, nodes.Norm) and not isinstance(node, nodes.Permit):
        other: nodes.Strength = "suspect" if isinstance(node, nodes.Forbid) else "should"
        yield attrs.evolve(node, strength=other if node.strength == "must" else "must")


def changed_severity(node: nodes.Node, order: Sequence[str]) -> Iterator[nodes.Node]:
    """A clause is of the next severity."""
    if isinstance(node, nodes.Severity) and node.name in order and len(order) > 1:
        place = order.index(node.name)
        yield attrs.evolve(node, name=order[place + 1 if place + 1 < len(order) else place - 1])
