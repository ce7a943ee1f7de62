"""Verdicts as rows of frames: by what they tell of, with the number of the row of their event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

import attrs

from wechat_policy.errors import Language
from wechat_policy.frames.faults import RefusedCell
from wechat_policy.frames.schema import SCHEMAS, RowsName, arrow_batch
from wechat_policy.penalties import Penalty, Sanction
from wechat_policy.verdict import Verdict, Violation

_BATCH = 10_000


@attrs.frozen(eq=False)
class Places:
    """Which row tells of which event: a number for the id of each row, so that many cost little."""

    _marks: list[Any] = attrs.field(factory=list, init=False)

    def add(self, first: int, count: int, rows: Sequence[int], ids: Sequence[str]) -> None:
        """Notes the ids of some of so many rows."""
        import numpy

        marks = numpy.fromiter(map(hash, ids), numpy.int64, len(ids))
        if len(rows) != count:
            spread = numpy.zeros(count, numpy.int64)
            spread[numpy.asarray(rows, numpy.int64) - first] = marks
            marks = spread
        self._marks.append(marks)

    def of(self, ids: Iterable[str]) -> dict[str, int]:
        """The first row of each of some ids that one tells of."""
        import numpy

        wanted = {hash(id_): id_ for id_ in ids}
        if not wanted or not self._marks:
            return {}
        marks = numpy.concatenate(self._marks)
        rows = numpy.flatnonzero(numpy.isin(marks, list(wanted))).tolist()
        found: dict[str, int] = {}
        for row in rows:
            found.setdefault(wanted[int(marks[row])], row)
        return found


@attrs.frozen(eq=False)
class Sheet:
    """The rows of one kind of frame, kept as batches of Arrow while they come.

    The number of the row that tells of the event of each is known at once, or else looked for in
    the end, by the id of the event.
    """

    name: RowsName
    timezone: str
    _numbers: list[int | None] = attrs.field(factory=list, init=False)
    _open: dict[int, str] = attrs.field(factory=dict, init=False)
    _waiting: list[Mapping[str, Any]] = attrs.field(factory=list, init=False)
    _batches: list[Any] = attrs.field(factory=list, init=False)

    def add(self, number: int | None, event: str | None, row: Mapping[str, Any]) -> None:
        """Adds a row, with the number of the row of its event or the event's id."""
        if number is None and event is not None:
            self._open[len(self._numbers)] = event
        self._numbers.append(number)
        self._waiting.append(row)
        if len(self._waiting) >= _BATCH:
            self._pack()

    @property
    def events(self) -> Iterable[str]:
        """The ids of the events of which the rows are still to be found."""
        return self._open.values()

    def _pack(self) -> None:
        self._batches.append(arrow_batch(self.name, self.timezone, self._waiting))
        self._waiting.clear()

    def table(self, places: Mapping[str, int]) -> Any:
        """All rows as a table of Arrow, with the numbers of the rows that tell of their events."""
        import pyarrow as pa

        self._pack()
        table = pa.Table.from_batches(self._batches)
        for place, event in self._open.items():
            self._numbers[place] = places.get(event)
        numbers = pa.array(self._numbers, pa.int64())
        return table.set_column(0, table.schema.field(0), numbers)


def rows_of(name: RowsName, verdict: Verdict) -> Iterator[tuple[str | None, Mapping[str, Any]]]:
    """What a verdict adds to a kind of rows: the id of the event of each row, and its cells."""
    led = {"verdict": verdict.id, "kind": verdict.kind, "type": verdict.event_type}
    if name == "violations":
        for one in verdict.violations:
            yield one.event, {**led, **_violation(one, verdict.penalties)}
    elif name == "undetermined":
        for open_ in verdict.undetermined:
            told = {**open_.to_dict(), "condition": open_.trace.text}
            yield verdict.event, {**led, "event": verdict.event, "at": verdict.at, **told}
    elif name == "penalties":
        for penalty in verdict.penalties:
            told = {**penalty.to_dict(), "at": penalty.at, "lapses_at": penalty.lapses_at}
            told["sanctions"] = [_sanction(each) for each in penalty.sanctions]
            yield penalty.event, {**led, **told}


def _violation(one: Violation, penalties: Iterable[Penalty]) -> Mapping[str, Any]:
    penalty = next((each for each in penalties if one.id in each.violations), None)
    late = None if one.settled_at is None else (one.settled_at - one.at).total_seconds()
    return {
        **dict(zip(_SAME, _same(one), strict=True)),
        "evidence": [each.to_dict() for each in one.evidence],
        "condition": one.trace.text,
        "delay_seconds": late,
        "penalty": None if penalty is None else penalty.id,
        "tier": None if penalty is None else penalty.tier,
        "sanctions": [] if penalty is None else [_sanction(each) for each in penalty.sanctions],
    }


_SAME = tuple(
    field.name
    for field in SCHEMAS["violations"]
    if field.name in {one.name for one in attrs.fields(Violation)} and field.name != "evidence"
)


_same = attrgetter(*_SAME)


def _sanction(one: Sanction) -> Mapping[str, Any]:
    told = one.to_dict()
    amount = told.get("amount")
    if isinstance(amount, Mapping):
        low, high = amount["low"], amount["high"]
        sum_ = low if low == high else f"{low}-{high}"
        told["amount"] = f"{sum_} {amount['unit']}" if amount["unit"] else sum_
    return {"or_above": [], "sources": [], **told}


def refused_table(cells: Sequence[RefusedCell], timezone: str, language: Language) -> Any:
    """The refused cells as a table of Arrow."""
    import pyarrow as pa

    rows = [
        {
            "row": one.row,
            "id": one.id,
            "column": one.column,
            "attribute": one.refusal.field,
            "code": one.refusal.code,
            "expected": one.refusal.expected,
            "got": one.refusal.got,
            "reason": one.refusal.reason(language),
        }
        for one in cells
    ]
    return pa.Table.from_batches([arrow_batch("refused", timezone, rows)])
