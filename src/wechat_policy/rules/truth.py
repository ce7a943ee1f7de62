"""Kleene's three truth values: True, False, and None for unknown."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from wechat_policy.codec import storable

Truth = bool | None


@storable
class Unknown(enum.Enum):
    """The value of a fact that nobody told; none is a value, this is the lack of one."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "unknown"

    def __str__(self) -> str:
        return "unknown"


UNKNOWN = Unknown.UNKNOWN


def all_of(truths: Iterable[Truth]) -> Truth:
    """False if one is false, else unknown if one is unknown."""
    answer: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            answer = None
    return answer


def any_of(truths: Iterable[Truth]) -> Truth:
    """True if one is true, else unknown if one is unknown."""
    answer: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            answer = None
    return answer


def opposite(truth: Truth) -> Truth:
    """Not; unknown stays unknown."""
    return None if truth is None else not truth
