"""Norms, the other statements of a clause, and examples in either skin."""

from __future__ import annotations

import re
from functools import singledispatch

from wechat_policy import nodes
from wechat_policy.lexical import Skin, quote
from wechat_policy.printer.conditions import (
    condition,
    keys,
    led,
    measure,
    operand,
    operands,
    patterns,
    per,
    period,
    within,
)
from wechat_policy.printer.parts import Part, at, bracketed, joined, listed, row
from wechat_policy.printer.spelling import (
    clock,
    days,
    keyword,
    literal,
    of_kind,
    of_people,
    path,
    population,
    quantity,
    value,
)

_BARE_REF = re.compile(r"[A-Za-z]+\d*-\d+[a-z]?", re.ASCII)


@singledispatch
def statement(node: nodes.ClauseItem, skin: Skin) -> list[Part]:
    """A statement of a clause, in the parts between which a line may be broken."""
    raise TypeError(f"{type(node).__name__} is no statement of a clause")


# --------------------------------------------------------------------------------- norms


def _terms(node: nodes.Norm, skin: Skin) -> list[Part]:
    """The terms that may follow any norm."""
    when = [] if node.when is None else led("when", node.when, skin)
    return [*when, *_exemptions(node, skin)]


def _exemptions(node: nodes.Norm, skin: Skin) -> list[Part]:
    parts = [] if node.unless is None else led("unless", node.unless, skin)
    if node.blame is not None:
        parts.append(joined(keyword("blame", skin), operand(node.blame, skin)))
    return parts


def _ought(node: nodes.Norm, skin: Skin) -> str:
    return keyword("should" if node.strength == "should" else "require", skin)


@statement.register
def _(node: nodes.Forbid, skin: Skin) -> list[Part]:
    word = {"must": "forbid", "should": "should_not", "suspect": "suspect"}[node.strength]
    return [joined(keyword(word, skin), patterns(node.patterns, skin)), *_terms(node, skin)]


@statement.register
def _(node: nodes.Require, skin: Skin) -> list[Part]:
    events = patterns(node.patterns, skin)
    when = [] if node.when is None else led("when", node.when, skin)
    exemptions = _exemptions(node, skin)
    demanded = operands(node.condition, skin)
    if skin == "zh":
        if when:
            when[-1] = joined(when[-1], keyword("closer_time", skin))
    elif node.strength == "should" and demanded[0].flat.startswith(keyword("not", skin)):
        # `should not` would be read as the keyword that forbids.
        demanded = [bracketed(row(demanded), skin)]
    # What stands first or last in one skin only cannot carry comments from one to the other.
    events = events.floating()
    demanded[0], demanded[-1] = demanded[0].floating(), demanded[-1].floating()
    if when and not exemptions:
        when[-1] = when[-1].floating()
    if skin == "zh":
        demanded[0] = joined(_ought(node, skin), demanded[0])
        return [joined(keyword("whenever", skin), events), *when, *demanded, *exemptions]
    demanded[0] = joined(_ought(node, skin), demanded[0])
    return [*demanded, joined(keyword("on", skin), events), *when, *exemptions]


@statement.register
def _(node: nodes.Limit, skin: Skin) -> list[Part]:
    word = keyword("should_limit" if node.strength == "should" else "limit", skin)
    measured = joined(word, measure(node.measure, skin), patterns(node.patterns, skin))
    bound = joined(keyword("to", skin), operand(node.bound, skin))
    window, grouped = per(node.window, skin), keys(node.keys, skin)
    order = (bound, window, grouped) if skin == "en" else (grouped, window, bound)
    # Their order differs, so that comments between them go above the statement.
    return [measured, joined(*order).floating(), *_terms(node, skin)]


@statement.register
def _(node: nodes.Permit, skin: Skin) -> list[Part]:
    lead = joined(keyword("permit", skin), patterns(node.patterns, skin))
    lifts = [joined(keyword("lifts", skin), listed(node.lifts, skin))] if node.lifts else []
    return [lead, *lifts, *_terms(node, skin)]


def _for_each(node: nodes.ForEach | None, skin: Skin) -> list[Part]:
    if node is None:
        return []
    where = node.population.where
    # Chinese counts people by another word than things, the second spelling of the keyword.
    people = skin == "en" or of_people(node.population.path)
    each = joined(
        keyword("for_each", skin) if people else "每个",
        path(node.variable, skin),
        keyword("member_of", skin),
        population(node.population.path, skin),
        "" if where is None else bracketed(condition(where, skin), skin),
    )
    return [at(node.span, each)]


def _duty(node: nodes.Deadline | nodes.Daily | nodes.Periodic, skin: Skin) -> list[Part]:
    demanded = joined(
        _ought(node, skin), patterns(node.patterns, skin), keys(node.keys, skin, "matching")
    )
    return [demanded, *_terms(node, skin)]


@statement.register
def _(node: nodes.Deadline, skin: Skin) -> list[Part]:
    if isinstance(node.opening, nodes.ViolationOf):
        opening = joined(keyword("violation", skin), node.opening.clause)
    else:
        opening = patterns(node.opening, skin)
    closer = keyword("closer_start", skin) if skin == "zh" else ""
    lead = joined(keyword("after", skin), opening, closer)
    within_ = within(node.within, skin)
    return [lead, *_for_each(node.each, skin), within_, *_duty(node, skin)]


@statement.register
def _(node: nodes.Daily, skin: Skin) -> list[Part]:
    on = joined(keyword("on", skin), days(node.days, skin))
    since = "" if node.since is None else joined(keyword("since", skin), clock(node.since))
    if skin == "en":
        lead = joined(keyword("before", skin), clock(node.before), since, on)
    else:
        lead = joined(on, since, clock(node.before), keyword("closer_before", skin))
    return [lead, *_for_each(node.each, skin), *_duty(node, skin)]


@statement.register
def _(node: nodes.Periodic, skin: Skin) -> list[Part]:
    lead = joined(keyword("every", skin), period(node.period, skin))
    return [lead, *_for_each(node.each, skin), *_duty(node, skin)]


# ----------------------------------------------------------------------- what it is called


def refs(items: tuple[str, ...], skin: Skin) -> Part:
    """References to the inventory, in quotes where they do not have its form."""
    if not items:
        return Part()
    shown = (one if _BARE_REF.fullmatch(one) else quote(one, skin) for one in items)
    return joined(keyword("ref", skin), listed(shown, skin))


def cited(article: str | None, references: tuple[str, ...], skin: Skin) -> Part:
    """The article and the references of a statement."""
    return joined("" if article is None else quote(article, skin), refs(references, skin))


@statement.register
def _(node: nodes.Cites, skin: Skin) -> list[Part]:
    return [joined(keyword("cites", skin), cited(node.article, node.refs, skin))]


@statement.register
def _(node: nodes.Title, skin: Skin) -> list[Part]:
    return [joined(keyword("title", skin), quote(node.value, skin))]


@statement.register
def _(node: nodes.Remark, skin: Skin) -> list[Part]:
    return [joined(keyword("remark", skin), quote(node.value, skin))]


@statement.register
def _(node: nodes.Formerly, skin: Skin) -> list[Part]:
    return [joined(keyword("formerly", skin), node.name)]


@statement.register
def _(node: nodes.Tags, skin: Skin) -> list[Part]:
    return [joined(keyword("tag", skin), listed(node.names, skin))]


@statement.register
def _(node: nodes.Severity, skin: Skin) -> list[Part]:
    return [joined(keyword("severity", skin), node.name)]


@statement.register
def _(node: nodes.Graded, skin: Skin) -> list[Part]:
    return [joined(keyword("graded", skin), f"{node.lowest}..{node.highest}")]


@statement.register
def _(node: nodes.IfUnknown, skin: Skin) -> list[Part]:
    return [joined(keyword("if_unknown", skin), keyword(node.action, skin))]


# ------------------------------------------------------------------------------ examples


@statement.register
def _(node: nodes.Example, skin: Skin) -> list[Part]:
    word = keyword("violates" if node.violates else "complies", skin)
    first, *rest = (example_step(step, skin) for step in node.steps)
    return [joined(word, first), *(joined(keyword("then", skin), step) for step in rest)]


def example_step(node: nodes.Happen | nodes.Advance | nodes.WithRow, skin: Skin) -> Part:
    """One step of an example or of a case."""
    return at(node.span, _step(node, skin))


def _step(node: nodes.Happen | nodes.Advance | nodes.WithRow, skin: Skin) -> Part:
    match node:
        case nodes.Advance():
            return joined(keyword("advance", skin), quantity(node.duration, skin))
        case nodes.WithRow():
            row = keyword("with", skin), of_kind("row", node.kind, skin), quote(node.id, skin)
            return joined(*row, facts(node.facts, skin))
        case nodes.Happen():
            return _happen(node, skin)


def _happen(node: nodes.Happen, skin: Skin) -> Part:
    often = f"{node.times} times" if skin == "en" else f"{node.times}次"
    return joined(
        often if node.times > 1 else "",
        "" if node.event is None else of_kind("event", node.event, skin),
        "" if node.text is None else quote(node.text, skin),
        facts(node.facts, skin),
        joined(keyword("apart", skin), quantity(node.apart, skin)) if node.apart else "",
    )


def facts(items: tuple[nodes.Fact, ...], skin: Skin) -> Part:
    """The facts of an example in brackets; empty if there is none."""
    return _map(items, skin) if items else Part()


def _map(items: tuple[nodes.Fact, ...], skin: Skin) -> Part:
    return bracketed(listed((_fact(item, skin) for item in items), skin, "，"), skin)


def _fact(node: nodes.Fact, skin: Skin) -> Part:
    attribute = node.name.rsplit(".", 1)[-1]
    told = joined(path(node.name, skin), "=", _fact_value(attribute, node.value, skin))
    return at(node.span, told)


def _fact_value(attribute: str, node: nodes.FactValue, skin: Skin) -> Part:
    match node:
        case nodes.Name():
            return Part(value(attribute, node.value, skin))
        case nodes.Null():
            return Part(keyword("null", skin))
        case nodes.FactList():
            items = listed((_fact_value(attribute, one, skin) for one in node.items), skin)
            return joined("[", items, "]")
        case nodes.FactMap():
            return _map(node.facts, skin)
    return Part(literal(node, skin))
