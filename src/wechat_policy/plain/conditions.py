"""Conditions in plain words."""

from __future__ import annotations

from wechat_policy import nodes
from wechat_policy.plain.finds import Find, find, grouped, told
from wechat_policy.plain.histories import had, last
from wechat_policy.plain.names import facts_of, holds_parts, path
from wechat_policy.plain.single import single, there
from wechat_policy.plain.voice import Voice
from wechat_policy.words import has_value

_JOINTS = ("，且", "，或", ", and ", " or ")
_POPULATIONS = frozenset({"people", "groups", "accounts", "devices"})
_THERE = (
    nodes.Compare(nodes.Name("id"), "!=", nodes.Text("")),
    nodes.Compare(nodes.Name("it"), "!=", nodes.Text("")),
    nodes.Given(nodes.Name("it")),
    nodes.Given(nodes.Name("id")),
    nodes.Given(nodes.Name("key")),
    nodes.Compare(nodes.Name("key"), "!=", nodes.Text("")),
)
"""Conditions that every member of a list meets."""

_NONE = nodes.Absent(nodes.Name("value"))
_BLANK = nodes.Compare(nodes.Name("value"), "=", nodes.Text(""))
_EMPTY = (_NONE, _BLANK, nodes.Or((_NONE, _BLANK)))


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
        case nodes.Quantified():
            return _quantified(node, voice, negated)
        case nodes.Had():
            return had(node, voice, negated, condition, [node.keys])
        case nodes.Last():
            return last(node, voice, negated, condition)
    found = find(node, voice)
    if found is not None:
        return told(found, voice, negated)
    return single(node, voice, negated, condition)


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
        mixed = isinstance(one, nodes.And | nodes.Or) and any(sign in text for sign in _JOINTS)
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


# ------------------------------------------------------------------------ lists and people


def _quantified(node: nodes.Quantified, voice: Voice, negated: bool) -> str:
    if node.path in _POPULATIONS and node.quantifier == "any":
        same = _same_person(node.condition)
        if same is not None:
            who, rest = same
            return say(rest, voice.about(who_is(who, voice), facts_of(node.path)), negated, True)
    name = node.path.rsplit(".", 1)[-1]
    whole = path(node.path, voice)
    inner = voice.about(voice.say("it", "其"), facts_of(name))
    if holds_parts(name):
        parts = ("its owner", "昵称的主人") if name == "nicknames" else ("its name", "该项名称")
        inner = inner.knowing(key=voice.say(*parts), value=voice.say("the entry", "该项内容"))
    if node.condition in _THERE:
        return there(nodes.Name(node.path), voice, negated)
    if node.condition in _EMPTY and node.quantifier == "any":
        empty = voice.say("some item of {a} is empty", "{a}有空着的项", a=whole)
        full = voice.say("no item of {a} is empty", "{a}没有空着的项", a=whole)
        return full if negated else empty
    if node.quantifier == "all":
        body = say(node.condition, inner, False, True)
        if negated:
            return voice.say(
                "not for each of {a}: {c}", "{a}并非个个都{c}", a=whole, c=_short(body)
            )
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
    return f"（{body}）" if "，" in body else body


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
