"""Conditions in three values: True, False and None for unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from reference.operands import operand, sides
from reference.truth import Truth, both, compare, either, opposite
from reference.values import UNKNOWN, Scope, elements_of
from reference.working import hours_of
from wechat_policy import nodes
from wechat_policy.rules.base import CONDITIONS


def holds(node: nodes.Condition | None, scope: Scope) -> Truth:
    """Whether a condition is true in a scope; no condition is."""
    if node is None:
        return True
    told = len(scope.trace or ())
    truth = TESTS[type(node)](node, scope)
    if truth is False and scope.trace is not None:
        del scope.trace[told:]
    if truth is True and scope.trace is not None and _is_specific(node):
        scope.trace.append(node)
    return truth


def _is_specific(node: nodes.Condition) -> bool:
    """Whether a test looks at what this very event says: a word, recognizer or pattern."""
    sides = [getattr(node, name, None) for name in ("left", "right", "operand")]
    return any(isinstance(one, nodes.Call) and CONDITIONS[one.word].specific for one in sides)


def _compare(node: nodes.Compare, scope: Scope) -> Truth:
    left, right = sides(node.left, node.right, scope)
    return _beside(left, node.operator, right, scope)


def _beside(left: Any, operator: str, right: Any, scope: Scope) -> Truth:
    """A comparison, of a day and a moment by the moment's day."""
    if _is_day(left) != _is_day(right):
        left, right = (
            scope.book.local_day(one) if isinstance(one, datetime) else one for one in (left, right)
        )
    return compare(left, operator, right)


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _in(node: nodes.In, scope: Scope) -> Truth:
    left, right = sides(node.left, node.choices, scope)
    truth = among(left, right, scope)
    return opposite(truth) if node.negated else truth


def among(left: Any, items: Iterable[Any], scope: Scope) -> Truth:
    """Whether a value is one of several."""
    if left is UNKNOWN:
        return None
    if left is None:
        return False
    return either(_beside(left, "=", item, scope) for item in items)


def _includes(node: nodes.Includes, scope: Scope) -> Truth:
    items, value = sides(node.left, node.right, scope)
    if items is UNKNOWN or value is UNKNOWN:
        return None
    return either(_beside(item, "=", value, scope) for item in listed(items))


def _subset(node: nodes.Subset, scope: Scope) -> Truth:
    left, right = sides(node.left, node.right, scope)
    if left is UNKNOWN or right is UNKNOWN:
        return None
    return both(
        either(_beside(one, "=", other, scope) for other in listed(right)) for one in listed(left)
    )


def listed(value: Any) -> tuple[Any, ...]:
    """A value as a list: none is empty, one by itself a list of one, a map that of its keys."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list | tuple | Mapping) else (value,)


def _is(node: nodes.Is, scope: Scope) -> Truth:
    person = scope.look_up(node.left.value) if isinstance(node.left, nodes.Name) else None
    if person is None:
        return None
    wanted = operand(node.right, scope)
    return goes_by(person.value, wanted if isinstance(wanted, tuple) else (wanted,), scope)


def goes_by(person: Any, names: Iterable[Any], scope: Scope) -> Truth:
    """Whether somebody has one of these ids, names, posts, departments or roles."""
    if person is UNKNOWN:
        return None
    if person is None:
        return False
    row = scope.moment.directory.person(person, scope.moment.at)
    if row is None:
        return True if person in names else None
    own = [person, row.get("name"), row.get("nickname"), row.get("position")]
    own += [*(row.get("department") or ()), *(row.get("roles") or ())]
    wanted = list(names)
    if any(one is not UNKNOWN and one is not None and one in own for one in wanted):
        return True
    return None if UNKNOWN in wanted else False


def _given(node: nodes.Given, scope: Scope) -> Truth:
    value = operand(node.operand, scope)
    return None if value is UNKNOWN else value is not None


def _told(node: nodes.Told, scope: Scope) -> Truth:
    value = operand(node.operand, scope)
    return value is not UNKNOWN and value is not None


def _absent(node: nodes.Absent, scope: Scope) -> Truth:
    value = operand(node.operand, scope)
    return None if value is UNKNOWN else value is None


def _holds(node: nodes.Holds, scope: Scope) -> Truth:
    match node.operand:
        case nodes.Name(word) if word in scope.book.definitions:
            return holds(scope.book.definitions[word], scope)
    value = operand(node.operand, scope)
    if value is UNKNOWN:
        return None
    return bool(value)


def _quantified(node: nodes.Quantified, scope: Scope) -> Truth:
    elements = elements_of(scope.look_up(node.path))
    if elements is None:
        return None
    answers = [holds(node.condition, scope.inside(element)) for element in elements]
    return either(answers) if node.quantifier == "any" else both(answers)


def _during(node: nodes.During, scope: Scope) -> Truth:
    hours = hours_of(scope, scope.book.hours[node.hours], node.person)
    inside = None if hours is None else hours.contains(scope.moment.at)
    return opposite(inside) if node.outside else inside


def _on_days(node: nodes.OnDays, scope: Scope) -> Truth:
    day = scope.moment.day or scope.book.local_day(scope.moment.at)
    return scope.book.selects(node.days, day)


def _and(node: nodes.And, scope: Scope) -> Truth:
    return both([holds(one, scope) for one in node.operands])


def _or(node: nodes.Or, scope: Scope) -> Truth:
    return either([holds(one, scope) for one in node.operands])


def _not(node: nodes.Not, scope: Scope) -> Truth:
    return opposite(holds(node.operand, scope))


TESTS: dict[type, Callable[[Any, Scope], Truth]] = {
    nodes.And: _and,
    nodes.Or: _or,
    nodes.Not: _not,
    nodes.Quantified: _quantified,
    nodes.During: _during,
    nodes.OnDays: _on_days,
    nodes.Compare: _compare,
    nodes.In: _in,
    nodes.Includes: _includes,
    nodes.Subset: _subset,
    nodes.Is: _is,
    nodes.Given: _given,
    nodes.Told: _told,
    nodes.Absent: _absent,
    nodes.Holds: _holds,
}
"""The tests by node; `history` adds those that look back."""
