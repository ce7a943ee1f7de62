"""Events as WeCom's chat archive has them: messages and recalls, decrypted, one record each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from wechat_policy.synthetic.journal import Record

_FILE_ID = 96
"""Characters of the id under which a file would be fetched."""


def archived(record: Record) -> Record | None:
    """The record of the archive that tells of an event; None where the archive has none."""
    if record["type"] == "message":
        kind = record["kind"]
        message_type = _TYPES.get(kind, kind)
        body = _BODIES[kind](record)
        return {
            **_envelope(record, "send", record["sender"]),
            "tolist": record["recipients"],
            "roomid": record["group"] or "",
            "msgtime": _milliseconds(record),
            "msgtype": message_type,
            message_type: body,
        }
    if record["type"] == "message.recall":
        return {
            **_envelope(record, "recall", record["actor"]),
            "tolist": [],
            "roomid": record.get("group") or "",
            "msgtime": _milliseconds(record),
            "msgtype": "revoke",
            "revoke": {"pre_msgid": record["message"]},
        }
    return None


def _envelope(record: Record, action: str, sender: str) -> Record:
    return {"msgid": record["id"], "action": action, "from": sender}


def _milliseconds(record: Record) -> int:
    return round(datetime.fromisoformat(record["at"]).timestamp() * 1000)


def _stored(record: Record, size: str) -> Record:
    """A stored file: its size, and sums that are as good as any."""
    sums = hashlib.sha256(record["id"].encode()).hexdigest()
    return {
        "md5sum": sums[:32],
        size: record.get("file", {}).get("size", 4096),
        "sdkfileid": (sums * 2)[:_FILE_ID],
    }


def _file(record: Record) -> Record:
    name = record["file"]["name"]
    return {**_stored(record, "filesize"), "filename": name, "fileext": name.rpartition(".")[2]}


def _voice(record: Record) -> Record:
    return {**_stored(record, "voice_size"), "play_length": record["duration"]}


def _sticker(record: Record) -> Record:
    return {"type": 1, "width": 240, "height": 240, **_stored(record, "imagesize")}


def _link(record: Record) -> Record:
    return {
        "title": record["title"],
        "description": "",
        "link_url": record["url"],
        "image_url": "",
    }


def _forward(record: Record) -> Record:
    seconds = _milliseconds(record) // 1000
    items = [
        {
            "type": "ChatRecordText",
            "msgtime": seconds - 60 * (len(record["items"]) - place),
            "content": _nested({"content": item["text"]}),
            "from_chatroom": True,
        }
        for place, item in enumerate(record["items"])
    ]
    return {"title": record["title"], "item": items}


def _mixed(record: Record) -> Record:
    picture = _stored(record, "filesize")
    return {
        "item": [
            {"type": "text", "content": _nested({"content": record["text"]})},
            {"type": "image", "content": _nested(picture)},
        ]
    }


def _location(record: Record) -> Record:
    return {
        "longitude": 120.1,
        "latitude": 30.2,
        "address": record["text"],
        "title": record["title"],
        "zoom": 15,
    }


def _nested(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


_TYPES: Mapping[str, Any] = {"sticker": "emotion", "forward": "chatrecord"}
_BODIES: Mapping[str, Callable[[Record], Record]] = {
    "text": lambda record: {"content": record["text"]},
    "image": lambda record: _stored(record, "filesize"),
    "sticker": _sticker,
    "voice": _voice,
    "file": _file,
    "link": _link,
    "forward": _forward,
    "mixed": _mixed,
    "location": _location,
    "card": lambda record: {"corpname": record["text"], "userid": record["sender"]},
}
