"""Messages that a member sends to an app, or a follower to an official account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from wechat_policy.adapters.callbacks.envelope import Callback, code
from wechat_policy.adapters.fields import lines
from wechat_policy.adapters.format import Native
from wechat_policy.adapters.records import Refused

_OFFICIAL = "gh_"


@attrs.frozen
class _Shape:
    """How a type of message tells its kind, its words and where they lead."""

    kind: str
    text: tuple[str, ...] = ()
    title: str = ""
    url: str = ""
    needs: str = ""
    file: str = ""


_SHAPES: Mapping[str, _Shape] = MappingProxyType(
    {
        "text": _Shape("text", ("Content",), needs="Content"),
        "image": _Shape("image"),
        "voice": _Shape("voice", ("Recognition",)),
        "video": _Shape("video"),
        "shortvideo": _Shape("video"),
        "location": _Shape("location", ("Label",)),
        "link": _Shape("link", ("Title", "Description"), "Title", "Url"),
        "file": _Shape("file", title="Title", file="Title"),
    }
)


def message(callback: Callback) -> Iterator[Native | Refused]:
    """The message to an app that a callback without an event is.

    It reaches no person, so that it has no `recipients`, and no group.
    """
    shape = _SHAPES.get(callback.change)
    if shape is None:
        raise Refused("unknown_type", callback.part.key("MsgType"), got=code(callback.change))
    part = callback.part
    if shape.needs and part.get(shape.needs) is None:
        raise Refused("missing", part.place(shape.needs))
    stated: dict[str, Any] = {"sender": part.identity("FromUserName"), "group": None}
    stated["kind"] = shape.kind
    if words := [word for key in shape.text if (word := part.word(key))]:
        stated["text"] = lines(words)
    if shape.title and (title := part.word(shape.title)):
        stated["title"] = title
    if shape.url and (url := part.word(shape.url)):
        stated["url"] = url
    if shape.file and (name := part.word(shape.file)):
        stated["file"] = {"name": name}
    account = part.word("ToUserName")
    if account.startswith(_OFFICIAL):
        stated |= {"channel": "official_account", "account": account}
    told = callback.native("message", **stated)
    if part.get("MsgId") is not None:
        told["id"] = ":".join(filter(None, (part.word("AgentID"), part.identity("MsgId"))))
    if part.get("AgentID") is not None:
        told["x_AgentID"] = part.get("AgentID")
    if shape.kind != callback.change:
        told["x_MsgType"] = callback.change
    kept = {*shape.text, shape.title, shape.url, shape.file, "MsgId"}
    yield told | callback.rest(*kept)
