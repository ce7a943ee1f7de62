"""Duties that were missed: every kind together, found by playing the history again.

The parts that all kinds share stand here; `deadlines` and `recurring` hold one kind each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import attrs

from reference.book import Book
from reference.conditions import holds
from reference.history import meets_any
from reference.norms import Status, blamed, judged, subjects
from reference.truth import Truth
from reference.values import (
    UNKNOWN,
    Fact,
    Moment,
    Scope,
    Timeline,
    elements_of,
    persons,
    same,
)
from wechat_policy import nodes
from wechat_policy.vocabulary import vocabulary

Place = tuple[int, int]
"""Which norm: the clause's number in the policy and the norm's in the clause."""

Duty = nodes.Deadline | nodes.Daily | nodes.Periodic
Candidates = Callable[[str], Sequence[str]]
"""Gives for a kind of the directory all ids that it may ever hold."""


@attrs.frozen(eq=False)
class Missed:
    """A duty that fell due and was not fulfilled in time.

    `opening` is the event that opened it. An event after `due` and before `until`, if that is
    given, settles it late if it does what `norm` asks for under the first of the `key`.
    """

    place: Place
    clause: nodes.Clause
    due: datetime
    subject: str | None
    status: Status
    opening: Moment | None
    key: tuple[Any, ...]
    norm: Duty
    until: datetime | None

    def settled_by(self, moment: Moment, book: Book) -> bool:
        """Whether an event that comes after the due time does what was owed."""
        if moment.at <= self.due or (self.until is not None and moment.at >= self.until):
            return False
        return fulfils(self.norm, self.key[: len(self.norm.keys)], moment, book) is True

    @property
    def identity(self) -> tuple[Any, ...]:
        """What tells it from every other duty of the policy."""
        opening = -1 if self.opening is None else self.opening.position
        return (self.due, self.place, tuple(map(str, self.key)), opening, str(self.subject))


@attrs.frozen(eq=False)
class Violation:
    """A violation that may open a duty of somebody else.

    `moment` is that of its event, None where it had none; `following` the place in the order of
    events from which on something may fulfil what it opens; `origin` tells violations apart.
    """

    clause: nodes.Clause
    at: datetime
    moment: Moment | None
    subject: str | None
    status: Status
    following: int
    origin: tuple[Any, ...]


@attrs.frozen(eq=False)
class Owed:
    """One norm with what is needed to find who missed it, up to a moment (excluded)."""

    book: Book
    timeline: Timeline
    before: datetime
    place: Place
    clause: nodes.Clause
    candidates: Candidates

    def once(self, key: tuple[Any, ...], decide: Callable[[], Iterable[Missed]]) -> list[Missed]:
        """What was decided at a due moment: it stays, for all that counts came before."""
        memo = self.timeline.memo
        if key not in memo:
            memo[key] = list(decide())
        decided: list[Missed] = memo[key]
        return decided

    def missed(
        self,
        norm: Duty,
        scope: Scope,
        due: datetime,
        member: Fact | None,
        key: tuple[Any, ...],
        doubtful: bool,
        opening: Moment | None = None,
        until: datetime | None = None,
    ) -> Iterator[Missed]:
        """The missed duty of everybody who answers for it, suspected where it is doubtful."""
        status: Status = "suspected" if doubtful else "violation"
        if norm.strength != "must":
            status = "advisory" if norm.strength == "should" else "suspected"
        for subject in answering(norm, scope, member, key):
            yield Missed(self.place, self.clause, due, subject, status, opening, key, norm, until)


def norms_of(book: Book) -> Iterator[tuple[Place, nodes.Clause, nodes.AnyNorm]]:
    """Every norm of a policy with its place and clause."""
    for number, clause in enumerate(book.clauses):
        for order, norm in enumerate(clause.norms):
            yield (number, order), clause, norm


def violations_by_events(book: Book, timeline: Timeline) -> list[Violation]:
    """What the events themselves violated."""
    return [
        Violation(
            one.clause,
            one.moment.at,
            one.moment,
            one.subject,
            one.status,
            index + 1,
            (one.clause.name, index, str(one.subject)),
        )
        for index in range(len(timeline.events))
        for one in judged(book, timeline.moment(index))
    ]


def as_violation(one: Missed, timeline: Timeline) -> Violation:
    """A missed duty as something that opens another."""
    following = sum(event.at <= one.due for event in timeline.events)
    return Violation(
        one.clause, one.due, one.opening, one.subject, one.status, following, one.identity
    )


def members(each: nodes.ForEach | None, scope: Scope) -> list[tuple[Fact | None, Scope]]:
    """Who owes a duty, each with a scope in which the variable stands for him."""
    if each is None:
        return [(None, scope)]
    owing: list[tuple[Fact | None, Scope]] = []
    for member in elements_of(scope.look_up(each.population.path)) or []:
        known = any(one is not None and same(one.value, member.value) for one, _ in owing)
        if not known and holds(each.population.where, scope.inside(member)) is True:
            owing.append((member, attrs.evolve(scope, variables={each.variable: member})))
    return owing


def keys_of(norm: Duty, scope: Scope) -> list[Any]:
    """The values that the fulfilling event has to have, as the opening side says them."""
    return [scope.look_up(key.other or key.field).value for key in norm.keys]


def fulfilling(
    norm: Duty, keys: Sequence[Any], moments: Sequence[Moment], book: Book
) -> list[Moment]:
    """The events that do what a duty asks for, under its keys."""
    return [one for one in moments if fulfils(norm, keys, one, book) is True]


def perhaps(norm: Duty, keys: Sequence[Any], moments: Sequence[Moment], book: Book) -> bool:
    """Whether some event has the keys, and may do what a duty asks for."""
    return any(fulfils(norm, keys, one, book) is None for one in moments)


def fulfils(norm: Duty, wanted: Sequence[Any], moment: Moment, book: Book) -> Truth:
    """Whether an event does what a duty asks for, under its keys."""
    memo, key = moment.timeline.memo, ("does", id(norm), moment.position)
    if key not in memo:
        scope = Scope(book, moment)
        does = meets_any(norm.patterns, scope)
        own = [] if does is False else [scope.look_up(one.field).value for one in norm.keys]
        memo[key] = does, own
    does, own = memo[key]
    if does is False or not all(
        one is not UNKNOWN and same(one, other) for one, other in zip(own, wanted, strict=True)
    ):
        return False
    truth: Truth = does
    return truth


def answering(
    norm: Duty, scope: Scope, member: Fact | None, keys: Sequence[Any]
) -> list[str | None]:
    """Who answers for a duty that was not fulfilled."""
    if norm.blame is not None:
        return blamed(norm.blame, scope)
    if member is not None:
        return list(persons(member.value))
    if isinstance(norm, nodes.Periodic):
        return ["organization"]
    for pattern in norm.patterns:
        kind = vocabulary().event(pattern.event)
        for key, value in zip(norm.keys, keys, strict=False):
            if kind is not None and key.field == kind.subject:
                return list(persons(value))
    if scope.that is not None and scope.that.by_violation:
        return [scope.that.subject]
    return subjects(norm, scope)
