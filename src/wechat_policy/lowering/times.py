"""Days, moments, lengths of time, calendar periods and weekdays as the language writes them."""

from __future__ import annotations

from datetime import date, timedelta

import attrs

from wechat_policy import nodes
from wechat_policy.penalties import PERIODS
from wechat_policy.rules.facts import Constant, Path, Value
from wechat_policy.vocabulary import Attribute

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
"""How long a unit of time is, in seconds."""


def seconds(quantity: nodes.Quantity) -> timedelta:
    """A quantity of time as a length; the checker has made sure that it is one."""
    return timedelta(seconds=float(quantity.value * SECONDS[quantity.unit]))


def is_period(node: nodes.Operand) -> bool:
    """Whether a length is a calendar period: day, week, month, quarter, year."""
    return isinstance(node, nodes.Name) and node.value in PERIODS


def is_time(value: Value) -> bool:
    """Whether a value is a day or a moment, whatever the event says."""
    if isinstance(value, Constant):
        return isinstance(value.constant, date)
    return isinstance(value, Path) and (value.as_time != "" or value.root == "at")


def as_time(value: Value, attribute: Attribute | None) -> Value:
    """The value beside a day or moment: where anything may stand, a text of one is read as one."""
    if isinstance(value, Path) and attribute is not None and attribute.type == "any":
        return attrs.evolve(value, as_time="datetime")
    return value


def weekdays(first: str, last: str) -> tuple[str, ...]:
    """The days of the week from one to another, over Sunday if need be."""
    week = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    start, end = week.index(first), week.index(last)
    last_day = end if end >= start else end + 7
    return tuple(week[number % 7] for number in range(start, last_day + 1))
