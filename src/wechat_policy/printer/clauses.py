"""Norms, the other statements of a clause, and examples in either skin."""

from __future__ import annotations

import re
from functools import singledispatch

from wechat_policy import nodes
from wechat_policy.lexical import Skin, quote
from wechat_policy.printer.conditions import (
    condition,
    days,
    keys,
    led,
    measure,
    operand,
    patterns,
    per,
    period,
    within,
)
from wechat_policy.printer.spelling import (
    bracketed,
    clock,
    keyword,
    listed,
    literal,
    of_kind,
    path,
    phrase,
    population,
    quantity,
    value,
)

_BARE_REF = re.compile(r"[A-Za-z]+\d*-\d+[a-z]?", re.ASCII)


@singledispatch
def statement(node: nodes.ClauseItem, skin: Skin) -> list[str]:
    """A statement of a clause, in the parts between which a line may be broken."""
    raise TypeError(f"{type(node).__name__} is no statement of a clause")


# --------------------------------------------------------------------------------- norms


def _terms(node: nodes.Norm, skin: Skin) -> list[str]:
    """The terms that may follow any norm."""
    when = [] if node.when is None else led("when", node.when, skin)
    return [*when, *_exemptions(node, skin)]


def _exemptions(node: nodes.Norm, skin: Skin) -> list[str]:
    parts = [] if node.unless is None else led("unless", node.unless, skin)
    if node.blame is not None:
        parts.append(phrase(keyword("blame", skin), operand(node.blame, skin)))
    return parts


def _ought(node: nodes.Norm, skin: Skin) -> str:
    return keyword("should" if node.strength == "should" else "require", skin)


@statement.register
def _(node: nodes.Forbid, skin: Skin) -> list[str]:
    word = {"must": "forbid", "should": "should_not", "suspect": "suspect"}[node.strength]
    return [phrase(keyword(word, skin), patterns(node.patterns, skin)), *_terms(node, skin)]


@statement.register
def _(node: nodes.Require, skin: Skin) -> list[str]:
    events = patterns(node.patterns, skin)
    if skin == "zh":
        demand = led("should" if node.strength == "should" else "require", node.condition, skin)
        lead = phrase(keyword("whenever", skin), events)
        when = [] if node.when is None else led("when", node.when, skin)
        if when:
            when[-1] = phrase(when[-1], keyword("closer_time", skin))
        return [lead, *when, *demand, *_exemptions(node, skin)]
    demanded = condition(node.condition, skin)
    if node.strength == "should" and demanded.startswith(keyword("not", skin)):
        # `should not` would be read as the keyword that forbids.
        demanded = bracketed(demanded, skin)
    on = phrase(keyword("on", skin), events)
    return [phrase(_ought(node, skin), demanded), on, *_terms(node, skin)]


@statement.register
def _(node: nodes.Limit, skin: Skin) -> list[str]:
    word = keyword("should_limit" if node.strength == "should" else "limit", skin)
    measured = phrase(word, measure(node.measure, skin), patterns(node.patterns, skin))
    bound = phrase(keyword("to", skin), operand(node.bound, skin))
    window, grouped = per(node.window, skin), keys(node.keys, skin)
    order = (bound, window, grouped) if skin == "en" else (grouped, window, bound)
    return [measured, phrase(*order), *_terms(node, skin)]


@statement.register
def _(node: nodes.Permit, skin: Skin) -> list[str]:
    lead = phrase(keyword("permit", skin), patterns(node.patterns, skin))
    lifts = phrase(keyword("lifts", skin), listed(node.lifts, skin)) if node.lifts else ""
    return [lead, lifts, *_terms(node, skin)]


def _for_each(node: nodes.ForEach | None, skin: Skin) -> str:
    if node is None:
        return ""
    where = node.population.where
    # Chinese counts people by another word than things, the second spelling of the keyword.
    people = skin == "en" or node.population.path == "people"
    return phrase(
        keyword("for_each", skin) if people else "每个",
        path(node.variable, skin),
        keyword("member_of", skin),
        population(node.population.path, skin),
        "" if where is None else bracketed(condition(where, skin), skin),
    )


def _duty(node: nodes.Deadline | nodes.Daily | nodes.Periodic, skin: Skin) -> list[str]:
    demanded = phrase(
        _ought(node, skin), patterns(node.patterns, skin), keys(node.keys, skin, "matching")
    )
    return [demanded, *_terms(node, skin)]


@statement.register
def _(node: nodes.Deadline, skin: Skin) -> list[str]:
    if isinstance(node.opening, nodes.ViolationOf):
        opening = phrase(keyword("violation", skin), node.opening.clause)
    else:
        opening = patterns(node.opening, skin)
    closer = keyword("closer_start", skin) if skin == "zh" else ""
    lead = phrase(keyword("after", skin), opening, closer)
    return [lead, _for_each(node.each, skin), within(node.within, skin), *_duty(node, skin)]


@statement.register
def _(node: nodes.Daily, skin: Skin) -> list[str]:
    on = phrase(keyword("on", skin), days(node.days, skin))
    since = "" if node.since is None else phrase(keyword("since", skin), clock(node.since))
    if skin == "en":
        lead = phrase(keyword("before", skin), clock(node.before), since, on)
    else:
        lead = phrase(on, since, clock(node.before), keyword("closer_before", skin))
    return [lead, _for_each(node.each, skin), *_duty(node, skin)]


@statement.register
def _(node: nodes.Periodic, skin: Skin) -> list[str]:
    lead = phrase(keyword("every", skin), period(node.period, skin))
    return [lead, _for_each(node.each, skin), *_duty(node, skin)]


# ----------------------------------------------------------------------- what it is called


def refs(items: tuple[str, ...], skin: Skin) -> str:
    """References to the inventory, in quotes where they do not have its form."""
    if not items:
        return ""
    shown = (one if _BARE_REF.fullmatch(one) else quote(one, skin) for one in items)
    return phrase(keyword("ref", skin), listed(shown, skin))


def cited(article: str | None, references: tuple[str, ...], skin: Skin) -> str:
    """The article and the references of a statement."""
    return phrase("" if article is None else quote(article, skin), refs(references, skin))


@statement.register
def _(node: nodes.Cites, skin: Skin) -> list[str]:
    return [phrase(keyword("cites", skin), cited(node.article, node.refs, skin))]


@statement.register
def _(node: nodes.Title, skin: Skin) -> list[str]:
    return [phrase(keyword("title", skin), quote(node.value, skin))]


@statement.register
def _(node: nodes.Remark, skin: Skin) -> list[str]:
    return [phrase(keyword("remark", skin), quote(node.value, skin))]


@statement.register
def _(node: nodes.Formerly, skin: Skin) -> list[str]:
    return [phrase(keyword("formerly", skin), node.name)]


@statement.register
def _(node: nodes.Tags, skin: Skin) -> list[str]:
    return [phrase(keyword("tag", skin), listed(node.names, skin))]


@statement.register
def _(node: nodes.Severity, skin: Skin) -> list[str]:
    return [phrase(keyword("severity", skin), node.name)]


@statement.register
def _(node: nodes.Graded, skin: Skin) -> list[str]:
    return [phrase(keyword("graded", skin), f"{node.lowest}..{node.highest}")]


@statement.register
def _(node: nodes.IfUnknown, skin: Skin) -> list[str]:
    return [phrase(keyword("if_unknown", skin), keyword(node.action, skin))]


# ------------------------------------------------------------------------------ examples


@statement.register
def _(node: nodes.Example, skin: Skin) -> list[str]:
    word = keyword("violates" if node.violates else "complies", skin)
    first, *rest = (example_step(step, skin) for step in node.steps)
    return [phrase(word, first), *(phrase(keyword("then", skin), step) for step in rest)]


def example_step(node: nodes.Happen | nodes.Advance | nodes.WithRow, skin: Skin) -> str:
    """One step of an example."""
    match node:
        case nodes.Advance():
            return phrase(keyword("advance", skin), quantity(node.duration, skin))
        case nodes.WithRow():
            row = keyword("with", skin), of_kind("row", node.kind, skin), quote(node.id, skin)
            return phrase(*row, facts(node.facts, skin))
        case nodes.Happen():
            return _happen(node, skin)


def _happen(node: nodes.Happen, skin: Skin) -> str:
    often = f"{node.times} times" if skin == "en" else f"{node.times}次"
    return phrase(
        often if node.times > 1 else "",
        "" if node.event is None else of_kind("event", node.event, skin),
        "" if node.text is None else quote(node.text, skin),
        facts(node.facts, skin),
        phrase(keyword("apart", skin), quantity(node.apart, skin)) if node.apart else "",
    )


def facts(items: tuple[nodes.Fact, ...], skin: Skin) -> str:
    """The facts of an example in brackets; empty if there is none."""
    return _map(items, skin) if items else ""


def _map(items: tuple[nodes.Fact, ...], skin: Skin) -> str:
    comma = ", " if skin == "en" else "，"
    return bracketed(comma.join(_fact(item, skin) for item in items), skin)


def _fact(node: nodes.Fact, skin: Skin) -> str:
    attribute = node.name.rsplit(".", 1)[-1]
    return f"{path(node.name, skin)} = {_fact_value(attribute, node.value, skin)}"


def _fact_value(attribute: str, node: nodes.FactValue, skin: Skin) -> str:
    match node:
        case nodes.Name():
            return value(attribute, node.value, skin)
        case nodes.Null():
            return keyword("null", skin)
        case nodes.FactList():
            return f"[{listed((_fact_value(attribute, one, skin) for one in node.items), skin)}]"
        case nodes.FactMap():
            return _map(node.facts, skin)
    return literal(node, skin)
