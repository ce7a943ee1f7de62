"""Who has agreed to the chat archive, and whose chats it keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wechat_policy.adapters.format import Native
from wechat_policy.adapters.pulls.page import Item, Kind, nothing, pulled
from wechat_policy.adapters.records import Refused


def _answer(item: Item) -> Iterator[Native | Refused]:
    if not item.has("agree_status"):
        raise Refused("missing", item.place("agree_status"))
    yield Refused("consent_record", item.place("agree_status"))


def _kept(item: Item) -> Iterator[Native | Refused]:
    yield nothing("a list of those whose chats are kept", "ids")


def _robot(item: Item) -> Iterator[Native | Refused]:
    yield nothing("the description of a robot", item.path)


def _is_answer(value: Mapping[str, Any]) -> bool:
    return "agree_status" in value


def _is_kept(value: Mapping[str, Any]) -> bool:
    return "errcode" in value and isinstance(value.get("ids"), list)


def _is_robot(value: Mapping[str, Any]) -> bool:
    return "robot_id" in value and "creator_userid" in value


CONSENT = pulled(
    "consent",
    {"en": "WeCom consent to the chat archive", "zh": "企业微信会话存档同意情况与范围"},
    Kind("agreeinfo", _is_answer, _answer, sure=True),
    Kind("ids", _is_kept, _kept),
    Kind("data", _is_robot, _robot),
)
