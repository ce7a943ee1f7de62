"""The pieces that all HTML is made of: escaped text, marked words, lists of pairs, tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

import attrs

from wechat_policy.errors import Language
from wechat_policy.evidence import Passage
from wechat_policy.hypertext.style import STYLE
from wechat_policy.source import visible
from wechat_policy.summary import Line

TAGS = {"zh": "zh-CN", "en": "en"}
"""The language tag of each language, for the attribute `lang`."""


@attrs.frozen
class Fragment:
    """A piece of HTML that notebooks show and template engines leave as it is."""

    text: str

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.text


def escaped(text: str) -> str:
    """A text on one line for a place between tags or in quotes; what is hidden is spelt out."""
    return escape(visible(text))


def marked(text: str, passage: Passage) -> str:
    """A passage of a text with its found words in `mark` elements."""
    told = ["…"] if passage.cut_left else []
    at = passage.start
    for span in passage.spans:
        told.append(_piece(text[at : span.start]))
        at = min(span.end, passage.end)
        told.append(f"<mark>{_piece(text[span.start : at])}</mark>")
    told.append(_piece(text[at : passage.end]))
    return "".join([*told, "…"] if passage.cut_right else told)


def _piece(text: str) -> str:
    return escaped(text.replace("\t", "    "))


def article(kind: str, language: Language, parts: Iterable[str], style: bool = True) -> str:
    """One `article` element that needs nothing else, with the style sheet unless told not to."""
    sheet = [f"<style>\n{STYLE}</style>"] if style else []
    opening = f'<article class="wp wp-{kind}" lang="{TAGS[language]}">'
    return "\n".join([opening, *sheet, *parts, "</article>"])


def pairs(lines: Iterable[Line]) -> Iterator[str]:
    """Labels with their values, as a `dl` element; nothing where there is none."""
    told = [
        f'<dt>{escaped(label)}</dt><dd dir="auto">{escaped(value)}</dd>' for label, value in lines
    ]
    if told:
        yield "<dl>"
        yield from told
        yield "</dl>"


_NUMBER = ' class="wp-number"'


def table(heads: Sequence[str], rows: Iterable[Sequence[str | int | Fragment]]) -> Iterator[str]:
    """A table; numbers stand at the end of their cells, texts may hold several lines.

    A fragment is HTML already.
    """
    rows = list(rows)
    numbers = {place for row in rows for place, told in enumerate(row) if isinstance(told, int)}
    yield '<div class="wp-scroll" tabindex="0"><table>'  # keys have to be able to push it
    cells = "".join(
        f'<th scope="col"{_NUMBER if place in numbers else ""}>{escaped(head)}</th>'
        for place, head in enumerate(heads)
    )
    yield f"<thead><tr>{cells}</tr></thead>"
    yield "<tbody>"
    for row in rows:
        yield f"<tr>{''.join(map(_cell, row))}</tr>"
    yield "</tbody>"
    yield "</table></div>"


def _cell(told: str | int | Fragment) -> str:
    if isinstance(told, Fragment):
        return f'<td dir="auto">{told}</td>'
    if isinstance(told, int):
        return f"<td{_NUMBER}>{told:,}</td>"
    return f'<td dir="auto">{"<br>".join(map(escaped, told.splitlines()))}</td>'
