"""Times that can be read in two ways: nights, zones, calendar months, the twelve-hour clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wechat_policy import nodes
from wechat_policy.checking.ground import Ground, fault, keyword, related, words
from wechat_policy.checking.places import Places
from wechat_policy.errors import Diagnostic
from wechat_policy.lexical import keywords, quote
from wechat_policy.linting.breaches import own_clauses
from wechat_policy.source import Edit, Span
from wechat_policy.words import DAYS, canonical

_DAY = 24 * 60
_LONGEST_SHIFT = 18 * 60
_TWINS = {"day": ("24h", "1d"), "week": ("7d", "1w"), "month": ("30d", "31d"),
          "quarter": ("90d", "91d", "92d"), "year": ("365d", "366d", "360d")}  # fmt: skip
_AFTERNOON = re.compile(
    r"(?:下午|傍晚|晚上|晚间|夜里|当晚|晚)\s*(?P<hour>\d{1,2}|[一二两三四五六七八九十]{1,2})"
    r"(?:[:：](?P<minute>\d{2})|[点时](?:(?P<half>半)|(?P<spoken>\d{1,2})分)?)"
    r"|\b(?P<hour_en>\d{1,2})(?::(?P<minute_en>\d{2}))?\s*p\.?m\b",
    re.IGNORECASE,
)
_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
             "九": 9, "十": 10, "十一": 11, "十二": 12}  # fmt: skip
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def nights_are_whole(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A night on some days of the week is one range, not two that part at midnight."""
    own = ground.assembly.document
    for hours in own.all(nodes.HoursTable):
        for shift in hours.shifts:
            evening = next((one for one in shift.times if one.end.minutes == _DAY), None)
            morning = next((one for one in shift.times if one.start.minutes == 0), None)
            if evening is None or morning is None or evening is morning or _every_day(shift):
                continue
            yield fault(
                "L451", own, morning.span,
                evening=words(own, evening.span), morning=words(own, morning.span),
                whole=f"{_clock(evening.start)}-{_clock(morning.end)}",
                related=[related(own, evening.span, "evening", seen_from=own)],
            )  # fmt: skip


def ranges_run_forwards(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A range that ends on the next day is a night, not nearly a whole day."""
    own = ground.assembly.document
    for hours in own.all(nodes.HoursTable):
        for shift in hours.shifts:
            for span in shift.times:
                length = span.end.minutes - span.start.minutes
                if length < 0 and length + _DAY >= _LONGEST_SHIFT:
                    minutes = length + _DAY
                    told = f"{minutes // 60}:{minutes % 60:02}"
                    yield fault(
                        "L452", own, span.span, range=words(own, span.span), length=told,
                        turned=f"{_clock(span.end)}-{_clock(span.start)}",
                    )  # fmt: skip


def times_have_a_zone(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A policy that names days or times says in which time zone they are."""
    own = ground.assembly.document
    headers = own.all(nodes.Header)
    if not headers or own.all(nodes.Extends):
        return
    if any(isinstance(item, nodes.Timezone) for item in headers[0].items):
        return
    first = next(iter(_timed(own)), None)
    if first is None:
        return
    header = headers[0]
    end = header.span.start + len(own.source.text[header.span.start : header.span.end].rstrip())
    zone = f"\n  {keywords()['timezone'].spelled(own.skin)} {quote('Asia/Shanghai', own.skin)}"
    behind = own.source.text[end:].split("\n", 1)[0]
    if behind.strip():  # a comment stays behind what it is about
        end += len(behind.rstrip())
    yield Diagnostic(
        "L453", own.source, first.span, facts={"time": words(own, first.span)},
        edits=(Edit(Span(end, end), zone),),
    )  # fmt: skip


def windows_are_of_one_kind(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A clause, or the penalties, do not count by the calendar here and by length there."""
    own = ground.assembly.document
    for section in own.sections:
        if not isinstance(section, nodes.Clause | nodes.Penalties):
            continue
        windows = list(_windows(section))
        for window in windows:
            period = canonical("period", window.value) if isinstance(window, nodes.Name) else ""
            twin = next((one for one in windows if _written(one) in _TWINS.get(period, ())), None)
            if twin is not None:
                first, second = sorted((window, twin), key=lambda one: one.span.start)
                yield fault(
                    "L454", own, second.span,
                    one=words(own, first.span), other=words(own, second.span),
                    related=[related(own, first.span, "counts_else", seen_from=own)],
                )  # fmt: skip
                break


def clocks_have_24_hours(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """What a title or remark calls the afternoon is no morning in the clause."""
    own = ground.assembly.document
    for clause in own_clauses(ground):
        written = {one.minutes: one for one in _times(clause, ground)}
        for item in clause.items:
            if not isinstance(item, nodes.Title | nodes.Remark):
                continue
            for said, minutes in _afternoons(item.value):
                if minutes in written and minutes + _DAY // 2 not in written:
                    morning = f"{minutes // 60:02}:{minutes % 60:02}"
                    meant = f"{minutes // 60 + 12}:{minutes % 60:02}"
                    yield fault("L455", own, item.span, said=said, written=morning, meant=meant)


def _every_day(shift: nodes.Shift) -> bool:
    """Whether there is no night between a day of the shift and one that is none."""
    days: set[str] = set()
    for one in shift.days:
        if isinstance(one, nodes.DayWord):
            days.add(canonical("day", one.name))
            continue
        first, last = (canonical("day", name) for name in (one.first, one.last))
        if first in _WEEK and last in _WEEK:
            start, end = _WEEK.index(first), _WEEK.index(last)
            days |= {*_WEEK[start : end + 1]} if start <= end else {*_WEEK}
    all_days = {*_WEEK} <= days or {"workdays", "holidays"} <= days or "everyday" in days
    return all_days or not days <= {*DAYS}  # of a table of days nobody can tell


def _timed(document: nodes.Document) -> Iterator[nodes.Node]:
    """The days and times of a text that need a zone."""
    for section in document.sections:
        for node in nodes.walk(section):
            if isinstance(node, nodes.HoursTable) and node.timezone is None:
                yield _keyword_of(document, node)
            elif isinstance(node, nodes.Compare):
                sides = (node.left, node.right)
                yield from (one for one in sides if isinstance(one, nodes.Date | nodes.Time))
            elif isinstance(node, nodes.Effective | nodes.OnDays | nodes.Daily):
                yield node


def _keyword_of(document: nodes.Document, node: nodes.Node) -> nodes.Node:
    """A stand-in for a section that is only its keyword wide."""
    return nodes.Null(span=keyword(document, node.span))


def _windows(section: nodes.Node) -> Iterator[nodes.Operand]:
    for node in nodes.walk(section):
        window = getattr(node, "window", None) or getattr(node, "per", None)
        if window is None and isinstance(node, nodes.Repeat | nodes.Aggregate):
            window = node.within
        if isinstance(window, nodes.Node):
            yield window  # type: ignore[misc]


def _written(window: nodes.Operand) -> str:
    return f"{window.value}{window.unit}" if isinstance(window, nodes.Quantity) else ""


def _times(clause: nodes.Clause, ground: Ground) -> Iterator[nodes.Time]:
    """The times of day of a clause, in itself and in the hours that it names."""
    for node in nodes.walk(clause.norms):
        if isinstance(node, nodes.Time):
            yield node
        name = getattr(node, "hours", None)
        if isinstance(name, str) and name in ground.hours:
            table = nodes.walk(ground.hours[name][0])
            yield from (one for one in table if isinstance(one, nodes.Time))


def _afternoons(text: str) -> Iterable[tuple[str, int]]:
    for found in _AFTERNOON.finditer(text):
        told = found["hour"] or found["hour_en"]
        hour = int(told) if told.isdecimal() else _NUMERALS.get(told, 0)
        minute = found["minute"] or found["minute_en"] or found["spoken"] or "0"
        if 0 < hour < 12:
            yield found[0], hour * 60 + (30 if found["half"] else int(minute))


def _clock(time: nodes.Time) -> str:
    return f"{time.minutes // 60:02}:{time.minutes % 60:02}"
