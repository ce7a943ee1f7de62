"""Exports of PyWxDump, CSV and JSON: `talker` is who wrote there, `room_name` the conversation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wechat_policy.adapters import clock, fields
from wechat_policy.adapters.exports import kinds
from wechat_policy.adapters.exports.chats import Line, filled, is_group
from wechat_policy.adapters.exports.messages import Body, told
from wechat_policy.adapters.format import Context, Format, Native
from wechat_policy.adapters.records import Refused, described

_COLUMNS = frozenset({"type_name", "is_sender", "talker", "msg"})
_USED = frozenset(
    {"id", "MsgSvrID", "type_name", "is_sender", "talker", "room_name", "msg", "CreateTime"}
)
_OWN_TALKERS = frozenset({"我", "self"})


def _sign(value: Mapping[str, Any]) -> str | None:
    if value.keys() >= _COLUMNS:
        return "message"
    # users.json, which lies beside the messages: people by their ids.
    for key, person in value.items():
        is_person = isinstance(person, Mapping) and person.get("wxid") == key
        return "people" if is_person and "nickname" in person else None
    return None


def _tell(value: Mapping[str, Any], context: Context) -> Iterator[Native | Refused]:
    if not value.keys() & _COLUMNS:
        yield Refused("no_conduct", got="a list of people")
        return
    at = clock.moment(value.get("CreateTime"), "CreateTime", context.zone)
    label = fields.text(value, "type_name", "")
    numbers = kinds.labelled(label)
    chat = fields.text(value, "room_name", "") or None
    talker = fields.text(value, "talker", "") or None
    own = fields.flag(value, "is_sender", "")
    served = value.get("MsgSvrID")
    is_served = served not in (None, "", 0, "0")
    if is_served:
        key = fields.identity(served, "MsgSvrID")
    else:
        key = f"{chat or ''}:{fields.identity(value.get('id'), 'id')}:{int(at.timestamp())}"
    line = Line(
        key=key,
        at=at,
        chat=chat,
        other=chat,
        is_group=is_group(chat),
        sender=None if talker in _OWN_TALKERS else talker,
        is_own=own,
        is_served=is_served,
    )
    source = fields.text(value, "src", "")
    body = Body(*(numbers or (0, 0)), fields.text(value, "msg", ""))
    extra = value.get("extra")
    if extra is not None and extra != "" and not isinstance(extra, Mapping | str):
        raise Refused("wrong", "extra", "an object", described(extra))
    rest = {name: one for name, one in value.items() if name not in _USED}
    rest["src"] = source
    if numbers is None:
        rest["type_name"] = label
    if own:
        rest["talker"] = talker
    yield from told(line, body, {k: v for k, v in filled(rest).items() if v != {}}, context)


PYWXDUMP = Format(
    "pywxdump",
    {"en": "PyWxDump, CSV or JSON", "zh": "PyWxDump 导出（CSV 或 JSON）"},
    {
        "message": {
            "en": "record {line} has `type_name`, `is_sender` and `talker`, as PyWxDump writes",
            "zh": "第 {line} 条记录含 `type_name`、`is_sender` 和 `talker`，是 PyWxDump 导出",
        },
        "people": {
            "en": "record {line} is the list of people that PyWxDump writes beside messages",
            "zh": "第 {line} 条记录是 PyWxDump 与消息一同写出的人员表",
        },
    },
    _sign,
    _tell,
    {"id": "MsgSvrID", "at": "CreateTime", "sender": "talker", "group": "room_name"},
    ("MsgSvrID", "id"),
)
