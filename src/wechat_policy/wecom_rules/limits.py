"""What a rule of WeCom can hold, by its kind."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

import attrs

Kind: TypeAlias = Literal["intercept", "keyword"]
"""A rule that stops messages to customers (聊天敏感词), or one that reports them (关键词规则)."""


@attrs.frozen
class Limits:
    """The bounds of one rule, and its numbers for what it finds without words."""

    name: int
    words: int
    word: int
    semantics: Mapping[str, int]


LIMITS: Mapping[Kind, Limits] = MappingProxyType(
    {
        "intercept": Limits(20, 300, 32, {"mobile": 1, "email": 2, "redpacket": 3}),
        "keyword": Limits(20, 20, 32, {"redpacket": 1, "mobile": 2, "email": 3}),
    }
)
"""The limits of each kind."""

EVERYBODY = 1
"""The number of the department that holds all others."""

BLOCK, WARN = 1, 2
"""What an intercept rule does."""

MEMBERS, CUSTOMERS = 1, 2
"""Whose messages a keyword rule looks at."""

PRIVATE, GROUP = 1, 2
"""The chats that a keyword rule looks at."""
