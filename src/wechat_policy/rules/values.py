"""Conditions on names, versions and dates: what a value looks like rather than what is said."""

from __future__ import annotations

import functools
import re

from wechat_policy.rules.base import condition

_SLOT = re.compile(r"\{[^{}]*\}")


@condition("符合格式", specific=False)
def follows(text: str, format: str) -> bool:
    """The text has the form of a pattern such as `{name}-{department}`, with no slot empty."""
    return _format(format).fullmatch(text) is not None


@functools.lru_cache(maxsize=1024)
def _format(format: str) -> re.Pattern[str]:
    literal = [re.escape(part) for part in _SLOT.split(format)]
    return re.compile(r"[^\s]+?".join(literal))


@condition("早于版本", specific=False)
def older_than(version: str, other: str) -> bool:
    """A version number stands before another, compared number by number: 4.1.9 before 4.1.10."""
    return _numbers(version) < _numbers(other)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:8])
