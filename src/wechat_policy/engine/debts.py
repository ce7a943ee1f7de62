"""What a deadline asks for once it is open: who owes it, what settles it, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import attrs

from wechat_policy.codec import storable
from wechat_policy.engine.coverage import Coverage
from wechat_policy.engine.judging import people, subjects
from wechat_policy.engine.progress import Progress
from wechat_policy.events import Event
from wechat_policy.policy import DeadlineNorm
from wechat_policy.rules.facts import Scope, key_value
from wechat_policy.rules.lists import listed
from wechat_policy.rules.truth import UNKNOWN
from wechat_policy.verdict import Evidence, Violation

NO_EVENT = "due"
"""The type of the event that stands for a moment at which nothing happened."""


@storable
@attrs.frozen
class Owed:
    """What one member of a duty owes: the key of the fulfilling event, and who answers."""

    member: str | None
    key: tuple[Any, ...]
    subjects: tuple[str | None, ...]


@storable
@attrs.frozen
class Duty:
    """An open requirement with its due time, and the set of those who still owe.

    `late` holds the violations of a duty that fell due, by member; `doubtful` the keys under
    which an event perhaps fulfilled it in time. `order` numbers the duties that events opened;
    one that a violation opened has the violation's number.
    """

    policy: str
    clause: str
    norm: int
    event: Event
    at: datetime
    due: datetime
    owed: tuple[Owed, ...]
    evidence: tuple[Evidence, ...]
    late: tuple[tuple[str | None, Violation], ...] = ()
    doubtful: frozenset[tuple[Any, ...]] = frozenset()
    order: int = 0


class Debts:
    """Tells of a deadline that opens who owes what by when; what is not certain is counted."""

    def __init__(self, progress: Progress, coverage: Coverage) -> None:
        self._progress = progress
        self._coverage = coverage

    def by_due(self, norm: DeadlineNorm, scope: Scope) -> dict[datetime, list[Owed]]:
        """Who owes what by when: members whose own hours differ have different due times."""
        found: dict[datetime, list[Owed]] = {}
        common = None if norm.own_hours else self._due(norm, scope)
        if common is None and not norm.own_hours:
            return found
        for one, inner in self._owed(norm, scope):
            due = self._due(norm, inner) if common is None else common
            if due is not None:
                found.setdefault(due, []).append(one)
        return found

    def _due(self, norm: DeadlineNorm, scope: Scope) -> datetime | None:
        due = due_time(norm, scope)
        if due is None:
            self._progress.unclear += 1
            if norm.hours is not None and norm.hours.at(scope) is not None:
                self._coverage.check(scope.at.year + 1)
            return None
        return due.astimezone(scope.zone)

    def _owed(self, norm: DeadlineNorm, scope: Scope) -> Iterator[tuple[Owed, Scope]]:
        for member, inner in self._members(norm, scope):
            key = tuple(join.value.value(inner) for join in norm.joins)
            if UNKNOWN in key:
                self._progress.unclear += 1
                continue
            if norm.answerer is not None:
                who = subjects(norm.answerer, scope.event, inner)
            elif member is not None:
                who = (member,)
            elif norm.owner is not None:
                who = people(norm.owner.value(inner))
            elif scope.that is not None and "subject" in scope.that:
                who = people(scope.that["subject"])
            else:
                who = subjects(None, scope.event, inner)
            yield Owed(member, key_value(key), who), inner

    def _members(self, norm: DeadlineNorm, scope: Scope) -> Iterator[tuple[str | None, Scope]]:
        members = norm.members
        if members is None:
            yield None, scope
            return
        elements = members.elements.value(scope)
        if elements is UNKNOWN:
            self._progress.unclear += 1
            return
        for element in dict.fromkeys(listed(elements)):
            inner = scope.bound(**{members.variable: element})
            truth = members.test.truth(inner.inside(element))
            if truth is True:
                yield str(element), inner
            elif truth is None:
                self._progress.unclear += 1


def due_time(norm: DeadlineNorm, scope: Scope) -> datetime | None:
    """When a duty that opens now is due; None where no calendar covers the time.

    None too where the hours of the person who owes it cannot be read.
    """
    if norm.hours is None:
        assert norm.length is not None
        return scope.at + norm.length
    hours = norm.hours.at(scope)
    if hours is None:
        return None
    if norm.workdays is not None:
        return hours.add_days(scope.at, norm.workdays)
    assert norm.length is not None
    return hours.add(scope.at, norm.length)
