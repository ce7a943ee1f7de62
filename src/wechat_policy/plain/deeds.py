"""Events in words: what is done, with the filter under which it is meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from wechat_policy import nodes
from wechat_policy.plain.names import category
from wechat_policy.plain.table import table
from wechat_policy.plain.voice import Voice
from wechat_policy.vocabulary import FactKind

Form = Literal["to_do", "does", "done"]
"""In English `send a message`, `somebody sends a message` or `sent a message`."""

TellCondition = Callable[[nodes.Condition, Voice], str]


def deed(node: nodes.Pattern, voice: Voice, form: Form, tell: TellCondition) -> str:
    """An event with its category and filter."""
    told = table().events[node.event]
    text = told.zh if voice.language == "zh" else getattr(told, form)
    if node.category is not None:
        found = category(node.category, voice)
        text = voice.say("{text}: {found}", "{text}“{found}”", text=text, found=found)
    where = node.where
    if where == nodes.Given(nodes.Name("group")):
        return voice.say("{text} in a group", "在群里{text}", text=text)
    if where is None:
        return text
    return voice.bracketed(text, tell(where, voice.at(home(node.event))))


def deeds(
    patterns: tuple[nodes.Pattern, ...], voice: Voice, form: Form, tell: TellCondition
) -> str:
    """Several events of which one is meant."""
    first, *rest = [deed(one, voice, form, tell) for one in patterns]
    if form == "does" and first.startswith("somebody "):  # which need not be said again
        rest = [one.removeprefix("somebody ") for one in rest]
    return voice.either([first, *rest])


def home(event: str) -> FactKind | None:
    """The kind of thing that an event is about: `group.create` and `snapshot.group` of a group."""
    first, _, rest = event.partition(".")
    name = rest if first == "snapshot" else first
    return name if name in ("person", "group", "account", "device") else None  # type: ignore[return-value]


def acts(patterns: tuple[nodes.Pattern, ...]) -> bool:
    """Whether all events are something that a person does, and none that comes to pass."""
    return all(table().events[one.event].subject is None for one in patterns)
