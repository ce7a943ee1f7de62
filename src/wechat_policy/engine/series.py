"""The memory of earlier events that conditions ask for, kept by series and key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wechat_policy.rules.facts import Record, Scope
from wechat_policy.rules.series import Series
from wechat_policy.state import State

_NONE: tuple[Record, ...] = ()


class Records:
    """The records of one policy's series (`facts.History`)."""

    def __init__(self, state: State, policy: str, since: datetime | None) -> None:
        self._state = state
        self._policy = policy
        self.since = since

    def records(self, series: int, key: tuple[Any, ...]) -> Sequence[Record]:
        """The records of a series under a key, in the order in which they came."""
        return self._state.get((self._policy, "series", series, *key)) or _NONE

    def remember(self, series: Series, scope: Scope) -> None:
        """Records the scope's event, if it meets the series, and forgets what is out of reach."""
        made = series.record(scope)
        if made is None:
            return
        key, record = made
        place = (self._policy, "series", series.number, *key)
        kept: list[Record] = list(self._state.get(place) or ())
        if kept and kept[-1].event == record.event:
            return
        kept.append(record)
        if series.compact:
            kept = _ends(kept)
        elif series.reach is not None:
            floor = scope.at - series.reach
            kept = [one for one in kept if one.at >= floor]
        self._state.put(place, kept)


def _ends(records: list[Record]) -> list[Record]:
    """The first and the last of the certain and of the uncertain records, in order."""
    keep: set[int] = set()
    for certain in (True, False):
        places = [number for number, one in enumerate(records) if one.certain is certain]
        keep.update(places[:1] + places[-1:])
    return [records[number] for number in sorted(keep)]
