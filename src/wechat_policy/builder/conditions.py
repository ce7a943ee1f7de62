"""Conditions, operands and measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from wechat_policy import nodes
from wechat_policy.builder.reading import (
    Arguments,
    Rule,
    as_period,
    build,
    of_nodes,
    of_tuple,
    only,
    person_of,
    span_of,
)
from wechat_policy.rules.words import canonical_argument, canonical_condition
from wechat_policy.source import Span
from wechat_policy.words import canonical_list, canonical_path, canonical_value, has_value


def _quantified(quantifier: Any) -> Callable[[Arguments, Span], nodes.Quantified]:
    def rule(items: Arguments, span: Span) -> nodes.Quantified:
        path, condition = items
        return nodes.Quantified(quantifier, canonical_list(str(path)), build(condition), span=span)

    return rule


def _last_segment(node: Any) -> str:
    path = node.path if isinstance(node, nodes.Call) else node
    return path.value.rsplit(".", 1)[-1] if isinstance(path, nodes.Name) else ""


def as_values(left: Any, right: Any) -> Any:
    """The right side of a test with its words in the canonical spelling of the left's values."""
    attribute = _last_segment(left)
    if isinstance(right, nodes.Name):
        word = canonical_value(attribute, right.value)
        if word == right.value:
            word = canonical_path(word)
        return nodes.Name(word, span=right.span)
    if isinstance(right, nodes.Boolean):
        # An enumeration may have values called true and false beside others.
        word = "true" if right.value else "false"
        return nodes.Name(word, span=right.span) if has_value(attribute, word) else right
    if isinstance(right, nodes.Choices):
        return nodes.Choices(tuple(as_values(left, item) for item in right.items), span=right.span)
    return right


def operand(item: Any) -> Any:
    """An operand whose bare name is a path."""
    built = build(item)
    if isinstance(built, nodes.Name):
        return nodes.Name(canonical_path(built.value), span=built.span)
    return built


def _compare(items: Arguments, span: Span) -> nodes.Compare:
    left, operator, right = items
    subject = operand(left)
    return nodes.Compare(subject, str(operator), as_values(subject, build(right)), span=span)


def _in(negated: bool) -> Callable[[Arguments, Span], nodes.In]:
    def rule(items: Arguments, span: Span) -> nodes.In:
        left = operand(items[0])
        return nodes.In(left, as_values(left, build(items[1])), negated, span=span)

    return rule


def _binary(kind: Any) -> Rule:
    def rule(items: Arguments, span: Span) -> Any:
        left = operand(items[0])
        return kind(left, as_values(left, build(items[1])), span=span)

    return rule


def _unary(kind: Any) -> Rule:
    return lambda items, span: kind(operand(items[0]), span=span)


def _call(items: Arguments, span: Span) -> nodes.Name:
    return nodes.Name(str(items[0]), span=span)


def _call_word(items: Arguments, span: Span) -> nodes.Call:
    path, word, *arguments = items
    name = canonical_condition(str(word))
    built = []
    for argument in map(build, arguments):
        if isinstance(argument, nodes.Name):
            argument = nodes.Name(canonical_argument(name, argument.value), span=argument.span)
        built.append(argument)
    return nodes.Call(
        nodes.Name(canonical_path(str(path)), span=span_of(path)), name, tuple(built),
        word_span=span_of(word), span=span,
    )  # fmt: skip


def _had(items: Arguments, span: Span) -> nodes.Had:
    *steps, keys, reach = map(build, items)
    return nodes.Had(tuple(steps), keys or (), reach, span=span)


def _step(items: Arguments, span: Span) -> nodes.Step:
    patterns, when = map(build, items)
    return nodes.Step(patterns, when, span=span)


def _last(items: Arguments, span: Span) -> nodes.Last:
    step, keys, condition = map(build, items)
    return nodes.Last(step, keys or (), condition, span=span)


def _aggregate(items: Arguments, span: Span) -> nodes.Aggregate:
    measure, step, keys, within = map(build, items)
    return nodes.Aggregate(measure, step, keys or (), as_period(within), span=span)


def _reach_within(items: Arguments, span: Span) -> nodes.Within:
    duration = build(items[0])
    length = as_period(duration.length)
    return nodes.Within(attrs.evolve(duration, length=length), span=span)


def _during(outside: bool) -> Rule:
    def rule(items: Arguments, span: Span) -> nodes.During:
        hours, person = items
        return nodes.During(str(hours), outside, person_of(person), span=span)

    return rule


def _field(kind: Any) -> Rule:
    return lambda items, span: kind(canonical_path(str(items[0])), span=span)


RULES: Mapping[str, Rule] = {
    "measure_count": lambda items, span: nodes.Counted(span=span),
    "measure_sum": _field(nodes.Summed),
    "measure_distinct": _field(nodes.Distinct),
    "measure_share": of_nodes(nodes.Share),
    "or_": of_tuple(nodes.Or),
    "and_": of_tuple(nodes.And),
    "not_": of_nodes(nodes.Not),
    "any_": _quantified("any"),
    "all_": _quantified("all"),
    "during": _during(False),
    "outside": _during(True),
    "on_days": of_nodes(nodes.OnDays),
    "had": _had,
    "step": _step,
    "reach_within": _reach_within,
    "reach_ago": of_nodes(nodes.Ago),
    "reach_covering": _field(nodes.Covering),
    "last": _last,
    "approvers": of_nodes(nodes.Approvers),
    "compare": _compare,
    "in_": _in(False),
    "not_in": _in(True),
    "includes": _binary(nodes.Includes),
    "subset": _binary(nodes.Subset),
    "is_": _binary(nodes.Is),
    "given": _unary(nodes.Given),
    "told": _unary(nodes.Told),
    "none_": _unary(nodes.Absent),
    "holds": _unary(nodes.Holds),
    "call": _call,
    "call_word": _call_word,
    "argument_name": only,
    "regex": only,
    "name": only,
    "aggregate": _aggregate,
    "choices": of_tuple(nodes.Choices),
    "true": lambda items, span: nodes.Boolean(True, span=span),
    "false": lambda items, span: nodes.Boolean(False, span=span),
}
