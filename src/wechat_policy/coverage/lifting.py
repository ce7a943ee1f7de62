"""Which examples show a permission at work: without it, something that it lifts is broken."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from wechat_policy.examples import play, violated
from wechat_policy.policy import Norm, PermitNorm, Policy
from wechat_policy.staging import Scene


def lifted_by(
    permit: PermitNorm, policy: Policy, played: Iterable[tuple[int, Scene, frozenset[str]]]
) -> tuple[int, ...]:
    """The line of the first scene that breaks a lifted clause once the permission is gone.

    Each scene comes with its line and the clauses that it breaks anyway.
    """
    types = frozenset[str]().union(*(one.types for one in permit.judged))
    without = _without(permit, policy)
    for line, scene, broken in played:
        if any(isinstance(step, dict) and step["type"] in types for step in scene.steps) and (
            violated(play(without, scene)) & permit.lifts - broken
        ):
            return (line,)
    return ()


def _without(permit: PermitNorm, policy: Policy) -> Policy:
    """The policy without a permission."""

    def kept(norms: tuple[Norm, ...]) -> tuple[Norm, ...]:
        return tuple(norm for norm in norms if norm is not permit)

    clauses = (attrs.evolve(one, norms=kept(one.norms)) for one in policy.clauses)
    return attrs.evolve(policy, clauses=tuple(clauses))
