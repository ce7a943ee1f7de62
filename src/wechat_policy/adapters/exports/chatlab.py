"""The interchange format of ChatLab: one JSON object, or JSON lines of heads, members, messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wechat_policy.adapters import clock, fields
from wechat_policy.adapters.exports import kinds
from wechat_policy.adapters.exports.chats import Line, digest, filled, remember
from wechat_policy.adapters.exports.messages import Body, told
from wechat_policy.adapters.format import Context, Format, Native
from wechat_policy.adapters.records import Refused, described, raw_id

_META, _MEMBERS, _LAST = "meta", "members", "messages"
_USED = frozenset(
    {"_type", "platformMessageId", "sender", "timestamp", "type", "content", "replyToMessageId"}
)
_GROUPS = {"group": True, "private": False}
_CHANNELS = {"wechat": "wechat", "weixin": "wechat", "wecom": "wecom"}


def _sign(value: Mapping[str, Any]) -> str | None:
    if isinstance(value.get("chatlab"), Mapping):
        return "head"
    if value.get("_type") in ("header", "member", "message"):
        return "line"
    if "platformId" in value and "accountName" in value:
        return "line"
    is_message = {"sender", "timestamp", "type"} <= value.keys() and "content" in value
    if is_message and "accountName" in value:
        return "line"
    return "head" if _is_meta(value) else None


def _is_meta(value: Mapping[str, Any]) -> bool:
    return {"platform", "name"} <= value.keys() and value.get("type") in ("group", "private")


def _tell(value: Mapping[str, Any], context: Context) -> Iterator[Native | Refused]:
    """Each message of a file; its head and its members say what the messages leave out."""
    meta = value.get("meta")
    if isinstance(meta, Mapping):
        context.memory[_META] = meta
    elif _is_meta(value):
        context.memory[_META] = value
    for index, member in enumerate(_list(value, _MEMBERS)):
        _admit(member, f"members[{index}]", context)
    if "messages" in value:
        for index, each in enumerate(_list(value, _LAST)):
            path = f"messages[{index}]"
            try:
                if not isinstance(each, Mapping):
                    raise Refused("wrong", path, "an object", described(each))
                yield from _message(each, path, context)
            except Refused as refused:
                refused.raw_id = refused.raw_id or raw_id(each, ("platformMessageId",))
                yield refused
    elif value.get("_type") == "member" or "platformId" in value:
        _admit(value, "", context)
        yield Refused("no_conduct", got="a member of a chat")
    elif value.get("_type") == "message" or "timestamp" in value:
        yield from _message(value, "", context)
    else:
        yield Refused("no_conduct", got="the head of an export")


def _list(value: Mapping[str, Any], key: str) -> list[Any]:
    found = value.get(key)
    if found is None:
        return []
    if not isinstance(found, list):
        raise Refused("wrong", key, "a list", described(found))
    return found


def _admit(member: Any, path: str, context: Context) -> None:
    """Keep a member; one that is damaged is missed where its name would have been looked up."""
    if not isinstance(member, Mapping) or not (person := raw_id(member, ("platformId",))):
        return
    context.memory.setdefault(_MEMBERS, {})[person] = None
    for name in ("groupNickname", "accountName"):
        remember(context, _chat(context), member.get(name), person)


def _chat(context: Context) -> str | None:
    meta = context.memory.get(_META, {})
    return raw_id(meta, ("groupId", "id", "name"))


def _message(record: Mapping[str, Any], path: str, context: Context) -> Iterator[Native | Refused]:
    meta = context.memory.get(_META, {})
    chat = _chat(context)
    sender = fields.identity(record.get("sender"), fields.joined(path, "sender"))
    at = clock.moment(record.get("timestamp"), fields.joined(path, "timestamp"), context.zone)
    number = fields.whole(record, "type", path)
    if number is None:
        raise Refused("missing", fields.joined(path, "type"))
    words = fields.text(record, "content", path)
    place = _ref(record, "platformMessageId", path)
    members = context.memory.get(_MEMBERS, {})
    others = [person for person in members if person != sender]
    in_group = _GROUPS.get(str(meta.get("type")))
    prefix = f"{chat}:" if chat else ""
    line = Line(
        key=prefix + (place or digest(at.isoformat(), sender, number, words)),
        at=at,
        chat=chat,
        is_group=in_group,
        sender=sender,
        is_own=sender == context.owner if context.owner else None,
        other=others[0] if in_group is False and len(others) == 1 else None,
        name=fields.text(record, "groupNickname", path) or fields.text(record, "accountName", path),
        channel=_CHANNELS.get(str(meta.get("platform")), "other") if meta else "wechat",
        has_place=place is not None,
    )
    quoted = _ref(record, "replyToMessageId", path)
    body = Body(
        *kinds.CHATLAB.get(number, (0, number)),
        words,
        reply_to=prefix + quoted if quoted else None,
    )
    rest = {name: one for name, one in record.items() if name not in _USED}
    if number == kinds.RECALL and place:
        yield _recall(line)
        return
    yield from told(line, body, filled(rest), context)


def _recall(line: Line) -> Native:
    group = {"group": line.chat if line.is_group else None} if line.is_group is not None else {}
    return {
        "type": "message.recall",
        "id": f"{line.key}:recall",
        "at": line.at,
        "actor": line.sender,
        "message": line.key,
        **group,
    }


def _ref(record: Mapping[str, Any], key: str, path: str) -> str | None:
    found = record.get(key)
    return (
        None if found is None or found == "" else fields.identity(found, fields.joined(path, key))
    )


CHATLAB = Format(
    "chatlab",
    {"en": "ChatLab, JSON or JSON lines", "zh": "ChatLab 格式（JSON 或 JSONL）"},
    {
        "head": {
            "en": "record {line} is the head of a file in the format of ChatLab",
            "zh": "第 {line} 条记录是 ChatLab 格式的文件头",
        },
        "line": {
            "en": "record {line} is a member or a message in the format of ChatLab",
            "zh": "第 {line} 条记录是 ChatLab 格式的成员或消息",
        },
    },
    _sign,
    _tell,
    {"id": "platformMessageId", "at": "timestamp"},
    ("platformMessageId",),
)
