"""Decrypted records of the WeCom chat archive (会话内容存档), as native events."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from types import MappingProxyType
from typing import Any

from wechat_policy.adapters import fields
from wechat_policy.adapters.archive_attributes import attributes, guessed, leftover
from wechat_policy.adapters.archive_bodies import BODIES
from wechat_policy.adapters.archive_pages import unpacked
from wechat_policy.adapters.format import Context, Format, Native
from wechat_policy.adapters.jsontext import OBJECT, object_in
from wechat_policy.adapters.records import Refused, described, raw_id

CALLS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"meeting_voice_call": ("meeting_voice_call",), "voiptext": ("info", "voiptext")}
)
"""Message types that are a native `call.start`, with the keys of their body."""

CONSENTS = frozenset({"agree", "disagree"})
"""Message types that answer a request for consent to the archive; they are refused as such."""

_INVITES = {1: "video", 2: "voice", 3: "conference", 4: "conference"}
_UNTYPED = ("info", "content")

# Sent within a call, without a room id, so that nothing tells a group's call from a private one.
_ROOM_UNKNOWN = ("meeting_voice_call", "voip_doc_share")

_MENTIONING = frozenset({"text", "markdown", "mixed"})
_MENTION_OF_ALL = re.compile(r"@所有人|(?<![\w.-])@all(?![\w.-])", re.ASCII | re.IGNORECASE)

_ENVELOPE = frozenset(
    {"msgid", "action", "from", "tolist", "roomid", "msgtime", "msgtype"}
    | {"publickey_ver", "encrypt_random_key", "encrypt_chat_msg"}
)
_TEXT = frozenset({str})
_TEXT_BODY = frozenset({"text"})

# Of the years 2001 and 5138: no doubt that a number between them counts milliseconds.
_SOME_TIME, _LAST_TIME = 10**12, 10**14


def _sign(value: Mapping[str, Any]) -> str | None:
    if "chatdata" in value:
        return "page"
    if "msgtype" in value or ("msgid" in value and "action" in value):
        return "message"
    found = () if value.get("errcode") else unpacked(value)  # A failed pull may be of anything.
    return "wrapper" if any(inner is not value for inner in found) else None


def _tell(value: Mapping[str, Any], context: Context) -> Iterator[Native | Refused]:
    for single in unpacked(value):
        yield single if isinstance(single, Refused) else _told(single, context.zone)


def _told(record: Any, zone: tzinfo) -> Native | Refused:
    try:
        if not isinstance(record, Mapping):
            raise Refused("wrong", expected="an object", got=described(record))
        return native_form(record, zone)
    except Refused as refused:
        refused.raw_id = refused.raw_id or raw_id(record, ("msgid",))
        return refused


def native_form(record: Mapping[str, Any], zone: tzinfo) -> dict[str, Any]:
    """The native event that one record of the archive tells of, as a mapping.

    The id is the `msgid` with its suffix, `at` is in the zone, sums are in yuan. Fields without a
    native attribute keep their name with `x_` before it (`x_record_` where the body has a field
    of that name too); `x_msgtype` names the original type where `kind` is called otherwise. A
    quotation in a reply stays part of the text: the archive marks it by words only, which
    anybody can type.

    Raises:
        Refused: the record is damaged, or tells of no conduct.
    """
    message_type = record.get("msgtype")
    if message_type == "text" and (plain := _plain_text(record, zone)):
        return plain
    if record.get("action") != "send" or not isinstance(message_type, str) or not message_type:
        message_type = _irregular(record)
    if message_type in BODIES:
        return _message(record, message_type, zone)
    if message_type == "revoke":
        return _recall(record, zone)
    if message_type in CALLS:
        return _call(record, message_type, zone)
    if message_type in CONSENTS:
        raise Refused("consent_record", "msgtype", got=message_type)
    return _unknown(record, message_type, zone)


def _plain_text(record: Mapping[str, Any], zone: tzinfo) -> dict[str, Any] | None:
    """What `_message` makes of a text with nothing unusual in it, at half the cost.

    Most of an archive is such texts. None where anything at all wants a closer look.
    """
    body, people, time = record.get("text"), record.get("tolist"), record.get("msgtime")
    sender, room, identifier = record.get("from"), record.get("roomid"), record.get("msgid")
    if (
        body.__class__ is not dict
        or len(body) != 1
        or people.__class__ is not list
        or time.__class__ is not int
        or not sender.__class__ is room.__class__ is identifier.__class__ is str
        or not (sender and identifier and _SOME_TIME < time < _LAST_TIME)
        or record.get("action") != "send"
    ):
        return None
    words = body.get("content")
    if words.__class__ is not str or "" in people or not {*map(type, people)} <= _TEXT:
        return None
    event = {
        "type": "message",
        "id": identifier,
        "at": datetime.fromtimestamp(time / 1000, zone),
        "sender": sender,
        "recipients": people,
        "group": room or None,
        "kind": "text",
        "text": words,
    }
    if room:
        mention(event)
    return _with_rest(event, record, _TEXT_BODY)


def _irregular(record: Mapping[str, Any]) -> str:
    """The message type of a record whose action is not plainly `send`, or that has no type."""
    action, message_type = record.get("action"), record.get("msgtype")
    if action == "switch":
        raise Refused("switch_record", "action", got="switch")
    if action == "recall":
        return "revoke"
    if action not in (None, "", "send"):
        raise Refused("wrong", "action", "send, recall or switch", described(action))
    if message_type is None or message_type == "":
        if record.get("encrypt_chat_msg"):
            raise Refused("encrypted", "encrypt_chat_msg")
        raise Refused("missing", "msgtype")
    if not isinstance(message_type, str):
        raise Refused("wrong", "msgtype", "text", described(message_type))
    return message_type


def _message(record: Mapping[str, Any], message_type: str, zone: tzinfo) -> dict[str, Any]:
    if message_type == "vote" and "votetitle" in record:
        # Some deliveries have the fields of a vote in the record itself.
        used = frozenset(key for key in record if key.startswith("vote"))
        body: Mapping[str, Any] = {key: record[key] for key in used}
        path = ""
    else:
        body, path = _body(record, *BODIES[message_type].keys)
        used = frozenset((path,))
    event = _event("message", "sender", record, zone)
    _address(event, "recipients", record)
    event.update(attributes(message_type, body, path, zone))
    if event["kind"] != message_type:
        event["x_msgtype"] = message_type
    if event["kind"] in _MENTIONING and event["group"] is not None:
        mention(event)
    return _with_rest(event, record, used)


def _recall(record: Mapping[str, Any], zone: tzinfo) -> dict[str, Any]:
    body, path = _body(record, "revoke")
    event = _event("message.recall", "actor", record, zone)
    event["message"] = fields.identity(body.get("pre_msgid"), f"{path}.pre_msgid")
    event.update(leftover(body, frozenset({"pre_msgid"})))
    return _with_rest(event, record, frozenset((path,)))


def _call(record: Mapping[str, Any], message_type: str, zone: tzinfo) -> dict[str, Any]:
    """A call; its `at` is the record's time, which for `voiptext` may be when it ended."""
    body, path = _body(record, *CALLS[message_type])
    event = _event("call.start", "actor", record, zone)
    _address(event, "participants", record)
    if "participants" not in event:
        raise Refused("missing", "tolist")
    event["participants"] = [each for each in event["participants"] if each != event["actor"]]
    if message_type == "voiptext":
        invite = fields.whole(body, "invitetype", path)
        if invite not in _INVITES:
            got = described(body.get("invitetype")) if invite is None else str(invite)
            raise Refused("wrong", f"{path}.invitetype", "1, 2, 3 or 4", got)
        event["medium"] = _INVITES[invite]
        length = fields.number(body, "callduration", path)
    else:
        event["medium"] = "conference"
        length = _seconds_until(body.get("endtime"), f"{path}.endtime", event["at"], zone)
    if length is not None and length >= 0:
        event["duration"] = length
    event["x_msgtype"] = message_type
    event.update(leftover(body, frozenset({"callduration"})))
    return _with_rest(event, record, frozenset((path,)))


def _unknown(record: Mapping[str, Any], message_type: str, zone: tzinfo) -> dict[str, Any]:
    """A message of a type that is not known, as long as it has words."""
    for key in (message_type, *_UNTYPED):
        body = object_in(record.get(key), key)
        if body is not None and (stated := guessed(body))["text"]:
            event = _event("message", "sender", record, zone)
            _address(event, "recipients", record)
            event.update(stated)
            event["x_msgtype"] = message_type
            return _with_rest(event, record, frozenset((key,)))
    raise Refused("unknown_type", "msgtype", got=message_type[:40])


def _body(record: Mapping[str, Any], *keys: str) -> tuple[Mapping[str, Any], str]:
    for key in keys:
        value = record.get(key)
        if value is not None and value != "":
            found = object_in(value, key)
            if found is None:
                raise Refused("wrong", key, OBJECT, described(value))
            return found, key
    raise Refused("missing", keys[0])


def _event(name: str, person: str, record: Mapping[str, Any], zone: tzinfo) -> dict[str, Any]:
    """What every event states: its type, id and time, who it is of, and in which group."""
    event = {
        "type": name,
        "id": fields.identity(record.get("msgid"), "msgid"),
        "at": fields.moment(record.get("msgtime"), "msgtime", zone),
        person: fields.identity(record.get("from"), "from"),
    }
    room = record.get("roomid")
    if room is not None and room != "":
        event["group"] = fields.identity(room, "roomid")
    elif "roomid" in record or record.get("msgtype") not in _ROOM_UNKNOWN:
        event["group"] = None
    return event


def _address(event: dict[str, Any], attribute: str, record: Mapping[str, Any]) -> None:
    """State whom the event reaches, if the record tells."""
    people = record.get("tolist")
    if people is not None:
        event[attribute] = fields.identities(people, "tolist")


def _seconds_until(end: Any, path: str, start: datetime, zone: tzinfo) -> float | None:
    if end in (None, "", 0):
        return None
    return round((fields.moment(end, path, zone) - start).total_seconds(), 3)


def mention(event: dict[str, Any]) -> None:
    """State who is mentioned, as far as the words tell: everyone or no one.

    `@` with a name stays unknown, since a name is no id.
    """
    words = event["text"]
    if "@" not in words:
        event["mentions"] = []
    elif _MENTION_OF_ALL.search(words):
        event["mentions"] = ["all"]


def _with_rest(
    event: dict[str, Any], record: Mapping[str, Any], used: frozenset[str]
) -> dict[str, Any]:
    """The event with what is left of the record."""
    if record.keys() - _ENVELOPE - used:
        for name, value in leftover(record, _ENVELOPE | used).items():
            event[name if name not in event else f"x_record_{name[2:]}"] = value
    return event


ARCHIVE = Format(
    "archive",
    {"en": "WeCom chat archive, decrypted", "zh": "企业微信会话内容存档（已解密）"},
    {
        "message": {
            "en": "record {line} has a `msgid` with `msgtype` or `action`, as in the chat archive",
            "zh": "第 {line} 条记录含 `msgid` 和 `msgtype` 或 `action`，是会话存档",
        },
        "page": {
            "en": "record {line} is a page of the chat archive with `chatdata`",
            "zh": "第 {line} 条记录是含 `chatdata` 的会话存档分页",
        },
        "wrapper": {
            "en": "record {line} holds a record of the chat archive within another object",
            "zh": "第 {line} 条记录内嵌一条会话存档记录",
        },
    },
    _sign,
    _tell,
    {"id": "msgid", "at": "msgtime", "sender": "from", "actor": "from", "group": "roomid"},
    ("msgid", "id"),
)
