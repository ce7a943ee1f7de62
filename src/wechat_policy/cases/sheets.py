"""Sheets of examples: a row of an Excel or CSV file is an example of a clause.

A sheet is a source whose lines are its rows, so that what is wrong with a cell is drawn as what is
wrong with a word of a policy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs

from wechat_policy.adapters.records import Refused
from wechat_policy.adapters.tables import delimited, workbook
from wechat_policy.adapters.tables.rows import Row
from wechat_policy.cases.cells import words_of
from wechat_policy.cases.columns import NEEDED, fact_of, meant, role_of
from wechat_policy.cases.rows import Reading, Rowed
from wechat_policy.errors import Diagnostic, InvalidPolicy
from wechat_policy.examples import PlayableExample, PolicyUnderTest
from wechat_policy.loading import find_library
from wechat_policy.source import Source, Span

SUFFIXES = (".xlsx", ".xlsm", ".csv")


@attrs.frozen(eq=False)
class SheetFile:
    """The examples of a file that can be played, each with its policy, and its faults."""

    name: str
    examples: tuple[tuple[PlayableExample, PolicyUnderTest], ...]
    faults: tuple[Diagnostic, ...] = ()


def read_sheets(
    path: Path, policy: PolicyUnderTest | None = None, *, found: bool = False
) -> SheetFile | None:
    """The examples of a file, for a policy, or for that of their column or beside the file.

    Rows without fault are there whatever is wrong with others. None for a file that was only
    `found` in a folder and has no sheet with columns for a clause and what is expected.
    """
    try:
        sheets = _sheets(path)
    except Refused as refused:
        refusal = refused.at(1)
        facts = {"reason": refusal.reason("en"), "reason.zh": refusal.reason("zh")}
        source = Source(str(path), "")
        return SheetFile(str(path), (), (Diagnostic("E411", source, Span(0, 0), facts=facts),))
    if found and not any(_needed_of(one) == len(NEEDED) for one in sheets):
        return None
    telling = [one for one in sheets if _needed_of(one)]
    examples: list[tuple[PlayableExample, PolicyUnderTest]] = []
    faults: list[Diagnostic] = []
    policies = _Policies(path, policy)
    for sheet in telling or sheets:
        lacking = [one for one in NEEDED if one not in map(role_of, sheet.headings)]
        rowed = _read(sheet, policies, lacking)
        examples += rowed.examples
        faults += rowed.faults
    if not sheets:
        faults.append(Diagnostic("E406", Source(str(path), ""), Span(0, 0)))
    return SheetFile(str(path), tuple(examples), tuple(faults))


@attrs.frozen
class _Sheet:
    """A sheet as a source with the headings, the rows, and where each cell of a row stands."""

    source: Source
    heading: int
    headings: list[str]
    rows: list[tuple[int, Any]]

    def spans(self, number: int, cells: list[Any]) -> list[Span]:
        """The places of the cells of a row of so many."""
        start = sum(len(line) + 1 for line in self.source.text.split("\n")[: number - 1])
        found = []
        for cell in cells:
            end = start + len(_shown(cell))
            found.append(Span(start, end))
            start = end + 1
        return found


def _sheets(path: Path) -> list[_Sheet]:
    content = path.read_bytes()
    if content.startswith(workbook.SIGNATURE):
        return [
            _drawn(f"{path}[{one.name}]", one.heading, one.headings, one.rows)
            for one in workbook.sheets(content)
        ]
    if path.suffix.lower() != ".csv":
        raise Refused("damaged_file", got="a workbook")
    lines = list(enumerate(content.splitlines(keepends=True), 1))
    rows = list(delimited.rows(lines))
    if not content.strip():
        return []
    names = delimited.headings(lines)
    return [_drawn(str(path), 1, names, rows)]


def _drawn(name: str, heading: int, names: list[str], rows: list[tuple[int, Any]]) -> _Sheet:
    lines = {heading: "\t".join(map(_shown, names))}
    lines |= {
        number: "\t".join(map(_shown, row.values())) if isinstance(row, Row) else ""
        for number, row in rows
    }
    text = "\n".join(lines.get(number, "") for number in range(1, max(lines) + 1))
    return _Sheet(Source(name, text), heading, names, rows)


def _shown(cell: Any) -> str:
    if cell is workbook.UNCALCULATED:
        return "=…"
    return "" if cell is None else words_of(cell)


def _needed_of(sheet: _Sheet) -> int:
    """How many of the columns that it cannot be without a sheet has."""
    roles = [role_of(one) for one in sheet.headings]
    return sum(one in roles for one in NEEDED)


@attrs.define
class _Policies:
    """The policies of a file by their names, each opened once; a fault where one cannot be."""

    path: Path
    given: PolicyUnderTest | None
    opened: dict[str, PolicyUnderTest | Diagnostic] = attrs.field(factory=dict)

    def find(self, name: str | None, source: Source, span: Span) -> PolicyUnderTest | Diagnostic:
        """The policy that a row is about."""
        if self.given is not None:
            return self.given
        wanted = name or f"{self.path.stem}.policy"
        if wanted not in self.opened:
            self.opened[wanted] = self._open(wanted, name is None, source, span)
        return self.opened[wanted]

    def _open(
        self, name: str, is_guess: bool, source: Source, span: Span
    ) -> PolicyUnderTest | Diagnostic:
        try:
            found = find_library(name, Source(str(self.path), ""))
            if found is not None:
                return PolicyUnderTest.of(found)
        except UnicodeDecodeError:
            told = {"reason": "it is not UTF-8", "reason.zh": "不是 UTF-8 编码"}
            return Diagnostic("E403", source, span, facts={"name": name, **told})
        except InvalidPolicy as invalid:
            return next(one for one in invalid.diagnostics if one.level == "error")
        if is_guess:
            return Diagnostic("E401", source, span, facts={"file": name})
        return Diagnostic("E402", source, span, facts={"name": name})


def _read(sheet: _Sheet, policies: _Policies, lacking: Sequence[str]) -> Rowed:
    head = sheet.spans(sheet.heading, list(sheet.headings))
    faults: list[Diagnostic] = []
    for needed in lacking:
        facts = {"column": needed, "column.zh": {"clause": "条款", "expected": "预期"}[needed]}
        place = Span(head[0].start, head[-1].end) if head else Span(0, 0)
        faults.append(Diagnostic("E412", sheet.source, place, facts=facts))
    if lacking:
        return Rowed([], faults)
    barred = list(_unknown(sheet, head, faults))
    reading = Reading(sheet.source, policies.find, frozenset(barred))
    answer = Rowed([], faults)
    for number, row in sheet.rows:
        cells = list(row.values()) if isinstance(row, Row) else [""]
        reading.row(number, row, sheet.spans(number, cells), answer)
    return answer


def _unknown(sheet: _Sheet, head: list[Span], faults: list[Diagnostic]) -> Iterator[str]:
    """Columns whose heading was probably meant for another: rows that fill them are not played."""
    for name, span in zip(sheet.headings, head, strict=False):
        if role_of(name) is not None or fact_of(name) is not None:
            continue
        other = meant(name)
        code = "W402" if other is None else "E413"
        faults.append(Diagnostic(code, sheet.source, span, facts={"name": name}, suggestion=other))
        if other is not None:
            yield name
