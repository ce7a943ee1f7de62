"""Conditions at run time: each has a truth in a scope, and can explain how it came to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any, Literal, Protocol

import attrs

from wechat_policy.hours import Hours
from wechat_policy.rules.facts import Constant, Scope, Value, equal, number, ordered
from wechat_policy.rules.lexicons import Lexicon
from wechat_policy.rules.truth import UNKNOWN, Truth, all_of, any_of, opposite
from wechat_policy.source import Span
from wechat_policy.verdict import Evidence, Trace
from wechat_policy.workdays import Days, WorkCalendar


class Test(Protocol):
    """A condition that is true, false or unknown in a scope."""

    def truth(self, scope: Scope) -> Truth:
        """Its truth, at the least cost."""

    def trace(self, scope: Scope) -> Trace:
        """Its truth with the values and places that led to it."""


@attrs.frozen
class And:
    """All of the parts."""

    label: str
    parts: tuple[Test, ...]

    def truth(self, scope: Scope) -> Truth:
        """Kleene's and."""
        return all_of(part.truth(scope) for part in self.parts)

    def trace(self, scope: Scope) -> Trace:
        """With every part."""
        parts = tuple(part.trace(scope) for part in self.parts)
        return Trace(self.label, all_of(part.truth for part in parts), parts=parts, joined="and")


@attrs.frozen
class Or:
    """At least one of the parts."""

    label: str
    parts: tuple[Test, ...]

    def truth(self, scope: Scope) -> Truth:
        """Kleene's or."""
        return any_of(part.truth(scope) for part in self.parts)

    def trace(self, scope: Scope) -> Trace:
        """With every part."""
        parts = tuple(part.trace(scope) for part in self.parts)
        return Trace(self.label, any_of(part.truth for part in parts), parts=parts, joined="or")


@attrs.frozen
class Not:
    """The opposite of the part."""

    label: str
    part: Test

    def truth(self, scope: Scope) -> Truth:
        """Kleene's not."""
        return opposite(self.part.truth(scope))

    def trace(self, scope: Scope) -> Trace:
        """With the part."""
        part = self.part.trace(scope)
        return Trace(self.label, opposite(part.truth), parts=(part,), joined="not")


@attrs.frozen
class Always:
    """A condition that nothing narrows: the event alone."""

    label: str

    def truth(self, scope: Scope) -> Truth:
        """True."""
        return True

    def trace(self, scope: Scope) -> Trace:
        """True."""
        return Trace(self.label, True)


@attrs.frozen
class Leaf:
    """A condition of values only; `values` are shown in the trace under their words."""

    label: str

    @property
    def values(self) -> tuple[Value, ...]:
        """The values that the condition looks at."""
        return ()

    def truth(self, scope: Scope) -> Truth:
        """Its truth."""
        return None

    def trace(self, scope: Scope) -> Trace:
        """With the values."""
        seen = {
            value.label: value.value(scope)
            for value in self.values
            if not isinstance(value, Constant)
        }
        return Trace(self.label, self.truth(scope), values=seen)


@attrs.frozen
class Comparison(Leaf):
    """Two values beside each other."""

    left: Value
    operator: Literal["=", "!=", "<", "<=", ">", ">="]
    right: Value

    @property
    def values(self) -> tuple[Value, ...]:
        """Both sides."""
        return (self.left, self.right)

    def truth(self, scope: Scope) -> Truth:
        """Unknown if a side is; none is equal to none only and has no order."""
        left, right = self.left.value(scope), self.right.value(scope)
        if isinstance(left, Interval):
            return left.compare(self.operator, right)
        if isinstance(right, Interval):
            return right.compare(_MIRRORED[self.operator], left)
        if left is UNKNOWN or right is UNKNOWN:
            return None
        if self.operator in ("=", "!="):
            same = equal(left, right, scope)
            return same if self.operator == "=" else not same
        if left is None or right is None:
            return False
        order = ordered(left, right, scope)
        return None if order is None else _ORDERS[self.operator](order)

    def trace(self, scope: Scope) -> Trace:
        """With the values, and the places that a measuring condition looked at."""
        plain = super().trace(scope)
        calls = [one for one in (self.left, self.right) if isinstance(one, Call)]
        if not calls:
            return plain
        return attrs.evolve(
            plain,
            evidence=tuple(place for one in calls for place in one.places(scope)),
            specific=any(one.specific for one in calls),
        )


_ORDERS: Mapping[str, Callable[[int], bool]] = {
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
"""What an operator becomes if its sides change places."""


@attrs.frozen
class Interval:
    """A measure of history that uncertain records leave open; `high` None has no upper end."""

    low: Any
    high: Any

    def __str__(self) -> str:
        if self.high == self.low:
            return str(self.low)
        return f"{self.low}…{'' if self.high is None else self.high}"

    def compare(self, operator: str, right: Any) -> Truth:
        """True or false where all ends agree, else unknown; so is what has no order."""
        if right is UNKNOWN or right is None or isinstance(right, bool):
            return None
        other = right if isinstance(right, Interval) else Interval(number(right), number(right))
        try:
            return self._compare(operator, other)
        except (TypeError, ArithmeticError):
            return None

    def _compare(self, operator: str, other: Interval) -> Truth:
        below = self.high is not None and self.high < other.low
        above = other.high is not None and self.low > other.high
        level = self.low == self.high == other.low == other.high
        if operator in ("=", "!="):
            same: Truth = True if level else (False if below or above else None)
            return same if operator == "=" else opposite(same)
        if operator in ("<", ">="):
            never = other.high is not None and self.low >= other.high
            less: Truth = True if below else (False if never else None)
            return less if operator == "<" else opposite(less)
        never = self.high is not None and self.high <= other.low
        more: Truth = True if above else (False if never else None)
        return more if operator == ">" else opposite(more)


@attrs.frozen
class Membership(Leaf):
    """The value is one of the choices."""

    left: Value
    choices: tuple[Value, ...]
    negated: bool = False

    @property
    def values(self) -> tuple[Value, ...]:
        """The value."""
        return (self.left,)

    def truth(self, scope: Scope) -> Truth:
        """Unknown if the value is, or if a choice that could be it is."""
        left = self.left.value(scope)
        if left is UNKNOWN:
            return None
        found = any_of(
            None if (one := choice.value(scope)) is UNKNOWN else equal(left, one, scope)
            for choice in self.choices
        )
        return opposite(found) if self.negated else found


@attrs.frozen
class Inclusion(Leaf):
    """The list includes the value, or, with `whole`, every value of the right list."""

    left: Value
    right: Value

    @property
    def values(self) -> tuple[Value, ...]:
        """Both sides."""
        return (self.left, self.right)

    def truth(self, scope: Scope) -> Truth:
        """Unknown if a side is; none is an empty list."""
        left, right = self.left.value(scope), self.right.value(scope)
        if left is UNKNOWN or right is UNKNOWN:
            return None
        return any(equal(item, right, scope) for item in listed(left))


@attrs.frozen
class Containment(Leaf):
    """Every element of the left list stands in the right one."""

    left: Value
    right: Value

    @property
    def values(self) -> tuple[Value, ...]:
        """Both sides."""
        return (self.left, self.right)

    def truth(self, scope: Scope) -> Truth:
        """Unknown if a side is; none is an empty list."""
        left, right = self.left.value(scope), self.right.value(scope)
        if left is UNKNOWN or right is UNKNOWN:
            return None
        allowed = listed(right)
        return all(any(equal(item, one, scope) for one in allowed) for item in listed(left))


@attrs.frozen
class ListOf:
    """A set of values in braces as one value."""

    label: str
    items: tuple[Value, ...]

    def value(self, scope: Scope) -> Any:
        """The list; unknown if one of its values is."""
        found = tuple(item.value(scope) for item in self.items)
        return UNKNOWN if any(item is UNKNOWN for item in found) else found


def listed(value: Any) -> tuple[Any, ...]:
    """A value as a list: none is empty, a map its keys, a single value a list of one."""
    if value is None:
        return ()
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(value)
    if isinstance(value, Mapping):
        return tuple(value)
    return (value,)


@attrs.frozen
class Identity(Leaf):
    """The person has one of these ids, names, posts, departments or roles."""

    left: Value
    right: Value

    @property
    def values(self) -> tuple[Value, ...]:
        """The person."""
        return (self.left,)

    def truth(self, scope: Scope) -> Truth:
        """Unknown if the person is, or stands in no row."""
        person, wanted = self.left.value(scope), self.right.value(scope)
        if person is UNKNOWN or wanted is UNKNOWN:
            return None
        if person is None:
            return False
        return is_one_of(person, frozenset(map(str, listed(wanted))), scope)


def is_one_of(person: Any, wanted: frozenset[str], scope: Scope) -> Truth:
    """Whether a person has one of these ids, names, posts, departments or roles."""
    if not isinstance(person, str):
        return None
    if person in wanted:
        return True
    row = scope.directory.person(person, scope.at)
    if row is None:
        return None
    names = {row.get("name"), row.get("nickname"), row.get("position")}
    names.update(listed(row.get("department")), listed(row.get("roles")))
    return not wanted.isdisjoint(names)


@attrs.frozen
class Presence(Leaf):
    """The fact is given, or, with `none`, known to be none."""

    operand: Value
    none: bool

    @property
    def values(self) -> tuple[Value, ...]:
        """The fact."""
        return (self.operand,)

    def truth(self, scope: Scope) -> Truth:
        """Unknown if nobody told the fact."""
        value = self.operand.value(scope)
        return None if value is UNKNOWN else (value is None) == self.none


@attrs.frozen
class Flag(Leaf):
    """A fact that is true or false by itself."""

    operand: Value

    @property
    def values(self) -> tuple[Value, ...]:
        """The fact."""
        return (self.operand,)

    def truth(self, scope: Scope) -> Truth:
        """Unknown if nobody told it; none is false."""
        value = self.operand.value(scope)
        return None if value is UNKNOWN else bool(value)


@attrs.frozen
class Categorised(Leaf):
    """The report is of one of these categories."""

    categories: frozenset[str]

    def truth(self, scope: Scope) -> Truth:
        """Unknown if the report names none."""
        category = scope.facts.get("category", UNKNOWN)
        return None if category is UNKNOWN else category in self.categories

    def trace(self, scope: Scope) -> Trace:
        """With the category; a category that fits says something about this very event."""
        category = scope.facts.get("category", UNKNOWN)
        return Trace(self.label, self.truth(scope), {"category": category}, specific=True)


@attrs.frozen
class Quantifier:
    """Some or every element of a list meets the condition."""

    label: str
    every: bool
    elements: Value
    part: Test

    def _scopes(self, scope: Scope) -> Iterator[Scope] | None:
        value = self.elements.value(scope)
        if value is UNKNOWN:
            return None
        if isinstance(value, Mapping):
            items: Any = ({"key": key, "value": item} for key, item in value.items())
        else:
            items = listed(value)
        return (scope.inside(item) for item in items)

    def truth(self, scope: Scope) -> Truth:
        """Unknown if the list is."""
        scopes = self._scopes(scope)
        if scopes is None:
            return None
        return (all_of if self.every else any_of)(self.part.truth(one) for one in scopes)

    def trace(self, scope: Scope) -> Trace:
        """With the elements that decided, at most five."""
        scopes = self._scopes(scope)
        if scopes is None:
            return Trace(self.label, None, values={self.elements.label: UNKNOWN})
        parts = [(one.elements[-1], self.part.trace(one)) for one in scopes]
        truth = (all_of if self.every else any_of)(part.truth for _, part in parts)
        deciding = [pair for pair in parts if pair[1].truth is truth]
        return Trace(
            self.label,
            truth,
            values={self.elements.label: [element for element, _ in deciding[:5]]},
            evidence=tuple(one for _, part in deciding[:5] for one in evidence_of(part)),
            specific=any(specific(part) for _, part in deciding),
        )


@attrs.frozen
class InHours(Leaf):
    """The event lies inside named hours, or, negated, outside them."""

    hours: Hours
    outside: bool

    def truth(self, scope: Scope) -> Truth:
        """Unknown where no calendar covers the year and it matters."""
        inside = self.hours.contains(scope.at)
        return opposite(inside) if self.outside else inside

    def trace(self, scope: Scope) -> Trace:
        """With the local time."""
        return Trace(self.label, self.truth(scope), values={"at": scope.at.astimezone(scope.zone)})


@attrs.frozen
class OnDay(Leaf):
    """The event's day in the policy's time zone is one of the days."""

    days: Days
    calendar: WorkCalendar

    def truth(self, scope: Scope) -> Truth:
        """Unknown where no calendar covers the year and it matters."""
        return self.days.contains(scope.at.astimezone(scope.zone).date(), self.calendar)

    def trace(self, scope: Scope) -> Trace:
        """With the day."""
        day = scope.at.astimezone(scope.zone).date()
        return Trace(self.label, self.truth(scope), values={"day": day})


@attrs.frozen
class Call:
    """A registered condition applied to a fact.

    `scanned` says that the function takes the text with what the lexicons find in it.
    """

    label: str
    fact: Value
    field: str
    function: Callable[..., Any]
    arguments: tuple[Value, ...]
    named: tuple[tuple[str, Value], ...]
    scanned: bool
    specific: bool

    def value(self, scope: Scope) -> Any:
        """What the function says: a truth, spans, a number, or UNKNOWN."""
        fact = self.fact.value(scope)
        if fact is UNKNOWN or fact is None:
            return fact
        if self.scanned:
            if not isinstance(fact, str):
                return UNKNOWN
            fact = scope.scan(fact)
        arguments = [one.value(scope) for one in self.arguments]
        named = {name: one.value(scope) for name, one in self.named}
        if UNKNOWN in arguments or UNKNOWN in named.values():
            return UNKNOWN
        answer = self.function(fact, *arguments, **named)
        return UNKNOWN if answer is None else answer

    def truth(self, scope: Scope) -> Truth:
        """Spans are true if there are any; no fact has nothing to be found in it."""
        answer = self.value(scope)
        return None if answer is UNKNOWN else bool(answer)

    def places(self, scope: Scope) -> tuple[Evidence, ...]:
        """Where the fact holds words of the lexicons among the arguments."""
        fact = self.fact.value(scope)
        if not self.scanned or not isinstance(fact, str):
            return ()
        scan = scope.scan(fact)
        found = [
            hit.span
            for one in self.arguments
            if isinstance(one, Constant) and isinstance(one.constant, Lexicon)
            for hit in scan.hits(one.constant)
        ]
        return tuple(
            Evidence(self.field, fact[span.start : span.end], span.start, span.end)
            for span in dict.fromkeys(found)
        )

    def trace(self, scope: Scope) -> Trace:
        """With the places found."""
        answer = self.value(scope)
        truth = None if answer is UNKNOWN else bool(answer)
        fact = self.fact.value(scope)
        evidence: tuple[Evidence, ...] = ()
        values: dict[str, Any] = {}
        if isinstance(answer, tuple) and isinstance(fact, str):
            evidence = tuple(
                Evidence(self.field, fact[one.start : one.end], one.start, one.end)
                for one in answer
                if isinstance(one, Span)
            )
        elif fact is UNKNOWN:
            values = {self.fact.label: UNKNOWN}
        return Trace(self.label, truth, values, evidence, specific=self.specific)


@attrs.frozen
class Elapsed:
    """A length of time as a value, to be compared with facts in seconds or minutes."""

    label: str
    length: timedelta

    def value(self, scope: Scope) -> Any:
        """The length."""
        return self.length


def evidence_of(trace: Trace) -> tuple[Evidence, ...]:
    """Where the true parts of a trace found what they looked for, in the order of the text."""
    found: dict[Evidence, None] = {}
    _gather(trace, True, found)
    return tuple(sorted(found, key=lambda one: (one.field, one.start or 0, one.end or 0)))


def _gather(trace: Trace, wanted: bool, found: dict[Evidence, None]) -> None:
    if trace.joined == "not":
        for part in trace.parts:
            _gather(part, not wanted, found)
        return
    for part in trace.parts:
        _gather(part, wanted, found)
    if trace.truth is wanted:
        found.update(dict.fromkeys(trace.evidence))


def specific(trace: Trace) -> bool:
    """Whether a test on this very event, and not only on its frame, came out true."""
    if trace.parts:
        return any(specific(part) for part in trace.parts)
    return trace.specific and trace.truth is True


def missing(trace: Trace) -> tuple[str, ...]:
    """The words of the tests that are unknown."""
    return tuple(
        dict.fromkeys(
            name
            for leaf in trace.leaves()
            if leaf.truth is None
            for name in ([key for key, one in leaf.values.items() if one is UNKNOWN] or [leaf.text])
        )
    )
