"""Penalties: what each subject has collected under a policy, and which row each entry takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import attrs

from reference.book import Book, Length
from reference.conditions import holds
from reference.values import Fact, Moment, Scope
from wechat_policy import nodes
from wechat_policy.vocabulary import vocabulary

Bracket = nodes.Row | nodes.Repeat
"""What an entry takes: a row of the penalties, or a repeat with sanctions of its own."""


@attrs.frozen
class Breach:
    """One violation within an entry, as it stands; `facts` are what people told of it."""

    clause: nodes.Clause
    severity: str | None
    facts: tuple[tuple[str, Any], ...] = ()


@attrs.frozen
class Entry:
    """One event or owed duty, `key`, with its violations of one policy by one subject."""

    key: tuple[Any, ...]
    subject: str
    at: datetime
    event: str | None
    moment: Moment
    breaches: tuple[Breach, ...]


@attrs.frozen
class Penalty:
    """A row that an entry took, the tier that was reached, and the how-manieth there it is."""

    at: datetime
    subject: str
    event: str | None
    clauses: tuple[str, ...]
    row: str
    tier: int
    count: int
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
        for section in book.all(nodes.Penalties):
            for item in section.rows:
                match item:
                    case nodes.Row(head, when):
                        # One of a library is replaced by the one with its head and condition.
                        rows = [(one.head, one.when) for one in self.rows]
                        place = rows.index((head, when)) if (head, when) in rows else len(rows)
                        self.rows[place : place + 1] = [item]
                    case nodes.Repeat(times, severity):
                        counted = [(one.times, one.severity) for one in self.repeats]
                        known = (times, severity) in counted
                        place = counted.index((times, severity)) if known else len(counted)
                        self.repeats[place : place + 1] = [item]
                    case nodes.Cumulative():
                        self.cumulative = True
                    case nodes.Lapse(after):
                        self.lapse = book.length(after.length, after.hours)
        sections = book.all(nodes.Severities)
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
        return max((one.severity for one in entry.breaches), key=self.rank)

    def brackets(self, entries: Sequence[Entry]) -> list[Bracket]:
        """The rows that the last of some entries takes, in the order of the text."""
        now = entries[-1]
        own = self.grade(now)
        raised, special = own, list[Bracket]()
        for repeat in self.repeats:
            if repeat.severity is not None and repeat.severity != own:
                continue
            if self.times(repeat, entries) < repeat.times:
                continue
            if not isinstance(repeat.raised, str):
                special = [repeat]
            elif self.rank(repeat.raised) > self.rank(raised):
                raised = repeat.raised
        found: list[Bracket] = []
        for one in now.breaches:
            clause, severity = one.clause, one.severity
            gravest = self.rank(severity) == self.rank(own)
            if gravest and special:
                found += special
            elif gravest and raised != own:
                found += self._base(None, raised, now)
            elif gravest or self.cumulative:
                found += self._base(clause, severity, now)
            for item in clause.items:
                if isinstance(item, nodes.Tags):
                    for tag in item.names:
                        head = nodes.TagHead(tag)
                        found += self._fitting([row for row in self.rows if row.head == head], now)
        everything: list[Bracket] = [*self.rows, *self.repeats]
        return [one for one in everything if any(one is other for other in found)]

    def times(self, repeat: nodes.Repeat, entries: Sequence[Entry]) -> int:
        """How many of some entries a repeat counts when the last of them comes."""
        window = self.book.length(repeat.within)
        return sum(
            self._counts(one, entries[-1], window)
            for one in entries
            if repeat.severity is None or self.grade(one) == repeat.severity
        )

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
        """The first row whose condition is true, else the first without one.

        It is true of an entry if it is of one of its violations, by what was told of that.
        """
        scopes = [Scope(self.book, entry.moment, _told(one)) for one in entry.breaches]
        met = [
            row
            for row in rows
            if row.when is not None and any(holds(row.when, scope) is True for scope in scopes)
        ]
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
        count = self.times(bracket, entries) if isinstance(bracket, nodes.Repeat) else 1
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
        return Penalty(
            at=entry.at,
            subject=entry.subject,
            event=entry.event,
            clauses=tuple(dict.fromkeys(one.clause.name for one in entry.breaches)),
            row=head_of(bracket),
            tier=reached,
            count=count,
            sanctions=tuple(_names(tiers[reached].sanctions)),
        )


@attrs.frozen(eq=False)
class Worked:
    """An entry with the rows that it took and what they mean for it."""

    entry: Entry
    brackets: list[Bracket]
    penalties: tuple[Penalty, ...]


def ledger(
    tariff: Tariff, entries: Sequence[Entry], known: Sequence[Worked] = ()
) -> Sequence[Worked]:
    """The entries of an account with their penalties, in the order of time.

    What is known stays as far as it is the same: an entry hangs on no later one.
    """
    worked = list[Worked]()
    for entry, before in zip(entries, known, strict=False):
        if entry != before.entry:
            break
        worked.append(before)
    taken = [one.brackets for one in worked]
    for number in range(len(worked), len(entries)):
        so_far = entries[: number + 1]
        taken.append(tariff.brackets(so_far))
        penalties = tuple(tariff.penalty(one, so_far, taken) for one in taken[-1])
        worked.append(Worked(so_far[-1], taken[-1], penalties))
    return worked


def _told(breach: Breach) -> dict[str, Fact]:
    """What people told of a violation, which holds before all else; a report has words for it."""
    report = vocabulary().event("report")
    assert report is not None
    facts = {}
    for name, value in breach.facts:
        attribute = report.attributes.get(name)
        facts[name] = Fact(value, "" if attribute is None else attribute.type, attribute)
    return facts


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
