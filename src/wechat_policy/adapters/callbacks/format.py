"""The format of callbacks: how they are recognised, and which module reads which of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from wechat_policy.adapters import xmltext
from wechat_policy.adapters.callbacks import (
    approvals,
    apps,
    chats,
    customers,
    inbox,
    members,
    notices,
)
from wechat_policy.adapters.callbacks.envelope import Reader, code, opened
from wechat_policy.adapters.format import Context, Format, Native
from wechat_policy.adapters.records import Refused, raw_id

_READERS: Mapping[str, Reader] = MappingProxyType(
    {
        **notices.READERS,
        **apps.READERS,
        **members.READERS,
        **customers.READERS,
        **chats.READERS,
        **approvals.READERS,
    }
)

_IDS = ("MsgId",)


def _sign(value: Mapping[str, Any]) -> str | None:
    if found := _plain_sign(value):
        return found
    inner = _unwrapped(value)
    shown = isinstance(inner, Mapping) and inner is not value and _plain_sign(inner)
    return "wrapper" if shown else None


def _plain_sign(value: Mapping[str, Any]) -> str | None:
    kind = value.get("MsgType")
    if isinstance(value.get("InfoType"), str) and ("SuiteId" in value or "TimeStamp" in value):
        return "suite"
    if isinstance(kind, str) and "CreateTime" in value:
        if kind == "event":
            return "event"
        # Other libraries for WeChat number their types of messages.
        if "FromUserName" in value and "MsgId" in value and not kind.isdigit():
            return "message"
    if isinstance(value.get("Event"), str) and "CreateTime" in value and "ToUserName" in value:
        return "event"
    cipher = value.get("Encrypt", value.get("encrypt"))
    encrypted = isinstance(cipher, str) and len(value) <= _ENCRYPTED_KEYS
    return "encrypted" if encrypted else None


_ENCRYPTED_KEYS = 6
"""Keys that an encrypted envelope has at most; a larger record has the word for something else."""


def _unwrapped(value: Mapping[str, Any]) -> Any:
    """The callback within a record of a program that received it: an object or XML text."""
    inner = value.get("xml")
    if isinstance(inner, Mapping):
        return inner
    for each in value.values():
        if isinstance(each, str) and xmltext.opens(each[:200].lstrip("\ufeff \r\n\t").encode()):
            try:
                return xmltext.parsed(each)
            except Refused as refused:
                return refused
    return value


def _tell(value: Mapping[str, Any], context: Context) -> Iterator[Native | Refused]:
    inner = value if _plain_sign(value) else _unwrapped(value)
    if isinstance(inner, Refused):
        yield inner
        return
    found: list[Native | Refused] = []
    try:
        callback = opened(inner, context.zone)
        if not callback.event:
            reader: Reader | None = inbox.message
        else:
            reader = _READERS.get(callback.event)
        if reader is None:
            name = callback.part.key("InfoType" if callback.part.get("InfoType") else "Event")
            raise Refused("unknown_event", name, got=code(callback.event))
        for each in reader(callback):
            found.append(each)
    except Refused as refused:
        found.append(refused)
    for each in found:
        if isinstance(each, Refused):
            each.raw_id = each.raw_id or raw_id(inner, _IDS)
        yield each


CALLBACK = Format(
    "callback",
    {"en": "WeCom callbacks", "zh": "企业微信回调事件"},
    {
        "event": {
            "en": "record {line} has `MsgType`, `Event` and `CreateTime`, as a callback has",
            "zh": "第 {line} 条记录含 `MsgType`、`Event` 和 `CreateTime`，是回调事件",
        },
        "suite": {
            "en": "record {line} has an `InfoType`, as a callback to a third-party app has",
            "zh": "第 {line} 条记录含 `InfoType`，是第三方应用的回调事件",
        },
        "message": {
            "en": "record {line} has `MsgType`, `FromUserName` and `MsgId`, as a message to an app",
            "zh": "第 {line} 条记录含 `MsgType`、`FromUserName` 和 `MsgId`，是发给应用的消息",
        },
        "encrypted": {
            "en": "record {line} has `Encrypt`, as a callback that is still encrypted",
            "zh": "第 {line} 条记录含 `Encrypt`，是尚未解密的回调事件",
        },
        "wrapper": {
            "en": "record {line} holds a callback within another object",
            "zh": "第 {line} 条记录内嵌一个回调事件",
        },
    },
    _sign,
    _tell,
    MappingProxyType({"at": "CreateTime"}),
    _IDS,
)
