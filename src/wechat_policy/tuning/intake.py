"""Takes events in, in blocks: what they are is counted, and what is none is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from operator import attrgetter

import attrs

from wechat_policy.adapters import Record
from wechat_policy.adapters.native import event_of
from wechat_policy.adapters.records import Refused
from wechat_policy.engine.blocks import read_block
from wechat_policy.events import Event
from wechat_policy.tuning.backtested import Unread

SIZE = 4096
"""Events of a block: as many as an engine scans together."""

_MOST_NAMED = 100
_TYPE, _AT = attrgetter("type"), attrgetter("at")


@attrs.define
class Intake:
    """Reads events, records of adapters, and whatever `read_event` takes, and counts them."""

    events: int = 0
    types: Counter[str] = attrs.field(factory=Counter)
    first: datetime | None = None
    last: datetime | None = None
    unread: list[Unread] = attrs.field(factory=list)
    unread_count: int = 0
    from_archive: bool = False
    _number: int = 0

    def blocks(self, events: Iterable[object]) -> Iterator[Sequence[Event]]:
        """The events in blocks; what cannot be read is left out and noted.

        A sound record that tells of no conduct is no event, and nothing is wrong with it.
        """
        source = iter(events)
        while told := list(islice(source, SIZE)):
            whole, fault = read_block(told)
            block = whole.events if fault is None else list(self._read(told))
            self._number += len(told)
            if block:
                self._count(block)
                yield block

    def _read(self, told: Sequence[object]) -> Iterator[Event]:
        for number, one in enumerate(told, self._number + 1):
            record = one if isinstance(one, Record) else self._record(number, one)
            if isinstance(one, Record):
                self.from_archive = True
            refusal = record.refusal
            if record.event is not None:
                yield record.event
            elif refusal is not None and refusal.damaged:
                self.unread_count += 1
                if len(self.unread) < _MOST_NAMED:
                    reasons = refusal.reason("en"), refusal.reason("zh")
                    self.unread.append(Unread(number, record.raw_id, *reasons))

    @staticmethod
    def _record(number: int, one: object) -> Record:
        try:
            return Record(number, event_of(one))
        except Refused as fault:
            given = one.get("id") if isinstance(one, dict) else getattr(one, "id", None)
            return Record(number, None, fault.at(number), given if isinstance(given, str) else None)

    def _count(self, block: Sequence[Event]) -> None:
        self.events += len(block)
        self.types.update(map(_TYPE, block))
        first, last = min(map(_AT, block)), max(map(_AT, block))
        self.first = first if self.first is None else min(self.first, first)
        self.last = last if self.last is None else max(self.last, last)
