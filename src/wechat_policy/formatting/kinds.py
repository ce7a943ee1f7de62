"""The kinds of text that can be formatted: how each is read, and how its tree is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

import attrs

from wechat_policy import nodes
from wechat_policy.errors import Diagnostic
from wechat_policy.lexical import Skin
from wechat_policy.parser import parse
from wechat_policy.printer import print_policy
from wechat_policy.source import Source

TreeT = TypeVar("TreeT")


@attrs.frozen
class Kind(Generic[TreeT]):
    """A kind of text.

    `read` gives its tree, which equals that of any text that means the same, and what is wrong
    with the syntax. `write` gives the text of a tree with its comments, for None in its own skin.
    """

    read: Callable[[Source], tuple[TreeT, tuple[Diagnostic, ...]]]
    write: Callable[[TreeT, Skin | None], str]


def _write(document: nodes.Document, skin: Skin | None) -> str:
    return print_policy(document, skin or document.skin)


POLICY = Kind(parse, _write)
"""Policies, in files that end in `.policy`."""
