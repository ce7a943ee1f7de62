"""Conversations with customers in WeChat's customer service (微信客服)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wechat_policy.adapters.format import Native
from wechat_policy.adapters.pulls.contents import content
from wechat_policy.adapters.pulls.page import Item, Kind, nothing, pulled
from wechat_policy.adapters.records import Refused

_ORIGINS = {3: "customer", 4: "system", 5: "servicer"}
_RECALLS = {"user_recall_msg": "external_userid", "servicer_recall_msg": "servicer_userid"}
_OWN_TYPES = frozenset({"merged_msg", "channels", "channels_shop_product", "channels_shop_order"})
_ENVELOPE = ("msgid", "open_kfid", "external_userid", "send_time", "origin", "msgtype")


def _message(item: Item) -> Iterator[Native | Refused]:
    kind = item.text("msgtype")
    if not kind:
        raise Refused("missing", item.place("msgtype"))
    if kind == "event":
        yield _event(item)
        return
    origin = item.chosen("origin", _ORIGINS)
    if origin == "system":
        yield nothing("a message of the system to a customer", item.path)
        return
    identifier, at = item.identity("msgid"), item.moment("send_time")
    customer = item.identity("external_userid")
    event: Native = {"type": "message", "id": identifier, "at": at, "group": None}
    told = [*_ENVELOPE, kind]
    if origin == "customer":
        event["sender"] = customer
        if item.has("servicer_userid"):
            event["recipients"] = [item.identity("servicer_userid")]
        if item.has("open_kfid"):
            event["x_open_kfid"] = item.identity("open_kfid")
    else:
        event["sender"] = item.identity("servicer_userid")
        event["recipients"] = [customer]
        if item.has("open_kfid"):
            event["account"] = item.identity("open_kfid")
    body = item.inner(kind)
    stated = content(kind, body)
    if stated["kind"] == "other" and not stated.get("text") and not body.body:
        raise Refused("unknown_type", item.place("msgtype"), got=kind[:40])
    yield event | stated | item.rest("servicer_userid", *told)


def _event(item: Item) -> Native | Refused:
    body = item.inner("event")
    kind = body.text("event_type")
    if not kind:
        return Refused("missing", body.place("event_type"))
    person = _RECALLS.get(kind)
    if person is None:
        return nothing("a change of a conversation with a customer", item.path)
    message = body.identity("recall_msgid")
    recall: Native = {
        "type": "message.recall",
        "id": item.identity("msgid") if item.has("msgid") else f"recall/{message}",
        "at": item.moment("send_time"),
        "actor": body.identity(person),
        "message": message,
        "group": None,
    }
    told = ("event_type", "recall_msgid", person)
    return recall | body.rest(*told)


def _is_message(value: Mapping[str, Any]) -> bool:
    if "open_kfid" in value and "msgtype" in value:
        return True
    body = value.get("event")
    if value.get("msgtype") == "event" and isinstance(body, Mapping):
        return "event_type" in body
    kind = value.get("msgtype")
    return "msgid" not in value and isinstance(kind, str) and kind in _OWN_TYPES


CUSTOMER_SERVICE = pulled(
    "customer_service",
    {"en": "WeChat customer service messages", "zh": "微信客服消息"},
    Kind("msg_list", _is_message, _message, names={"at": "send_time"}),
    ids=("msgid",),
)
