"""Penalties in plain words: what follows from a breach, in either language."""

from __future__ import annotations

from wechat_policy import nodes
from wechat_policy.plain.conditions import condition
from wechat_policy.plain.histories import length
from wechat_policy.plain.voice import Voice
from wechat_policy.words import spell

AnyRow = nodes.Row | nodes.Repeat | nodes.Cumulative | nodes.Lapse


def row(node: AnyRow, voice: Voice) -> tuple[str, str]:
    """A line of penalties: for what it is, and what follows."""
    match node:
        case nodes.Row(head, when, steps):
            named = headed(head, voice)
            return voice.bracketed(named, condition(when, voice) if when else ""), tiers(
                steps, voice
            )
        case nodes.Repeat(times, severity, within, raised):
            grade = voice.say("any breach", "违规") if severity is None else voice.quoted(severity)
            told = voice.say(
                "{n} times {grade} within {w}", "{w}内累计{n}次{grade}",
                n=times, grade=grade, w=voice.period(within),
            )  # fmt: skip
            if isinstance(raised, str):
                return told, voice.say(
                    "counts as {name}", "按{name}处理", name=voice.quoted(raised)
                )
            return told, tiers(raised, voice)
        case nodes.Cumulative():
            return voice.say("several clauses at once", "同时违反几条"), voice.say(
                "the measures add up", "并罚"
            )
        case nodes.Lapse(after):
            return voice.say("after {n}", "满{n}", n=length(after, voice)), voice.say(
                "a breach no longer counts", "不再计入"
            )


def headed(
    head: nodes.NameHead | nodes.TagHead | nodes.AnyBreach | nodes.Otherwise, voice: Voice
) -> str:
    """What a row is for."""
    match head:
        case nodes.NameHead(name):
            return name
        case nodes.TagHead(tag):
            return voice.say("clauses marked {tag}", "标有{tag}的条款", tag=voice.quoted(tag))
        case nodes.AnyBreach():
            return voice.say("any breach", "凡违规")
        case nodes.Otherwise():
            return voice.say("all other breaches", "其余违规")


def tiers(steps: tuple[nodes.Tier, ...], voice: Voice) -> str:
    """What follows, step by step."""
    return voice.say("; then ", "；此后").join(_tier(one, voice) for one in steps)


def _tier(node: nodes.Tier, voice: Voice) -> str:
    told = _one_of(node.sanctions, voice)
    if node.first is None or node.per is None:
        return told
    return voice.say(
        "{told} for the first {n} of each {w}", "每{w}前{n}次{told}",
        told=told, n=node.first, w=voice.period(node.per),
    )  # fmt: skip


def _one_of(node: nodes.OneOf, voice: Voice) -> str:
    options = [_all_of(one, voice) for one in node.options]
    if node.open:
        options.append(voice.say("other measures", "其他措施"))
    return voice.say(" or ", "或").join(options)


def _all_of(node: nodes.AllOf, voice: Voice) -> str:
    told = []
    for one in node.items:
        if isinstance(one, nodes.Sanction):
            told.append(_sanction(one, voice))
        else:
            told.append(voice.say("({a})", "（{a}）", a=_one_of(one, voice)))
    return voice.say(" and ", "并").join(told)


def _sanction(node: nodes.Sanction, voice: Voice) -> str:
    named = spell("sanction", node.name, voice.language).replace("_", " ")
    told = named
    if node.amount is not None:
        told += voice.say(" of {a}", "{a}", a=_amount(node.amount, voice))
    if node.or_above:
        told += voice.say(" or a graver measure", "以上")
    if node.lasting is not None:
        open_end = voice.say("an unstated time", "期限未定")
        n = open_end if isinstance(node.lasting, str) else voice.quantity(node.lasting)
        told = voice.bracketed(told, voice.say("for {n}", "{n}", n=n))
    if node.display is not None and node.display != named:
        told = voice.bracketed(told, voice.quoted(node.display))
    return voice.say("may: {a}", "可{a}", a=told) if node.may else told


def _amount(node: nodes.Amount, voice: Voice) -> str:
    if node.low is None or node.high is None:
        return voice.say("an amount that the source leaves open", "（数额未定）")
    if node.low == node.high:
        return voice.quantity(node.high)
    return f"{voice.number(node.low.value)}–{voice.quantity(node.high)}"


def rows_for(clause: nodes.Clause, grades: tuple[str, ...], rows: list[AnyRow]) -> list[nodes.Row]:
    """The rows that a breach of the clause leads to; those of its tags stand last."""
    plain = [one for one in rows if isinstance(one, nodes.Row)]
    tags = {tag for item in clause.items if isinstance(item, nodes.Tags) for tag in item.names}
    tagged = [one for one in plain if isinstance(one.head, nodes.TagHead) and one.head.tag in tags]
    heads: list[object] = [{nodes.NameHead(clause.name)}, set(map(nodes.NameHead, grades))]
    heads += [{nodes.AnyBreach()}, {nodes.Otherwise()}]
    for wanted in heads:
        found = [one for one in plain if one.head in wanted]  # type: ignore[operator]
        if found:
            return [*found, *tagged]
    return tagged
