"""The lines of a written policy as reading finds them, before anything is made of them."""

from __future__ import annotations

import re
from collections import Counter

import attrs

_PAGE = re.compile(
    r"\s*(?:[-—–·.]*\s*\d{1,4}\s*[-—–·.]*|第\s*[\d一二三四五六七八九十]+\s*页(?:\s*[,，/]?\s*共\s*\S+\s*页)?"
    r"|page\s+\d+(?:\s+of\s+\d+)?|\d+\s*/\s*\d+)\s*",
    re.IGNORECASE,
)
_HEADER = 24


@attrs.frozen
class Line:
    """A line of the document, where it stands (from 1), and what its format says it is."""

    text: str
    number: int
    is_heading: bool = False
    is_whole: bool = False
    """Whether it ends where it ends: a table's row, a list's item, a paragraph of a Word file."""


def without_page_furniture(lines: list[Line]) -> list[Line]:
    """The lines without numbers of pages, and without headers that come again and again."""
    told = Counter(line.text.strip() for line in lines)
    return [
        line
        for line in lines
        if not (
            _PAGE.fullmatch(line.text)
            or (
                0 < len(line.text.strip()) <= _HEADER
                and told[line.text.strip()] >= 3
                and not re.search(r"[。；;！？：:]\s*$", line.text)
                and not re.match(r"\s*[(（]?[\d一二三四五六七八九十第•·●\-*]", line.text)
            )
        )
    ]
