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
        if isinstance(old, nodes.Forbid) and old.when is not None and one.when is not None:
            by_events[key] = attrs.evolve(old, when=nodes.Or((*_parts(old.when), *_parts(one.when))))
        else:
            by_events[key] = one
    by_terms: dict[object, nodes.AnyNorm] = {}
    for at, one in enumerate(by_events.values()):
        key = at
        if isinstance(one, nodes.Forbid) and not any(p.category for p in one.patterns):
            key = (one.strength, one.when, one.unless, one.blame, _is_snapshot(one))
        elif isinstance(one, nodes.Forbid):
            key = (one.strength, one.when, one.unless, one.blame, "report")
        old = by_terms.get(key)
        if isinstance(old, nodes.Forbid) and isinstance(one, nodes.Forbid):
            by_terms[key] = attrs.evolve(old, patterns=(*old.patterns, *one.patterns))
        else:
            by_terms[key] = one
    return list(by_terms.values())


def _parts(node: nodes.Condition) -> tuple[nodes.Condition, ...]:
    return node.operands if isinstance(node, nodes.Or) else (node,)


def _is_snapshot(node: nodes.Forbid) -> bool:
    return any(one.event.startswith("snapshot.") for one in node.patterns)
