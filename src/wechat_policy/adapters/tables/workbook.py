"""Rows of an Excel workbook (.xlsx), one at a time."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import IO, Any

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


def _row(headings: list[str], cells: tuple[Any, ...]) -> Row | Refused:
    if any(cell is not None for cell in cells[len(headings) :]):
        return Refused("cells", expected=str(len(headings)), got=str(len(cells)))
    filled = [*cells, *[None] * (len(headings) - len(cells))]  # Empty ends of rows are not stored.
    return Row(zip(headings, filled, strict=False))
