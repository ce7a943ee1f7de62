"""What earlier events come to: their count, a sum, how many differ, a share."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

import attrs

from wechat_policy.penalties import Window, period_key
from wechat_policy.rules.comparisons import Interval
from wechat_policy.rules.facts import Record, Scope, number
from wechat_policy.rules.series import Ask, complete
from wechat_policy.rules.truth import UNKNOWN


@attrs.frozen
class Measured:
    """A count, sum, number of different values or share over a window, with the present event."""

    label: str
    kind: Literal["count", "sum", "distinct", "share"]
    ask: Ask
    window: Window | None

    def value(self, scope: Scope) -> Any:
        """An interval; UNKNOWN if a value to join on is."""
        records = self.ask.records(scope)
        if records is None:
            return UNKNOWN
        present = self.ask.present(scope)
        every = [*records, present] if present is not None else list(records)
        start = None
        if self.window is not None:
            every = [one for one in every if self.window.holds(one.at, scope.at, scope.zone)]
            start = (
                scope.at - self.window.length
                if self.window.length is not None
                else period_start(scope.at, self.window.period or "", scope)
            )
        found = measure(self.kind, every)
        if complete(scope, start, self.ask):
            return found
        return Interval(0, 1) if self.kind == "share" else Interval(found.low, None)


def period_start(at: datetime, period: str, scope: Scope) -> datetime:
    """The first moment of the calendar period that a moment lies in."""
    day = at.astimezone(scope.zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    while True:
        before = day - timedelta(days=1)
        if period_key(before, period, scope.zone) != period_key(at, period, scope.zone):
            return day
        day = before


def measure(kind: str, records: Sequence[Record]) -> Interval:
    """A measure over records; uncertain ones make it an interval."""
    certain = [one for one in records if one.certain]
    match kind:
        case "count":
            return Interval(len(certain), len(records))
        case "sum":
            low = _sum(certain)
            unknown = any(one.value is UNKNOWN or _endless(one.value) for one in records)
            return Interval(low, None if unknown else _sum(records))
        case "distinct":
            low = len(_different(certain))
            open_ends = sum(one.value is UNKNOWN for one in records)
            return Interval(low, len(_different(records)) + open_ends)
        case _:
            return _share(certain, records)


def _sum(records: Iterable[Record]) -> Any:
    return sum(
        (
            number(one.value)
            for one in records
            if isinstance(one.value, int | float | Decimal)
            and not isinstance(one.value, bool)
            and not _endless(one.value)
        ),
        Decimal(0),
    )


def _endless(value: Any) -> bool:
    """Whether a number is infinite or none at all (NaN)."""
    return isinstance(value, float | Decimal) and not math.isfinite(value)


def _different(records: Iterable[Record]) -> set[Any]:
    found: set[Any] = set()
    for one in records:
        if one.value is not UNKNOWN and one.value is not None:
            found.update(one.value if isinstance(one.value, tuple) else (one.value,))
    return found


def _share(certain: Sequence[Record], records: Sequence[Record]) -> Interval:
    met = sum(one.value is True for one in certain)
    open_ends = sum(one.value is None for one in certain)
    loose = len(records) - len(certain)
    total = len(certain)
    if not records:
        return Interval(Decimal(0), Decimal(0))
    if not loose:
        return Interval(Decimal(met) / total, Decimal(met + open_ends) / total)
    could = sum(one.value is not False for one in records if not one.certain)
    cannot = sum(one.value is not True for one in records if not one.certain)
    low = Decimal(met) / (total + cannot) if total + cannot else Decimal(0)
    high = Decimal(met + open_ends + could) / (total + could) if total + could else Decimal(0)
    return Interval(low, high)
