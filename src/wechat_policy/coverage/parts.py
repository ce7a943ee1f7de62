"""A clause taken apart: each norm once more as a clause of its own, to be broken for itself."""

from __future__ import annotations

import attrs

from wechat_policy.policy import Clause, Norm, PermitNorm, Policy


def split(policy: Policy, clause: Clause) -> Policy:
    """The policy with each norm of a clause once more as a clause of its own.

    A clause is broken once whichever of its norms was, so its own violation does not tell which.
    What lifts the clause lifts its parts; whatever else asks for the clause finds it as it was.
    """
    norms = [norm for norm in clause.norms if not isinstance(norm, PermitNorm)]
    if len(norms) < 2:
        return policy
    parts = [attrs.evolve(clause, id=part_of(clause, norm), norms=(norm,)) for norm in norms]
    names = frozenset(part.id for part in parts)
    clauses = [
        attrs.evolve(one, norms=tuple(_also(norm, clause.id, names) for norm in one.norms))
        for one in policy.clauses
    ]
    return attrs.evolve(policy, clauses=(*clauses, *parts))


def part_of(clause: Clause, norm: Norm) -> str:
    """The name of the part of a split clause that holds a norm; no clause can be called so."""
    return f"{clause.id}#{norm.number}"


def _also(norm: Norm, clause: str, names: frozenset[str]) -> Norm:
    if isinstance(norm, PermitNorm) and clause in norm.lifts:
        return attrs.evolve(norm, lifts=norm.lifts | names)
    return norm
