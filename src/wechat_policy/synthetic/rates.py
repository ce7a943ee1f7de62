"""How often what happens in a made-up company, and what is said of each event that matters."""

from __future__ import annotations

from typing import NamedTuple

import attrs


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


def _rate(default: float) -> float:
    found: float = attrs.field(default=default, converter=float, validator=attrs.validators.ge(0))
    return found


@attrs.frozen(kw_only=True)
class Rates:
    """How much of the traffic is a breach, by kind, out of 1,000 messages.

    `cloaked` is the share of breaches in words that are disguised, `near_misses` how many of 1,000
    messages only look like a breach.
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
    cloaked: float = _rate(0.35)
    near_misses: float = _rate(2.5)
