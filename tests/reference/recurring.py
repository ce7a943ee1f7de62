"""Duties that come again: on every such day before a time, or every so often."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import cast

import attrs

from reference.book import midnight
from reference.conditions import holds, listed
from reference.duties import Missed, Owed, fulfilling, keys_of, members, perhaps
from reference.truth import both, opposite
from reference.values import KINDS, POPULATIONS, UNKNOWN, Fact, Moment, Scope, elements_of, same
from wechat_policy import nodes
from wechat_policy.events import Event
from wechat_policy.vocabulary import FactKind, vocabulary


def _due_terms(norm: nodes.Daily | nodes.Periodic, scope: Scope) -> bool:
    """Whether the terms of a duty hold at its due moment."""
    answers = [holds(norm.when, scope)]
    if norm.unless is not None:
        answers.append(opposite(holds(norm.unless, scope)))
    return both(answers) is True


def _all(owed: Owed) -> list[Moment]:
    return [owed.timeline.moment(index) for index in range(len(owed.timeline.events))]


def dailies(owed: Owed, norm: nodes.Daily) -> Iterator[Missed]:
    """Who had not done it in time, day by day from that of the first event on."""
    first = owed.timeline.events[0].at
    day = owed.book.local_day(first)
    while (due := owed.book.moment(day, norm.before.minutes)) < owed.before:
        if due >= first and owed.book.in_force(due):
            yield from owed.once(("daily", id(norm), day), partial(_on_day, owed, norm, due, day))
        day += timedelta(1)


def _on_day(owed: Owed, norm: nodes.Daily, due: datetime, day: date) -> Iterator[Missed]:
    book = owed.book
    if book.selects(norm.days, day) is not True:
        return
    since = 0 if norm.since is None else norm.since.minutes
    start = book.moment(day - timedelta(since > norm.before.minutes), since)
    in_time = [one for one in _all(owed) if start <= one.at <= due]
    # Who comes the next day does not come late: he comes for the next day.
    end = midnight(day + timedelta(1), book.zone)
    for member, scope in members(norm.each, Scope(book, owed.timeline.standing_at(due, day))):
        keys = keys_of(norm, scope)
        if UNKNOWN in keys or not _due_terms(norm, scope):
            continue
        if fulfilling(norm, keys, in_time, book):
            continue
        doubtful = perhaps(norm, keys, in_time, book)
        key = (*keys, None if member is None else member.value)
        yield from owed.missed(norm, scope, due, member, key, doubtful, until=end)


def periodics(owed: Owed, norm: nodes.Periodic) -> Iterator[Missed]:
    """Which periods of which objects went by without it."""
    for member, start in _objects(owed, norm):
        for begin, due in _missed_periods(owed, norm, member, start):
            if owed.book.in_force(due):
                who = None if member is None else member.value
                decide = partial(_in_period, owed, norm, member, begin, due)
                yield from owed.once(("period", id(norm), who, due), decide)


def _in_period(
    owed: Owed, norm: nodes.Periodic, member: Fact | None, begin: datetime, due: datetime
) -> Iterator[Missed]:
    book = owed.book
    scope = _scope_at(owed, norm, member, due)
    if norm.each is not None and member is not None:
        there = [one for one, _ in members(norm.each, scope)]
        if not any(one is not None and same(one.value, member.value) for one in there):
            return
    keys = keys_of(norm, scope)
    if UNKNOWN in keys or not _due_terms(norm, scope):
        return
    doubtful = perhaps(norm, keys, _within(owed, norm, begin, due), book)
    key = (*keys, None if member is None else member.value)
    yield from owed.missed(norm, scope, due, member, key, doubtful)


def _within(owed: Owed, norm: nodes.Periodic, begin: datetime, due: datetime) -> list[Moment]:
    """The events of a period; the first moment of a calendar period belongs to it."""
    calendar = owed.book.length(norm.period).period is not None
    return [one for one in _all(owed) if begin < one.at <= due or (calendar and one.at == begin)]


def _scope_at(owed: Owed, norm: nodes.Periodic, member: Fact | None, due: datetime) -> Scope:
    scope = Scope(owed.book, owed.timeline.standing_at(due, owed.book.local_day(due)))
    if norm.each is None or member is None:
        return scope
    return attrs.evolve(scope, variables={norm.each.variable: member})


def _objects(owed: Owed, norm: nodes.Periodic) -> Iterator[tuple[Fact | None, datetime]]:
    """The objects of a periodic duty with the moments from which their first period runs."""
    timeline = owed.timeline
    if norm.each is None:
        yield None, timeline.events[0].at
        return
    path = norm.each.population.path
    if path in POPULATIONS:
        listed = [Fact(one, POPULATIONS[path]) for one in owed.candidates(POPULATIONS[path])]
    else:
        scope = Scope(owed.book, timeline.standing_at(owed.before))
        listed = elements_of(scope.look_up(path)) or []
    for member in listed:
        start = None
        if member.type in KINDS:
            start = timeline.directories[0].since(cast(FactKind, member.type), member.value)
        if start is None:
            start = _first_shown(owed, member)
        if start is not None:
            yield member, start


def _first_shown(owed: Owed, member: Fact) -> datetime | None:
    """When the event that first names an object says it joined or was made, else when it came."""
    timeline = owed.timeline
    for position, event in enumerate(timeline.events):
        if _names(event, member):
            told = None
            if member.type in KINDS:
                after = timeline.directories[position + 1]
                told = after.since(cast(FactKind, member.type), member.value)
            return told or event.at
    return None


def _names(event: Event, member: Fact) -> bool:
    """Whether an event names an object, alone or in a list."""
    kind = vocabulary().event(event.type)
    named = [
        value
        for name, value in event.facts.items()
        if kind is not None
        and name in kind.attributes
        and kind.attributes[name].element == member.type
    ]
    return any(member.value in listed(value) for value in named)


def _missed_periods(
    owed: Owed, norm: nodes.Periodic, member: Fact | None, start: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """The periods that went by without fulfilment: when they began, when they were due."""
    length = owed.book.length(norm.period)
    watched = owed.timeline.watched
    assert watched is not None
    begin = start.astimezone(UTC)
    if length.period is not None:
        following = length.after(begin)
        assert following is not None
        begin = following
    while (due := length.after(begin)) is not None and due < owed.before:
        latest = _fulfilled(owed, norm, member, begin, due)
        # What was due before anybody watched is nobody's fault.
        if latest is None and due >= watched:
            yield begin, due
        begin = due if latest is None or length.period is not None else latest


def _fulfilled(
    owed: Owed, norm: nodes.Periodic, member: Fact | None, begin: datetime, due: datetime
) -> datetime | None:
    """When it was last done in a period."""
    memo = owed.timeline.memo
    key = ("fulfilled", id(norm), None if member is None else member.value, begin)
    if key not in memo:
        keys = keys_of(norm, _scope_at(owed, norm, member, due))
        done = fulfilling(norm, keys, _within(owed, norm, begin, due), owed.book)
        memo[key] = done[-1].at if done and UNKNOWN not in keys else None
    latest: datetime | None = memo[key]
    return latest
