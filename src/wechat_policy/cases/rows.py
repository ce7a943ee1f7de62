"""A row of a sheet as an example of a clause, or what is wrong with its cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import attrs

from wechat_policy import nodes
from wechat_policy.adapters.records import Refused
from wechat_policy.adapters.tables.rows import Row
from wechat_policy.adapters.tables.workbook import UNCALCULATED
from wechat_policy.cases.cells import fact_value, is_empty, moment, words_of
from wechat_policy.cases.columns import CONDUCTS, fact_of, role_of, violates
from wechat_policy.errors import Diagnostic
from wechat_policy.examples import PlayableExample, PolicyUnderTest
from wechat_policy.resolution import Environment, Resolved
from wechat_policy.source import Source, Span
from wechat_policy.staging import event_of
from wechat_policy.suggestion import nearest
from wechat_policy.vocabulary import Attribute, vocabulary
from wechat_policy.words import canonical

Find: TypeAlias = Callable[[str | None, Source, Span], PolicyUnderTest | Diagnostic]
"""Finds the policy of a row by the name in its column, or the one of the whole file."""

_ALSO = {"sender": "actor", "actor": "sender"}
"""Who does it is called so with some events, and so with others."""


@attrs.define
class Rowed:
    """What rows came to: examples with their policies, and faults."""

    examples: list[tuple[PlayableExample, PolicyUnderTest]]
    faults: list[Diagnostic]


@attrs.frozen
class _Cell:
    """A cell with its place, its name such as C5, and the heading of its column."""

    value: Any
    span: Span
    name: str
    heading: str


class _Wrong(Exception):
    """A row that cannot be played, with the fault."""

    def __init__(self, fault: Diagnostic) -> None:
        super().__init__(fault)
        self.fault = fault


@attrs.frozen
class Reading:
    """How the rows of a sheet are read; rows that fill a `barred` column are not played."""

    source: Source
    find: Find
    barred: frozenset[str]

    def row(self, number: int, row: Row | Refused, spans: list[Span], answer: Rowed) -> None:
        """Adds the example of a row, or its fault; an empty row is passed over."""
        line = Span(spans[0].start, spans[-1].end) if spans else Span(0, 0)
        if not isinstance(row, Row):
            told = row.at(number)
            facts = {"reason": told.reason("en"), "reason.zh": told.reason("zh")}
            answer.faults.append(self._fault("E416", line, **facts))
            return
        cells = [
            _Cell(value, span, f"{_letters(at)}{number}", heading)
            for at, ((heading, value), span) in enumerate(zip(row.items(), spans, strict=True), 1)
            if not is_empty(value) and role_of(heading) != "remark"
        ]
        if not cells:
            return
        try:
            answer.examples.append(self._example(number, cells, line))
        except _Wrong as wrong:
            answer.faults.append(wrong.fault)

    def _example(
        self, number: int, cells: list[_Cell], line: Span
    ) -> tuple[PlayableExample, PolicyUnderTest]:
        for cell in cells:
            if cell.value is UNCALCULATED:
                raise _Wrong(self._no_result(cell))
            if cell.heading in self.barred:
                raise _Wrong(self._fault("E417", cell.span, cell=cell.name, column=cell.heading))
        by_role: dict[str, _Cell] = {}
        for cell in cells:
            if (role := role_of(cell.heading)) is not None:
                by_role[role] = cell
        for needed, zh in (("clause", "条款"), ("expected", "预期")):
            if needed not in by_role:
                raise _Wrong(self._fault("E415", line, **{"column": needed, "column.zh": zh}))
        named = by_role.get("policy")
        name, place = (words_of(named.value), named.span) if named else (None, line)
        tested = self.find(name, self.source, place)
        if isinstance(tested, Diagnostic):
            raise _Wrong(tested)
        clause = self._clause(by_role["clause"], tested)
        conduct = violates(words_of(by_role["expected"].value))
        if conduct is None:
            raise _Wrong(self._unknown(by_role["expected"], "违规, 合规", CONDUCTS))
        happen = self._happen(cells, by_role, clause, tested, line)
        example = nodes.Example(conduct, (happen,), span=line)
        return PlayableExample(self.source, clause, number, example), tested

    def _clause(self, cell: _Cell, tested: PolicyUnderTest) -> str:
        """The clause of a row by its name, or by its title."""
        told = words_of(cell.value)
        if told in tested.clauses:
            return told
        titles = {
            item.value: name
            for name, clause in tested.clauses.items()
            for item in clause.items
            if isinstance(item, nodes.Title)
        }
        if told in titles:
            return titles[told]
        meant = nearest(told, [*tested.clauses, *titles])
        raise _Wrong(self._fault("E112", cell.span, meant, name=told))

    def _happen(
        self,
        cells: list[_Cell],
        by_role: Mapping[str, _Cell],
        clause: str,
        tested: PolicyUnderTest,
        line: Span,
    ) -> nodes.Happen:
        event = self._event(by_role.get("event"))
        type_ = event or event_of(tested.clauses[clause], tested.clauses, tested.policy())
        zone = tested.policy().zone
        facts: dict[str, nodes.FactValue] = {}
        text: str | None = None
        for cell in cells:
            path = fact_of(cell.heading) if role_of(cell.heading) is None else None
            if path is None:
                continue
            path, attribute = self._attribute(path, type_, cell)
            if path == "text":
                text = words_of(cell.value) if not isinstance(cell.value, str) else cell.value
                continue
            try:
                facts[path] = fact_value(cell.value, attribute, zone, cell.span)
            except Refused as refused:
                raise _Wrong(self._refused(cell, refused)) from None
        if (day := by_role.get("day")) is not None:
            self._dated(day, type_, facts, zone)
        told = tuple(nodes.Fact(path, value, span=value.span) for path, value in facts.items())
        return nodes.Happen(event, text, told, self._times(by_role.get("times")), None, span=line)

    def _dated(self, day: _Cell, type_: str, facts: dict[str, nodes.FactValue], zone: Any) -> None:
        """What the column of days says: the day of the event, which some events name themselves."""
        kind = vocabulary().events.get(type_)
        try:
            if kind is not None and "date" in kind.attributes and "date" not in facts:
                facts["date"] = fact_value(day.value, kind.attributes["date"], zone, day.span)
            facts["at"] = moment(day.value, facts.get("at"), zone, day.span)
        except Refused as refused:
            raise _Wrong(self._refused(day, refused)) from None

    def _event(self, cell: _Cell | None) -> str | None:
        if cell is None:
            return None
        told = words_of(cell.value)
        event = canonical("event", told)
        if event not in vocabulary().events and not event.startswith("x."):
            known = vocabulary().events
            choices = [*known, *(vocabulary().spell(one, "event") for one in known)]
            raise _Wrong(self._fault("E102", cell.span, nearest(told, choices), name=told))
        return event

    def _attribute(self, path: str, type_: str, cell: _Cell) -> tuple[str, Attribute]:
        for one in (path, _ALSO.get(path, path)):
            found = Environment((type_,)).resolve(one)
            if isinstance(found, Resolved):
                return one, found.attribute
        raise _Wrong(
            self._fault("E418", cell.span, cell=cell.name, column=cell.heading, **_spelt(type_))
        )

    def _times(self, cell: _Cell | None) -> int:
        if cell is None:
            return 1
        told = words_of(cell.value)
        if not told.isdecimal() or int(told) < 1:
            raise _Wrong(self._fault("E009", cell.span, word=told))
        return int(told)

    def _refused(self, cell: _Cell, refused: Refused) -> Diagnostic:
        refusal = refused.at(0)
        return self._fault(
            "E414", cell.span, cell=cell.name, column=cell.heading,
            **{"reason": refusal.reason("en"), "reason.zh": refusal.reason("zh")},
        )  # fmt: skip

    def _no_result(self, cell: _Cell) -> Diagnostic:
        return self._fault(
            "E414", cell.span, cell=cell.name, column=cell.heading,
            **{
                "reason": "the formula has no result, open the file in a spreadsheet and save it",
                "reason.zh": "公式没有计算结果，请用表格软件打开后保存",
            },
        )  # fmt: skip

    def _unknown(self, cell: _Cell, expected: str, choices: tuple[str, ...]) -> Diagnostic:
        told = words_of(cell.value)
        return self._fault(
            "E414", cell.span, nearest(told, choices), cell=cell.name, column=cell.heading,
            **{
                "reason": f"`{told}` is none of {expected}",
                "reason.zh": f"`{told}` 不是 {expected} 之一",
            },
        )  # fmt: skip

    def _fault(
        self, code: str, span: Span, suggestion: str | None = None, **facts: str
    ) -> Diagnostic:
        return Diagnostic(code, self.source, span, facts=facts, suggestion=suggestion)


def _spelt(type_: str) -> dict[str, str]:
    return {"event": type_, "event.zh": vocabulary().spell(type_, "event")}


def _letters(column: int) -> str:
    """The name of a column as a workbook shows it: A, B, … Z, AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
