"""Where the found words of a verdict stand in the original texts, and what of these to show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import attrs

from wechat_policy.source import WIDEST, Source, Span, cells, visible
from wechat_policy.verdict import Evidence
from wechat_policy.wording import MOST
from wechat_policy.words import canonical_path

Texts: TypeAlias = Mapping[str, str]
"""From a field (`text`, `title`) to the original text that the spans of its evidence count in."""

_IN_LINE = re.compile(r"[^\r\n]+")


def texts_of(facts: Mapping[str, Any]) -> dict[str, str]:
    """The texts of an event by their paths, those within its objects too."""
    found = {}
    for name, value in facts.items():
        if isinstance(value, str):
            found[name] = value
        elif isinstance(value, Mapping):
            found.update(
                (f"{name}.{key}", inner) for key, inner in value.items() if isinstance(inner, str)
            )
    return found


@attrs.frozen
class Found:
    """The found words of one field.

    `spans` are those that can be shown in `text`: in order, disjoint, none over a line end.
    `quoted` are those to quote because the text is not at hand or is another one; `more` counts
    what is left out.
    """

    field: str
    text: str
    spans: tuple[Span, ...]
    quoted: tuple[Evidence, ...]
    more: int


def located(evidence: Iterable[Evidence], texts: Texts | None) -> tuple[Found, ...]:
    """The found words by field, as far as the texts show them."""
    given = {canonical_path(field): text for field, text in (texts or {}).items()}
    fields: dict[str, tuple[list[Span], list[Evidence]]] = {}
    for one in dict.fromkeys(evidence):
        if one.start is None or one.end is None:
            continue
        field = canonical_path(one.field)
        spans, quoted = fields.setdefault(field, ([], []))
        if field in given and _stands(one, one.start, one.end, given[field]):
            spans.append(Span(one.start, one.end))
        else:
            quoted.append(one)
    found = []
    for field, (spans, quoted) in fields.items():
        text = given.get(field, "")
        pieces = [piece for span in _merged(spans) for piece in _by_line(span, text)]
        room = max(0, MOST - len(pieces))
        more = max(0, len(pieces) + len(quoted) - MOST)
        found.append(Found(field, text, tuple(pieces[:MOST]), tuple(quoted[:room]), more))
    return tuple(found)


def _stands(evidence: Evidence, start: int, end: int, text: str) -> bool:
    """Whether the words stand in the text where the evidence says; carets elsewhere would lie."""
    if not 0 <= start <= end <= len(text):
        return False
    there = text[start:end]
    cut_short = evidence.text.endswith("…") and there.startswith(evidence.text[:-1])
    return there == evidence.text or cut_short


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _by_line(span: Span, text: str) -> list[Span]:
    pieces = _IN_LINE.finditer(text, span.start, span.end)
    return [Span(piece.start(), piece.end()) for piece in pieces] or [span]


@attrs.frozen
class Passage:
    """A part of one line of a text, and the found words that begin in it."""

    start: int
    end: int
    cut_left: bool
    cut_right: bool
    spans: list[Span]


def passages(found: Found) -> list[Passage]:
    """The parts of the text to show: of each line with found words, 100 cells around them."""
    source = Source("", found.text)
    told: list[Passage] = []
    for span in found.spans:
        if told and span.start < told[-1].end:
            if span.end <= told[-1].end:
                told[-1].spans.append(span)
                continue
            told[-1] = attrs.evolve(told[-1], end=span.start, cut_right=True)
        line, column = source.position(span.start)
        first = span.start - column + 1
        last = first + len(source.line(line))
        room = max(10, (WIDEST - _reach(found.text, range(span.start, span.end), WIDEST)[1]) // 2)
        after, used = _reach(found.text, range(span.start, last), WIDEST - room)
        before, used = _reach(found.text, range(span.start - 1, first - 1, -1), WIDEST - used)
        if span.start - before == first:
            after, _ = _reach(found.text, range(span.start, last), WIDEST - used)
        start = max(span.start - before, told[-1].end if told else 0)
        end = span.start + after
        told.append(Passage(start, end, start > first, end < last, [span]))
    return told


def _reach(text: str, indices: range, room: int) -> tuple[int, int]:
    """How many code points fit into so many cells, and how many cells they take."""
    taken = used = 0
    # Four code points a cell keep a flood of zero-width characters from being shown.
    for index in indices[: 4 * WIDEST]:
        size = cells(visible(text[index]))
        if used + size > room:
            break
        taken, used = taken + 1, used + size
    return taken, used
