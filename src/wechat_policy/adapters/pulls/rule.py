"""Rules of WeCom and of vendors for words and replies: what to watch, not what was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wechat_policy.adapters.format import Native
from wechat_policy.adapters.pulls.page import Item, Kind, nothing, pulled
from wechat_policy.adapters.records import Refused


def _rule(item: Item) -> Iterator[Native | Refused]:
    yield nothing("a rule that the platform applies", item.path)


def _is_interception(value: Mapping[str, Any]) -> bool:
    return "intercept_type" in value or ("rule_name" in value and "word_list" in value)


def _is_keyword_rule(value: Mapping[str, Any]) -> bool:
    keyword = value.get("keyword")
    return "applicable_range" in value and (isinstance(keyword, Mapping) or "semantics" in value)


def _is_timeout(value: Mapping[str, Any]) -> bool:
    return "chat_time_out" in value and "rule_id" in value


def _is_rule(value: Mapping[str, Any]) -> bool:
    return _is_interception(value) or _is_keyword_rule(value)


RULE = pulled(
    "rule",
    {"en": "rules for words and replies", "zh": "敏感词与超时规则"},
    Kind("rule", _is_rule, _rule),
    Kind("rule_list", _is_rule, _rule),
    Kind("data", _is_timeout, _rule),
    ids=("rule_id",),
)
