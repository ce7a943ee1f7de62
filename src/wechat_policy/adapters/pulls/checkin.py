"""Clocking in and out: single times, days of the attendance sheet, and what is no conduct there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from wechat_policy.adapters.format import Native
from wechat_policy.adapters.pulls.page import Item, Kind, nothing, pulled
from wechat_policy.adapters.records import Refused

_KINDS = {"上班打卡": "in", "下班打卡": "out", "外出打卡": "outside"}
_EXCEPTIONS = {
    "时间异常": "time",
    "地点异常": "place",
    "未打卡": "missing",
    "wifi异常": "wifi",
    "非常用设备": "device",
}
_NORMAL = "正常"
_MARKS = {1: "late", 2: "early", 3: "missing", 4: "absent"}
_LEAVE = 1
_REST_DAY = 1


def _clocking(item: Item) -> Iterator[Native | Refused]:
    actor = item.identity("userid")
    if not item.has("checkin_type") and item.has("device_sn"):
        item.moment("checkin_time")
        yield nothing("a clocking at a machine, which tells not whether in or out", item.path)
        return
    kind = item.chosen("checkin_type", _KINDS)
    # Who did not clock in has no time of his own; the time by the schedule stands for it.
    planned = not item.timed("checkin_time") and item.timed("sch_checkin_time")
    at = item.moment("sch_checkin_time" if planned else "checkin_time")
    event: Native = {
        "type": "attendance.checkin",
        "id": f"checkin/{actor}/{int(at.timestamp())}/{kind}",
        "at": at,
        "actor": actor,
        "kind": kind,
    }
    told = ["userid", "checkin_type", "checkin_time"]
    if item.has("deviceid"):
        event["device"] = item.identity("deviceid")
        told.append("deviceid")
    for key in ("location_title", "location_detail"):
        if place := item.text(key):
            event["location"] = place
            told.append(key)
            break
    if "exception_type" in item.body:
        words = item.text("exception_type").replace("；", ";").split(";")
        written = [word.strip().lower() for word in words if word.strip() not in ("", _NORMAL)]
        event["exception"] = [_EXCEPTIONS[word] for word in written if word in _EXCEPTIONS]
        if all(word in _EXCEPTIONS for word in written):
            told.append("exception_type")
        elif not event["exception"]:
            del event["exception"]
    yield event | item.rest(*told)


def _day(item: Item) -> Iterator[Native | Refused]:
    base = item.inner("base_info")
    summary = item.inner("summary_info")
    if not base.has("date") and (item.has("overwork_info") or summary.has("work_days")):
        yield nothing("the figures of a month, which name no day", item.path)
        return
    actor = base.identity("acctid")
    day = base.moment("date")
    marks = _marks(item)
    if not marks and base.whole("day_type") == _REST_DAY:
        marks = ["rest"]
    elif not marks and summary.whole("checkin_count"):
        marks = ["present"]
    if not marks:
        yield nothing("a day without a result", item.path)
    rest = base.rest("date", "acctid") | item.rest("base_info")
    for mark in marks:
        yield {
            "type": "attendance.mark",
            "id": f"attendance.mark/{actor}/{day.date()}/{mark}",
            "at": _end(day),
            "actor": actor,
            "date": day.date().isoformat(),
            "mark": mark,
            **rest,
        }


def _marks(item: Item) -> list[str]:
    found = []
    for each in item.inners("exception_infos"):
        mark = _MARKS.get(each.code("exception"))
        if mark and each.whole("count") != 0:
            found.append(mark)
    for each in item.inners("sp_items"):
        if each.whole("type") == _LEAVE and (each.whole("count") or each.whole("duration")):
            found.append("leave")
    return list(dict.fromkeys(found))


def _end(day: datetime) -> datetime:
    """The last second of a day: before it, how the day went is not settled."""
    start = day.replace(hour=0, minute=0, second=0, microsecond=0)
    return start + timedelta(days=1, seconds=-1)


def _rule(item: Item) -> Iterator[Native | Refused]:
    yield nothing("a rule for clocking in", item.path)


def _is_clocking(value: Mapping[str, Any]) -> bool:
    return "checkin_time" in value and ("userid" in value or "checkin_type" in value)


def _is_day(value: Mapping[str, Any]) -> bool:
    base = value.get("base_info")
    return isinstance(base, Mapping) and ("acctid" in base or "record_type" in base)


def _is_rule(value: Mapping[str, Any]) -> bool:
    group = value.get("group")
    return "checkindate" in value or (isinstance(group, Mapping) and "checkindate" in group)


CHECKIN = pulled(
    "checkin",
    {"en": "WeCom check-ins and attendance", "zh": "企业微信打卡记录与考勤日报"},
    Kind("checkindata", _is_clocking, _clocking, sure=True, names={"at": "checkin_time"}),
    Kind("datas", _is_day, _day, names={"at": "base_info.date"}),
    Kind("info", _is_rule, _rule),
    Kind("group", _is_rule, _rule),
)
