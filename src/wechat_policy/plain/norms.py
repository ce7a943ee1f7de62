"""Norms as sentences that a manager understands, in either language."""

from __future__ import annotations

from functools import singledispatch

from wechat_policy import nodes
from wechat_policy.plain.answering import is_report
from wechat_policy.plain.conditions import condition, opened
from wechat_policy.plain.deeds import acts, deeds, home
from wechat_policy.plain.histories import keys, length, measure
from wechat_policy.plain.hours import all_days
from wechat_policy.plain.names import category, operand, word
from wechat_policy.plain.scoping import after, with_member
from wechat_policy.plain.voice import Voice
from wechat_policy.vocabulary import FactKind


@singledispatch
def sentence(node: nodes.AnyNorm, voice: Voice) -> str:
    """A norm as a sentence; long conditions stand on lines of their own below it."""
    raise TypeError(f"{type(node).__name__} has no sentence")


def _closed(text: str, node: nodes.Norm, voice: Voice, front: str = "") -> str:
    """A statement with the conditions of its norm, which Chinese puts before it.

    `front` is what Chinese says before the conditions.
    """
    when = "" if node.when is None else opened(node.when, voice)
    unless = "" if node.unless is None else opened(node.unless, voice)
    if voice.language == "en":
        told = text + (f" if {when}" if when else "")
        if unless:
            told += ("\n" if "\n" in when else ", " if when else " ") + f"unless {unless}"
        return f"{told}."
    head, colon, rest = when.partition("：\n")
    if when:
        text = f"{front}{head.removesuffix('的')}的，{text}" + (f"：\n{rest}" if colon else "")
    else:
        text = front + text
    if unless and "\n" in unless:
        return f"{text}，除非{unless}。" if "\n" not in text else f"{text}\n除非{unless}。"
    if unless:
        text += "。\n" if "\n" in text else "；"
        text += f"{unless.removesuffix('的')}的除外"
    return f"{text}。"


@sentence.register
def _(node: nodes.Forbid, voice: Voice) -> str:
    voice = voice.at(_home(node.patterns))
    does = deeds(node.patterns, voice, "does", condition)
    if node.strength == "suspect":
        lead = voice.say(
            "Only suspected, for a person to confirm: {does}", "报为疑似，由人核实", does=does
        )
        return _closed(lead, node, voice, f"{does}，")
    elif is_report(node):
        found = voice.either(_finding(one, voice) for one in node.patterns)
        lead = voice.say(
            "It is a breach if a person reports, with proof: {found}",
            "由人报告并查实{found}，即属违反", found=found,
        )  # fmt: skip
    elif all(one.event.startswith("snapshot.") for one in node.patterns):
        breach = voice.say("a point to mind", "应予注意")
        if node.strength == "must":
            breach = voice.say("a breach", "即属违反")
        lead = voice.say("When {does}, it is {breach}", "{breach}", does=does, breach=breach)
        return _closed(lead, node, voice, f"{does}时，")
    elif not acts(node.patterns):
        lead = voice.say("It is a breach when {does}", "{does}，即属违反", does=does)
        if node.strength == "should":
            lead = voice.say("Advised against: {does}", "不宜出现：{does}", does=does)
    else:
        do = deeds(node.patterns, voice, "to_do", condition)
        if node.strength == "should":
            lead = voice.say("Advice: nobody should {do}", "不宜{do}（只作提示）", do=do)
        else:
            lead = voice.say("Nobody may {do}", "不得{do}", do=do)
    return _closed(lead, node, voice)


def _finding(node: nodes.Pattern, voice: Voice) -> str:
    name = voice.say("any breach", "违规")
    if node.category is not None:
        name = voice.say("{a}", "“{a}”", a=category(node.category, voice))
    return name if node.where is None else voice.bracketed(name, condition(node.where, voice))


def _home(patterns: tuple[nodes.Pattern, ...]) -> FactKind | None:
    found = {home(one.event) for one in patterns}
    return found.pop() if len(found) == 1 else None


@sentence.register
def _(node: nodes.Require, voice: Voice) -> str:
    does = deeds(node.patterns, voice, "does", condition)
    when = "" if node.when is None else voice.say(
        " and {c}", "而{c}", c=condition(node.when, voice)
    )  # fmt: skip
    lead = voice.say(
        "Whenever {does}{when}, {must}: {c}", "凡{does}{when}，{must}：{c}", does=does, when=when,
        must=_must(node, voice), c=opened(node.condition, voice),
    )  # fmt: skip
    if node.unless is not None:
        unless = opened(node.unless, voice)
        lead += voice.say("\nunless {c}", "\n除非{c}", c=unless)
    return lead + voice.say(".", "。")


def _must(node: nodes.Norm, voice: Voice) -> str:
    if node.strength == "should":
        return voice.say("this is advised", "宜做到")
    return voice.say("this is required", "必须做到")


@sentence.register
def _(node: nodes.Limit, voice: Voice) -> str:
    do = deeds(node.patterns, voice, "to_do", condition)
    told = [word(one.other or one.field, voice) for one in node.keys]
    each = voice.say(" and ", "、").join(told) or voice.say("person", "人")
    counted = isinstance(node.measure, nodes.Counted)
    bound = operand(_without_times(node.bound) if counted else node.bound, voice)
    lead = "" if node.strength == "must" else voice.say("Advice: ", "提示：")
    if counted:
        text = voice.say(
            "Each {each} may {do} at most {n} times per {w}", "每{w}内，同一{each}{do}最多{n}次",
            each=each, do=do, n=bound, w=voice.period(node.window),
        )  # fmt: skip
    else:
        text = voice.say(
            "For each {each}, per {w}, {m} may be at most {n}: {do}",
            "每{w}内，同一{each}{do}，{m}最多{n}",
            each=each, do=do, n=bound, w=voice.period(node.window),
            m=measure(node.measure, voice, condition),
        )  # fmt: skip
    return _closed(lead + text, node, voice)


def _without_times(node: nodes.Operand) -> nodes.Operand:
    """A number without the unit that the sentence gives it."""
    if isinstance(node, nodes.Quantity) and node.unit == "times":
        return nodes.Number(node.value)
    return node


@sentence.register
def _(node: nodes.Permit, voice: Voice) -> str:
    does = deeds(node.patterns, voice, "to_do", condition)
    lifted = voice.listed(map(voice.quoted, node.lifts))
    text = voice.say("Allowed: to {does}", "允许{does}", does=does)
    if lifted:
        text = voice.say(
            "These clauses do not judge it: {lifted}; it is allowed to {does}",
            "允许{does}，不按这些条款判：{lifted}", lifted=lifted, does=does,
        )  # fmt: skip
    return _closed(text, node, voice)


# --------------------------------------------------------------------------------- duties


def _demand(node: nodes.Deadline | nodes.Daily | nodes.Periodic, voice: Voice) -> str:
    do = deeds(node.patterns, voice, "to_do", condition)
    joined = voice.bracketed(do, keys(node.keys, voice))
    if node.strength == "should":
        return voice.say("it is advised to {do}", "宜{do}", do=joined)
    return voice.say("somebody must {do}", "必须{do}", do=joined)


def _duty(
    lead: str, node: nodes.Deadline | nodes.Daily | nodes.Periodic, voice: Voice, front: str = ""
) -> str:
    text = voice.say("{lead}, {demand}", "{lead}，{demand}", lead=lead, demand=_demand(node, voice))
    return _closed(text, node, voice, front)


@sentence.register
def _(node: nodes.Deadline, voice: Voice) -> str:
    voice = after(node, voice)
    if isinstance(node.opening, nodes.ViolationOf):
        opening = voice.say(
            "a breach of {name}", "违反{name}", name=voice.quoted(node.opening.clause)
        )
    else:
        opening = deeds(node.opening, voice, "does", condition)
    each, inner = with_member(node.each, voice)
    lead = voice.say(
        "Within {n} after {opening}", "{n}内", n=length(node.within, inner), opening=opening
    )
    if each:
        lead = voice.say("{lead}, {each}", "{lead}，{each}", lead=lead, each=each)
    return _duty(lead, node, inner, f"{opening}{'之后' if node.when is None else '，'}")


@sentence.register
def _(node: nodes.Daily, voice: Voice) -> str:
    each, inner = with_member(node.each, voice)
    lead = voice.say(
        "On {days} before {at}{since}, {each}", "{days}{since}{at}以前，{each}", each=each,
        days=all_days(node.days, voice), at=voice.value_of(node.before),
        since="" if node.since is None else voice.say(
            " (from {at} on)", "从{at}起到", at=voice.value_of(node.since)
        ),
    )  # fmt: skip
    return _duty(lead, node, inner)


@sentence.register
def _(node: nodes.Periodic, voice: Voice) -> str:
    each, inner = with_member(node.each, voice)
    lead = voice.say("At least every {n}", "至少每{n}一次", n=voice.period(node.period))
    if each:
        lead = voice.say("{lead}, {each}", "{lead}，{each}", lead=lead, each=each)
    return _duty(lead, node, inner)
