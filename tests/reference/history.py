"""What happened before: records of a step, and what has to be among them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import attrs

from reference.book import Book
from reference.conditions import TESTS, goes_by, holds
from reference.operands import operand, several
from reference.truth import Truth, both, either, opposite
from reference.values import UNKNOWN, Moment, Scope, elements_of, same
from reference.working import length_of
from wechat_policy import nodes
from wechat_policy.vocabulary import vocabulary

FAMILIES = ("content", "action", "snapshot")


@attrs.frozen(eq=False)
class Record:
    """An event that met a step, certainly or perhaps."""

    moment: Moment
    certain: bool


def meets(pattern: nodes.Pattern, scope: Scope) -> Truth:
    """Whether the event of a scope is one that a pattern takes in."""
    event = scope.moment.event
    if event is None:
        return False
    if event.type != pattern.event and not (
        pattern.event in FAMILIES and event.family == pattern.event
    ):
        return False
    answers: list[Truth] = []
    if pattern.category is not None:
        category = scope.look_up("category").value
        included = vocabulary().includes(pattern.category)
        answers.append(None if category is UNKNOWN else category in included)
        if answers[-1] and scope.trace is not None:
            scope.trace.append(pattern)
    return both([*answers, holds(pattern.where, scope)])


def meets_any(patterns: Sequence[nodes.Pattern], scope: Scope) -> Truth:
    """Whether the event of a scope is one that some pattern takes in."""
    return either([meets(pattern, scope) for pattern in patterns])


def met_step(step: nodes.Step, moment: Moment, book: Book) -> Truth:
    """Whether an event met a step at its own time."""
    memo, key = moment.timeline.memo, (id(step), moment.position)
    if key not in memo:
        scope = Scope(book, moment)
        answer = meets_any(step.patterns, scope)
        memo[key] = both([answer, holds(step.when, scope)]) if answer is not False else False
    truth: Truth = memo[key]
    return truth


def present_keys(keys: Sequence[nodes.Key], scope: Scope) -> list[Any]:
    """The present values that earlier events are joined by."""
    return [scope.look_up(key.other or key.field).value for key in keys]


def joined(keys: Sequence[nodes.Key], present: Sequence[Any], earlier: Moment, book: Book) -> bool:
    """Whether an event has the present values in the fields of the keys."""
    own = [Scope(book, earlier).look_up(key.field).value for key in keys]
    return all(
        UNKNOWN not in (one, other) and same(one, other)
        for one, other in zip(own, present, strict=True)
    )


def records(
    step: nodes.Step,
    keys: Sequence[nodes.Key],
    present: Sequence[Any],
    moments: Sequence[Moment],
    book: Book,
) -> list[Record]:
    """The certain and uncertain records among some events that the keys join."""
    return [
        Record(moment, met is True)
        for moment in moments
        if (met := met_step(step, moment, book)) is not False
        and joined(keys, present, moment, book)
    ]


def had(node: nodes.Had, scope: Scope) -> Truth:
    """Whether earlier events took place in their order."""
    present = present_keys(node.keys, scope)
    if UNKNOWN in present:
        return None
    reached = [(moment, reaches(node.reach, moment, scope)) for moment in scope.moment.earlier]
    steps = [
        [
            Record(record.moment, record.certain and truth is True)
            for moment, truth in reached
            if truth is not False
            for record in records(step, node.keys, present, [moment], scope.book)
        ]
        for step in node.steps
    ]
    if _sequence([[one for one in found if one.certain] for found in steps], -1):
        return True
    if _sequence(steps, -1) or _unknown_present(node.reach, scope):
        return None
    since = scope.moment.timeline.history_since
    if since is not None and _begins_before(node.reach, scope, since):
        return None
    return False


def _sequence(steps: Sequence[Sequence[Record]], after: int) -> bool:
    """Whether different events in their order fill the steps."""
    if not steps:
        return True
    return any(
        _sequence(steps[1:], record.moment.position)
        for record in steps[0]
        if record.moment.position > after
    )


def reaches(
    reach: nodes.Within | nodes.Ago | nodes.Covering | None, earlier: Moment, scope: Scope
) -> Truth:
    """Whether an earlier event lies where `within`, `ago` or `covering` looks."""
    now = scope.moment.at
    match reach:
        case None:
            return True
        case nodes.Within(duration):
            length = length_of(scope, duration)
            return None if length is None else length.reaches_back(now, earlier.at)
        case nodes.Ago(duration):
            length = length_of(scope, duration)
            return None if length is None else opposite(length.reaches_back(now, earlier.at))
        case nodes.Covering(field):
            return _covers(earlier, scope.look_up(field).value, scope.book)


def _covers(earlier: Moment, fact: Any, book: Book) -> Truth:
    """Whether the period of an event holds a day or moment, its ends included."""
    if fact is UNKNOWN:
        return None
    if fact is None:
        return False
    own = Scope(book, earlier)
    start, end = (_point(own.look_up(f"period.{name}").value) for name in ("start", "end"))
    if UNKNOWN in (start, end):
        return None
    if start is None or end is None:
        return False
    if not all(isinstance(one, datetime) for one in (start, end, fact)):
        start, end, fact = (_day(one, book) for one in (start, end, fact))
    return bool(start <= fact <= end)


def _point(value: Any) -> Any:
    """A bound of a period, which stands inside an object as the record had it."""
    if not isinstance(value, str):
        return value
    try:
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    except ValueError:
        return UNKNOWN


def _day(value: Any, book: Book) -> date:
    return book.local_day(value) if isinstance(value, datetime) else value


def _unknown_present(reach: object, scope: Scope) -> bool:
    """Whether what the periods have to cover is unknown."""
    return isinstance(reach, nodes.Covering) and scope.look_up(reach.field).value is UNKNOWN


def _begins_before(reach: object, scope: Scope, since: datetime) -> bool:
    """Whether events before a moment would be looked at."""
    if not isinstance(reach, nodes.Within):
        return True
    length = length_of(scope, reach.duration)
    return length is None or length.starts_before(scope.moment.at, since)


def last(node: nodes.Last, scope: Scope) -> Truth:
    """Whether the latest record meets a condition at its own time."""
    present = present_keys(node.keys, scope)
    if UNKNOWN in present:
        return None
    found = records(node.step, node.keys, present, scope.moment.earlier, scope.book)
    if not found:
        return None if scope.moment.timeline.history_since is not None else False
    if not found[-1].certain:
        return None
    return holds(node.condition, Scope(scope.book, found[-1].moment, judged=scope))


def approvers(scope: Scope) -> list[Any] | None:
    """Who approves in order: as the event names them, else who approved its request before it.

    None if neither the names nor the request is known.
    """
    named = elements_of(scope.look_up("approvers"))
    if named is not None:
        return [one.value for one in named]
    told = [scope.look_up(name).value for name in ("request", "approval")]
    request = next((one for one in told if one is not UNKNOWN), UNKNOWN)
    if request is UNKNOWN:
        return None
    decided = [
        moment
        for moment in scope.moment.earlier
        if moment.event is not None
        and moment.event.type == "approval.decide"
        and moment.event.get("decision") == "approve"
        and moment.event.get("request") == request
    ]
    return [moment.event.get("actor") for moment in decided if moment.event is not None]


def approved_in_order(node: nodes.Approvers, scope: Scope) -> Truth:
    """Whether people who go by these names approve in this order, others between them or not."""
    people = approvers(scope)
    if people is None:
        return None

    def follow(names: Sequence[Any], start: int) -> Truth:
        if not names:
            return True
        return either(
            both([goes_by(people[at], several(names[0]), scope), follow(names[1:], at + 1)])
            for at in range(start, len(people))
        )

    return follow([_wanted(item, scope) for item in node.order.items], 0)


def _wanted(item: nodes.Operand, scope: Scope) -> Any:
    """Who is named at a place of the order: a bare word that is no parameter is a role."""
    if isinstance(item, nodes.Name) and item.value not in scope.book.parameters:
        return item.value
    return operand(item, scope)


TESTS.update({nodes.Had: had, nodes.Last: last, nodes.Approvers: approved_in_order})
