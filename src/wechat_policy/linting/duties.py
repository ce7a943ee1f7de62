"""Duties that nobody can keep: a limit lets the deed happen less often than it is asked for."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from wechat_policy import nodes
from wechat_policy.checking.contradictions import Sense
from wechat_policy.checking.durations import in_seconds, meant_length
from wechat_policy.checking.ground import Ground, fault, related, words
from wechat_policy.errors import Diagnostic
from wechat_policy.linting.breaches import Case, cases, covers, every, fulfilments, lifters
from wechat_policy.linting.together import joined
from wechat_policy.words import canonical

_PERIODS = {"day": 86_400, "week": 604_800, "month": 31 * 86_400, "quarter": 92 * 86_400,
            "year": 366 * 86_400}  # fmt: skip
_SHORTEST = {**_PERIODS, "month": 28 * 86_400, "quarter": 90 * 86_400, "year": 365 * 86_400}


@attrs.frozen(eq=False)
class _Duty:
    """How often something has to happen: at least so many times in any window of a length."""

    case: Case
    gap: int
    by_calendar: bool
    keys: frozenset[str]


def duties_keep_within_limits(one: Ground, two: Ground) -> Iterator[Diagnostic]:
    """No limit lets an event happen less often than a duty asks for it."""
    ground, second = joined(one, two)
    sense = Sense(ground)
    for limiting, asking in ((one, second), (second, one)) if two is not one else ((one, one),):
        duties = list(_duties(asking))
        lifting = lifters(limiting)
        for clause, norm, document in every(limiting) if duties else ():
            if isinstance(norm, nodes.Limit) and clause.name not in lifting:
                for limited in cases(clause, norm, document):
                    for duty in duties:
                        asked = _asked_too_often(norm, limited, duty, sense)
                        if asked:
                            yield _told(limited, duty.case, asked, limiting is second)


def _asked_too_often(limit: nodes.Limit, limited: Case, duty: _Duty, sense: Sense) -> int:
    """How often a duty asks in a limit's window for what the limit lets happen less often."""
    bound, window = _bound(limit), _window(limit.window, sense.ground)
    if bound is None or window is None or not {one.field for one in limit.keys} <= duty.keys:
        return 0
    # Any stretch of seven days holds six whole days of the calendar.
    parted = duty.by_calendar and not isinstance(limit.window, nodes.Name)
    asked = window // duty.gap - int(parted)
    return asked if asked > bound and covers(limited, duty.case, sense) else 0


def _told(limited: Case, duty: Case, asked: int, limit_is_second: bool) -> Diagnostic:
    """The finding, told where the later of the two stands."""
    assert isinstance(limited.norm, nodes.Limit)
    later = limited.norm.span.start > duty.norm.span.start
    at_limit = limit_is_second or (limited.document is duty.document and later)
    place, other = (limited, duty) if at_limit else (duty, limited)
    return fault(
        "L461", place.document, place.norm.span, asked=str(asked),
        bound=words(limited.document, limited.norm.bound.span),
        window=words(limited.document, limited.norm.window.span),
        related=[
            related(
                other.document, other.norm.span, "asks_more" if at_limit else "lets_less",
                seen_from=place.document,
            )
        ],
    )  # fmt: skip


def _duties(ground: Ground) -> Iterator[_Duty]:
    for clause, norm, document in every(ground):
        if not isinstance(norm, nodes.Periodic | nodes.Daily):
            continue
        if norm.strength != "must" or norm.when is not None or norm.unless is not None:
            continue
        gap: int | None = None
        by_calendar = isinstance(norm, nodes.Daily) or isinstance(norm.period, nodes.Name)
        if isinstance(norm, nodes.Periodic):
            gap = _window(norm.period, ground, longest=True)
        elif [_day(one) for one in norm.days] == ["everyday"]:
            gap = 86_400
        if gap and len(norm.patterns) == 1:
            keys = frozenset(key.field for key in norm.keys)
            for case in fulfilments(clause, norm, document):
                yield _Duty(case, gap, by_calendar, keys)


def _day(day: nodes.DayWord | nodes.DayRange) -> str:
    if isinstance(day, nodes.DayWord):
        return canonical("day", day.name)
    ends = (canonical("day", day.first), canonical("day", day.last))
    return "everyday" if ends == ("monday", "sunday") else ""


def _bound(norm: nodes.Limit) -> int | None:
    """How many events a limit lets be; None for what a parameter holds, or another measure."""
    bound = norm.bound
    counts = isinstance(norm.measure, nodes.Counted)
    if isinstance(bound, nodes.Quantity) and bound.unit != "times":
        return None
    plain = isinstance(bound, nodes.Number | nodes.Quantity)
    return int(bound.value) if counts and plain else None  # type: ignore[union-attr, arg-type]


def _window(node: nodes.Operand, ground: Ground, longest: bool = False) -> int | None:
    """A window in seconds; the shortest that a calendar period can be, or the longest."""
    if isinstance(node, nodes.Name):
        if node.value in ground.parameters:
            return None
        return (_PERIODS if longest else _SHORTEST).get(canonical("period", node.value))
    length, hours = meant_length(node, ground)
    return None if length is None or hours or length.unit == "workdays" else in_seconds(length)
