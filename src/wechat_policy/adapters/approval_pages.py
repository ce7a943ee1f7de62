"""Pulled applications: `getapprovaldetail`, `getopenapprovaldata` and the list of numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from wechat_policy.adapters.approval_records import application_events, open_application_events
from wechat_policy.adapters.format import Context, Format, Native
from wechat_policy.adapters.parts import Part
from wechat_policy.adapters.records import Refused, described, raw_id

_IDS = ("sp_no", "SpNo", "ThirdNo")


def _sign(value: Mapping[str, Any]) -> str | None:
    for key in ("info", "data"):
        inner = value.get(key)
        if isinstance(inner, Mapping) and "errcode" in value and _is_application(inner):
            return "page"
    if _is_application(value):
        return "application"
    return "numbers" if "sp_no_list" in value else None


def _is_application(value: Mapping[str, Any]) -> bool:
    own = "sp_no" in value and ("applyer" in value or "sp_record" in value or "sp_name" in value)
    return own or ("ThirdNo" in value and "ApplyTime" in value)


def _tell(value: Mapping[str, Any], context: Context) -> Iterator[Native | Refused]:
    for key in ("info", "data"):
        inner = value.get(key)
        if inner is None or _is_application(value):
            continue
        if isinstance(inner, Mapping):
            yield from _told(inner, Part(inner, key), context)
        else:
            yield Refused("wrong", key, "an object", described(inner))
        return
    if value.get("errcode") not in (None, 0, "0"):
        yield Refused("failed_page", "errcode", got=str(value["errcode"])[:20])
    elif "sp_no_list" in value:
        yield Refused("no_conduct", "sp_no_list", got="a list of numbers of applications")
    else:
        yield from _told(value, Part(value), context)


def _told(
    source: Mapping[str, Any], application: Part, context: Context
) -> Iterator[Native | Refused]:
    read = open_application_events if "ThirdNo" in source else application_events
    found: list[Native | Refused] = []
    try:
        for each in read(application, context.zone):
            found.append(each)
    except Refused as refused:
        found.append(refused)
    for each in found:
        if isinstance(each, Refused):
            each.raw_id = each.raw_id or raw_id(source, _IDS)
        yield each


APPROVAL = Format(
    "approval",
    {"en": "WeCom approvals, pulled", "zh": "企业微信审批（拉取）"},
    {
        "page": {
            "en": "record {line} is an answer of `getapprovaldetail`",
            "zh": "第 {line} 条记录是 `getapprovaldetail` 的应答",
        },
        "application": {
            "en": "record {line} has an `sp_no`, as the details of an application",
            "zh": "第 {line} 条记录含 `sp_no`，是审批单详情",
        },
        "numbers": {
            "en": "record {line} has an `sp_no_list`, as an answer of `getapprovalinfo`",
            "zh": "第 {line} 条记录含 `sp_no_list`，是 `getapprovalinfo` 的应答",
        },
    },
    _sign,
    _tell,
    MappingProxyType({"at": "apply_time", "actor": "applyer.userid"}),
    _IDS,
)
