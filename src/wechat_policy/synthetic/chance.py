"""Draws that come out the same on every platform and Python.

Of `random.Random` only `random()` keeps its sequence from version to version, so all else is made
of it here, and without functions such as `log` whose last digit may differ. Fractions are added up
by `fsum`, since `sum` rounds otherwise from Python 3.12 on.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Generic, TypeVar

ItemT = TypeVar("ItemT")

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class Chance:
    """A seeded source of draws; `draw` is the next number from 0 to 1."""

    __slots__ = ("draw",)

    def __init__(self, seed: int, branch: int) -> None:
        self.draw = random.Random(seed * 1009 + branch).random

    def below(self, count: int) -> int:
        """A whole number from 0 to less than that many."""
        return int(self.draw() * count)

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + int(self.draw() * (most - least + 1))

    def one(self, items: Sequence[ItemT]) -> ItemT:
        """One of the items."""
        return items[int(self.draw() * len(items))]

    def happens(self, chance: float) -> bool:
        """True with that chance."""
        return self.draw() < chance

    def about(self, expected: float) -> int:
        """A whole number whose mean is the expected one."""
        return int(expected + self.draw())

    def wait(self, median: float, most: float) -> float:
        """A length of time with a long tail: half are below the median, none above the most."""
        part = self.draw()
        return min(most, median * part / (1.0 - part))

    def some(self, items: Sequence[ItemT], count: int) -> list[ItemT]:
        """So many different items, or all, in an order of chance."""
        rest = list(items)
        found = []
        for _ in range(min(count, len(rest))):
            place = int(self.draw() * len(rest))
            rest[place], rest[-1] = rest[-1], rest[place]
            found.append(rest.pop())
        return found

    def letters(self, count: int) -> str:
        """So many letters and digits."""
        return "".join(_LETTERS[int(self.draw() * 62)] for _ in range(count))


class Weighted(Generic[ItemT]):
    """Items of which each is drawn as often as its weight says."""

    __slots__ = ("_bounds", "_total", "items")

    def __init__(self, items: Sequence[ItemT], weights: Sequence[float]) -> None:
        self.items = tuple(items)
        self._bounds = list(accumulate(weights))
        self._total = self._bounds[-1]

    def pick(self, chance: Chance) -> ItemT:
        """One of the items."""
        place = bisect_right(self._bounds, chance.draw() * self._total)
        return self.items[min(place, len(self.items) - 1)]
