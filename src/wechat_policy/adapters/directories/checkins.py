"""Hours and special days from the rules of check-in (打卡规则) of checkin/getcheckinoption."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta, tzinfo
from typing import Any

from wechat_policy.adapters import fields
from wechat_policy.adapters.directories.told import Setting, Told, each, put
from wechat_policy.adapters.records import Refused, described

_DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_WEEK = {1, 2, 3, 4, 5}
_FIXED = 1
_TYPES = {2: "roster", 3: "free"}
_DAY = 24 * 60


def rules(record: Mapping[str, Any], setting: Setting) -> Iterator[Told | Refused]:
    """The hours of each person whom a rule is told for, and the organization's special days.

    Only a rule of fixed hours tells any. `getcheckinoption` names the people of a rule, while
    `getcorpcheckinoption` gives the rules alone: their hours are the organization's.
    """
    key = "info" if "info" in record else "group"
    shown: dict[str, tuple[dict[str, Any] | None, list[Refused]]] = {}
    for path, item in each(record, key):
        try:
            if not isinstance(item, Mapping):
                raise Refused("wrong", path, "an object", described(item))
            rule = item.get("group", item)
            place = fields.joined(path, "group") if "group" in item else path
            if not isinstance(rule, Mapping):
                raise Refused("wrong", place, "an object", described(rule))
            number = str(rule.get("groupid", path))
            if number not in shown:
                shown[number] = _hours(rule, place, number, setting.zone)
                days = _special(rule, place, setting)
                if days:
                    yield Told("organization", {"calendar": dict(sorted(days.items()))})
            hours, doubts = shown[number]
            yield from doubts
            shown[number] = hours, []
            if hours is not None and "userid" in item:
                id_ = fields.identity(item["userid"], fields.joined(path, "userid"))
                row = {"id": id_, "working_hours": hours}
                yield Told("person", row, aside=True, introduces=False)
        except Refused as refused:
            yield refused
    told = [hours for hours, _ in shown.values() if hours is not None]
    if told and all(hours == told[0] for hours in told) and len(told) == len(shown):
        yield Told("organization", {"hours": told[0]})


def _hours(
    rule: Mapping[str, Any], path: str, number: str, zone: tzinfo
) -> tuple[dict[str, Any] | None, list[Refused]]:
    """The hours of a rule as a directory writes them, and what could not be said of them."""
    kind = fields.whole(rule, "grouptype", path)
    if kind is not None and kind != _FIXED:
        return None, [Refused("no_hours", number, got=_TYPES.get(kind, str(kind)[:20]))]
    hours: dict[str, list[str]] = {}
    for place, dates in each(rule, "checkindate", path):
        if not isinstance(dates, Mapping):
            raise Refused("wrong", place, "an object", described(dates))
        worked = _weekdays(dates, place)
        ranges = [_range(one, spot) for spot, one in each(dates, "checkintime", place)]
        # The official calendar knows of working days from Monday to Friday only.
        official = worked == _WEEK and rule.get("sync_holidays") in (True, 1, "true", "1")
        names = ["workdays"] if official else [_DAYS[day] for day in sorted(worked)]
        for name in names if ranges else ():
            hours.setdefault(name, []).extend(ranges)
    doubts = [] if hours else [Refused("no_hours", number, got="none")]
    for place, special in each(rule, "spe_workdays", path):
        times = special.get("checkintime") if isinstance(special, Mapping) else None
        if times:
            worked_then = [_range(one, spot) for spot, one in each(special, "checkintime", place)]
            if worked_then not in hours.values():
                at = fields.moment(special.get("timestamp"), f"{place}.timestamp", zone)
                doubts.append(Refused("special_day", number, got=at.date().isoformat()))
    return ({day: ", ".join(dict.fromkeys(told)) for day, told in hours.items()} or None), doubts


def _weekdays(dates: Mapping[str, Any], path: str) -> set[int]:
    found: set[int] = set()
    told = dates.get("workdays")
    if told is None:
        return found
    if not isinstance(told, list | tuple):
        raise Refused("wrong", fields.joined(path, "workdays"), "a list", described(told))
    for place, one in enumerate(told):
        day = fields.whole({"day": one}, "day", "")
        if day is None or not 0 <= day <= 7:
            where = f"{fields.joined(path, 'workdays')}[{place}]"
            raise Refused("wrong", where, "a weekday from 0 to 7", described(one))
        found.add(day % 7)
    return found


def _range(one: Any, path: str) -> str:
    if not isinstance(one, Mapping):
        raise Refused("wrong", path, "an object", described(one))
    return f"{_clock(one, 'work_sec', path)}-{_clock(one, 'off_work_sec', path)}"


def _clock(one: Mapping[str, Any], key: str, path: str) -> str:
    seconds = fields.whole(one, key, path)
    if seconds is None:
        raise Refused("missing", f"{path}.{key}")
    minutes = seconds // 60
    if not 0 <= minutes <= 2 * _DAY:
        raise Refused("wrong", f"{path}.{key}", "seconds since midnight", "a number")
    # A shift that goes on after midnight ends on the next day; at midnight itself, with the day.
    minutes = minutes % _DAY if key == "work_sec" or minutes > _DAY else minutes
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _special(rule: Mapping[str, Any], path: str, setting: Setting) -> dict[str, str]:
    """The single days on which work is done or not, whatever the week says."""
    found: dict[str, str] = {}
    for key, kind in (("spe_workdays", "workday"), ("spe_offdays", "rest")):
        for place, day in each(rule, key, path):
            if not isinstance(day, Mapping):
                raise Refused("wrong", place, "an object", described(day))
            first = fields.moment(day.get("timestamp"), f"{place}.timestamp", setting.zone).date()
            last = first
            if day.get("end_timestamp"):
                end = fields.moment(day["end_timestamp"], f"{place}.end_timestamp", setting.zone)
                last = min(end.date(), first + timedelta(days=366))
            for step in range((last - first).days + 1):
                put(found, (first + timedelta(days=step)).isoformat(), kind)
    return found
