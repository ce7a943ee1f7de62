"""Keeps norms to the hours that a statement names: working hours, after work, the night."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wechat_policy.drafting import quantities
from wechat_policy.drafting.desk import WORK, Desk, Guess

_WORK = re.compile(
    r"工作时间|上班(?:时间|期间)|办公时间|工作期间|在岗期间|工时|当班|"
    r"working hours|office hours|on duty"
)
_OFF = re.compile(
    r"(?:非工作|非上班|非办公|工作以外|工作外)(?:时间|时段|期间)?|"
    r"下班(?:后|时间|以后)|休息(?:时间|日)|业余时间|节假日|"
    r"after (?:work|hours)|outside (?:working|office) hours|non-working"
)


def names_hours(plain: str) -> bool:
    """Whether words name working hours or the time outside them."""
    return bool(_WORK.search(plain) or _OFF.search(plain))


def in_hours(lines: Sequence[str], plain: str, desk: Desk, made: list[Guess]) -> list[str]:
    """The norms, kept to the hours that the statement names."""
    off, work = _OFF.search(plain), _WORK.search(plain)
    late = quantities.late(plain)
    condition = ""
    spans = quantities.spans(plain)
    night = quantities.night(plain)
    if off:
        desk.working_hours((), off[0])
        condition, words = f"当 不处于 {WORK}", off[0]
    elif work:
        desk.working_hours([one.value for one in spans], work[0])
        condition, words = f"当 处于 {WORK}", work[0]
    elif night and night[0] >= "12:00":
        condition, words = (
            f"当 处于 {desk.night(night[0], night[1].words, night[1].value)}",
            night[1].words,
        )
    elif late and late.value >= "17:00":
        condition, words = f"当 处于 {desk.night(late.value, late.words)}", late.words
    if not condition:
        return list(lines)
    bounded = [
        _bounded(line, condition)
        if line.startswith(("不得", "疑似", "限制", "自 消息"))
        and "报告" not in line
        and "现状" not in line
        else line
        for line in lines
    ]
    if bounded != list(lines):
        made.append(Guess("hours", condition.removeprefix("当 "), words, "medium"))
    return bounded


def _bounded(line: str, condition: str) -> str:
    """A norm with one more condition; an exception stays the last."""
    norm, unless, exception = line.partition(" 除非 ")
    joined = (
        f"{norm} 且 {condition.removeprefix('当 ')}" if " 当 " in norm else f"{norm} {condition}"
    )
    return f"{joined}{unless}{exception}"
