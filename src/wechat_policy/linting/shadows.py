"""Clauses that change nothing: another one always speaks with them, or a permission for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from wechat_policy import nodes
from wechat_policy.checking.contradictions import Sense
from wechat_policy.checking.ground import Ground, fault, named, related
from wechat_policy.checking.places import Places
from wechat_policy.checking.severities import ranked
from wechat_policy.errors import Diagnostic
from wechat_policy.linting.breaches import Case, breaches, cases, covers, lifters, own_clauses

_STRENGTHS = ("should", "suspect", "must")
ItemT = TypeVar("ItemT", bound=nodes.Node)


def clauses_add_something(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A clause is broken at times when no other clause of at least its weight is."""
    sense = Sense(ground)
    own = ground.assembly.document
    all_breaches = {
        clause.name: [list(breaches(clause, norm, document)) for norm in clause.norms]
        for clause, document in ground.sections(nodes.Clause)
    }
    told: set[str] = set()
    weights = _Weights(ground)
    for clause in own_clauses(ground):
        mine = all_breaches[clause.name]
        if not mine or not all(mine) or weights.stands_alone(clause):
            continue
        for other, document in ground.sections(nodes.Clause):
            if other.name in told | {clause.name} or not weights.as_much(other, clause):
                continue
            if _source_says_both(clause, other):
                continue
            theirs = [case for norm in all_breaches[other.name] for case in norm]
            if all(_spoken_for(case, theirs, sense) for norm in mine for case in norm):
                told.add(clause.name)
                yield fault(
                    "L401", own, named(own, clause), name=clause.name, other=other.name,
                    related=[
                        related(document, named(document, other), "speaks_too", seen_from=own)
                    ],
                )  # fmt: skip
                break


def clauses_are_not_lifted_whole(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A permission leaves something of the clause that it lifts."""
    sense = Sense(ground)
    own = ground.assembly.document
    lifting = lifters(ground)
    for clause in own_clauses(ground):
        mine = [list(cases(clause, norm, own)) for norm in clause.norms]
        if not mine or not all(mine):
            continue
        for permitting, permit, document in lifting.get(clause.name, ()):
            allowed = list(cases(permitting, permit, document))
            if all(
                any(covers(one, case, sense) for one in allowed) for norm in mine for case in norm
            ):
                yield fault(
                    "L402", own, named(own, clause), name=clause.name, permit=permitting.name,
                    related=[related(document, permit.span, "lifts_all", seen_from=own)],
                )  # fmt: skip
                break


def _spoken_for(case: Case, theirs: list[Case], sense: Sense) -> bool:
    return any(
        _STRENGTHS.index(other.norm.strength) >= _STRENGTHS.index(case.norm.strength)
        and other.norm.blame == case.norm.blame
        and covers(other, case, sense)
        for other in theirs
    )


class _Weights:
    """What hangs on the clauses of a policy beside their norms."""

    def __init__(self, ground: Ground) -> None:
        self.order = ranked(ground)
        self.rows = {row.head for row, _ in ground.rows() if isinstance(row, nodes.Row)}
        self.opening = {one.clause for one, _ in ground.all(nodes.ViolationOf)}
        self.lifting = {
            name: [permit for _, permit, _ in found] for name, found in lifters(ground).items()
        }

    def stands_alone(self, clause: nodes.Clause) -> bool:
        """Whether something hangs on this clause by its name."""
        return nodes.NameHead(clause.name) in self.rows or clause.name in self.opening

    def as_much(self, other: nodes.Clause, clause: nodes.Clause) -> bool:
        """Whether the penalty is the same, or graver, when both are broken at once."""
        if nodes.NameHead(other.name) in self.rows:
            return False
        if _item(other, nodes.IfUnknown) != _item(clause, nodes.IfUnknown):
            return False
        tags, others = _item(clause, nodes.Tags), _item(other, nodes.Tags)
        if tags is not None and not {*tags.names} <= {*(others.names if others else ())}:
            return False
        mine = self.lifting.get(clause.name, ())
        if any(permit not in mine for permit in self.lifting.get(other.name, ())):
            return False
        if _item(clause, nodes.Graded) or _item(other, nodes.Graded):
            return _item(clause, nodes.Graded) == _item(other, nodes.Graded)
        light, grave = _item(clause, nodes.Severity), _item(other, nodes.Severity)
        if light is None or grave is None or light == grave:
            return light == grave
        ranks = [self.order.index(one.name) for one in (light, grave) if one.name in self.order]
        return len(ranks) == 2 and ranks[0] <= ranks[1]


def _source_says_both(clause: nodes.Clause, other: nodes.Clause) -> bool:
    """Whether they render two places of the written policy, which says the same twice."""
    one, two = _item(clause, nodes.Cites), _item(other, nodes.Cites)
    grades = [
        [_item(each, kind) for kind in (nodes.Severity, nodes.Graded)] for each in (clause, other)
    ]
    return one is not None and two is not None and one != two and grades[0] == grades[1]


def _item(clause: nodes.Clause, kind: type[ItemT]) -> ItemT | None:
    return next((item for item in clause.items if isinstance(item, kind)), None)
