"""Why an event breaks a clause or does not: each norm with its condition as it came out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import attrs

from wechat_policy.engine.core import Engine
from wechat_policy.engine.debts import due_time
from wechat_policy.engine.limits import amounts, count, words
from wechat_policy.engine.linked import Linked
from wechat_policy.engine.plans import Task
from wechat_policy.events import Event, read_event
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
)
from wechat_policy.rules.facts import Scope
from wechat_policy.rules.truth import any_of
from wechat_policy.verdict import Trace, plain

Outcome = Literal[
    "violated", "complied", "unknown", "lifted", "early", "apart",
    "opens", "opens_not", "settles", "settles_not", "lifts", "lifts_not",
]  # fmt: skip
"""What a norm makes of an event.

`violated`, `complied` and `unknown` are of norms that judge events; `lifted` of those that a
permission takes the event out of, `early` of a policy that is not in force yet. A duty `opens` or
is one that the event `settles`, a permission `lifts`. A norm about other events is `apart`.
"""


@attrs.frozen
class Obstacle:
    """A test that kept a condition from being true: it should be `wanted` and is not."""

    trace: Trace
    wanted: bool


@attrs.frozen
class NormAnswer:
    """What one norm of a clause makes of an event.

    `trace` is its condition, None where it asks nothing of such an event. `distance` is how far
    a limit is reached, `due` when an opened duty is due, `types` are the events that the norm is
    about, and `lifted_by` names the clause that permits the event.
    """

    number: int
    outcome: Outcome
    trace: Trace | None = None
    types: tuple[str, ...] = ()
    distance: str | None = None
    due: datetime | None = None
    lifted_by: str | None = None

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """The tests because of which the condition is not true; none if it is."""
        return () if self.trace is None else obstacles(self.trace)


@attrs.frozen
class Why:
    """What the norms of one clause make of one event."""

    policy: str
    clause: Clause
    event: Event
    norms: tuple[NormAnswer, ...]

    @property
    def violated(self) -> bool:
        """Whether a norm is violated by the event itself."""
        return any(one.outcome == "violated" for one in self.norms)

    @property
    def concerned(self) -> bool:
        """Whether any norm has to do with events of this type."""
        return any(one.outcome != "apart" for one in self.norms)


def why(engine: Engine, event: object, clause: str, policy: str | None = None) -> Why:
    """What the norms of a clause make of an event, against all that the engine remembers.

    Nothing is remembered of it, as with `Engine.judge`. Without `policy` the first that has the
    clause is asked. Raises KeyError if there is no such clause, InvalidRecord for no event.
    """
    event = read_event(event)
    for linked in engine.evaluation.linked:
        if policy in (None, linked.policy.id):
            for one in linked.policy.clauses:
                if one.id == clause:
                    scope = engine.evaluation.scope(linked, event)
                    answers = (answer_of(engine, linked, one, norm, scope) for norm in one.norms)
                    return Why(linked.policy.id, one, event, tuple(answers))
    raise KeyError(clause)


def obstacles(trace: Trace, wanted: bool = True) -> tuple[Obstacle, ...]:
    """The innermost tests that keep a condition from coming out as wanted, in its order.

    Tests that came out the other way hide those that are only unknown.
    """
    if trace.truth is wanted:
        return ()
    if trace.joined == "not":
        found = tuple(one for part in trace.parts for one in obstacles(part, not wanted))
    else:
        against = [part for part in trace.parts if part.truth is (not wanted)]
        against = against or [part for part in trace.parts if part.truth is None]
        found = tuple(one for part in against for one in obstacles(part, wanted))
    return found or (Obstacle(trace, wanted),)


def answer_of(
    engine: Engine, linked: Linked, clause: Clause, norm: Norm, scope: Scope
) -> NormAnswer:
    """What one norm makes of the scope's event."""
    number = norm.number
    match norm:
        case EventNorm():
            trace = trace_of(norm.judged, scope)
            if trace is None:
                return NormAnswer(number, "apart", types=_types(norm.judged))
            answer = NormAnswer(number, "complied", trace)
            return _judged(linked, clause, norm.judged, scope, answer)
        case LimitNorm():
            return _limited(engine, linked, clause, norm, scope)
        case PermitNorm():
            trace = trace_of(norm.judged, scope)
            if trace is None:
                return NormAnswer(number, "apart", types=_types(norm.judged))
            return NormAnswer(number, "lifts" if trace.truth else "lifts_not", trace)
        case DeadlineNorm() if norm.after is None and (trace := trace_of(norm.opening, scope)):
            if trace.truth is not True:
                return NormAnswer(number, "opens_not", trace)
            # Members with hours of their own each have a due time of their own.
            several = norm.own_hours and norm.members is not None
            due = None if several else due_time(norm, scope)
            return NormAnswer(number, "opens", trace, due=due)
        case DeadlineNorm() | DailyNorm() | PeriodicNorm():
            trace = trace_of(norm.fulfilment, scope)
            if trace is None:
                opening = norm.opening if isinstance(norm, DeadlineNorm) and not norm.after else ()
                return NormAnswer(number, "apart", types=_types((*opening, *norm.fulfilment)))
            return NormAnswer(number, "settles" if trace.truth else "settles_not", trace)


def trace_of(judged: Iterable[Judged], scope: Scope) -> Trace | None:
    """The condition of the patterns that the event could meet; None if it is about other events."""
    traces = [one.test.trace(scope) for one in judged if scope.event.type in one.types]
    if len(traces) < 2:
        return traces[0] if traces else None
    truth = any_of(one.truth for one in traces)
    return Trace(traces[0].text, truth, parts=tuple(traces), joined="or")


def _types(judged: Iterable[Judged]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in judged for name in sorted(one.types)))


def _judged(
    linked: Linked, clause: Clause, judged: Iterable[Judged], scope: Scope, answer: NormAnswer
) -> NormAnswer:
    """An answer with its outcome; where the condition can hold, something else may lift it."""
    assert answer.trace is not None
    if answer.trace.truth is False:
        return answer
    if spared := _spared(linked, clause, scope, answer):
        return spared
    truth = None if _permission(linked, clause, scope) else answer.trace.truth
    meant = (one for one in judged if scope.event.type in one.types)
    concerned = any(
        one.test.truth(scope) is not False and (not one.about or one.about.truth(scope))
        for one in meant
    )
    if truth is None and not (clause.if_unknown == "violate" and concerned):
        return attrs.evolve(answer, outcome="unknown")
    return attrs.evolve(answer, outcome="violated")


def _spared(linked: Linked, clause: Clause, scope: Scope, answer: NormAnswer) -> NormAnswer | None:
    """The answer where a clause does not judge what its norm is about; None where it does."""
    if linked.since is not None and scope.at < linked.since:
        return attrs.evolve(answer, outcome="early")
    permission = _permission(linked, clause, scope)
    if permission is not None and permission[1].truth is True:
        other, trace = permission
        return attrs.evolve(answer, outcome="lifted", trace=trace, lifted_by=other)
    return None


def _permission(linked: Linked, clause: Clause, scope: Scope) -> tuple[str, Trace] | None:
    """The clause that permits the event, or could, and its condition; None if none does."""
    return next(iter(permissions(linked, clause, scope)), None)


def permissions(linked: Linked, clause: Clause, scope: Scope) -> list[tuple[str, Trace]]:
    """The clauses that permit the event, and behind them those that could, with the conditions."""
    found = [
        (other.id, trace)
        for other in linked.policy.clauses
        for norm in other.norms
        if isinstance(norm, PermitNorm) and clause.id in norm.lifts
        if (trace := trace_of(norm.judged, scope)) is not None and trace.truth is not False
    ]
    return sorted(found, key=lambda one: one[1].truth is not True)


def _limited(
    engine: Engine, linked: Linked, clause: Clause, norm: LimitNorm, scope: Scope
) -> NormAnswer:
    """What a limit makes of the event: whether it counts, and how far that fills the window."""
    answers = []
    for judged in norm.judged:
        if scope.event.type in judged.types:
            trace = judged.test.trace(scope)
            answer = NormAnswer(norm.number, "complied", trace)
            if trace.truth is not False:
                place = (linked.number, 0, norm.number, 0)
                task = Task(place, linked, clause, norm, judged.test, judged.stateful)
                answer = _spared(linked, clause, scope, answer) or _judged(
                    linked, clause, (judged,), scope, _counted(engine, task, norm, scope, answer)
                )
            answers.append(answer)
    if not answers:
        return NormAnswer(norm.number, "apart", types=_types(norm.judged))
    return next((one for one in answers if one.outcome != "complied"), answers[0])


def _counted(
    engine: Engine, task: Task, norm: LimitNorm, scope: Scope, answer: NormAnswer
) -> NormAnswer:
    """The answer with how far the limit is reached if the event counts."""
    trace = answer.trace
    assert trace is not None
    found = list(count(task, scope, trace.truth, engine.state))
    hits = [one.hit for one in found if one.hit is not None]
    if hits:
        hit = next((one for one in hits if one.truth is True), hits[0])
        return attrs.evolve(answer, trace=hit.trace, distance=hit.distance)
    held = max((list(one.kept) for one in found), key=len)
    reached, bound = amounts(norm, held)[0], norm.bound.value(scope)
    values = {"measured": plain(reached), "bound": plain(bound), "events": len(held)}
    whole = Trace(norm.label, False, values, parts=(trace,), joined="and")
    return attrs.evolve(answer, trace=whole, distance=f"{words(reached)} of {words(bound)}")
