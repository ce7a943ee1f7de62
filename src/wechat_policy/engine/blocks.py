"""Many events at once: in blocks, with their stamps side by side to be asked about in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from operator import le

import attrs

from wechat_policy.events import SURE_ZONES, Action, Content, Event, Report, Snapshot, read_event
from wechat_policy.values import FIRST_YEAR, LAST_YEAR
from wechat_policy.verdict import Verdict

_EVENTS = frozenset({Event, Content, Action, Report, Snapshot})
_WORDS, _MOMENTS = {str}, {datetime}


def blocks_of(events: Iterable[object], size: int) -> Iterator[Iterable[object]]:
    """Events in blocks: of a sequence as sequences, of an iterator as iterators."""
    if isinstance(events, Sequence):
        for first in range(0, len(events), size):
            yield events[first : first + size]
        return
    source = iter(events)
    for event in source:
        yield chain((event,), islice(source, size - 1))


@attrs.frozen(eq=False)
class Block:
    """Events in a row, with the type, the id and the time of each, and the years of all.

    Events that are made only when they are asked for (a column of values that they all have is
    then had by `column`) are sound: whoever makes them has seen to it.
    """

    events: Sequence[Event]
    types: Sequence[str]
    ids: Sequence[str]
    ats: Sequence[datetime]
    years: frozenset[int]

    @classmethod
    def of(cls, events: Sequence[Event]) -> Block:
        """The block of some events."""
        ats = [event.at for event in events]
        return cls(
            events,
            [event.type for event in events],
            [event.id for event in events],
            ats,
            frozenset([at.year for at in ats]),
        )

    @property
    def sound(self) -> bool:
        """Whether `read_event` surely gives each of the events back as it is."""
        return (
            set(map(type, self.types)) == _WORDS == set(map(type, self.ids))
            and "" not in self.ids
            and set(map(type, self.ats)) == _MOMENTS
            and {at.tzinfo.__class__ for at in self.ats} <= SURE_ZONES
            and min(self.years) >= FIRST_YEAR
            and max(self.years) <= LAST_YEAR
        )

    def repeated(self) -> set[int]:
        """The numbers of the events of which the id stands at an earlier one."""
        if len(set(self.ids)) == len(self.ids):
            return set()
        first: dict[str, int] = {}
        return {
            number for number, id_ in enumerate(self.ids) if first.setdefault(id_, number) != number
        }

    def backward(self) -> set[int]:
        """The numbers of the events that are earlier than the one before them."""
        ats = self.ats
        if all(map(le, ats, islice(ats, 1, None))):
            return set()
        return {number for number in range(1, len(ats)) if ats[number] < ats[number - 1]}


def read_block(records: Sequence[object]) -> tuple[Block, Exception | None]:
    """The events that records tell of, up to the first that is none, and what is wrong with it."""
    if _EVENTS.issuperset(map(type, records)):
        made: Sequence[Event] = records  # type: ignore[assignment]
        if all_told := _told(made):
            return all_told, None
    read: list[Event] = []
    fault: Exception | None = None
    try:
        for record in records:
            read.append(read_event(record))
    except Exception as raised:
        fault = raised
    return Block.of(read), fault


def _told(events: Sequence[Event]) -> Block | None:
    """The block of events that somebody made, if the stamps of all will do."""
    try:
        block = Block.of(events)
        return block if block.sound else None
    except (AttributeError, TypeError, ValueError):
        return None  # `read_event` says of which one, and why


def raising(verdicts: Iterator[Verdict], fault: Exception) -> Iterator[Verdict]:
    """The verdicts, and then the fault."""
    yield from verdicts
    raise fault
