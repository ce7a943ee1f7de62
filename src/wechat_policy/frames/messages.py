"""One row for each row of a frame: what its event came to, in the order of the frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs

from wechat_policy.errors import Language
from wechat_policy.frames.faults import RefusedCell
from wechat_policy.frames.schema import arrow_array, arrow_schema
from wechat_policy.policy import Policy
from wechat_policy.verdict import RANK, Verdict, Violation


@attrs.define(eq=False)
class Stamps:
    """Id, type and time of every row; nothing of those that were refused but the id."""

    timezone: str
    _ids: list[Any] = attrs.field(factory=list, init=False)
    _types: list[Any] = attrs.field(factory=list, init=False)
    _ats: list[Any] = attrs.field(factory=list, init=False)

    def add(
        self, first: int, count: int, rows: Sequence[int], ids: Sequence[str],
        types: Sequence[str], ats: Sequence[datetime], refused: Iterable[RefusedCell],
    ) -> None:  # fmt: skip
        """Notes the stamps of some rows."""
        import pyarrow as pa

        told: list[Sequence[Any]] = [ids, types, ats]
        if len(rows) != count:
            spread: list[list[Any]] = [[None] * count for _ in told]
            for column, values in zip(spread, told, strict=True):
                for row, value in zip(rows, values, strict=True):
                    column[row - first] = value
            for cell in refused:
                spread[0][cell.row - first] = cell.id
            told = list(spread)
        self._ids.append(arrow_array(told[0], pa.string()))
        self._types.append(arrow_array(told[1], pa.string()))
        self._ats.append(pa.array(told[2], pa.timestamp("us", self.timezone)))

    def columns(self) -> Mapping[str, Any]:
        """The columns `id`, `type` and `at`."""
        import pyarrow as pa

        moment = pa.timestamp("us", self.timezone)
        return {
            "id": pa.chunked_array(self._ids, pa.string()),
            "type": pa.chunked_array(self._types, pa.string()),
            "at": pa.chunked_array(self._ats, moment),
        }


@attrs.define(eq=False)
class Tally:
    """What one row came to, each violation as it was told last."""

    violations: dict[str, Violation] = attrs.field(factory=dict)
    undetermined: set[str] = attrs.field(factory=set)


@attrs.define(eq=False)
class Tallies:
    """What came of the events, by their ids; `rowless` are the violations that name none."""

    _by_event: dict[str, Tally] = attrs.field(factory=dict, init=False)
    rowless: dict[str, Violation] = attrs.field(factory=dict, init=False)

    def take(self, verdict: Verdict) -> None:
        """Adds what a verdict tells."""
        for one in verdict.violations:
            if one.event is None:
                self.rowless[one.id] = one
            else:
                self._by_event.setdefault(one.event, Tally()).violations[one.id] = one
        if verdict.event is not None:
            for open_ in verdict.undetermined:
                self._by_event.setdefault(verdict.event, Tally()).undetermined.add(open_.id)

    @property
    def events(self) -> Iterable[str]:
        """The ids of the events of which something is told."""
        return self._by_event

    def placed(self, places: Mapping[str, int]) -> dict[int, Tally]:
        """What came of each row; violations whose event no row tells of are rowless too."""
        found: dict[int, Tally] = {}
        for event, tally in self._by_event.items():
            row = places.get(event)
            if row is None:
                self.rowless |= tally.violations
            else:
                found[row] = tally
        return found


def messages_table(
    stamps: Stamps, tallies: Mapping[int, Tally], refused: Sequence[RefusedCell],
    repeated: Iterable[int], policies: Sequence[Policy], language: Language,
) -> Any:  # fmt: skip
    """The table of Arrow with a row for each row of the frame."""
    import pyarrow as pa

    schema = arrow_schema("messages", stamps.timezone)
    columns = dict(stamps.columns())
    count = len(columns["id"])
    cells: dict[str, list[Any]] = {
        "row": list(range(count)),
        "state": ["judged"] * count,
        "status": [None] * count,
        "severity": [None] * count,
        **{name: [0] * count for name in (*_COUNTED, "undetermined")},
        "policies": [()] * count,
        "clauses": [()] * count,
        "fault": [None] * count,
    }
    for row in repeated:
        cells["state"][row] = "repeated"
    for cell in refused:
        cells["state"][cell.row] = "refused"
        before = cells["fault"][cell.row]
        told = cell.refusal.reason(language)
        cells["fault"][cell.row] = told if before is None else f"{before}; {told}"
    ranks = {policy.id: policy for policy in policies}
    for row, tally in tallies.items():
        for name, value in _told(tally, ranks).items():
            cells[name][row] = value
    columns |= {name: arrow_array(those, schema.field(name).type) for name, those in cells.items()}
    return pa.Table.from_arrays([columns[name] for name in schema.names], schema=schema)


_COUNTED = {"violations": "violation", "suspected": "suspected", "advisory": "advisory"}


def _told(tally: Tally, policies: Mapping[str, Policy]) -> Mapping[str, Any]:
    standing = [one for one in tally.violations.values() if one.status in RANK]
    strongest = max((one.status for one in standing), key=RANK.__getitem__, default=None)
    grave = [one for one in standing if one.status == strongest and one.severity is not None]
    gravest = max(grave, key=lambda one: _gravity(one, policies), default=None)
    broken = tuple(dict.fromkeys((one.policy, one.clause) for one in standing))
    return {
        **{
            name: sum(one.status == status for one in standing) for name, status in _COUNTED.items()
        },
        "undetermined": len(tally.undetermined),
        "status": strongest,
        "severity": None if gravest is None else gravest.severity,
        "policies": [policy for policy, _ in broken],
        "clauses": [clause for _, clause in broken],
    }


def _gravity(one: Violation, policies: Mapping[str, Policy]) -> int:
    """How near a severity is to the gravest of its policy: policies name their own."""
    penalties = policies[one.policy].penalties
    return penalties.rank(one.severity) - len(penalties.severities)
