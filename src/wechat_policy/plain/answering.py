"""Who answers for a breach in plain words, and how it comes to light."""

from __future__ import annotations

from wechat_policy import nodes
from wechat_policy.plain.names import path
from wechat_policy.plain.scoping import scope
from wechat_policy.plain.voice import Voice
from wechat_policy.resolution import event_types, subject_of


def answerer(node: nodes.AnyNorm, voice: Voice) -> str:
    """Who answers for a breach."""
    match node.blame:
        case nodes.Text(name):
            return name
        case nodes.Name(name):
            return path(name, scope(node, voice))
    match node:
        case nodes.Permit():
            return ""
        case nodes.Deadline() | nodes.Daily() | nodes.Periodic():
            return _debtor(node, voice)
    if is_report(node):
        return voice.say("the person reported", "被报告的人")
    return voice.either(_subjects(node.patterns, voice))


def _debtor(node: nodes.Deadline | nodes.Daily | nodes.Periodic, voice: Voice) -> str:
    inner = scope(node, voice)
    if node.each is not None:
        return path(node.each.variable, inner)
    subjects = {subject_of(name) for name in event_types(node.patterns)}
    joined = next((key for key in node.keys if key.field in subjects), None)
    if joined is not None:
        return path(joined.other or joined.field, inner)
    if isinstance(node, nodes.Deadline):
        if isinstance(node.opening, nodes.ViolationOf):
            return voice.say("whoever broke it", "违反的人")
        return voice.either(_subjects(node.opening, voice))
    return voice.say("the company", "本公司")


def _subjects(patterns: tuple[nodes.Pattern, ...], voice: Voice) -> list[str]:
    found = dict.fromkeys(subject_of(name) for name in event_types(patterns))
    told = [
        voice.say("the company", "本公司") if one is None else path(one, voice) for one in found
    ]
    return told or [voice.say("the company", "本公司")]


def manner(node: nodes.AnyNorm, voice: Voice) -> str:
    """How a breach comes to light: by machine, as a suspicion only, or by a person's report."""
    if isinstance(node, nodes.Permit):
        return voice.say("permission", "允许")
    if node.strength == "suspect":
        return voice.say("suspicion only", "只报疑似")
    if node.strength == "should":
        return voice.say("reminder only", "只作提示")
    if is_report(node):
        return voice.say("by a person's report", "由人报告")
    return voice.say("by machine", "机器判定")


def is_report(node: nodes.AnyNorm) -> bool:
    """Whether a norm is about what people report and nothing else."""
    if not isinstance(node, nodes.Forbid):
        return False
    return all(one.event == "report" for one in node.patterns)
