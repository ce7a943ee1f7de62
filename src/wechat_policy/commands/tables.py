"""Tables and marked sentences as text for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wechat_policy.commands.phrases import phrase
from wechat_policy.errors import Language
from wechat_policy.source import cells
from wechat_policy.tuning import Excerpt
from wechat_policy.tuning.intervals import Estimate
from wechat_policy.wording import shown

_WIDEST_NAME = 40
"""Cells of the first column."""

_ROOM = 320
"""Cells of an excerpt with its marks."""


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Rows below their headings: the first column to the left, numbers to the right."""
    told = [[shown(str(row[0]), _WIDEST_NAME), *map(str, row[1:])] for row in rows]
    lines = [list(heads), *told]
    widths = [max(cells(line[place]) for line in lines) for place in range(len(heads))]
    for line in lines:
        first = line[0] + " " * (widths[0] - cells(line[0]))
        rest = [
            " " * (width - cells(cell)) + cell
            for cell, width in zip(line[1:], widths[1:], strict=True)
        ]
        yield "  ".join([first, *rest]).rstrip()


def marked(excerpt: Excerpt) -> str:
    """The sentence of an excerpt on one line, its found words in brackets."""
    told, done = "", 0
    for start, end in excerpt.spans:
        if start >= done:
            told += f"{excerpt.text[done:start]}【{excerpt.text[start:end]}】"
            done = end
    return shown(told + excerpt.text[done:], _ROOM)


def percent(part: int, whole: int) -> str:
    """A share in percent."""
    return f"{part / whole:.1%}" if whole else "–"


def estimated(estimate: Estimate | None, language: Language) -> str:
    """A share with its interval."""
    if estimate is None:
        return "–"
    value, low, high = (f"{one:.3f}" for one in (estimate.value, estimate.low, estimate.high))
    return phrase("tuning_interval", language, value=value, low=low, high=high)
