"""What it costs a test to come out otherwise: the less, the nearer it came to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from wechat_policy.engine.nearness import plain_price
from wechat_policy.rules.calls import Call
from wechat_policy.rules.comparisons import Comparison, Interval
from wechat_policy.rules.facts import Constant, Scope
from wechat_policy.rules.lexicons import Lexicon
from wechat_policy.rules.measures import Measured
from wechat_policy.rules.overlooked import Overlooked, overlooked
from wechat_policy.rules.tests import Always, And, Not, Or, Test
from wechat_policy.verdict import Trace

_OVERLOOKED = 0.25
"""A word of the lexicon stands in the text and does not count there."""
_LEAST = 0.05
"""An amount that is as large as it may be: a little more is too much."""


@attrs.frozen(eq=False)
class Prices:
    """The tests of some norms of one policy by their words, and what each came near to."""

    scope: Scope
    _tests: Mapping[str, Any]
    _near: dict[str, Mapping[Lexicon, Overlooked]] = attrs.field(factory=dict, init=False)

    @classmethod
    def of(cls, tests: Iterable[Test], scope: Scope) -> Prices:
        """Those of some tests at an event."""
        return cls(scope, {leaf.label: leaf for test in tests for leaf in _leaves(test)})

    def price(self, trace: Trace) -> float:
        """What it costs that a test comes out otherwise; none for one that is always so."""
        test = self._tests.get(trace.text)
        if isinstance(test, Always):
            return 0.0
        if trace.truth is not False:
            return plain_price(trace)
        if self.overlooked(trace) is not None:
            return _OVERLOOKED
        missing = _missing(trace, test)
        return plain_price(trace) if missing is None else max(_LEAST, missing)

    def overlooked(self, trace: Trace) -> Overlooked | None:
        """The word that a test on words would nearly have found."""
        test = self._tests.get(trace.text)
        if trace.truth is not False or not isinstance(test, Call):
            return None
        lexicon = _lexicon(test)
        text = None if lexicon is None else test.fact.value(self.scope)
        if lexicon is None or not isinstance(text, str):
            return None
        return self._in(text).get(lexicon)

    def looks_for_words(self, trace: Trace) -> bool:
        """Whether a test is about the words of a lexicon."""
        test = self._tests.get(trace.text)
        return isinstance(test, Call) and _lexicon(test) is not None

    def _in(self, text: str) -> Mapping[Lexicon, Overlooked]:
        """What every lexicon that is asked about overlooks in a text."""
        found = self._near.get(text)
        if found is None:
            calls = (one for one in self._tests.values() if isinstance(one, Call))
            lexicons = dict.fromkeys(one for call in calls if (one := _lexicon(call)))
            found = self._near[text] = overlooked(tuple(lexicons), self.scope.scan(text))
        return found


def _leaves(test: Any) -> Iterator[Any]:
    match test:
        case And(_, parts) | Or(_, parts):
            for part in parts:
                yield from _leaves(part)
        case Not(_, part):
            yield from _leaves(part)
        case _:
            yield test


def _lexicon(call: Call) -> Lexicon | None:
    """The lexicon whose words a test looks for."""
    first = call.arguments[0] if call.arguments else None
    found = first.constant if isinstance(first, Constant) else None
    return found if call.scanned and isinstance(found, Lexicon) else None


def _missing(trace: Trace, test: object) -> float | None:
    """Which part of an amount is missing; None for a test that asks for no amount."""
    if trace.joined:
        return _part(trace.values.get("measured"), trace.values.get("bound"))
    if not isinstance(test, Comparison) or test.operator not in (">", ">="):
        return None
    if not isinstance(test.left, Call | Measured) or not isinstance(test.right, Constant):
        return None
    reached = trace.values.get(test.left.label)
    return _part(reached.low if isinstance(reached, Interval) else reached, test.right.constant)


def _part(reached: Any, bound: Any) -> float | None:
    try:
        return min(1.0, 1 - float(reached) / float(bound))
    except (TypeError, ValueError, ArithmeticError):
        return None
