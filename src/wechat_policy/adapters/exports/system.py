"""Lines that the program itself writes into a chat: what they say for certain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wechat_policy.adapters.exports.chats import Line, begun, known_as, owner_of
from wechat_policy.adapters.format import Context, Native
from wechat_policy.adapters.records import Refused

_NAME = r"[\"“”「]?([^\"“”「」]{1,64}?)[\"“”」]?"
_YOU = "你"
_RECALL = re.compile(rf"{_NAME}\s*撤回了一条消息.{{0,40}}", re.DOTALL)
_RECALL_FOR = re.compile(rf"{_NAME}\s*撤回了成员{_NAME}的一条消息.{{0,40}}", re.DOTALL)
_ADD = re.compile(rf"{_NAME}\s*邀请{_NAME}加入了群聊.*", re.DOTALL)
_SCAN = re.compile(rf"{_NAME}\s*通过扫描{_NAME}分享的二维码加入群聊.*", re.DOTALL)
_REMOVE = re.compile(rf"{_NAME}\s*将{_NAME}移出了?群聊.*", re.DOTALL)
_RENAME = re.compile(rf"{_NAME}\s*修改群名为[\"“「](.{{1,64}})[\"”」]", re.DOTALL)
_OWNER = re.compile(rf"{_NAME}\s*已成为新群主.*", re.DOTALL)
_FRIEND = re.compile(r"你已添加了.{1,64}，现在可以开始聊天了。?", re.DOTALL)
_BETWEEN = re.compile(r"[、,，]")


def told(words: str, line: Line, context: Context) -> Iterator[Native | Refused]:
    """The events that a line of the program tells of.

    It names people by their names, so only those are known who wrote under that name before, and
    only once; what remains uncertain is refused as no conduct.
    """
    event = _event(words.strip(), line, context)
    if event is None:
        yield Refused("no_conduct", got="a line of the program")
    else:
        yield event


def _event(words: str, line: Line, context: Context) -> Native | None:
    if found := _RECALL_FOR.fullmatch(words):
        return _recall(_person(found[1], line, context), line, context, on_behalf=True)
    if found := _RECALL.fullmatch(words):
        return _recall(_person(found[1], line, context), line, context)
    if line.is_group:
        return _in_group(words, line, context)
    if line.is_group is False and line.other and _FRIEND.fullmatch(words):
        event = _stamped("contact.add", owner_of(context), line, context)
        return event | {"contact": line.other, "state": "added", "account_type": "personal"}
    return None


def _in_group(words: str, line: Line, context: Context) -> Native | None:
    if found := _SCAN.fullmatch(words):
        who = _person(found[1], line, context)
        event = _stamped("group.join", who, line, context) | {"via": "scan"}
        if inviter := _person(found[2], line, context):
            event["inviter"] = inviter
        return event if who else None
    if found := _RENAME.fullmatch(words):
        who = _person(found[1], line, context)
        return _stamped("group.rename", who, line, context) | {"name": found[2]}
    if found := _OWNER.fullmatch(words):
        member = _person(found[1], line, context)
        event = _stamped("group.role.change", None, line, context)
        return event | {"member": member, "role": "owner"} if member else None
    for pattern, event_type in ((_ADD, "group.add"), (_REMOVE, "group.remove")):
        if found := pattern.fullmatch(words):
            members = [_person(name, line, context) for name in _BETWEEN.split(found[2])]
            event = _stamped(event_type, _person(found[1], line, context), line, context)
            return event | {"members": members} if all(members) else None
    return None


def _recall(
    who: str | None, line: Line, context: Context, on_behalf: bool = False
) -> Native | None:
    """The recall that a line tells of, which stands in the place of the message taken back."""
    if who is None or not line.has_place:
        return None
    event = begun("message.recall", "actor", line, context)
    event |= {"id": f"{line.key}:recall", "actor": who, "message": line.key}
    return event | {"on_behalf": True} if on_behalf else event


def _stamped(event_type: str, who: str | None, line: Line, context: Context) -> Native:
    event = begun(event_type, "actor", line, context)
    event.pop("actor", None)
    if event.get("group", "") is None:
        del event["group"]
    return event | {"actor": who} if who else event


def _person(name: str, line: Line, context: Context) -> str | None:
    name = name.strip()
    if name == _YOU:
        return owner_of(context)
    if line.is_group is False and line.other:
        return line.other  # There are but two, and this is not the owner.
    return known_as(context, line.chat, name)
