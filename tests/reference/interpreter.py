"""The reference interpreter: the meaning of policies, written to be obvious and not to be fast.

Everything is worked out again from the list of events; what it holds besides is only what was
already said, so that nothing is said twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

import attrs

from reference.book import Book
from reference.deadlines import after_events, after_violation
from reference.duties import Missed, Owed, as_violation, norms_of, violations_by_events
from reference.ledger import Entry, Ledger, Tariff, is_graded
from reference.norms import Finding, judged
from reference.recurring import dailies, periodics
from reference.values import POPULATIONS, Moment, Timeline
from wechat_policy import nodes
from wechat_policy.directory import Directory
from wechat_policy.events import Event, read_event

Input: TypeAlias = Mapping[str, Any] | Event | tuple[Literal["advance"], datetime]
REDELIVERY = timedelta(days=7)


@attrs.frozen
class Outcome:
    """One thing that became final.

    kind violation, undetermined: `clause`, `subject`, `status` (of a violation: violation,
    suspected or advisory), `at` (of a duty its due time), `event` (the judged or the opening one).
    kind settled: the same of a duty that was fulfilled at `settled_at`, too late.
    kind penalty: `subject`, `event` (None at a due moment), `row` (how its head reads), `tier`
    from 0, names of `sanctions`.
    """

    kind: Literal["violation", "undetermined", "settled", "penalty"]
    policy: str
    at: datetime
    subject: str | None
    event: str | None
    clause: str | None = None
    status: str | None = None
    settled_at: datetime | None = None
    row: str | None = None
    tier: int | None = None
    sanctions: tuple[str, ...] = ()


class Reference:
    """Judges events by policies, one input after the other."""

    def __init__(
        self,
        documents: Sequence[nodes.Document],
        directory: Mapping[str, Any] | Directory | None = None,
        history_since: datetime | None = None,
        lateness: timedelta = timedelta(0),
    ) -> None:
        self.books = [Book(document) for document in documents]
        self.tariffs = [Tariff(book) for book in self.books]
        self.timeline = Timeline(Directory.of(directory), history_since)
        self.lateness = lateness
        self._listed = directory if isinstance(directory, Mapping) else {}
        self._said: set[tuple[Any, ...]] = set()
        self._open: list[tuple[Missed, int]] = []
        self._ledgers: dict[tuple[int, str], Ledger] = {}
        self._first_seen: dict[str, datetime] = {}

    def run(self, inputs: Iterable[Input]) -> list[Outcome]:
        """Everything that became final, in the order in which it did."""
        return [outcome for outcomes in self.steps(inputs) for outcome in outcomes]

    def steps(self, inputs: Iterable[Input]) -> list[list[Outcome]]:
        """What became final with each input.

        With a lateness the inputs are first brought into the order of (at, id).
        """
        read = [one if isinstance(one, tuple) else read_event(one) for one in inputs]
        if self.lateness:
            read.sort(key=_place)
        return [
            self._advance(one[1]) if isinstance(one, tuple) else self._feed(one) for one in read
        ]

    def _advance(self, to: datetime) -> list[Outcome]:
        outcomes: list[Outcome] = []
        fallen = [
            (one, number)
            for number, book in enumerate(self.books)
            for one in self._missed_before(book, to)
            if (number, *one.identity) not in self._said
        ]
        fallen.sort(key=lambda pair: pair[0].due)
        for due in dict.fromkeys(one.due for one, _ in fallen):
            now = [(one, number) for one, number in fallen if one.due == due]
            for one, number in now:
                self._said.add((number, *one.identity))
                self._open.append((one, number))
                outcomes.append(self._missed(one, number))
            for number in range(len(self.books)):
                outcomes += self._due_penalties([one for one, of in now if of == number], number)
        return outcomes

    def _feed(self, event: Event) -> list[Outcome]:
        if self._redelivered(event):
            return []
        if self.timeline.events and event.at < self.timeline.events[-1].at:
            raise ValueError(f"the reference takes events in the order of time, not {event.id}")
        if not self.timeline.events:
            # The first event begins the watch: what was due before falls due, then it is judged.
            self.timeline.append(event)
            outcomes = self._advance(event.at)
        else:
            outcomes = self._advance(event.at)
            self.timeline.append(event)
        moment = self.timeline.moment(len(self.timeline.events) - 1)
        for number, book in enumerate(self.books):
            found = judged(book, moment)
            outcomes += [self._found(one, number) for one in found]
            outcomes += self._event_penalties(found, moment, number)
        return outcomes + self._settled(moment)

    def _redelivered(self, event: Event) -> bool:
        first = self._first_seen.get(event.id)
        if first is not None and event.at - first <= REDELIVERY:
            return True
        self._first_seen[event.id] = event.at
        return False

    def _candidates(self, kind: str) -> list[str]:
        """All ids of a kind that the directory may ever hold."""
        plural = next(name for name, of in POPULATIONS.items() if of == kind)
        rows = self._listed.get(plural) or ()
        ids = list(rows) if isinstance(rows, Mapping) else [row["id"] for row in rows]
        latest = self.timeline.directories[-1]
        for event in self.timeline.events:
            ids += getattr(latest, plural)(event.at)
        return list(dict.fromkeys(ids))

    def _missed_before(self, book: Book, before: datetime) -> list[Missed]:
        """The duties of a policy that fell due before a moment and were not fulfilled by then."""
        if not self.timeline.events:
            return []
        found: list[Missed] = []
        waiting: list[tuple[Owed, nodes.Deadline, str]] = []
        for place, clause, norm in norms_of(book):
            owed = Owed(book, self.timeline, before, place, clause, self._candidates)
            match norm:
                case nodes.Deadline(opening=nodes.ViolationOf(name)):
                    waiting.append((owed, norm, name))
                case nodes.Deadline():
                    found += after_events(owed, norm)
                case nodes.Daily():
                    found += dailies(owed, norm)
                case nodes.Periodic():
                    found += periodics(owed, norm)
        fresh = violations_by_events(book, self.timeline)
        fresh += [as_violation(one, self.timeline) for one in found]
        # Violations open duties whose violations open duties: until nothing new is found.
        while fresh:
            opened = [
                one
                for violation in fresh
                if violation.status == "violation"
                for owed, norm, name in waiting
                if name == violation.clause.name
                for one in after_violation(owed, norm, violation)
            ]
            found += opened
            fresh = [as_violation(one, self.timeline) for one in opened]
        return sorted(found, key=lambda one: one.identity)

    # ------------------------------------------------------------------------ outcomes

    def _found(self, one: Finding, number: int) -> Outcome:
        undetermined = one.status == "undetermined"
        assert one.moment.event is not None
        return Outcome(
            kind="undetermined" if undetermined else "violation",
            policy=self.books[number].id,
            at=one.moment.at,
            subject=one.subject,
            event=one.moment.event.id,
            clause=one.clause.name,
            status=None if undetermined else one.status,
        )

    def _missed(self, one: Missed, number: int) -> Outcome:
        opening = None if one.opening is None else one.opening.event
        return Outcome(
            kind="violation",
            policy=self.books[number].id,
            at=one.due,
            subject=one.subject,
            event=None if opening is None else opening.id,
            clause=one.clause.name,
            status=one.status,
        )

    def _settled(self, moment: Moment) -> list[Outcome]:
        """The duties, already found violated, that an event fulfils late."""
        settled = [pair for pair in self._open if pair[0].settled_by(moment, self.books[pair[1]])]
        self._open = [pair for pair in self._open if not any(pair is one for one in settled)]
        return [
            attrs.evolve(self._missed(one, number), kind="settled", settled_at=moment.at)
            for one, number in sorted(settled, key=lambda pair: (pair[1], pair[0].identity))
        ]

    def _event_penalties(
        self, found: Sequence[Finding], moment: Moment, number: int
    ) -> list[Outcome]:
        assert moment.event is not None
        clauses: dict[str, list[nodes.Clause]] = {}
        for one in found:
            if one.status == "violation" and one.subject is not None and not is_graded(one.clause):
                clauses.setdefault(one.subject, []).append(one.clause)
        fresh = [
            Entry(subject, moment.at, moment.event.id, moment, tuple(hit))
            for subject, hit in clauses.items()
        ]
        return self._entered(fresh, number)

    def _due_penalties(self, fallen: Sequence[Missed], number: int) -> list[Outcome]:
        """One entry for each subject and duty that was missed: a deadline, a day or a period."""
        hit: dict[tuple[str, tuple[Any, ...]], Missed] = {}
        for one in fallen:
            if one.status == "violation" and one.subject is not None and not is_graded(one.clause):
                hit.setdefault((one.subject, _duty_of(one)), one)
        fresh = [
            Entry(
                subject,
                missed.due,
                None,
                missed.opening or self.timeline.standing_at(missed.due),
                (missed.clause,),
            )
            for (subject, _), missed in hit.items()
        ]
        return self._entered(fresh, number)

    def _entered(self, fresh: Sequence[Entry], number: int) -> list[Outcome]:
        """The penalties of new entries, each counted with those that its subject has."""
        return [
            Outcome(
                kind="penalty",
                policy=self.books[number].id,
                at=one.at,
                subject=one.subject,
                event=one.event,
                row=one.row,
                tier=one.tier,
                sanctions=one.sanctions,
            )
            for entry in fresh
            for one in self._ledger(number, entry.subject).add(entry)
        ]

    def _ledger(self, number: int, subject: str) -> Ledger:
        return self._ledgers.setdefault((number, subject), Ledger(self.tariffs[number]))


def _duty_of(one: Missed) -> tuple[Any, ...]:
    """Which duty was missed; a day is one duty of many, a period each member's own."""
    norm = one.clause.norms[one.place[1]]
    by_violation = isinstance(norm, nodes.Deadline) and isinstance(norm.opening, nodes.ViolationOf)
    # The last of the key is the member of a period, or whose violation opened the duty.
    member = one.key[-1:] if isinstance(norm, nodes.Periodic) or by_violation else ()
    opening = None if one.opening is None else one.opening.position
    return (one.place, one.due, opening, tuple(map(str, member)))


def _place(one: Event | tuple[str, datetime]) -> tuple[datetime, bool, str]:
    return (one[1], True, "") if isinstance(one, tuple) else (one.at, False, one.id)
