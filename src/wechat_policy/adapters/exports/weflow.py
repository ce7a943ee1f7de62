"""The JSON of WeFlow and EchoTrace: a conversation, and its messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wechat_policy.adapters import clock, fields
from wechat_policy.adapters.exports import kinds
from wechat_policy.adapters.exports.chats import Line, filled, is_group
from wechat_policy.adapters.exports.messages import Body, told
from wechat_policy.adapters.format import Context, Format, Native
from wechat_policy.adapters.records import Refused, described, raw_id

_SESSION = "session"
_KEYS = frozenset({"localId", "createTime"})
_SENDERS = ("senderUsername", "isSend")
_USED = frozenset(
    {"localId", "createTime", "formattedTime", "type", "localType", "content", "isSend"}
    | {"senderUsername", "serverId", "platformMessageId", "replyToMessageId"}
)
_GROUPS = {"群聊": True, "私聊": False, "group": True, "private": False}


def _sign(value: Mapping[str, Any]) -> str | None:
    if isinstance(value.get("session"), Mapping) and "messages" in value:
        return "page"
    if value.keys() >= _KEYS and any(key in value for key in _SENDERS):
        return "message"
    return "session" if _is_session(value) else None


def _is_session(value: Mapping[str, Any]) -> bool:
    return "wxid" in value and _sort(value) is not None and "lastTimestamp" in value


def _sort(session: Mapping[str, Any]) -> bool | None:
    """Whether a conversation is that of a group; None if it does not say."""
    found = session.get("type")
    return _GROUPS.get(found) if isinstance(found, str) else None


def _tell(value: Mapping[str, Any], context: Context) -> Iterator[Native | Refused]:
    session = value.get("session")
    if isinstance(session, Mapping):
        context.memory[_SESSION] = session
        messages = value.get("messages")
        if not isinstance(messages, list):
            code = "missing" if messages is None else "wrong"
            raise Refused(code, "messages", "a list", described(messages))
        for index, each in enumerate(messages):
            path = f"messages[{index}]"
            try:
                if not isinstance(each, Mapping):
                    raise Refused("wrong", path, "an object", described(each))
                yield from _message(each, path, context)
            except Refused as refused:
                refused.raw_id = refused.raw_id or raw_id(each, ("localId",))
                yield refused
    elif _is_session(value):
        context.memory[_SESSION] = value
        yield Refused("no_conduct", got="the head of an export")
    else:
        yield from _message(value, "", context)


def _message(record: Mapping[str, Any], path: str, context: Context) -> Iterator[Native | Refused]:
    session = context.memory.get(_SESSION, {})
    chat = fields.text(session, "wxid", "session") or None
    stamp = fields.joined(path, "createTime")
    at = clock.moment(record.get("createTime"), stamp, context.zone)
    local = fields.identity(record.get("localId"), fields.joined(path, "localId"))
    label = fields.text(record, "type", path)
    numbers = kinds.labelled(label)
    if numbers is None and (number := fields.whole(record, "localType", path)) is not None:
        numbers = kinds.split(number, None)
    sender = record.get("senderUsername")
    served = next(
        (one for key in ("serverId", "platformMessageId") if (one := record.get(key))), None
    )
    in_group = _sort(session)
    own = fields.flag(record, "isSend", path)
    line = Line(
        key=str(served) if served else f"{chat or ''}:{local}:{int(at.timestamp())}",
        at=at,
        chat=chat,
        other=chat,
        is_group=is_group(chat) if in_group is None else in_group,
        sender=None
        if sender in (None, "")
        else fields.identity(sender, fields.joined(path, "senderUsername")),
        is_own=own,
        name=fields.text(record, "senderDisplayName", path),
        is_served=bool(served),
    )
    quoted = record.get("replyToMessageId")
    body = Body(
        *(numbers or (0, 0)),
        fields.text(record, "content", path),
        reply_to=str(quoted) if quoted and isinstance(quoted, str | int) else None,
    )
    rest = {name: one for name, one in record.items() if name not in _USED}
    if numbers is None:
        rest["type"] = label
    if own:
        rest["senderUsername"] = line.sender
    yield from told(line, body, filled(rest), context)


WEFLOW = Format(
    "weflow",
    {"en": "WeFlow or EchoTrace JSON", "zh": "WeFlow / EchoTrace 导出的 JSON"},
    {
        "page": {
            "en": "record {line} has a `session` and its `messages`, as WeFlow writes them",
            "zh": "第 {line} 条记录含 `session` 及其 `messages`，是 WeFlow 导出",
        },
        "message": {
            "en": "record {line} is a message as WeFlow writes it, with `localId` and `createTime`",
            "zh": "第 {line} 条记录是 WeFlow 的消息，含 `localId` 和 `createTime`",
        },
        "session": {
            "en": "record {line} is the conversation of a file by WeFlow",
            "zh": "第 {line} 条记录是 WeFlow 文件的会话信息",
        },
    },
    _sign,
    _tell,
    {"id": "localId", "at": "createTime", "sender": "senderUsername"},
    ("serverId", "platformMessageId", "localId"),
)
