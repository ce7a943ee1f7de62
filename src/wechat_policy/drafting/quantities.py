"""Reads times, numbers and sums out of statements: 24小时内, 每月, 不超过三次, 8:30-12:00."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from wechat_policy.drafting.script import number
from wechat_policy.drafting.tables import table

_FIGURE = r"(?:[0-9零〇一二三四五六七八九十百千两]+|半)"
_UNITS = {
    "秒": "秒", "分钟": "分钟", "分": "分钟", "小时": "小时", "钟头": "小时", "时": "小时",
    "天": "天", "日": "天",
    "周": "周", "星期": "周", "礼拜": "周", "工作日": "个工作日",
    "minutes": "分钟", "minute": "分钟", "hours": "小时", "hour": "小时",
    "days": "天", "day": "天", "weeks": "周", "week": "周",
    "working days": "个工作日", "working day": "个工作日",
    "business days": "个工作日", "business day": "个工作日",
}  # fmt: skip
_MONTHS = {
    "月": 30,
    "季度": 90,
    "季": 90,
    "年": 365,
    "months": 30,
    "month": 30,
    "years": 365,
    "year": 365,
}
_ANY = "|".join(sorted([*_UNITS, *_MONTHS], key=len, reverse=True))
_WITHIN = re.compile(
    rf"(?P<count>{_FIGURE})\s*个?\s*(?P<unit>{_ANY})(?:之)?(?:以)?内|within\s+(?P<count_en>\d+|one|two|three|five)\s+(?P<unit_en>{_ANY})"
)
_SAME_DAY = re.compile(r"当[日天晚](?:内|之内)?|same day")
_NEXT_DAY = re.compile(
    r"(?<![至到])(?:(?:次日|第二天|翌日)(?!\d|[一二三四五六七八九十]{1,2}[点时])|次一?个?工作日|"
    r"next (?:working |business )?day)"
)
_EVERY = re.compile(
    rf"每(?:隔)?(?P<count>{_FIGURE})?个?(?P<unit>工作日|季度|星期|小时|[日天周月季年])|every\s+(?P<count_en>\d+)?\s*(?P<unit_en>{_ANY})"
    r"|(?P<word>quarterly|monthly|weekly|annually|daily)"
)
_ONCE = re.compile(
    rf"(?P<count>{_FIGURE})个?(?P<unit>季度|星期|[天周月季年])(?:必须|须|要|应|至少)?(?:一[换改查清次]|(?:更?换|修?改|查|清理?|检查)一次)"
)
_CALENDAR = {
    "日": "日",
    "天": "日",
    "周": "周",
    "星期": "周",
    "月": "月",
    "季度": "季度",
    "季": "季度",
    "年": "年",
}
_WORDS = {"quarterly": "季度", "monthly": "月", "weekly": "周", "annually": "年", "daily": "日"}
_BOUND = re.compile(
    rf"(?:超过|多于|高于|超出|至多|最多|不超|上限为?|限(?:发|用|制在)?|控制在|"
    rf"no more than|at most|exceed)[^,;。0-9一二两三四五六七八九十]{{0,8}}(?P<count>{_FIGURE})\s*"
    r"(?P<unit>次|条|个|人|字|分钟|小时|秒|遍|元|张|篇|characters|minutes|messages|times|posts|yuan|rmb)?"
)
_WITHIN_COUNT = re.compile(
    rf"(?P<count>{_FIGURE})\s*(?P<unit>次|条|个|人|字|分钟|秒|元|张|篇)(?:以内|之内|以下|为限)"
)
_CLOCK = (
    r"(?P<{0}_part>凌晨|清晨|早上|早晨|早间|上午|中午|下午|傍晚|晚上|晚间|夜里|夜间|深夜|夜晚|晚)?"
    r"(?P<{0}>[01]?\d|2[0-4]|[一二三四五六七八九十两]{{1,3}}(?=[点时]))"
    r"(?::(?P<{0}_m>[0-5]\d)|[点时]钟?(?P<{0}_half>半)?(?P<{0}_quarter>[1-5]\d分?)?)"
)
_AFTERNOON = re.compile(r"下午|傍晚|晚|夜")
_WINDOW = re.compile(
    rf"每(?:人每)?(?P<count>{_FIGURE})?\s*个?(?P<unit>分钟|小时|[日天周月年]|季度)|"
    rf"(?P<in_count>{_FIGURE})?\s*个?(?P<in>分钟|小时|[日天周月年])(?:之)?内|"
    r"per (?P<per>minute|hour|day|week|month)"
)
_PER = {"day": "日", "week": "周", "month": "月"}
_BEFORE = re.compile(_CLOCK.format("hour") + r"(?:之|以)?前|before\s+" + _CLOCK.format("hour_en"))
_SPAN = re.compile(
    _CLOCK.format("start")
    + r"\s*(?:[-—–~～至到]+|to)\s*(?P<next>次日|第二天|翌日)?"
    + _CLOCK.format("end")
)
_LATE = re.compile(_CLOCK.format("hour") + r"(?:之|以)?后|after\s+" + _CLOCK.format("hour_en"))
_MONEY = re.compile(
    rf"(?P<low>{_FIGURE})\s*(?:元|块)?\s*(?:[-—–~～至到]+|以上,?)\s*(?P<high>{_FIGURE})\s*(?:元|块|rmb|yuan)|(?P<sum>{_FIGURE})\s*(?:元|块|rmb|yuan)|(?:rmb|cny|￥|¥)\s*(?P<sum_en>\d+)|(?<=罚)款?(?P<fine>\d+)(?![\d.%分]|\s*[元块])"
)
_IN_FORCE = re.compile(
    r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?(?:起|之日起|开始)?(?:正式|开始)?(?:施行|实施|执行|生效|试行)"
)
_ENGLISH = {"one": 1, "two": 2, "three": 3, "five": 5}


@attrs.frozen
class Told:
    """What a statement says of a time or number, as the language writes it, and the words."""

    value: str
    words: str


@attrs.frozen
class Term:
    """A word that leaves something open: the parameter's name, use and first value."""

    name: str
    use: str
    default: str
    words: str


def within(plain: str) -> Told | None:
    """The time within which something has to follow."""
    if found := _WITHIN.search(plain):
        unit = found["unit"] or found["unit_en"]
        if value := _lasting(found["count"] or found["count_en"], unit):
            return Told(value, found[0])
    if found := _SAME_DAY.search(plain):
        return Told("1天", found[0])
    if found := _NEXT_DAY.search(plain):
        return Told("2天", found[0])
    return None


def period(plain: str) -> Told | None:
    """How often something has to happen."""
    for found in _EVERY.finditer(plain):
        if found["word"]:
            return Told(_WORDS[found["word"]], found[0])
        unit = found["unit"] or found["unit_en"]
        told = found["count"] or found["count_en"]
        if not told:
            return Told(_CALENDAR.get(unit) or _CALENDAR.get(_UNITS.get(unit, ""), "日"), found[0])
        if value := _lasting(told, unit):
            return Told(value, found[0])
    if (once := _ONCE.search(plain)) and (value := _lasting(once["count"], once["unit"])):
        return Told(value, once[0])
    return None


def bound(plain: str) -> tuple[Told, str] | None:
    """The number that is not to be passed, and its unit."""
    found = _BOUND.search(plain) or _WITHIN_COUNT.search(plain)
    count = _count(found["count"]) if found else None
    if found is None or count is None or count > 10_000_000:
        return None
    return Told(str(count), found[0]), found["unit"] or ""


def window(plain: str) -> Told | None:
    """The stretch of time in which a number counts: 每日, 每10分钟, 一周内."""
    found = _WINDOW.search(plain)
    if not found:
        return None
    unit = found["unit"] or found["in"] or found["per"]
    count = _count(found["count"] or found["in_count"]) or 1
    if count == 1 and (calendar := _CALENDAR.get(_PER.get(unit, unit))):
        return Told(calendar, found[0])
    value = _length(count, unit)
    return Told(value, found[0]) if value else None


def before(plain: str) -> Told | None:
    """The time of day before which something has to be done."""
    found = _BEFORE.search(plain)
    return Told(_clock(found, "hour", "hour_en"), found[0]) if found else None


def late(plain: str) -> Told | None:
    """The time of day after which something does not hold any more."""
    found = _LATE.search(plain)
    return Told(_clock(found, "hour", "hour_en"), found[0]) if found else None


def night(plain: str) -> tuple[str, Told] | None:
    """The time of day at which a span over midnight starts, and its end."""
    for one in _SPAN.finditer(plain):
        start, end = _clock(one, "start"), _clock(one, "end")
        if start > end or one["next"]:
            return start, Told(end, one[0])
    return None


def spans(plain: str) -> list[Told]:
    """Ranges of times of day that do not overlap, in order."""
    found = []
    last = ""
    for one in _SPAN.finditer(plain):
        start, end = _clock(one, "start"), _clock(one, "end")
        if last <= start < end:
            found.append(Told(f"{start}-{end}", one[0]))
            last = end
    return found


def sums(plain: str) -> Iterator[tuple[int, Told]]:
    """Sums of money and ranges of them, each with where it stands."""
    for found in _MONEY.finditer(plain):
        low = _count(found["low"] or found["sum"] or found["sum_en"] or found["fine"])
        high = _count(found["high"]) if found["high"] else None
        if not low or low > 1_000_000_000 or (high is not None and not low < high <= 1_000_000_000):
            continue
        yield found.start(), Told(f"{low}..{high}元" if high else f"{low}元", found[0])


def in_force(plain: str) -> Told | None:
    """The day from which a policy is in force."""
    found = _IN_FORCE.search(plain)
    if not found:
        return None
    year, month, day = (int(one) for one in found.groups())
    return Told(f"{year:04}-{month:02}-{day:02}", found[0])


def terms(plain: str) -> list[Term]:
    """The words of a statement that leave something open."""
    return [
        Term(row["name"], row.get("use", ""), row.get("default", ""), found[0])
        for row in table("terms")["term"]
        if (found := re.search(row["words"], plain))
    ]


def _count(text: str | None) -> int | None:
    return None if text is None else _ENGLISH.get(text) or number(text)


_HALVES = {
    "小时": "30分钟",
    "钟头": "30分钟",
    "天": "12小时",
    "日": "12小时",
    "月": "15天",
    "年": "180天",
}


def _lasting(count: str, unit: str) -> str | None:
    """A length of time as the language writes it; half a year too."""
    if count == "半":
        return _HALVES.get(unit)
    found = _count(count)
    return _length(found, unit) if found else None


def _length(count: int, unit: str) -> str | None:
    if unit in _MONTHS:
        count, unit = count * _MONTHS[unit], "天"
    if not 0 < count <= 3650:
        return None
    return f"{count}{_UNITS[unit]}"


def _clock(found: re.Match[str], *names: str) -> str:
    for name in names:
        if found[name]:
            minutes = found[f"{name}_m"] or ("30" if found[f"{name}_half"] else "00")
            minutes = (found[f"{name}_quarter"] or minutes)[:2]
            hour = number(found[name]) or 0
            if hour <= 12 and _AFTERNOON.match(found[f"{name}_part"] or ""):
                # 晚上十二点 is the end of the day, 夜里2点 the beginning of the next.
                hour += 12 if hour > 4 or found[f"{name}_part"] == "下午" else 0
            hour = min(hour, 24)
            return f"{hour:02}:{'00' if hour == 24 else minutes}"
    return "00:00"
