"""Walks over norms and penalty rows as lowering does, and says what is in scope at every node.

Where a word is unknown the walk goes on as if it meant anything, so that one fault is told once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from wechat_policy import nodes
from wechat_policy.checking.ground import Ground
from wechat_policy.checking.kinds import attribute_of
from wechat_policy.checking.places import (
    Place,
    Role,
    types_of,
    violable,
)
from wechat_policy.lowering import bind, wants
from wechat_policy.resolution import DUE_FACTS, OUTCOME, Environment, Resolved, element_of
from wechat_policy.rules.base import CONDITIONS, Recognizer, Words
from wechat_policy.vocabulary import Attribute, vocabulary

_NO_SCOPE = Environment(())
_OBJECTS = Attribute(name="", zh="", type="list[object]")


def every_place(ground: Ground) -> Iterator[Place]:
    """All places of an assembly, in the order in which they are walked."""
    for clause, document in ground.sections(nodes.Clause):
        walk = Walk(ground, document, clause)
        for norm in clause.norms:
            yield from walk.norm(norm)
    every = tuple(vocabulary().events)
    for section, document in ground.sections(nodes.Penalties):
        for row in section.rows:
            if isinstance(row, nodes.Cumulative):
                continue
            walk = Walk(ground, document, row)
            tiers: tuple[nodes.Tier, ...] = ()
            if isinstance(row, nodes.Row):
                tiers = row.tiers
                if row.when is not None:
                    scope = Environment(every, extra=OUTCOME)
                    yield from walk.condition(row.when, scope, "root")
            elif isinstance(row, nodes.Repeat):
                tiers = row.raised if isinstance(row.raised, tuple) else ()
                yield walk.place(row.within, _NO_SCOPE, "window")
            else:
                yield from walk.duration(row.after, _NO_SCOPE, "lapse")
            for tier in tiers:
                if tier.per is not None:
                    yield walk.place(tier.per, _NO_SCOPE, "window")


class Walk:
    """The walk over one clause or row."""

    def __init__(self, ground: Ground, document: nodes.Document, owner: Any) -> None:
        self.ground = ground
        self.document = document
        self.owner = owner

    def place(
        self,
        node: nodes.Node,
        scope: Environment,
        role: Role = "",
        beside: Attribute | None = None,
        earlier: Environment | None = None,
    ) -> Place:
        """A place of this clause."""
        return Place(node, scope, self.document, self.owner, role, beside, earlier)

    # ------------------------------------------------------------------------------- norms

    def norm(self, node: nodes.AnyNorm) -> Iterator[Place]:
        """A norm and all below it."""
        match node:
            case nodes.Forbid() | nodes.Require() | nodes.Permit() | nodes.Limit():
                scope = Environment(types_of(node.patterns))
                yield self.place(node, scope)
                yield from self.patterns(node.patterns)
                yield from self.terms(node, scope, scope)
                if isinstance(node, nodes.Require):
                    yield from self.condition(node.condition, scope, "rule")
                elif isinstance(node, nodes.Limit):
                    yield from self.limit(node, scope)
            case nodes.Deadline():
                yield from self.deadline(node)
            case nodes.Daily() | nodes.Periodic():
                scope = Environment((), extra=DUE_FACTS)
                yield self.place(node, scope)
                if node.each is not None:
                    yield from self.each(node.each, scope)
                    scope = self.bound(node.each, scope)
                if isinstance(node, nodes.Periodic):
                    yield self.place(node.period, scope, "period")
                yield from self.patterns(node.patterns)
                yield from self.joins(node, scope)
                yield from self.terms(node, scope, scope)

    def limit(self, node: nodes.Limit, scope: Environment) -> Iterator[Place]:
        """What a limit measures, its bound, window and keys."""
        yield from self.measure(node.measure, scope)
        beside = None
        if isinstance(node.measure, nodes.Summed):
            found = scope.resolve(node.measure.field)
            beside = found.attribute if isinstance(found, Resolved) else None
        yield self.place(node.bound, scope, "bound", beside)
        yield self.place(node.window, scope, "window")
        for key in node.keys:
            yield self.place(key, scope, "limit key")

    def deadline(self, node: nodes.Deadline) -> Iterator[Place]:
        """A deadline; `that` is its opening event."""
        if isinstance(node.opening, nodes.ViolationOf):
            clause = self.ground.clauses.get(node.opening.clause)
            events = types_of(violable(clause[0]) if clause else ())
        else:
            events = types_of(node.opening)
            yield from self.patterns(node.opening)
        scope = Environment(events, that=events)
        yield self.place(node, scope)
        inner = scope
        if node.each is not None:
            yield from self.each(node.each, scope)
            inner = self.bound(node.each, scope)
        yield from self.duration(node.within, inner, "deadline")
        yield from self.patterns(node.patterns)
        yield from self.joins(node, inner)
        yield from self.terms(node, scope, inner)

    def terms(self, node: nodes.Norm, scope: Environment, blamed: Environment) -> Iterator[Place]:
        """What may follow every norm."""
        if node.when is not None:
            yield from self.condition(node.when, scope, "root")
        if node.unless is not None:
            yield from self.condition(node.unless, scope, "unless")
        if isinstance(node.blame, nodes.Name):
            yield self.place(node.blame, blamed, "blame")

    def joins(
        self, node: nodes.Deadline | nodes.Daily | nodes.Periodic, scope: Environment
    ) -> Iterator[Place]:
        """The keys of a duty: the fulfilling event's fields against the scope of the duty."""
        for key in node.keys:
            for pattern in node.patterns:
                yield self.place(key, scope, "join", earlier=Environment(types_of((pattern,))))

    def duration(self, node: nodes.Duration, scope: Environment, role: Role) -> Iterator[Place]:
        """A length of time, and in whose hours it is counted."""
        yield self.place(node, scope, role)
        if node.person is not None:
            yield self.place(node.person, scope, "worker")

    def each(self, node: nodes.ForEach, scope: Environment) -> Iterator[Place]:
        """A population with its filter."""
        yield self.place(node, scope)
        if node.population.where is not None:
            inner = self.bound(node, scope).inside(self._elements(node.population.path, scope))
            yield from self.condition(node.population.where, inner, "filter")

    def bound(self, node: nodes.ForEach, scope: Environment) -> Environment:
        """The scope with the variable of a population."""
        return scope.binding(node.variable, self._elements(node.population.path, scope))

    def _elements(self, path: str, scope: Environment) -> Attribute:
        found = scope.resolve(path)
        return element_of(found.attribute if isinstance(found, Resolved) else _OBJECTS)

    def patterns(self, patterns: Iterable[nodes.Pattern]) -> Iterator[Place]:
        """Patterns with their filters."""
        for pattern in patterns:
            scope = Environment(types_of((pattern,)))
            yield self.place(pattern, scope)
            if pattern.where is not None:
                yield from self.condition(pattern.where, scope, "filter")

    # -------------------------------------------------------------------------- conditions

    def condition(
        self, node: nodes.Condition, scope: Environment, purpose: Role = "condition"
    ) -> Iterator[Place]:
        """A condition and all below it."""
        yield self.place(node, scope, purpose)
        match node:
            case nodes.And(parts) | nodes.Or(parts):
                for part in parts:
                    yield from self.condition(part, scope)
            case nodes.Not(part):
                yield from self.condition(part, scope)
            case nodes.Quantified(_, path, condition):
                inner = scope.inside(self._elements(path, scope))
                yield from self.condition(condition, inner, "body")
            case nodes.During(_, _, person) if person is not None:
                yield self.place(person, scope, "worker")
            case nodes.Had(steps, keys, reach):
                for step in steps:
                    yield from self.step(step, keys, scope)
                if isinstance(reach, nodes.Within | nodes.Ago):
                    role: Role = "within" if isinstance(reach, nodes.Within) else "ago"
                    yield from self.duration(reach.duration, scope, role)
                elif reach is not None:
                    yield self.place(reach, scope)
            case nodes.Last(step, keys, condition):
                yield from self.step(step, keys, scope)
                yield from self.condition(condition, scope.about(types_of(step.patterns)), "body")
            case nodes.Compare(left, _, right):
                yield from self.comparison(left, right, scope)
            case nodes.In(left, choices, _):
                beside = self.beside(left, scope)
                yield from self.operand(left, scope, "subject")
                for one in choices.items:
                    yield from self.operand(one, scope, "value", beside)
            case nodes.Includes(left, right) | nodes.Subset(left, right):
                yield from self.operand(left, scope, "subject")
                yield from self.operand(right, scope, "value", self.beside(left, scope))
            case nodes.Is(left, right):
                yield from self.operand(left, scope, "subject")
                yield from self.operand(right, scope, "person", self.beside(left, scope))
            case (
                nodes.Given(operand)
                | nodes.Told(operand)
                | nodes.Absent(operand)
                | nodes.Holds(operand)
            ):
                yield from self.operand(operand, scope, "subject")
            case _:
                return

    def beside(self, operand: nodes.Operand, scope: Environment) -> Attribute | None:
        """The attribute in whose light the other side is read."""
        return attribute_of(operand, scope, self.ground.parameters)

    def comparison(
        self, left: nodes.Operand, right: nodes.Operand, scope: Environment
    ) -> Iterator[Place]:
        """Both sides; a bare word on the left may be a value of the fact on the right."""
        beside = self.beside(left, scope)
        other = self.beside(right, scope) if beside is None else None
        yield from self.operand(left, scope, "subject" if other is None else "value", other)
        yield from self.operand(right, scope, "value", beside)

    def operand(
        self,
        node: nodes.Operand,
        scope: Environment,
        role: Role,
        beside: Attribute | None = None,
    ) -> Iterator[Place]:
        """An operand and all below it."""
        match node:
            case nodes.Name():
                yield self.place(node, scope, role, beside)
            case nodes.Choices(items):
                for one in items:
                    yield from self.operand(one, scope, role, beside)
            case nodes.Call(path, word, arguments):
                yield self.place(node, scope)
                yield from self.operand(path, scope, "subject")
                yield from self.arguments(word, arguments, scope)
            case nodes.Aggregate(measure, step, keys, within):
                yield self.place(node, scope)
                yield from self.step(step, keys, scope)
                yield from self.measure(measure, scope.about(types_of(step.patterns)))
                if within is not None:
                    yield self.place(within, scope, "window")
            case _:
                return

    def arguments(
        self, word: str, arguments: tuple[nodes.Operand, ...], scope: Environment
    ) -> Iterator[Place]:
        """The arguments of a condition word that are values, not names of lists or finders."""
        condition = CONDITIONS.get(word)
        if condition is None:
            return
        positional, named = bind(condition, arguments)
        plain = [one for one in condition.parameters if not one.named]
        pairs = [*zip((one.type for one in plain), positional, strict=False)]
        pairs += [(one.type, named[one.name]) for one in condition.parameters if one.name in named]
        for type_, argument in pairs:
            if not (wants(type_, cast(type, Words)) or type_ is Recognizer):
                yield from self.operand(argument, scope, "argument")

    def measure(self, node: nodes.Measure, scope: Environment) -> Iterator[Place]:
        """What is measured of events."""
        yield self.place(node, scope)
        if isinstance(node, nodes.Share):
            yield from self.condition(node.condition, scope, "body")
        elif isinstance(node, nodes.Spanned):
            yield self.place(node.gap, scope, "gap")

    def step(
        self, step: nodes.Step, keys: tuple[nodes.Key, ...], scope: Environment
    ) -> Iterator[Place]:
        """Earlier events, each pattern in a scope of its own, and their keys."""
        yield self.place(step, scope)
        yield from self.patterns(step.patterns)
        for pattern in step.patterns:
            inner = Environment(types_of((pattern,)))
            if step.when is not None:
                yield from self.condition(step.when, inner, "root")
            for key in keys:
                yield self.place(key, scope, "join", earlier=inner)
