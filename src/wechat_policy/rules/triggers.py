"""What an event must hold before a test can come true, so that a clean one need not be asked."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import attrs

from wechat_policy.recognizers import RECOGNIZERS
from wechat_policy.rules.base import CONDITIONS, Recognizer
from wechat_policy.rules.calls import Call
from wechat_policy.rules.comparisons import Comparison
from wechat_policy.rules.facts import Constant, Path
from wechat_policy.rules.lexicons import Lexicon
from wechat_policy.rules.tests import And, Or, Test

_CLOSE = 1e-6
"""What a sum of floats may be wrong by, and more."""


@attrs.frozen
class Weighing:
    """A lexicon that weighs a text for and against, and what it has to come to."""

    lexicon: Lexicon
    bound: float

    def comes_true(self, totals: Mapping[Lexicon, float]) -> bool:
        """Whether a text with these totals may reach the bound."""
        return totals[self.lexicon] >= self.bound - _CLOSE


def triggers(test: Test) -> tuple[tuple[str, Any], ...] | None:
    """Facts with lexicons, weighings or gates, of which one must come true before a test can.

    None where the test can come true by itself.
    """
    match test:
        case And(_, parts):
            found = [one for part in parts if (one := triggers(part)) is not None]
            return min(found, key=len) if found else None
        case Or(_, parts):
            several = [triggers(part) for part in parts]
            if any(one is None for one in several):
                return None
            return tuple(dict.fromkeys(pair for one in several for pair in one or ()))
        case Call():
            return _call_trigger(test)
        case Comparison(_, Call() as left, operator, Constant(_, bound)):
            positive = isinstance(bound, Decimal) and (
                (operator == ">=" and bound > 0) or (operator == ">" and bound >= 0)
            )
            return _call_trigger(left, float(bound)) if positive else None
        case _:
            return None


def _call_trigger(call: Call, bound: float | None = None) -> tuple[tuple[str, Any], ...] | None:
    needs = CONDITIONS[call.function.__name__].needs
    simple = isinstance(call.fact, Path) and call.fact.root == "attribute" and not call.fact.steps
    if not needs or not simple or not call.arguments:
        return None
    assert isinstance(call.fact, Path)
    argument = call.arguments[0]
    if not isinstance(argument, Constant):
        return None
    if needs == "clue":
        return None if call.clue is None else ((call.fact.name, call.clue),)
    if needs == "hit" and isinstance(argument.constant, Lexicon):
        lexicon = argument.constant
        if not lexicon.weighs:
            return ((call.fact.name, lexicon),)
        # Some of its words stand in nearly every text: only the sum tells.
        return None if bound is None else ((call.fact.name, Weighing(lexicon, bound)),)
    if needs == "gate" and isinstance(argument.constant, Recognizer):
        return ((call.fact.name, RECOGNIZERS[argument.constant.name].gate),)
    return None
