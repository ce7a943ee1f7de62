"""The documents in a text of XML, one after the other, as nested mappings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.parsers.expat import ExpatError

import xmltodict

from wechat_policy.adapters.jsontext import DEEPEST, is_too_deep, mended
from wechat_policy.adapters.records import Refused

LARGEST_DOCUMENT = 4 * 2**20
"""Bytes of one document; a callback has a few thousand."""

_START = re.compile(rb"<\?xml[^>]*\?>\s*<xml[\s>]|<xml[\s>]")
_DECLARATION = re.compile(rb"<\?xml[^>]*\?>\s*")
_END = re.compile(rb"</xml\s*>")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})")


def opens(head: bytes) -> bool:
    """Whether a text that begins so holds records in XML."""
    return _START.match(head) is not None


def declares(head: bytes) -> bool:
    """Whether a line is an XML declaration and nothing else, so that the next one decides."""
    return _DECLARATION.fullmatch(head) is not None


def documents(numbered: Iterable[tuple[int, object]]) -> Iterator[tuple[int, Any]]:
    """Each `<xml>` document of some lines with the line it begins on, as a mapping.

    An element is text, an element that is repeated a list, one that holds others a mapping; an
    empty one is None. What cannot be read is a `Refused` in its place, and reading goes on at the
    next document: one that is cut off ends where another begins.
    """
    held = bytearray()
    declared = b""
    begun = 0
    for number, line in numbered:
        if isinstance(line, str):
            line = line.encode(errors="surrogateescape")
        if not isinstance(line, bytes | bytearray):
            yield number, line
            continue
        if not held and declares(bytes(line).lstrip().removeprefix(b"\xef\xbb\xbf").lstrip()):
            declared = bytes(line)
            continue
        if declared and line.strip():
            line, declared = declared + line, b""
        position = 0
        while position < len(line):
            if not held:
                found = _START.search(line, position)
                between = line[position : found.start() if found else len(line)]
                if between.strip().removeprefix(b"\xef\xbb\xbf"):
                    yield number, Refused("broken_xml", got=f"{number}:{position + 1}")
                if found is None:
                    break
                begun, position = number, found.start()
                held += line[position : found.end()]
                position = found.end()
            end = _END.search(line, position)
            another = _START.search(line, position)
            if another and (end is None or another.start() < end.start()):
                yield begun, Refused("cut_xml", got=f"{number}:{another.start() + 1}")
                held.clear()
                position = another.start()
                continue
            held += line[position : end.end() if end else len(line)]
            if end is None:
                if len(held) > LARGEST_DOCUMENT:
                    yield begun, Refused("too_large", expected=str(LARGEST_DOCUMENT))
                    held.clear()
                break
            position = end.end()
            yield begun, _document(bytes(held), begun)
            held.clear()
    if held:
        yield begun, Refused("cut_xml", got=f"{begun}:1")


def parsed(written: bytes | str) -> Any:
    """The mapping that one document holds.

    Raises:
        Refused: it is no such document. Entities of its own and a document type are refused, for
            no record has them.
    """
    body = written.encode(errors="surrogateescape") if isinstance(written, str) else written
    return _parsed(body.strip().removeprefix(b"\xef\xbb\xbf"), 1)


def _document(written: bytes, line: int) -> Any:
    try:
        return _parsed(written, line)
    except Refused as refused:
        return refused


def _parsed(written: bytes, line: int) -> Any:
    if b"<!DOCTYPE" in written or b"<!ENTITY" in written:
        raise Refused("broken_xml", got=f"{line}:1")
    try:
        # A declared encoding other than UTF-8 is one that expat may not know.
        found = _ENCODING.search(written[:200])
        if found and found[1].lower() not in (b"utf-8", b"utf8"):
            name = found[1].decode()
            text = written.decode("gb18030" if name.lower() in ("gbk", "gb2312") else name)
            written = text.split("?>", 1)[1].encode()
        written.decode()
        document = xmltodict.parse(written, disable_entities=True, strip_whitespace=True)
    except UnicodeDecodeError:
        raise Refused("encoding", got=_guessed(written)) from None
    except LookupError:
        raise Refused("encoding", got="another encoding") from None
    except ExpatError as error:
        place = f"{line + error.lineno - 1}:{error.offset + 1}"
        raise Refused("broken_xml", got=place) from None
    except (ValueError, RecursionError):
        raise Refused("broken_xml", got=f"{line}:1") from None
    record = document.get("xml")
    if not isinstance(record, dict):
        raise Refused("wrong", expected="an object", got="nothing" if record is None else "text")
    if is_too_deep(record):
        raise Refused("too_deep", expected=str(DEEPEST))
    return mended(record)


def _guessed(written: bytes) -> str:
    try:
        written.decode("gb18030")
    except UnicodeDecodeError:
        return "another encoding"
    return "GBK"
