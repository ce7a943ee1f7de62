"""What happened before, in plain words: earlier events, the latest, and measures of them."""

from __future__ import annotations

from collections.abc import Iterable

from wechat_policy import nodes
from wechat_policy.plain.deeds import Form, TellCondition, acts, deeds
from wechat_policy.plain.names import path, word
from wechat_policy.plain.voice import Voice


def had(
    node: nodes.Had,
    voice: Voice,
    negated: bool,
    tell: TellCondition,
    joins: Iterable[tuple[nodes.Key, ...]],
) -> str:
    """Earlier events took place, joined to the present one in one of these ways."""
    is_done = all(acts(one.patterns) for one in node.steps)
    form: Form = "done" if is_done else "does"
    steps = voice.say(", then ", "，此后又").join(
        step(one, voice, tell, form) for one in node.steps
    )
    ways = [told for told in (keys(one, voice) for one in joins) if told]
    terms = [
        told for told in (reach(node.reach, voice), voice.say(" or ", "，或").join(ways)) if told
    ]
    text = voice.bracketed(steps, voice.say("; ", "；").join(terms))
    if not is_done:
        en = "it was not so before that {text}" if negated else "before that, {text}"
    else:
        en = "nobody had earlier {text}" if negated else "somebody had earlier {text}"
    zh = "此前没有{text}" if negated else "此前已{text}" if is_done else "此前已有{text}"
    return voice.say(en, zh, text=text)


def last(node: nodes.Last, voice: Voice, negated: bool, tell: TellCondition) -> str:
    """The latest such event meets a condition."""
    found = voice.bracketed(step(node.step, voice, tell), keys(node.keys, voice))
    met = tell(node.condition, voice)
    if negated:
        return voice.say(
            "it is not so that when somebody last had {found}, {met}",
            "最近一次{found}时，并非：{met}", found=found, met=met,
        )  # fmt: skip
    return voice.say(
        "when somebody last had {found}, {met}", "最近一次{found}时，{met}", found=found, met=met
    )


def step(node: nodes.Step, voice: Voice, tell: TellCondition, form: Form = "done") -> str:
    """Earlier events with the condition on them."""
    text = deeds(node.patterns, voice, form, tell)
    return text if node.when is None else voice.bracketed(text, tell(node.when, voice))


def reach(node: nodes.Within | nodes.Ago | nodes.Covering | None, voice: Voice) -> str:
    """How far back earlier events count."""
    match node:
        case None:
            return ""
        case nodes.Within(duration):
            return _within(duration, voice)
        case nodes.Ago(duration):
            return voice.say("at least {n} ago", "至少提前{n}", n=length(duration, voice))
        case nodes.Covering(field):
            return voice.say(
                "for a period that covers {field}", "期间包含{field}", field=path(field, voice)
            )


def _within(node: nodes.Duration, voice: Voice) -> str:
    n = length(node, voice)
    if isinstance(node.length, nodes.Name) and voice.is_calendar(node.length.value):
        return voice.say("within the same {n}", "同一{n}内", n=n)
    return voice.say("within {n}", "{n}以内", n=n)


def length(node: nodes.Duration, voice: Voice) -> str:
    """A length of time with the hours in which it is counted."""
    text = voice.period(node.length)
    if node.hours is not None:
        inside = voice.quoted(node.hours)
        text = voice.bracketed(
            text, voice.say("counted in {inside}", "只算{inside}内", inside=inside)
        )
    if node.person is not None:
        who = path(node.person.value, voice)
        text = voice.bracketed(text, voice.say("the hours of {who}", "按{who}的工时", who=who))
    return text


def keys(items: Iterable[nodes.Key], voice: Voice) -> str:
    """What two events have in common."""
    return voice.listed(_key(one, voice) for one in items)


def _key(node: nodes.Key, voice: Voice) -> str:
    field = path(node.field, voice).removeprefix("the ")
    if node.other is None:
        return voice.say("the same {field}", "同一{field}", field=field)
    if node.other == f"that.{node.field}":
        return voice.say("the same {field}", "同一{field}", field=field)
    if node.other in ("id", "that.id"):
        which = voice.say("this one", "本事件") if node.other == "id" else ""
        other = which or voice.say("the first event", "前一事件")
    else:
        other = path(node.other, voice)
    return voice.say("{field} being {other}", "{field}就是{other}", field=field, other=other)


def measured(node: nodes.Aggregate, voice: Voice, tell: TellCondition) -> str:
    """A measure over earlier events and the present one."""
    window = ""
    if node.within is not None:
        window = _within(nodes.Duration(node.within), voice)
    terms = [told for told in (window, keys(node.keys, voice)) if told]
    events = voice.bracketed(step(node.step, voice, tell), voice.say("; ", "；").join(terms))
    return voice.say(
        "{m} of having {e}", "{e}的{m}", m=measure(node.measure, voice, tell), e=events
    )


def measure(node: nodes.Measure, voice: Voice, tell: TellCondition) -> str:
    """What is measured."""
    match node:
        case nodes.Summed(field):
            return voice.say("the sum of {f}", "{f}合计", f=word(field, voice))
        case nodes.Distinct(field):
            return voice.say("the number of different {f}", "不同{f}的个数", f=word(field, voice))
        case nodes.Share(condition):
            share = tell(condition, voice)
            return voice.say("the share where {c}", "符合“{c}”的占比", c=share)
        case nodes.Spanned(gap):
            n = voice.period(gap)
            return voice.say("the length without a pause over {n}", "间断不超过{n}的持续时间", n=n)
    return voice.say("the number", "次数")
