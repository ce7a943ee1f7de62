"""Penalties: rows, tiers, repeats and sanctions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wechat_policy import nodes
from wechat_policy.builder.reading import (
    Arguments,
    BadValue,
    Rule,
    as_period,
    bare,
    build,
    of_bare,
    of_nodes,
    of_tuple,
)
from wechat_policy.source import Span
from wechat_policy.words import canonical


def _row(items: Arguments, span: Span) -> nodes.Row:
    head, when, tiers = map(build, items)
    return nodes.Row(head, when, tiers, span=span)


def _repeat(items: Arguments, span: Span) -> nodes.Repeat:
    times, severity, within, raised = items
    head = build(severity)
    return nodes.Repeat(
        build(times),
        None if isinstance(head, nodes.AnyBreach) else head.value,
        as_period(build(within)),
        build(raised),
        span=span,
    )


def _times(items: Arguments, span: Span) -> int:
    count = build(items[0])
    if count.value % 1 or count.value < 1 or getattr(count, "unit", "times") != "times":
        raise BadValue("E009", span, str(items[0]))
    return int(count.value)


def _tier(items: Arguments, span: Span) -> nodes.Tier:
    sanctions, first, per = map(build, items)
    return nodes.Tier(sanctions, first, as_period(per), span=span)


def _tier_zh(items: Arguments, span: Span) -> nodes.Tier:
    sanctions, per, first = items
    return _tier([sanctions, first, per], span)


def _sanction_or(items: Arguments, span: Span) -> nodes.OneOf:
    *options, rest = map(build, items)
    return nodes.OneOf(tuple(options), rest is not None, span=span)


def _sanction_and(items: Arguments, span: Span) -> nodes.AllOf:
    return nodes.AllOf(tuple(map(build, items)), span=span)


def _sanction(items: Arguments, span: Span) -> nodes.Sanction:
    may, name, amount, or_above, lasting, display = items
    return nodes.Sanction(
        canonical("sanction", str(name)),
        may is not None,
        build(amount),
        or_above is not None,
        build(lasting),
        bare(display),
        span=span,
    )


def _amount(items: Arguments, span: Span) -> nodes.Amount:
    exact = build(items[0])
    return nodes.Amount(exact, exact, span=span)


def _amount_range(items: Arguments, span: Span) -> nodes.Amount:
    low, high = map(build, items)
    if isinstance(low, nodes.Number):
        low = nodes.Quantity(low.value, high.unit, span=low.span)
    return nodes.Amount(low, high, span=span)


def _lasting(items: Arguments, span: Span) -> Any:
    built = build(items[0])
    return "unstated" if isinstance(built, nodes.Amount) else built


RULES: Mapping[str, Rule] = {
    "penalties": of_tuple(nodes.Penalties),
    "row": _row,
    "repeat": _repeat,
    "as_severity": lambda items, span: str(items[0]),
    "cumulative": lambda items, span: nodes.Cumulative(span=span),
    "lapse": of_nodes(nodes.Lapse),
    "times": _times,
    "any_breach": lambda items, span: nodes.AnyBreach(span=span),
    "otherwise": lambda items, span: nodes.Otherwise(span=span),
    "tag_head": of_bare(nodes.TagHead),
    "head_name": of_bare(nodes.NameHead),
    "tier": _tier,
    "tier_zh": _tier_zh,
    "sanction_or": _sanction_or,
    "sanctions": _sanction_or,
    "sanction_and": _sanction_and,
    "sanction": _sanction,
    "amount": _amount,
    "amount_range": _amount_range,
    "unstated": lambda items, span: nodes.Amount(None, None, span=span),
    "lasting": _lasting,
}
