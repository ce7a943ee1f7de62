"""Writes the text of a tree in either skin: the formatter, and the translator between skins."""

from __future__ import annotations

from wechat_policy import nodes
from wechat_policy.lexical import Skin
from wechat_policy.printer.layout import text_of

__all__ = ["print_policy"]


def print_policy(document: nodes.Document, skin: Skin) -> str:
    """The text of a tree in a skin, which parses to an equal tree.

    The layout is canonical: printing what was printed changes nothing. Comments are kept, those of
    a line behind its last statement and the others above the statement that follows.
    """
    return text_of(document, skin)
