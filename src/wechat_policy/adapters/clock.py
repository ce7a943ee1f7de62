"""Times as spreadsheets and exports spell them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo

from wechat_policy.adapters import fields
from wechat_policy.adapters.records import Refused, described

SPELLED = "a time such as 2026-03-02 09:05:00, 2026/3/2 9:05 or a number of seconds"
"""What `moment` takes, for a refusal."""

_SPELLING = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
    r"(?:[T ]*(?:(?:星期|周)[一二三四五六日天])?[T ]*(?P<half>上午|下午|晚上|凌晨|中午)?\s*"
    r"(?P<hour>\d{1,2})[:：时](?P<minute>\d{1,2})(?:[:：分](?P<second>\d{1,2}))?"
    r"(?:\.(?P<fraction>\d{1,6})\d*)?[分秒]?\s*(?P<half_en>[AaPp][Mm])?)?"
)
_RUN_TOGETHER = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?")
_LATER_HALF = ("下午", "晚上", "中午")

# Days since the end of 1899, as a workbook counts them: of the years 1954 and 2173.
_FIRST_DAY, _LAST_DAY = 20_000, 100_000
_DAY_ZERO = datetime(1899, 12, 30)


def moment(value: object, path: str, zone: tzinfo) -> datetime:
    """The time that a value states in any of the usual spellings, in the zone.

    Raises:
        Refused: it states none.
    """
    if isinstance(value, str):
        written = value.strip()
        stated = _spelled(written)
        if stated is not None:
            return stated.replace(tzinfo=zone)
        try:
            return fields.moment(written, path, zone)
        except Refused as refused:
            if refused.code == "missing":
                raise
            raise Refused("wrong", path, SPELLED, described(value)) from None
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time(), zone)
    return fields.moment(value, path, zone)


def cell(value: object, path: str, zone: tzinfo) -> datetime:
    """The time in a cell of a table, where a number may count days as workbooks do."""
    days = value
    if isinstance(value, str) and re.fullmatch(r"\d{5}(?:\.\d+)?", value.strip()):
        days = float(value)
    if isinstance(days, int | float) and not isinstance(days, bool):
        if _FIRST_DAY <= days <= _LAST_DAY:
            # A workbook keeps a moment as a fraction, which misses the second by a little.
            seconds = round(days * 86_400)
            return (_DAY_ZERO + timedelta(seconds=seconds)).replace(tzinfo=zone)
        if isinstance(days, int) and _RUN_TOGETHER.fullmatch(str(days)):
            value = str(days)
    return moment(value, path, zone)


def _spelled(written: str) -> datetime | None:
    """The time without zone that a text spells, None where it is no such spelling."""
    found = _SPELLING.fullmatch(written)
    try:
        if found is None:
            together = _RUN_TOGETHER.fullmatch(written)
            return datetime(*(int(part or 0) for part in together.groups())) if together else None  # type: ignore[arg-type]
        hour = int(found["hour"] or 0)
        half = found["half"] or ""
        later = half in _LATER_HALF or (found["half_en"] or "").lower() == "pm"
        if later and hour < 12 and not (half == "中午" and hour > 9):
            hour += 12
        if hour == 12 and (half == "凌晨" or (found["half_en"] or "").lower() == "am"):
            hour = 0
        return datetime(
            int(found["year"]),
            int(found["month"]),
            int(found["day"]),
            hour,
            int(found["minute"] or 0),
            int(found["second"] or 0),
            int((found["fraction"] or "").ljust(6, "0")),
        )
    except ValueError:
        return None
