"""Headings of tables that plainly say what their columns hold, as mappings of columns."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from wechat_policy.adapters.exports.kinds import LABELS, kind_of
from wechat_policy.adapters.tables.mapping import Columns, WrongColumns, read_columns
from wechat_policy.vocabulary import vocabulary

_TIMES = (
    "发送时间",
    "消息时间",
    "时间",
    "日期时间",
    "发送日期",
    "time",
    "timestamp",
    "datetime",
    "sent at",
)

_CHAT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": ("消息id", "消息编号", "msgid", "message id", "id", "编号"),
        "at": ("at", *_TIMES, "日期", "date"),
        "sender": (
            *("发送人id", "发送者id", "发送人账号", "发送人userid", "sender", "sender id"),
            *("发送人", "发送者", "发送方", "发件人", "发言人", "发信人", "发送人姓名", "from"),
        ),
        "recipients": (
            *("接收人id", "接收者id", "recipients", "接收人", "接收者", "接收方", "收件人"),
            *("recipient", "receiver", "to"),
        ),
        "group": ("群id", "群聊id", "group", "群", "群聊", "群名", "群名称", "群聊名称"),
        "kind": ("kind", "消息类型", "类型", "type"),
        "text": (
            "text",
            "消息内容",
            "内容",
            "聊天内容",
            "正文",
            "文本",
            "消息",
            "content",
            "message",
        ),
        "url": ("url", "链接", "网址"),
        "file.name": ("文件名", "文件名称", "附件", "附件名", "附件名称", "filename", "file name"),
        "amount": ("amount", "金额"),
        "reply_to": ("reply_to", "回复", "引用消息id"),
    }
)

KINDS: Mapping[str, str] = MappingProxyType(
    {
        **{
            f"{label}{end}": kind_of(*number)
            for label, number in LABELS.items()
            for end in ("", "消息")
        },
        "文字": "text",
        "文字消息": "text",
        "文档": "file",
    }
)
"""What the kinds of content are called in tables."""


def is_events(record: Mapping[str, Any]) -> bool:
    """Whether the columns of a row are called as the attributes of events, its type known."""
    words = vocabulary()
    named = {words.word(heading) or heading for heading in record}
    key = next((heading for heading in ("type", "种类") if heading in record), None)
    stated = record.get(key) if key else None
    return "at" in named and isinstance(stated, str) and words.event(stated) is not None


def event_columns(record: Mapping[str, Any]) -> Columns:
    """The mapping of a table of events: each attribute from the column of its name."""
    words = vocabulary()
    given: dict[str, Any] = {}
    for heading in record:
        path = ".".join(words.word(part) or part for part in heading.split("."))
        known = words.attribute(words.events.values(), path.partition(".")[0])
        if known is not None and path not in given:
            given[path] = heading
    try:
        return read_columns(given)
    except WrongColumns:  # Parts of objects that no object has are kept as they are.
        return read_columns({path: one for path, one in given.items() if "." not in path})


def chat_columns(headings: Mapping[str, Any]) -> Columns | None:
    """The mapping of a table of messages; None if time, sender and words are not all there."""
    at_hand = {" ".join(heading.split()).casefold(): heading for heading in headings}
    given: dict[str, Any] = {}
    for path, names in _CHAT.items():
        found = next((at_hand[name] for name in names if name in at_hand), None)
        if found is not None and found not in given.values():
            given[path] = found
    if not {"at", "sender", "text"} <= given.keys():
        return None
    if given["at"] == at_hand.get("时间") and "日期" in at_hand:
        given["at"] = {"columns": [at_hand["日期"], given["at"]]}
    if given["at"] == at_hand.get("time") and "date" in at_hand:
        given["at"] = {"columns": [at_hand["date"], given["at"]]}
    kind = given.get("kind")
    given["kind"] = {"column": kind, "values": dict(KINDS)} if kind else {"constant": "text"}
    return read_columns(given)
