"""What an event must hold before a test can come true, so that a clean one need not be asked."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from wechat_policy.recognizers import RECOGNIZERS
from wechat_policy.rules.base import CONDITIONS, Recognizer
from wechat_policy.rules.calls import Call
from wechat_policy.rules.comparisons import Comparison
from wechat_policy.rules.facts import Constant, Path
from wechat_policy.rules.lexicons import Lexicon
from wechat_policy.rules.tests import And, Or, Test


def triggers(test: Test) -> tuple[tuple[str, Any], ...] | None:
    """Facts with lexicons or gates of which one must find something before a test can hold.

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
            return _call_trigger(left) if positive else None
        case _:
            return None


def _call_trigger(call: Call) -> tuple[tuple[str, Any], ...] | None:
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
        return ((call.fact.name, argument.constant),)
    if needs == "gate" and isinstance(argument.constant, Recognizer):
        return ((call.fact.name, RECOGNIZERS[argument.constant.name].gate),)
    return None
