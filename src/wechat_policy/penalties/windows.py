"""Windows in which things are counted: calendar periods and rolling lengths of time."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

import attrs

PERIODS = ("day", "week", "month", "quarter", "year")

_LONGEST = {"day": 2, "week": 8, "month": 32, "quarter": 93, "year": 367}
"""Days that a period never exceeds, in any time zone."""


@attrs.frozen
class Window:
    """A calendar period of the policy's time zone, or a rolling length of time."""

    period: str | None = None
    length: timedelta | None = None

    @property
    def reach(self) -> timedelta:
        """How far back it can look."""
        if self.length is not None:
            return self.length
        return timedelta(days=_LONGEST[self.period or "year"])

    def holds(self, earlier: datetime, now: datetime, zone: tzinfo) -> bool:
        """Whether an earlier moment lies in the window that ends now."""
        if self.length is not None:
            return now - self.length < earlier <= now
        return earlier <= now and period_key(earlier, self.period or "", zone) == period_key(
            now, self.period or "", zone
        )


def period_key(at: datetime, period: str, zone: tzinfo) -> tuple[int, ...]:
    """Which calendar period a moment lies in; weeks begin on Monday."""
    day = at.astimezone(zone).date()
    match period:
        case "day":
            return (day.year, day.month, day.day)
        case "week":
            week = day.isocalendar()
            return (week.year, week.week)
        case "month":
            return (day.year, day.month)
        case "quarter":
            return (day.year, (day.month - 1) // 3)
        case _:
            return (day.year,)
