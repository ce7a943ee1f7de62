"""Shares and F1 with the intervals in which they probably lie."""

from __future__ import annotations

import math
from typing import Any

import attrs

DEVIATE = 1.959963984540054
"""The normal deviate of 95%."""


@attrs.frozen
class Estimate:
    """A measured value, and its interval of 95%."""

    value: float
    low: float
    high: float

    def to_dict(self) -> dict[str, float]:
        """As JSON, rounded to what can be meant."""
        return {name: round(one, 4) for name, one in attrs.asdict(self).items()}


def share(hits: int, of: int) -> Estimate | None:
    """A share with the score interval of Wilson (1927); None of nothing.

    It stays within 0 and 1 and holds for few observations too (Brown, Cai and DasGupta 2001).
    """
    if not of:
        return None
    value, square = hits / of, DEVIATE * DEVIATE
    middle = (value + square / (2 * of)) / (1 + square / of)
    reach = (
        DEVIATE * math.sqrt(value * (1 - value) / of + square / (4 * of * of)) / (1 + square / of)
    )
    # Rounding must not push an end past the value that it holds.
    low, high = min(value, max(0.0, middle - reach)), max(value, min(1.0, middle + reach))
    return Estimate(value, low, high)


def f1(found: int, false: int, missed: int) -> Estimate | None:
    """F1 with an interval; None where nothing was found nor to be found.

    F1 = 2J / (1 + J) grows with J = found / (found + false + missed). Given that sum, `found` is
    binomial (the three are multinomial: Goutte and Gaussier, ECIR 2005), so the interval of Wilson
    (1927) for J carries over, end for end.
    """
    overlap = share(found, found + false + missed)
    if overlap is None:
        return None
    return Estimate(*(2 * one / (1 + one) for one in (overlap.value, overlap.low, overlap.high)))


@attrs.frozen
class Quality:
    """What was flagged: `found` rightly, `false` alarms; and what not: `missed`, `spared` rightly.

    Events without a label count nowhere.
    """

    found: int = 0
    false: int = 0
    missed: int = 0
    spared: int = 0

    @property
    def precision(self) -> Estimate | None:
        """The share of what was flagged that should be; None if nothing was."""
        return share(self.found, self.found + self.false)

    @property
    def recall(self) -> Estimate | None:
        """The share of what should be flagged that was; None if nothing should be."""
        return share(self.found, self.found + self.missed)

    @property
    def f1(self) -> Estimate | None:
        """The harmonic mean of precision and recall; None if nothing was or should be flagged."""
        return f1(self.found, self.false, self.missed)

    def to_dict(self) -> dict[str, Any]:
        """As JSON; null where nothing can be measured."""
        told: dict[str, Any] = attrs.asdict(self)
        for name in ("precision", "recall", "f1"):
            one: Estimate | None = getattr(self, name)
            told[name] = None if one is None else one.to_dict()
        return told
