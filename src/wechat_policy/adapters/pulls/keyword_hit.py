"""Hits of the keyword rules that WeCom or a vendor applies, and the messages they are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wechat_policy.adapters.format import Native
from wechat_policy.adapters.jsontext import nested
from wechat_policy.adapters.pulls.page import Item, Kind, nothing, pulled
from wechat_policy.adapters.records import Refused


def _listed(item: Item) -> Iterator[Native | Refused]:
    if _is_hit(item.body):
        item.identity("msgid")
        yield nothing("a hit of a keyword rule, which tells neither who nor when", item.path)
    else:
        yield _message(item)


def _message(item: Item) -> Native:
    """A message whose content stays in the enclave: who wrote to whom, and when."""
    event: Native = {
        "type": "message",
        "id": item.identity("msgid"),
        "at": item.moment("send_time"),
        "sender": item.inner("sender").identity("id"),
        "group": item.identity("chatid") if item.has("chatid") else None,
        "kind": "other",
    }
    if "receiver_list" in item.body:
        event["recipients"] = [each.identity("id") for each in item.inners("receiver_list")]
    told = ("msgid", "send_time", "sender", "chatid", "receiver_list", "service_encrypt_info")
    return event | item.rest(*told)


def _vendor(item: Item) -> Iterator[Native | Refused]:
    """A hit that a vendor's own watch over sensitive words pushes."""
    person = item.identity("user_id")
    name = item.text("strategy_name")
    rule = name or item.identity("sensitive_strategy_id")
    message = item.identity("msg_id")
    word = item.identity("sensitive_id") if item.has("sensitive_id") else rule
    event: Native = {
        "type": "violation.record",
        "id": f"sensitive_hit/{message}/{word}",
        "at": item.moment("msg_time"),
        "person": person,
        "rule": rule,
        "status": "detected",
    }
    told = ("user_id", "msg_time", "strategy_name" if name else "sensitive_strategy_id")
    yield event | item.rest(*told)


def _is_hit(value: Mapping[str, Any]) -> bool:
    return "hit_rule_list" in value


def _is_listed(value: Mapping[str, Any]) -> bool:
    return _is_hit(value) or "receiver_list" in value


def _is_vendors(value: Mapping[str, Any]) -> bool:
    return "msg_id" in value and bool(value.keys() & {"sensitive_id", "sensitive_strategy_id"})


def _is_push(value: Mapping[str, Any]) -> bool:
    written = value.get("content")
    if "message_id" not in value or not isinstance(written, str) or "sensitive" not in written:
        return False
    found = nested(written)
    return isinstance(found, list) and any(
        isinstance(one, Mapping) and _is_vendors(one) for one in found
    )


KEYWORD_HIT = pulled(
    "keyword_hit",
    {"en": "hits of keyword rules", "zh": "关键词与敏感词命中记录"},
    Kind("msg_list", _is_listed, _listed, names={"at": "send_time"}),
    Kind("content", _is_vendors, _vendor, names={"at": "msg_time"}),
    ids=("msgid", "msg_id"),
)
