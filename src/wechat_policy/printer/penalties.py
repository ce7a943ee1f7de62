"""The rows of a policy's penalties in either skin."""

from __future__ import annotations

from functools import singledispatch

from wechat_policy import nodes
from wechat_policy.lexical import Skin, quote
from wechat_policy.printer.conditions import duration, per, when_phrase, within_period
from wechat_policy.printer.spelling import (
    bracketed,
    keyword,
    numeral,
    of_kind,
    phrase,
    quantity,
    times,
)


@singledispatch
def row(node: nodes.Row | nodes.Repeat | nodes.Cumulative | nodes.Lapse, skin: Skin) -> str:
    """A line of the penalties."""
    raise TypeError(f"{type(node).__name__} is no line of penalties")


@row.register
def _(node: nodes.Row, skin: Skin) -> str:
    when = "" if node.when is None else when_phrase(node.when, skin, closed=True)
    return _headed(phrase(_head(node.head, skin), when), _tiers(node.tiers, skin), skin)


@row.register
def _(node: nodes.Repeat, skin: Skin) -> str:
    if isinstance(node.raised, str):
        raised = phrase(keyword("as", skin), node.raised)
    else:
        raised = _tiers(node.raised, skin)
    head = phrase(
        keyword("repeat", skin),
        times(node.times, skin),
        keyword("any_breach", skin) if node.severity is None else node.severity,
        within_period(node.within, skin),
    )
    return _headed(head, raised, skin)


@row.register
def _(node: nodes.Cumulative, skin: Skin) -> str:
    return keyword("cumulative", skin)


@row.register
def _(node: nodes.Lapse, skin: Skin) -> str:
    return phrase(keyword("lapse", skin), duration(node.after, skin))


def _headed(head: str, body: str, skin: Skin) -> str:
    return f"{head}: {body}" if skin == "en" else f"{head}：{body}"


def _head(
    node: nodes.NameHead | nodes.TagHead | nodes.AnyBreach | nodes.Otherwise, skin: Skin
) -> str:
    match node:
        case nodes.NameHead():
            return node.name
        case nodes.TagHead():
            return phrase(keyword("tag", skin), node.tag)
        case nodes.AnyBreach():
            return keyword("any_breach", skin)
        case nodes.Otherwise():
            return keyword("otherwise", skin)


def _tiers(items: tuple[nodes.Tier, ...], skin: Skin) -> str:
    then = keyword("then", skin)
    following = f", {then} " if skin == "en" else f"，{then} "
    return following.join(_tier(item, skin) for item in items)


def _tier(node: nodes.Tier, skin: Skin) -> str:
    sanctions = _one_of(node.sanctions, skin)
    if node.first is None or node.per is None:
        return sanctions
    first = phrase(keyword("for_first", skin), times(node.first, skin))
    order = (first, per(node.per, skin)) if skin == "en" else (per(node.per, skin), first)
    return phrase(sanctions, *order)


def _one_of(node: nodes.OneOf, skin: Skin) -> str:
    first, *rest = (_all_of(option, skin) for option in node.options)
    parts = [part for option in rest for part in (keyword("or", skin), option)]
    return phrase(first, *parts, keyword("or_other", skin) if node.open else "")


def _all_of(node: nodes.AllOf, skin: Skin) -> str:
    # Chinese joins measures by another word than conditions, the second spelling of `and`.
    together = keyword("and", skin) if skin == "en" else "并"
    first, *rest = (_item(item, skin) for item in node.items)
    return phrase(first, *(part for item in rest for part in (together, item)))


def _item(node: nodes.Sanction | nodes.OneOf, skin: Skin) -> str:
    if isinstance(node, nodes.OneOf):
        return bracketed(_one_of(node, skin), skin)
    return phrase(
        keyword("may", skin) if node.may else "",
        of_kind("sanction", node.name, skin),
        "" if node.amount is None else _amount(node.amount, skin),
        keyword("or_above", skin) if node.or_above else "",
        "" if node.lasting is None else _lasting(node.lasting, skin),
        "" if node.display is None else quote(node.display, skin),
    )


def _amount(node: nodes.Amount, skin: Skin) -> str:
    if node.low is None or node.high is None:
        return keyword("unstated", skin)
    if node.low == node.high:
        return quantity(node.high, skin)
    same = node.low.unit == node.high.unit
    low = numeral(node.low.value) if same else quantity(node.low, skin)
    return f"{low}..{quantity(node.high, skin)}"


def _lasting(node: nodes.Quantity | str, skin: Skin) -> str:
    length = keyword("unstated", skin) if isinstance(node, str) else quantity(node, skin)
    return phrase(keyword("lasting", skin), length)
