"""No clause waits for what cannot be: tests that exclude each other, and tests that say nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from wechat_policy import nodes
from wechat_policy.checking.conjunctions import Conjunction, Literal
from wechat_policy.checking.ground import Ground, fault, related, words
from wechat_policy.checking.places import ROOTS, Places
from wechat_policy.checking.timetables import built_hours, days_of
from wechat_policy.errors import Diagnostic
from wechat_policy.hours import MIDNIGHT, Hours, Shift
from wechat_policy.source import Span
from wechat_policy.vocabulary import vocabulary
from wechat_policy.workdays import KINDS, Days, WorkCalendar

_MANY = 64
"""Literals of one conjunction beyond which pairs are no longer tried one by one."""

Choice = list[list[Literal]]
"""Ways of which one has to hold."""


def conditions_can_hold(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A condition, and every part of it that stands by itself, can be true."""
    sense = Sense(ground)
    for node, place in places.of(nodes.And):
        yield from sense.faults([Literal(node, True, place.scope)], place.document, node.span)
    for place in places.conditions(*ROOTS):
        if not isinstance(place.node, nodes.And):
            for part in _parts(place.node):
                literal = Literal(part, True, place.scope)
                yield from sense.faults([literal], place.document, part.span)


def norms_can_fire(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """The filter, the condition and the exception of a norm leave events that it is about."""
    sense = Sense(ground)
    for norm, place in places.of(nodes.Forbid, nodes.Require, nodes.Permit, nodes.Limit):
        common: list[Literal] = []
        if norm.when is not None:
            common.append(Literal(norm.when, True, place.scope))
        if norm.unless is not None:
            common.append(Literal(norm.unless, False, place.scope))
        if isinstance(norm, nodes.Require):
            common.append(Literal(norm.condition, False, place.scope))
        for pattern in norm.patterns:
            literals = list(common)
            if pattern.where is not None:
                literals.insert(0, Literal(pattern.where, True, place.scope))
            # What is wrong within one of them is told there.
            if len(literals) > 1 and not any(sense.impossible([one]) for one in literals):
                yield from sense.faults(literals, place.document, norm.span)


def limits_can_be_passed(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A part of the events can be more than the limit lets it be."""
    for limit, place in places.of(nodes.Limit):
        bound = limit.bound
        if isinstance(bound, nodes.Name):
            bound = ground.parameters.get(bound.value)
        percent = isinstance(bound, nodes.Quantity) and bound.unit == "%" and bound.value >= 100
        whole = isinstance(bound, nodes.Number) and bound.value >= 1
        if isinstance(limit.measure, nodes.Share) and (percent or whole):
            span = limit.bound.span
            condition = f"> {words(place.document, span)}"
            yield fault("E301", place.document, span, condition=condition)


def conditions_say_something(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A condition is not true of everything: then it would better not stand there."""
    sense = Sense(ground)
    for place in places.conditions(*ROOTS):
        for part in _conjuncts(place.node):
            if sense.impossible([Literal(part, False, place.scope)]):
                code = "E304" if place.role in ("unless", "rule") else "W301"
                written = words(place.document, part.span)
                yield fault(code, place.document, part.span, condition=written)


def categories_are_within(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A filter on the category of a report is one that the pattern's category includes."""
    for pattern, place in places.of(nodes.Pattern):
        known = pattern.category is not None and vocabulary().category(pattern.category)
        if not known or pattern.where is None:
            continue
        taken = vocabulary().includes(pattern.category)
        for one in _conjuncts(pattern.where):
            match one:
                case nodes.Compare(nodes.Name("category"), "=", nodes.Name(wanted)):
                    if vocabulary().category(wanted) and wanted not in taken:
                        yield fault(
                            "E301", place.document, one.span,
                            condition=words(place.document, one.span),
                        )  # fmt: skip


def _parts(node: nodes.Node) -> Iterator[nodes.Condition]:
    """The conditions of which each should be able to hold by itself; `and` is looked at whole."""
    match node:
        case nodes.Or(operands):
            for one in operands:
                yield from _parts(one)
        case nodes.And():
            return
        case _:
            yield node  # type: ignore[misc]


def _conjuncts(node: nodes.Node) -> Iterator[nodes.Condition]:
    if isinstance(node, nodes.And):
        for one in node.operands:
            yield from _conjuncts(one)
    else:
        yield node  # type: ignore[misc]


class Sense:
    """Whether tests can hold together, in the light of a policy's hours and parameters."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.hours: dict[str, Hours | None] = {}

    def faults(
        self, literals: list[Literal], document: nodes.Document, span: Span
    ) -> Iterator[Diagnostic]:
        """What makes it impossible that they all hold, if anything does."""
        facts, choices = expanded(literals)
        for one in facts:
            if self.clash([one]):
                yield fault(
                    "E301", document, one.node.span, condition=words(document, one.node.span)
                )
                return
        for one, two in combinations(facts[:_MANY], 2):
            if self.clash([one, two]):
                first, second = sorted((one, two), key=lambda part: part.node.span.start)
                code = "E303" if self.apart(one, two) else "E302"
                yield fault(
                    code, document, second.node.span,
                    one=words(document, first.node.span), other=words(document, second.node.span),
                    related=[
                        related(document, first.node.span, "excludes", seen_from=document)
                    ],
                )  # fmt: skip
                return
        if self.clash(facts) or self.stuck(facts, choices):
            yield fault("E301", document, span, condition=words(document, span))

    def impossible(self, literals: list[Literal]) -> bool:
        """Whether they can never all hold."""
        facts, choices = expanded(literals)
        return self.clash(facts) or self.stuck(facts, choices)

    def stuck(self, facts: list[Literal], choices: list[Choice], depth: int = 3) -> bool:
        """Whether some choice leaves no way open beside the facts."""
        return any(all(self._closed(facts, way, depth) for way in choice) for choice in choices)

    def _closed(self, facts: list[Literal], way: list[Literal], depth: int) -> bool:
        more, inner = expanded(way)
        together = [*facts, *more]
        return self.clash(together) or (depth > 0 and self.stuck(together, inner, depth - 1))

    def clash(self, facts: Sequence[Literal]) -> bool:
        """Whether tests without alternatives exclude each other."""
        together = Conjunction(self.ground.parameters)
        for one in facts:
            together.take(one)
        if together.empty:
            return True
        return any(
            (one.node == two.node and one.positive != two.positive and one.scope == two.scope)
            or self.apart(one, two)
            for one, two in combinations(facts[:_MANY], 2)
        )

    def apart(self, one: Literal, two: Literal) -> bool:
        """Whether two tests on the time leave no moment in which both hold."""
        first, second = self.times(one), self.times(two)
        if first is None or second is None:
            return False
        if isinstance(one.node, nodes.During) and isinstance(two.node, nodes.During):
            same = one.node.hours == two.node.hours
            inside = (one.node.outside != one.positive, two.node.outside != two.positive)
            if same or not all(inside):
                return same and inside[0] != inside[1]
        elif not _inside(one) or not _inside(two):
            return self._never_outside(one, two)
        return not first.meets(second)

    def _never_outside(self, one: Literal, two: Literal) -> bool:
        """Whether days that have to be met all lie among days that must not be."""
        match one.node, two.node:
            case nodes.OnDays(first), nodes.OnDays(second) if one.positive != two.positive:
                inner, outer = (first, second) if one.positive else (second, first)
                days, kept = days_of(inner, self.ground), days_of(outer, self.ground)
                return not days.dates - kept.dates and all(
                    kept.takes(kind) for kind in KINDS if days.takes(kind)
                )
            case _:
                return False

    def times(self, literal: Literal) -> Hours | None:
        """The hours that a test on the time is about."""
        match literal.node:
            case nodes.During(name, _, None):
                if name not in self.hours:
                    self.hours[name] = built_hours(name, self.ground)
                return self.hours[name]
            case nodes.OnDays(days):
                return _whole_days(days_of(days, self.ground), self.ground.timezone)
            case _:
                return None


def _inside(literal: Literal) -> bool:
    outside = isinstance(literal.node, nodes.During) and literal.node.outside
    return outside != literal.positive


def _whole_days(days: Days, timezone: str) -> Hours | None:
    try:
        return Hours((Shift(days, ((0, MIDNIGHT),)),), timezone, WorkCalendar())
    except ValueError:
        return None


def expanded(literals: list[Literal]) -> tuple[list[Literal], list[Choice]]:
    """Literals without `and`, `or` and `not`, and the choices that are left among others."""
    facts: list[Literal] = []
    choices: list[Choice] = []
    waiting = list(reversed(literals))
    while waiting:
        one = waiting.pop()
        match one.node:
            case nodes.Not(operand):
                waiting.append(Literal(operand, not one.positive, one.scope))
            case nodes.And(operands) | nodes.Or(operands):
                parts = [Literal(part, one.positive, one.scope) for part in operands]
                if isinstance(one.node, nodes.And) == one.positive:
                    waiting += reversed(parts)
                else:
                    choices.append([[part] for part in parts])
            case _:
                facts.append(one)
    return facts, choices
