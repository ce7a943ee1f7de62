"""A sample of messages to be labelled, and what its labels tell of all the messages."""

from __future__ import annotations

from typing import Any, Literal

import attrs

Why = Literal["random", "uncertain", "rare"]


@attrs.frozen
class Chosen:
    """A message to be labelled.

    `why` it was chosen: at random in its `stratum` (a clause that flags it, or `unflagged`),
    because its score lies near the threshold, or because its clause has few labels. `probability`
    is that with which a message of its stratum is chosen at random, None for one that was not:
    only random ones tell of all messages.
    """

    number: int
    id: str | None
    why: Why
    stratum: str
    probability: float | None
    score: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return attrs.asdict(self)


@attrs.frozen
class Stratum:
    """The messages of one sort: how many there are, and how many were chosen at random."""

    name: str
    flagged: bool
    messages: int
    chosen: int

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return attrs.asdict(self)


@attrs.frozen
class Sample:
    """Messages to be labelled next, in the order in which to label them."""

    chosen: tuple[Chosen, ...]
    strata: tuple[Stratum, ...]
    messages: int
    seed: int

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "messages": self.messages,
            "seed": self.seed,
            "strata": [one.to_dict() for one in self.strata],
            "chosen": [one.to_dict() for one in self.chosen],
        }
