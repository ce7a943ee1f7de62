"""Digits in any script: spelled in characters, circled, or of another alphabet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

import attrs

from wechat_policy.recognizers.patterns import MARK, Find, Spans, narrowed

_SPELLED: Mapping[str, str] = {
    character: str(digit)
    for digit, characters in enumerate(
        ("零〇○", "一壹幺", "二贰貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for character in characters
}
_CIRCLED = "①-⑨⑴-⑼⒈-⒐❶-❾➀-➈➊-➒⓪⓿"

_OTHER = "٠-٩۰-۹०-९০-৯๐-๙"
"""Digits of other alphabets, of the basic plane: wider classes cost every text."""

_DIGIT = f"[0-9０-９{''.join(_SPELLED)}{_CIRCLED}{_OTHER}]"
_BETWEEN = f"{MARK[:-1]}－．]{{0,3}}"

RUN = f"{_DIGIT}(?:{_BETWEEN}{_DIGIT}){{4}}"
"""Five digits on end: fewer may be a number of people or the third day of a month."""

_RUN = re.compile(f"{RUN}(?:{_BETWEEN}{_DIGIT})*")


@lru_cache(maxsize=16)  # nine recognizers ask for it of one text
def in_figures(text: str) -> str | None:
    """The text with long runs of digits in plain figures, its length kept; None if they were.

    A character such as 一 is a digit only in such a run.
    """
    narrow = narrowed(text)
    plain = _RUN.sub(lambda run: "".join(map(_figure, run[0])), narrow)
    return None if plain == narrow else plain


@attrs.frozen
class InAnyScript:
    """A recognizer that finds numbers in any script, where the plain one finds none."""

    find: Find

    def __call__(self, text: str) -> Spans:
        """What it finds in the text, and in the text with its digits in figures."""
        spans = self.find(text)
        plain = in_figures(text)
        if plain is None:
            return spans
        further = [
            (start, end)
            for start, end in self.find(plain)
            if not any(start < last and first < end for first, last in spans)
        ]
        return tuple(sorted((*spans, *further)))


def _figure(character: str) -> str:
    if character in _SPELLED:
        return _SPELLED[character]
    digit = unicodedata.digit(character, None)
    return character if digit is None else str(digit)
