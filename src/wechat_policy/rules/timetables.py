"""Named hours as they hold for a person: the directory may give somebody hours of their own."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, cast

import attrs

from wechat_policy.errors import InvalidRecord
from wechat_policy.hours import Hours, Shift
from wechat_policy.rules.facts import Path, Scope, key_value
from wechat_policy.rules.truth import UNKNOWN
from wechat_policy.schedule import Schedule, read_schedule
from wechat_policy.workdays import Days

_log = logging.getLogger("wechat_policy")

_NEW: Any = object()
_REMEMBERED = 4096  # people whose own hours are kept ready


@attrs.frozen
class Timetable:
    """Hours of a policy, and the fact in which a person may have others.

    `named` are all hours of the policy, which a person's own may be called by.
    """

    hours: Hours
    own: Path | None = None
    named: Mapping[str, Hours] = attrs.field(factory=dict, eq=False, repr=False)
    _read: dict[Any, Any] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    def __reduce__(self) -> tuple[type[Timetable], tuple[Any, ...]]:
        return Timetable, (self.hours, self.own, self.named)

    def at(self, scope: Scope) -> Hours | None:
        """The hours that hold in a scope; None if the person's own cannot be read.

        Who has none of their own, or is not known to have, works those of the policy.
        """
        if self.own is None:
            return self.hours
        told = self.own.value(scope)
        if told is None or told is UNKNOWN:
            return self.hours
        key = key_value(told)
        found = self._read.get(key, _NEW)
        if found is _NEW:
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            found = self._read[key] = self._told(told)
        return cast(Hours | None, found)

    def _told(self, told: Any) -> Hours | None:
        try:
            return self._hours_of(read_schedule("working_hours", told))
        except (InvalidRecord, ValueError) as reason:
            _log.warning(
                "somebody's own working hours cannot be read: %s; what hangs on them stays unknown",
                reason,
            )
            return None

    def _hours_of(self, schedule: Schedule) -> Hours:
        if schedule.named is not None:
            if schedule.named not in self.named:
                expected = "hours of the policy: " + ", ".join(sorted(self.named))
                raise InvalidRecord("working_hours.hours", expected, schedule.named)
            return self.named[schedule.named]
        shifts = (Shift(Days(one.names, one.dates), one.ranges) for one in schedule.stints)
        return Hours(shifts, schedule.timezone or self.hours.timezone, self.hours.calendar)
