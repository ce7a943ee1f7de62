"""Operands: what stands on a side of a test, the condition words among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import wechat_policy.rules.words  # noqa: F401  (registers the condition words)
from reference.book import SECONDS, number
from reference.texts import NaiveText
from reference.values import UNKNOWN, Scope, day_or_moment
from wechat_policy import nodes
from wechat_policy.rules.base import CONDITIONS, Characters, Recognizer, ScannedText, Words
from wechat_policy.rules.base import Pattern as Expression
from wechat_policy.vocabulary import Attribute, vocabulary

MEASURES: dict[type, Callable[[Any, Any], Any]] = {}
"""Operands that are computed over history, by node; `measures` fills it."""


def operand(
    node: nodes.Operand | nodes.Worked, scope: Scope, beside: Attribute | None = None
) -> Any:
    """The value of an operand: UNKNOWN, None, an Interval or a plain value.

    `beside` is the attribute on the other side, whose values a bare word may name.
    """
    match node:
        case nodes.Text(value) | nodes.Number(value) | nodes.Date(value) | nodes.Boolean(value):
            return value
        case nodes.Quantity():
            return in_units(node, beside)
        case nodes.Time(minutes):
            return f"{minutes // 60:02}:{minutes % 60:02}"
        case nodes.Worked(value):
            return operand(value, scope, beside)
        case nodes.Choices(items):
            # A parameter that holds several values gives each of them.
            return tuple(one for item in items for one in several(operand(item, scope, beside)))
        case nodes.Name(word):
            if names_value(word, beside):
                return word
            if word in scope.book.parameters and word not in scope.variables:
                return parameter(scope.book.parameters[word], scope, beside)
            return scope.look_up(word).value
        case nodes.Call():
            return call(node, scope)
        case nodes.Aggregate():
            return MEASURES[nodes.Aggregate](node, scope)
        case _:
            return UNKNOWN


def parameter(
    node: nodes.Operand | nodes.Worked, scope: Scope, beside: Attribute | None = None
) -> Any:
    """What a parameter says: a bare word in it is that word, unless it is a fact's name."""
    match node:
        case nodes.Name(word):
            fact = scope.look_up(word)
            return word if fact.value is UNKNOWN and fact.attribute is None else fact.value
        case nodes.Choices(items):
            return tuple(parameter(item, scope, beside) for item in items)
        case _:
            return operand(node, scope, beside)


def several(value: Any) -> tuple[Any, ...]:
    """A value as those that it may hold."""
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def names_value(word: str, attribute: Attribute | None) -> bool:
    """Whether a bare word is one of the values of an attribute."""
    if attribute is None:
        return False
    if attribute.element == "category":
        return vocabulary().category(word) is not None
    if word in attribute.values or word in attribute.known:
        return True
    return vocabulary().value(attribute.name, word) is not None


def in_units(quantity: nodes.Quantity, beside: Attribute | None) -> Decimal:
    """A quantity as a bare number: time in seconds or the attribute's unit, parts of 1 for %."""
    if quantity.unit in SECONDS:
        return quantity.value * SECONDS[quantity.unit] / (60 if _minutes(beside) else 1)
    return quantity.value / 100 if quantity.unit == "%" else quantity.value


def _minutes(attribute: Attribute | None) -> bool:
    return attribute is not None and attribute.unit == "min"


def attribute_of(node: nodes.Operand, scope: Scope) -> Attribute | None:
    """What the vocabulary says of a fact that is named."""
    match node:
        case nodes.Name(word) if word not in scope.book.parameters:
            name = word.rpartition(".")[2]
            # Inside an object that nobody described the name alone tells which values there are.
            return scope.look_up(word).attribute or Attribute(name=name, zh=name, type="any")
        case nodes.Aggregate(nodes.Summed(field), step):
            return summed(field, step.patterns)
        case _:
            return None


def summed(field: str, patterns: Sequence[nodes.Pattern]) -> Attribute | None:
    """What the vocabulary says of a field that is added up over events."""
    return vocabulary().attribute([one.event for one in patterns], field)


def sides(left: nodes.Operand, right: nodes.Operand, scope: Scope) -> tuple[Any, Any]:
    """The values on both sides of a test."""
    about, beside = attribute_of(left, scope), attribute_of(right, scope)
    one, other = operand(left, scope, beside), operand(right, scope, about)
    if _anything(about) and isinstance(left, nodes.Name):
        one = _as_time(one, other)
    if _anything(beside) and isinstance(right, nodes.Name):
        other = _as_time(other, one)
    return one, other


def _anything(attribute: Attribute | None) -> bool:
    return attribute is None or attribute.type == "any"


def _as_time(value: Any, beside: Any) -> Any:
    """A text of which the vocabulary knows nothing, beside a day or moment, as one."""
    items = beside if isinstance(beside, tuple) else (beside,)
    is_time = any(isinstance(one, date) for one in items)
    return day_or_moment(value) if is_time and isinstance(value, str) else value


def call(node: nodes.Call, scope: Scope) -> Any:
    """What a condition word says of a fact: a truth, a number, UNKNOWN, or None on none."""
    value = operand(node.path, scope)
    if value is UNKNOWN or value is None:
        return value
    condition = CONDITIONS[node.word]
    if condition.fact in (str, ScannedText):
        if not isinstance(value, str):
            return UNKNOWN
        if condition.fact is ScannedText:
            value = NaiveText(value)
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
    if any(one is UNKNOWN for one in (*positional, *keywords.values())):
        return UNKNOWN
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
