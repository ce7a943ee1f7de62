"""Hours and days in plain words."""

from __future__ import annotations

from wechat_policy import nodes
from wechat_policy.plain.voice import Voice
from wechat_policy.words import DAYS, spell

_ENGLISH_DAYS = {
    "workdays": "working days", "holidays": "days off", "weekends": "weekends",
    "everyday": "every day",
}  # fmt: skip


def shifts(node: nodes.HoursTable, voice: Voice) -> str:
    """The shifts of named hours."""
    told = voice.say("; ", "；").join(
        f"{all_days(one.days, voice)} " + voice.listed(_span(time, voice) for time in one.times)
        for one in node.shifts
    )
    return told if node.timezone is None else voice.bracketed(told, node.timezone)


def _span(node: nodes.TimeSpan, voice: Voice) -> str:
    return f"{voice.value_of(node.start)}–{voice.value_of(node.end)}"


def dates(node: nodes.DateTable, voice: Voice) -> str:
    """The days of a named table."""
    if node.file is not None:
        return voice.say("as in the file {name}", "见文件{name}", name=voice.quoted(node.file))
    return voice.listed(
        str(one.first) if one.first == one.last else f"{one.first} – {one.last}"
        for one in node.spans
    )


def all_days(days: nodes.Days, voice: Voice) -> str:
    """Days of the week, kinds of days and tables of days."""

    def named(name: str) -> str:
        if name not in DAYS:
            return voice.quoted(name)
        return spell("day", name, "zh") if voice.language == "zh" else _ENGLISH_DAYS.get(
            name, name.capitalize()
        )  # fmt: skip

    return voice.listed(
        named(one.name)
        if isinstance(one, nodes.DayWord)
        else voice.say("{a} to {b}", "{a}至{b}", a=named(one.first), b=named(one.last))
        for one in days
    )
