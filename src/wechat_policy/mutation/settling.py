"""Conditions as far as the values of the policy's parameters settle them already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wechat_policy.policy import (
    DailyNorm,
    DeadlineNorm,
    EventNorm,
    Judged,
    LimitNorm,
    PeriodicNorm,
    PermitNorm,
)
from wechat_policy.rules.facts import Constant
from wechat_policy.rules.properties import Flag
from wechat_policy.rules.tests import Always, And, Not, Or, Test

SETTLED = (And, Or, Not, Flag)
"""What may turn out to be shorter, or true or false whatever happens."""


def settled(test: Test) -> Test | bool:
    """A condition without the parts that a parameter makes idle; a truth if that is all there is.

    Nothing that happens tells the two apart: false and unknown is false, as is false and true.
    """
    match test:
        case Flag(_, Constant(_, bool(value))):
            return value
        case Always():
            return True
        case Not(_, part):
            inner = settled(part)
            if isinstance(inner, bool):
                return not inner
            return inner.part if isinstance(inner, Not) else Not("", inner)
        case And(_, parts):
            return _joined(And, parts, neutral=True)
        case Or(_, parts):
            return _joined(Or, parts, neutral=False)
    return test


def _joined(kind: type[And | Or], parts: Iterable[Test], *, neutral: bool) -> Test | bool:
    """The parts that matter; one that is not neutral and sure decides by itself."""
    kept: list[Test] = []
    for one in map(settled, parts):
        if isinstance(one, bool):
            if one is not neutral:
                return one
        elif isinstance(one, kind):
            kept += one.parts
        else:
            kept.append(one)
    return neutral if not kept else kept[0] if len(kept) == 1 else kind("", tuple(kept))


def idle(norm: Any) -> bool:
    """Whether a norm can never come true, nor come due."""
    match norm:
        case EventNorm() | PermitNorm() | LimitNorm():
            return _none_is_met(norm.judged)
        case DeadlineNorm():
            return _none_is_met(norm.opening)
        case DailyNorm() | PeriodicNorm():
            return settled(norm.test) is False
    return False


def _none_is_met(judged: Iterable[Judged]) -> bool:
    return all(settled(one.test) is False for one in judged)
