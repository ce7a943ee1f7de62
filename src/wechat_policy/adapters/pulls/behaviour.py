"""Figures that WeCom counts itself: they sum up acts and are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wechat_policy.adapters.format import Native
from wechat_policy.adapters.pulls.page import Item, Kind, nothing, pulled
from wechat_policy.adapters.records import Refused


def _figures(item: Item) -> Iterator[Native | Refused]:
    yield nothing("figures, which name no single act", item.path)


def _is_day(value: Mapping[str, Any]) -> bool:
    return "stat_time" in value and bool(value.keys() & {"chat_cnt", "message_cnt", "data"})


def _is_groups(value: Mapping[str, Any]) -> bool:
    data = value.get("data")
    return "owner" in value and isinstance(data, Mapping) and "chat_total" in data


BEHAVIOUR = pulled(
    "behaviour",
    {"en": "WeCom figures of customer contact", "zh": "企业微信联系客户统计"},
    Kind("behavior_data", _is_day, _figures, sure=True),
    Kind("items", lambda value: _is_groups(value) or _is_day(value), _figures),
)
