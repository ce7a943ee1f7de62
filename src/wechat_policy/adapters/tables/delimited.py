"""Rows of text with a sign between the cells: CSV and TSV, one at a time, in any usual encoding."""

from __future__ import annotations

import codecs
import csv
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import attrs

from wechat_policy.adapters.jsontext import mended
from wechat_policy.adapters.records import Refused
from wechat_policy.adapters.tables.rows import Row, is_heading, named

LARGEST_ROW = 2**20
"""Characters of one row: a quote that is never closed is given up behind so many."""

_BOM = "\ufeff"
_SIGNS = ",\t;"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# What is looked at to tell the encoding where the headings are plain ASCII.
_TELLING, _AHEAD = 20, 1000


def opens(first: object, second: object | None) -> bool:
    """Whether a first line is the headings of a table, rather than a damaged line of JSON.

    A line of JSON that lost its beginning has quotes, brackets or colons, and is followed by an
    object.
    """
    text = _seen(first)
    if text is None or _sign(text) is None:
        return False
    following = _seen(second)
    return following is None or following.lstrip()[:1] not in tuple("{[<")


def rows(numbered: Iterable[tuple[int, object]]) -> Iterator[tuple[int, Any]]:
    """Each row behind the headings with the line it begins on; a `Refused` for a damaged one.

    Rows with too few or too many cells are refused. Where a quote is not closed, the line with it
    is refused and reading goes on at the next.
    """
    source = _Lines(_decoded(iter(numbered)))
    head = source.next()
    if head is None or not isinstance(head[1], str):
        return
    sign = _sign(head[1]) or ","
    headings = named(_cells(head[1], sign) or ())
    while (line := source.next()) is not None:
        number, text = line
        if not isinstance(text, str):
            yield number, text
        elif text.strip():
            cells = _row(text, source, sign)
            if cells is None:
                yield number, Refused("broken_row", got=str(number))
            elif any(cells):
                yield number, _filled(headings, cells)


def headings(numbered: Iterable[tuple[int, object]]) -> list[str]:
    """The names of the columns, none where the first line is no text."""
    head = next(_decoded(iter(numbered)), None)
    if head is None or not isinstance(head[1], str):
        return []
    return named(_cells(head[1], _sign(head[1]) or ",") or ())


def _filled(headings: list[str], cells: list[str]) -> Row | Refused:
    if len(cells) < len(headings) or any(cells[len(headings) :]):
        return Refused("cells", expected=str(len(headings)), got=str(len(cells)))
    return Row(zip(headings, cells, strict=False))


def _row(text: str, source: _Lines, sign: str) -> list[str] | None:
    """The cells of the row that begins with a line, taking further lines if its quotes do.

    None if they are never closed or closed amid a cell; then no line more is taken.
    """
    cells = _cells(text, sign)
    if cells is not None:
        return cells
    held = [text]
    taken: list[tuple[int, object]] = []
    length, quotes = len(text), text.count('"')
    while quotes % 2 and length <= LARGEST_ROW:
        line = source.next()
        if line is None:
            break
        taken.append(line)
        if not isinstance(line[1], str):
            break
        held.append(line[1])
        length += len(line[1])
        quotes += line[1].count('"')
    cells = _cells("".join(held), sign) if quotes % 2 == 0 else None
    if cells is None:
        source.put_back(taken)
    return cells


def _cells(text: str, sign: str) -> list[str] | None:
    """The cells of one whole row, None if the text is none."""
    try:
        found = list(csv.reader([text.rstrip("\r\n")], delimiter=sign, strict=True))
    except csv.Error:
        return None
    return [cell.strip() for cell in found[0]] if len(found) == 1 else None


def _sign(text: str) -> str | None:
    """The sign between the headings that a line consists of, None if it is no such line."""
    sign = max(_SIGNS, key=text.count)
    cells = _cells(text, sign)
    if cells is None:
        return None
    while cells and not cells[-1]:
        cells.pop()
    return sign if is_heading(list(cells)) else None


@attrs.define
class _Lines:
    """Lines of which some may be put back."""

    source: Iterator[tuple[int, object]]
    waiting: deque[tuple[int, object]] = attrs.field(factory=deque)

    def next(self) -> tuple[int, object] | None:
        return self.waiting.popleft() if self.waiting else next(self.source, None)

    def put_back(self, lines: list[tuple[int, object]]) -> None:
        self.waiting.extendleft(reversed(lines))


def _seen(line: object) -> str | None:
    """The text of a line by its look alone; None if it is not text."""
    if not isinstance(line, str | bytes):
        return None
    written = _encoded(line)
    if written.startswith(_UTF_16):
        return written.decode("utf-16", errors="ignore").strip(_BOM)
    try:
        return written.decode().strip(_BOM)
    except UnicodeDecodeError:
        return written.decode("gb18030", errors="replace")


def _decoded(numbered: Iterator[tuple[int, object]]) -> Iterator[tuple[int, object]]:
    ahead: list[tuple[int, object]] = []
    telling = 0
    for number, line in numbered:
        encoded = _encoded(line) if isinstance(line, str | bytes) else line
        ahead.append((number, encoded))
        telling += isinstance(encoded, bytes) and not encoded.isascii()
        if telling == _TELLING or len(ahead) == _AHEAD:
            break
    rest = chain(ahead, numbered)
    first = ahead[0][1] if ahead else None
    if isinstance(first, bytes) and first.startswith(_UTF_16):
        yield from _wide(rest)
        return
    encoding = _encoding([line for _, line in ahead if isinstance(line, bytes)])
    for number, line in rest:
        if not isinstance(line, str | bytes):
            yield number, line
            continue
        try:
            text = _encoded(line).decode(encoding).lstrip(_BOM)
        except UnicodeDecodeError:
            yield number, Refused("undecodable", got="GB18030" if encoding != "utf-8" else "UTF-8")
        else:
            # Lines that came without their ends would run together within quotes.
            yield number, text if text.endswith("\n") else f"{text}\n"


def _encoding(lines: list[bytes]) -> str:
    """UTF-8, unless most lines that could tell are GB18030 and not UTF-8."""
    other = telling = 0
    for line in lines:
        if not line.isascii():
            telling += 1
            other += not _is_in(line, "utf-8") and _is_in(line, "gb18030")
    return "gb18030" if 2 * other > telling else "utf-8"


def _is_in(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _wide(numbered: Iterator[tuple[int, object]]) -> Iterator[tuple[int, object]]:
    """The lines of UTF-16, which a reader of bytes has cut amid the signs for a line's end."""
    decoder = codecs.getincrementaldecoder("utf-16")(errors="replace")
    held = ""
    count: int | None = None
    for number, line in numbered:
        count = number if count is None else count
        if not isinstance(line, str | bytes):
            yield number, line
            continue
        *whole, held = (held + decoder.decode(_encoded(line))).split("\n")
        for text in whole:
            yield count, f"{text}\n"
            count += 1
    held += decoder.decode(b"", final=True)
    if held and count is not None:
        yield count, f"{held}\n"


def _encoded(line: str | bytes) -> bytes:
    if isinstance(line, bytes):
        return line
    try:
        return line.encode(errors="surrogateescape")
    except UnicodeEncodeError:
        return str(mended(line)).encode()
