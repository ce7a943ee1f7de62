"""The penalties of a policy from tree to run time: rows, tiers, repeats and sanctions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from wechat_policy import nodes
from wechat_policy.assembly import Assembly
from wechat_policy.lowering import Lowering, Resources, seconds, words_of
from wechat_policy.penalties import (
    PenaltyTable,
    Repeat,
    Row,
    RowKind,
    Sanction,
    Tier,
    Window,
)

Conditions = Mapping[int, tuple[nodes.Condition, nodes.Document]]
"""The conditions of rows by the row's number, with the document where they stand."""


def penalty_table(assembly: Assembly, resources: Resources) -> tuple[PenaltyTable, Conditions]:
    """The penalties of an assembly, and the conditions that some of its rows have.

    A row with the head and condition of an earlier section's row replaces it.
    """
    clauses = set(assembly.all(nodes.Clause))
    rows: dict[object, tuple[Row, nodes.Condition | None, nodes.Document]] = {}
    repeats: dict[object, Repeat] = {}
    cumulative = False
    lapse: timedelta | None = None
    for section, document in assembly.others(nodes.Penalties):
        lowering = Lowering(resources, "", words_of(document), 0)
        maker = _Maker(lowering, _ladder(assembly))
        for row in section.rows:
            match row:
                case nodes.Row(head, when, tiers):
                    name, kind = _head(head, clauses)
                    made = Row(
                        name, kind, when is not None, tuple(map(maker.tier, tiers)), len(rows)
                    )
                    rows[head, when] = (made, when, document)
                case nodes.Repeat(times, severity, within, raised):
                    repeats[times, severity] = Repeat(
                        times,
                        severity,
                        lowering.window(within),
                        raised if isinstance(raised, str) else None,
                        () if isinstance(raised, str) else tuple(map(maker.tier, raised)),
                    )
                case nodes.Cumulative():
                    cumulative = True
                case nodes.Lapse(after):
                    lapse, _, _ = lowering.duration(after)
    made_rows = list(rows.values())
    table = PenaltyTable(
        rows=tuple(row for row, _, _ in made_rows),
        repeats=tuple(repeats.values()),
        severities=severities(assembly),
        cumulative=cumulative,
        lapse=lapse,
    )
    conditions = {
        number: (when, document)
        for number, (_, when, document) in enumerate(made_rows)
        if when is not None
    }
    return table, conditions


def severities(assembly: Assembly) -> tuple[str, ...]:
    """The severities from the lightest to the gravest: as declared, then as the rows name them.

    One that neither ranks is lighter than all.
    """
    found: dict[str, None] = {}
    for section, _ in assembly.others(nodes.Severities):
        found = dict.fromkeys(section.names)
    clauses = set(assembly.all(nodes.Clause))
    for penalties, _ in assembly.others(nodes.Penalties):
        for row in penalties.rows:
            if isinstance(row, nodes.Row) and isinstance(row.head, nodes.NameHead):
                if row.head.name not in clauses:
                    found.setdefault(row.head.name)
            elif isinstance(row, nodes.Repeat) and isinstance(row.raised, str):
                found.setdefault(row.raised)
    return tuple(found)


def _ladder(assembly: Assembly) -> tuple[str, ...]:
    found = assembly.others(nodes.Ladder)
    return found[-1][0].names if found else ()


def _head(
    head: nodes.NameHead | nodes.TagHead | nodes.AnyBreach | nodes.Otherwise, clauses: set[str]
) -> tuple[str, RowKind]:
    match head:
        case nodes.AnyBreach():
            return "any", "any"
        case nodes.Otherwise():
            return "otherwise", "otherwise"
        case nodes.TagHead(tag):
            return tag, "tag"
        case nodes.NameHead(name):
            return name, "clause" if name in clauses else "severity"


class _Maker:
    """Makes tiers of one section."""

    def __init__(self, lowering: Lowering, ladder: tuple[str, ...]) -> None:
        self.lowering = lowering
        self.ladder = ladder

    def tier(self, node: nodes.Tier) -> Tier:
        """A tier with its sanctions."""
        window: Window | None = None
        if node.per is not None:
            window = self.lowering.window(node.per)
        sanctions, is_open = sanctions_of(node.sanctions, self.ladder)
        return Tier(
            sanctions=sanctions,
            open=is_open,
            first=node.first,
            window=window,
            words=self.lowering.words(node.sanctions.span),
        )


def sanctions_of(node: nodes.OneOf, ladder: tuple[str, ...]) -> tuple[tuple[Sanction, ...], bool]:
    """The sanctions of an expression by their options, and whether it allows others too."""
    told = tuple(
        _sanction(one, number, ladder)
        for number, option in enumerate(_options(node))
        for one in option
    )
    return told, any(one.open for one in nodes.walk(node) if isinstance(one, nodes.OneOf))


def _sanction(node: nodes.Sanction, option: int, ladder: tuple[str, ...]) -> Sanction:
    """One sanction of an option."""
    low = node.amount.low if node.amount else None
    high = node.amount.high if node.amount else None
    above: tuple[str, ...] = ()
    if node.or_above and node.name in ladder:
        above = ladder[ladder.index(node.name) + 1 :]
    lasting = None
    if isinstance(node.lasting, nodes.Quantity):
        lasting = (
            f"{node.lasting.value}{node.lasting.unit}"
            if node.lasting.unit == "workdays"
            else duration_text(seconds(node.lasting))
        )
    elif node.lasting is not None:
        lasting = "unstated"
    return Sanction(
        name=node.name,
        option=option,
        may=node.may,
        low=low.value if low else None,
        high=high.value if high else None,
        unit=low.unit if low else None,
        unstated=node.amount is not None and low is None,
        or_above=above,
        lasting=lasting,
        display=node.display,
    )


def duration_text(length: timedelta) -> str:
    """A length of time in ISO 8601: P7D, PT2H."""
    total = int(length.total_seconds())
    days, rest = divmod(total, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, secs = divmod(rest, 60)
    time = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (secs, "S")) if n)
    date = f"{days}D" if days else ""
    return "P" + date + (f"T{time}" if time else "") if date or time else "PT0S"


def _options(node: nodes.OneOf) -> list[list[nodes.Sanction]]:
    """The choices of a sanction expression: brackets spelled out into a flat list of options."""
    options: list[list[nodes.Sanction]] = []
    for joint in node.options:
        ways: list[list[nodes.Sanction]] = [[]]
        for item in joint.items:
            inner = [[item]] if isinstance(item, nodes.Sanction) else _options(item)
            ways = [way + one for way in ways for one in inner]
        options += ways
    return options
