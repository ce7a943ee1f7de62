"""What a fact can still be when several tests on it have to hold at once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs

_EVERYWHERE: tuple[Any, bool] = (None, False)


@attrs.define
class Domain:
    """The values that are left for one subject; none counts as a value of its own.

    `low` and `high` are bounds with whether they themselves are left out.
    """

    none: bool = True
    given: bool = True
    low: tuple[Any, bool] = _EVERYWHERE
    high: tuple[Any, bool] = _EVERYWHERE
    allowed: frozenset[Any] | None = None
    excluded: frozenset[Any] = frozenset()
    whole: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is left."""
        return not self.none and not (self.given and self._has_value())

    def _has_value(self) -> bool:
        if self.allowed is not None:
            return any(
                one not in self.excluded and _above(one, self.low) and _below(one, self.high)
                for one in self.allowed
            )
        (low, open_low), (high, open_high) = self._bounds()
        if low is None or high is None or type(low) is not type(high):
            return True
        if low == high:
            return not (open_low or open_high or low in self.excluded)
        return bool(low < high)

    def _bounds(self) -> tuple[tuple[Any, bool], tuple[Any, bool]]:
        """The bounds, drawn in to the next whole number where only whole numbers count."""
        low, high = self.low, self.high
        if self.whole and isinstance(low[0], Decimal):
            floor = low[0].to_integral_value("ROUND_FLOOR")
            low = (floor if floor == low[0] and not low[1] else floor + 1, False)
        if self.whole and isinstance(high[0], Decimal):
            floor = high[0].to_integral_value("ROUND_FLOOR")
            high = (floor - 1 if floor == high[0] and high[1] else floor, False)
        return low, high

    def compare(self, operator: str, value: Any, *, none_stays: bool) -> None:
        """Takes in that the subject compares so with a value."""
        self.none = self.none and none_stays
        if operator == "=":
            self.choose(frozenset({value}))
        elif operator == "!=":
            self.excluded |= {value}
        elif operator in (">", ">="):
            self.low = _tighter(self.low, (value, operator == ">"), upwards=True)
        else:
            self.high = _tighter(self.high, (value, operator == "<"), upwards=False)

    def choose(self, values: frozenset[Any]) -> None:
        """Takes in that the subject is one of these values."""
        self.allowed = values if self.allowed is None else self.allowed & values


def _tighter(one: tuple[Any, bool], other: tuple[Any, bool], *, upwards: bool) -> tuple[Any, bool]:
    if one[0] is None or type(one[0]) is not type(other[0]):
        return other
    if one[0] == other[0]:
        return one[0], one[1] or other[1]
    return max(one, other) if upwards else min(one, other)


def _above(value: Any, low: tuple[Any, bool]) -> bool:
    if low[0] is None or type(value) is not type(low[0]):
        return True
    return bool(value > low[0] or (value == low[0] and not low[1]))


def _below(value: Any, high: tuple[Any, bool]) -> bool:
    if high[0] is None or type(value) is not type(high[0]):
        return True
    return bool(value < high[0] or (value == high[0] and not high[1]))
