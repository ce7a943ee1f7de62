"""Writes a policy text anew, in one layout and either skin, with all its comments."""

from __future__ import annotations

from wechat_policy.errors import InvalidPolicy
from wechat_policy.lexical import Skin
from wechat_policy.parser import parse
from wechat_policy.printer import print_policy
from wechat_policy.source import Source

__all__ = ["format_text"]


def format_text(source: Source, skin: Skin | None = None) -> str:
    """The text of a source in the layout of the language; by default in its own skin.

    Raises InvalidPolicy with what is wrong with the syntax: a text that cannot be read is not
    formatted.
    """
    document, faults = parse(source)
    if faults:
        raise InvalidPolicy(faults)
    return print_policy(document, skin or document.skin)
