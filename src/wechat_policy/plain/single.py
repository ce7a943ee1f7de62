"""Conditions that are not made of others, in plain words: facts, comparisons, lists, times."""

from __future__ import annotations

from functools import singledispatch

from wechat_policy import nodes
from wechat_policy.plain.deeds import TellCondition
from wechat_policy.plain.histories import measured
from wechat_policy.plain.hours import all_days
from wechat_policy.plain.names import attribute_of, is_time, lexicon, operand, path, word
from wechat_policy.plain.table import Fact, table
from wechat_policy.plain.voice import Voice

_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_SIGNS = {
    "=": ("is", "为"), "!=": ("is not", "不是"), "<": ("is less than", "少于"),
    "<=": ("is at most", "不超过"), ">": ("is more than", "超过"), ">=": ("is at least", "达到"),
}  # fmt: skip
_TIME_SIGNS = {
    "=": ("is", "是"), "!=": ("is not", "不是"), "<": ("is before", "早于"),
    "<=": ("is not after", "不晚于"), ">": ("is after", "晚于"), ">=": ("is not before", "不早于"),
}  # fmt: skip


@singledispatch
def single(node: nodes.Condition, voice: Voice, negated: bool, tell: TellCondition) -> str:
    """A condition that is not made of others, or its opposite."""
    raise TypeError(f"{type(node).__name__} has no words")


# ---------------------------------------------------------------------------------- facts


@single.register
def _(node: nodes.Holds, voice: Voice, negated: bool, tell: TellCondition) -> str:
    if isinstance(node.operand, nodes.Name):
        return _so(node.operand.value, voice, negated)
    if isinstance(node.operand, nodes.Boolean):
        holds = node.operand.value is not negated
        return voice.say("always", "任何时候") if holds else voice.say("never", "从不")
    told = operand(node.operand, voice)
    if negated:
        return voice.say("{told} is not so", "{told}不成立", told=told)
    return voice.say("{told} is so", "{told}成立", told=told)


def _so(name: str, voice: Voice, negated: bool) -> str:
    """A fact that is so or not, a named condition, or a parameter that is yes or no."""
    if name in voice.conditions:
        return voice.say(
            "{name} {does}", "{does}{name}", name=voice.quoted(name),
            does=voice.say("does not apply", "不属于") if negated else voice.say("applies", "属于"),
        )  # fmt: skip
    if name in voice.parameters:
        return voice.say(
            "the option {name} is {on}", "选项{name}{on}", name=voice.quoted(name),
            on=voice.say("off", "为否") if negated else voice.say("on", "为是"),
        )  # fmt: skip
    whole, _, fact = name.rpartition(".")
    owner = path(whole, voice) if whole else voice.subject or voice.say("it", "")
    known = table().facts.get(fact)
    if known is None:
        known = Fact("{}: " + word(fact, voice), "{}: not " + word(fact, voice),
                     "{}" + word(fact, voice), "{}并非" + word(fact, voice))  # fmt: skip
    if voice.language == "zh":
        text = known.zh_not if negated else known.zh
    else:
        text = known.en_not if negated else known.en
    if "{}" in text:
        return text.format(owner)
    if not whole:
        return text
    return voice.say("{owner}: {text}", "{owner}{text}", owner=owner, text=text)


@single.register
def _(node: nodes.Compare, voice: Voice, negated: bool, tell: TellCondition) -> str:
    left, right, sign = node.left, node.right, node.operator
    if negated:
        sign = _OPPOSITE[sign]
    if isinstance(left, nodes.Aggregate):
        return _bound(measured(left, voice, tell), sign, right, voice, tell)
    if isinstance(left, nodes.Call):
        lists = voice.listed(
            lexicon(one.value, voice) for one in left.arguments if isinstance(one, nodes.Name)
        )
        score = voice.say(
            "the score of {lists} words in {place}", "{place}里{lists}类词语的计分",
            lists=lists, place=path(left.path.value, voice),
        )  # fmt: skip
        return _bound(score, sign, right, voice, tell)
    if isinstance(left, nodes.Name) and sign in ("=", "!="):
        if isinstance(right, nodes.Boolean):
            return _so(left.value, voice, right.value is (sign == "!="))
        if isinstance(right, nodes.Text) and not right.value:
            return there(left, voice, sign == "=")
    return _bound(operand(left, voice), sign, right, voice, tell, attribute_of(left))


def _bound(
    left: str,
    sign: str,
    right: nodes.Operand,
    voice: Voice,
    tell: TellCondition,
    attribute: str = "",
) -> str:
    signs = _TIME_SIGNS if attribute and is_time(nodes.Name(attribute)) else _SIGNS
    if isinstance(right, nodes.Aggregate):
        bound = measured(right, voice, tell)
    else:
        bound = operand(right, voice, attribute)
    return voice.say(
        "{a} {sign} {b}", "{a}{sign}{b}", a=left, sign=voice.say(*signs[sign]), b=bound
    )


@single.register
def _(node: nodes.In, voice: Voice, negated: bool, tell: TellCondition) -> str:
    left = operand(node.left, voice)
    choices = operand(node.choices, voice, attribute_of(node.left))
    if node.negated is not negated:
        return voice.say("{a} is not {b}", "{a}不是{b}", a=left, b=choices)
    return voice.say("{a} is {b}", "{a}为{b}", a=left, b=choices)


@single.register
def _(node: nodes.Includes, voice: Voice, negated: bool, tell: TellCondition) -> str:
    right = operand(node.right, voice, attribute_of(node.left))
    left = operand(node.left, voice)
    if left == voice.quoted(node.left.value if isinstance(node.left, nodes.Name) else ""):
        if negated:
            return voice.say("{b} is none of {a}", "{b}不在{a}之列", a=left, b=right)
        return voice.say("{b} is one of {a}", "{b}在{a}之列", a=left, b=right)
    many = left.endswith("s")
    if negated:
        does = "do not include" if many else "does not include"
        return voice.say("{a} {does} {b}", "{a}中没有{b}", a=left, b=right, does=does)
    does = "include" if many else "includes"
    return voice.say("{a} {does} {b}", "{a}中有{b}", a=left, b=right, does=does)


@single.register
def _(node: nodes.Subset, voice: Voice, negated: bool, tell: TellCondition) -> str:
    left, right = operand(node.left, voice), operand(node.right, voice, attribute_of(node.left))
    if negated:
        return voice.say("some of {a} are not among {b}", "{a}超出{b}", a=left, b=right)
    return voice.say("all of {a} are among {b}", "{a}不超出{b}", a=left, b=right)


@single.register
def _(node: nodes.Is, voice: Voice, negated: bool, tell: TellCondition) -> str:
    left, right = operand(node.left, voice), operand(node.right, voice, "roles")
    if negated:
        return voice.say("{a} does not belong to {b}", "{a}不属于{b}", a=left, b=right)
    return voice.say("{a} belongs to {b}", "{a}属于{b}", a=left, b=right)


@single.register
def _(node: nodes.Given, voice: Voice, negated: bool, tell: TellCondition) -> str:
    return there(node.operand, voice, negated)


@single.register
def _(node: nodes.Absent, voice: Voice, negated: bool, tell: TellCondition) -> str:
    return there(node.operand, voice, not negated)


@single.register
def _(node: nodes.Told, voice: Voice, negated: bool, tell: TellCondition) -> str:
    told_of = operand(node.operand, voice)
    are = "are" if told_of.endswith("s") else "is"
    if negated:
        return voice.say("{a} {are} not told", "没有写明{a}", a=told_of, are=are)
    return voice.say("{a} {are} told", "写明了{a}", a=told_of, are=are)


def there(node: nodes.Operand, voice: Voice, is_none: bool) -> str:
    """That something is told, or that there is none."""
    if node == nodes.Name("group"):
        if is_none:
            return voice.say("it is not in a group", "不在群里")
        return voice.say("it is in a group", "在群里")
    told_of = operand(node, voice)
    are = "are" if told_of.endswith("s") else "is"
    if is_none:
        return voice.say("{a} {are} missing", "没有{a}", a=told_of, are=are)
    return voice.say("{a} {are} given", "有{a}", a=told_of, are=are)


# -------------------------------------------------------------------- times and order


@single.register
def _(node: nodes.During, voice: Voice, negated: bool, tell: TellCondition) -> str:
    text = voice.say(
        "it is {side} {name}", "{side}{name}时段", name=voice.quoted(node.hours),
        side=voice.say("outside", "不在") if node.outside is not negated
        else voice.say("during", "在"),
    )  # fmt: skip
    if node.person is None:
        return text
    own = voice.say(
        "the hours of {who}", "以{who}本人的工时为准", who=path(node.person.value, voice)
    )
    return voice.bracketed(text, own)


@single.register
def _(node: nodes.OnDays, voice: Voice, negated: bool, tell: TellCondition) -> str:
    days = all_days(node.days, voice)
    if negated:
        return voice.say("it is not on {days}", "不在{days}", days=days)
    return voice.say("it is on {days}", "在{days}", days=days)


@single.register
def _(node: nodes.Approvers, voice: Voice, negated: bool, tell: TellCondition) -> str:
    order = voice.say(" then ", "、再由").join(
        operand(one, voice, "roles") for one in node.order.items
    )
    if negated:
        return voice.say("it is not approved by {o}, in order", "没有依次由{o}审批", o=order)
    return voice.say("it is approved by {o}, in order", "依次由{o}审批", o=order)
