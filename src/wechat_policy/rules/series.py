"""Which earlier events conditions ask for, and how a condition looks into them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import attrs

from wechat_policy.hours import Hours
from wechat_policy.rules.facts import Path, Record, Scope, Value, key_value
from wechat_policy.rules.tests import Test
from wechat_policy.rules.truth import UNKNOWN, Truth


@attrs.frozen
class Match:
    """Which events meet a pattern: their types and a test on their own facts."""

    types: frozenset[str]
    test: Test

    def truth(self, scope: Scope) -> Truth:
        """Whether the scope's event meets it."""
        return self.test.truth(scope) if scope.event.type in self.types else False


@attrs.frozen
class Series:
    """Earlier events that some condition asks for: which, by what key, and what is kept of each.

    `reach` says how far back they are asked for, in working time where `hours` are given, None
    without end; a `compact` series needs only the first and the last, certain and uncertain.
    """

    number: int
    clause: str
    matches: tuple[Match, ...]
    keys: tuple[Path, ...]
    measured: Path | Test | None
    whole: bool
    reach: timedelta | None
    compact: bool
    hours: Hours | None = None

    def over(self, at: datetime) -> datetime | None:
        """From when on nobody asks for an event of that time; None if that is not known."""
        if self.reach is None or self.compact:
            return None
        return at + self.reach if self.hours is None else self.hours.add(at, self.reach)

    @property
    def types(self) -> frozenset[str]:
        """The event types of all its patterns."""
        return frozenset().union(*(match.types for match in self.matches))

    def record(self, scope: Scope) -> tuple[tuple[Any, ...], Record] | None:
        """What to remember of the scope's event, under which key; None if it is not met."""
        truth: Truth = False
        for match in self.matches:
            one = match.truth(scope)
            if one is not False and truth is not True:
                truth = one
        if truth is False:
            return None
        key = tuple(path.value(scope) for path in self.keys)
        if UNKNOWN in key:
            return None
        measured: Any = None
        if self.measured is not None:
            measured = (
                key_value(self.measured.value(scope))
                if isinstance(self.measured, Path)
                else self.measured.truth(scope)
            )
        facts = {"id": scope.event.id, **scope.event.kept().facts} if self.whole else None
        return key_value(key), Record(scope.at, scope.event.id, truth is True, measured, facts)


@attrs.frozen
class Ask:
    """A look into a series from the present event: the values to join on."""

    series: Series
    keys: tuple[Value, ...]

    def records(self, scope: Scope) -> list[Record] | None:
        """The earlier records that join; None if a value to join on is unknown."""
        key = tuple(value.value(scope) for value in self.keys)
        if UNKNOWN in key:
            return None
        found = scope.history.records(self.series.number, key_value(key))
        return [one for one in found if one.at <= scope.at and one.event != scope.event.id]

    def present(self, scope: Scope) -> Record | None:
        """The present event as a record, if it meets the series and joins with itself."""
        made = self.series.record(scope)
        if made is None:
            return None
        return (
            made[1] if made[0] == key_value(tuple(one.value(scope) for one in self.keys)) else None
        )


def complete(scope: Scope, start: datetime | None, *asks: Ask) -> bool:
    """Whether all that they ask for is known from a moment on; None is all there ever was."""
    known = (scope.history.since(ask.series.number) for ask in asks)
    return all(since is None or (start is not None and start >= since) for since in known)
