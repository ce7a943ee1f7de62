"""The names that a duty brings into scope: its members, and who committed a violation."""

from __future__ import annotations

from collections.abc import Mapping

from wechat_policy import nodes
from wechat_policy.plain.conditions import condition
from wechat_policy.plain.names import facts_of, path
from wechat_policy.plain.voice import Voice

_ROWS: Mapping[str, tuple[str, str]] = {
    "people": ("that person", "该人员"),
    "groups": ("that group", "该群"),
    "accounts": ("that account", "该账号"),
    "devices": ("that device", "该设备"),
}


def with_member(node: nodes.ForEach | None, voice: Voice) -> tuple[str, Voice]:
    """Of whom a duty is, and the voice that knows them."""
    if node is None:
        return "", voice
    place = node.population.path
    member = voice.say(*_ROWS.get(place, ("that one", "该人")))
    inner = voice.knowing(**{node.variable: member})
    text = voice.say("for each of {list}", "{list}中的每一个", list=path(place, voice))
    if node.population.where is not None:
        about = inner.about(member, facts_of(place.rsplit(".", 1)[-1]))
        text = voice.bracketed(text, condition(node.population.where, about))
    return text, inner


def scope(node: nodes.AnyNorm, voice: Voice) -> Voice:
    """The voice that knows all names of a norm."""
    each = getattr(node, "each", None)
    return with_member(each, after(node, voice))[1]


def after(node: nodes.AnyNorm, voice: Voice) -> Voice:
    """The voice in which a violation that opens a duty has somebody who committed it."""
    if isinstance(node, nodes.Deadline) and isinstance(node.opening, nodes.ViolationOf):
        return voice.knowing(**{"that.subject": voice.say("whoever broke it", "违反的人")})
    return voice
