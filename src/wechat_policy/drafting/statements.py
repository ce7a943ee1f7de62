"""Cuts the lines of a written policy into numbered units: a mark, its path, and its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

import attrs

from wechat_policy.drafting.marks import (
    Mark,
    ends_before,
    first_mark,
    inner_marks,
    opens_pictures,
    sign,
)
from wechat_policy.drafting.paragraphs import Line, without_page_furniture
from wechat_policy.drafting.script import level
from wechat_policy.drafting.tables import pattern

_ENDED = re.compile(r"[。；;！？!?：:]\s*[”」』\"）)]*\s*$")
_SENTENCE = re.compile(r"[。；;！？!?，,]")
_RULE = re.compile(r"^\s*[-—–_=*~]{3,}|[-—–_=*~]{3,}\s*$")
_FAR = 800
"""How far behind the first item of a list the second is looked for."""
_HEADING, _WRAPPED = 22, 14
_WIDE = 0.6


@attrs.frozen
class Place:
    """A line of the document and a column in it, both from 1."""

    line: int
    column: int


@attrs.define
class Unit:
    """What stands under one mark: the words, and for each run of them where they stand."""

    path: tuple[Mark | str, ...]
    text: str = ""
    runs: list[tuple[int, Place]] = attrs.field(factory=list)
    is_heading: bool = False
    is_styled: bool = False
    has_children: bool = False

    def place(self, at: int) -> Place:
        """Where a character of the text stands in the document."""
        start, place = next(run for run in reversed(self.runs) if run[0] <= at)
        return Place(place.line, place.column + at - start)

    def add(self, text: str, line: int, column: int) -> None:
        """Adds words; a blank goes between two that are not Chinese."""
        if self.text and text and self.text[-1].isascii() and text[0].isascii():
            self.text += " "
        self.runs.append((len(self.text), Place(line, column)))
        self.text += text


def cut(lines: Sequence[Line]) -> tuple[str, list[Unit]]:
    """The title of a policy and its units in the order of the text."""
    kept = [
        attrs.evolve(line, text=_RULE.sub(lambda rule: " " * len(rule[0]), line.text))
        for line in without_page_furniture(list(lines))
    ]
    kept = [line for line in kept if line.text.strip()]
    title = ""
    if kept and _is_title(kept[0]):
        title = kept.pop(0).text.strip()
        while kept and not title.endswith(("》", ">")) and _continues_title(kept):
            title += kept.pop(0).text.strip()
    units: list[Unit] = []
    stack: list[Mark | str] = []
    open_unit: Unit | None = None
    widest = max((len(line.text) for line in kept), default=0)
    signs = [sign(line.text) for line in kept]
    for at, (line, following) in enumerate(zip_longest(kept, kept[1:])):
        if opens_pictures(line.text, at, signs):
            _enter(stack, line.text.strip())
            open_unit = Unit(tuple(stack), is_heading=True, is_styled=True)
            open_unit.add(
                line.text.strip(), line.number, 1 + len(line.text) - len(line.text.lstrip())
            )
            units.append(open_unit)
            continue
        for mark, text, column in _pieces(line, stack):
            if mark is None:
                if open_unit is not None and _goes_on(open_unit, line, widest):
                    open_unit.add(text, line.number, column)
                    continue
                if _is_heading_line(line, text, following):
                    _enter(stack, text.strip(" 　:：#"))
                    open_unit = Unit(tuple(stack), is_heading=True, is_styled=True)
                else:
                    # A row of a table belongs to no item of the list above it.
                    open_unit = Unit(tuple(_articles(stack) if line.is_whole else stack))
            else:
                _enter(stack, mark)
                open_unit = Unit(tuple(stack), is_styled=line.is_heading)
            open_unit.add(text, line.number, column)
            units.append(open_unit)
            if line.is_whole and mark is None:
                open_unit = None
    units = [unit for unit in units if unit.text.strip()]
    _tell_headings(units)
    return title, units


def _is_title(line: Line) -> bool:
    text = line.text.strip()
    return (
        len(text) <= 60
        and not re.search(r"[。；;：:]$", text)
        and (line.is_heading or (first_mark(text) is None and not _cue(text)))
    )


def _continues_title(kept: Sequence[Line]) -> bool:
    """Whether the second line belongs to the title: a short one that ends in a kind of policy."""
    text = kept[0].text.strip()
    return bool(
        re.search(r"(?:办法|制度|规定|规范|细则|守则|公约|准则|指南|辦法|規定|規範|準則)$", text)
    ) and (len(text) <= 30 and first_mark(text) is None)


def _pieces(line: Line, stack: list[Mark | str]) -> Iterator[tuple[Mark | None, str, int]]:
    """The line cut at its marks: the mark, the words behind it, and the column of these."""
    raw = line.text
    mark = first_mark(raw)
    start = mark.end if mark else len(raw) - len(raw.lstrip())
    for inner in inner_marks(raw, start):
        if inner.start < start:
            continue
        known = _as_entered(stack, mark)
        if not _is_next(inner, known, raw):
            continue
        if mark is not None or raw[start : inner.start].strip():
            yield mark, raw[start : inner.start].rstrip(), start + 1
            # What was told has been entered by whoever asked.
        mark, start = inner, inner.end + len(raw[inner.end :]) - len(raw[inner.end :].lstrip())
    if raw[start:].strip() or mark is not None:
        yield mark, raw[start:].rstrip(), start + 1


def _as_entered(stack: list[Mark | str], mark: Mark | None) -> list[Mark | str]:
    """The marks that are open, with one that was met and not yet entered."""
    known = list(stack)
    if mark is not None:
        _enter(known, mark)
    return known


def _is_next(mark: Mark, stack: list[Mark | str], raw: str) -> bool:
    """Whether a mark inside a line is the one that comes next, and not a figure in a sentence."""
    ranks = [one for one in stack if isinstance(one, Mark)]
    last = next((one for one in reversed(ranks) if one.depth == mark.depth), None)
    after_end = ends_before(raw, mark.start)
    if mark.style == "decimal":
        if last is not None and last.value[:-1] == mark.value[:-1]:
            return mark.value[-1] == last.value[-1] + 1
        outer = mark.value[:-1]
        return mark.value[-1] == 1 and any(
            (one.style == "decimal" and one.value == outer)
            or (one.style in ("number", "numeral", "chapter") and one.value == outer[-1:])
            or (one.style == "article" and one.value == outer and after_end)
            for one in ranks
        )
    if mark.style in ("chapter", "section", "article", "item"):
        return after_end or last is None or mark.value[0] == last.value[0] + 1 or mark.value == (1,)
    if last is not None and mark.value[0] == last.value[0] + 1:
        return after_end or mark.style in ("numeral", "number")
    if mark.value != (1,):
        return False
    second = raw[mark.end : mark.end + _FAR]
    follows = any(one.depth == mark.depth and one.value == (2,) for one in inner_marks(second, 0))
    return follows or (mark.style == "number" and not after_end)


def _articles(stack: Sequence[Mark | str]) -> list[Mark | str]:
    return [one for one in stack if isinstance(one, str) or one.style in (*_ORDER, "numeral")]


_ORDER = {"chapter": 0, "section": 1, "article": 2}


def _enter(stack: list[Mark | str], mark: Mark | str) -> None:
    """Puts a mark where it belongs: beside the last of its rank, else below all that is open."""
    if isinstance(mark, str):
        # A heading without a number closes all but the numbered headings above it.
        while stack and not (isinstance(stack[-1], Mark) and stack[-1].style in _ORDER):
            stack.pop()
        stack.append(mark)
        return
    if mark.style in _ORDER:
        rank = _ORDER[mark.style]
        while stack and not (isinstance(stack[-1], Mark) and _ORDER.get(stack[-1].style, 9) < rank):
            stack.pop()
        stack.append(mark)
        return
    if mark.style in ("chapter", "numeral"):
        while stack and isinstance(stack[-1], str):
            stack.pop()
    depths = [one.depth if isinstance(one, Mark) else "" for one in stack]
    if mark.depth in depths:
        before = stack[depths.index(mark.depth)]
        del stack[depths.index(mark.depth) :]
        if mark.style == "bullet" and isinstance(before, Mark):
            mark = attrs.evolve(mark, value=(before.value[0] + 1,))
    elif mark.style == "decimal":
        while stack and isinstance(stack[-1], Mark) and not _holds(stack[-1], mark):
            if stack[-1].style in _ORDER:
                break
            stack.pop()
    elif mark.style == "numeral" and mark.value[0] > 1:
        # 二、 whose 一、 was lost closes what is of lower rank.
        while stack and isinstance(stack[-1], Mark) and stack[-1].style not in _ORDER:
            stack.pop()
    stack.append(mark)


def _holds(outer: Mark, inner: Mark) -> bool:
    """Whether a decimal belongs under a mark: 3.1 under 3 or 三."""
    return outer.value == inner.value[: len(outer.value)] and len(outer.value) < len(inner.value)


def _goes_on(unit: Unit, line: Line, widest: int) -> bool:
    """Whether a line without a mark goes on with the sentence before it."""
    if line.is_whole or line.is_heading or unit.is_heading or not unit.text.strip():
        return not unit.text.strip() and not line.is_heading
    if re.search(r"[?？]\s*$", unit.text):
        return False
    last = unit.path[-1] if unit.path else ""
    if (
        isinstance(last, Mark)
        and last.style == "bullet"
        and len(unit.text) - unit.runs[-1][0] < widest * _WIDE
        and not re.search(r"[,，、]\s*$", unit.text)
    ):
        # Items of a list often end without a sign; a line that is broken is a long one.
        return False
    label = last.label if isinstance(last, Mark) else ""
    return not _ENDED.search(unit.text) and len(label + unit.text.strip()) >= _WRAPPED


def _is_heading_line(line: Line, text: str, following: Line | None) -> bool:
    told = text.strip()
    if line.is_heading:
        return not _SENTENCE.search(told) or len(told) <= _HEADING
    return (
        len(told) <= 12
        and not line.is_whole
        and not _SENTENCE.search(told)
        and not _cue(told)
        and following is not None
    )


def _cue(text: str) -> bool:
    """Whether words demand something; those of a heading such as 禁止行为 do not."""
    plain = level(text)
    if pattern("heading").search(plain):
        return False
    return any(pattern(one).search(plain) for one in ("forbid", "require", "limit"))


def _tell_headings(units: list[Unit]) -> None:
    """Marks as headings the short units without a predicate that others stand under."""
    for unit, following in zip_longest(units, units[1:]):
        below = following is not None and (
            len(following.path) > len(unit.path) and following.path[: len(unit.path)] == unit.path
        )
        beside = following is not None and following.path == unit.path
        unit.has_children = below
        text = unit.text.strip()
        if unit.is_heading or len(text) > _HEADING or _SENTENCE.search(text):
            continue
        told = below or beside or unit.is_styled or _opens(unit)
        unit.is_heading = told and not _cue(text)


def _opens(unit: Unit) -> bool:
    """Whether the unit's own mark is one that only headings have."""
    last = unit.path[-1] if unit.path else None
    return isinstance(last, Mark) and last.style in ("chapter", "section")
