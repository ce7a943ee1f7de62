"""Frames that a robot of WeCom (智能机器人) receives, and the messages in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wechat_policy.adapters import clock, fields
from wechat_policy.adapters.archive_attributes import leftover
from wechat_policy.adapters.exports.appmsg import inner
from wechat_policy.adapters.format import Context, Format, Native
from wechat_policy.adapters.records import Refused, described

_MESSAGES = "aibot_msg_callback"
_KINDS = {
    "text": "text",
    "image": "image",
    "voice": "voice",
    "video": "video",
    "file": "file",
    "mixed": "mixed",
    "markdown": "markdown",
    "link": "link",
    "location": "location",
}
_TIMES = ("create_time", "createtime", "received_at", "msgtime", "timestamp", "time")
_ENVELOPE = frozenset({"msgid", "aibotid", "chatid", "chattype", "from", "msgtype", *_TIMES})


def _sign(value: Mapping[str, Any]) -> str | None:
    command = value.get("cmd")
    if isinstance(command, str) and command.startswith("aibot_"):
        return "frame"
    return "body" if "aibotid" in value and "msgtype" in value else None


def _tell(value: Mapping[str, Any], context: Context) -> Iterator[Native | Refused]:
    body = value.get("body") if "cmd" in value else value
    path = "body" if "cmd" in value else ""
    if value.get("cmd", _MESSAGES) != _MESSAGES:
        raise Refused("no_conduct", "cmd", got="a frame without a message")
    if not isinstance(body, Mapping):
        raise Refused("missing" if body is None else "wrong", path, "an object", described(body))
    message_type = fields.text(body, "msgtype", path)
    if not message_type:
        raise Refused("missing", fields.joined(path, "msgtype"))
    if message_type in ("event", "stream"):
        raise Refused("no_conduct", fields.joined(path, "msgtype"), got="a frame without a message")
    if message_type not in _KINDS:
        raise Refused("unknown_type", fields.joined(path, "msgtype"), got=message_type[:40])
    yield _message(value, body, path, message_type, context)


def _message(
    frame: Mapping[str, Any],
    body: Mapping[str, Any],
    path: str,
    message_type: str,
    context: Context,
) -> Native:
    sender = body.get("from")
    if isinstance(sender, Mapping):
        sender, place = sender.get("userid"), "from.userid"
    else:
        place = "from"
    key, time = _time(frame, body, path)
    event: Native = {
        "type": "message",
        "id": fields.identity(body.get("msgid"), fields.joined(path, "msgid")),
        "at": clock.moment(time, key, context.zone),
        "sender": fields.identity(sender, fields.joined(path, place)),
        "channel": "wecom",
    }
    chat = fields.text(body, "chattype", path)
    if chat == "group":
        place = fields.joined(path, "chatid")
        event["group"] = fields.identity(body.get("chatid"), place)
    elif chat == "single":
        event["group"] = None
        robot = body.get("aibotid")
        if robot:
            event["recipients"] = [fields.identity(robot, fields.joined(path, "aibotid"))]
    content = body.get(message_type)
    place = fields.joined(path, message_type)
    if not isinstance(content, Mapping):
        code = "missing" if content is None else "wrong"
        raise Refused(code, place, "an object", described(content))
    event |= _attributes(message_type, content, place)
    event["x_aibotid"] = body.get("aibotid")
    rest = leftover(body, _ENVELOPE | {message_type})
    return {
        **rest,
        **{name: one for name, one in event.items() if one is not None or name == "group"},
    }


def _attributes(message_type: str, content: Mapping[str, Any], path: str) -> dict[str, Any]:
    stated: dict[str, Any] = {"kind": _KINDS[message_type]}
    words = fields.text(content, "content", path)
    if words or message_type in ("text", "markdown"):
        stated["text"] = words
    if url := fields.text(content, "url", path):
        stated["url"] = url
    if name := fields.text(content, "filename", path) or fields.text(content, "name", path):
        stated["file"] = {"name": name}
    if message_type == "mixed":
        stated |= _parts(content, path)
    return stated


def _parts(content: Mapping[str, Any], path: str) -> dict[str, Any]:
    key = "msg_item" if "msg_item" in content else "item"
    path = fields.joined(path, key)
    found = content.get(key)
    if not isinstance(found, list):
        raise Refused("missing" if found is None else "wrong", path, "a list", described(found))
    items = []
    for index, part in enumerate(found):
        place = f"{path}[{index}]"
        if not isinstance(part, Mapping):
            raise Refused("wrong", place, "an object", described(part))
        name = fields.text(part, "msgtype", place)
        if name == "mixed" or name not in _KINDS:
            items.append({"kind": "other"})
        else:
            items.append(_attributes(name, inner(part, name), fields.joined(place, name)))
    texts = [item["text"] for item in items if item.get("text")]
    return {"items": items, "text": fields.lines(texts)}


def _time(frame: Mapping[str, Any], body: Mapping[str, Any], path: str) -> tuple[str, Any]:
    """The time of a frame: the robot's interface has none, but whoever keeps frames may note it."""
    for holder, place in ((body, path), (frame, ""), (inner(frame, "headers"), "headers")):
        for key in _TIMES:
            # A message may be of the type `location` or the like, whose body is no time.
            if (found := holder.get(key)) is not None and not isinstance(found, Mapping):
                return fields.joined(place, key), found
    return fields.joined(path, _TIMES[0]), None


AIBOT = Format(
    "aibot",
    {"en": "frames of a WeCom AI robot", "zh": "企业微信智能机器人的回调帧"},
    {
        "frame": {
            "en": "record {line} has a `cmd` of an AI robot",
            "zh": "第 {line} 条记录含智能机器人的 `cmd`",
        },
        "body": {
            "en": "record {line} has an `aibotid` and a `msgtype`",
            "zh": "第 {line} 条记录含 `aibotid` 和 `msgtype`",
        },
    },
    _sign,
    _tell,
    {"id": "msgid", "at": "create_time", "sender": "from.userid", "group": "chatid"},
    ("msgid", "req_id"),
)
