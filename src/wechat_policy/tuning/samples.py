"""A sample of messages to be labelled, and what its labels tell of all the messages."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal

import attrs

from wechat_policy.tuning.intervals import DEVIATE, Estimate
from wechat_policy.tuning.labels import read_labels

Why = Literal["random", "uncertain", "rare"]


@attrs.frozen
class Chosen:
    """A message to be labelled.

    `why` it was chosen: at random in its `stratum` (a clause that flags it, or `unflagged`),
    because it is uncertain, or because its clause has few labels. `probability` is that with which
    a message of its stratum is chosen at random, None for one that was not: only random ones tell
    of all messages.
    """

    id: str
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
class Estimated:
    """What the labels of a sample tell of all messages that it was drawn from.

    A share is None where nothing is flagged, or nothing found that should be, or a stratum has no
    label yet. `labelled` and `waiting` count the random messages with a label and without.
    """

    precision: Estimate | None
    recall: Estimate | None
    labelled: int
    waiting: int

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        told = {
            name: None if one is None else one.to_dict()
            for name, one in (("precision", self.precision), ("recall", self.recall))
        }
        return {**told, "labelled": self.labelled, "waiting": self.waiting}


@attrs.frozen
class Sample:
    """Messages to be labelled next, in the order in which to label them.

    `messages` counts those that it was drawn from: all that had no label.
    """

    chosen: tuple[Chosen, ...]
    strata: tuple[Stratum, ...]
    messages: int
    seed: int

    def estimate(self, labels: Mapping[str, Any]) -> Estimated:
        """Precision and recall over all messages, by the labels of the random ones by id.

        Each stratum counts as much as it has messages (Horvitz and Thompson 1952). Intervals of
        95% by linearization; a stratum of few labels is never taken for certain (Agresti and Coull
        1998).
        """
        known = read_labels(labels) or {}
        drawn = [one for one in self.chosen if one.why == "random"]
        told: dict[str, list[bool]] = {one.name: [] for one in self.strata}
        for one in drawn:
            if one.id in known:
                told[one.stratum].append(bool(known[one.id]))
        labelled = sum(map(len, told.values()))
        precision = recall = None
        if all(told[one.name] for one in self.strata if one.messages):
            flagged = [one for one in self.strata if one.flagged]
            found, spread = _total(flagged, told)
            missed, missed_spread = _total([o for o in self.strata if not o.flagged], told)
            messages = sum(one.messages for one in flagged)
            if messages:
                precision = _within(found / messages, math.sqrt(spread) / messages)
            if found + missed:
                turned = missed**2 * spread + found**2 * missed_spread
                recall = _within(
                    found / (found + missed), math.sqrt(turned) / (found + missed) ** 2
                )
        return Estimated(precision, recall, labelled, len(drawn) - labelled)

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "messages": self.messages,
            "seed": self.seed,
            "strata": [one.to_dict() for one in self.strata],
            "chosen": [one.to_dict() for one in self.chosen],
        }


def _total(strata: list[Stratum], told: Mapping[str, list[bool]]) -> tuple[float, float]:
    """How many messages of some strata have to be found, and the variance of that."""
    total = variance = 0.0
    for one in strata:
        labels = told[one.name]
        count, found = len(labels), sum(labels)
        total += one.messages * found / count
        likely = (found + 2) / (count + 4)
        left = 1 - count / one.messages
        variance += one.messages**2 * left * likely * (1 - likely) / count
    return total, variance


def _within(value: float, error: float) -> Estimate:
    reach = DEVIATE * error
    return Estimate(value, max(0.0, value - reach), min(1.0, value + reach))
