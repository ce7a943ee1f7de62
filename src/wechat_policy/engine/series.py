"""The memory of earlier events that conditions ask for, kept by series and key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import attrs

from wechat_policy.engine.versions import complete_since, definitions
from wechat_policy.policy import Policy
from wechat_policy.rules.facts import Record, Scope
from wechat_policy.rules.series import Series
from wechat_policy.state import Key, State

_NONE: tuple[Record, ...] = ()


class Records:
    """The records of one policy's series (`facts.History`)."""

    def __init__(self, state: State, policy: Policy, history_since: datetime | None) -> None:
        self._state = state
        self._places: dict[int, Key] = {}
        self._since: dict[int, datetime | None] = {}
        fingerprints = dict(definitions(policy))
        numbers: Counter[str] = Counter()
        for one in policy.series:
            definition = (one.clause, fingerprints[one.clause])
            place = (policy.id, *definition, "series", numbers[one.clause])
            numbers[one.clause] += 1
            self._places[one.number] = place
            self._since[one.number] = complete_since(state, policy, definition, history_since)

    def since(self, series: int) -> datetime | None:
        """From when on the records of a series are complete; None if they are."""
        return self._since[series]

    def records(self, series: int, key: tuple[Any, ...]) -> Sequence[Record]:
        """The records of a series under a key, in the order in which they came."""
        return self._state.get((*self._places[series], *key)) or _NONE

    def remember(self, series: Series, scope: Scope, turn: int) -> None:
        """Records the scope's event, if it meets the series, and forgets what is out of reach."""
        made = series.record(scope)
        if made is None:
            return
        key, record = made
        place = (*self._places[series.number], *key)
        kept: list[Record] = list(self._state.get(place) or ())
        if kept and kept[-1].event == record.event:
            return
        kept.append(attrs.evolve(record, turn=turn))
        if series.compact:
            kept = _ends(kept)
        else:
            while (over := series.over(kept[0].at)) is not None and over < scope.at:
                del kept[0]
        self._state.put(place, tuple(kept), series.over(scope.at))


def _ends(records: list[Record]) -> list[Record]:
    """The first and the last of the certain and of the uncertain records, in order."""
    keep: set[int] = set()
    for certain in (True, False):
        places = [number for number, one in enumerate(records) if one.certain is certain]
        keep.update(places[:1] + places[-1:])
    return [records[number] for number in sorted(keep)]
