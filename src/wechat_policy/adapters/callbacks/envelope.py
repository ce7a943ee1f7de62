"""What every callback has in common: its envelope, its time and a name for what it tells."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Any, TypeAlias

import attrs

from wechat_policy.adapters.format import Native
from wechat_policy.adapters.parts import Part
from wechat_policy.adapters.records import Refused

_CODE = re.compile(r"[A-Za-z0-9_]{1,40}")

# What says how a callback was delivered, not what happened.
_DELIVERY = (
    "ToUserName", "FromUserName", "CreateTime", "MsgType", "Event", "ChangeType", "AgentID",
    "SuiteId", "InfoType", "TimeStamp",
)  # fmt: skip

# Whoever holds one of these may act for the company or its members for a while.
_SECRETS = ("Token", "WelcomeCode", "SuiteTicket", "AuthCode")


@attrs.frozen(eq=False)
class Callback:
    """One callback out of its envelope.

    `event` is what it is about, such as `change_contact`, `change` what became of that, such as
    `update_user`, "" where there is only one thing; for a message to an app they are "" and the
    type of message. `key` is made of all that it says, so that one delivered again has it again,
    in either envelope.
    """

    event: str
    change: str
    at: datetime
    key: str
    part: Part
    zone: tzinfo

    def native(self, event_type: str, *also: str, **attributes: Any) -> Native:
        """An event at the time of the callback; `also` tells it from its like in one callback."""
        words = (self.event, self.change, str(int(self.at.timestamp())), self.key, event_type)
        name = ":".join(filter(None, (*words, *also)))
        return {"type": event_type, "id": name, "at": self.at, **attributes}

    def rest(self, *told: str) -> dict[str, Any]:
        """What the callback says beyond its envelope, what is told already, and secrets."""
        return self.part.without(*_DELIVERY, *_SECRETS, *told)


Reader: TypeAlias = Callable[[Callback], Iterator[Native | Refused]]
"""What reads the callbacks of one family."""


def opened(record: Mapping[str, Any], zone: tzinfo) -> Callback:
    """The callback that a record is, whichever of the two envelopes it has.

    An app of the company gets `Event` and `CreateTime`, one of a third party `InfoType` and
    `TimeStamp`.

    Raises:
        Refused: it is still encrypted, or lacks its kind or its time.
    """
    part = Part(record)
    if part.get("Encrypt") is not None and part.get("MsgType") is part.get("InfoType") is None:
        raise Refused("encrypted_callback", part.key("Encrypt"))
    if part.get("InfoType") is not None:
        event, change, clock = part.word("InfoType"), part.word("ChangeType"), "TimeStamp"
    elif part.get("MsgType") == "event" or (part.get("MsgType") is None and part.get("Event")):
        event, change, clock = part.identity("Event"), part.word("ChangeType"), "CreateTime"
    else:
        event, change, clock = "", part.identity("MsgType"), "CreateTime"
    if part.get(clock) is None:
        other = "CreateTime" if clock == "TimeStamp" else "TimeStamp"
        clock = other if part.get(other) is not None else clock
    at = part.moment(clock, zone)
    return Callback(event, change, at, _key(part), part, zone)


def code(written: str) -> str:
    """A code of the format for a refusal, or only that it was text, for it may be anything."""
    return written if _CODE.fullmatch(written) else "text"


def _key(part: Part) -> str:
    said = part.without(*(name for name in _DELIVERY if name not in ("FromUserName", "AgentID")))
    corporation = part.get("AuthCorpId") or part.get("ToUserName")
    said = {key: value for key, value in said.items() if key.lower() != "x_authcorpid"}
    if said.get("x_FromUserName") == "sys":
        del said["x_FromUserName"]
    facts = json.dumps(_plain([corporation, said]), sort_keys=True)
    return hashlib.sha256(facts.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    """A value as XML would tell it: no numbers, no lists of one, nothing empty."""
    if isinstance(value, Mapping):
        inner = {str(key): _plain(one) for key, one in value.items()}
        return {key: one for key, one in inner.items() if one is not None} or None
    if isinstance(value, list | tuple):
        items = [_plain(one) for one in value]
        return items[0] if len(items) == 1 else items or None
    return None if value is None or value == "" else str(value)
