"""Tests that have to hold together, and whether anything can meet them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from wechat_policy import nodes
from wechat_policy.checking.domains import Domain
from wechat_policy.checking.ground import Parameters
from wechat_policy.checking.kinds import attribute_of
from wechat_policy.lowering import SECONDS, is_value
from wechat_policy.resolution import Environment, Resolved
from wechat_policy.rules.base import CONDITIONS
from wechat_policy.rules.facts import Path
from wechat_policy.vocabulary import Attribute

Subject = tuple[Any, ...]
"""What a test is about: a path by where it leads, a measure or a condition word by its tree."""

_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_SIGNS: Mapping[str, frozenset[int]] = {
    "<": frozenset({-1}),
    "<=": frozenset({-1, 0}),
    "=": frozenset({0}),
    "!=": frozenset({-1, 1}),
    ">=": frozenset({0, 1}),
    ">": frozenset({1}),
}


@attrs.frozen(eq=False)
class Literal:
    """A test that has to hold, or, not `positive`, to fail."""

    node: nodes.Condition
    positive: bool
    scope: Environment


class Conjunction:
    """Tests that have to hold together: what they leave of each subject they are about."""

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters
        self.domains: dict[Subject, Domain] = {}
        self.signs: dict[tuple[Subject, Subject], frozenset[int]] = {}

    @property
    def empty(self) -> bool:
        """Whether some subject has nothing left to be."""
        return any(one.empty for one in self.domains.values()) or any(
            not signs for signs in self.signs.values()
        )

    def take(self, literal: Literal) -> None:
        """Takes in one test, as far as it says something of the values of a subject."""
        node, scope, positive = literal.node, literal.scope, literal.positive
        match node:
            case nodes.Compare(left, operator, right):
                self.comparison(left, operator, right, scope, positive)
            case nodes.In(left, choices, negated):
                self.membership(left, choices, scope, positive != negated)
            case nodes.Given(operand) | nodes.Told(operand) | nodes.Absent(operand):
                domain = self.domain(operand, scope)
                if domain is not None:
                    if isinstance(node, nodes.Absent) != positive:
                        domain.none = False
                    else:
                        domain.given = False
            case nodes.Holds(nodes.Boolean(value)):
                if value != positive:
                    self.domains[("never",)] = Domain(none=False, given=False)
            case nodes.Holds(operand) if isinstance(operand, nodes.Name):
                if (domain := self.domain(operand, scope)) is not None:
                    domain.none = domain.none and not positive
                    domain.choose(frozenset({positive}))
            case _:
                return

    def comparison(
        self, left: Any, operator: str, right: Any, scope: Environment, positive: bool
    ) -> None:
        """A comparison of a subject with a value, or of two subjects."""
        beside = attribute_of(left, scope, self.parameters)
        other = attribute_of(right, scope, self.parameters) if beside is None else None
        one, two = self.constant(left, scope, other), self.constant(right, scope, beside)
        if one is not None and two is None:
            left, right, two, operator = right, left, one, _FLIPPED[operator]
            one = None
        # None is equal to none only and has no order: `!=` holds of it, and so does what fails.
        none_stays = operator == "!=" if positive else operator != "!="
        meant = operator if positive else _OPPOSITE[operator]
        if one is not None and two is not None:
            if not _holds(one, operator, two, positive):
                self.domains[("never",)] = Domain(none=False, given=False)
        elif two is not None:
            domain = self.domain(left, scope)
            if domain is not None and (meant in ("=", "!=") or not isinstance(two, str)):
                domain.compare(meant, two, none_stays=none_stays)
        else:
            self.pair(left, meant, right, scope, none_stays)

    def pair(
        self, left: Any, operator: str, right: Any, scope: Environment, none_stays: bool
    ) -> None:
        """Two subjects beside each other: which of them can be the greater."""
        first, second = self.subject(left, scope), self.subject(right, scope)
        if first is None or second is None:
            return
        signs = _SIGNS[operator]
        if first == second:
            self.signs[first, second] = self.signs.get((first, second), frozenset({0})) & signs
            if none_stays:
                self.signs.pop((first, second))
            return
        if repr(first) > repr(second):
            first, second, signs = second, first, _SIGNS[_FLIPPED[operator]]
        if none_stays:
            return
        self.signs[first, second] = self.signs.get((first, second), frozenset({-1, 0, 1})) & signs

    def membership(
        self, left: Any, choices: nodes.Choices, scope: Environment, inside: bool
    ) -> None:
        """A subject that is, or is not, one of some values."""
        beside = attribute_of(left, scope, self.parameters)
        values = [self.constant(one, scope, beside) for one in choices.items]
        known = frozenset(one for one in values if one is not None)
        domain = self.domain(left, scope)
        if domain is None:
            return
        if not inside:
            domain.excluded |= known
        elif None not in values:
            domain.none = False
            domain.choose(known)

    def domain(self, operand: nodes.Operand, scope: Environment) -> Domain | None:
        """The domain of an operand, as wide as its type if nothing was said of it yet."""
        subject = self.subject(operand, scope)
        if subject is None:
            return None
        if subject not in self.domains:
            self.domains[subject] = self.widest(operand, scope)
        return self.domains[subject]

    def widest(self, operand: nodes.Operand, scope: Environment) -> Domain:
        """What an operand can be at all."""
        match operand:
            case nodes.Call(_, word, _) if word in CONDITIONS and CONDITIONS[word].measures:
                return Domain(none=False, low=(Decimal(0), False))
            case nodes.Aggregate(nodes.Share(), _, _, _):
                return Domain(none=False, low=(Decimal(0), False), high=(Decimal(1), False))
            case nodes.Aggregate(nodes.Counted() | nodes.Distinct(), _, _, _):
                return Domain(none=False, low=(Decimal(0), False), whole=True)
            case nodes.Aggregate():
                return Domain(none=False)
        attribute = attribute_of(operand, scope, self.parameters)
        if attribute is None:
            return Domain()
        if attribute.type == "enum" and attribute.values:
            return Domain(allowed=frozenset(attribute.values))
        if attribute.type == "bool":
            return Domain(allowed=frozenset({True, False}))
        return Domain(whole=attribute.type == "int")

    def subject(self, operand: nodes.Operand, scope: Environment) -> Subject | None:
        """What an operand is about; None for what is no fact."""
        match operand:
            case nodes.Name(name):
                if name in self.parameters:
                    return None
                found = scope.resolve(name)
                return _place_of(found.path) if isinstance(found, Resolved) else None
            case nodes.Call(path, word, arguments):
                of = self.subject(path, scope)
                return None if of is None else (word, arguments, *of)
            case nodes.Aggregate():
                return ("measure", operand)
            case _:
                return None

    def constant(self, operand: Any, scope: Environment, beside: Attribute | None) -> Any:
        """The value of an operand that the policy gives; None if it gives none."""
        match operand:
            case nodes.Text(value) | nodes.Number(value) | nodes.Boolean(value):
                return value
            case nodes.Date(value):
                return value
            case nodes.Time(minutes):
                return f"{minutes // 60:02}:{minutes % 60:02}"
            case nodes.Quantity(value, unit):
                return _counted(value, unit, beside)
            case nodes.Name(name):
                # What a parameter holds is the choice of whoever loads the policy.
                if name in self.parameters or beside is None or not is_value(beside, name):
                    return None
                return name
            case _:
                return None


def _counted(value: Decimal, unit: str, beside: Attribute | None) -> Decimal:
    if unit == "%":
        return value / 100
    if unit not in SECONDS:
        return value
    seconds = value * SECONDS[unit]
    return seconds / 60 if beside is not None and beside.unit == "min" else seconds


def _holds(left: Any, operator: str, right: Any, positive: bool) -> bool:
    """Whether two values of the policy compare so; what cannot be compared is let pass."""
    if type(left) is not type(right) or not isinstance(left, Decimal | str | date):
        return True
    sign = -1 if left < right else int(left > right)
    return (sign in _SIGNS[operator]) == positive


def _place_of(path: Path) -> Subject:
    steps: Iterable[Any] = path.steps
    return (
        path.root, path.name, path.depth,
        *((type(step).__name__, getattr(step, "fact", None) or getattr(step, "key", None))
          for step in steps),
    )  # fmt: skip
