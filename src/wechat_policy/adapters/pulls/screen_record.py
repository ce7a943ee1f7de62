"""Screens that were captured or recorded within WeCom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wechat_policy.adapters.format import Native
from wechat_policy.adapters.pulls.page import Item, Kind, mark, pulled
from wechat_policy.adapters.records import Refused

CAPTURE, RECORDING = "截屏", "录屏"
"""The functions, as `app.use` names them."""

_SCREENS = {1: "chat", 2: "contacts", 3: "mail", 4: "file", 5: "calendar", 6: "other"}
_RECORDED = 1


def _capture(item: Item) -> Iterator[Native | Refused]:
    at = item.moment("time")
    actor = item.identity("userid")
    screen = item.whole("screen_shot_type")
    recorded = item.whole("operation_type") == _RECORDED
    shown = mark(screen, item.text("screen_shot_content"), item.text("system"), recorded)
    event: Native = {
        "type": "app.use",
        "id": f"screen_oper/{actor}/{int(at.timestamp())}/{shown}",
        "at": at,
        "actor": actor,
        "app": RECORDING if recorded else CAPTURE,
        "category": "other",
    }
    if screen in _SCREENS:
        event["x_screen"] = _SCREENS[screen]
    yield event | item.rest("time", "userid")


def _is_capture(value: Mapping[str, Any]) -> bool:
    return "screen_shot_type" in value or "screen_shot_content" in value


SCREEN_RECORD = pulled(
    "screen_record",
    {"en": "WeCom screen captures", "zh": "企业微信截屏与录屏操作记录"},
    Kind("record_list", _is_capture, _capture),
)
