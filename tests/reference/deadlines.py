"""Duties that an event or a violation opens: due some time after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from reference.duties import Missed, Owed, Violation, fulfilling, keys_of, members, perhaps
from reference.norms import permitted, terms
from reference.truth import both, opposite
from reference.values import UNKNOWN, Moment, Scope, That
from reference.working import length_of
from wechat_policy import nodes


def after_events(owed: Owed, norm: nodes.Deadline) -> Iterator[Missed]:
    """Duties opened by events."""
    timeline = owed.timeline
    for index in range(len(timeline.events)):
        moment = timeline.moment(index)
        scope = Scope(owed.book, moment, that=That(moment))
        if _opens(owed, norm, scope, moment.at):
            yield from _opened(owed, norm, scope, moment.at, index + 1, ())


def after_violation(owed: Owed, norm: nodes.Deadline, violation: Violation) -> Iterator[Missed]:
    """Duties opened by a violation."""
    moment = violation.moment or owed.timeline.standing_at(violation.at)
    that = That(moment, violation.subject, by_violation=True)
    scope = Scope(owed.book, moment, that=that)
    if _opens(owed, norm, scope, violation.at):
        origin = (violation.origin,)
        yield from _opened(owed, norm, scope, violation.at, violation.following, origin)


def _opens(owed: Owed, norm: nodes.Deadline, scope: Scope, at: datetime) -> bool:
    """Whether what happened opens a duty; what is unknown opens none."""
    if not owed.book.in_force(at):
        return False
    memo = owed.timeline.memo
    opened = scope.that.subject if scope.that is not None else None
    key = ("opens", id(norm), scope.moment.position, at, opened)
    if scope.moment.event is None or key not in memo:
        lifted = permitted(owed.book, owed.clause, scope.moment)
        memo[key] = both([terms(norm, scope), opposite(lifted)]) is True
    opens: bool = memo[key]
    return opens


def _opened(
    owed: Owed,
    norm: nodes.Deadline,
    scope: Scope,
    at: datetime,
    following: int,
    origin: tuple[Any, ...],
) -> list[Missed]:
    """The duty of everybody who owes it, where it was not fulfilled by the due time."""
    found: list[Missed] = []
    for due in _dues(norm, scope, at):
        if due < owed.before:
            key = ("deadline", id(norm), scope.moment.position, at, origin, due)
            found += owed.once(key, partial(_owing, owed, norm, scope, at, due, following, origin))
    return found


def _dues(norm: nodes.Deadline, scope: Scope, at: datetime) -> list[datetime]:
    """When the duty is due, for everybody together or by the hours of each."""
    if norm.within.person is None or norm.each is None:
        scopes = [scope]
    else:
        scopes = [inner for _, inner in members(norm.each, scope)]
    dues = [_due(norm, one, at) for one in scopes]
    return sorted({due for due in dues if due is not None})


def _due(norm: nodes.Deadline, scope: Scope, at: datetime) -> datetime | None:
    length = length_of(scope, norm.within)
    return None if length is None else length.after(at)


def _owing(
    owed: Owed,
    norm: nodes.Deadline,
    scope: Scope,
    at: datetime,
    due: datetime,
    following: int,
    origin: tuple[Any, ...],
) -> Iterator[Missed]:
    timeline = owed.timeline
    later = [timeline.moment(index) for index in range(following, len(timeline.events))]
    in_time = [one for one in later if one.at <= due]
    if any(_recalls(one, scope.moment) for one in in_time):
        return
    for member, inner in members(norm.each, scope):
        if norm.within.person is not None and _due(norm, inner, at) != due:
            continue
        keys = keys_of(norm, inner)
        if UNKNOWN in keys or fulfilling(norm, keys, in_time, owed.book):
            continue
        identity = (*keys, *([] if member is None else [member.value]), *origin)
        doubtful = perhaps(norm, keys, in_time, owed.book)
        opening = scope.moment if scope.moment.event is not None else None
        yield from owed.missed(norm, inner, due, member, identity, doubtful, opening)


def _recalls(moment: Moment, opening: Moment) -> bool:
    """Whether an event takes back the one that opened a duty."""
    event = moment.event
    return (
        event is not None
        and opening.event is not None
        and event.type == "message.recall"
        and event.get("message") == opening.event.id
    )
