"""Norms that a parameter of the policy switches off, as it is set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wechat_policy import nodes


def switched_off(norm: nodes.AnyNorm, parameters: Mapping[str, Any]) -> str | None:
    """The parameter that keeps a norm from being about anything; None where none does."""
    when = norm.when
    for one in when.operands if isinstance(when, nodes.And) else (when,):
        negated = isinstance(one, nodes.Not)
        part = one.operand if isinstance(one, nodes.Not) else one
        if isinstance(part, nodes.Holds) and isinstance(part.operand, nodes.Name):
            name = part.operand.value
            if parameters.get(name) is negated:
                return name
    return None
