"""Reads a written policy from a text, Markdown or Word file into lines."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import attrs

from wechat_policy.drafting.grids import row_text, with_rows
from wechat_policy.drafting.paragraphs import Line

Reason = Literal["kind", "encoding", "binary", "empty", "word", "broken", "old_word", "pdf"]
SUFFIXES = (".txt", ".md", ".markdown", ".docx")
_ENCODINGS = ("utf-8-sig", "gb18030")
_MARKUP = re.compile(r"^\s*(?:>\s?)+|\*\*|__(?=\S)|(?<=\S)__|`|~~")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_TABLE = re.compile(r"^\s*\|(.*)\|\s*$")
_RULER = re.compile(r"^[\s|:\-]+$")
_CONTROL = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2060-\u2069]"
)


class Unreadable(Exception):
    """A document that cannot be read, with the reason."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(reason)


def read_document(path: Path) -> list[Line]:
    """The lines of a document by the ending of its name. Raises Unreadable, OSError."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        reasons: dict[str, Reason] = {".doc": "old_word", ".wps": "old_word", ".pdf": "pdf"}
        raise Unreadable(reasons.get(suffix, "kind"), suffix)
    data = path.read_bytes()
    if suffix == ".docx":
        from wechat_policy.drafting.word import read_word

        return _told(read_word(data))
    if data.startswith(b"%PDF"):
        raise Unreadable("pdf", suffix)
    if data.startswith((b"\xd0\xcf\x11\xe0", b"PK\x03\x04")):
        raise Unreadable("old_word" if data[0] == 0xD0 else "binary", suffix)
    text = decoded(data)
    return _told(read_markdown(text) if suffix in (".md", ".markdown") else read_text(text))


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, with or without its mark, UTF-16 with one, or GB18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data:
        raise Unreadable("binary")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("encoding")


def read_text(text: str) -> list[Line]:
    """The lines of a plain text; the rows of a table written with blanks are lines."""
    return [attrs.evolve(line, text=clean(line.text)) for line in with_rows(_lines(text))]


def _lines(text: str) -> list[Line]:
    lines = enumerate(re.split(r"\r\n|[\r\n\f\v\x85\u2028\u2029]", text), 1)
    return [Line(line, number) for number, line in lines]


def read_markdown(text: str) -> list[Line]:
    """The lines of a Markdown text without its signs; the rows of a table are lines."""
    found = []
    header: list[str] = []
    for raw in _lines(text):
        line = attrs.evolve(raw, text=clean(raw.text))
        if heading := _HEADING.match(line.text):
            found.append(Line(_MARKUP.sub("", heading[2]), line.number, is_heading=True))
        elif row := _TABLE.match(line.text):
            cells = [_MARKUP.sub("", cell).strip() for cell in row[1].split("|")]
            if _RULER.match(line.text):
                continue
            if not header:
                header = cells
                continue
            found.append(Line(row_text(header, cells), line.number, is_whole=True))
            continue
        else:
            found.append(Line(_MARKUP.sub("", line.text), line.number))
        header = []
    return found


def clean(line: str) -> str:
    """The line without what cannot be seen."""
    return _CONTROL.sub("", line).replace("\xa0", " ").replace("\t", " ")


def _told(lines: list[Line]) -> list[Line]:
    """The lines, if there is anything in them. Raises Unreadable."""
    if not any(re.search(r"\w", line.text) for line in lines):
        raise Unreadable("empty")
    return lines
