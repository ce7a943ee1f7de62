"""Reads a Word file: paragraphs with the numbers that Word itself writes, headings and tables."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from wechat_policy.drafting.grids import row_text
from wechat_policy.drafting.paragraphs import Line
from wechat_policy.drafting.reading import Unreadable, clean

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = "零一二三四五六七八九十"
_PLACE = re.compile(r"%(\d)")


def read_word(data: bytes) -> list[Line]:
    """The lines of a Word file, numbered by paragraphs. Raises Unreadable."""
    try:
        import docx
    except ImportError:
        raise Unreadable("word") from None
    try:
        document = docx.Document(io.BytesIO(data))
        return list(_lines(document))
    except Exception as error:  # whatever a damaged archive makes the reader raise
        raise Unreadable("broken", type(error).__name__) from None


def _lines(document: Any) -> Iterator[Line]:
    numbering = Numbering(document)
    number = 0
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            header: list[str] = []
            for row in block.rows:
                number += 1
                cells = list(
                    dict.fromkeys(
                        clean(cell.text.replace("\n", "；").strip()) for cell in row.cells
                    )
                )
                if not header and len(block.rows) > 1:
                    header = cells
                elif told := row_text(header, cells):
                    yield Line(told, number, is_whole=True)
            continue
        number += 1
        style = (block.style.name or "") if block.style is not None else ""
        label = numbering.label(block)
        text = block.text
        for told in text.split("\n"):
            is_heading = style.lower().startswith(("heading", "title", "标题")) and bool(
                told.strip()
            )
            yield Line(clean(f"{label}{told}"), number, is_heading=is_heading, is_whole=bool(label))
            label = ""


class Numbering:
    """The numbers of list paragraphs, which Word counts when it shows them."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        forms: dict[str, dict[int, tuple[str, str, int]]] = {}
        for one in root.findall(f"{_W}abstractNum"):
            forms[one.get(f"{_W}abstractNumId")] = {
                int(level.get(f"{_W}ilvl")): (
                    _value(level, "numFmt", "decimal"), _value(level, "lvlText", "%1."),
                    int(_value(level, "start", "1")),
                )
                for level in one.findall(f"{_W}lvl")
            }  # fmt: skip
        for one in root.findall(f"{_W}num"):
            self._levels[one.get(f"{_W}numId")] = forms.get(_value(one, "abstractNumId", ""), {})

    def label(self, paragraph: Any) -> str:
        """What Word shows before a paragraph, with a blank behind it; else nothing."""
        found = _numbered(paragraph._p.pPr)
        style = paragraph.style
        while found is None and style is not None:
            found = _numbered(style.element.pPr)
            style = style.base_style
        if found is None:
            return ""
        which, level = found
        levels = self._levels.get(which, {})
        if which == "0" or level not in levels:
            return ""
        counts = self._counts.setdefault(which, {})
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        form, text, _ = levels[level]
        if form == "bullet":
            return "• "
        if form == "none":
            return ""

        def spelt(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            told = levels.get(at, ("decimal", "", 1))
            return _spelt(
                counts.get(at, told[2]),
                told[0] if at == level or told[0] == "decimal" else "decimal",
            )

        return f"{_PLACE.sub(spelt, text)} "


def _numbered(properties: Any) -> tuple[str, int] | None:
    """The list and level that properties of a paragraph put it in."""
    if properties is None or properties.numPr is None:
        return None
    number, level = properties.numPr.numId, properties.numPr.ilvl
    if number is None:
        return None
    return str(number.val), level.val if level is not None else 0


def _value(element: Any, name: str, usual: str) -> str:
    found = element.find(f"{_W}{name}")
    return usual if found is None else found.get(f"{_W}val", usual)


def _spelt(number: int, form: str) -> str:
    """A number as a list shows it."""
    if form.startswith(("chinese", "ideograph", "taiwanese", "japaneseCounting")):
        if number <= 10:
            return _CHINESE[number]
        if number < 100:
            tens, ones = divmod(number, 10)
            return f"{_CHINESE[tens] if tens > 1 else ''}十{_CHINESE[ones] if ones else ''}"
    if form in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        return chr(ord("a" if form == "lowerLetter" else "A") + number - 1)
    if form == "decimalEnclosedCircleChinese" and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    return str(number)
