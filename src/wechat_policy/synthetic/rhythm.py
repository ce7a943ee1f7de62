"""When a company talks: the curve of a day, of the week and of China's working days."""

from __future__ import annotations

from datetime import date, timedelta

from wechat_policy.workdays import WorkCalendar

SLOT = 30 * 60 * 1000
"""The length of a slot in milliseconds; a day has 48."""

DAY = 48 * SLOT

_DAWN = 14
"""The slot of 7 o'clock."""

_DUSK = 44
"""The slot of 22 o'clock."""

_NIGHT = 0.0002
"""Of a day's messages, those in a slot before dawn."""

# From dawn on, by the half hour, each a relative figure.
_WORK = (
    1,
    3,
    10,
    38,
    78,
    96,
    100,
    98,
    92,
    70,
    22,
    12,
    18,
    52,
    80,
    92,
    98,
    96,
    94,
    90,
    86,
    62,
    30,
    20,
    16,
    14,
    12,
    11,
    9,
    6,
    0,
    0,
    0,
    0,
)
_SOCIAL = (
    4,
    8,
    14,
    18,
    14,
    14,
    16,
    18,
    22,
    40,
    90,
    100,
    70,
    34,
    20,
    18,
    18,
    20,
    22,
    26,
    34,
    60,
    62,
    58,
    56,
    58,
    64,
    66,
    60,
    48,
    40,
    26,
    14,
    6,
)
_CUSTOMER = (
    2,
    4,
    14,
    40,
    70,
    86,
    90,
    88,
    84,
    70,
    44,
    36,
    44,
    62,
    78,
    84,
    86,
    84,
    82,
    78,
    70,
    56,
    42,
    36,
    34,
    36,
    36,
    32,
    26,
    18,
    12,
    8,
    4,
    2,
)
_REST = (
    2,
    4,
    8,
    18,
    30,
    40,
    46,
    50,
    48,
    44,
    36,
    30,
    32,
    38,
    42,
    44,
    46,
    46,
    44,
    42,
    40,
    40,
    42,
    44,
    46,
    48,
    48,
    42,
    34,
    26,
    18,
    12,
    8,
    4,
)

SHARES = {
    "team": 0.25, "division": 0.05, "leaders": 0.015, "project": 0.17, "colleagues": 0.26,
    "customer": 0.05, "client": 0.14, "social": 0.06, "notice": 0.0025,
}  # fmt: skip
"""Of the messages of a working day, by where they are sent; `client` is alone with an outsider."""

WORK = ("team", "division", "leaders", "project", "notice")
"""Where nothing but work is spoken of."""

_RESTING = {"colleagues": 0.16, "customer": 0.35, "client": 0.45, "social": 1.1}
_WEEK = (1.06, 1.03, 1.0, 1.0, 0.93, 0.9, 0.9)


def quiet(workday: bool, slot: int) -> bool:
    """Whether a slot is one in which no work is to be asked for: the night, and days off."""
    return not workday or slot < _DAWN or slot >= _DUSK


def evening(at: int) -> int:
    """The moment on the same day from which nobody is to be asked for work."""
    return at - at % DAY + _DUSK * SLOT


def weights(day: date, workday: bool, slot: int) -> dict[str, float]:
    """How much is said in the slot, by where."""
    found = {}
    for sort, share in SHARES.items():
        if workday:
            curve = (
                _SOCIAL
                if sort == "social"
                else _CUSTOMER
                if sort in ("customer", "client")
                else _WORK
            )
            factor = _WEEK[day.weekday()]
            if sort in WORK and quiet(workday, slot):
                factor = 0.0
        else:
            curve, factor = _REST, _RESTING.get(sort, 0.0)
        hourly = _NIGHT if slot < _DAWN else curve[slot - _DAWN] / sum(curve)
        found[sort] = share * factor * hourly
    return found


def days(start: date, count: int) -> list[tuple[date, bool]]:
    """So many days from the first on, each with whether it is worked."""
    calendar = WorkCalendar()
    found = []
    for number in range(count):
        day = start + timedelta(days=number)
        worked = calendar.workday(day)
        found.append((day, day.weekday() < 5 if worked is None else worked))
    return found


def pressing(workday: bool, slot: int) -> float:
    """How likely work is asked for in a slot in which it ought not to be."""
    if not quiet(workday, slot):
        return 0.0
    if slot < _DAWN:
        return 0.05 if slot < 12 else 0.3
    return 1.0 if workday else _REST[slot - _DAWN] / 60
