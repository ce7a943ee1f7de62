"""Reads the table of the vocabulary, `vocabulary.json`."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Any

from wechat_policy.vocabulary.lookup import Attribute, Category, EventType, Vocabulary

_STAMP = ("type", "id", "at")


@functools.cache
def vocabulary() -> Vocabulary:
    """The one vocabulary, read on first use."""
    import json
    from importlib.resources import files

    text = files("wechat_policy").joinpath("vocabulary.json").read_text(encoding="utf-8")
    return _built(json.loads(text))


def _built(table: Mapping[str, Any]) -> Vocabulary:
    words: dict[str, str] = table["words"]
    values: dict[str, dict[str, str]] = table["values"]
    defaults: dict[str, dict[str, Any]] = table["attributes"]

    def attributes(own: Mapping[str, Any], required: Iterable[str]) -> dict[str, Attribute]:
        names = {**{stamp: {} for stamp in _STAMP}, **own}
        needed = {*_STAMP, *required}
        return {
            name: _attribute(words, name, {**defaults[name], **differs, "required": name in needed})
            for name, differs in names.items()
        }

    shared = table["content"]["attributes"]
    events: dict[str, EventType] = {}
    for name, entry in table["events"].items():
        own = dict(entry["attributes"])
        if entry["family"] == "content":
            missing = set(entry.get("without", ()))
            inherited = {key: differs for key, differs in shared.items() if key not in missing}
            own = {key: {**inherited.get(key, {}), **own.get(key, {})} for key in inherited | own}
        events[name] = EventType(
            name=name,
            zh=entry["zh"],
            family=entry["family"],
            group=entry["group"],
            meaning=entry["meaning"],
            subject=entry["subject"],
            attributes=attributes(own, entry["required"]),
        )
    content = EventType(
        name="content",
        zh=table["content"]["zh"],
        family="content",
        group="content",
        meaning=table["content"]["meaning"],
        subject="sender",
        attributes=attributes(shared, table["content"]["required"]),
    )
    categories = {
        name: Category(name, entry["zh"], entry["meaning"], tuple(entry.get("includes", ())))
        for name, entry in table["categories"].items()
    }
    any_value: dict[str, str] = {}
    any_alias: dict[str, str] = {}
    for aliases in values.values():
        for value, alias in aliases.items():
            any_value[value] = any_value[alias] = value
            any_alias.setdefault(value, alias)
    return Vocabulary(
        events=events,
        content=content,
        categories=categories,
        facts={
            kind: {name: _attribute(words, name, entry) for name, entry in entries.items()}
            for kind, entries in table["facts"].items()
        },
        words=words,
        values=values,
        groups=table["groups"],
        event_aliases={kind.zh: kind.name for kind in (content, *events.values())},
        category_aliases={category.zh: category.name for category in categories.values()},
        word_aliases={alias: name for name, alias in words.items()},
        value_aliases={
            name: {alias: value for value, alias in aliases.items()}
            for name, aliases in values.items()
        },
        any_value=any_value,
        any_alias=any_alias,
    )


def _attribute(words: Mapping[str, str], name: str, entry: Mapping[str, Any]) -> Attribute:
    return Attribute(
        name=name,
        zh=words[name],
        type=entry["type"],
        values=tuple(entry.get("values") or ()),
        required=entry.get("required", False),
        unit=entry.get("unit"),
        meaning=entry["meaning"],
        absent=entry.get("absent", "unknown"),
        known=tuple(entry.get("known", ())),
        default=entry.get("default"),
        fields={
            field: _attribute(words, field, part) for field, part in entry.get("fields", {}).items()
        },
    )
