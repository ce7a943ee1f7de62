"""Penalties: what each subject has collected under a policy, and which row each entry takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import attrs

from reference.book import Book, Length
from reference.conditions import holds
from reference.values import Moment, Scope
from wechat_policy import nodes

Bracket = nodes.Row | nodes.Repeat
"""What an entry takes: a row of the penalties, or a repeat with sanctions of its own."""


@attrs.frozen(eq=False)
class Entry:
    """One event or due moment with its violations of one policy by one subject."""

    subject: str
    at: datetime
    event: str | None
    moment: Moment
    clauses: tuple[nodes.Clause, ...]


@attrs.frozen
class Penalty:
    """A row that an entry took, and the tier that was reached."""

    at: datetime
    subject: str
    event: str | None
    row: str
    tier: int
    sanctions: tuple[str, ...]


def severity_of(clause: nodes.Clause) -> str | None:
    """How grave a clause calls its violation."""
    named = [item.name for item in clause.items if isinstance(item, nodes.Severity)]
    return named[-1] if named else None


def is_graded(clause: nodes.Clause) -> bool:
    """Whether a person has to grade a violation first."""
    return any(isinstance(item, nodes.Graded) for item in clause.items)


class Tariff:
    """The penalties of one policy."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.rows: list[nodes.Row] = []
        self.repeats: list[nodes.Repeat] = []
        self.cumulative = False
        self.lapse: Length | None = None
        for section in book.document.all(nodes.Penalties):
            for item in section.rows:
                match item:
                    case nodes.Row():
                        self.rows.append(item)
                    case nodes.Repeat():
                        self.repeats.append(item)
                    case nodes.Cumulative():
                        self.cumulative = True
                    case nodes.Lapse(after):
                        self.lapse = book.length(after.length, after.hours)
        sections = book.document.all(nodes.Severities)
        if sections:
            self.severities: list[str] = [name for one in sections for name in one.names]
        else:
            heads = [row.head.name for row in self.rows if isinstance(row.head, nodes.NameHead)]
            self.severities = list(dict.fromkeys(heads))

    def rank(self, severity: str | None) -> int:
        """How grave a severity is; what is not ranked is the lightest."""
        return -1 if severity not in self.severities else self.severities.index(severity)

    def _counts(self, earlier: Entry, now: Entry, window: Length) -> bool:
        """Whether an entry still counts when another comes, within a window."""
        if window.reaches_back(now.at, earlier.at) is not True:
            return False
        if self.lapse is None:
            return True
        gone = self.lapse.after(earlier.at)
        return gone is None or now.at < gone

    def grade(self, entry: Entry) -> str | None:
        """The gravest severity of an entry's clauses."""
        return max(map(severity_of, entry.clauses), key=self.rank)

    def brackets(self, entries: Sequence[Entry]) -> list[Bracket]:
        """The rows that the last of some entries takes, in the order of the text."""
        now = entries[-1]
        own = self.grade(now)
        raised, special = own, list[Bracket]()
        for repeat in self.repeats:
            if repeat.severity is not None and repeat.severity != own:
                continue
            window = self.book.length(repeat.within)
            count = sum(
                self._counts(one, now, window)
                for one in entries
                if repeat.severity is None or self.grade(one) == repeat.severity
            )
            if count < repeat.times:
                continue
            if not isinstance(repeat.raised, str):
                special = [repeat]
            elif self.rank(repeat.raised) > self.rank(raised):
                raised = repeat.raised
        found: list[Bracket] = []
        for clause in now.clauses:
            gravest = self.rank(severity_of(clause)) == self.rank(own)
            if gravest and special:
                found += special
            elif gravest and raised != own:
                found += self._base(None, raised, now)
            elif gravest or self.cumulative:
                found += self._base(clause, severity_of(clause), now)
            for item in clause.items:
                if isinstance(item, nodes.Tags):
                    for tag in item.names:
                        head = nodes.TagHead(tag)
                        found += self._fitting([row for row in self.rows if row.head == head], now)
        everything: list[Bracket] = [*self.rows, *self.repeats]
        return [one for one in everything if any(one is other for other in found)]

    def _base(
        self, clause: nodes.Clause | None, severity: str | None, entry: Entry
    ) -> list[nodes.Row]:
        """The row of a clause, else its severity's, else `any`, else `otherwise`."""
        heads = [
            None if clause is None else nodes.NameHead(clause.name),
            None if severity is None else nodes.NameHead(severity),
            nodes.AnyBreach(),
            nodes.Otherwise(),
        ]
        for head in heads:
            if found := self._fitting([row for row in self.rows if row.head == head], entry):
                return found
        return []

    def _fitting(self, rows: Sequence[nodes.Row], entry: Entry) -> list[nodes.Row]:
        """The first row whose condition is true, else the first without one."""
        scope = Scope(self.book, entry.moment)
        met = [row for row in rows if row.when is not None and holds(row.when, scope) is True]
        plain = [row for row in rows if row.when is None]
        return (met or plain)[:1]

    def penalty(
        self,
        bracket: Bracket,
        entries: Sequence[Entry],
        taken: Sequence[Sequence[Bracket]],
    ) -> Penalty:
        """What a row means for the last of some entries, each with the rows that it took."""
        entry = entries[-1]
        tiers = bracket.tiers if isinstance(bracket, nodes.Row) else bracket.raised
        assert isinstance(tiers, tuple)
        reached = len(tiers) - 1
        for number, tier in enumerate(tiers):
            if tier.first is None or tier.per is None:
                reached = number
                break
            window = self.book.length(tier.per)
            count = sum(
                self._counts(one, entry, window)
                for one, brackets in zip(entries, taken, strict=True)
                if any(bracket is other for other in brackets)
            )
            if count <= tier.first:
                reached = number
                break
        names = tuple(_names(tiers[reached].sanctions))
        return Penalty(entry.at, entry.subject, entry.event, head_of(bracket), reached, names)


class Ledger:
    """The entries of one subject under one policy, with the rows that they took."""

    def __init__(self, tariff: Tariff) -> None:
        self._tariff = tariff
        self._entries: list[Entry] = []
        self._taken: list[list[Bracket]] = []

    def add(self, entry: Entry) -> list[Penalty]:
        """What one more entry leads to, later than all others."""
        self._entries.append(entry)
        brackets = self._tariff.brackets(self._entries)
        self._taken.append(brackets)
        return [self._tariff.penalty(one, self._entries, self._taken) for one in brackets]


def head_of(bracket: Bracket) -> str:
    """How the head of a row reads."""
    if isinstance(bracket, nodes.Repeat):
        return "repeat"
    match bracket.head:
        case nodes.NameHead(name):
            return name
        case nodes.TagHead(tag):
            return f"tag {tag}"
        case nodes.AnyBreach():
            return "any"
        case _:
            return "otherwise"


def _names(sanctions: nodes.OneOf) -> Iterator[str]:
    for option in sanctions.options:
        for item in option.items:
            if isinstance(item, nodes.Sanction):
                yield item.name
            else:
                yield from _names(item)
