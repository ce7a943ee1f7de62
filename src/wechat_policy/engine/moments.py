"""Moments of a calendar: times of day, and where the periods of a calendar begin and end."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from wechat_policy.penalties import period_key


def moment(day: date, minutes: int, zone: tzinfo) -> datetime:
    """The moment so many minutes after the start of a day in a zone; 24:00 is the next day's."""
    if minutes >= 1440:
        day, minutes = day + timedelta(days=1), minutes - 1440
    return datetime.combine(day, time(minutes // 60, minutes % 60), zone)


def period_begin(at: datetime, period: str, zone: tzinfo) -> datetime:
    """The first moment of the calendar period that a moment lies in."""
    day = at.astimezone(zone).date()
    key = period_key(at, period, zone)
    while period_key(moment(day - timedelta(days=1), 0, zone), period, zone) == key:
        day -= timedelta(days=1)
    return moment(day, 0, zone)


def period_end(at: datetime, period: str, zone: tzinfo) -> datetime:
    """The first moment after the calendar period that a moment lies in."""
    day = at.astimezone(zone).date()
    key = period_key(at, period, zone)
    while period_key(moment(day, 0, zone), period, zone) == key:
        day += timedelta(days=1)
    return moment(day, 0, zone)
