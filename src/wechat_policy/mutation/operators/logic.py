"""A condition that lost a part, or says the opposite, or joins its parts the other way."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from wechat_policy import nodes


def dropped_conjunct(node: nodes.Node) -> Iterator[nodes.Node]:
    """`a and b` becomes `a`; a norm loses the whole of a `when` that is one condition."""
    if isinstance(node, nodes.And):
        for place in range(len(node.operands)):
            rest = (*node.operands[:place], *node.operands[place + 1 :])
            yield rest[0] if len(rest) == 1 else attrs.evolve(node, operands=rest)
    elif (
        isinstance(node, nodes.Norm)
        and node.when is not None
        and not isinstance(node.when, nodes.And)
    ):
        yield attrs.evolve(node, when=None)


def negated_condition(node: nodes.Node) -> Iterator[nodes.Node]:
    """A test says the opposite; comparisons and hours have changes of their own."""
    match node:
        case nodes.Not(operand):
            yield operand
        case nodes.In():
            yield attrs.evolve(node, negated=not node.negated)
        case (
            nodes.Quantified() | nodes.OnDays() | nodes.Had() | nodes.Last() | nodes.Approvers()
            | nodes.Includes() | nodes.Subset() | nodes.Is() | nodes.Given() | nodes.Told()
            | nodes.Absent() | nodes.Holds()
        ):  # fmt: skip
            yield nodes.Not(node, span=node.span)


def swapped_junction(node: nodes.Node) -> Iterator[nodes.Node]:
    """`and` becomes `or`, and the other way round."""
    match node:
        case nodes.And(operands):
            yield nodes.Or(operands, span=node.span)
        case nodes.Or(operands):
            yield nodes.And(operands, span=node.span)
