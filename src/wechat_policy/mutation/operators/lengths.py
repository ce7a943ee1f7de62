"""Lengths of time, made longer and shorter."""

from __future__ import annotations

from decimal import Decimal

import attrs

from wechat_policy import nodes

TIME_UNITS = frozenset({"s", "m", "h", "d", "w", "workdays"})
"""Units of lengths of time."""

_PERIODS = ("day", "week", "month", "quarter", "year")


def longer(node: nodes.Operand) -> nodes.Operand | None:
    """Twice as long, or the next longer period; None for what is no length."""
    return _times(node, Decimal(2), 1)


def shorter(node: nodes.Operand) -> nodes.Operand | None:
    """Half as long, or the next shorter period; None where there is none."""
    return _times(node, Decimal("0.5"), -1)


def _times(node: nodes.Operand, factor: Decimal, step: int) -> nodes.Operand | None:
    match node:
        case nodes.Quantity(value, unit) if unit in TIME_UNITS:
            new = value * factor
            if unit == "workdays" and new % 1:
                return None
            return attrs.evolve(node, value=new if new % 1 else new.quantize(Decimal(1)))
        case nodes.Name(name) if name in _PERIODS:
            place = _PERIODS.index(name) + step
            known = 0 <= place < len(_PERIODS)
            return attrs.evolve(node, value=_PERIODS[place]) if known else None
    return None
