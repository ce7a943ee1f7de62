"""A row of a table as a record: its cells by the names of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_SECRET = re.compile(
    r"密码|口令|密钥|私钥|验证码|passw|pwd|secret|token|credential|private.?key", re.IGNORECASE
)


class Row(dict[str, Any]):
    """A record that was a row of a table, so that every column of the table is a key of it."""


def named(headings: Iterable[object]) -> list[str]:
    """The names of columns by their headings, each once; empty ones at the end are left out."""
    names: list[str] = []
    for position, heading in enumerate(headings, 1):
        name = " ".join(str(heading).split()) if heading is not None else ""
        if not name or name in names:
            name = f"{name}_{position}"
        names.append(name)
    while names and names[-1] == f"_{len(names)}":
        names.pop()
    return names


def is_secret(heading: str) -> bool:
    """Whether a heading is that of passwords and the like, which no event may hold."""
    return _SECRET.search(heading) is not None


def is_heading(cells: list[Any]) -> bool:
    """Whether cells may be the headings of a table: at least two short words, none twice."""
    written = [cell for cell in cells if cell is not None and cell != ""]
    if len(written) < 2 or not all(isinstance(cell, str) for cell in written):
        return False
    return all(_is_word(cell) for cell in written) and len(set(written)) == len(written)


def _is_word(cell: str) -> bool:
    word = cell.strip()
    if not 0 < len(word) <= 40 or any(character in '{}[]"<>\0' for character in word):
        return False
    return not word[0].isdigit() and any(character.isalpha() for character in word)
