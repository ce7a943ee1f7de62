"""The statements of a file of cases in either skin."""

from __future__ import annotations

from functools import singledispatch

from wechat_policy import nodes
from wechat_policy.lexical import Skin, quote
from wechat_policy.printer.clauses import example_step
from wechat_policy.printer.conditions import operand
from wechat_policy.printer.parts import Part, block, joined
from wechat_policy.printer.penalties import choice
from wechat_policy.printer.spelling import keyword, phrase, quantity


@singledispatch
def case_item(node: object, skin: Skin) -> list[Part]:
    """A statement of a case, in the parts between which a line may be broken."""
    raise TypeError(f"{type(node).__name__} is no statement of a case")


@case_item.register
def _(node: nodes.Parameter, skin: Skin) -> list[Part]:
    return parameter(node, skin)


def parameter(node: nodes.Parameter, skin: Skin) -> list[Part]:
    """A parameter with its value and its remark."""
    match node.value:
        case nodes.Worked(length, hours):
            value = joined(quantity(length, skin), keyword("of", skin), hours)
        case nodes.Choices(items, span=span):
            value = block((operand(item, skin, str) for item in items), span, skin)
        case _:
            value = operand(node.value, skin, str)
    parts = [joined(keyword("parameter", skin), node.name, "=", value)]
    if node.remark is not None:
        parts.append(joined(keyword("remark", skin), quote(node.remark, skin)))
    return parts


@case_item.register(nodes.WithRow)
@case_item.register(nodes.Advance)
def _(node: nodes.WithRow | nodes.Advance, skin: Skin) -> list[Part]:
    return [example_step(node, skin)]


@case_item.register
def _(node: nodes.AdvanceUntil, skin: Skin) -> list[Part]:
    words = keyword("advance", skin), keyword("until", skin)
    return [joined(*words, _moment(node.until))]


@case_item.register
def _(node: nodes.Occurrence, skin: Skin) -> list[Part]:
    first, *rest = (example_step(step, skin) for step in node.steps)
    moment = "" if node.at is None else _moment(node.at)
    then = (joined(keyword("then", skin), step) for step in rest)
    return [joined(keyword("event", skin), moment, first), *then]


@case_item.register
def _(node: nodes.Finding, skin: Skin) -> list[Part]:
    often = ""
    if node.times is not None:
        often = f"{node.times} times" if skin == "en" else f"{node.times}次"
    status = node.status if node.status != "found" else ""
    found = keyword("violation", skin) if node.status != "undetermined" else ""
    return [
        joined(
            keyword("expect", skin), _no(node, skin), often,
            keyword(status, skin) if status else "", found, node.clause or "",
            _who(node.who, "by", skin),
        )
    ]  # fmt: skip


@case_item.register
def _(node: nodes.Imposed, skin: Skin) -> list[Part]:
    sanctions = [] if node.sanctions is None else choice(node.sanctions, skin)
    step = "" if node.step is None else phrase(keyword("tier", skin), str(node.step))
    lead = joined(keyword("expect", skin), _no(node, skin), keyword("penalty", skin))
    last = joined(step, _who(node.who, "for", skin))
    return [lead, *sanctions, *([last] if last.flat else [])]


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
