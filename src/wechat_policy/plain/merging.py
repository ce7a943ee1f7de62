"""Norms of a clause that say the same of other events or conditions, made one for telling."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from wechat_policy import nodes


def merged(norms: Iterable[nodes.AnyNorm]) -> list[nodes.AnyNorm]:
    """The norms with those united that forbid the same under other conditions, or other things
    under the same: that is how a person would tell them.
    """
    by_events: dict[object, nodes.AnyNorm] = {}
    for at, one in enumerate(norms):
        key: object = at
        if isinstance(one, nodes.Forbid) and one.when is not None:
            key = (one.strength, one.patterns, one.unless, one.blame)
        old = by_events.get(key)
        when = None
        if isinstance(old, nodes.Forbid) and old.when is not None and one.when is not None:
            when = _either(old.when, one.when)
        if old is not None and when is not None:
            by_events[key] = attrs.evolve(old, when=when)
        else:
            by_events[key if old is None else at] = one
    by_terms: dict[object, nodes.AnyNorm] = {}
    for at, one in enumerate(by_events.values()):
        key = at
        if isinstance(one, nodes.Forbid):
            key = (one.strength, one.when, one.unless, one.blame, _family(one))
        old = by_terms.get(key)
        if isinstance(old, nodes.Forbid) and isinstance(one, nodes.Forbid):
            by_terms[key] = attrs.evolve(old, patterns=(*old.patterns, *one.patterns))
        else:
            by_terms[key] = one
    return list(by_terms.values())


def _either(one: nodes.Condition, other: nodes.Condition) -> nodes.Condition | None:
    """One of two conditions, with what both ask for taken out: (a and c) or (b and c).

    None where that would read worse than the two do.
    """
    left, right = _joint(one), _joint(other)
    common = tuple(part for part in left if part in right)
    rests = [tuple(part for part in side if part not in common) for side in (left, right)]
    if any(len(side) > 2 - bool(common) for side in rests):
        return None
    if not common:
        return nodes.Or((*_parts(one), *_parts(other)))
    if not all(rests):  # what one asks for, the other asks for too
        return common[0] if len(common) == 1 else nodes.And(common)
    sides = [side[0] if len(side) == 1 else nodes.And(side) for side in rests]
    parts = tuple(part for side in sides for part in _parts(side))
    return nodes.And((nodes.Or(parts), *common))


def _joint(node: nodes.Condition) -> tuple[nodes.Condition, ...]:
    return node.operands if isinstance(node, nodes.And) else (node,)


def _parts(node: nodes.Condition) -> tuple[nodes.Condition, ...]:
    return node.operands if isinstance(node, nodes.Or) else (node,)


def _family(node: nodes.Forbid) -> frozenset[str]:
    """The kinds of events that are told in ways of their own."""
    firsts = {one.event.partition(".")[0] for one in node.patterns}
    return frozenset(one if one in ("report", "snapshot") else "deed" for one in firsts)
