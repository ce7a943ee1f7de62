"""Conditions that a service would register: a score, places, an answer that may fail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from wechat_policy.rules import base
from wechat_policy.rules.base import ScannedText, Spans, Words, condition
from wechat_policy.source import Span

ASKED: list[str] = []
"""The texts that the conditions were asked about."""


def fraud_score(text: str) -> float | None:
    """How likely a text is fraud; unknown of one that nobody can read."""
    ASKED.append(text)
    if "崩" in text:
        raise RuntimeError("the model is down")
    if "数" in text:
        return float("nan")
    return None if "?" in text else text.count("骗") / 4


def shouts(text: str) -> Spans | None:
    """The text has a run of exclamation marks."""
    if "?" in text:
        return None
    start = text.find("！！")
    return (Span(start, start + 2),) if start >= 0 else ()


def polite(text: str, least: int = 1) -> bool:
    """The text says please at least so many times."""
    return text.count("请") >= least


def doubles(text: ScannedText, lexicon: Words) -> Spans:
    """A word of the lexicon stands twice."""
    ASKED.append(text.value)
    hits = text.hits(lexicon)
    return tuple(hit.span for hit in hits) if len(hits) > 1 else ()


@contextmanager
def registered() -> Iterator[None]:
    """The conditions are words of the language for a while."""
    names, aliases = dict(base._CONDITIONS), dict(base._ALIASES)
    try:
        condition("欺诈分")(fraud_score)
        condition("喊叫")(shouts)
        condition("礼貌", specific=False)(polite)
        condition("成双", needs="hit")(doubles)
        yield
    finally:
        for table, before in ((base._CONDITIONS, names), (base._ALIASES, aliases)):
            table.clear()  # type: ignore[attr-defined]
            table.update(before)  # type: ignore[attr-defined]
