"""Measures over events: how many, how much, how many kinds, what part, how long."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from reference.book import Book, Length, number
from reference.conditions import holds
from reference.history import Record, present_keys, records
from reference.operands import MEASURES, several
from reference.truth import INFINITY, Interval, Truth
from reference.values import UNKNOWN, Moment, Scope, same
from wechat_policy import nodes


def aggregate(node: nodes.Aggregate, scope: Scope) -> Any:
    """A measure over earlier events and the present one."""
    present = present_keys(node.keys, scope)
    if UNKNOWN in present:
        return UNKNOWN
    since = scope.moment.timeline.history_since
    length = None if node.within is None else scope.book.length(node.within)
    moments = scope.moment.until_now
    reached: list[tuple[Moment, Truth]] = [(moment, True) for moment in moments]
    if length is not None:
        reached = [(one, length.reaches_back(scope.moment.at, one.at)) for one in moments]
    found = [
        Record(record.moment, record.certain and truth is True)
        for moment, truth in reached
        if truth is not False
        for record in records(node.step, node.keys, present, [moment], scope.book)
    ]
    open_above = since is not None and (
        length is None or length.starts_before(scope.moment.at, since)
    )
    return measured(node.measure, found, scope.book, open_above)


def measured(
    measure: nodes.Measure, found: Sequence[Record], book: Book, open_above: bool = False
) -> Interval:
    """Between which numbers a measure lies over certain and uncertain records."""
    low: Decimal
    high: Decimal | float
    match measure:
        case nodes.Counted():
            low, high = _count(found)
        case nodes.Summed(field):
            low, high = _sum([(_value(one, field, book), one.certain) for one in found])
        case nodes.Distinct(field):
            values = [(_value(one, field, book), one.certain) for one in found]
            # Of a field that holds several, each is one of those that are counted.
            low, high = _distinct([(one, sure) for value, sure in values for one in several(value)])
        case nodes.Share(condition):
            low, high = _share(
                [(holds(condition, Scope(book, one.moment)), one.certain) for one in found]
            )
            return Interval(Decimal(0), Decimal(1)) if open_above else Interval(low, high)
        case nodes.Spanned(gap):
            pause = book.length(gap)
            low = _span([one for one in found if one.certain], pause)
            high = _span(found, pause)
    return Interval(low, INFINITY if open_above else high)


def _value(record: Record, field: str, book: Book) -> Any:
    return Scope(book, record.moment).look_up(field).value


def _count(found: Sequence[Record]) -> tuple[Decimal, Decimal]:
    return Decimal(sum(one.certain for one in found)), Decimal(len(found))


def _sum(values: Sequence[tuple[Any, bool]]) -> tuple[Decimal, Decimal | float]:
    low = high = Decimal(0)
    open_above = False
    for value, certain in values:
        if value is None:
            continue
        exact = number(value)
        if exact is None:
            open_above = True
        elif certain:
            low, high = low + exact, high + exact
        else:
            low, high = low + min(exact, Decimal(0)), high + max(exact, Decimal(0))
    return low, INFINITY if open_above else high


def _distinct(values: Sequence[tuple[Any, bool]]) -> tuple[Decimal, Decimal]:
    sure: list[Any] = []
    possible: list[Any] = []
    unknown = 0
    for value, certain in values:
        if value is UNKNOWN:
            unknown += 1
        elif value is not None:
            for known in (sure, possible) if certain else (possible,):
                if not any(same(value, one) for one in known):
                    known.append(value)
    return Decimal(len(sure)), Decimal(len(possible) + unknown)


def _share(answers: Sequence[tuple[Truth, bool]]) -> tuple[Decimal, Decimal]:
    """The least and the greatest part that meets the condition, over every way it may be."""
    sure = [truth for truth, certain in answers if certain]
    maybe = [truth for truth, certain in answers if not certain]
    low = _part(sure.count(True), len(sure) + maybe.count(False) + maybe.count(None))
    met = sure.count(True) + sure.count(None) + maybe.count(True) + maybe.count(None)
    return low, _part(met, met + sure.count(False))


def _part(some: int, all_: int) -> Decimal:
    return Decimal(some) / all_ if all_ else Decimal(0)


def latest_run(found: Sequence[Record], pause: Length) -> list[Record]:
    """The events of the latest run in which no pause is longer than allowed."""
    run = list(found[-1:])
    for one in reversed(found[:-1]):
        if pause.plain is not None and run[0].moment.at - one.moment.at > pause.plain:
            break
        run.insert(0, one)
    return run


def _span(found: Sequence[Record], pause: Length) -> Decimal:
    run = latest_run(found, pause)
    if not run:
        return Decimal(0)
    return number((run[-1].moment.at - run[0].moment.at).total_seconds()) or Decimal(0)


MEASURES[nodes.Aggregate] = aggregate
