"""The CSV of WeChatMsg (留痕, MemoTrace); its training data for language models is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wechat_policy.adapters import clock, fields
from wechat_policy.adapters.exports import kinds
from wechat_policy.adapters.exports.chats import Line, filled, is_group
from wechat_policy.adapters.exports.messages import Body, told
from wechat_policy.adapters.format import Context, Format, Native
from wechat_policy.adapters.records import Refused

_COLUMNS = frozenset({"localId", "Type", "IsSender", "StrContent"})
_USED = frozenset(
    {"localId", "Type", "SubType", "IsSender", "CreateTime", "StrTime", "StrContent", "Sender"}
)
_CHATS = ("StrTalker", "TalkerWxid", "RoomName", "roomName")
_TRAINING = "a training pair for a language model"


def _sign(value: Mapping[str, Any]) -> str | None:
    if value.keys() >= _COLUMNS:
        return "row"
    turns = value.get("conversations") or value.get("messages") or value.get("conversation")
    turn = turns[0] if isinstance(turns, list) and turns else None
    if isinstance(turn, Mapping) and turn.keys() in ({"role", "content"}, {"from", "value"}):
        return "training"
    return "training" if value.keys() == {"role", "content"} else None


def _tell(value: Mapping[str, Any], context: Context) -> Iterator[Native | Refused]:
    if _sign(value) == "training":
        raise Refused("no_conversation", got=_TRAINING)
    created = value.get("CreateTime")
    key = "CreateTime" if created not in (None, "", 0, "0") else "StrTime"
    at = clock.moment(value.get(key), key, context.zone)
    local = fields.identity(value.get("localId"), "localId")
    number = fields.whole(value, "Type", "")
    if number is None:
        raise Refused("missing", "Type")
    message_type, subtype = kinds.split(number, fields.whole(value, "SubType", ""))
    chat = next((found for key in _CHATS if (found := fields.text(value, key, ""))), None)
    sender = fields.text(value, "Sender", "") or None
    own = fields.flag(value, "IsSender", "")
    line = Line(
        # The numbers begin anew in each part of the database, so the time has to be there too.
        key=f"{value.get('TalkerId') or chat or ''}:{local}:{int(at.timestamp())}",
        at=at,
        chat=chat,
        other=chat,
        is_group=is_group(chat),
        sender=sender,
        is_own=own,
        name=fields.text(value, "NickName", ""),
    )
    body = Body(message_type, subtype, fields.text(value, "StrContent", ""))
    rest = {name: one for name, one in value.items() if name not in _USED}
    if own:
        rest["Sender"] = sender
    yield from told(line, body, filled(rest), context)


WECHATMSG = Format(
    "wechatmsg",
    {"en": "WeChatMsg (MemoTrace) CSV", "zh": "WeChatMsg（留痕）导出的 CSV"},
    {
        "row": {
            "en": "record {line} has the columns of a CSV by WeChatMsg",
            "zh": "第 {line} 条记录具有 WeChatMsg CSV 的各列",
        },
        "training": {
            "en": "record {line} is a training pair as WeChatMsg makes them, not a message",
            "zh": "第 {line} 条记录是 WeChatMsg 生成的训练语料，不是消息",
        },
    },
    _sign,
    _tell,
    {"id": "localId", "at": "CreateTime", "sender": "Sender"},
    ("localId",),
)
