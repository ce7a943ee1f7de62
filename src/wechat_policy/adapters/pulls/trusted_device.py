"""The devices that the company knows: how they became trusted, and who used them last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wechat_policy.adapters.format import Native
from wechat_policy.adapters.pulls.page import Item, Kind, nothing, pulled
from wechat_policy.adapters.records import Refused

_OWNERS = {5: "company", 6: "own"}


def _device(item: Item) -> Iterator[Native | Refused]:
    device = item.identity("device_code")
    told = ("device_code", "last_login_time", "last_login_userid")
    rest = item.rest(*told, "confirm_timestamp", "confirm_userid")
    told_any = False
    if item.timed("confirm_timestamp"):
        at = item.moment("confirm_timestamp")
        event: Native = {
            "type": "device.change",
            "id": f"device.bind/{device}/{int(at.timestamp())}",
            "at": at,
            "operation": "bind",
            "device": device,
            **rest,
        }
        if item.has("confirm_userid"):
            event["actor"] = item.identity("confirm_userid")
        told_any = True
        yield event
    if item.timed("last_login_time"):
        at = item.moment("last_login_time")
        user = item.identity("last_login_userid")
        event = {
            "type": "login",
            "id": f"login/{user}/{device}/{int(at.timestamp())}",
            "at": at,
            "actor": user,
            "account": user,
            "device": device,
            **rest,
        }
        if owner := _OWNERS.get(item.whole("status") or 0):
            event["device_owner"] = owner
        told_any = True
        yield event
    if "at" in item.page:
        at = Item(item.page, "", item.page, item.context).moment("at")
        event = {
            "type": "snapshot.device",
            "id": f"snapshot.device/{device}/{int(at.timestamp())}",
            "at": at,
            "device": device,
            **rest,
        }
        if item.has("last_login_userid"):
            event["owner"] = item.identity("last_login_userid")
        told_any = True
        yield event
    if not told_any:
        yield nothing("a state that tells of no time", item.path)


def _is_device(value: Mapping[str, Any]) -> bool:
    return "device_code" in value and bool(
        value.keys() & {"mac_addr", "source", "status", "last_login_time", "confirm_timestamp"}
    )


TRUSTED_DEVICE = pulled(
    "trusted_device",
    {"en": "WeCom devices", "zh": "企业微信可信设备"},
    Kind("device_list", _is_device, _device),
    ids=("device_code",),
)
