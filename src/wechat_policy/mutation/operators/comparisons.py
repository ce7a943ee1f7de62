"""A comparison that is off by what lies on its boundary, or turned round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import attrs

from wechat_policy import nodes

_OTHER: Mapping[str, str] = MappingProxyType(
    {">=": ">", ">": ">=", "<=": "<", "<": "<=", "=": "!=", "!=": "="}
)


def changed_comparison(node: nodes.Node) -> Iterator[nodes.Node]:
    """`>=` becomes `>`, `=` becomes `!=`, and the other way round."""
    if isinstance(node, nodes.Compare):
        yield attrs.evolve(node, operator=_OTHER[node.operator])
