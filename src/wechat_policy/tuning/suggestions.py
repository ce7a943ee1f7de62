"""What is suggested for a lexicon: words to add, to drop and to weigh anew, each with evidence."""

from __future__ import annotations

from typing import Any, Literal

import attrs

from wechat_policy.tuning.intervals import Estimate, Quality

Change = Literal["add", "drop", "reweigh"]


@attrs.frozen
class Place:
    """Where a word stands: which of the texts (from 0), its id if it has one, and some words."""

    number: int
    id: str | None
    words: str
    start: int
    end: int
    wanted: bool

    def to_dict(self) -> dict[str, Any]:
        """As JSON; the words, and where in them the word stands."""
        return attrs.asdict(self)


@attrs.frozen
class Suggestion:
    """A change of one word, and what speaks for it.

    `wanted` and `others` are texts that hold the word: those that have to be found, and those that
    must not be; `precision` is the share of the first. By the change `found` texts that have to be
    found, and `alarms` that must not be, come in, given all else that the lexicon finds; below
    nothing they go out. `within` are words of the lexicon, or others suggested, that stand in this
    word or that it stands in.
    """

    change: Change
    word: str
    weight: float | None
    new_weight: float | None
    wanted: int
    others: int
    precision: Estimate | None
    found: int
    alarms: int
    within: tuple[str, ...]
    places: tuple[Place, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            **attrs.asdict(self, recurse=False),
            "precision": None if self.precision is None else self.precision.to_dict(),
            "within": list(self.within),
            "places": [one.to_dict() for one in self.places],
        }


@attrs.frozen
class Suggestions:
    """The changes that are suggested for a lexicon, the most telling first.

    `quality` is that of the lexicon as it stands, where a text counts whose score is the threshold
    or more: 1 where one word is enough. Changes of one kind are told as if those before it had been
    made. `silent` are words that no text holds: nothing can be said of them.
    """

    lexicon: str
    threshold: float
    quality: Quality
    add: tuple[Suggestion, ...]
    drop: tuple[Suggestion, ...]
    reweigh: tuple[Suggestion, ...]
    silent: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        told = attrs.asdict(self, recurse=False)
        lists = {name: [one.to_dict() for one in told[name]] for name in ("add", "drop", "reweigh")}
        return {**told, "quality": self.quality.to_dict(), **lists, "silent": [*self.silent]}
