"""Reading the body of an archived message into native attributes, nested messages included."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from wechat_policy.adapters import fields
from wechat_policy.adapters.archive_bodies import BODIES, Body
from wechat_policy.adapters.jsontext import DEEPEST, OBJECT, nested, object_in
from wechat_policy.adapters.records import Refused, described

_TYPE_KEYS = ("type", "msg_type", "msgtype")
_PART_TYPES = {name.replace("_", ""): name for name in BODIES}
_PART_FIELDS = frozenset({*_TYPE_KEYS, "content", "msgtime"})
_WORDS = ("title", "content", "text", "description")


def attributes(
    message_type: str, body: Mapping[str, Any], path: str, zone: tzinfo
) -> dict[str, Any]:
    """The native attributes that a body states: kind, title, text, url, file, items …

    Fields without a native attribute are kept under their name with `x_` before it.

    Raises:
        Refused: a field is of the wrong type, or a needed one is missing.
    """
    return _attributes(BODIES[message_type], body, path, zone, 0)


def shaped(shape: Body, body: Mapping[str, Any], path: str, zone: tzinfo) -> dict[str, Any]:
    """The native attributes that a body of another source states, by its shape.

    Raises:
        Refused: a field is of the wrong type, or a needed one is missing.
    """
    return _attributes(shape, body, path, zone, 0)


def guessed(body: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes of a body of unknown type: its words, from the fields that usually hold them.

    The text is empty where none does.
    """
    words = [value for key in _WORDS if isinstance(value := body.get(key), str)]
    told = frozenset(key for key in _WORDS if isinstance(body.get(key), str))
    return {"kind": "other", "text": fields.lines(words), **leftover(body, told)}


def leftover(source: Mapping[str, Any], told: frozenset[str]) -> dict[str, Any]:
    """What a record says beyond its native attributes: every other field, with `x_` before it.

    Null and empty text say nothing and are left out.
    """
    return {
        f"x_{key}": fields.tame(value, key)
        for key, value in source.items()
        if key not in told and value is not None and value != ""
    }


def _attributes(
    shape: Body, body: Mapping[str, Any], path: str, zone: tzinfo, depth: int
) -> dict[str, Any]:
    for key in shape.needs:
        if body.get(key) is None:
            raise Refused("missing", fields.joined(path, key))
    stated: dict[str, Any] = {"kind": shape.kind}
    for attribute, key in (("title", shape.title), ("url", shape.url), ("source", shape.source)):
        if key and (value := fields.text(body, key, path)):
            stated[attribute] = value
    words = _words(shape, body, path)
    if shape.parts:
        items = stated["items"] = _parts(shape, body, path, zone, depth + 1)
        words += [item["text"] for item in items if "text" in item]
    if shape.text or shape.parts:
        stated["text"] = fields.lines(words)
    if file := _file(shape, body, path):
        stated["file"] = file
    if shape.duration and (length := fields.number(body, shape.duration, path)) is not None:
        stated["duration"] = length
    if shape.fen and (fen := fields.whole(body, shape.fen, path)) is not None:
        stated["amount"] = fields.yuan(fen)
    stated.update(leftover(body, shape.told))
    return stated


def _words(shape: Body, body: Mapping[str, Any], path: str) -> list[str]:
    words: list[str] = []
    for key in shape.text:
        outer, _, inner = key.partition(".")
        value = body.get(outer)
        if isinstance(value, list | tuple):
            for index, each in enumerate(value):
                place = f"{fields.joined(path, outer)}[{index}]"
                if inner and not isinstance(each, Mapping):
                    raise Refused("wrong", place, "an object", described(each))
                words.append(fields.text(each if inner else {"": each}, inner, place))
        elif inner and value is not None:
            raise Refused("wrong", fields.joined(path, outer), "a list", described(value))
        elif not inner and (word := fields.text(body, key, path)) not in words:
            words.append(word)
    return words


def _file(shape: Body, body: Mapping[str, Any], path: str) -> dict[str, Any]:
    file: dict[str, Any] = {}
    for attribute, key in shape.file.items():
        if attribute == "size":
            size = fields.whole(body, key, path)
            if size is not None:
                file["size"] = size
        elif value := fields.text(body, key, path):
            file[attribute] = value
    return file


def _parts(
    shape: Body, body: Mapping[str, Any], path: str, zone: tzinfo, depth: int
) -> list[dict[str, Any]]:
    path = fields.joined(path, shape.parts)
    parts = body.get(shape.parts)
    if isinstance(parts, str):
        parts = nested(parts, path)
    if parts is None:
        return []
    if not isinstance(parts, list | tuple):
        raise Refused("wrong", path, "a list", described(parts))
    if depth > DEEPEST:
        raise Refused("too_deep", path, str(DEEPEST))
    read = []
    for index, part in enumerate(parts):
        place = f"{path}[{index}]"
        if not isinstance(part, Mapping):
            raise Refused("wrong", place, "an object", described(part))
        if shape.part:
            read.append(_attributes(shape.part, part, place, zone, depth))
        else:
            read.append(_part(part, place, zone, depth))
    return read


def _part(part: Mapping[str, Any], path: str, zone: tzinfo, depth: int) -> dict[str, Any]:
    """One nested message; its own type names the body, which is JSON text under `content`."""
    key = next((key for key in _TYPE_KEYS if part.get(key)), "type")
    stated_type = fields.text(part, key, path)
    name = _PART_TYPES.get(stated_type.removeprefix("ChatRecord").lower().replace("_", ""), "")
    shape = BODIES.get(name)
    content = part.get("content")
    place = fields.joined(path, "content")
    if content is None and name in part:
        content, place = part[name], fields.joined(path, name)
    if shape is None:
        stated = _unknown_part(content, place)
        told = _PART_FIELDS - {key}
    else:
        body = object_in(content, place)
        if body is None and isinstance(content, str) and "content" in shape.needs:
            body = {"content": content}
        if body is None:
            raise Refused("wrong", place, OBJECT, described(content))
        stated = _attributes(shape, body, place, zone, depth)
        told = _PART_FIELDS | {name}
    if part.get("msgtime"):
        path = fields.joined(path, "msgtime")
        stated["at"] = fields.moment(part["msgtime"], path, zone).isoformat()
    stated.update(leftover(part, told))
    return stated


def _unknown_part(content: object, path: str) -> dict[str, Any]:
    found = object_in(content, path)
    if found is not None:
        return guessed(found)
    return {"kind": "other", "text": content} if isinstance(content, str) else {"kind": "other"}
