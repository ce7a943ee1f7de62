"""Which format a file of records has, and what shows it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from types import MappingProxyType

import attrs

from wechat_policy.adapters.formats import FORMATS, classified, is_record
from wechat_policy.adapters.lines import Lines, values
from wechat_policy.adapters.records import Language, Refusal, Refused


@attrs.frozen
class Detection:
    """The name of a file's format, None if nothing in the sample shows one.

    `sign` names what showed it, a key of the format's signs; `refusal` is the first fault met,
    if any.
    """

    format: str | None
    sign: str
    line: int = 0
    refusal: Refusal | None = None

    def reason(self, language: Language = "en") -> str:
        """What shows the format, in one line of words."""
        signs = _NOTHING if self.format is None else FORMATS[self.format].signs
        words = signs[self.sign][language].format(line=self.line)
        if self.format is not None or self.refusal is None:
            return words
        between = ": " if language == "en" else "："
        return f"{words}{between}{self.refusal.render(language)}"


_NOTHING: Mapping[str, Mapping[Language, str]] = MappingProxyType(
    {
        "empty": {
            "en": "there is no record in the sample",
            "zh": "样本中没有记录",
        },
        "unknown": {
            "en": "no record in the sample is of a format that is known",
            "zh": "样本中没有任何已知格式的记录",
        },
        "damaged": {
            "en": "no record in the sample can be read",
            "zh": "样本中的记录均无法读取",
        },
    }
)


def detect(source: Lines, sample: int = 20) -> Detection:
    """The format of a file, or of some of its lines: the first record that shows one decides.

    Not more than `sample` records are looked at. `read` decides in the same way.
    """
    sign = "empty"
    refusal = None
    for item, (line, value) in enumerate(islice(values(source, is_record), sample), 1):
        number = line or item
        if isinstance(value, Refused):
            refusal = refusal or value.at(number)
            sign = "damaged" if sign == "empty" else sign
        elif found := classified(value):
            return Detection(found[0].name, found[1], number)
        else:
            sign = "unknown"
    return Detection(None, sign, refusal=refusal)
