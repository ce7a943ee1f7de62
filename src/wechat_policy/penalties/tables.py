"""The penalties as a policy states them: rows, tiers and repeats with their sanctions."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, Literal

import attrs

from wechat_policy.codec import storable
from wechat_policy.penalties.windows import Window

RowKind = Literal["severity", "clause", "tag", "any", "otherwise"]


@storable
@attrs.frozen
class Sanction:
    """One consequence. Sanctions of the same `option` are imposed together, options are a choice.

    Amounts are decimals in `unit` (CNY or %); `unstated` says that the policy gives none.
    """

    name: str
    option: int = 0
    may: bool = False
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    unstated: bool = False
    or_above: tuple[str, ...] = ()
    lasting: str | None = None
    display: str | None = None
    sources: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON; amounts as decimal texts."""
        told: dict[str, Any] = {"name": self.name, "option": self.option, "may": self.may}
        if self.low is not None:
            high = self.low if self.high is None else self.high
            told["amount"] = {"low": f"{self.low:f}", "high": f"{high:f}", "unit": self.unit}
        elif self.unstated:
            told["amount"] = "unstated"
        for name in ("lasting", "display"):
            if getattr(self, name) is not None:
                told[name] = getattr(self, name)
        if self.or_above:
            told["or_above"] = list(self.or_above)
        if self.sources:
            told["sources"] = list(self.sources)
        return told


@attrs.frozen
class Tier:
    """Sanctions, for the first so many of a window where `first` is given."""

    sanctions: tuple[Sanction, ...]
    open: bool
    first: int | None = None
    window: Window | None = None
    words: str = ""


@attrs.frozen
class Row:
    """One line of the penalties: who it is for and its tiers."""

    head: str
    kind: RowKind
    conditional: bool
    tiers: tuple[Tier, ...]
    number: int = 0

    @property
    def key(self) -> str:
        """By which entries that took the row are counted."""
        return f"{self.kind}:{self.head}:{self.number}"

    @property
    def name(self) -> str:
        """The head as the policy writes it."""
        return f"tag {self.head}" if self.kind == "tag" else self.head


@attrs.frozen
class Repeat:
    """So many entries within a window are raised to a severity, or bring tiers of their own."""

    times: int
    severity: str | None
    window: Window
    raised: str | None
    tiers: tuple[Tier, ...] = ()

    @property
    def key(self) -> str:
        """By which entries that took the repeat are counted."""
        return f"repeat:{self.times}:{self.severity}"

    @property
    def name(self) -> str:
        """The head as the policy writes it."""
        return f"repeat {self.times}" + (f" {self.severity}" if self.severity else "")


@attrs.frozen
class PenaltyTable:
    """The penalties of a policy; `severities` run from the lightest to the gravest."""

    rows: tuple[Row, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    severities: tuple[str, ...] = ()
    cumulative: bool = False
    lapse: timedelta | None = None

    @property
    def reach(self) -> timedelta:
        """How far back entries count for tiers and repeats."""
        brackets: list[Row | Repeat] = [*self.rows, *self.repeats]
        tiers = (tier for one in brackets for tier in one.tiers)
        windows = [tier.window for tier in tiers if tier.window is not None]
        windows += [one.window for one in self.repeats]
        return max((one.reach for one in windows), default=timedelta())

    def rank(self, severity: str | None) -> int:
        """The gravity of a severity; -1 for none."""
        return self.severities.index(severity) if severity in self.severities else -1
