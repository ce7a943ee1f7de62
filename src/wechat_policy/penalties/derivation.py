"""From the entries of an account to its penalties; nothing here remembers anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import attrs

from wechat_policy.drafts import maker
from wechat_policy.penalties.accounts import Account, Entry, Penalty, Taken
from wechat_policy.penalties.tables import PenaltyTable, Repeat, Row, RowKind, Sanction, Tier

_new_taken = maker(Taken)


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
    if not table.rows and not table.repeats:
        return None, _new_taken(entry.at, own, frozenset())
    earlier = _counted(table, taken, entry.at)
    brackets = _brackets(table, account, entry, own, earlier)
    chosen = [(one, *_step(one, entry, earlier, account)) for one in brackets if one.tiers]
    left = Taken(entry.at, own, frozenset(one.key for one in brackets))
    if not chosen:
        return None, left
    tiers = [tier for *_, tier in chosen]
    penalty = Penalty(
        id=account.penalty_id(entry.id),
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
        if _times(repeat, account, entry, earlier) < repeat.times:
            continue
        if repeat.raised is None:
            if special is None or repeat.times >= special.times:
                special = repeat
        elif table.rank(repeat.raised) > table.rank(severity):
            severity = repeat.raised
    return severity, special


def _times(repeat: Repeat, account: Account, entry: Entry, earlier: list[Taken]) -> int:
    """How many entries a repeat counts, the present one included."""
    return 1 + sum(
        repeat.window.holds(one.at, entry.at, account.zone)
        for one in earlier
        if repeat.severity is None or one.severity == repeat.severity
    )


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
    row: Row | Repeat, entry: Entry, earlier: list[Taken], account: Account
) -> tuple[int, int, Tier]:
    """Which tier of a row an entry takes, and the how-manieth of its window it is."""
    tiers = row.tiers
    count = _times(row, account, entry, earlier) if isinstance(row, Repeat) else 1
    for number, tier in enumerate(tiers):
        if tier.first is None or tier.window is None:
            return number, count, tier
        window = tier.window
        count = 1 + sum(
            row.key in one.rows and window.holds(one.at, entry.at, account.zone) for one in earlier
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
        _step(one, entry, taken, account)[2].words
        for one in _brackets(table, account, entry, own, taken)
        if one.tiers
    ]
    return " + ".join(words) or None


def merged(penalties: Sequence[Penalty]) -> tuple[Penalty, ...]:
    """Penalties of several policies on one event: the same sanction names all its sources."""
    found: dict[tuple[str, Sanction], list[str]] = {}
    for penalty in penalties:
        for sanction in penalty.sanctions:
            found.setdefault((penalty.subject, _bare(sanction)), []).append(penalty.policy)
    answer = []
    for penalty in penalties:
        sanctions = []
        for sanction in penalty.sanctions:
            those = tuple(dict.fromkeys(found[penalty.subject, _bare(sanction)]))
            sanctions.append(attrs.evolve(sanction, sources=those) if len(those) > 1 else sanction)
        answer.append(attrs.evolve(penalty, sanctions=tuple(sanctions)))
    return tuple(answer)


def _bare(sanction: Sanction) -> Sanction:
    """What makes a sanction the same in two policies."""
    return attrs.evolve(sanction, option=0, may=False, display=None, sources=())
