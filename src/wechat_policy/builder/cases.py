"""Files of cases: their head, the statements of a case, and what is expected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wechat_policy import nodes
from wechat_policy.builder.examples import often
from wechat_policy.builder.reading import Arguments, BadValue, Rule, bare, build, constant, span_of
from wechat_policy.source import Span


def _named(kind: Any) -> Rule:
    def rule(items: Arguments, span: Span) -> Any:
        name, *rest = items
        return kind(bare(name), tuple(map(build, rest)), name_span=span_of(name), span=span)

    return rule


def _occurrence(items: Arguments, span: Span) -> nodes.Occurrence:
    at, *steps = map(build, items)
    return nodes.Occurrence(at, tuple(steps), span=span)


def _moment(items: Arguments, span: Span) -> nodes.Moment:
    told = list(map(build, items))
    day = next((one.value for one in told if isinstance(one, nodes.Date)), None)
    minutes = next((one.minutes for one in told if isinstance(one, nodes.Time)), None)
    return nodes.Moment(day, minutes, span=span)


def _finding(items: Arguments, span: Span) -> nodes.Finding:
    no, times, status, clause, who = items
    return nodes.Finding(
        build(status), bare(clause), build(who), None if times is None else often(times),
        no is not None, bool(build(no)), span=span,
    )  # fmt: skip


def _imposed(items: Arguments, span: Span) -> nodes.Imposed:
    no, sanctions, step, who = items
    return nodes.Imposed(
        build(sanctions), build(step), build(who), no is not None, bool(build(no)), span=span
    )


def _tier_number(items: Arguments, span: Span) -> int:
    number = build(items[0])
    if number.value % 1 or number.value < 1:
        raise BadValue("E009", number.span, str(items[0]))
    return int(number.value)


RULES: Mapping[str, Rule] = {
    "piece": lambda items, span: build(items[0]),
    "cases": _named(nodes.Cases),
    "case": _named(nodes.Case),
    "occurrence": _occurrence,
    "advance_until": lambda items, span: nodes.AdvanceUntil(build(items[0]), span=span),
    "moment": _moment,
    "finding": _finding,
    "imposed": _imposed,
    "no": lambda items, span: items[0] is not None,
    "other": constant(True),
    **{
        status: constant(status)
        for status in ("found", "certain", "suspected", "advisory", "undetermined")
    },
    "tier_number": _tier_number,
    "who": lambda items, span: bare(items[0]),
}
