"""A comparison that is off by what lies on its boundary, or turned round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import attrs

from wechat_policy import nodes

_OTHER: Mapping[str, str] = MappingProxyType(
    {">=": ">", ">": ">=", "<=": "<", "<": "<=", "=": "!=", "!=": "="}
)


_OPPOSITE: Mapping[str, str] = MappingProxyType(
    {">=": "<", ">": "<=", "<=": ">", "<": ">=", "=": "!=", "!=": "="}
)


def changed_comparison(node: nodes.Node) -> Iterator[nodes.Node]:
    """`>=` becomes `>`, `=` becomes `!=`, and the other way round.

    What a condition measures, as the weight of the words of a text, is turned round instead:
    nobody writes a sentence of just that weight.
    """
    if isinstance(node, nodes.Compare):
        measures = isinstance(node.left, nodes.Call) or isinstance(node.right, nodes.Call)
        other = _OPPOSITE if measures else _OTHER
        yield attrs.evolve(node, operator=other[node.operator])
