"""Events whose turn has not come, since an earlier one may still arrive."""

from __future__ import annotations

import heapq
from datetime import datetime

from wechat_policy.events import Event
from wechat_policy.state import State
from wechat_policy.verdict import Verdict

PLACE = ("", "waiting")
"""The beginning of the keys under which a store keeps them."""


class Waiting:
    """The events that wait for their turn, each with the verdict that is already out."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.reload()

    def reload(self) -> None:
        """Takes up what the store holds; needed after it has taken changes back."""
        self._heap: list[tuple[datetime, str]] = [
            (event.at, event.id) for _, (event, _) in self._state.items(*PLACE)
        ]
        heapq.heapify(self._heap)

    def __bool__(self) -> bool:
        """Whether any event waits."""
        return bool(self._heap)

    def push(self, event: Event, verdict: Verdict) -> None:
        """Lets an event wait."""
        self._state.put((*PLACE, event.id), (event.kept(), verdict))
        heapq.heappush(self._heap, (event.at, event.id))

    def pop(self, horizon: datetime, *, inclusive: bool) -> tuple[Event, Verdict] | None:
        """The first event before a moment, or at it, with its verdict; None if there is none."""
        heap = self._heap
        if not heap or heap[0][0] > horizon or (heap[0][0] == horizon and not inclusive):
            return None
        _, id_ = heapq.heappop(heap)
        event, verdict = self._state.get((*PLACE, id_))
        self._state.delete((*PLACE, id_))
        return event, verdict

    def drop(self, id: str) -> None:
        """Forgets an event that waits."""
        self._state.delete((*PLACE, id))
        self.reload()
