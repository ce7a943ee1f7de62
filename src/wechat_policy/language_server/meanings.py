"""What a name may mean at a place, and what it is then looked up in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import attrs

from wechat_policy.resolution import Environment, Resolved, element_of, pattern_types
from wechat_policy.vocabulary import Attribute
from wechat_policy.words import canonical, canonical_list

SlotKind = Literal[
    "", "event", "category", "fact", "list", "value", "word", "argument", "hours", "day",
    "clause", "severity", "head", "tag", "lexicon", "reading", "sanction", "row", "period",
    "bound", "new", "former", "fact_name",
]  # fmt: skip


NO_SCOPE = Environment(())


@attrs.frozen
class Slot:
    """What a name means at a place.

    `scope` is what a fact may be of, `path` the fact whose value, condition word or argument it
    is, `word` the condition word and `number` how many arguments stand before.
    """

    kind: SlotKind
    scope: Environment = NO_SCOPE
    path: str = ""
    word: str = ""
    number: int = 0


NOTHING = Slot("")


def types_of(words: Iterable[str]) -> tuple[str, ...]:
    """The event types of words; a word that is no event stands for none."""
    found = (one for word in words for one in pattern_types(canonical("event", word)))
    return tuple(dict.fromkeys(found))


def elements_of(path: str, scope: Environment) -> Attribute:
    """What the elements of a list are."""
    found = scope.resolve(canonical_list(path))
    if isinstance(found, Resolved):
        return element_of(found.attribute)
    return Attribute(name="", zh="", type="object")
