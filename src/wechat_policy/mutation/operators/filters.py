"""Events that are no longer told apart: by their filter, or by what they have in common."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from wechat_policy import nodes


def dropped_filter(node: nodes.Node) -> Iterator[nodes.Node]:
    """Events lose their `where`."""
    if isinstance(node, nodes.Pattern) and node.where is not None:
        yield attrs.evolve(node, where=None)


def dropped_key(node: nodes.Node) -> Iterator[nodes.Node]:
    """One of the equalities goes that say which events belong together."""
    match node:
        case (
            nodes.Limit(keys=keys) | nodes.Deadline(keys=keys) | nodes.Daily(keys=keys)
            | nodes.Periodic(keys=keys) | nodes.Had(keys=keys) | nodes.Last(keys=keys)
            | nodes.Aggregate(keys=keys)
        ):  # fmt: skip
            for place in range(len(keys)):
                yield attrs.evolve(node, keys=(*keys[:place], *keys[place + 1 :]))
