"""What a reader of a policy misses: source, title, and what a norm is about."""

from __future__ import annotations

from collections.abc import Iterator

from wechat_policy import nodes
from wechat_policy.checking.ground import Ground, fault, named
from wechat_policy.checking.places import Places
from wechat_policy.errors import Diagnostic
from wechat_policy.linting.breaches import own_clauses
from wechat_policy.resolution import pattern_types


def clauses_say_their_source(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """Where most clauses cite the written policy, each does."""
    yield from _lacking(ground, nodes.Cites, "L481")


def clauses_have_titles(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """Where most clauses have a title, each has one."""
    yield from _lacking(ground, nodes.Title, "L482")


def bans_have_conditions(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """No norm forbids every message, whatever it says."""
    own = ground.assembly.document
    speech = {*pattern_types("content")}
    for clause in own_clauses(ground):
        for norm in clause.norms:
            if (
                not isinstance(norm, nodes.Forbid)
                or norm.when is not None
                or norm.unless is not None
            ):
                continue
            for pattern in norm.patterns:
                types = {*pattern_types(pattern.event)}
                if pattern.where is None and "message" in types and types <= speech:
                    yield fault("L483", own, norm.span, name=clause.name)


def _lacking(
    ground: Ground, kind: type[nodes.Cites] | type[nodes.Title], code: str
) -> Iterator[Diagnostic]:
    own = ground.assembly.document
    clauses = own.all(nodes.Clause)
    without = [one for one in clauses if not any(isinstance(item, kind) for item in one.items)]
    if len(without) * 2 < len(clauses):
        for clause in without:
            yield fault(code, own, named(own, clause), name=clause.name)
