"""Rows of an Excel workbook (.xlsx): one at a time, or sheet by sheet as people look at them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any

import attrs

from wechat_policy.adapters.records import Refused
from wechat_policy.adapters.tables.rows import Row, is_heading, named

SIGNATURE = b"PK\x03\x04"
"""What a workbook begins with, as every zip archive does."""

# Lines of a title that may stand above the headings.
_ABOVE = 10

_ANY_ZIP = "a zip archive or a workbook"


def rows(stream: IO[bytes]) -> Iterator[tuple[int, Any]]:
    """Each row behind the headings of each sheet, with its number in the sheet.

    The headings are the first row with two words or more and nothing else; titles above them are
    passed over, and so are sheets without headings.
    """
    try:
        import openpyxl
    except ImportError:
        yield 1, Refused("extra", expected="wechat-policy[excel]", got=_ANY_ZIP)
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
    except Exception:  # Whatever a damaged archive makes of the libraries below.
        yield 1, Refused("not_json", got=_ANY_ZIP)
        return
    for sheet in book.worksheets:
        yield from _sheet(sheet)


def _sheet(sheet: Any) -> Iterator[tuple[int, Any]]:
    headings: list[str] = []
    number = 0
    try:
        sheet.reset_dimensions()  # Some programs write a size that is not the sheet's.
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            if not any(cell is not None for cell in cells):
                continue
            if headings:
                yield number, _row(headings, cells)
            elif is_heading(list(cells)):
                headings = named(cells)
            elif number == _ABOVE:
                return
    except Exception:
        yield number + 1, Refused("damaged_file", got="a workbook")


UNCALCULATED = object()
"""What stands in a cell whose formula no program has calculated."""


@attrs.frozen
class Sheet:
    """A sheet with its headings, none where it has no row of them, and the rows behind them."""

    name: str
    heading: int
    headings: list[str]
    rows: list[tuple[int, Any]]


def sheets(content: bytes) -> list[Sheet]:
    """Every sheet that is not empty, as it looks: cells merged downwards say the same in each row.

    Raises Refused for what is no workbook, or where there is no reader for one.
    """
    try:
        import openpyxl
    except ImportError:
        raise Refused("extra", expected="wechat-policy[excel]", got=_ANY_ZIP) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            told = openpyxl.load_workbook(BytesIO(content), data_only=True)
            written = openpyxl.load_workbook(BytesIO(content))
        found = [_whole(one, written[one.title]) for one in told.worksheets]
    except Exception:  # Whatever a damaged archive makes of the libraries below.
        raise Refused("damaged_file", got="a workbook") from None
    return [one for one in found if one is not None]


def _whole(sheet: Any, written: Any) -> Sheet | None:
    lines = [list(cells) for cells in sheet.iter_rows(values_only=True)]
    for row in written.iter_rows():
        for cell in row:
            if cell.data_type == "f" and lines[cell.row - 1][cell.column - 1] is None:
                lines[cell.row - 1][cell.column - 1] = UNCALCULATED
    for area in sheet.merged_cells.ranges:
        for line in lines[area.min_row : area.max_row]:
            line[area.min_col - 1] = lines[area.min_row - 1][area.min_col - 1]
    filled = [
        (number, cells)
        for number, cells in enumerate(lines, 1)
        if any(cell is not None for cell in cells)
    ]
    if not filled:
        return None
    for at, (number, cells) in enumerate(filled):
        if number <= _ABOVE and is_heading(cells):
            headings = named(cells)
            rows = [(row, _row(headings, tuple(line))) for row, line in filled[at + 1 :]]
            return Sheet(sheet.title, number, headings, rows)
    return Sheet(sheet.title, filled[0][0], [], [])


def _row(headings: list[str], cells: tuple[Any, ...]) -> Row | Refused:
    if any(cell is not None for cell in cells[len(headings) :]):
        return Refused("cells", expected=str(len(headings)), got=str(len(cells)))
    filled = [*cells, *[None] * (len(headings) - len(cells))]  # Empty ends of rows are not stored.
    return Row(zip(headings, filled, strict=False))
