"""Conditions in plain words."""

from __future__ import annotations

from functools import singledispatch

from wechat_policy import nodes
from wechat_policy.plain.deeds import deeds
from wechat_policy.plain.finds import Find, find, grouped, told
from wechat_policy.plain.histories import had, last, measured
from wechat_policy.plain.names import (
    attribute_of,
    fields,
    holds_parts,
    is_time,
    lexicon,
    operand,
    path,
    word,
)
from wechat_policy.plain.table import Fact, table
from wechat_policy.plain.voice import Voice
from wechat_policy.words import DAYS, has_value, spell

_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_ENGLISH_DAYS = {
    "workdays": "working days", "holidays": "days off", "weekends": "weekends",
    "everyday": "every day",
}  # fmt: skip
_POPULATIONS = frozenset({"people", "groups", "accounts", "devices"})
_THERE = (
    nodes.Compare(nodes.Name("id"), "!=", nodes.Text("")),
    nodes.Compare(nodes.Name("it"), "!=", nodes.Text("")),
    nodes.Given(nodes.Name("it")),
    nodes.Given(nodes.Name("id")),
)
"""Conditions that every member of a list meets."""

_SIGNS = {
    "=": ("is", "为"), "!=": ("is not", "不是"), "<": ("is less than", "少于"),
    "<=": ("is at most", "不超过"), ">": ("is more than", "超过"), ">=": ("is at least", "达到"),
}  # fmt: skip
_TIME_SIGNS = {
    "=": ("is", "是"), "!=": ("is not", "不是"), "<": ("is before", "早于"),
    "<=": ("is not after", "不晚于"), ">": ("is after", "晚于"), ">=": ("is not before", "不早于"),
}  # fmt: skip


def condition(node: nodes.Condition, voice: Voice) -> str:
    """A condition in one line, as it stands in brackets or after a word."""
    return say(node, voice, False, True)


def opened(node: nodes.Condition, voice: Voice) -> str:
    """A condition that ends a sentence: what it consists of may stand on lines of its own."""
    return say(node, voice, False, False)


def say(node: nodes.Condition, voice: Voice, negated: bool, inner: bool) -> str:
    """A condition or its opposite."""
    match node:
        case nodes.Not(operand):
            return say(operand, voice, not negated, inner)
        case nodes.And(operands) | nodes.Or(operands):
            return _joined(operands, isinstance(node, nodes.Or), voice, negated, inner)
    found = find(node, voice)
    return told(found, voice, negated) if found is not None else single(node, voice, negated)


def _joined(
    operands: tuple[nodes.Condition, ...], is_or: bool, voice: Voice, negated: bool, inner: bool
) -> str:
    """Like tests are told together where `or` joins them, or `and` their opposites."""
    is_told_or = is_or is not negated
    parts: list[tuple[str, bool] | Find | nodes.Had] = []
    earlier: dict[object, list[tuple[nodes.Key, ...]]] = {}
    for one in _flat(operands, nodes.Or if is_or else nodes.And):
        turned = negated
        while isinstance(one, nodes.Not):
            one, turned = one.operand, not turned
        if turned is not is_told_or:
            found = find(one, voice)
            if found is not None:
                parts.append(found)
                continue
            if isinstance(one, nodes.Had):
                same = (one.steps, one.reach)
                if same in earlier:
                    earlier[same].append(one.keys)
                    continue
                earlier[same] = [one.keys]
                parts.append(one)
                continue
        text = say(one, voice, turned, True)
        mixed = isinstance(one, nodes.And | nodes.Or) and len(one.operands) > 1
        parts.append((text, mixed and (isinstance(one, nodes.Or) is not turned) is not is_told_or))
    finds = grouped(one for one in parts if isinstance(one, Find))
    lines: list[tuple[str, bool]] = []
    for part in parts:
        if isinstance(part, tuple):
            lines.append(part)
        elif isinstance(part, nodes.Had):
            joins = earlier[part.steps, part.reach]
            lines.append((had(part, voice, not is_told_or, condition, joins), False))
        else:
            lines += [(told(one, voice, not is_told_or), False) for one in finds]
            finds = []
    return voice.joined(lines, is_told_or, inner)


def _flat(
    operands: tuple[nodes.Condition, ...], kind: type[nodes.And | nodes.Or]
) -> list[nodes.Condition]:
    """The operands with those of the same kind opened up."""
    found: list[nodes.Condition] = []
    for one in operands:
        found += _flat(one.operands, kind) if isinstance(one, kind) else [one]
    return found


@singledispatch
def single(node: nodes.Condition, voice: Voice, negated: bool) -> str:
    """A condition that is not made of others, or its opposite."""
    raise TypeError(f"{type(node).__name__} has no words")


# ---------------------------------------------------------------------------------- facts


@single.register
def _(node: nodes.Holds, voice: Voice, negated: bool) -> str:
    assert isinstance(node.operand, nodes.Name)  # a call is a find
    return _so(node.operand.value, voice, negated)


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
def _(node: nodes.Compare, voice: Voice, negated: bool) -> str:
    left, right, sign = node.left, node.right, node.operator
    if negated:
        sign = _OPPOSITE[sign]
    if isinstance(left, nodes.Aggregate):
        return _bound(measured(left, voice, condition), sign, right, voice)
    if isinstance(left, nodes.Call):
        lists = voice.listed(
            lexicon(one.value, voice) for one in left.arguments if isinstance(one, nodes.Name)
        )
        score = voice.say(
            "the score of {lists} words in {place}", "{place}里{lists}类词语的计分",
            lists=lists, place=path(left.path.value, voice),
        )  # fmt: skip
        return _bound(score, sign, right, voice)
    if isinstance(left, nodes.Name) and sign in ("=", "!="):
        if isinstance(right, nodes.Boolean):
            return _so(left.value, voice, right.value is (sign == "!="))
        if isinstance(right, nodes.Text) and not right.value:
            return _there(left, voice, sign == "=")
    return _bound(operand(left, voice), sign, right, voice, attribute_of(left))


def _bound(
    left: str, sign: str, right: nodes.Operand, voice: Voice, attribute: str = ""
) -> str:
    signs = _TIME_SIGNS if attribute and is_time(nodes.Name(attribute)) else _SIGNS
    if isinstance(right, nodes.Aggregate):
        bound = measured(right, voice, condition)
    else:
        bound = operand(right, voice, attribute)
    return voice.say("{a} {sign} {b}", "{a}{sign}{b}", a=left, sign=voice.say(*signs[sign]), b=bound)


@single.register
def _(node: nodes.In, voice: Voice, negated: bool) -> str:
    left = operand(node.left, voice)
    choices = operand(node.choices, voice, attribute_of(node.left))
    if node.negated is not negated:
        return voice.say("{a} is not {b}", "{a}不是{b}", a=left, b=choices)
    return voice.say("{a} is {b}", "{a}为{b}", a=left, b=choices)


@single.register
def _(node: nodes.Includes, voice: Voice, negated: bool) -> str:
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
def _(node: nodes.Subset, voice: Voice, negated: bool) -> str:
    left, right = operand(node.left, voice), operand(node.right, voice, attribute_of(node.left))
    if negated:
        return voice.say("some of {a} are not among {b}", "{a}超出{b}", a=left, b=right)
    return voice.say("all of {a} are among {b}", "{a}不超出{b}", a=left, b=right)


@single.register
def _(node: nodes.Is, voice: Voice, negated: bool) -> str:
    left, right = operand(node.left, voice), operand(node.right, voice, "roles")
    if negated:
        return voice.say("{a} does not belong to {b}", "{a}不属于{b}", a=left, b=right)
    return voice.say("{a} belongs to {b}", "{a}属于{b}", a=left, b=right)


@single.register
def _(node: nodes.Given, voice: Voice, negated: bool) -> str:
    return _there(node.operand, voice, negated)


@single.register
def _(node: nodes.Absent, voice: Voice, negated: bool) -> str:
    return _there(node.operand, voice, not negated)


def _there(node: nodes.Operand, voice: Voice, is_none: bool) -> str:
    if node == nodes.Name("group"):
        if is_none:
            return voice.say("it is not in a group", "不在群里")
        return voice.say("it is in a group", "在群里")
    told_of = operand(node, voice)
    if is_none:
        return voice.say("{a} is missing", "没有{a}", a=told_of)
    return voice.say("{a} is given", "有{a}", a=told_of)


# ------------------------------------------------------------------------ lists and people


@single.register
def _(node: nodes.Quantified, voice: Voice, negated: bool) -> str:
    if node.path in _POPULATIONS and node.quantifier == "any":
        same = _same_person(node.condition)
        if same is not None:
            who, rest = same
            return say(rest, voice.about(who_is(who, voice)), negated, True)
    name = node.path.rsplit(".", 1)[-1]
    whole = path(node.path, voice)
    inner = voice.about(voice.say("it", "其"), fields(name))
    if holds_parts(name):
        parts = ("its owner", "昵称的主人") if name == "nicknames" else ("its name", "该项名称")
        inner = inner.knowing(key=voice.say(*parts), value=voice.say("the entry", "该项内容"))
    if node.condition in _THERE:
        return _there(nodes.Name(node.path), voice, negated)
    if node.quantifier == "all":
        body = say(node.condition, inner, False, True)
        if negated:
            return voice.say("not for each of {a}: {c}", "{a}并非个个都{c}", a=whole, c=_short(body))
        return voice.say("for each of {a}: {c}", "{a}个个都{c}", a=whole, c=_short(body))
    body = _member(say(node.condition, inner, False, True), voice)
    if negated:
        return voice.say("among {a} there is none {c}", "{a}中没有{c}的", a=whole, c=body)
    return voice.say("among {a} there is one {c}", "{a}中有{c}的", a=whole, c=body)


def _member(body: str, voice: Voice) -> str:
    """What is said of a member of a list, joined to it."""
    if voice.language == "zh":
        return _short(body)
    for lead, joint in (("it ", "that "), ("its ", "whose ")):
        if body.startswith(lead):
            rest = body.removeprefix(lead)
            return joint + (rest.replace(" or it is ", " or is ") if lead == "it " else rest)
    return f"for which {body}"


def _short(body: str) -> str:
    """What is said of a member, without the Chinese 其 before it."""
    body = body.removeprefix("其").replace("，或其", "，或").replace("，且其", "，且")
    return f"“{body}”" if "，" in body else body


def who_is(name: str, voice: Voice) -> str:
    """A person by the fact that names them."""
    return path(name.removeprefix("event."), voice.about(None))


def _same_person(node: nodes.Condition) -> tuple[str, nodes.Condition] | None:
    """Of `any people (id = sender.id and …)`: the person, and what else is asked of them."""
    if not isinstance(node, nodes.And):
        return None
    first, *rest = node.operands
    match first:
        case nodes.Compare(nodes.Name("id" | "it"), "=", nodes.Name(who)) if who != "key":
            pass
        case _:
            return None
    if not all(_is_own(part) for one in rest for part in nodes.walk(one)):
        return None
    return who, rest[0] if len(rest) == 1 else nodes.And(tuple(rest))


def _is_own(part: nodes.Node) -> bool:
    """Whether a part of a condition on a person asks of nothing but the person."""
    match part:
        case nodes.Name(name):
            return "." not in name
        case nodes.Compare(nodes.Name(left), _, nodes.Name(right)):
            return has_value(left, right)
        case nodes.In(nodes.Name(left), nodes.Choices(items)):
            names = [one.value for one in items if isinstance(one, nodes.Name)]
            return all(has_value(left, name) for name in names)
        case nodes.Compare(_, _, nodes.Text() | nodes.Boolean()):
            return True
    plain = (nodes.Holds, nodes.Is, nodes.Not, nodes.And, nodes.Or, nodes.Choices, nodes.Text)
    return isinstance(part, (*plain, nodes.Boolean))


# -------------------------------------------------------------------- times and the past


@single.register
def _(node: nodes.During, voice: Voice, negated: bool) -> str:
    text = voice.say(
        "it is {side} {name}", "{side}{name}时段", name=voice.quoted(node.hours),
        side=voice.say("outside", "不在") if node.outside is not negated
        else voice.say("during", "在"),
    )  # fmt: skip
    if node.person is None:
        return text
    own = voice.say("the hours of {who}", "以{who}本人的工时为准", who=path(node.person.value, voice))
    return voice.bracketed(text, own)


@single.register
def _(node: nodes.OnDays, voice: Voice, negated: bool) -> str:
    days = all_days(node.days, voice)
    if negated:
        return voice.say("it is not on {days}", "不在{days}", days=days)
    return voice.say("it is on {days}", "在{days}", days=days)


def all_days(days: nodes.Days, voice: Voice) -> str:
    """Days of the week, kinds of days and tables of days."""

    def named(name: str) -> str:
        if name not in DAYS:
            return voice.quoted(name)
        return spell("day", name, "zh") if voice.language == "zh" else _ENGLISH_DAYS.get(
            name, name.capitalize()
        )  # fmt: skip

    return voice.listed(
        named(one.name)
        if isinstance(one, nodes.DayWord)
        else voice.say("{a} to {b}", "{a}至{b}", a=named(one.first), b=named(one.last))
        for one in days
    )


@single.register
def _(node: nodes.Had, voice: Voice, negated: bool) -> str:
    return had(node, voice, negated, condition, [node.keys])


@single.register
def _(node: nodes.Last, voice: Voice, negated: bool) -> str:
    return last(node, voice, negated, condition)


@single.register
def _(node: nodes.Approvers, voice: Voice, negated: bool) -> str:
    order = voice.say(" then ", "、再由").join(
        operand(one, voice, "roles") for one in node.order.items
    )
    if negated:
        return voice.say("it is not approved by {o}, in order", "没有依次由{o}审批", o=order)
    return voice.say("it is approved by {o}, in order", "依次由{o}审批", o=order)
