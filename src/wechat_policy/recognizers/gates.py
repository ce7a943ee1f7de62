"""Cheap conditions that a text must fulfil before any recognizer can find something in it."""

from __future__ import annotations

from wechat_policy.recognizers.numerals import RUN
from wechat_policy.recognizers.patterns import CURRENCY_CODES, SUM_CUES, compiled

_INK = "[!-~０-９Ａ-Ｚａ-ｚ＠．－＋／：＿＝]"
_BETWEEN = r"[\s\u3000\xa0.．、\-－·•‐‑‒–—−_＿\u200b-\u200d\u2060\ufe0f\u20e3\ufeff]{0,3}"


def _any_width(word: str) -> str:
    """A pattern for a word of capitals in either case and width."""
    cases = (c + c.lower() for c in word)
    return "".join(f"[{both}{''.join(chr(0xFEE0 + ord(c)) for c in both)}]" for both in cases)


_GATES = {
    "digits": f"[0-9０-９](?:{_BETWEEN}[0-9０-９]){{6}}|{RUN}",
    "at": "[@＠]",
    "address": "[0-9A-Za-z０-９Ａ-Ｚａ-ｚ:：][.．。:：]",
    "word": rf"{_INK}(?:[\ \u3000·•]?{_INK}){{3}}|{RUN}",
    "money": "|".join([f"[元圆块币金毛角¥￥$＄€£]|{SUM_CUES}", *map(_any_width, CURRENCY_CODES)]),
}
_ANY = f"[!-~０-９Ａ-Ｚａ-ｚ＠：元圆块币金毛角¥￥＄€£]|{SUM_CUES}|{RUN}"

GATES = frozenset(_GATES)
"""The names of all gates: a run of digits, an @, a dot or colon after a letter, a run of Latin
letters or digits, a sign or word for money."""


def may_hold(text: str) -> frozenset[str]:
    """The gates that a text passes; a recognizer whose gate is missing finds nothing in it.

    Text of Chinese characters and their punctuation passes none and costs one search.
    """
    if compiled(_ANY).search(text) is None:
        return frozenset()
    return frozenset(gate for gate, pattern in _GATES.items() if compiled(pattern).search(text))
