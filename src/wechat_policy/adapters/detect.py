"""Which format a file of records has, and what shows it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from types import MappingProxyType
from typing import Any, Literal

import attrs

from wechat_policy.adapters.archive_pages import unpacked
from wechat_policy.adapters.lines import Lines, values
from wechat_policy.adapters.records import Language, Refusal, Refused

Format = Literal["events", "archive"]

FORMATS: tuple[Format, ...] = ("events", "archive")


@attrs.frozen
class Detection:
    """The format of a file, None if nothing in the sample shows it.

    `sign` names what showed it, a key of `SIGNS`; `refusal` is the first fault met, if any.
    """

    format: Format | None
    sign: str
    line: int = 0
    refusal: Refusal | None = None

    def reason(self, language: Language = "en") -> str:
        """What shows the format, in one line of words."""
        words = SIGNS[self.sign][language].format(line=self.line)
        if self.format is not None or self.refusal is None:
            return words
        between = ": " if language == "en" else "："
        return f"{words}{between}{self.refusal.render(language)}"


SIGNS: Mapping[str, Mapping[Language, str]] = MappingProxyType(
    {
        "event": {
            "en": "record {line} has a `type` and a time `at`, as native events have",
            "zh": "第 {line} 条记录含 `type` 和时间 `at`，是原生事件",
        },
        "message": {
            "en": "record {line} has a `msgid` with `msgtype` or `action`, as in the chat archive",
            "zh": "第 {line} 条记录含 `msgid` 和 `msgtype` 或 `action`，是会话存档",
        },
        "page": {
            "en": "record {line} is a page of the chat archive with `chatdata`",
            "zh": "第 {line} 条记录是含 `chatdata` 的会话存档分页",
        },
        "wrapper": {
            "en": "record {line} holds a record of the chat archive within another object",
            "zh": "第 {line} 条记录内嵌一条会话存档记录",
        },
        "empty": {
            "en": "there is no record in the sample",
            "zh": "样本中没有记录",
        },
        "unknown": {
            "en": "no record in the sample is a native event or one of the chat archive",
            "zh": "样本中没有原生事件，也没有会话存档记录",
        },
        "damaged": {
            "en": "no record in the sample can be read",
            "zh": "样本中的记录均无法读取",
        },
    }
)
"""The words for each sign; `{line}` is filled in."""


def detect(source: Lines, sample: int = 20) -> Detection:
    """The format of a file, or of some of its lines: the first record that shows one decides.

    Not more than `sample` records are looked at. `read` decides in the same way.
    """
    sign = "empty"
    refusal = None
    for item, (line, value) in enumerate(islice(values(source), sample), 1):
        number = line or item
        if isinstance(value, Refused):
            refusal = refusal or value.at(number)
            sign = "damaged" if sign == "empty" else sign
        elif found := classified(value):
            return Detection(found[0], found[1], number)
        else:
            sign = "unknown"
    return Detection(None, sign, refusal=refusal)


def classified(value: Any) -> tuple[Format, str] | None:
    """The format that a decoded record shows and its sign, None if it shows none."""
    if not isinstance(value, Mapping):
        return None
    if "chatdata" in value:
        return "archive", "page"
    if "msgtype" in value or ("msgid" in value and "action" in value):
        return "archive", "message"
    if isinstance(value.get("type"), str) and ("at" in value or "id" in value):
        return "events", "event"
    if any(inner is not value for inner in unpacked(value)):
        return "archive", "wrapper"
    return None
