"""Two values beside each other, and the numbers that uncertain records leave open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import attrs

from wechat_policy.rules.calls import Call
from wechat_policy.rules.facts import Scope, Value, equal, number, ordered
from wechat_policy.rules.tests import Leaf
from wechat_policy.rules.truth import UNKNOWN, Truth, opposite
from wechat_policy.verdict import Trace


@attrs.frozen
class Comparison(Leaf):
    """Two values beside each other."""

    left: Value
    operator: Literal["=", "!=", "<", "<=", ">", ">="]
    right: Value

    @property
    def values(self) -> tuple[Value, ...]:
        """Both sides."""
        return (self.left, self.right)

    def truth(self, scope: Scope) -> Truth:
        """Unknown if a side is; none is equal to none only and has no order."""
        left, right = self.left.value(scope), self.right.value(scope)
        if isinstance(left, Interval):
            return left.compare(self.operator, right)
        if isinstance(right, Interval):
            return right.compare(_MIRRORED[self.operator], left)
        if left is UNKNOWN or right is UNKNOWN:
            return None
        if self.operator in ("=", "!="):
            same = equal(left, right, scope)
            return same if self.operator == "=" else not same
        if left is None or right is None:
            return False
        order = ordered(left, right, scope)
        return None if order is None else _ORDERS[self.operator](order)

    def trace(self, scope: Scope) -> Trace:
        """With the values, and the places that a measuring condition looked at."""
        plain = super().trace(scope)
        calls = [one for one in (self.left, self.right) if isinstance(one, Call)]
        if not calls:
            return plain
        return attrs.evolve(
            plain,
            evidence=tuple(place for one in calls for place in one.places(scope)),
            specific=plain.truth is True and any(one.specific for one in calls),
        )


_ORDERS: Mapping[str, Callable[[int], bool]] = {
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}


_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
"""What an operator becomes if its sides change places."""


@attrs.frozen
class Interval:
    """A measure of history that uncertain records leave open; `high` None has no upper end."""

    low: Any
    high: Any

    def __str__(self) -> str:
        if self.high == self.low:
            return str(self.low)
        return f"{self.low}…{'' if self.high is None else self.high}"

    def compare(self, operator: str, right: Any) -> Truth:
        """True or false where all ends agree, else unknown; so is what has no order."""
        if right is UNKNOWN or right is None or isinstance(right, bool):
            return None
        other = right if isinstance(right, Interval) else Interval(number(right), number(right))
        try:
            return self._compare(operator, other)
        except (TypeError, ArithmeticError):
            return None

    def _compare(self, operator: str, other: Interval) -> Truth:
        below = self.high is not None and self.high < other.low
        above = other.high is not None and self.low > other.high
        level = self.low == self.high == other.low == other.high
        if operator in ("=", "!="):
            same: Truth = True if level else (False if below or above else None)
            return same if operator == "=" else opposite(same)
        if operator in ("<", ">="):
            never = other.high is not None and self.low >= other.high
            less: Truth = True if below else (False if never else None)
            return less if operator == "<" else opposite(less)
        never = self.high is not None and self.high <= other.low
        more: Truth = True if above else (False if never else None)
        return more if operator == ">" else opposite(more)
