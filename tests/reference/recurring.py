"""Duties that come again: on every such day before a time, or every so often."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import cast

import attrs

from reference.book import midnight
from reference.conditions import holds
from reference.duties import Missed, Owed, fulfilling, keys_of, members, perhaps
from reference.truth import both, opposite
from reference.values import KINDS, POPULATIONS, UNKNOWN, Fact, Moment, Scope, elements_of, same
from wechat_policy import nodes
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
    book = owed.book
    first = owed.timeline.events[0].at
    day = book.local_day(first)
    while (due := book.moment(day, norm.before.minutes)) < owed.before:
        if due >= first and book.in_force(due) and book.selects(norm.days, day) is True:
            since = 0 if norm.since is None else norm.since.minutes
            crosses = timedelta(since > norm.before.minutes)
            start, end = book.moment(day - crosses, since), midnight(day + timedelta(1), book.zone)
            scope = Scope(book, owed.timeline.standing_at(due, day))
            for member, inner in members(norm.each, scope):
                keys = keys_of(norm, inner)
                done = fulfilling(norm, keys, _all(owed), book)
                if UNKNOWN in keys or not _due_terms(norm, inner):
                    continue
                if any(start <= one.at <= due for one in done):
                    continue
                # Who comes the next day does not come late: he comes for the next day.
                late = [one for one in done if due < one.at < end]
                near = [one for one in _all(owed) if start <= one.at <= due]
                doubtful = perhaps(norm, keys, near, book)
                key = (*keys, None if member is None else member.value)
                yield from owed.missed(norm, inner, due, member, key, late, doubtful)
        day += timedelta(1)


def periodics(owed: Owed, norm: nodes.Periodic) -> Iterator[Missed]:
    """Which periods of which objects went by without it, from the first event on."""
    book = owed.book
    for member, start in _objects(owed, norm):
        for begin, due in _missed_periods(owed, norm, member, start):
            if not book.in_force(due):
                continue
            scope = _scope_at(owed, norm, member, due)
            if norm.each is not None:
                there = [one for one, _ in members(norm.each, scope)]
                assert member is not None
                if not any(one is not None and same(one.value, member.value) for one in there):
                    continue
            keys = keys_of(norm, scope)
            if UNKNOWN in keys or not _due_terms(norm, scope):
                continue
            late = [one for one in fulfilling(norm, keys, _all(owed), book) if one.at > due]
            calendar = book.length(norm.period).period is not None
            near = [
                one for one in _all(owed) if begin < one.at <= due or (calendar and one.at == begin)
            ]
            doubtful = perhaps(norm, keys, near, book)
            key = (*keys, None if member is None else member.value)
            yield from owed.missed(norm, scope, due, member, key, late, doubtful)


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
            start = _first_named(owed, member)
        if start is not None:
            yield member, start


def _first_named(owed: Owed, member: Fact) -> datetime | None:
    """When an event first named an object, alone or in a list."""
    for event in owed.timeline.events:
        kind = vocabulary().event(event.type)
        for name, value in event.facts.items():
            attribute = None if kind is None else kind.attributes.get(name)
            if attribute is not None and attribute.element == member.type:
                named = value if isinstance(value, list | tuple) else [value]
                if member.value in named:
                    return event.at
    return None


def _missed_periods(
    owed: Owed, norm: nodes.Periodic, member: Fact | None, start: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """The periods that went by without fulfilment: when they began, when they were due."""
    length = owed.book.length(norm.period)
    begin = start.astimezone(UTC)
    if length.period is not None:
        following = length.after(begin)
        assert following is not None
        begin = following
    while (due := length.after(begin)) is not None and due < owed.before:
        keys = keys_of(norm, _scope_at(owed, norm, member, due))
        times: list[datetime] = []
        if UNKNOWN not in keys:
            times = [one.at for one in fulfilling(norm, keys, _all(owed), owed.book)]
        if length.period is not None:
            if not any(begin <= at <= due for at in times):
                yield begin, due
            begin = due
            continue
        within = [at for at in times if begin < at <= due]
        if not within:
            yield begin, due
        begin = max(within, default=due)
