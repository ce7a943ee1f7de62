"""Penalties that are a little off: sums, tiers and what counts towards a repeat."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from wechat_policy import nodes
from wechat_policy.mutation.operators.lengths import longer


def changed_amount(node: nodes.Node) -> Iterator[nodes.Node]:
    """A sum is twice as high."""
    match node:
        case nodes.Amount(nodes.Quantity() as low, high):
            upper = None if high is None else attrs.evolve(high, value=high.value * 2)
            yield attrs.evolve(node, low=attrs.evolve(low, value=low.value * 2), high=upper)


def changed_tier(node: nodes.Node) -> Iterator[nodes.Node]:
    """The first sanctions hold once more."""
    if isinstance(node, nodes.Tier) and node.first is not None:
        yield attrs.evolve(node, first=node.first + 1)


def changed_repeat(node: nodes.Node) -> Iterator[nodes.Node]:
    """A repeat counts from one more, or over twice the time; a lapse comes later."""
    match node:
        case nodes.Repeat(times=times, within=within):
            yield attrs.evolve(node, times=times + 1)
            if (new := longer(within)) is not None:
                yield attrs.evolve(node, within=new)
        case nodes.Lapse(after) if (new := longer(after.length)) is not None:
            yield attrs.evolve(node, after=attrs.evolve(after, length=new))
