"""Conditions from tree to run time: nodes that the checker has passed become tests and values."""

from __future__ import annotations

from wechat_policy.lowering.arguments import bind, is_value, wants
from wechat_policy.lowering.conditions import Lowering
from wechat_policy.lowering.ground import Resources, words_of
from wechat_policy.lowering.times import SECONDS, is_period, seconds, weekdays

__all__ = [
    "SECONDS",
    "Lowering",
    "Resources",
    "bind",
    "is_period",
    "is_value",
    "seconds",
    "wants",
    "weekdays",
    "words_of",
]
