"""Norms that cannot both be kept, within a policy or between two of them."""

from __future__ import annotations

from collections.abc import Iterator

from wechat_policy import nodes
from wechat_policy.checking.contradictions import Sense
from wechat_policy.checking.ground import Ground, fault, related, words
from wechat_policy.errors import Diagnostic
from wechat_policy.linting.breaches import (
    Case,
    cases,
    covers,
    every,
    fulfilments,
    lifters,
    meet,
    possible,
    with_term,
)
from wechat_policy.linting.together import joined


def required_is_not_forbidden(one: Ground, two: Ground) -> Iterator[Diagnostic]:
    """What a norm requires is not forbidden, whatever else is so, by another one."""
    ground, second = joined(one, two)
    sense = Sense(ground)
    for asking, banning in _sides(one, second):
        bans = _bans(banning)
        for clause, norm, document in every(asking):
            if norm.strength != "must":
                continue
            asked = list(fulfilments(clause, norm, document))
            banned = [_taken_in(case, bans, sense) for case in asked]
            if asked and all(banned) and all(possible(case, sense) for case in asked):
                ban = next(each for each in banned if each is not None)
                yield _told("L471", asked[0], ban, asking is second, "required", "forbids_it")


def requirements_agree(one: Ground, two: Ground) -> Iterator[Diagnostic]:
    """Two norms do not require what excludes each other of the same events."""
    ground, second = joined(one, two)
    sense = Sense(ground)
    demands = _demands(one)
    others = demands if two is one else _demands(second)
    for number, first in enumerate(demands):
        for other in others[number + 1 :] if two is one else others:
            if meet(first, other) and _exclude(first, other, sense):
                yield _told("L472", first, other, False, "requires", "requires")


def permitted_is_not_forbidden(one: Ground, two: Ground) -> Iterator[Diagnostic]:
    """What a norm permits is not wholly forbidden by a clause that it does not lift."""
    ground, second = joined(one, two)
    sense = Sense(ground)
    for permitting, banning in _sides(one, second):
        bans = _bans(banning)
        for clause, norm, document in every(permitting):
            if not isinstance(norm, nodes.Permit):
                continue
            same = permitting is banning
            left = [
                ban for ban in bans if not (same and ban.clause.name in (*norm.lifts, clause.name))
            ]
            allowed = list(cases(clause, norm, document))
            banned = [_taken_in(case, left, sense) for case in allowed]
            if allowed and all(banned):
                ban = next(each for each in banned if each is not None)
                yield _told("L473", allowed[0], ban, permitting is second, "permits", "forbids_it")


def _sides(one: Ground, two: Ground) -> tuple[tuple[Ground, Ground], ...]:
    return ((one, one),) if two is one else ((one, two), (two, one))


def _bans(ground: Ground) -> list[Case]:
    """What a policy forbids outright and no permission lets be."""
    return _outright(ground, nodes.Forbid)


def _demands(ground: Ground) -> list[Case]:
    """What a policy requires outright and no permission lets be."""
    return _outright(ground, nodes.Require)


def _outright(ground: Ground, kind: type[nodes.Forbid | nodes.Require]) -> list[Case]:
    lifting = lifters(ground)
    return [
        case
        for clause, norm, document in every(ground)
        if isinstance(norm, kind) and norm.strength == "must"
        if clause.name not in lifting
        for case in cases(clause, norm, document)
    ]


def _taken_in(case: Case, bans: list[Case], sense: Sense) -> Case | None:
    return next((ban for ban in bans if covers(ban, case, sense)), None)


def _exclude(one: Case, two: Case, sense: Sense) -> bool:
    """Whether what they require cannot be of any event of the one, all of which the other takes."""
    assert isinstance(one.norm, nodes.Require) and isinstance(two.norm, nodes.Require)
    if not (covers(one, two, sense) or covers(two, one, sense)):
        return False
    if not {*with_term(one, one.norm.condition, True).about} & {
        *with_term(two, two.norm.condition, True).about
    }:
        return False
    scope = (one if one.types <= two.types else two).scope()
    common = [*one.literals(scope), *two.literals(scope)]
    first = with_term(one, one.norm.condition, True).literals(scope)
    second = with_term(two, two.norm.condition, True).literals(scope)
    return not sense.impossible(common) and sense.impossible([*first, *second])


def _told(
    code: str, one: Case, two: Case, one_is_second: bool, said: str, other: str
) -> Diagnostic:
    """The finding, told where the later of the two norms stands."""
    later = one.document is two.document and one.norm.span.start > two.norm.span.start
    at_one = one_is_second or later
    place, earlier = (one, two) if at_one else (two, one)
    label = other if at_one else said
    return fault(
        code, place.document, place.norm.span, name=one.clause.name, other=two.clause.name,
        event=words(place.document, place.pattern.span),
        related=[
            related(earlier.document, earlier.norm.span, label, seen_from=place.document)
        ],
    )  # fmt: skip
