"""The rows of a policy's penalties in either skin."""

from __future__ import annotations

from functools import singledispatch

from wechat_policy import nodes
from wechat_policy.lexical import Skin, quote
from wechat_policy.printer import parts
from wechat_policy.printer.conditions import duration, led, per, within_period
from wechat_policy.printer.parts import Part, at, bracketed, joined
from wechat_policy.printer.spelling import (
    keyword,
    numeral,
    of_kind,
    quantity,
    times,
)


@singledispatch
def row(node: nodes.Row | nodes.Repeat | nodes.Cumulative | nodes.Lapse, skin: Skin) -> list[Part]:
    """A row of the penalties, in the parts between which a line may be broken."""
    raise TypeError(f"{type(node).__name__} is no line of penalties")


@row.register
def _(node: nodes.Row, skin: Skin) -> list[Part]:
    head = [_head(node.head, skin)]
    if node.when is not None:
        head += led("when", node.when, skin)
        if skin == "zh":
            head[-1] = joined(head[-1], keyword("closer_time", skin))
    return _headed(parts.row(head), _tiers(node.tiers, skin), skin)


@row.register
def _(node: nodes.Repeat, skin: Skin) -> list[Part]:
    if isinstance(node.raised, str):
        raised = [joined(keyword("as", skin), node.raised)]
    else:
        raised = _tiers(node.raised, skin)
    head = joined(
        keyword("repeat", skin),
        times(node.times, skin),
        keyword("any_breach", skin) if node.severity is None else node.severity,
        within_period(node.within, skin),
    )
    return _headed(head, raised, skin)


@row.register
def _(node: nodes.Cumulative, skin: Skin) -> list[Part]:
    return [Part(keyword("cumulative", skin))]


@row.register
def _(node: nodes.Lapse, skin: Skin) -> list[Part]:
    return [joined(keyword("lapse", skin), duration(node.after, skin))]


def _headed(head: Part, body: list[Part], skin: Skin) -> list[Part]:
    first, *rest = body
    return [joined(head, ":" if skin == "en" else "：", first), *rest]


def _head(
    node: nodes.NameHead | nodes.TagHead | nodes.AnyBreach | nodes.Otherwise, skin: Skin
) -> Part:
    match node:
        case nodes.NameHead():
            return Part(node.name)
        case nodes.TagHead():
            return joined(keyword("tag", skin), node.tag)
        case nodes.AnyBreach():
            return Part(keyword("any_breach", skin))
        case nodes.Otherwise():
            return Part(keyword("otherwise", skin))


def _tiers(items: tuple[nodes.Tier, ...], skin: Skin) -> list[Part]:
    if len(items) == 1:
        return _tier(items[0], skin)
    comma, then = "," if skin == "en" else "，", keyword("then", skin)
    first, *rest = (at(item.span, parts.row(_tier(item, skin))) for item in items)
    tiers = [first, *(joined(then, tier) for tier in rest)]
    return [*(joined(tier, comma) for tier in tiers[:-1]), tiers[-1]]


def _tier(node: nodes.Tier, skin: Skin) -> list[Part]:
    sanctions = choice(node.sanctions, skin)
    if node.first is None or node.per is None:
        return sanctions
    first = joined(keyword("for_first", skin), times(node.first, skin))
    order = (first, per(node.per, skin)) if skin == "en" else (per(node.per, skin), first)
    return [*sanctions[:-1], joined(sanctions[-1], *order)]


def choice(node: nodes.OneOf, skin: Skin) -> list[Part]:
    """Sanctions of which one is chosen, in the parts between which a line may be broken."""
    first, *rest = (_all_of(option, skin) for option in node.options)
    others = [joined(keyword("or", skin), parts.row(option)) for option in rest]
    if node.open:
        others.append(Part(keyword("or_other", skin)))
    return [*first, *others]


def _all_of(node: nodes.AllOf, skin: Skin) -> list[Part]:
    # Chinese joins measures by another word than conditions, the second spelling of `and`.
    together = keyword("and", skin) if skin == "en" else "并"
    first, *rest = (_item(item, skin) for item in node.items)
    return [first, *(joined(together, item) for item in rest)]


def _item(node: nodes.Sanction | nodes.OneOf, skin: Skin) -> Part:
    if isinstance(node, nodes.OneOf):
        return at(node.span, bracketed(parts.row(choice(node, skin)), skin))
    sanction = joined(
        keyword("may", skin) if node.may else "",
        of_kind("sanction", node.name, skin),
        "" if node.amount is None else _amount(node.amount, skin),
        keyword("or_above", skin) if node.or_above else "",
        "" if node.lasting is None else _lasting(node.lasting, skin),
        "" if node.display is None else quote(node.display, skin),
    )
    return at(node.span, sanction)


def _amount(node: nodes.Amount, skin: Skin) -> str:
    if node.low is None or node.high is None:
        return keyword("unstated", skin)
    if node.low == node.high:
        return quantity(node.high, skin)
    same = node.low.unit == node.high.unit
    low = numeral(node.low.value) if same else quantity(node.low, skin)
    return f"{low}..{quantity(node.high, skin)}"


def _lasting(node: nodes.Quantity | str, skin: Skin) -> Part:
    length = keyword("unstated", skin) if isinstance(node, str) else quantity(node, skin)
    return joined(keyword("lasting", skin), length)
