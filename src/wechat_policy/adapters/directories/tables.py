"""The rows of a table in a CSV or Excel file, whatever the encoding it was saved in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wechat_policy.adapters.records import Refused

_WORKBOOK = b"PK\x03\x04"
_LOOKED_AT = 4000
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def is_table(path: Path, head: bytes) -> bool:
    """Whether a file is a table: by its name, or because it begins as a workbook does."""
    return path.suffix.lower() in (".csv", ".tsv", ".xlsx", ".xlsm") or head.startswith(_WORKBOOK)


def rows(path: Path) -> Iterator[tuple[int, list[Any]]]:
    """Each row that is not blank with its number in the file, counted from 1.

    A CSV is read as UTF-8 or UTF-16 if it says so, else as GB18030, as spreadsheets in China save
    it. Raises Refused for what is no table, OSError for a file that cannot be opened.
    """
    content = path.read_bytes()
    found = _workbook(content) if content.startswith(_WORKBOOK) else _separated(content, path)
    for number, cells in found:
        if any(cell is not None and str(cell).strip() for cell in cells):
            yield number, cells


def text_of(content: bytes) -> str:
    """The text of a table."""
    if content.startswith(_UTF16):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        if fault.reason == "unexpected end of data":  # cut within a character of UTF-8
            return content[: fault.start].decode("utf-8-sig")
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as fault:
        if fault.start >= len(content) - 4:
            return content[: fault.start].decode("gb18030")
        raise Refused("encoding", got="another encoding") from None


def _separated(content: bytes, path: Path) -> Iterator[tuple[int, list[Any]]]:
    text = text_of(content)
    if "\0" in text:
        raise Refused("not_json", got="binary data")
    head = text[:_LOOKED_AT]  # More than a line: instructions may stand above the headings.
    sign = max("\t;,", key=lambda one: (head.count(one), one == ","))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    number = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Refused("no_table") from None
        yield number, list(cells)
        number = reader.line_num + 1


def _workbook(content: bytes) -> Iterator[tuple[int, list[Any]]]:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise Refused("no_reader") from None
    try:
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        yield from enumerate((list(row) for row in sheet.iter_rows(values_only=True)), 1)
    except Exception:  # A damaged workbook fails in a different way for each part of it.
        raise Refused("no_table") from None
