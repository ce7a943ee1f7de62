"""Messages as programs get them that drive the WeChat client: objects like a `WxMsg`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wechat_policy.adapters import clock, fields
from wechat_policy.adapters.exports import kinds
from wechat_policy.adapters.exports.chats import Line, filled
from wechat_policy.adapters.exports.messages import Body, told
from wechat_policy.adapters.format import Context, Format, Native
from wechat_policy.adapters.records import Refused

_KEYS = frozenset({"id", "type", "ts", "sender", "roomid", "content"})
# The packaging of a message repeats what its content says; pictures are paths on a machine.
_USED = _KEYS | {"xml", "is_self", "is_group", "sign"}


def _sign(value: Mapping[str, Any]) -> str | None:
    return "message" if value.keys() >= _KEYS else None


def _tell(value: Mapping[str, Any], context: Context) -> Iterator[Native | Refused]:
    number = fields.whole(value, "type", "")
    if number is None:
        raise Refused("missing", "type")
    room = fields.text(value, "roomid", "")
    own = fields.flag(value, "is_self", "")
    sender = fields.text(value, "sender", "") or None
    # In a private chat `roomid` is empty or names the other side.
    is_group = room.endswith("@chatroom")
    other = room if room and not is_group else sender
    line = Line(
        key=fields.identity(value.get("id"), "id"),
        at=clock.moment(value.get("ts"), "ts", context.zone),
        chat=room or sender,
        is_group=is_group,
        sender=sender,
        is_own=own,
        other=None if is_group or (own and other == sender) else other,
        is_served=True,
    )
    body = Body(*kinds.split(number, None), fields.text(value, "content", ""))
    rest = {key: one for key, one in value.items() if key not in _USED}
    yield from told(line, body, filled(rest), context)


WXMSG = Format(
    "wxmsg",
    {"en": "messages of a driven WeChat client", "zh": "微信客户端接口的消息对象"},
    {
        "message": {
            "en": "record {line} has `id`, `type`, `ts`, `sender` and `roomid`",
            "zh": "第 {line} 条记录含 `id`、`type`、`ts`、`sender` 和 `roomid`",
        }
    },
    _sign,
    _tell,
    {"at": "ts", "group": "roomid"},
)
