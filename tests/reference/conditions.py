"""Conditions in three values: True, False and None for unknown."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

import attrs

import wechat_policy.rules.words  # noqa: F401  (registers the condition words)
from reference.book import SECONDS, Book, Lexicon, number
from reference.values import UNKNOWN, Scope, elements_of, order, same
from wechat_policy import nodes
from wechat_policy.rules.base import CONDITIONS, Characters, Recognizer, ScannedText, Words
from wechat_policy.rules.base import Pattern as Expression
from wechat_policy.source import Span
from wechat_policy.text import fold
from wechat_policy.vocabulary import Attribute, vocabulary

Truth = bool | None
INFINITY = math.inf
MEASURES: dict[type, Callable[[Any, Any], Any]] = {}
"""Operands that are computed over history, by node; `history` fills it."""


@attrs.frozen
class Interval:
    """A measure that lies somewhere between two numbers, ends included."""

    low: Decimal
    high: Decimal | float


def both(truths: Iterable[Truth]) -> Truth:
    """Kleene's and."""
    answers = list(truths)
    return False if False in answers else None if None in answers else True


def either(truths: Iterable[Truth]) -> Truth:
    """Kleene's or."""
    answers = list(truths)
    return True if True in answers else None if None in answers else False


def opposite(truth: Truth) -> Truth:
    """Kleene's not."""
    return None if truth is None else not truth


def holds(node: nodes.Condition | None, scope: Scope) -> Truth:
    """Whether a condition is true in a scope; no condition is."""
    if node is None:
        return True
    truth = TESTS[type(node)](node, scope)
    if truth is True and scope.trace is not None and _is_specific(node):
        scope.trace.append(node)
    return truth


def _is_specific(node: nodes.Condition) -> bool:
    """Whether a test looks at what this very event says: a word, recognizer or pattern."""
    sides = [getattr(node, name, None) for name in ("left", "right", "operand")]
    return any(isinstance(one, nodes.Call) and CONDITIONS[one.word].specific for one in sides)


# ----------------------------------------------------------------------------- operands


def operand(node: nodes.Operand, scope: Scope, beside: Attribute | None = None) -> Any:
    """The value of an operand: UNKNOWN, None, an Interval or a plain value.

    `beside` is the attribute on the other side, whose values a bare word may name.
    """
    match node:
        case nodes.Text(value) | nodes.Number(value) | nodes.Date(value) | nodes.Boolean(value):
            return value
        case nodes.Quantity():
            return in_units(node, beside)
        case nodes.Choices(items):
            return tuple(operand(item, scope, beside) for item in items)
        case nodes.Name(word):
            if names_value(word, beside):
                return word
            if word in scope.book.parameters and word not in scope.variables:
                return operand(scope.book.parameters[word], scope, beside)
            return scope.look_up(word).value
        case nodes.Call():
            return call(node, scope)
        case nodes.Aggregate():
            return MEASURES[nodes.Aggregate](node, scope)
        case _:
            return UNKNOWN


def names_value(word: str, attribute: Attribute | None) -> bool:
    """Whether a bare word is one of the values of an attribute."""
    if attribute is None:
        return False
    if attribute.element == "category":
        return vocabulary().category(word) is not None
    return word in attribute.values or word in attribute.known


def in_units(quantity: nodes.Quantity, beside: Attribute | None) -> Decimal:
    """A quantity as a bare number: time in seconds or the attribute's unit, parts of 1 for %."""
    if quantity.unit in SECONDS:
        return quantity.value * SECONDS[quantity.unit] / (60 if _minutes(beside) else 1)
    return quantity.value / 100 if quantity.unit == "%" else quantity.value


def _minutes(attribute: Attribute | None) -> bool:
    return attribute is not None and attribute.unit == "min"


def attribute_of(node: nodes.Operand, scope: Scope) -> Attribute | None:
    """What the vocabulary says of a fact that is named."""
    if isinstance(node, nodes.Name) and node.value not in scope.book.parameters:
        return scope.look_up(node.value).attribute
    return None


def sides(left: nodes.Operand, right: nodes.Operand, scope: Scope) -> tuple[Any, Any]:
    """The values on both sides of a test."""
    about = attribute_of(left, scope)
    return operand(left, scope, attribute_of(right, scope)), operand(right, scope, about)


# -------------------------------------------------------------------- lexicons and calls


@attrs.frozen
class Hit:
    """An occurrence of a word."""

    span: Span
    word: str
    weight: float


@attrs.frozen(eq=False)
class NaiveText:
    """A text in which words are looked for one by one, at every place."""

    value: str
    book: Book

    def hits(self, lexicon: Lexicon) -> tuple[Hit, ...]:
        """The occurrences of the words, less those that lie inside a protected phrase."""
        text = fold(self.value)
        shields = [span for phrase in lexicon.protects for span in occurrences(text, fold(phrase))]
        found = [
            Hit(span, word, weight)
            for word, weight in lexicon.words.items()
            for span in occurrences(text, fold(word))
            if not any(one.start <= span.start and span.end <= one.end for one in shields)
        ]
        return tuple(sorted(found, key=lambda hit: (hit.span.start, hit.span.end)))


def occurrences(text: str, word: str) -> list[Span]:
    """Every place where a word stands in a text, overlapping ones too."""
    return [
        Span(at, at + len(word))
        for at in range(len(text) - len(word) + 1)
        if word and text[at : at + len(word)] == word
    ]


def call(node: nodes.Call, scope: Scope) -> Any:
    """What a condition word says of a fact: a truth, a number, UNKNOWN, or None on none."""
    value = scope.look_up(node.path.value).value
    if value is UNKNOWN or value is None:
        return value
    condition = CONDITIONS[node.word]
    if condition.fact in (str, ScannedText):
        if not isinstance(value, str):
            return UNKNOWN
        if condition.fact is ScannedText:
            value = NaiveText(value, scope.book)
    free = [one for one in condition.parameters if not one.named]
    named = {one.name: one for one in condition.parameters if one.named}
    positional: list[Any] = []
    keywords: dict[str, Any] = {}
    waiting = list(node.arguments)
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, nodes.Name) and item.value in named:
            parameter = named[item.value]
            keywords[parameter.name] = _argument(waiting.pop(0), parameter.type, scope)
        elif len(positional) < len(free):
            positional.append(_argument(item, free[len(positional)].type, scope))
        else:
            # `8 chars` after the words goes to the parameter that takes characters.
            parameter = next(one for one in named.values() if one.type is Characters)
            keywords[parameter.name] = _argument(item, parameter.type, scope)
    answer = condition.function(value, *positional, **keywords)
    if answer is None:
        return UNKNOWN
    if condition.measures:
        return number(answer)
    return answer if isinstance(answer, bool) else bool(len(answer))


def _argument(node: nodes.Operand, wanted: Any, scope: Scope) -> Any:
    if wanted is Recognizer and isinstance(node, nodes.Name):
        return Recognizer(node.value)
    if wanted in (Words, Words | None) and isinstance(node, nodes.Name):
        return scope.book.lexicon(node.value)
    if isinstance(node, nodes.Regex):
        return Expression(node.pattern, node.flags)
    value = operand(node, scope)
    return int(value) if wanted is Characters else value


# -------------------------------------------------------------------------------- tests


def _compare(node: nodes.Compare, scope: Scope) -> Truth:
    left, right = sides(node.left, node.right, scope)
    return compare(left, node.operator, right)


def compare(left: Any, operator: str, right: Any) -> Truth:
    """A comparison of two values."""
    if left is UNKNOWN or right is UNKNOWN:
        return None
    if operator == "!=":
        return opposite(compare(left, "=", right))
    if isinstance(left, Interval) or isinstance(right, Interval):
        return _compare_intervals(left, operator, right)
    if operator == "=":
        return same(left, right)
    if left is None or right is None:
        return False
    standing = order(left, right)
    return None if standing is None else _DECIDES[operator](standing)


_DECIDES: Mapping[str, Callable[[int], bool]] = {
    "<": lambda standing: standing < 0,
    "<=": lambda standing: standing <= 0,
    ">": lambda standing: standing > 0,
    ">=": lambda standing: standing >= 0,
}


def _compare_intervals(left: Any, operator: str, right: Any) -> Truth:
    if left is None or right is None:
        return False
    one, other = _as_interval(left), _as_interval(right)
    if one is None or other is None:
        return False if operator == "=" else None
    if operator == "=":
        if one.low == one.high == other.low == other.high:
            return True
        return False if one.high < other.low or other.high < one.low else None
    # Of an order it is enough to look at the two ends that lie nearest and farthest.
    answers = {
        _DECIDES[operator]((first > second) - (first < second))
        for first, second in ((one.low, other.high), (one.high, other.low))
    }
    return answers.pop() if len(answers) == 1 else None


def _as_interval(value: Any) -> Interval | None:
    if isinstance(value, Interval):
        return value
    exact = number(value)
    return None if exact is None else Interval(exact, exact)


def _in(node: nodes.In, scope: Scope) -> Truth:
    left, right = sides(node.left, node.choices, scope)
    truth = among(left, right)
    return opposite(truth) if node.negated else truth


def among(left: Any, items: Iterable[Any]) -> Truth:
    """Whether a value is one of several."""
    if left is UNKNOWN:
        return None
    if left is None:
        return False
    return either(compare(left, "=", item) for item in _flat(items))


def _flat(items: Iterable[Any]) -> Iterable[Any]:
    """The items, those of a parameter that holds several among them."""
    for item in items:
        if isinstance(item, tuple):
            yield from item
        else:
            yield item


def _includes(node: nodes.Includes, scope: Scope) -> Truth:
    items, value = sides(node.left, node.right, scope)
    if items is UNKNOWN or value is UNKNOWN:
        return None
    return any(same(item, value) for item in items or ())


def _subset(node: nodes.Subset, scope: Scope) -> Truth:
    left, right = sides(node.left, node.right, scope)
    if left is UNKNOWN or right is UNKNOWN:
        return None
    return both(either(compare(one, "=", other) for other in right or ()) for one in left or ())


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
        return None
    own = [person, row.get("name"), row.get("nickname"), row.get("position")]
    own += [*(row.get("department") or ()), *(row.get("roles") or ())]
    wanted = list(_flat(names))
    if any(one is not UNKNOWN and one is not None and one in own for one in wanted):
        return True
    return None if UNKNOWN in wanted else False


def _given(node: nodes.Given, scope: Scope) -> Truth:
    value = operand(node.operand, scope)
    return None if value is UNKNOWN else value is not None


def _absent(node: nodes.Absent, scope: Scope) -> Truth:
    value = operand(node.operand, scope)
    return None if value is UNKNOWN else value is None


def _holds(node: nodes.Holds, scope: Scope) -> Truth:
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
    inside = scope.book.hours[node.hours].contains(scope.moment.at)
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
    nodes.Absent: _absent,
    nodes.Holds: _holds,
}
"""The tests by node; `history` adds those that look back."""
