"""Writes a text of the language anew, in one layout and either skin, with all its comments.

Comments and blank lines are not in the tree. The printer collects them from the text that the tree
was read from and keeps each with the words that it stands above or behind, found by their place;
here the result is read again and compared, so that no text is ever changed in its meaning.
"""

from __future__ import annotations

from wechat_policy.errors import InvalidPolicy
from wechat_policy.lexical import Skin, comments, fold
from wechat_policy.parser import parse
from wechat_policy.printer import print_policy
from wechat_policy.source import Source


def format_text(source: Source, skin: Skin | None = None) -> str:
    """The text of a policy or of cases in the layout of the language.

    It keeps its own skin unless one is given. Lines end in a line feed, also the last one. Raises
    InvalidPolicy with what is wrong with the syntax: a text that cannot be read is not formatted.
    """
    tree, faults = parse(source)
    if faults:
        raise InvalidPolicy(faults)
    text = print_policy(tree, skin or tree.skin)
    again, faults = parse(Source(source.name, text))
    if faults or again != tree or _comments(text) != _comments(source.text):
        raise RuntimeError("the formatted text does not say the same")
    return text


def _comments(text: str) -> list[str]:
    """The words of the comments, sorted: some change places with the order of words in a skin."""
    return sorted(text[one.start + 1 : one.end].rstrip() for one in comments(fold(text)))
