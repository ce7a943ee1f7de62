"""Whether something that an event itself says fits a test, at less cost than its whole trace."""

from __future__ import annotations

from wechat_policy.rules.calls import Call
from wechat_policy.rules.comparisons import Comparison
from wechat_policy.rules.facts import Scope
from wechat_policy.rules.lists import Quantifier
from wechat_policy.rules.properties import Categorised
from wechat_policy.rules.tests import And, Not, Or, Test
from wechat_policy.rules.traces import specific
from wechat_policy.rules.triggers import may_fit


def fits(test: Test, scope: Scope) -> bool:
    """What `specific` says of the trace."""
    match test:
        case And(_, parts) | Or(_, parts):
            return test.truth(scope) is not False and any(fits(part, scope) for part in parts)
        case Not(_, part):
            return test.truth(scope) is not False and fits(part, scope)
        case Call():
            return test.specific and test.truth(scope) is True
        case Comparison(_, left, _, right):
            calls = [one for one in (left, right) if isinstance(one, Call)]
            return any(one.specific for one in calls) and test.truth(scope) is True
        case Categorised():
            return test.truth(scope) is True
        case Quantifier(_, _, _, part):
            return may_fit(part) and specific(test.trace(scope))
        case _:
            return False
