"""Reads a company's own calendar of days from a file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date
from os import PathLike
from pathlib import Path

import attrs

from wechat_policy.errors import PolicyError
from wechat_policy.source import visible
from wechat_policy.text import fold
from wechat_policy.workdays import WorkCalendar

_DATE = {"date", "日期"}
_KIND = {"kind", "类型"}
_WORKED = {"workday", "工作日", "上班"}
_OFF = {"rest", "休息日", "休息"}
_BY_THE_WEEK = {"week", "按周"}
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_YEAR = re.compile(r"(\d{4})年?", re.ASCII)


@attrs.frozen
class CalendarFault:
    """What cannot be used in a calendar file: its line from 1, what was expected, what is there."""

    line: int
    expected: str
    got: str

    def __str__(self) -> str:
        return f"line {self.line}: expected {self.expected}, got {visible(self.got)!r}"


class InvalidCalendar(PolicyError, ValueError):
    """A calendar file that cannot be used, with all its `faults` in the order of lines."""

    def __init__(self, name: str, faults: Iterable[CalendarFault]) -> None:
        self.name = name
        self.faults = tuple(faults)
        super().__init__(self.name, self.faults)

    def __str__(self) -> str:
        return "\n".join(f"{self.name}, {fault}" for fault in self.faults)


def read_calendar(path: str | PathLike[str]) -> WorkCalendar:
    """A company's calendar from a csv file with the columns date and kind (日期, 类型).

    Kinds are workday and rest (工作日 or 上班, 休息日 or 休息). A row with a year for its date and
    the kind week (按周) says that all other days of the year go by the week; without it only the
    days listed are known. Dates are 2027-01-31, 2027/1/31 or 2027年1月31日. The file is UTF-8 or,
    as spreadsheets save it in China, GB18030. Raises InvalidCalendar with every fault, OSError if
    the file cannot be read.
    """
    own: dict[date, bool] = {}
    years: set[int] = set()
    faults: list[CalendarFault] = []
    for line, when, kind in _rows(Path(path), faults):
        year, day = _YEAR.fullmatch(when), _day(when)
        if year and kind in _BY_THE_WEEK:
            years.add(int(year[1]))
        elif year:
            faults.append(CalendarFault(line, "the kind week (按周) for a whole year", kind))
        elif day is None:
            faults.append(CalendarFault(line, "a date such as 2027-01-31, or a year", when))
        elif kind not in _WORKED | _OFF:
            faults.append(CalendarFault(line, "workday or rest (工作日, 休息日)", kind))
        elif own.setdefault(day, kind in _WORKED) != (kind in _WORKED):
            faults.append(CalendarFault(line, f"the kind {day} has above", kind))
    if faults:
        raise InvalidCalendar(str(path), faults)
    return WorkCalendar(own, frozenset(years))


def _rows(path: Path, faults: list[CalendarFault]) -> Iterator[tuple[int, str, str]]:
    """Line, date and kind of each row that is not blank; what is no table becomes a fault."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    reader = csv.reader(text.splitlines())
    try:
        heading = next(reader, [])
        columns = [fold(cell).strip() for cell in heading]
        when = next((n for n, column in enumerate(columns) if column in _DATE), None)
        kind = next((n for n, column in enumerate(columns) if column in _KIND), None)
        if when is None or kind is None:
            expected = "the columns date and kind (日期, 类型)"
            faults.append(CalendarFault(1, expected, ",".join(heading)))
            return
        for row in reader:
            cells = [fold(cell).strip() for cell in row]
            cells += [""] * (len(columns) - len(cells))
            if any(cells):
                yield reader.line_num, cells[when], cells[kind]
    except csv.Error as error:
        faults.append(CalendarFault(reader.line_num, "a row of a csv file", str(error)))


def _day(text: str) -> date | None:
    """The day that is written, None if there is no such day."""
    if match := _DAY.fullmatch(text):
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            return None
    return None
