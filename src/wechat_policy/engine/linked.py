"""A policy in an engine: its place among the others, when it begins, and what its permits lift."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache

import attrs

from wechat_policy.engine.moments import moment
from wechat_policy.engine.pool import pooled
from wechat_policy.events import Event
from wechat_policy.policy import Clause, Judged, Norm, PermitNorm, Policy
from wechat_policy.rules.facts import Scope


@attrs.frozen(eq=False)
class Linked:
    """A policy in an engine, with its place among the engine's policies.

    `since` is when it takes effect; `permits` holds, by the clause that they lift, the patterns of
    its permissions.
    """

    number: int
    policy: Policy
    since: datetime | None
    permits: Mapping[str, tuple[Judged, ...]]


ScopeAt = Callable[[Linked, Event], Scope]
"""Makes the scope of a policy at an event, or at a moment that no event marks."""


@lru_cache(maxsize=4)
def linked(policies: tuple[Policy, ...]) -> tuple[Linked, ...]:
    """The policies as an engine's; engines of the same policies share them."""
    return tuple(_linked(number, policy) for number, policy in enumerate(pooled(policies)))


def _linked(number: int, policy: Policy) -> Linked:
    permits: dict[str, list[Judged]] = {}
    for clause in policy.clauses:
        for norm in clause.norms:
            if isinstance(norm, PermitNorm):
                for lifted in norm.lifts:
                    permits.setdefault(lifted, []).extend(norm.judged)
    since = None
    if policy.effective is not None:
        since = moment(policy.effective, 0, policy.zone)
    return Linked(number, policy, since, {name: tuple(those) for name, those in permits.items()})


def norms_of(policies: Iterable[Linked]) -> Iterator[tuple[Linked, Clause, Norm]]:
    """Every norm of some policies, with its policy and its clause."""
    for one in policies:
        for clause in one.policy.clauses:
            for norm in clause.norms:
                yield one, clause, norm
