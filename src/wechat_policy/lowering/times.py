"""Lengths of time, calendar periods and weekdays as the language writes them."""

from __future__ import annotations

from datetime import timedelta

from wechat_policy import nodes
from wechat_policy.penalties import PERIODS

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
"""How long a unit of time is, in seconds."""


def seconds(quantity: nodes.Quantity) -> timedelta:
    """A quantity of time as a length; the checker has made sure that it is one."""
    return timedelta(seconds=float(quantity.value * SECONDS[quantity.unit]))


def is_period(node: nodes.Operand) -> bool:
    """Whether a length is a calendar period: day, week, month, quarter, year."""
    return isinstance(node, nodes.Name) and node.value in PERIODS


def weekdays(first: str, last: str) -> tuple[str, ...]:
    """The days of the week from one to another, over Sunday if need be."""
    week = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    start, end = week.index(first), week.index(last)
    last_day = end if end >= start else end + 7
    return tuple(week[number % 7] for number in range(start, last_day + 1))
