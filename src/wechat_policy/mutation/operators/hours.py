"""Hours that are turned inside out, or end later."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from wechat_policy import nodes

_LAST = 24 * 60


def swapped_hours(node: nodes.Node) -> Iterator[nodes.Node]:
    """`during` becomes `outside`, and the other way round."""
    if isinstance(node, nodes.During):
        yield attrs.evolve(node, outside=not node.outside)


def moved_hours(node: nodes.Node) -> Iterator[nodes.Node]:
    """A range of hours ends an hour later."""
    if isinstance(node, nodes.TimeSpan) and node.end.minutes + 60 <= _LAST:
        end = attrs.evolve(node.end, minutes=node.end.minutes + 60)
        yield attrs.evolve(node, end=end)
