"""What may stand at a place: keywords, words of the language, names of the author's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, cast

import attrs

from wechat_policy.language_server.forms import form
from wechat_policy.language_server.meanings import Slot, SlotKind
from wechat_policy.language_server.names import Kind
from wechat_policy.language_server.pages import Page
from wechat_policy.language_server.tokens import Before
from wechat_policy.lexical import Skin, keywords
from wechat_policy.lowering import wants
from wechat_policy.recognizers import RECOGNIZERS
from wechat_policy.resolution import KINDS, Environment, Resolved
from wechat_policy.rules.base import CONDITIONS, Recognizer, ScannedText, Words
from wechat_policy.vocabulary import Attribute, vocabulary
from wechat_policy.words import (
    DAYS,
    PERIODS,
    POPULATIONS,
    READINGS,
    ROWS,
    SANCTIONS,
    VARIABLES,
    canonical_path,
    spell,
    spell_value,
)
from wechat_policy.words import Kind as WordKind

ChoiceKind = Literal["keyword", "event", "fact", "value", "word", "name", "fixed"]
_FAMILIES = ("action", "snapshot")
_OPENERS = ("require", "should", "should_limit", "before", "on")
_NAMES: dict[SlotKind, Kind] = {
    "hours": "hours", "clause": "clause", "severity": "severity", "tag": "tag",
    "lexicon": "lexicon",
}  # fmt: skip
_FIXED: dict[SlotKind, tuple[WordKind, Iterable[str]]] = {
    "sanction": ("sanction", SANCTIONS), "reading": ("reading", READINGS), "row": ("row", ROWS),
    "period": ("period", PERIODS), "day": ("day", DAYS),
}  # fmt: skip


@attrs.frozen
class Choice:
    """One thing that may stand at a place.

    `topic` says to whoever wants more what it is: the kind of slot and the word, or the kind of
    name; `rank` is smaller for what is rather meant.
    """

    word: str
    kind: ChoiceKind
    topic: tuple[str, str]
    detail: str = ""
    rank: int = 5


def choices(page: Page, before: Before, slot: Slot, prefix: str) -> Iterator[Choice]:
    """Everything that may stand behind some words; `prefix` is what is written of a path."""
    skin = page.outline.skin
    if not any(part.key for part in page.outline.parts):
        # A text without a section has no skin yet.
        yield from _keywords(before, "zh")
    yield from _keywords(before, skin)
    if before.follow is not None and "NAME" not in before.follow:
        return
    if before.opens_line and _may_open(before) and slot.kind != "head":
        return
    yield from _names(page, slot)
    match slot.kind:
        case "event":
            yield from _events(skin)
        case "category":
            for name in vocabulary().categories:
                yield Choice(spell("category", name, skin), "value", ("category", name), name, 3)
        case "fact" | "bound":
            yield from _facts(slot.scope, skin, prefix)
        case "fact_name":
            yield from _facts(slot.scope, skin, prefix, paths=False)
        case "list":
            yield from _lists(slot.scope, skin)
        case "value":
            yield from _values(slot, skin)
            if slot.scope.that is not None or slot.scope.elements:
                yield from _facts(slot.scope, skin, prefix)
        case "word":
            yield from _words(slot, skin)
        case "argument":
            yield from _arguments(slot, skin)
    if slot.kind in _FIXED:
        kind, words = _FIXED[slot.kind]
        for word in words:
            yield Choice(spell(kind, word, skin), "fixed", (slot.kind, word), word, 3)


def _may_open(before: Before) -> bool:
    """Whether a new statement may begin."""
    return before.follow is not None and "_CITES" in before.follow


def _keywords(before: Before, skin: Skin) -> Iterator[Choice]:
    for key, one in keywords().items():
        if not (one.zh if skin == "zh" else one.en):
            continue
        opens = one.role == "statement" or key in _OPENERS
        if one.role == "section":
            if not (before.opens_line and (before.at_margin or not before.key)):
                continue
            rank = 1 if before.at_margin else 6
        elif before.follow is None:
            if not (before.opens_line and one.role == "statement"):
                continue
            rank = 4
        elif f"_{key.upper()}" in before.follow:
            if opens and one.role == "statement" and not before.opens_line and before.tokens:
                continue
            rank = 2 if before.opens_line and opens else 6 if one.role == "closer" else 4
        else:
            continue
        spellings = one.en if skin == "en" else one.zh
        for number, word in enumerate(spellings):
            other = one.en if skin == "zh" else one.zh
            yield Choice(
                word, "keyword", ("keyword", key), other[0] if other else "", rank + number
            )


def _names(page: Page, slot: Slot) -> Iterator[Choice]:
    """The names of the author's and of libraries."""
    wanted: list[Kind] = []
    if slot.kind in _NAMES:
        wanted.append(_NAMES[slot.kind])
    elif slot.kind == "head":
        wanted += ["severity", "clause"]
    elif slot.kind == "day":
        wanted.append("days")
    elif slot.kind in ("fact", "value", "bound", "period"):
        wanted.append("parameter")
        if slot.kind == "fact":
            wanted.append("condition")
    elif slot.kind == "argument" and _takes_words(slot):
        wanted.append("lexicon")
    for kind in wanted:
        for name, one in page.declared.get(kind, {}).items():
            near = one.source is page.source
            yield Choice(name, "name", (kind, name), "" if near else _library(one.source.name),
                         2 if near and slot.kind != "fact" else 4)  # fmt: skip
    if slot.kind in ("tag", "severity", "head"):
        yield from _used(page, "tag" if slot.kind == "tag" else "severity")


def _library(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".policy")


def _used(page: Page, kind: Kind) -> Iterator[Choice]:
    """Names that are used and never declared, as tags are."""
    told = page.declared.get(kind, {})
    for name in dict.fromkeys(one.name for one in page.occurrences if one.kind == kind):
        if name not in told:
            yield Choice(name, "name", (kind, name), rank=2)


def _events(skin: Skin) -> Iterator[Choice]:
    words = vocabulary()
    for name in (words.content.name, *words.events, *_FAMILIES):
        yield Choice(spell("event", name, skin), "event", ("event", name), _other(name, skin), 3)


def _other(name: str, skin: Skin) -> str:
    return name if skin == "zh" else spell("event", name, "zh")


def _facts(scope: Environment, skin: Skin, prefix: str, paths: bool = True) -> Iterator[Choice]:
    """The facts that a path may go on with, each with the steps before it."""
    head, dot, _ = prefix.rpartition(".")
    if dot:
        for name, one in _steps(scope, canonical_path(head)):
            word = f"{head}.{spell('path', name, skin)}"
            yield Choice(word, "fact", ("fact", f"{canonical_path(head)}.{name}"), one.type, 2)
        return
    for name in scope.names():
        if name in POPULATIONS:
            continue
        resolved = scope.resolve(name)
        kind = resolved.type if isinstance(resolved, Resolved) else ""
        rank = 4 if name in ("id", "type") else 3
        yield Choice(spell("path", name, skin), "fact", ("fact", name), kind, rank)
    if paths:
        roots = [
            "organization",
            *(["it"] if scope.elements else []),
            *(["that"] if scope.that else []),
        ]
        for name in roots:
            word = VARIABLES[name][0] if skin == "zh" else name
            yield Choice(word, "fact", ("fact", name), rank=5)


def _steps(scope: Environment, path: str) -> Iterator[tuple[str, Attribute]]:
    """What may follow a path."""
    if path == "that" and scope.that is not None:
        yield from _attributes(scope.that)
        return
    if path == "event":
        yield from _attributes(scope.events)
        return
    if path == "organization":
        yield from ((name, Attribute(name, name, f"list[{kind}]")) for name, kind in
                    (("people", "person"), ("groups", "group"), ("accounts", "account"),
                     ("devices", "device")))  # fmt: skip
        return
    found = scope.resolve(path)
    if isinstance(found, Resolved):
        if found.type in KINDS:
            yield from vocabulary().facts[found.type].items()
        else:
            yield from found.attribute.fields.items()


def _attributes(events: Iterable[str]) -> Iterator[tuple[str, Attribute]]:
    kinds = vocabulary().events
    seen: dict[str, Attribute] = {}
    for event in events:
        if event in kinds:
            seen.update(kinds[event].attributes)
    yield from seen.items()


def _lists(scope: Environment, skin: Skin) -> Iterator[Choice]:
    for name in scope.names():
        found = scope.resolve(name)
        if isinstance(found, Resolved) and (found.attribute.is_list or found.type == "object"):
            kind: WordKind = "population" if name in POPULATIONS else "path"
            yield Choice(spell(kind, name, skin), "fact", ("list", name), found.type, 3)


def _values(slot: Slot, skin: Skin) -> Iterator[Choice]:
    found = slot.scope.resolve(slot.path)
    if not isinstance(found, Resolved):
        return
    one = found.attribute
    values = one.values or one.known
    if one.element == "category":
        values = tuple(vocabulary().categories)
    for word in values:
        yield Choice(spell_value(one.name, word, skin), "value", ("value", word), word, 1)
    if one.type == "bool":
        for key in ("true", "false"):
            yield Choice(keywords()[key].spelled(skin), "keyword", ("keyword", key), key, 1)


def _words(slot: Slot, skin: Skin) -> Iterator[Choice]:
    """The condition words that suit a fact."""
    found = slot.scope.resolve(slot.path)
    kind = found.attribute.element if isinstance(found, Resolved) else "any"
    for one in CONDITIONS.values():
        if kind not in ("any", "string", "object") and one.fact is ScannedText:
            continue
        word = one.alias if skin == "zh" else one.name
        yield Choice(word, "word", ("word", one.name), form(one, skin), 2)


def _takes_words(slot: Slot) -> bool:
    found = CONDITIONS.get(slot.word)
    return found is not None and any(wants(one.type, cast(type, Words)) for one in found.parameters)


def _arguments(slot: Slot, skin: Skin) -> Iterator[Choice]:
    """What may stand behind a condition word besides names of lexicons."""
    found = CONDITIONS.get(slot.word)
    if found is None:
        return
    if any(one.type is Recognizer for one in found.parameters):
        for one in RECOGNIZERS.values():
            word = one.zh if skin == "zh" else one.name
            yield Choice(word, "value", ("recognizer", one.name), one.name, 1)
    if slot.number:
        for parameter in found.parameters:
            if parameter.named:
                word = parameter.alias or parameter.name if skin == "zh" else parameter.name
                yield Choice(word, "word", ("word", found.name), form(found, skin), 3)
