"""Formats a text, and makes sure that nothing but its layout and its words for things changes."""

from __future__ import annotations

from typing import Any

from wechat_policy.errors import InvalidPolicy
from wechat_policy.formatting.kinds import POLICY, Kind
from wechat_policy.lexical import Skin, comments, fold
from wechat_policy.source import Source


def format_text(source: Source, skin: Skin | None = None, kind: Kind[Any] = POLICY) -> str:
    """The text of a source in the layout of the language, in its own skin unless one is given.

    Lines end in a line feed, also the last one. Raises InvalidPolicy with what is wrong with the
    syntax: a text that cannot be read is not formatted.
    """
    tree, faults = kind.read(source)
    if faults:
        raise InvalidPolicy(faults)
    text = kind.write(tree, skin)
    again, faults = kind.read(Source(source.name, text))
    if faults or again != tree or _comments(text) != _comments(source.text):
        raise RuntimeError("the formatted text does not say the same")
    return text


def _comments(text: str) -> list[str]:
    """The words of the comments, sorted: some change places with the order of words in a skin."""
    return sorted(text[one.start + 1 : one.end].rstrip() for one in comments(fold(text)))
