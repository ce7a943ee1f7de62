"""A tree with one node of it changed, for every node and every change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import attrs

from wechat_policy import nodes

NodeT = TypeVar("NodeT", bound=nodes.Node)

Change = Callable[[nodes.Node], Iterable[nodes.Node]]
"""The nodes that may stand in the place of one."""

_LEFT_ALONE = (nodes.Example, nodes.Cites, nodes.Title, nodes.Remark, nodes.Formerly, nodes.Note)
"""What does not judge anything."""


def variants(root: NodeT, change: Change) -> Iterator[tuple[nodes.Node, NodeT]]:
    """The tree once for each change of a node in it, with the node that was changed."""
    yield from _variants(root, change)


def _variants(value: Any, change: Change) -> Iterator[tuple[nodes.Node, Any]]:
    if isinstance(value, tuple):
        for place, item in enumerate(value):
            for node, new in _variants(item, change):
                yield node, (*value[:place], new, *value[place + 1 :])
    elif isinstance(value, nodes.Node) and not isinstance(value, _LEFT_ALONE):
        for new in change(value):
            yield value, new
        for field in attrs.fields(type(value)):
            if field.name not in ("span", "source"):
                for node, new in _variants(getattr(value, field.name), change):
                    yield node, attrs.evolve(value, **{field.alias: new})
