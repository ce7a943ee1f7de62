"""A norm without its exception, a clause without its permission."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from wechat_policy import nodes


def dropped_exception(node: nodes.Node) -> Iterator[nodes.Node]:
    """A norm loses its `unless`."""
    if isinstance(node, nodes.Norm) and node.unless is not None:
        yield attrs.evolve(node, unless=None)


def dropped_permission(node: nodes.Node) -> Iterator[nodes.Node]:
    """A clause loses a norm that permits."""
    if isinstance(node, nodes.Clause):
        for one in node.items:
            if isinstance(one, nodes.Permit):
                items = tuple(item for item in node.items if item is not one)
                yield attrs.evolve(node, items=items)
