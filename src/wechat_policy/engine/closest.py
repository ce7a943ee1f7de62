"""The clauses that came nearest to being violated by an event, and the tests that stopped them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Literal

import attrs

from wechat_policy.engine.core import Engine
from wechat_policy.engine.linked import Linked
from wechat_policy.engine.nearness import Way, way
from wechat_policy.engine.prices import Prices
from wechat_policy.engine.why import NormAnswer, Outcome, answer_of, permissions, trace_of
from wechat_policy.events import read_event
from wechat_policy.policy import (
    Clause,
    DailyNorm,
    DeadlineNorm,
    EventNorm,
    Judged,
    LimitNorm,
    Norm,
    PeriodicNorm,
    PermitNorm,
    Policy,
)
from wechat_policy.rules.facts import Scope
from wechat_policy.rules.overlooked import Overlooked
from wechat_policy.verdict import Trace, plain

StopKind = Literal["test", "permitted", "fulfilled", "due", "early", "type"]
"""What stops a norm: a test, a permission, that the event does what a duty asks for, that the time
of a duty has not passed, that the policy is not in force yet, that it is about other events."""

_PRICES = {"permitted": 1.0, "fulfilled": 1.0, "due": 0.5, "early": 1.0, "type": 1.0}


@attrs.frozen
class Stop:
    """What kept a norm from being violated.

    A test should have come out as `wanted`; `words` says that it looks for those of a lexicon, and
    `overlooked` is one that this would nearly have found.
    """

    kind: StopKind
    trace: Trace | None = None
    wanted: bool = True
    words: bool = False
    overlooked: Overlooked | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        told: dict[str, Any] = {"kind": self.kind}
        if self.trace is not None:
            told |= {"test": self.trace.text, "truth": self.trace.truth, "wanted": self.wanted}
            if self.trace.values:
                told["values"] = {key: plain(one) for key, one in self.trace.values.items()}
        if self.overlooked is not None:
            near = self.overlooked
            place = {"start": near.span.start, "end": near.span.end, "word": near.word}
            told["overlooked"] = {"reason": near.reason, "by": near.by, **place}
        return told


@attrs.frozen
class Near:
    """How near a clause came to being violated, by the nearest of its norms.

    `tests` are those that it hung on, `stops` what was not so. `nearness` is 1 for a clause that
    is violated, and the less the more is missing. The rest is as in `NormAnswer`.
    """

    policy: str
    clause: Clause
    number: int
    outcome: Outcome
    tests: int
    stops: tuple[Stop, ...]
    nearness: float
    types: tuple[str, ...] = ()
    distance: str | None = None
    due: datetime | None = None
    lifted_by: str | None = None

    @property
    def violated(self) -> bool:
        """Whether the event violates the clause."""
        return self.outcome == "violated"

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "policy": self.policy,
            "clause": self.clause.id,
            "title": self.clause.title,
            "article": self.clause.article,
            "norm": self.number,
            "outcome": self.outcome,
            "nearness": round(self.nearness, 3),
            "tests": self.tests,
            "hold": self.tests - len(self.stops),
            "stops": [one.to_dict() for one in self.stops],
            "types": list(self.types),
            "distance": self.distance,
            "due": None if self.due is None else self.due.isoformat(),
            "lifted_by": self.lifted_by,
        }


def closest(
    engine: Engine, event: object, n: int = 3, only: Callable[[str, str], bool] | None = None
) -> tuple[Near, ...]:
    """The `n` clauses that an event comes nearest to violating, the nearest first.

    Those that it violates come before all. Nothing is remembered of it, as with `Engine.judge`.
    Of clauses that come equally near the first in the text goes first. A clause about other events
    is told only where something that the event says fits it. `only` says of a policy and a clause,
    by their ids, whether it is asked about. Raises InvalidRecord for no event.
    """
    event = read_event(event)
    scopes = engine.evaluation.scopes(event, {})
    found: list[tuple[tuple[Any, ...], Near]] = []
    for linked in engine.evaluation.linked:
        policy = linked.policy
        clauses = [one for one in policy.clauses if only is None or only(policy.id, one.id)]
        tests = (
            judged.test for clause in clauses for norm in clause.norms for judged in _patterns(norm)
        )
        place = _Place(engine, linked, scopes.of(linked), Prices.of(tests, scopes.of(linked)))
        for number, clause in enumerate(clauses):
            near = [place.near(clause, norm) for norm in clause.norms]
            told = [(_order(one), one) for one in near if one is not None]
            if told:
                order, one = min(told, key=lambda pair: pair[0])
                found.append(((*order, linked.number, number), one))
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0])[:n])


def types_of(policy: Policy) -> tuple[str, ...]:
    """The types of the events that the clauses of a policy have to do with."""
    asked = (
        judged
        for clause in policy.clauses
        for norm in clause.norms
        for judged in (*_patterns(norm), *_fulfilment(norm))
    )
    return tuple(dict.fromkeys(name for one in asked for name in sorted(one.types)))


def _order(near: Near) -> tuple[bool, float, int]:
    return not near.violated, -near.nearness, len(near.stops)


def _patterns(norm: Norm) -> tuple[Judged, ...]:
    """What a norm asks of the events that it judges, or that open its duties."""
    if isinstance(norm, EventNorm | LimitNorm):
        return norm.judged
    return norm.opening if isinstance(norm, DeadlineNorm) and norm.after is None else ()


def _fulfilment(norm: Norm) -> tuple[Judged, ...]:
    """What fulfils a duty."""
    return norm.fulfilment if isinstance(norm, DeadlineNorm | DailyNorm | PeriodicNorm) else ()


@attrs.frozen(eq=False)
class _Place:
    """One policy at one event."""

    engine: Engine
    linked: Linked
    scope: Scope
    prices: Prices

    def near(self, clause: Clause, norm: Norm) -> Near | None:
        """How near the event comes to breaking a norm; None where it has nothing to do with it."""
        if isinstance(norm, PermitNorm):
            return None
        answer = answer_of(self.engine, self.linked, clause, norm, self.scope)
        if answer.outcome == "apart":
            return self._apart(clause, norm, answer)
        if answer.outcome in ("settles", "settles_not"):
            return self._owed(clause, answer)
        lifted_by = None
        trace = trace_of(_patterns(norm), self.scope) if answer.lifted_by else answer.trace
        assert trace is not None
        found = way(trace, price=self.prices.price)
        if answer.outcome == "violated":
            return self._told(clause, answer, attrs.evolve(found, stops=(), cost=0.0))
        more: list[StopKind] = []
        if self.linked.since is not None and self.scope.at < self.linked.since:
            more.append("early")
        permits = permissions(self.linked, clause, self.scope)
        if permits and trace.truth is not False:
            lifted_by, _ = permits[0]
            more.append("permitted")
        if isinstance(norm, DeadlineNorm):
            more.append("due")
        return self._told(clause, answer, found, more, due=answer.due, lifted_by=lifted_by)

    def _owed(self, clause: Clause, answer: NormAnswer) -> Near:
        """A duty that such events fulfil: it is broken where none comes before it is due."""
        assert answer.trace is not None
        more: list[StopKind] = ["due"]
        found = Way()
        if answer.outcome == "settles":
            more.insert(0, "fulfilled")
        else:
            found = way(answer.trace, wanted=False, price=self.prices.price)
        open_ = (
            one.due
            for one in self.engine.pending()
            if (one.policy, one.clause) == (self.linked.policy.id, clause.id)
        )
        return self._told(clause, answer, found, more, due=min(open_, default=None))

    def _apart(self, clause: Clause, norm: Norm, answer: NormAnswer) -> Near | None:
        """A norm about other events whose words or patterns fit what this one says."""
        ways = []
        for judged in _patterns(norm):
            try:
                trace = judged.test.trace(self.scope)
            except Exception:  # a registered condition, asked about what it was not written for
                continue
            if any(leaf.specific for leaf in trace.leaves()):
                ways.append(way(trace, price=self.prices.price))
        if not ways:
            return None
        found = min(ways, key=lambda one: (one.share, one.cost))
        return self._told(clause, answer, found, ["type"])

    def _told(
        self, clause: Clause, answer: NormAnswer, found: Way, more: Iterable[StopKind] = (),
        due: datetime | None = None, lifted_by: str | None = None,
    ) -> Near:  # fmt: skip
        prices = self.prices
        stops = [
            Stop(
                "test", one.trace, one.wanted,
                prices.looks_for_words(one.trace), prices.overlooked(one.trace),
            )
            for one in found.stops
        ]  # fmt: skip
        added = tuple(more)
        tests = found.tests + len(added)
        cost = found.cost + sum(_PRICES[kind] for kind in added)
        return Near(
            policy=self.linked.policy.id,
            clause=clause,
            number=answer.number,
            outcome=answer.outcome,
            tests=tests,
            stops=(*stops, *(Stop(kind) for kind in added)),
            nearness=1 - cost / tests if tests else 1.0,
            types=answer.types,
            distance=answer.distance,
            due=due,
            lifted_by=lifted_by,
        )
