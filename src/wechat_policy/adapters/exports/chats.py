"""One line of an exported chat: who wrote it where and when, by whatever names the export has."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs

from wechat_policy.adapters.format import Context, Native

OWNER = "me"
"""The id of the account that an export was made with, where `owner` does not name it."""

_GROUP = "@chatroom"
_NAMES = "names"


@attrs.frozen
class Line:
    """What an export tells of one message, apart from its content.

    `key` is its place in the export, by which others refer to it. `chat` is the conversation,
    `is_group` None where it cannot be told of which sort it is. `is_own` says whether the account
    that the export was made with has sent it, None if the export does not. `other` is the other
    side if the chat is private, `name` what the sender is called. `has_place` says whether the key
    is that of a place, which stays when a message is taken back, and `is_served` whether it is the
    id that the server gave, by which the content of other messages refers to it.
    """

    key: str
    at: datetime
    chat: str | None
    is_group: bool | None
    sender: str | None
    is_own: bool | None = None
    other: str | None = None
    name: str = ""
    channel: str = "wechat"
    has_place: bool = True
    is_served: bool = False


def owner_of(context: Context) -> str:
    """The id of the account that the export was made with."""
    return context.owner or OWNER


def is_group(chat: str | None) -> bool | None:
    """Whether the id of a conversation is that of a group; None where there is no id."""
    return chat.endswith(_GROUP) if chat else None


def author(line: Line, context: Context) -> str | None:
    """Who sent a line: the owner, the sender that is named, or the other side of a private chat."""
    if line.is_own or (line.sender and line.sender == context.owner):
        return owner_of(context)
    if line.sender:
        return line.sender
    return line.other if line.is_group is False and line.is_own is False else None


def begun(event_type: str, person: str, line: Line, context: Context) -> Native:
    """The stamp of the event of a line, and who did it in which group."""
    event: Native = {"type": event_type, "id": line.key, "at": line.at}
    if (who := author(line, context)) is not None:
        event[person] = who
    if line.is_group is not None:
        event["group"] = line.chat if line.is_group else None
    return event


def reached(line: Line, context: Context) -> list[str] | None:
    """Whom a line of a private chat reaches; None in a group, whose members are not told."""
    if line.is_group is not False:
        return None
    who = author(line, context)
    if who is not None and who != line.other:
        return [line.other] if line.other else None
    return [owner_of(context)] if who is not None else None


def remember(context: Context, chat: str | None, name: object, person: str | None) -> None:
    """Keep the name under which somebody wrote in a chat: lines of the program know no ids."""
    if isinstance(name, str) and name and person:
        names = context.memory.setdefault(_NAMES, {})
        names.setdefault((chat, name), set()).add(person)


def known_as(context: Context, chat: str | None, name: str) -> str | None:
    """The one person who wrote under a name in a chat; None if nobody did, or several."""
    found = context.memory.get(_NAMES, {}).get((chat, name), ())
    return next(iter(found)) if len(found) == 1 else None


def digest(*parts: object) -> str:
    """An id made of what a record says, for exports that have none."""
    written = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(written.encode(errors="replace")).hexdigest()[:24]


def filled(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record without what it leaves empty."""
    return {key: value for key, value in record.items() if value is not None and value != ""}
