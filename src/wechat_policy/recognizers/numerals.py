"""Digits in any script: spelled in characters, circled, or with signs of no width between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import attrs

from wechat_policy.recognizers.patterns import FOREIGN, MARK, Find, Spans, narrowed

_SPELLED: Mapping[str, str] = {
    character: str(digit)
    for digit, characters in enumerate(
        (
            "零〇○洞", "一壹幺㈠㊀", "二贰貳两㈡㊁", "三叁參㈢㊂", "四肆㈣㊃", "五伍㈤㊄",
            "六陆陸㈥㊅", "七柒拐㈦㊆", "八捌㈧㊇", "九玖勾㈨㊈",
        )
    )
    for character in characters
}  # fmt: skip
_CIRCLED = "①-⑨⑴-⑼⒈-⒐❶-❾➀-➈➊-➒⓵-⓽⓪⓿⁰¹²³⁴-⁹₀-₉🄁-🄊"

ANY_DIGIT = f"0-9{FOREIGN}{_CIRCLED}"
"""What a class of characters has to hold to take in every digit that is no Chinese character."""

DIGIT = f"[{ANY_DIGIT}{''.join(_SPELLED)}]"
"""A digit in any script, Chinese characters among them."""

_BETWEEN = f"{MARK[:-1]}－．]{{0,3}}"

RUN = f"{DIGIT}(?:{_BETWEEN}{DIGIT}){{4}}"
"""Five digits on end: fewer may be a number of people or the third day of a month."""

_RUN = re.compile(f"{RUN}(?:{_BETWEEN}{DIGIT})*")
_ONE = re.compile(DIGIT)
_IN_CIRCLE = re.compile(f"[{_CIRCLED}]")

NO_WIDTH = "\xad\u200b-\u200f\u2060-\u2064\ufe0e\ufe0f\u20e3\ufeff"
"""Signs that are seen as little as they are read, and the frame of a digit on a key."""

_NO_WIDTH = re.compile(f"[{NO_WIDTH}]")

Reading = tuple[str, Sequence[int]]
"""A text as it is read, and where in the text each of its characters stood."""


@attrs.frozen
class InAnyScript:
    """A recognizer that looks where digits stand in another script too.

    What it finds in the text itself comes first: there ① before a number only counts the lines.
    """

    find: Find
    read: Callable[[str], Reading | None]

    def __call__(self, text: str) -> Spans:
        """What it finds in the text, and in the reading with digits in figures."""
        spans = self.find(text)
        reading = self.read(text)
        if reading is None:
            return spans
        plain, places = reading
        further = []
        for first, last in self.find(plain):
            start, end = places[first], places[last - 1] + 1
            while text[end : end + 1] in ("\ufe0f", "\u20e3"):
                end += 1
            if not any(start < behind and before < end for before, behind in spans):
                further.append((start, end))
        return tuple(sorted((*spans, *further)))


@lru_cache(maxsize=16)  # nine recognizers ask for it of one text
def in_runs(text: str) -> Reading | None:
    """The reading with long runs of digits in figures; None if it is the text.

    A character such as 一 is a digit only in such a run.
    """
    return _read(text, _RUN)


@lru_cache(maxsize=16)
def everywhere(text: str) -> Reading | None:
    """The reading with every character that can be a digit in figures; None if it is the text.

    For what has a form that no other words could have.
    """
    return _read(text, _ONE)


def in_circles(text: str) -> Reading | None:
    """The reading with circled and raised digits in figures; None if it is the text."""
    return _read(text, _IN_CIRCLE)


def in_place(text: str) -> str:
    """The text with every character that can be a digit in figures; its length is kept."""
    return _ONE.sub(lambda one: _figure(one[0]), text)


def squeezed(text: str) -> Reading:
    """The text without signs of no width."""
    if _NO_WIDTH.search(text) is None:
        return text, range(len(text))
    places = [at for at, character in enumerate(text) if not _NO_WIDTH.match(character)]
    return "".join(map(text.__getitem__, places)), places


def _read(text: str, digits: re.Pattern[str]) -> Reading | None:
    kept, places = squeezed(text)
    plain = digits.sub(lambda run: "".join(map(_figure, run[0])), narrowed(kept))
    return None if len(plain) == len(text) and plain == narrowed(text) else (plain, places)


def _figure(character: str) -> str:
    if character in _SPELLED:
        return _SPELLED[character]
    digit = unicodedata.digit(character, None)
    return character if digit is None else str(digit)
