"""The statements of a file of cases in either skin."""

from __future__ import annotations

from functools import singledispatch

from wechat_policy import nodes
from wechat_policy.lexical import Skin, quote
from wechat_policy.printer.clauses import example_step
from wechat_policy.printer.conditions import operand
from wechat_policy.printer.penalties import choice
from wechat_policy.printer.spelling import keyword, phrase, quantity


@singledispatch
def case_item(node: object, skin: Skin) -> list[str]:
    """A statement of a case, in the parts between which a line may be broken."""
    raise TypeError(f"{type(node).__name__} is no statement of a case")


@case_item.register
def _(node: nodes.Parameter, skin: Skin) -> list[str]:
    return [parameter(node, skin)]


def parameter(node: nodes.Parameter, skin: Skin) -> str:
    """A parameter with its value and its remark."""
    if isinstance(node.value, nodes.Worked):
        value = phrase(quantity(node.value.value, skin), keyword("of", skin), node.value.hours)
    else:
        value = operand(node.value, skin, str)
    remark = "" if node.remark is None else quote(node.remark, skin)
    lead = keyword("remark", skin) if remark else ""
    return phrase(keyword("parameter", skin), node.name, "=", value, lead, remark)


@case_item.register(nodes.WithRow)
@case_item.register(nodes.Advance)
def _(node: nodes.WithRow | nodes.Advance, skin: Skin) -> list[str]:
    return [example_step(node, skin)]


@case_item.register
def _(node: nodes.AdvanceUntil, skin: Skin) -> list[str]:
    words = keyword("advance", skin), keyword("until", skin)
    return [phrase(*words, _moment(node.until))]


@case_item.register
def _(node: nodes.Occurrence, skin: Skin) -> list[str]:
    first, *rest = (example_step(step, skin) for step in node.steps)
    at = "" if node.at is None else _moment(node.at)
    then = (phrase(keyword("then", skin), step) for step in rest)
    return [phrase(keyword("event", skin), at, first), *then]


@case_item.register
def _(node: nodes.Finding, skin: Skin) -> list[str]:
    often = ""
    if node.times is not None:
        often = f"{node.times} times" if skin == "en" else f"{node.times}次"
    status = node.status if node.status != "found" else ""
    found = keyword("violation", skin) if node.status != "undetermined" else ""
    return [
        phrase(
            keyword("expect", skin), _no(node, skin), often,
            keyword(status, skin) if status else "", found, node.clause or "",
            _who(node.who, "by", skin),
        )
    ]  # fmt: skip


@case_item.register
def _(node: nodes.Imposed, skin: Skin) -> list[str]:
    sanctions = [] if node.sanctions is None else choice(node.sanctions, skin)
    step = "" if node.step is None else phrase(keyword("tier", skin), str(node.step))
    lead = phrase(keyword("expect", skin), _no(node, skin), keyword("penalty", skin))
    return [lead, *sanctions, phrase(step, _who(node.who, "for", skin))]


def _no(node: nodes.Expectation, skin: Skin) -> str:
    other = keyword("other", skin) if node.other else ""
    return phrase(keyword("no", skin), other) if node.negated else ""


def _who(who: str | None, word: str, skin: Skin) -> str:
    if who is None:
        return ""
    return phrase(keyword(word if skin == "en" else "blame", skin), quote(who, skin))


def _moment(node: nodes.Moment) -> str:
    day = "" if node.day is None else node.day.isoformat()
    minutes = node.minutes
    return phrase(day, "" if minutes is None else f"{minutes // 60:02}:{minutes % 60:02}")
