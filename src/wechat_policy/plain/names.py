"""Facts, values and word lists by the names that people know them by."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from wechat_policy import nodes
from wechat_policy.plain.table import table
from wechat_policy.plain.voice import Voice
from wechat_policy.vocabulary import Attribute, FactKind, vocabulary
from wechat_policy.words import canonical_value, has_value, spell, spell_value

_COMMON = re.compile(r"通用\.(?P<sort>有|似)?(?P<name>.+)")
_POPULATIONS: Mapping[str, FactKind] = {
    "people": "person",
    "groups": "group",
    "accounts": "account",
    "devices": "device",
}
_HOMES: Mapping[FactKind, tuple[str, str]] = {
    "person": ("the person", "该人员"),
    "group": ("the group", "群"),
    "account": ("the account", "账号"),
    "device": ("the device", "设备"),
}
_TIMES = frozenset({"date", "datetime"})


def word(name: str, voice: Voice) -> str:
    """One step of a path: an attribute or fact by its name."""
    if name in voice.variables:
        return voice.variables[name]
    if name in table().names:
        return voice.say(*table().names[name])
    if voice.language == "zh":
        return spell("path", name, "zh")
    return name.replace("_", " ")


def path(told: str, voice: Voice) -> str:
    """A dotted path: `the sender's department`, 发送人的部门."""
    if told in voice.variables:
        return voice.variables[told]
    first, *rest = told.split(".")
    if rest and rest[-1] == "id":  # the number of a person stands for the person
        rest = rest[:-1]
    if first in voice.variables:
        head = voice.variables[first]
    elif first == "event" and rest:
        return _of_event(rest, voice.outer or voice)
    elif first == "event":
        head = voice.say("this event", "本事件")
    elif first == "that":
        head = voice.say("the first event", "前一事件")
    elif first == "organization":
        head = voice.say("the company", "本公司")
    elif first == "it" or (first == "id" and voice.subject):
        head = voice.subject or word("it", voice)
    else:
        head = _own(first, voice)
    if voice.language == "zh":
        return "的".join([head, *(word(one, voice) for one in rest)])
    for one in rest:
        if " " in head.removeprefix("the "):
            head = f"the {word(one, voice)} of {head}"
        else:
            head = f"{head}'s {word(one, voice)}"
    return head


def _of_event(steps: list[str], voice: Voice) -> str:
    """A fact of the event itself, where a list has facts of the same name."""
    told = path(".".join(steps), voice)
    if voice.home is None and any(steps[0] in facts for facts in vocabulary().facts.values()):
        bare = told.removeprefix("the ")
        return voice.say("this event's {bare}", "本事件的{bare}", bare=bare)
    return told


def _own(name: str, voice: Voice) -> str:
    """A fact of the event, of the member of a list, or of what the event is about."""
    if voice.subject and name in voice.parts:
        return voice.of(word(name, voice))
    if voice.home is not None and name != "id" and name in vocabulary().facts.get(voice.home, {}):
        owner = voice.say(*_HOMES[voice.home])
        return voice.say("{a}'s {b}", "{a}的{b}", a=owner, b=word(name, voice))
    return voice.say("the {name}", "{name}", name=word(name, voice))


def value(attribute: str, name: str, voice: Voice) -> str | None:
    """A value of an attribute; None if the attribute has none of that name."""
    if not has_value(attribute, name):
        return None
    if voice.language == "zh":
        return spell_value(attribute, name, "zh")
    words = table().values
    return words.get(f"{attribute}.{name}") or words.get(name, name.replace("_", " "))


def operand(node: nodes.Operand, voice: Voice, attribute: str = "") -> str:
    """A value, a parameter or a fact, in the light of the attribute that it is compared with."""
    match node:
        case nodes.Name(name):
            return value(attribute, name, voice) or voice.set_at(name) or path(name, voice)
        case nodes.Text(text):
            told = canonical_value(attribute, text)
            return value(attribute, told, voice) or voice.quoted(text)
        case nodes.Choices(items):
            return voice.either(operand(item, voice, attribute) for item in items)
        case _:
            return voice.value_of(node)


def attribute_of(node: nodes.Operand) -> str:
    """The attribute on the left of a comparison, by whose values the right side is read."""
    subject = node.path if isinstance(node, nodes.Call) else node
    return subject.value.rsplit(".", 1)[-1] if isinstance(subject, nodes.Name) else ""


@functools.cache
def known(name: str) -> tuple[Attribute, ...]:
    """All that an attribute of that name can be, on events and in the directory."""
    words = vocabulary()
    tables = [kind.attributes for kind in (words.content, *words.events.values())]
    tables += list(words.facts.values())
    return tuple(found[name] for found in tables if name in found)


def is_time(node: nodes.Operand) -> bool:
    """Whether a value is a moment or a day."""
    if isinstance(node, nodes.Date):
        return True
    name = attribute_of(node)
    return name in ("start", "end") or any(one.type in _TIMES for one in known(name))


def facts_of(name: str) -> frozenset[str]:
    """What each member of a list has: facts of the directory, or parts of an object."""
    kinds = {_POPULATIONS[name]} if name in _POPULATIONS else {one.element for one in known(name)}
    parts = {part for one in known(name) for part in one.fields}
    return frozenset(parts).union(
        *(facts for kind, facts in vocabulary().facts.items() if kind in kinds)
    )


def holds_parts(name: str) -> bool:
    """Whether an attribute is an object, whose parts have names of their own."""
    return any(one.element == "object" and not one.is_list for one in known(name))


def common(name: str) -> tuple[str | None, str] | None:
    """Of a shipped word list or condition: 有, 似 or None, and what it is about; None otherwise."""
    match = _COMMON.fullmatch(name)
    return (match["sort"], match["name"]) if match else None


def lexicon(name: str, voice: Voice) -> str:
    """What the words of a list are about; an author's own list has its name in quotes."""
    shipped = common(name)
    if shipped is None:
        return voice.quoted(name)
    return topic(shipped[1], voice)


def topic(name: str, voice: Voice) -> str:
    """What a shipped list is about."""
    if voice.language == "zh":
        return name
    return table().lexicons.get(name) or voice.quoted(name)


def category(name: str, voice: Voice) -> str:
    """A kind of finding with, in English, what it means."""
    if voice.language == "zh":
        return spell("category", name, "zh")
    found = vocabulary().categories.get(name)
    told = name.replace("_", " ")
    return f"{told} ({found.meaning[0].lower()}{found.meaning[1:]})" if found else told
