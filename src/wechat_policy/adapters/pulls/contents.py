"""What was sent to customers, whatever interface tells of it: words and attachments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from wechat_policy.adapters import fields
from wechat_policy.adapters.archive_attributes import attributes, guessed, shaped
from wechat_policy.adapters.archive_bodies import Body
from wechat_policy.adapters.jsontext import object_in
from wechat_policy.adapters.pulls.page import Item
from wechat_policy.adapters.records import Refused

_TITLED = ("title", "desc")

_SHAPES: Mapping[str, Body] = MappingProxyType(
    {
        "text": Body((), "text", text=("content",), needs=("content",)),
        "image": Body((), "image"),
        "voice": Body((), "voice"),
        "video": Body((), "video"),
        "file": Body((), "file", file={"name": "filename", "size": "filesize", "md5": "md5sum"}),
        "link": Body((), "link", title="title", text=_TITLED, url="url"),
        "miniprogram": Body((), "miniprogram", title="title", text=("title",)),
        "location": Body((), "location", title="name", text=("name", "address")),
        "business_card": Body((), "card"),
        "msgmenu": Body((), "other", text=("head_content", "tail_content")),
        "channels": Body((), "channel_video", title="title", text=("title",), source="nickname"),
        "channels_shop_product": Body(
            (), "other", title="title", text=("title",), source="shop_nickname"
        ),
        "channels_shop_order": Body((), "other", text=("product_titles",), source="shop_nickname"),
    }
)
_MERGED = "merged_msg"


def content(kind: str, body: Item) -> dict[str, Any]:
    """The native attributes of one content of a type; of an unknown type, the words it has.

    Raises:
        Refused: a field is of the wrong type.
    """
    if kind == _MERGED:
        return _merged(body)
    shape = _SHAPES.get(kind)
    if shape is None:
        return {**guessed(body.body), "x_msgtype": kind}
    return shaped(shape, body.body, body.path, body.context.zone)


def contents(parts: Iterable[tuple[str, Item]]) -> dict[str, Any]:
    """The native attributes of several contents that were sent as one."""
    stated = [content(kind, body) for kind, body in parts]
    if len(stated) == 1:
        return stated[0]
    if not stated:
        return {"kind": "other"}
    whole: dict[str, Any] = {
        "kind": "mixed",
        "text": fields.lines([one["text"] for one in stated if one.get("text")]),
        "items": stated,
    }
    addresses = [one["url"] for one in stated if "url" in one]
    if len(addresses) == 1:
        whole["url"] = addresses[0]
    return whole


def attached(item: Item) -> list[tuple[str, Item]]:
    """The text and the attachments of a mass message, each with its type."""
    parts = []
    text = item.inner("text")
    if text.has("content"):
        parts.append(("text", text))
    for each in item.inners("attachments"):
        kind = each.text("msgtype")
        if not kind:
            raise Refused("missing", each.place("msgtype"))
        parts.append((kind, each.inner(kind)))
    return parts


def _merged(body: Item) -> dict[str, Any]:
    """A merged chat record, put as the chat archive puts it."""
    parts = []
    for each in body.inners("item"):
        kind = each.text("msgtype")
        held = object_in(each.body.get("msg_content"), each.place("msg_content")) or {}
        part: dict[str, Any] = {"type": kind, "content": held.get(kind) or held}
        if each.has("send_time"):
            part["msgtime"] = each.body["send_time"]
        if each.has("sender_name"):
            part["sender_name"] = each.body["sender_name"]
        parts.append(part)
    record = {**body.body, "item": parts}
    return attributes("chatrecord", record, body.path, body.context.zone)
