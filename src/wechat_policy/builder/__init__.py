"""Builds nodes from the parse tree of one section: a function for each rule of the grammar.

Words of the vocabulary get their canonical spelling here, so that both skins give one tree.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from wechat_policy.builder import cases, clauses, conditions, examples, penalties, sections
from wechat_policy.builder.examples import often
from wechat_policy.builder.reading import RULES, BadValue, build

if TYPE_CHECKING:
    from lark import Token, Tree

for family in (sections, cases, clauses, conditions, examples, penalties):
    RULES.update(family.RULES)

__all__ = ["BadValue", "bad_values", "build"]


def bad_values(tree: Tree[Token]) -> list[BadValue]:
    """Everything in a parse tree that has the right shape and no value, in no order."""
    found = []
    for subtree in tree.iter_subtrees():
        for item in subtree.children:
            if getattr(item, "type", "") in ("DATE", "TIME"):
                found += _raised(build, item)
        if subtree.data in ("times", "tier_number"):
            found += _raised(build, subtree)
        elif subtree.data == "finding" and subtree.children[1] is not None:
            found += _raised(often, subtree.children[1])
        elif subtree.data in ("say", "happen") and subtree.children[0] is not None:
            found += _raised(often, subtree.children[0])
    return found


def _raised(read: Callable[[Any], Any], item: Any) -> list[BadValue]:
    try:
        read(item)
    except BadValue as bad:
        return [bad]
    return []
