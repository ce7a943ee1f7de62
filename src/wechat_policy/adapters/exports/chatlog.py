"""Exports of chatlog: the JSON of its HTTP interface, and its CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from wechat_policy.adapters import clock, fields
from wechat_policy.adapters.exports import kinds
from wechat_policy.adapters.exports.chats import Line, digest, filled, is_group
from wechat_policy.adapters.exports.messages import Body, told
from wechat_policy.adapters.format import Context, Format, Native
from wechat_policy.adapters.records import Refused, described, raw_id

_COLUMNS = frozenset({"Time", "Sender", "Talker", "Content"})
_KEYS = frozenset({"talker", "sender", "type"})
_PAGES = ("items", "messages", "data", "list")
_USED = frozenset(
    {"seq", "time", "talker", "sender", "type", "subType", "content", "isSelf"}
    | {"isChatRoom", "contents"}
)
_TOLD = frozenset({"title", "url", "md5"})
_PROGRAM = "系统消息"

# How chatlog puts into words what is no text; anybody can type the same.
_MARKS: tuple[tuple[re.Pattern[str], tuple[int, int]], ...] = tuple(
    (re.compile(pattern, re.DOTALL), number)
    for pattern, number in (
        (r"!\[图片\]\([^()]*\)|\[图片\]", (3, 0)),
        (r"\[语音(?:\|[^\]]*)?\](?:\([^()]*\))?", (34, 0)),
        (r"!\[视频\]\([^()]*\)|\[视频\](?:\([^()]*\))?", (43, 0)),
        (r"!?\[(?:动画)?表情\](?:\([^()]*\))?", (47, 0)),
        (r"\[位置(?:\|[^\]]*)?\].*", (48, 0)),
        (r"\[名片(?:\|[^\]]*)?\].*", (42, 0)),
        (r"\[文件(?:\|[^\]]*)?\](?:\([^()]*\))?", (kinds.SHARE, 6)),
        (r"\[链接(?:\|[^\]]*)?\](?:\([^()]*\))?.*", (kinds.SHARE, 5)),
        (r"\[小程序(?:\|[^\]]*)?\].*", (kinds.SHARE, 33)),
        (r"\[合并转发(?:\|[^\]]*)?\].*", (kinds.SHARE, kinds.FORWARD)),
        (r"\[转账(?:\|[^\]]*)?\].*", (kinds.SHARE, kinds.TRANSFER)),
        (r"\[红包(?:\|[^\]]*)?\].*", (kinds.SHARE, kinds.REDPACKET)),
        (r"\[(?:语音|视频)?通话(?:\|[^\]]*)?\].*", (kinds.CALL, 0)),
    )
)
_NAMED = re.compile(r"\[(?:文件|链接)\|([^\]]+)\](?:\(([^()]*)\))?.*", re.DOTALL)


def _sign(value: Mapping[str, Any]) -> str | None:
    if value.keys() >= _COLUMNS:
        return "row"
    if value.keys() >= _KEYS and ("seq" in value or "isSelf" in value or "talkerName" in value):
        return "message"
    page = _page(value)
    return "page" if page and isinstance(page[0], Mapping) and _sign(page[0]) else None


def _page(value: Mapping[str, Any]) -> list[Any] | None:
    return next((found for key in _PAGES if isinstance(found := value.get(key), list)), None)


def _tell(value: Mapping[str, Any], context: Context) -> Iterator[Native | Refused]:
    if value.keys() >= _COLUMNS:
        yield from _row(value, context)
    elif (page := _page(value)) is not None and "talker" not in value:
        for each in page:
            try:
                if not isinstance(each, Mapping):
                    raise Refused("wrong", expected="an object", got=described(each))
                yield from _message(each, context)
            except Refused as refused:
                refused.raw_id = refused.raw_id or raw_id(each, ("seq",))
                yield refused
    else:
        yield from _message(value, context)


def _message(record: Mapping[str, Any], context: Context) -> Iterator[Native | Refused]:
    talker = fields.identity(record.get("talker"), "talker")
    at = clock.moment(record.get("time"), "time", context.zone)
    own = fields.flag(record, "isSelf", "")
    number = fields.whole(record, "type", "")
    if number is None:
        raise Refused("missing", "type")
    message_type, subtype = kinds.split(number, fields.whole(record, "subType", ""))
    sender = record.get("sender")
    words = fields.text(record, "content", "")
    place = fields.whole(record, "seq", "")
    in_group = fields.flag(record, "isChatRoom", "")
    line = Line(
        key=f"{talker}:{place}" if place else f"{talker}:{digest(at.isoformat(), sender, words)}",
        at=at,
        chat=talker,
        other=talker,
        is_group=is_group(talker) if in_group is None else in_group,
        sender=None if sender in (None, "") else fields.identity(sender, "sender"),
        is_own=own,
        name=fields.text(record, "senderName", ""),
        has_place=bool(place),
    )
    body = _body(message_type, subtype, words, record, talker)
    rest = {key: one for key, one in record.items() if key not in _USED}
    contents = record.get("contents") or {}
    rest["contents"] = {key: one for key, one in contents.items() if key not in _TOLD} or None
    if line.is_own:
        rest["sender"] = line.sender
    yield from told(line, body, filled(rest), context)


def _body(
    message_type: int, subtype: int, words: str, record: Mapping[str, Any], talker: str
) -> Body:
    contents = record.get("contents")
    if contents is not None and contents != "" and not isinstance(contents, Mapping):
        raise Refused("wrong", "contents", "an object", described(contents))
    contents = contents or {}
    is_file = (message_type, subtype) == (kinds.SHARE, 6)
    title = fields.text(contents, "title", "contents")
    md5 = fields.text(contents, "md5", "contents")
    file = {key: one for key, one in (("name", title if is_file else ""), ("md5", md5)) if one}
    quoted = contents.get("refer")
    place = fields.whole(quoted, "seq", "contents.refer") if isinstance(quoted, Mapping) else None
    return Body(
        message_type,
        subtype,
        words,
        title="" if is_file else title,
        url=fields.text(contents, "url", "contents"),
        file=file,
        reply_to=f"{talker}:{place}" if place else None,
    )


def _row(record: Mapping[str, Any], context: Context) -> Iterator[Native | Refused]:
    """A row of the CSV, which has neither types nor numbers: the words have to tell."""
    talker = fields.identity(record.get("Talker"), "Talker")
    at = clock.moment(record.get("Time"), "Time", context.zone)
    words = fields.text(record, "Content", "")
    sender = fields.text(record, "Sender", "")
    message_type, subtype = 1, 0
    if sender == _PROGRAM:
        message_type, sender = kinds.SYSTEM, ""
    else:
        marked = (number for mark, number in _MARKS if mark.fullmatch(words))
        message_type, subtype = next(marked, (1, 0))
    named = _NAMED.fullmatch(words)
    is_file = (message_type, subtype) == (kinds.SHARE, 6)
    line = Line(
        key=f"{talker}:{digest(at.isoformat(), sender, words)}",
        at=at,
        chat=talker,
        other=talker,
        is_group=is_group(talker),
        sender=sender or None,
        is_own=None if is_group(talker) or not sender else sender != talker,
        name=fields.text(record, "SenderName", ""),
        has_place=False,
    )
    body = Body(
        message_type,
        subtype,
        words,
        title=named[1] if named and not is_file else "",
        url=(named[2] or "") if named and not is_file else "",
        file={"name": named[1]} if named and is_file else {},
    )
    rest = {key: record.get(key) for key in ("SenderName", "TalkerName")}
    if line.is_own:
        rest["Sender"] = sender
    yield from told(line, body, filled(rest), context)


CHATLOG = Format(
    "chatlog",
    {"en": "chatlog, JSON or CSV", "zh": "chatlog 导出（JSON 或 CSV）"},
    {
        "message": {
            "en": "record {line} has `talker`, `sender` and `type`, as chatlog writes them",
            "zh": "第 {line} 条记录含 `talker`、`sender` 和 `type`，是 chatlog 的 JSON",
        },
        "page": {
            "en": "record {line} is a page of messages as chatlog writes them",
            "zh": "第 {line} 条记录是 chatlog 的消息分页",
        },
        "row": {
            "en": "record {line} has the columns of a CSV by chatlog",
            "zh": "第 {line} 条记录具有 chatlog CSV 的各列",
        },
    },
    _sign,
    _tell,
    {"id": "seq", "at": "time", "group": "talker"},
    ("seq",),
)
