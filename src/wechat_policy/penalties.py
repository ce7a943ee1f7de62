"""What violations lead to: rows, tiers and repeats, and the ledger as a function of the violations.

Nothing here remembers anything: `derive` computes every penalty of a subject under a policy from
the confirmed violations, so that an overturned one re-derives what followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any, Literal

import attrs

PERIODS = ("day", "week", "month", "quarter", "year")

RowKind = Literal["severity", "clause", "tag", "any", "otherwise"]


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
class Window:
    """A calendar period of the policy's time zone, or a rolling length of time."""

    period: str | None = None
    length: timedelta | None = None

    def holds(self, earlier: datetime, now: datetime, zone: tzinfo) -> bool:
        """Whether an earlier moment lies in the window that ends now."""
        if self.length is not None:
            return now - self.length < earlier <= now
        return earlier <= now and period_key(earlier, self.period or "", zone) == period_key(
            now, self.period or "", zone
        )


def period_key(at: datetime, period: str, zone: tzinfo) -> tuple[int, ...]:
    """Which calendar period a moment lies in; weeks begin on Monday."""
    day = at.astimezone(zone).date()
    match period:
        case "day":
            return (day.year, day.month, day.day)
        case "week":
            week = day.isocalendar()
            return (week.year, week.week)
        case "month":
            return (day.year, day.month)
        case "quarter":
            return (day.year, (day.month - 1) // 3)
        case _:
            return (day.year,)


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

    def rank(self, severity: str | None) -> int:
        """The gravity of a severity; -1 for none."""
        return self.severities.index(severity) if severity in self.severities else -1


@attrs.frozen
class Breach:
    """One clause within an entry."""

    violation: str
    clause: str
    severity: str | None
    tags: tuple[str, ...] = ()
    article: str = ""


@attrs.frozen
class Entry:
    """What an event or an owed duty puts on a subject's account.

    `rows` are the numbers of the conditional rows whose condition held; `order` is when it was
    found, which decides between entries of one moment.
    """

    id: str
    at: datetime
    breaches: tuple[Breach, ...]
    rows: frozenset[int] = frozenset()
    event: str | None = None
    order: int = 0

    @property
    def place(self) -> tuple[datetime, int]:
        """Where it stands among the entries of its account."""
        return (self.at, self.order)


@attrs.frozen
class Penalty:
    """The sanctions imposed on one subject under one policy for one entry.

    `tier` says which row and step was reached, `count` how many entries that step counts so far,
    `then` what the next one would cost, `lapses_at` when the entry stops counting.
    """

    id: str
    policy: str
    version: str
    subject: str
    at: datetime
    event: str | None
    tier: str
    step: int
    severity: str | None
    count: int
    clauses: tuple[str, ...]
    articles: tuple[str, ...]
    violations: tuple[str, ...]
    sanctions: tuple[Sanction, ...]
    open: bool
    then: str | None = None
    lapses_at: datetime | None = None
    revises: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "id": self.id,
            "policy": self.policy,
            "version": self.version,
            "subject": self.subject,
            "at": self.at.isoformat(),
            "event": self.event,
            "tier": self.tier,
            "step": self.step,
            "severity": self.severity,
            "count": self.count,
            "clauses": list(self.clauses),
            "articles": list(self.articles),
            "violations": list(self.violations),
            "sanctions": [one.to_dict() for one in self.sanctions],
            "open": self.open,
            "next": self.then,
            "lapses_at": None if self.lapses_at is None else self.lapses_at.isoformat(),
            "revises": self.revises,
        }


@attrs.frozen
class Account:
    """Whose penalties are derived: a subject under a version of a policy, in its time zone."""

    policy: str
    version: str
    subject: str
    zone: tzinfo


@attrs.frozen
class Taken:
    """What an entry leaves for later ones: its time, its own severity, and the rows it took."""

    at: datetime
    severity: str | None
    rows: frozenset[str]


def derive(
    table: PenaltyTable, account: Account, entries: Iterable[Entry]
) -> tuple[tuple[Penalty, ...], tuple[Taken, ...]]:
    """The penalties of one subject under one policy, in the order of the entries.

    With them comes what the entries leave for a later one, see `impose`.
    """
    taken: list[Taken] = []
    penalties: list[Penalty] = []
    for entry in sorted(entries, key=lambda entry: entry.place):
        made, left = impose(table, account, entry, taken)
        taken.append(left)
        if made is not None:
            penalties.append(made)
    return tuple(penalties), tuple(taken)


def impose(
    table: PenaltyTable, account: Account, entry: Entry, taken: Sequence[Taken]
) -> tuple[Penalty | None, Taken]:
    """The penalty for an entry after all earlier ones, and what it leaves for later ones."""
    own = max((one.severity for one in entry.breaches), key=table.rank, default=None)
    earlier = _counted(table, taken, entry.at)
    brackets = _brackets(table, account, entry, own, earlier)
    chosen = [
        (one, *_step(one.tiers, one.key, entry, earlier, account)) for one in brackets if one.tiers
    ]
    left = Taken(entry.at, own, frozenset(one.key for one in brackets))
    if not chosen:
        return None, left
    tiers = [tier for *_, tier in chosen]
    penalty = Penalty(
        id=f"{account.policy}/{account.subject}/{entry.id}",
        policy=account.policy,
        version=account.version,
        subject=account.subject,
        at=entry.at,
        event=entry.event,
        tier=" + ".join(
            one.name if step == 0 else f"{one.name} #{step + 1}" for one, step, *_ in chosen
        ),
        step=chosen[0][1],
        severity=own,
        count=chosen[0][2],
        clauses=tuple(dict.fromkeys(one.clause for one in entry.breaches)),
        articles=tuple(dict.fromkeys(one.article for one in entry.breaches if one.article)),
        violations=tuple(one.violation for one in entry.breaches),
        sanctions=_united(tiers),
        open=any(tier.open for tier in tiers),
        then=_next(table, account, entry, own, [*earlier, left]),
        lapses_at=None if table.lapse is None else entry.at + table.lapse,
    )
    return penalty, left


def _brackets(
    table: PenaltyTable, account: Account, entry: Entry, own: str | None, earlier: list[Taken]
) -> list[Row | Repeat]:
    """The rows and repeats that an entry takes, in the order of the text."""
    raised, special = _raised(table, account, entry, own, earlier)
    found: list[Row | Repeat] = []
    for one in entry.breaches:
        gravest = table.rank(one.severity) == table.rank(own)
        if gravest and special is not None:
            found.append(special)
        elif gravest and raised != own:
            found += _base(table, entry, None, raised)
        elif gravest or table.cumulative:
            found += _base(table, entry, one.clause, one.severity)
        for tag in one.tags:
            found += _fitting(table, entry, "tag", tag)
    every: list[Row | Repeat] = [*table.rows, *table.repeats]
    return [one for one in every if one in found]


def _counted(table: PenaltyTable, taken: Sequence[Taken], now: datetime) -> list[Taken]:
    if table.lapse is None:
        return list(taken)
    return [one for one in taken if now - table.lapse < one.at]


def _raised(
    table: PenaltyTable, account: Account, entry: Entry, own: str | None, earlier: list[Taken]
) -> tuple[str | None, Repeat | None]:
    """The severity after repeats, and the repeat that brings tiers of its own."""
    severity, special = own, None
    for repeat in table.repeats:
        if repeat.severity is not None and own != repeat.severity:
            continue
        count = 1 + sum(
            repeat.window.holds(one.at, entry.at, account.zone)
            for one in earlier
            if repeat.severity is None or one.severity == repeat.severity
        )
        if count < repeat.times:
            continue
        if repeat.raised is None:
            if special is None or repeat.times >= special.times:
                special = repeat
        elif table.rank(repeat.raised) > table.rank(severity):
            severity = repeat.raised
    return severity, special


def _base(table: PenaltyTable, entry: Entry, clause: str | None, severity: str | None) -> list[Row]:
    """The row of a clause, else its severity's, else `any`, else `otherwise`."""
    heads: tuple[tuple[RowKind, str | None], ...] = (
        ("clause", clause), ("severity", severity), ("any", "any"), ("otherwise", "otherwise")
    )  # fmt: skip
    for kind, head in heads:
        if found := _fitting(table, entry, kind, head):
            return found
    return []


def _fitting(table: PenaltyTable, entry: Entry, kind: RowKind, head: str | None) -> list[Row]:
    """The first row of a head whose condition held, else the first without one."""
    those = [
        (number, row)
        for number, row in enumerate(table.rows)
        if row.kind == kind and row.head == head
    ]
    met = [row for number, row in those if row.conditional and number in entry.rows]
    return (met or [row for _, row in those if not row.conditional])[:1]


def _step(
    tiers: Sequence[Tier], key: str, entry: Entry, earlier: list[Taken], account: Account
) -> tuple[int, int, Tier]:
    """Which tier of a row an entry takes, and the how-manieth of its window it is."""
    count = 1
    for number, tier in enumerate(tiers):
        if tier.first is None or tier.window is None:
            return number, count if number else 1, tier
        window = tier.window
        count = 1 + sum(
            key in one.rows and window.holds(one.at, entry.at, account.zone) for one in earlier
        )
        if count <= tier.first:
            return number, count, tier
    return len(tiers) - 1, count, tiers[-1]


def _united(tiers: Sequence[Tier]) -> tuple[Sanction, ...]:
    """The sanctions of several tiers imposed together: every way to choose one option of each."""
    ways: list[tuple[Sanction, ...]] = [()]
    for tier in tiers:
        options: dict[int, list[Sanction]] = {}
        for sanction in tier.sanctions:
            options.setdefault(sanction.option, []).append(attrs.evolve(sanction, option=0))
        ways = [
            tuple(dict.fromkeys((*way, *option))) for way in ways for option in options.values()
        ]
    return tuple(
        attrs.evolve(sanction, option=number)
        for number, way in enumerate(dict.fromkeys(ways))
        for sanction in way
    )


def _next(
    table: PenaltyTable, account: Account, entry: Entry, own: str | None, taken: list[Taken]
) -> str | None:
    """What a further such violation at the same time would cost, in the policy's words."""
    words = [
        _step(one.tiers, one.key, entry, taken, account)[2].words
        for one in _brackets(table, account, entry, own, taken)
        if one.tiers
    ]
    return " + ".join(words) or None


def merged(penalties: Sequence[Penalty]) -> tuple[Penalty, ...]:
    """Penalties of several policies on one event: the same sanction names all its sources."""
    found: dict[tuple[str, Sanction], list[str]] = {}
    for penalty in penalties:
        for sanction in penalty.sanctions:
            bare = attrs.evolve(sanction, option=0, may=False, display=None, sources=())
            found.setdefault((penalty.subject, bare), []).append(penalty.policy)
    answer = []
    for penalty in penalties:
        sanctions = []
        for sanction in penalty.sanctions:
            bare = attrs.evolve(sanction, option=0, may=False, display=None, sources=())
            those = tuple(dict.fromkeys(found[penalty.subject, bare]))
            sanctions.append(attrs.evolve(sanction, sources=those) if len(those) > 1 else sanction)
        answer.append(attrs.evolve(penalty, sanctions=tuple(sanctions)))
    return tuple(answer)
