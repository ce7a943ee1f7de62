"""Limits: how much of something lies in a window, and whether that is too much."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import attrs

from wechat_policy.engine.judging import Hit, lowered, subjects
from wechat_policy.engine.plans import Task
from wechat_policy.policy import LimitNorm
from wechat_policy.rules.facts import Path, Record, Scope, key_value, number
from wechat_policy.rules.measures import measure
from wechat_policy.rules.traces import evidence_of
from wechat_policy.rules.truth import UNKNOWN, Truth
from wechat_policy.state import Key, State
from wechat_policy.verdict import Evidence, Trace, plain


@attrs.frozen(eq=False)
class Counted:
    """What an event did to a limit: the hit, if it filled the window, and what to remember.

    `held` are the records of the window, `kept` those of them that were not used up.
    """

    hit: Hit | None
    key: Key | None
    held: tuple[Record, ...]
    kept: tuple[Record, ...]
    until: datetime | None = None

    def quiet(self) -> Counted:
        """The same where a full window is nobody's fault: nothing is used up."""
        return attrs.evolve(self, hit=None, kept=self.held)


def count(
    task: Task, scope: Scope, truth: Truth, state: State, *, early: bool = False
) -> Iterator[Counted]:
    """Counts an event that meets a limit, certainly (True) or perhaps (None).

    Nothing is written; `kept` is for whoever lets the event count. A limit without keys counts
    for everybody who answers apart. An event whose key is unknown leaves the limit undetermined
    and counts nowhere. Before its policy is in force, `early`, a limit counts and fires nothing.
    """
    norm = task.norm
    assert isinstance(norm, LimitNorm)
    who = subjects(norm.answerer, scope.event, scope)
    if norm.keys is None:
        for subject in who:
            key = UNKNOWN if subject is None else subject
            found = _counted(task, scope, truth, state, (key,), (subject,))
            yield found.quiet() if early else found
    else:
        values = tuple(path.value(scope) for path in norm.keys)
        found = _counted(task, scope, truth, state, values, who)
        yield found.quiet() if early else found


def _counted(
    task: Task, scope: Scope, truth: Truth, state: State, values: tuple[Any, ...],
    who: tuple[str | None, ...],
) -> Counted:  # fmt: skip
    norm, clause, linked = task.norm, task.clause, task.linked
    assert isinstance(norm, LimitNorm) and clause is not None
    if UNKNOWN in values:
        keys = zip(norm.keys or (), values, strict=False)
        unknown = {path.label: value for path, value in keys if value is UNKNOWN}
        return Counted(_hit(task, scope, who, None, "", unknown, ()), None, (), ())
    key = (
        linked.policy.id, clause.id, clause.fingerprint, "limit", norm.number, *key_value(values)
    )  # fmt: skip
    bound = _bound(norm.bound.value(scope))
    record = Record(scope.at, scope.event.id, truth is True, _measured(norm, scope))
    every = [*(state.get(key) or ()), record]
    held = [one for one in every if norm.window.holds(one.at, scope.at, scope.zone)]
    low, high = amounts(norm, held)
    exceeded: Truth = False
    if bound is UNKNOWN:
        exceeded = None
    elif bound is not None and truth is True and _beyond(low, bound):
        exceeded = True
    elif bound is not None and _beyond(high, bound):
        exceeded = None
    # After `flush` an event may come behind later ones, which stay counted.
    later = tuple(one for one in every if one.at > scope.at)
    until = max([scope.at, *(one.at for one in later)]) + norm.window.reach
    if exceeded is False:
        return Counted(None, key, (*held, *later), (*held, *later), until)
    told = f"{words(low)} of {words(bound)}"
    reached = {"measured": plain(low), "bound": plain(bound), "events": len(held)}
    hit = _hit(task, scope, who, exceeded, told, reached, held)
    kept = _unused(norm, held) if exceeded else tuple(held)
    return Counted(hit, key, (*held, *later), (*kept, *later), until)


def _unused(norm: LimitNorm, held: list[Record]) -> tuple[Record, ...]:
    """What a window that was filled leaves over: the uncertain, and what lies before a run."""
    counted = [one for one in held if one.certain]
    if norm.gap is not None:
        counted = _run(counted, norm.gap)
    return tuple(one for one in held if one not in counted)


def _hit(
    task: Task,
    scope: Scope,
    who: tuple[str | None, ...],
    exceeded: Truth,
    distance: str,
    values: Mapping[str, Any],
    held: Sequence[Record],
) -> Hit:
    norm = task.norm
    assert isinstance(norm, LimitNorm) and task.clause is not None
    return Hit(
        linked=task.linked,
        clause=task.clause,
        truth=exceeded,
        status=lowered(norm.status, scope.event),
        subjects=who,
        trace=Trace(norm.label, exceeded, values, parts=(task.test.trace(scope),), joined="and"),
        distance=distance or None,
        evidence=_evidence(task, scope, held) if exceeded else (),
    )


def _measured(norm: LimitNorm, scope: Scope) -> Any:
    if norm.measured is None:
        return None
    if isinstance(norm.measured, Path):
        return key_value(norm.measured.value(scope))
    return norm.measured.truth(scope)


def amounts(norm: LimitNorm, held: list[Record]) -> tuple[Any, Any]:
    """The measure of the certain records, and what it could be with the uncertain ones."""
    certain = [one for one in held if one.certain]
    if norm.measure == "span":
        assert norm.gap is not None
        return _length(_run(certain, norm.gap)), _length(_run(held, norm.gap))
    if norm.measure == "share":
        return measure("share", certain).low, measure("share", held).high
    found = measure(norm.measure, held)
    return found.low, found.high


def _run(records: list[Record], gap: timedelta) -> list[Record]:
    """The latest run of records in which no pause exceeds the gap."""
    start = len(records) - 1
    while start > 0 and records[start].at - records[start - 1].at <= gap:
        start -= 1
    return records[max(start, 0) :]


def _length(records: list[Record]) -> timedelta:
    return records[-1].at - records[0].at if records else timedelta()


def _beyond(amount: Any, bound: Any) -> bool:
    if amount is None:
        return True
    if isinstance(amount, timedelta) != isinstance(bound, timedelta):
        return False
    return bool(number(amount) > number(bound))


def _bound(value: Any) -> Any:
    """A bound that a fact gives: what is no amount is unknown."""
    if value is None or value is UNKNOWN or isinstance(value, timedelta):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return UNKNOWN
    return value if math.isfinite(value) else UNKNOWN


def words(amount: Any) -> str:
    """An amount as people write it; lengths of time in minutes."""
    if isinstance(amount, timedelta):
        return f"{int(amount.total_seconds()) // 60} min"
    return str(plain(Decimal(amount) if isinstance(amount, int) else amount))


def _evidence(task: Task, scope: Scope, held: Sequence[Record]) -> tuple[Evidence, ...]:
    """The events that were counted, the present one with the places found in it."""
    places = evidence_of(task.test.trace(scope))
    return (*places, *(Evidence("event", one.event) for one in held[-50:]))
