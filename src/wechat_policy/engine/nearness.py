"""How near a condition came to being true: the fewest of its tests that would have to change."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import attrs

from wechat_policy.engine.why import Obstacle
from wechat_policy.verdict import Trace

Price: TypeAlias = Callable[[Trace], float]
"""What it costs that a test comes out otherwise: above 0, at most 1."""

FALSE, UNKNOWN = 1.0, 0.5
"""What a test costs of which nothing else is known: nobody says that an unknown one is not so."""


@attrs.frozen
class Way:
    """The cheapest way for a condition to come out as wanted.

    `tests` are those that this hangs on, `stops` those of them that would have to change. What
    should be false and is counts as no test: exceptions do not apply to nearly anything.
    """

    tests: int = 0
    stops: tuple[Obstacle, ...] = ()
    cost: float = 0.0

    @property
    def share(self) -> float:
        """The part of the tests that would have to change, each by its price: 0 is there."""
        return self.cost / self.tests if self.tests else 0.0

    def __add__(self, other: Way) -> Way:
        return Way(self.tests + other.tests, self.stops + other.stops, self.cost + other.cost)


def plain_price(test: Trace) -> float:
    """What a test costs by its truth alone."""
    return UNKNOWN if test.truth is None else FALSE


def way(trace: Trace, wanted: bool = True, price: Price = plain_price) -> Way:
    """The cheapest way for a condition to be `wanted`.

    All parts of an `and` have to be true, so their costs add up; of an `or` the cheapest part is
    enough, and among those of one cost the one of which most holds already; `not` wants the
    opposite of its part. The rest of a condition does not count as its tests. A test of no price
    is always so and counts as none.
    """
    if not trace.parts:
        return _alone(trace, wanted, price)
    if trace.joined == "not":
        (part,) = trace.parts
        return way(part, not wanted, price)
    ways = [way(part, wanted, price) for part in trace.parts]
    if trace.values:
        # What a limit measures is a test of its own, behind those on what it counts.
        held = all(part.truth is True for part in trace.parts)
        ways.append(_alone(attrs.evolve(trace, truth=trace.truth if held else None), wanted, price))
    if (trace.joined == "and") is wanted:
        return sum(ways, Way())
    return min(ways, key=lambda one: (one.cost, one.share))


def _alone(trace: Trace, wanted: bool, price: Price) -> Way:
    cost = price(trace)
    if not cost:
        return Way()
    if trace.truth is wanted:
        return Way(1 if wanted else 0)
    return Way(1, (Obstacle(trace, wanted),), cost)
