"""A message of an exported chat as native events, by its type and its content."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from wechat_policy.adapters.archive import mention
from wechat_policy.adapters.archive_attributes import leftover
from wechat_policy.adapters.exports import appmsg, kinds, system
from wechat_policy.adapters.exports.chats import Line, begun, reached, remember
from wechat_policy.adapters.format import Context, Native
from wechat_policy.adapters.records import Refused

_LENGTH = re.compile(r"(?:通话时长|时长)\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})")
_MARK = re.compile(r"\[[^\[\]]{1,80}\](?:\([^()]{0,400}\))?|!\[[^\[\]]{0,80}\]\([^()]{0,400}\)")
_REVOKED = re.compile(r"<revokemsg>(.*)</revokemsg>", re.DOTALL)
_MEDIA = frozenset({"image", "voice", "video", "sticker", "card", "location"})


@attrs.frozen
class Body:
    """What an export tells of the content of one message.

    `title`, `url`, `file`, `reply_to`, `forwarded` are what it states in fields of its own.
    """

    message_type: int
    subtype: int
    words: str
    title: str = ""
    url: str = ""
    file: Mapping[str, Any] = attrs.field(factory=dict)
    reply_to: str | None = None


def told(
    line: Line, body: Body, rest: Mapping[str, Any], context: Context
) -> Iterator[Native | Refused]:
    """The events of a message; `rest` are the fields of its record that say something further."""
    words = _own_words(line, body.words)
    parsed = appmsg.document(words)
    if body.message_type == kinds.SYSTEM:
        yield from _system(words, parsed, line, context)
        return
    remember(context, line.chat, line.name, None if line.is_own else line.sender)
    event_type = "message"
    if (body.message_type, body.subtype) == (kinds.SHARE, kinds.NOTICE):
        event_type = "announcement.publish"
    event = begun(event_type, "sender", line, context)
    if "sender" not in event:
        yield Refused("missing", "sender")
        return
    if (people := reached(line, context)) is not None:
        event["recipients"] = people
    event["channel"] = line.channel
    event["kind"] = kinds.kind_of(body.message_type, body.subtype)
    if body.message_type == kinds.CALL:
        event = _call(event, words, parsed)
    elif parsed is not None:
        _read_xml(event, parsed, body, line)
    else:
        _read_words(event, words, body)
    if event["type"] == "announcement.publish":
        event |= {"kind": "text", "level": "group"}
    if event.get("group") and event.get("kind") == "text":
        mention(event)
    if event.get("kind") == "other":
        event["x_type"] = f"{body.message_type}/{body.subtype}"
    yield {**leftover(rest, frozenset()), **event}


def _own_words(line: Line, words: str) -> str:
    """The content without the id of the sender, which groups have before it."""
    mark = f"{line.sender}:\n"
    return words.removeprefix(mark) if line.sender and line.is_group is not False else words


def _system(
    words: str, parsed: Mapping[str, Any] | None, line: Line, context: Context
) -> Iterator[Native | Refused]:
    if parsed is not None:
        revoked = appmsg.inner(appmsg.inner(parsed, "sysmsg"), "revokemsg")
        words = appmsg.words_in(revoked, "replacemsg")
        number = appmsg.words_in(revoked, "newmsgid")
        if line.is_served and number.strip("0"):
            line = attrs.evolve(line, key=number)
    elif found := _REVOKED.fullmatch(words.strip()):
        words = found[1]
    yield from system.told(words, line, context)


def _read_words(event: Native, words: str, body: Body) -> None:
    """State what an export has put into words and fields."""
    is_mark = _MARK.fullmatch(words.strip()) is not None and event["kind"] != "text"
    if event["kind"] in ("transfer", "redpacket") and (sum_ := appmsg.amount_in(words)) is not None:
        event["amount"] = sum_
    if body.title:
        event["title"] = body.title
    if body.url:
        event["url"] = body.url
    if body.file:
        event["file"] = dict(body.file)
    if body.reply_to:
        event["reply_to"] = body.reply_to
    if event["kind"] in _MEDIA or (event["kind"] == "file" and is_mark):
        if words:
            event["x_content"] = words  # A path or a sign of the export, not what was said.
    elif words or body.title:
        event["text"] = words or body.title
    if event["kind"] == "text":
        event.setdefault("text", "")


def _read_xml(event: Native, parsed: Mapping[str, Any], body: Body, line: Line) -> None:
    """State what the program itself has kept of a shared thing."""
    app = appmsg.shared(parsed)
    if not app:
        return
    number = appmsg.words_in(app, "type")
    if number.isdigit() and body.subtype == 0:
        event["kind"] = kinds.kind_of(kinds.SHARE, int(number))
    title, words = appmsg.words_in(app, "title"), appmsg.words_in(app, "des")
    kind = event["kind"]
    if title and kind != "text":
        event["title"] = title
    if url := appmsg.words_in(app, "url"):
        event["url"] = url
    said = title if kind == "text" else "\n".join(each for each in (title, words) if each)
    if kind == "file" and title:
        event["file"] = {"name": title, **_attached(app)}
    pay = appmsg.inner(app, "wcpayinfo")
    if kind in ("transfer", "redpacket"):
        memo = appmsg.words_in(pay, "pay_memo") or appmsg.words_in(pay, "sendertitle")
        said = memo or said
        if (sum_ := appmsg.amount_in(appmsg.words_in(pay, "feedesc"))) is not None:
            event["amount"] = sum_
    if items := appmsg.items_in(app.get("recorditem")):
        event["items"] = items
        said = "\n".join(each["text"] for each in items if each.get("text"))
    if said or kind == "text":
        event["text"] = said
    quoted = appmsg.words_in(appmsg.inner(app, "refermsg"), "svrid")
    if quoted.strip("0"):
        event["reply_to" if line.is_served else "x_svrid"] = quoted


def _attached(app: Mapping[str, Any]) -> dict[str, Any]:
    length = appmsg.words_in(appmsg.inner(app, "appattach"), "totallen")
    md5 = appmsg.words_in(app, "md5")
    size = {"size": int(length)} if length.isdigit() and len(length) < 16 else {}
    return {**size, **({"md5": md5} if md5 else {})}


def _call(event: Native, words: str, parsed: Mapping[str, Any] | None) -> Native:
    """A call, a native one where it is told who was called and how."""
    bubble = appmsg.inner(appmsg.inner(parsed or {}, "voipmsg"), "VoIPBubbleMsg")
    said = appmsg.words_in(bubble, "msg") or words
    medium = {"0": "video", "1": "voice"}.get(appmsg.words_in(bubble, "room_type"))
    if medium is None:
        medium = "video" if "视频" in said else "voice" if "语音" in said else None
    people = event.get("recipients")
    if medium and people:
        event = {key: event[key] for key in ("id", "at", "group") if key in event} | {
            "type": "call.start",
            "actor": event["sender"],
            "participants": people,
            "medium": medium,
        }
    if found := _LENGTH.search(said):
        event["duration"] = int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])
    if said:
        event["text" if event["type"] == "message" else "x_text"] = said
    return event
