"""From a file, a stream or any iterable of lines to decoded values with their line numbers."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import IO, Any, TypeAlias

from wechat_policy.adapters import xmltext
from wechat_policy.adapters.documents import IsRecord, items
from wechat_policy.adapters.jsontext import decode, mended
from wechat_policy.adapters.records import Refused
from wechat_policy.adapters.tables import columnar, delimited, workbook

Lines: TypeAlias = "str | os.PathLike[str] | Iterable[object]"
"""A path (also as text), an open file, or any iterable of lines or of decoded records."""

_BOM = "\ufeff"

_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\xff\xfe", "encoding", "UTF-16"),
    (b"\xfe\xff", "encoding", "UTF-16"),
    (b"\x1f\x8b", "not_json", "a gzip archive"),
    (b"PK\x03\x04", "not_json", "a zip archive or a workbook"),
    (b"SQLite format 3\x00", "not_json", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "not_json", "an old workbook, to be saved as .xlsx"),
    (b"<?xml", "not_json", "XML of another kind"),
    (b"<!DOCTYPE", "not_json", "HTML"),
    (b"<html", "not_json", "HTML"),
)


def values(source: Lines, is_record: IsRecord) -> Iterator[tuple[int | None, Any]]:
    """Each value of the source with its line, counted from 1; blank lines are passed over.

    What cannot be had is a `Refused` in its place. Rows of a table are mappings by the names of its
    columns, and their line is the row in a workbook. The line is None where the source is one JSON
    document (a list, or objects over several lines): it is read whole, while JSON lines are
    read one at a time. `is_record` tells a record of a known format, which is how the next one is
    found behind a damaged place of a document.
    """
    if isinstance(source, str | os.PathLike):
        with open(source, "rb") as stream:
            binary = _binary(stream, stream.peek(8))
            yield from _values(stream, is_record) if binary is None else binary
    else:
        yield from _values(_guarded(source), is_record)


def foreign(line: object) -> Refused | None:
    """The refusal of a whole file whose first line shows that it is not JSON in UTF-8."""
    head = _head(line)
    for signature, code, name in _SIGNATURES:
        if head.startswith(signature):
            return Refused(code, got=name)
    return None


def _head(line: object) -> bytes:
    if isinstance(line, str):
        line = line.encode("utf-8", "replace")
    return line.removeprefix(_BOM.encode()).lstrip() if isinstance(line, bytes) else b""


def text_of(line: str | bytes) -> str:
    """The text of a line without byte order mark and outer white space.

    Raises:
        Refused: it is not UTF-8; `got` names the encoding it seems to be in, or the place where
            it is damaged.
    """
    written = _encoded(line).strip()
    try:
        text = written.decode()
    except UnicodeDecodeError as error:
        raise _misread(written, error) from None
    return text.strip().removeprefix(_BOM).strip()


def _values(source: Iterable[object], is_record: IsRecord) -> Iterator[tuple[int | None, Any]]:
    numbered = enumerate(source, 1)
    first = next(filter(_is_written, numbered), None)
    if first is None:
        return
    ahead = [first]
    if xmltext.declares(_head(first[1])) and (second := next(filter(_is_written, numbered), None)):
        ahead.append(second)
    if xmltext.opens(b"".join(_head(line) for _, line in ahead)):
        yield from xmltext.documents(chain(ahead, numbered))
        return
    if isinstance(first[1], bytes) and _is_binary(first[1]):
        rest = (line for _, line in numbered if isinstance(line, bytes))
        yield from _binary(io.BytesIO(b"".join(chain([first[1]], rest))), first[1]) or ()
        return
    ahead = [first]
    if delimited.opens(first[1], None):
        ahead += islice(filter(_is_written, numbered), 1)
        if delimited.opens(first[1], ahead[-1][1] if ahead[1:] else None):
            yield from delimited.rows(chain(ahead, numbered))
            return
    if refused := foreign(first[1]):
        yield first[0], refused
        return
    if _opens_list(first[1]) or _goes_on(first[1], ahead, numbered):
        for value in _document((line for _, line in chain(ahead, numbered)), is_record):
            yield None, value
    else:
        yield from _each(chain(ahead, numbered), is_record)


def _is_binary(head: bytes) -> bool:
    return head.startswith(workbook.SIGNATURE) or columnar.kind_of(head) is not None


def _binary(stream: IO[bytes], head: bytes) -> Iterator[tuple[int, Any]] | None:
    """The rows of a file that is no text, None if its beginning shows none of these."""
    if head.startswith(workbook.SIGNATURE):
        return workbook.rows(stream)
    kind = columnar.kind_of(head)
    return None if kind is None else columnar.rows(stream, kind)


def _guarded(source: Iterable[object]) -> Iterator[object]:
    """The lines of somebody else's stream, which may be decoding them in a wrong encoding."""
    try:
        yield from source
    except UnicodeDecodeError:
        yield Refused("encoding", got="another encoding")


def _each(numbered: Iterable[tuple[int, object]], is_record: IsRecord) -> Iterator[tuple[int, Any]]:
    for number, line in numbered:
        if not isinstance(line, str | bytes):
            yield number, line
            continue
        try:
            if isinstance(line, bytes):
                text = line.decode()
            else:
                text = line
                text.encode()  # Only to find lone surrogates.
            value, end = decode(text)
            plain = type(value) is dict and (end == len(text) or text[end:].isspace())
        except (Refused, UnicodeError):
            plain = False
        if plain:
            yield number, value
        else:
            for found in _doubtful(number, line, is_record):
                yield number, found


def _doubtful(number: int, line: str | bytes, is_record: IsRecord) -> Iterator[Any]:
    """What can be had from a line that is not plainly one object: several records, or faults."""
    try:
        text = text_of(line)
    except Refused as refused:
        yield _placed(refused, number)
        return
    if text and not text.strip("\0"):
        yield Refused("not_json", got="binary data")
        return
    is_empty = bool(text)
    for found in items(text, is_record):
        is_empty = False
        yield _placed(found, number) if isinstance(found, Refused) else found
    if is_empty:
        yield Refused("wrong", expected="an object", got="a list")


def _document(lines: Iterable[object], is_record: IsRecord) -> Iterator[Any]:
    written: list[bytes] = []
    others: list[object] = []
    for line in lines:
        if isinstance(line, str | bytes):
            written.append(_encoded(line))
        else:
            others.append(line)
    whole = b"".join(written)
    try:
        text = whole.decode()
    except UnicodeDecodeError as error:
        misread = _misread(whole, error)
        for value in items(whole.decode(errors="surrogateescape"), is_record):
            yield misread if _is_misread(value) else value
    else:
        yield from items(text, is_record)
    yield from others


def _is_written(numbered: tuple[int, object]) -> bool:
    line = numbered[1]
    if isinstance(line, str):
        return bool(line.strip().strip(_BOM))
    return not isinstance(line, bytes) or bool(line.strip().removeprefix(_BOM.encode()))


def _opens_list(line: object) -> bool:
    """Whether a first line opens a list of objects, rather than being a faulty line of its own."""
    start = _start(line)
    return start[:1] == "[" and (start[1:].lstrip()[:1] or "{") in "{]"


def _goes_on(
    line: object, ahead: list[tuple[int, object]], numbered: Iterator[tuple[int, object]]
) -> bool:
    """Whether a first line opens an object that the next lines complete.

    A line cut off in a file of JSON lines looks the same, but there the next line is an object
    of its own. That line has to be looked at, and is added to `ahead`.
    """
    start = _start(line)
    if start[:1] != "{" or _fault(start) != "cut":
        return False
    following = next(filter(_is_written, numbered), None)
    if following is None:
        return False
    ahead.append(following)
    return _fault(_start(following[1])) is not None


def _start(line: object) -> str:
    if not isinstance(line, str | bytes):
        return ""
    # The layout shows in any encoding.
    return _encoded(line).decode(errors="replace").strip().removeprefix(_BOM).strip()


def _fault(text: str) -> str | None:
    """The code of what is wrong with the object that a text should be, None if it is one."""
    try:
        value, end = decode(text)
    except Refused as refused:
        return refused.code
    return None if isinstance(value, dict) and end == len(text) else "broken"


def _encoded(line: str | bytes) -> bytes:
    if isinstance(line, bytes):
        return line
    try:
        # What a file in another encoding has become under the handler "surrogateescape".
        return line.encode(errors="surrogateescape")
    except UnicodeEncodeError:
        return str(mended(line)).encode()


def _misread(line: bytes, error: UnicodeDecodeError) -> Refused:
    """What is probably the matter with bytes that are not UTF-8."""
    place = f"{line.count(10, 0, error.start) + 1}:{error.start - line.rfind(10, 0, error.start)}"
    if error.reason == "unexpected end of data":
        return Refused("cut", got=place)
    if line.count(0) > len(line) // 4:
        return Refused("encoding", got="UTF-16")
    mostly = line.decode(errors="replace")
    if sum(character > "\x7f" for character in mostly) > 2 * mostly.count("\ufffd"):
        return Refused("broken", got=place)
    try:
        line.decode("gb18030")
    except UnicodeDecodeError:
        return Refused("encoding", got="another encoding")
    return Refused("encoding", got="GBK")


def _is_misread(value: Any) -> bool:
    if isinstance(value, Refused):
        return False
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _placed(refused: Refused, number: int) -> Refused:
    """The same refusal, its place within one line turned into one within the file."""
    line, colon, column = refused.got.partition(":")
    if colon and line == "1" and column.isdigit():
        refused.got = f"{number}:{column}"
    return refused
