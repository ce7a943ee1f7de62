"""Clauses, their norms, and the terms, patterns and keys that norms are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wechat_policy import nodes
from wechat_policy.builder.reading import (
    Arguments,
    Rule,
    as_period,
    bare,
    bare_names,
    build,
    constant,
    joined,
    of_bare,
    person_of,
    span_of,
)
from wechat_policy.source import Span
from wechat_policy.words import canonical, canonical_list, canonical_path


def _clause(items: Arguments, span: Span) -> nodes.Clause:
    name, *rest = items
    return nodes.Clause(str(name), tuple(map(build, rest)), name_span=span_of(name), span=span)


class Terms:
    """The terms that may follow any norm, gathered from its suffixes."""

    def __init__(self, suffixes: Arguments) -> None:
        self.rest: list[Any] = []
        terms: dict[str, list[Any]] = {"when": [], "unless": [], "blame": []}
        for item in suffixes:
            name = getattr(item, "data", None)
            if name in terms:
                terms[name].append(build(item.children[0]))
            else:
                self.rest.append(item)
        self.terms: dict[str, Any] = {
            "when": joined(nodes.And, terms["when"]),
            "unless": joined(nodes.Or, terms["unless"]),
            "blame": _blamed(terms["blame"]),
        }


def _blamed(parts: list[Any]) -> nodes.Name | nodes.Text | None:
    if not parts:
        return None
    blame: nodes.Name | nodes.Text = parts[-1]
    if isinstance(blame, nodes.Name):
        return nodes.Name(canonical_path(blame.value), span=blame.span)
    return blame


def _forbid(items: Arguments, span: Span) -> nodes.Forbid:
    terms = Terms(items)
    strength, patterns = map(build, terms.rest)
    return nodes.Forbid(strength, patterns, span=span, **terms.terms)


def _require(items: Arguments, span: Span) -> nodes.Require:
    terms = Terms(items)
    strength, condition, patterns = map(build, terms.rest)
    return nodes.Require(strength, condition, patterns, span=span, **terms.terms)


def _require_whenever(items: Arguments, span: Span) -> nodes.Require:
    terms = Terms(items)
    patterns, strength, condition = map(build, terms.rest)
    return nodes.Require(strength, condition, patterns, span=span, **terms.terms)


def _limit(items: Arguments, span: Span) -> nodes.Limit:
    terms = Terms(items)
    strength, measure, patterns, bound, window, keys = map(build, terms.rest)
    return nodes.Limit(
        strength, measure or nodes.Counted(), patterns, _length(bound), as_period(window),
        keys or (), span=span, **terms.terms,
    )  # fmt: skip


def _limit_zh(items: Arguments, span: Span) -> nodes.Limit:
    strength, measure, patterns, keys, window, bound, *suffixes = items
    return _limit([strength, measure, patterns, bound, window, keys, *suffixes], span)


def _permit(items: Arguments, span: Span) -> nodes.Permit:
    terms = Terms(items)
    patterns, *lifts = terms.rest
    return nodes.Permit("must", build(patterns), bare_names(lifts), span=span, **terms.terms)


def _within_duty(items: Arguments, span: Span) -> nodes.Deadline:
    terms = Terms(items)
    opening, each, within, strength, patterns, keys = map(build, terms.rest)
    return nodes.Deadline(
        strength, opening, each, within, patterns, keys or (), span=span, **terms.terms
    )


def _daily_duty(items: Arguments, span: Span) -> nodes.Daily:
    terms = Terms(items)
    before, since, days, each, strength, patterns, keys = map(build, terms.rest)
    return nodes.Daily(
        strength, before, since, days, each, patterns, keys or (), span=span, **terms.terms
    )


def _daily_duty_zh(items: Arguments, span: Span) -> nodes.Daily:
    days, since, before, *rest = items
    return _daily_duty([before, since, days, *rest], span)


def _periodic_duty(items: Arguments, span: Span) -> nodes.Periodic:
    terms = Terms(items)
    period, each, strength, patterns, keys = map(build, terms.rest)
    return nodes.Periodic(
        strength, as_period(period), each, patterns, keys or (), span=span, **terms.terms
    )


def _length(quantity: Any) -> Any:
    """A quantity whose bare name is a path, such as `group.rate_limit`."""
    if isinstance(quantity, nodes.Name):
        return nodes.Name(canonical_path(quantity.value), span=quantity.span)
    return quantity


def _for_each(items: Arguments, span: Span) -> nodes.ForEach:
    variable, population = items
    return nodes.ForEach(canonical_path(str(variable)), build(population), span=span)


def _population(items: Arguments, span: Span) -> nodes.Population:
    name, where = items
    return nodes.Population(canonical_list(str(name)), build(where), span=span)


def _duration(items: Arguments, span: Span) -> nodes.Duration:
    length, hours, person = items
    return nodes.Duration(
        _length(build(length)), None if hours is None else str(hours), person_of(person), span=span
    )


def _key(items: Arguments, span: Span) -> nodes.Key:
    field, other = items
    return nodes.Key(
        canonical_path(str(field)), None if other is None else canonical_path(str(other)),
        span=span,
    )  # fmt: skip


def _pattern(items: Arguments, span: Span) -> nodes.Pattern:
    event, category, where = items
    return nodes.Pattern(
        canonical("event", str(event)),
        None if category is None else canonical("category", str(category)),
        build(where),
        span=span,
    )


RULES: Mapping[str, Rule] = {
    "clause": _clause,
    "cites": lambda items, span: nodes.Cites(bare(items[0]), build(items[1]) or (), span=span),
    "cites_refs": lambda items, span: nodes.Cites(None, build(items[0]), span=span),
    "title": of_bare(nodes.Title),
    "formerly": of_bare(nodes.Formerly),
    "tags": lambda items, span: nodes.Tags(bare_names(items), span=span),
    "severity": of_bare(nodes.Severity),
    "graded": of_bare(nodes.Graded),
    "remark": of_bare(nodes.Remark),
    "if_unknown": lambda items, span: nodes.IfUnknown(build(items[0]), span=span),
    "ignore": constant("ignore"),
    "review": constant("review"),
    "violate": constant("violate"),
    "must": constant("must"),
    "should": constant("should"),
    "suspect": constant("suspect"),
    "forbid": _forbid,
    "require": _require,
    "require_whenever": _require_whenever,
    "limit": _limit,
    "limit_zh": _limit_zh,
    "permit": _permit,
    "within_duty": _within_duty,
    "after_violation": lambda items, span: nodes.ViolationOf(str(items[0]), span=span),
    "daily_duty": _daily_duty,
    "daily_duty_zh": _daily_duty_zh,
    "periodic_duty": _periodic_duty,
    "for_each": _for_each,
    "population": _population,
    "span": _duration,
    "key": _key,
    "pattern": _pattern,
    "measure_span": lambda items, span: nodes.Spanned(_length(build(items[0])), span=span),
}
