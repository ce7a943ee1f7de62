"""What every condition of a clause refers to: resources by name, words, paths and times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from wechat_policy import nodes
from wechat_policy.hours import MIDNIGHT, Hours, Shift
from wechat_policy.lowering.times import is_period, seconds, weekdays
from wechat_policy.penalties import Window
from wechat_policy.resolution import Environment, Resolved
from wechat_policy.rules.base import Pattern
from wechat_policy.rules.calls import Call
from wechat_policy.rules.lexicons import Lexicon
from wechat_policy.rules.series import Series
from wechat_policy.rules.timetables import Timetable
from wechat_policy.source import Span
from wechat_policy.workdays import Days, WorkCalendar

NOTHING = Environment(())
"""Where nothing can be named."""


@attrs.frozen(eq=False)
class Resources:
    """What the conditions of a policy refer to by name, already built."""

    parameters: Mapping[str, nodes.Operand | nodes.Worked]
    hours: Mapping[str, Hours]
    days: Mapping[str, frozenset[date]]
    lexicons: Callable[[str], Lexicon]
    clues: Callable[[Pattern], Lexicon | None]
    calendar: WorkCalendar
    zone: ZoneInfo
    calls: dict[Call, Call] = attrs.field(factory=dict)


def words_of(document: nodes.Document) -> Callable[[Span], str]:
    """The words of a document at a span, on one line."""
    return document.source.words


class Ground:
    """One clause: its words, its resources, and the series that its conditions look into."""

    def __init__(
        self, resources: Resources, clause: str, words: Callable[[Span], str], first: int
    ) -> None:
        self.resources = resources
        self.clause = clause
        self.words = words
        self.first = first
        self.series: list[Series] = []

    def resolved(self, path: str, scope: Environment) -> Resolved:
        """A path that the checker has passed."""
        found = scope.resolve(path)
        if not isinstance(found, Resolved):
            raise LookupError(f"`{path}` was not checked: {found}")
        return found

    def days(self, days: nodes.Days) -> Days:
        """A selector of days: words of the language, ranges of weekdays, tables of the policy."""
        names: set[str] = set()
        dates: set[date] = set()
        for one in days:
            if isinstance(one, nodes.DayRange):
                names.update(weekdays(one.first, one.last))
            elif one.name in self.resources.days:
                dates |= self.resources.days[one.name]
            else:
                names.add(one.name)
        return Days(frozenset(names), frozenset(dates))

    def timetable(
        self, hours: str | None, person: nodes.Name | None, scope: Environment
    ) -> Timetable:
        """Named hours, or whole working days, as they hold for a person."""
        named = self.resources.hours
        table = self._whole_days() if hours is None else named[hours]
        if person is None:
            return Timetable(table)
        return Timetable(table, self.resolved(f"{person.value}.working_hours", scope).path, named)

    def _whole_days(self) -> Hours:
        """Working days from midnight to midnight, for a length in days that names no hours."""
        shift = Shift(Days(frozenset({"workdays"})), ((0, MIDNIGHT),))
        return Hours((shift,), self.resources.zone.key, self.resources.calendar)

    def duration(
        self, node: nodes.Duration, scope: Environment = NOTHING
    ) -> tuple[timedelta | None, int | None, Timetable | None]:
        """A length of time, or a number of working days, and the hours in which it counts."""
        length: Any = node.length
        hours = node.hours
        if isinstance(length, nodes.Name):
            length = self.resources.parameters[length.value]
        if isinstance(length, nodes.Worked):
            length, hours = length.value, length.hours
        if length.unit == "workdays":
            return None, int(length.value), self.timetable(hours, node.person, scope)
        table = None if hours is None else self.timetable(hours, node.person, scope)
        return seconds(length), None, table

    def window(self, node: nodes.Operand) -> Window:
        """A calendar period or a rolling length."""
        if isinstance(node, nodes.Name) and is_period(node):
            return Window(period=node.value)
        length, _, _ = self.duration(nodes.Duration(node))
        return Window(length=length)
