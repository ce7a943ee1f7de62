"""Whether two compiled policies mean the same, however they are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from wechat_policy.mutation.settling import SETTLED, idle, settled
from wechat_policy.policy import Policy
from wechat_policy.rules.lexicons import Lexicon

_WORDS_ONLY = frozenset({"label", "words", "fingerprint", "uses", "rows_fingerprint", "warnings"})
"""Fields that tell of the text, or of its tree, and judge nothing."""

_SHORTCUTS = frozenset({"triggers", "stateful"})
"""Fields that follow from a test, and spare the engine some work."""

_IGNORED = _WORDS_ONLY | _SHORTCUTS


def same_meaning(one: Policy, other: Policy) -> bool:
    """Whether all that judges in two policies is equal, be it that no word stands for another."""
    return _same(one, other)


def _same(one: Any, other: Any) -> bool:
    if one is other:
        return True
    if isinstance(one, SETTLED) or isinstance(other, SETTLED):
        one, other = _settled(one), _settled(other)
    if type(one) is type(other) and idle(one) and idle(other):
        return bool(one.number == other.number)
    if type(one) is not type(other):
        return False
    if isinstance(one, Lexicon):
        return (one.name, len(one.entries), one.protects) == (
            other.name, len(other.entries), other.protects
        )  # fmt: skip
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if attrs.has(type(one)):
        return all(
            _same(getattr(one, field.name), getattr(other, field.name))
            for field in attrs.fields(type(one))
            if field.name not in _IGNORED
        )
    return bool(one == other)


def _settled(one: Any) -> Any:
    return settled(one) if isinstance(one, SETTLED) else one
