"""Truth in three values, and the comparison of values that may be unknown or an interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

import attrs

from reference.book import number
from reference.values import UNKNOWN, order, same

Truth = bool | None
INFINITY = math.inf


@attrs.frozen
class Interval:
    """A measure that lies somewhere between two numbers, ends included."""

    low: Decimal
    high: Decimal | float


def both(truths: Iterable[Truth]) -> Truth:
    """Kleene's and."""
    answers = list(truths)
    return False if False in answers else None if None in answers else True


def either(truths: Iterable[Truth]) -> Truth:
    """Kleene's or."""
    answers = list(truths)
    return True if True in answers else None if None in answers else False


def opposite(truth: Truth) -> Truth:
    """Kleene's not."""
    return None if truth is None else not truth


def compare(left: Any, operator: str, right: Any) -> Truth:
    """A comparison of two values."""
    if left is UNKNOWN or right is UNKNOWN:
        return None
    if operator == "!=":
        return opposite(compare(left, "=", right))
    if isinstance(left, Interval) or isinstance(right, Interval):
        return _compare_intervals(left, operator, right)
    if operator == "=":
        return same(left, right)
    if left is None or right is None:
        return False
    standing = order(left, right)
    return None if standing is None else _DECIDES[operator](standing)


_DECIDES: Mapping[str, Callable[[int], bool]] = {
    "<": lambda standing: standing < 0,
    "<=": lambda standing: standing <= 0,
    ">": lambda standing: standing > 0,
    ">=": lambda standing: standing >= 0,
}


def _compare_intervals(left: Any, operator: str, right: Any) -> Truth:
    if left is None or right is None:
        return False
    one, other = _as_interval(left), _as_interval(right)
    if one is None or other is None:
        return False if operator == "=" else None
    if operator == "=":
        if one.low == one.high == other.low == other.high:
            return True
        return False if one.high < other.low or other.high < one.low else None
    # Of an order it is enough to look at the two ends that lie nearest and farthest.
    answers = {
        _DECIDES[operator]((first > second) - (first < second))
        for first, second in ((one.low, other.high), (one.high, other.low))
    }
    return answers.pop() if len(answers) == 1 else None


def _as_interval(value: Any) -> Interval | None:
    if isinstance(value, Interval):
        return value
    exact = number(value)
    return None if exact is None else Interval(exact, exact)
