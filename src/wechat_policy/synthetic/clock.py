"""Working time: moments of a working day, and lengths that count only while it is worked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from wechat_policy.synthetic.chance import Chance
from wechat_policy.synthetic.rhythm import DAY

MINUTE = 60_000
_SPANS = ((9 * 60, 12 * 60), (13 * 60 + 30, 18 * 60))
"""What is worked on a working day, in minutes after midnight."""


class WorkClock:
    """The working time of a run of days."""

    def __init__(self, worked: Sequence[bool]) -> None:
        self._spans = [
            (day * DAY + start * MINUTE, day * DAY + end * MINUTE)
            for day, is_worked in enumerate(worked)
            if is_worked
            for start, end in _SPANS
        ]
        self._ends = [end for _, end in self._spans]

    def after(self, at: int, minutes: float) -> int | None:
        """The moment that many working minutes later; None if the days end before."""
        left = int(minutes * MINUTE)
        for place in range(bisect_right(self._ends, at), len(self._spans)):
            start, end = self._spans[place]
            start = max(start, at)
            if left < end - start:
                return start + left
            left -= end - start
        return None


def working_moment(day: int, chance: Chance) -> int:
    """Some moment of a working day."""
    start, end = _SPANS[chance.happens(0.58)]
    return day * DAY + start * MINUTE + chance.below((end - start) * MINUTE)
