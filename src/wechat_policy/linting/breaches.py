"""What a norm takes in, as tests that have to hold, and whether one takes in all of another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from wechat_policy import nodes
from wechat_policy.checking.conjunctions import Literal
from wechat_policy.checking.contradictions import Sense
from wechat_policy.checking.ground import Ground
from wechat_policy.resolution import Environment, pattern_types
from wechat_policy.vocabulary import vocabulary

Term = tuple[nodes.Condition, bool]
"""A condition that has to hold, or to fail."""


@attrs.frozen(eq=False)
class Case:
    """The events of one pattern for which all terms are so; what else is known stands beside it."""

    pattern: nodes.Pattern
    terms: tuple[Term, ...]
    types: frozenset[str]
    clause: nodes.Clause
    norm: nodes.AnyNorm
    document: nodes.Document
    about: frozenset[object] = attrs.field(repr=False)

    @classmethod
    def of(
        cls, pattern: nodes.Pattern, terms: tuple[Term, ...], clause: nodes.Clause,
        norm: nodes.AnyNorm, document: nodes.Document,
    ) -> Case:  # fmt: skip
        """A case, with what its tests are about."""
        where: tuple[Term, ...] = () if pattern.where is None else ((pattern.where, True),)
        terms = (*where, *terms)
        about = frozenset(key for condition, _ in terms for key in subjects(condition))
        types = frozenset(pattern_types(pattern.event))
        return cls(pattern, terms, types, clause, norm, document, about)

    def literals(self, scope: Environment | None = None) -> list[Literal]:
        """Its tests, seen from the scope of another case if one is given."""
        scope = self.scope() if scope is None else scope
        return [Literal(condition, positive, scope) for condition, positive in self.terms]

    def scope(self) -> Environment:
        """What its events tell."""
        return Environment(tuple(sorted(self.types)))


def cases(clause: nodes.Clause, norm: nodes.AnyNorm, document: nodes.Document) -> Iterator[Case]:
    """The events that a norm on single events is about, its terms met."""
    if isinstance(norm, nodes.Forbid | nodes.Require | nodes.Permit | nodes.Limit):
        terms: list[Term] = []
        if norm.when is not None:
            terms.append((norm.when, True))
        if norm.unless is not None:
            terms.append((norm.unless, False))
        for pattern in norm.patterns:
            yield Case.of(pattern, tuple(terms), clause, norm, document)


def breaches(clause: nodes.Clause, norm: nodes.AnyNorm, document: nodes.Document) -> Iterator[Case]:
    """The single events that break a norm."""
    if isinstance(norm, nodes.Forbid):
        yield from cases(clause, norm, document)
    elif isinstance(norm, nodes.Require):
        for one in cases(clause, norm, document):
            yield with_term(one, norm.condition, False)


def fulfilments(
    clause: nodes.Clause, norm: nodes.AnyNorm, document: nodes.Document
) -> Iterator[Case]:
    """What has to happen: the events that a duty asks for, or those that are as they must be."""
    if isinstance(norm, nodes.Deadline | nodes.Daily | nodes.Periodic):
        for pattern in norm.patterns:
            yield Case.of(pattern, (), clause, norm, document)
    elif isinstance(norm, nodes.Require):
        for one in cases(clause, norm, document):
            yield with_term(one, norm.condition, True)


def with_term(case: Case, condition: nodes.Condition, positive: bool) -> Case:
    """The case with one more test, behind the filter that it has already."""
    skipped = 0 if case.pattern.where is None else 1
    terms = (*case.terms[skipped:], (condition, positive))
    return Case.of(case.pattern, terms, case.clause, case.norm, case.document)


def covers(wide: Case, narrow: Case, sense: Sense) -> bool:
    """Whether the one takes in every event of the other, as far as can be seen."""
    if not narrow.types or not narrow.types <= wide.types or not _category(wide, narrow):
        return False
    # A test is implied only by tests on the same thing: most pairs end here.
    if any(narrow.about.isdisjoint(subjects(condition)) for condition, _ in wide.terms):
        return False
    scope = narrow.scope()
    known = narrow.literals(scope)
    return all(
        sense.impossible([*known, Literal(condition, not positive, scope)])
        for condition, positive in wide.terms
    )


def meet(one: Case, two: Case) -> bool:
    """Whether some event can be of both patterns, whatever is tested of it."""
    return bool(one.types & two.types) and (_category(one, two) or _category(two, one))


def possible(case: Case, sense: Sense) -> bool:
    """Whether its tests can all hold."""
    return not sense.impossible(case.literals())


def own_clauses(ground: Ground) -> Iterator[nodes.Clause]:
    """The clauses of the policy's own text, with named conditions spelt out."""
    for clause, document in ground.sections(nodes.Clause):
        if document is ground.assembly.document:
            yield clause


def every(ground: Ground) -> Iterator[tuple[nodes.Clause, nodes.AnyNorm, nodes.Document]]:
    """Every norm of a policy, its libraries' too."""
    for clause, document in ground.sections(nodes.Clause):
        for norm in clause.norms:
            yield clause, norm, document


def lifters(ground: Ground) -> dict[str, list[tuple[nodes.Clause, nodes.Permit, nodes.Document]]]:
    """The permissions that lift each clause."""
    found: dict[str, list[tuple[nodes.Clause, nodes.Permit, nodes.Document]]] = {}
    for clause, norm, document in every(ground):
        if isinstance(norm, nodes.Permit):
            for name in norm.lifts:
                found.setdefault(name, []).append((clause, norm, document))
    return found


def subjects(condition: nodes.Node) -> frozenset[object]:
    """What the tests of a condition are about: facts, measures, hours, or the test itself."""
    return frozenset(_subjects(condition))


def _subjects(node: Any) -> Iterator[object]:
    match node:
        case nodes.And(parts) | nodes.Or(parts):
            for part in parts:
                yield from _subjects(part)
        case nodes.Not(part):
            yield from _subjects(part)
        case nodes.During() | nodes.OnDays():
            yield "time"
        case nodes.Compare(left, _, right):
            yield from (one for one in (left, right) if isinstance(one, _SUBJECTS))
        case nodes.In(left) | nodes.Includes(left) | nodes.Is(left) | nodes.Subset(left):
            yield left
        case (
            nodes.Given(operand) | nodes.Told(operand) | nodes.Absent(operand)
            | nodes.Holds(operand)
        ):  # fmt: skip
            yield operand
        case _:
            yield node


_SUBJECTS = (nodes.Name, nodes.Call, nodes.Aggregate)


def _category(wide: Case, narrow: Case) -> bool:
    if wide.pattern.category is None or wide.pattern.category == narrow.pattern.category:
        return True
    if narrow.pattern.category is None:
        return False
    return narrow.pattern.category in vocabulary().includes(wide.pattern.category)
