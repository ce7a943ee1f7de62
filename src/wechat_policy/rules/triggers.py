"""What an event must hold before a test can come true, so that others need not be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

import attrs

from wechat_policy.recognizers import RECOGNIZERS
from wechat_policy.rules import properties
from wechat_policy.rules.base import CONDITIONS, Recognizer
from wechat_policy.rules.calls import Call
from wechat_policy.rules.comparisons import Comparison
from wechat_policy.rules.facts import Constant, Path, Value
from wechat_policy.rules.lexicons import Lexicon, Scan
from wechat_policy.rules.lists import Containment, Inclusion, Membership, Quantifier
from wechat_policy.rules.properties import Categorised, Flag, Identity, Presence
from wechat_policy.rules.tests import And, Not, Or, Test
from wechat_policy.rules.truth import UNKNOWN

_CLOSE = 1e-6
"""What a sum of floats may be wrong by, and more."""

_OURS = "wechat_policy."

_COMMON = frozenset({"kind", "sender", "recipients", "group", "actor", "text", "channel"})
"""Facts that most events tell: that one of these is told narrows little."""


@attrs.frozen
class Weighing:
    """A lexicon that weighs a text for and against, and what it has to come to."""

    lexicon: Lexicon
    bound: float

    def comes_true(self, totals: Mapping[Lexicon, float]) -> bool:
        """Whether a text with these totals may reach the bound."""
        return totals[self.lexicon] >= self.bound - _CLOSE


@attrs.frozen
class Probe:
    """A condition on the text itself, which no word announces."""

    call: Call = attrs.field(eq=id)

    def comes_true(self, scan: Scan) -> bool:
        """Whether a text may meet it."""
        call = self.call
        text: Any = scan if call.scanned else scan.value
        arguments = [one.constant for one in call.arguments if isinstance(one, Constant)]
        answer = call.function(text, *arguments)
        return answer is None or bool(answer)


@attrs.frozen
class Told:
    """A fact that is told, whatever is said of it."""


@attrs.frozen
class Said:
    """A fact that is told as this text; `untold` says that it may as well be left out."""

    value: str
    untold: bool


Trigger: TypeAlias = tuple[str, Lexicon | Weighing | str | Probe | Told | Said]
"""The name of a fact, and what has to be so of it: a text is the gate of a recognizer."""

Triggers: TypeAlias = tuple[Trigger, ...] | None
"""Several of which one is enough; None where nothing tells beforehand."""

_EMPTY = (None, ())


def triggers(test: Test) -> Triggers:
    """Without one of these the test is false."""
    return _Search(firm=True).of(test)


def occasions(test: Test) -> Triggers:
    """Without one of these the test is false, or unknown and not worth telling.

    It is worth telling where some test on what the event itself says is true. Unlike a trigger,
    an occasion on a fact that nobody told is not met.
    """
    firm, loose = triggers(test), _Search(firm=False).of(test)
    found = firm if loose is None or (firm and _rank(firm) <= _rank(loose)) else loose
    specific = _specific(test)
    if found is None or specific is None:
        return None
    if found is firm and len({name for name, _ in (*found, *specific)}) == 1:
        # The one fact is told, and the test false; or it is not, and nothing on it is true.
        return found
    return tuple(dict.fromkeys((*found, *specific)))


def _rank(found: Iterable[Trigger]) -> tuple[int, int]:
    """How often triggers are met, as far as that is known; words are rare, a kind is not."""
    found = tuple(found)
    worst = max((_frequency(*one) for one in found), default=0)
    return worst, len(found)


def _frequency(name: str, trigger: object) -> int:
    if isinstance(trigger, Probe):
        return 1
    if isinstance(trigger, Told):
        return 3 if name in _COMMON else 1
    if isinstance(trigger, Said):
        return 2 if name in _COMMON or trigger.untold else 1
    return 0


@attrs.frozen
class _Search:
    """Looks for triggers; unless `firm`, what makes a test unknown need not be one."""

    firm: bool

    def of(self, test: Test) -> Triggers:
        match test:
            case And(_, parts):
                found = [one for part in parts if (one := self.of(part)) is not None]
                return min(found, key=_rank) if found else None
            case Or(_, parts):
                return _union(self.of(part) for part in parts)
            case Not(_, part):
                name = None if self.firm else _unknown_without(part)
                return None if name is None else ((name, Told()),)
            case Call():
                return _call_trigger(test) or self.told(test.fact, (None,))
            case Comparison(_, left, operator, right):
                return self._compared(left, operator, right)
            case Membership(_, left, choices, negated):
                said = None if negated else self._said(left, choices)
                return said or self.told(left)
            case Inclusion(_, left, right):
                items = left.constant if isinstance(left, Constant) else ()
                several = items if isinstance(items, list | tuple | set | frozenset) else ()
                said = self._said(right, [Constant("", one) for one in several])
                return said or self.told(right) or self.told(left, _EMPTY)
            case Containment(_, left, _) | Identity(_, left, _):
                return None if self.firm else self.told(left)
            case Flag(_, operand):
                return self.told(operand, (None, False))
            case Presence(_, operand, none):
                return self.told(operand, () if none else (None,))
            case properties.Told(_, operand):
                name = _attribute(operand)
                return None if name is None else ((name, Told()),)
            case Quantifier(_, False, elements, part):
                return self.of(part) or self.told(elements, _EMPTY)
            case Categorised(_, categories):
                return tuple(("category", Said(one, self.firm)) for one in sorted(categories))
            case _:
                return None

    def _compared(self, left: Value, operator: str, right: Value) -> Triggers:
        if isinstance(left, Call):
            if isinstance(right, Constant) and (found := _weighed(left, operator, right)):
                return found
            return self.told(left.fact)
        if operator == "=":
            for one, other in ((left, right), (right, left)):
                if isinstance(other, Constant) and (said := self._said(one, (other,))):
                    return said
        return self.told(left) or self.told(right)

    def _said(self, value: Value, choices: Iterable[Value]) -> Triggers:
        """The texts that a fact may be told as; none where it may be something else."""
        if not isinstance(value, Path) or value.root != "attribute" or value.steps:
            return None
        if value.as_time or value.absent not in (UNKNOWN, None):
            return None
        found: list[Trigger] = []
        for choice in choices:
            if not isinstance(choice, Constant) or choice.constant.__class__ is not str:
                return None
            untold = self.firm and value.absent is UNKNOWN
            found.append((value.name, Said(choice.constant, untold)))
        return tuple(found) or None

    def told(self, value: Value, false: Iterable[Any] = ()) -> Triggers:
        """That a fact is told; `false` are the values that make the test false."""
        if not isinstance(value, Path) or value.root != "attribute":
            return None
        if value.absent is UNKNOWN:
            return None if self.firm else ((value.name, Told()),)
        return ((value.name, Told()),) if value.absent in tuple(false) else None


def _attribute(value: Value) -> str | None:
    """The fact of the event on which a value hangs that nobody else tells."""
    if not isinstance(value, Path) or value.root != "attribute":
        return None
    return value.name if value.absent in (UNKNOWN, None) else None


def _union(several: Iterable[Triggers]) -> Triggers:
    found: dict[Trigger, None] = {}
    for one in several:
        if one is None:
            return None
        found.update(dict.fromkeys(one))
    return tuple(found)


def _unknown_without(test: Test) -> str | None:
    """The fact without which a test on it alone is unknown."""
    value: object = None
    match test:
        case Membership(_, left, _) | Identity(_, left, _):
            value = left
        case Flag(_, operand) | Presence(_, operand, _):
            value = operand
        case Inclusion(_, Constant(), right):
            value = right
        case Comparison(_, left, _, Constant()):
            value = left.fact if isinstance(left, Call) else left
        case Call():
            value = test.fact
    if not isinstance(value, Path) or value.root != "attribute" or value.absent is not UNKNOWN:
        return None
    return value.name


def _specific(test: Test) -> Triggers:
    """Without one of these no test on what the event itself says is true in a test."""
    match test:
        case And(_, parts) | Or(_, parts):
            return _union(map(_specific, parts))
        case Not(_, part):
            return _specific(part)
        case Call() if test.specific:
            return _Search(firm=False).of(test)
        case Comparison(_, left, _, right):
            calls = [one for one in (left, right) if isinstance(one, Call) and one.specific]
            return _Search(firm=False).of(test) if calls else ()
        case Categorised():
            return _Search(firm=False).of(test)
        case Quantifier(_, _, elements, _):
            if _specific(test.part) == ():
                return ()
            return _Search(firm=False).told(elements)
        case _:
            return ()


def _weighed(call: Call, operator: str, right: Constant) -> Triggers:
    bound = right.constant
    positive = isinstance(bound, Decimal) and (
        (operator == ">=" and bound > 0) or (operator == ">" and bound >= 0)
    )
    return _call_trigger(call, float(bound)) if positive else None


def _call_trigger(call: Call, bound: float | None = None) -> Triggers:
    simple = isinstance(call.fact, Path) and call.fact.root == "attribute" and not call.fact.steps
    if not simple or not call.arguments:
        return None
    assert isinstance(call.fact, Path)
    found = _of_words(call, bound)
    return None if found is None else ((call.fact.name, found),)


def _of_words(call: Call, bound: float | None) -> Lexicon | Weighing | Probe | str | None:
    """What has to be found in the text that a condition is about."""
    argument = call.arguments[0]
    if not isinstance(argument, Constant):
        return None
    match CONDITIONS[call.function.__name__].needs:
        case "clue":
            return Probe(call) if call.clue is None else call.clue
        case "hit" if isinstance(argument.constant, Lexicon):
            lexicon = argument.constant
            if not lexicon.weighs:
                return lexicon
            # Some of its words stand in nearly every text: only the sum tells.
            return None if bound is None else Weighing(lexicon, bound)
        case "gate" if isinstance(argument.constant, Recognizer):
            return RECOGNIZERS[argument.constant.name].gate
        case "" if call.function.__module__.startswith(_OURS):
            # What others register may raise, which is told with the clause that asks.
            constant = all(isinstance(one, Constant) for one in call.arguments)
            return Probe(call) if constant and not call.named else None
    return None


def may_fit(test: Test) -> bool:
    """Whether something that an event itself says can fit a test."""
    return _specific(test) != ()
