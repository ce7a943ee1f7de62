"""The states of one row over time: what listed rows say of it and what changes it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, TypeAlias

import attrs

from wechat_policy.directory.facts import Row

_STATES_KEPT = 16

ROW_RANK = -1
"""The rank of a listed row: at one moment it comes before what any event changes."""

Step: TypeAlias = tuple[str, str, Any]
"""One alteration of a row: what is done, to which fact, with what."""

_State: TypeAlias = tuple[dict[str, Any] | None, frozenset[str]]
"""A row, and the events whose suspension of the account is in force."""


class PartialRow(dict[str, Any]):
    """A row pieced together from events, of something that nobody introduced.

    What it does not say is unknown, also where the vocabulary takes absence for false; its lists
    hold what events showed and may lack the rest.
    """


def _in_utc(at: datetime) -> datetime:
    return at.astimezone(UTC)


@attrs.frozen(eq=False)
class ListedRow:
    """A listed row that holds from `begin` on, up to `end`; None is without a limit."""

    begin: datetime | None
    end: datetime | None
    row: dict[str, Any]


@attrs.frozen(eq=False)
class Change:
    """What one event, or one listed row, does to a row at a moment (in UTC)."""

    at: datetime = attrs.field(converter=_in_utc)
    rank: int
    event: str
    steps: tuple[Step, ...]

    @property
    def key(self) -> tuple[datetime, int, str]:
        """The place among the changes of a row, whatever order they came in."""
        return self.at, self.rank, self.event


class Line:
    """The states of one row over time: a change turns each into the next."""

    __slots__ = ("changes", "id", "states", "times")

    def __init__(self, id_: str, spans: list[ListedRow], changes: Iterable[Change]) -> None:
        self.id = id_
        self.changes: list[Change] = []
        self.times: list[datetime] = []
        begun = [span.row for span in spans if span.begin is None]
        # By the number of changes before it; filled as asked for.
        self.states: dict[int, _State] = {0: (begun[0] if begun else None, frozenset())}
        for change in (*_boundaries(spans), *changes):
            self.insert(change)

    def at(self, at: datetime) -> Row | None:
        """The row that held at a moment."""
        times = self.times
        if not times or at >= times[-1]:
            place = len(times)
        else:
            # Moments of one zone are compared several times faster than those of two.
            place = bisect_right(times, at.astimezone(UTC))
        return (self.states.get(place) or self._state(place))[0]

    def insert(self, change: Change) -> None:
        """Put a change in its place; the states that follow it are worked out anew."""
        place = bisect_right(self.changes, change.key, key=key_of)
        self.changes.insert(place, change)
        self.times.insert(place, change.at)
        if place < len(self.changes) - 1:
            self.states = {count: one for count, one in self.states.items() if count <= place}

    def _state(self, place: int) -> _State:
        near = max(count for count in self.states if count < place)
        state = _folded(self.id, self.states[near], self.changes[near:place])
        if len(self.states) >= _STATES_KEPT:
            self.states = {0: self.states[0], near: self.states[near]}
        self.states[place] = state
        return state


def key_of(change: Change) -> tuple[datetime, int, str]:
    """The place of a change, to sort by."""
    return change.key


def _boundaries(spans: list[ListedRow]) -> Iterator[Change]:
    """The moments at which another listed row, or none, begins to hold."""
    ever = datetime.min.replace(tzinfo=UTC)
    ordered = sorted(spans, key=lambda span: span.begin or ever)
    bounds = {bound for span in spans for bound in (span.begin, span.end) if bound is not None}
    held = next((span.row for span in ordered if span.begin is None), None)
    for at in sorted(bounds):
        row = None
        for span in ordered:
            if (span.begin is None or span.begin <= at) and (span.end is None or at < span.end):
                row = span.row
        if row is not held:
            yield Change(at, ROW_RANK, "", (("row", "", row),))
        held = row


def _folded(id_: str, state: _State, changes: Iterable[Change]) -> _State:
    """The state of a row after some more changes."""
    row, held = state
    new = None if row is None else type(row)(row)
    # A list that changes is worked on as the keys of a dict: a large group sees many changes.
    lists: dict[str, dict[str, None]] = {}
    for change in changes:
        for what, fact, value in change.steps:
            if what == "row":
                new, held = None if value is None else dict(value), frozenset()
                lists.clear()
                continue
            if new is None:
                new = PartialRow(id=id_)
            told = new.get(fact)
            listed = what == "add" or isinstance(told, list | tuple)
            if what in ("add", "drop") and (listed or fact in lists):
                members = lists.get(fact)
                if members is None:
                    members = lists[fact] = dict.fromkeys(told or ())
                if what == "add":
                    members.update(dict.fromkeys(value))
                else:
                    for one in value:
                        members.pop(one, None)
            elif what == "drop" and told in value:
                del new[fact]
            elif what == "set":
                new[fact] = value
                lists.pop(fact, None)
                held = frozenset() if fact == "status" else held
            elif what == "whole":
                new = dict(new)
            elif what == "among" and told not in value:
                new[fact] = value[0] if value else None
            elif what == "suspend":
                held |= {change.event}
                new[fact] = told if told == "closed" else "suspended"
            elif what == "resume" and change.event in held:
                held -= {change.event}
                new[fact] = told if held else "active"
    if new is not None:
        new.update((fact, list(members)) for fact, members in lists.items())
    return new, held
