"""Limits: how much of something lies in a window, and whether that is too much."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import attrs

from wechat_policy.engine.index import Task
from wechat_policy.engine.judging import Hit, lowered, people, subjects
from wechat_policy.policy import LimitNorm
from wechat_policy.resolution import subject_of
from wechat_policy.rules.facts import Path, Record, Scope, key_value, number
from wechat_policy.rules.history import measure
from wechat_policy.rules.truth import UNKNOWN, Truth
from wechat_policy.state import Key, State
from wechat_policy.verdict import Evidence, Trace, plain


@attrs.frozen(eq=False)
class Counted:
    """What an event did to a limit: the hit, if it filled the window, and what to remember."""

    hit: Hit | None
    key: Key
    kept: tuple[Record, ...]


def count(task: Task, scope: Scope, truth: Truth, state: State) -> Counted | None:
    """Counts an event that meets a limit, certainly (True) or perhaps (None).

    Nothing is written; `kept` is for whoever lets the event count. None if its key is unknown.
    """
    norm, clause, linked = task.norm, task.clause, task.linked
    assert isinstance(norm, LimitNorm) and clause is not None
    values = _key(norm, scope)
    if UNKNOWN in values:
        return None
    key = (
        linked.policy.id, clause.id, clause.fingerprint, "limit", norm.number, *key_value(values)
    )  # fmt: skip
    bound = norm.bound.value(scope)
    record = Record(scope.at, scope.event.id, truth is True, _measured(norm, scope))
    every = [*(state.get(key) or ()), record]
    held = [one for one in every if norm.window.holds(one.at, scope.at, scope.zone)]
    if bound is None or (bound is UNKNOWN and truth is not True):
        return Counted(None, key, tuple(held))
    low, high = _amounts(norm, held)
    exceeded: Truth
    if bound is UNKNOWN:
        exceeded = None
    elif _beyond(low, bound):
        exceeded = True
    else:
        exceeded = None if _beyond(high, bound) else False
    if exceeded is False or (exceeded is True and truth is not True):
        return Counted(None, key, tuple(held))
    told = f"{_words(low)} of {_words(bound)}"
    hit = Hit(
        linked=linked,
        clause=clause,
        truth=exceeded,
        status=lowered(norm.status, scope.event),
        subjects=subjects(norm.answerer, scope.event, scope),
        trace=Trace(
            norm.label,
            exceeded,
            values={"measured": plain(low), "bound": plain(bound), "events": len(held)},
            parts=(task.test.trace(scope),),
            joined="and",
        ),
        distance=told,
        evidence=_evidence(task, scope, held) if exceeded else (),
    )
    return Counted(hit, key, () if exceeded else tuple(held))


def _key(norm: LimitNorm, scope: Scope) -> tuple[Any, ...]:
    if norm.keys is not None:
        return tuple(path.value(scope) for path in norm.keys)
    return (people(scope.facts.get(subject_of(scope.event.type), UNKNOWN)),)


def _measured(norm: LimitNorm, scope: Scope) -> Any:
    if norm.measured is None:
        return None
    if isinstance(norm.measured, Path):
        return key_value(norm.measured.value(scope))
    return norm.measured.truth(scope)


def _amounts(norm: LimitNorm, held: list[Record]) -> tuple[Any, Any]:
    """The measure of the certain records, and what it could be with the uncertain ones."""
    certain = [one for one in held if one.certain]
    if norm.measure == "span":
        assert norm.gap is not None
        return _run(certain, norm.gap), _run(held, norm.gap)
    if norm.measure == "share":
        share = measure("share", certain)
        return share.low, share.high
    found = measure(norm.measure, held)
    return found.low, found.high


def _run(records: list[Record], gap: timedelta) -> timedelta:
    """How long the latest run of records lasts in which no pause exceeds the gap."""
    if not records:
        return timedelta()
    first: datetime = records[-1].at
    for one in reversed(records):
        if first - one.at > gap:
            break
        first = one.at
    return records[-1].at - first


def _beyond(amount: Any, bound: Any) -> bool:
    if amount is None:
        return True
    if isinstance(amount, timedelta) != isinstance(bound, timedelta):
        return False
    return bool(number(amount) > number(bound))


def _words(amount: Any) -> str:
    if isinstance(amount, timedelta):
        return f"{int(amount.total_seconds()) // 60} min"
    return str(plain(Decimal(amount) if isinstance(amount, int) else amount))


def _evidence(task: Task, scope: Scope, held: list[Record]) -> tuple[Evidence, ...]:
    """The events that were counted, the present one with the places found in it."""
    from wechat_policy.rules.tests import evidence_of

    places = evidence_of(task.test.trace(scope))
    return (*places, *(Evidence("event", one.event) for one in held[-50:]))
