"""Posts in the customers' Moments (客户朋友圈)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wechat_policy.adapters.format import Native
from wechat_policy.adapters.pulls.contents import contents
from wechat_policy.adapters.pulls.page import Item, Kind, nothing, pulled
from wechat_policy.adapters.records import Refused

_COMPANY = 0


def _post(item: Item) -> Iterator[Native | Refused]:
    identifier, at = item.identity("moment_id"), item.moment("create_time")
    if not item.has("creator") and item.whole("create_type") == _COMPANY:
        yield nothing("a post of the company, which names nobody", item.path)
        return
    event: Native = {
        "type": "moments.post",
        "id": identifier,
        "at": at,
        "sender": item.identity("creator"),
        "group": None,
    }
    told = ["moment_id", "creator", "create_time", "text", "image", "video", "link", "location"]
    yield event | contents(_parts(item)) | item.rest(*told)


def _parts(item: Item) -> list[tuple[str, Item]]:
    parts = []
    text = item.inner("text")
    if text.has("content"):
        parts.append(("text", text))
    parts += [("image", each) for each in item.inners("image")]
    parts += [(kind, item.inner(kind)) for kind in ("video", "link", "location") if item.has(kind)]
    return parts


def _is_post(value: Mapping[str, Any]) -> bool:
    return "moment_id" in value and ("create_time" in value or "creator" in value)


MOMENTS = pulled(
    "moments",
    {"en": "WeCom posts in Moments", "zh": "企业微信客户朋友圈"},
    Kind("moment_list", _is_post, _post, sure=True, names={"at": "create_time"}),
    ids=("moment_id",),
)
