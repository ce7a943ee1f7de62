"""How often what happens in a made-up company, and what is said of each event that matters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import attrs

WORDED = (
    "insult", "gambling", "fraud", "secret", "private_sales", "rumour", "harassment", "spam",
    "diversion", "credentials", "customer_data", "kickback",
)  # fmt: skip
"""The kinds of breach that are told by words, and so can be disguised."""


class RateError(ValueError):
    """A rate that is none, from 0 to `most`; or, with None, a kind that does not exist."""

    def __init__(self, kind: str, most: float | None) -> None:
        self.kind = kind
        self.most = most
        wrong = "is no kind" if most is None else f"has to be a number from 0 to {most:g}"
        super().__init__(f"{kind} {wrong}")


class Label(NamedTuple):
    """What is true of an event: a breach of a kind, or one that only looks like it (`near_miss`).

    `cloaking` says how its words are disguised, and is empty for plain ones; `who` is the person
    whose conduct it is.
    """

    event: str
    kind: str
    near_miss: bool
    cloaking: str
    who: str


def _rate(default: float, most: float = 1000.0) -> float:
    def check(_: object, field: attrs.Attribute[float], value: float) -> None:
        if not 0 <= value <= most:
            raise RateError(field.name, most)

    found: float = attrs.field(default=default, converter=float, validator=check)
    return found


@attrs.frozen(kw_only=True)
class Rates:
    """How much of what happens is a breach, by kind: so many of 1,000.

    They are of 1,000 messages, except that the last ones are of 1,000 of what they are about:
    decisions, arrivals at work, answers asked for. `near_misses` are messages that only look like
    a breach; `cloaked` is the share, from 0 to 1, of breaches in words that are disguised.

    Raises RateError for a rate that is none.
    """

    insult: float = _rate(0.6)
    gambling: float = _rate(0.3)
    fraud: float = _rate(0.25)
    secret: float = _rate(0.3)
    private_sales: float = _rate(0.4)
    rumour: float = _rate(0.3)
    harassment: float = _rate(0.25)
    spam: float = _rate(0.7)
    diversion: float = _rate(0.4)
    credentials: float = _rate(0.3)
    customer_data: float = _rate(0.3)
    kickback: float = _rate(0.15)
    off_hours: float = _rate(3.0)
    chitchat: float = _rate(8.0)
    near_misses: float = _rate(2.5)
    file_leak: float = _rate(0.1)
    account_sharing: float = _rate(0.05)
    cloaked: float = _rate(0.35, 1.0)
    late_approval: float = _rate(50.0)
    late_arrival: float = _rate(25.0)
    proxy_checkin: float = _rate(3.0)
    unanswered_notice: float = _rate(30.0)

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Rates:
        """The rates of a mapping from kind to rate, the others as they are by default.

        Raises RateError for a kind that does not exist and a rate that is none.
        """
        known = attrs.fields_dict(cls)
        for kind, rate in told.items():
            if kind not in known:
                raise RateError(kind, None)
            if isinstance(rate, bool) or not isinstance(rate, int | float):
                raise RateError(kind, 1.0 if kind == "cloaked" else 1000.0)
        return cls(**told)
