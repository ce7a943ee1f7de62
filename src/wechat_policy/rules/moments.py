"""Conditions on the time of an event: named hours and selected days."""

from __future__ import annotations

from typing import Any

import attrs

from wechat_policy.drafts import maker
from wechat_policy.rules.facts import Scope
from wechat_policy.rules.tests import Leaf
from wechat_policy.rules.timetables import Timetable
from wechat_policy.rules.truth import Truth, opposite
from wechat_policy.verdict import Trace
from wechat_policy.workdays import Days, WorkCalendar

_new_trace = maker(Trace)


@attrs.frozen
class InHours(Leaf):
    """The event lies inside named hours, or, negated, outside them."""

    hours: Timetable
    outside: bool

    def truth(self, scope: Scope) -> Truth:
        """Unknown where no calendar covers the year and it matters."""
        truth: Truth = scope.once(self, self._truth)
        return truth

    def _truth(self, scope: Scope) -> Truth:
        hours = self.hours.at(scope)
        inside = None if hours is None else hours.contains(scope.at)
        return opposite(inside) if self.outside else inside

    def trace(self, scope: Scope) -> Trace:
        """With the local time, and the person's own hours."""
        values: dict[str, Any] = {"at": scope.at.astimezone(scope.zone)}
        if self.hours.own is not None:
            values[self.hours.own.label] = self.hours.own.value(scope)
        return _new_trace(self.label, self.truth(scope), values=values)


@attrs.frozen
class OnDay(Leaf):
    """The event's day in the policy's time zone is one of the days."""

    days: Days
    calendar: WorkCalendar

    def truth(self, scope: Scope) -> Truth:
        """Unknown where no calendar covers the year and it matters."""
        return self.days.contains(scope.at.astimezone(scope.zone).date(), self.calendar)

    def trace(self, scope: Scope) -> Trace:
        """With the day."""
        day = scope.at.astimezone(scope.zone).date()
        return _new_trace(self.label, self.truth(scope), values={"day": day})
