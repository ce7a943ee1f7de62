"""What every node of the tree is, and the way through it."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from wechat_policy.source import Span

NOWHERE = Span(0, 0)
"""The span of a node that was not read from a text."""


@attrs.frozen
class Node:
    """Anything that stands in a policy text, with the place where it stands."""

    span: Span = attrs.field(default=NOWHERE, eq=False, repr=False, kw_only=True)


def walk(node: object) -> Iterator[Node]:
    """Every node at and below this one, parents first."""
    if isinstance(node, tuple):
        for item in node:
            yield from walk(item)
    elif isinstance(node, Node):
        yield node
        for field in attrs.fields(type(node)):
            if field.name not in ("span", "source"):
                yield from walk(getattr(node, field.name))
