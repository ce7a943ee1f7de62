"""The reference interpreter: the meaning of policies, written to be obvious and not to be fast.

Everything is worked out again from the list of events; what it holds besides is only what was
already said, so that nothing is said twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

import attrs

from reference.accounts import Account
from reference.book import Book
from reference.deadlines import after_events, after_violation
from reference.decisions import Charge, Decision, broken, charged, chosen, fits
from reference.duties import Missed, Owed, Violation, as_violation, norms_of, violations_by_events
from reference.ledger import Entry, Penalty, Tariff
from reference.norms import judged
from reference.recurring import dailies, periodics
from reference.values import POPULATIONS, Moment, Timeline
from wechat_policy import nodes
from wechat_policy.directory import Directory
from wechat_policy.events import Event, read_event

Input: TypeAlias = (
    Mapping[str, Any]
    | Event
    | tuple[Literal["advance"], datetime]
    | tuple[Literal["find"], Decision]
)
Kind: TypeAlias = Literal["violation", "undetermined", "settled", "finding", "refused", "penalty"]
REDELIVERY = timedelta(days=7)


@attrs.frozen
class Outcome:
    """One thing that became final.

    kind violation, undetermined: `clause`, `subject`, `status` (of a violation: violation,
    suspected or advisory), `at` (of a duty its due time), `event` (the judged or the opening one).
    kind settled: the same of a duty that was fulfilled at `settled_at`, too late.
    kind finding: the same of a violation as a person left it; refused: of a finding that is none.
    kind penalty: `subject`, `event`, the penalties for the entry `before`, if there were any, and
    `after`, if there still are.
    """

    kind: Kind
    policy: str
    at: datetime
    subject: str | None
    event: str | None
    clause: str | None = None
    status: str | None = None
    settled_at: datetime | None = None
    before: tuple[Penalty, ...] = ()
    after: tuple[Penalty, ...] = ()


class Reference:
    """Judges events by policies, one input after the other."""

    def __init__(
        self,
        documents: Sequence[nodes.Document | Book],
        directory: Mapping[str, Any] | Directory | None = None,
        history_since: datetime | None = None,
        lateness: timedelta = timedelta(0),
    ) -> None:
        self.books = [one if isinstance(one, Book) else Book(one) for one in documents]
        self.tariffs = [Tariff(book) for book in self.books]
        self.timeline = Timeline(Directory.of(directory), history_since)
        self.lateness = lateness
        self._listed = directory if isinstance(directory, Mapping) else {}
        self._said: set[tuple[Any, ...]] = set()
        self._charges: list[Charge] = []
        self._open: list[Charge] = []
        self._confirmed: list[tuple[Book, Violation]] = []
        self._accounts: dict[tuple[int, str], Account] = {}
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
        return [self._step(one) for one in read]

    def standing(self) -> list[tuple[str, Entry, tuple[Penalty, ...]]]:
        """The penalties that stand under each policy, by entry."""
        return [
            (self.books[number].id, one.entry, one.penalties)
            for (number, _), account in self._accounts.items()
            for one in account.stands()
            if one.penalties
        ]

    def _step(self, one: Event | tuple[Any, ...]) -> list[Outcome]:
        if self.timeline.watched is None and (isinstance(one, Event) or one[0] == "advance"):
            self.timeline.watched = one.at if isinstance(one, Event) else one[1]
        match one:
            case Event():
                return self._feed(one)
            case ("find", decision):
                return self._find(decision)
            case (_, moment):
                return self._advance(moment)

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
            now.sort(key=lambda pair: self._turn_of(*pair))
            fresh = [self._charged(one, number) for one, number in now]
            self._said |= {(number, *one.identity) for one, number in now}
            self._open += fresh
            outcomes += [self._told(one) for one in fresh]
            outcomes += self._entered(fresh)
        return outcomes

    def _turn_of(self, one: Missed, number: int) -> tuple[Any, ...]:
        """Where a duty stands among all that fall due with it.

        First by its norm, then by the event that opened it or the violation as it was told; a
        period by whose it is.
        """
        opened, member = 0, ""
        match one.norm:
            case nodes.Deadline(opening=nodes.ViolationOf()):
                told = [(each.policy, each.origin.origin) for each in self._charges]
                opened = told.index((number, one.key[-1]))
            case nodes.Deadline():
                assert one.opening is not None
                opened = one.opening.position
            case nodes.Periodic():
                member = str(one.key[-1])
        return (number, one.place, opened, member)

    def _feed(self, event: Event) -> list[Outcome]:
        if self._redelivered(event):
            return []
        if self.timeline.events and event.at < self.timeline.events[-1].at:
            raise ValueError(f"the reference takes events in the order of time, not {event.id}")
        if not self.timeline.events:
            # The first event begins the watch: the days and periods that run are those at its time.
            self.timeline.append(event)
            outcomes = self._advance(event.at)
        else:
            outcomes = self._advance(event.at)
            self.timeline.append(event)
        moment = self.timeline.moment(len(self.timeline.events) - 1)
        for number, book in enumerate(self.books):
            found = judged(book, moment)
            fresh = [broken(one, number) for one in found]
            outcomes += [self._told(one) for one in fresh]
            outcomes += self._entered([one for one in fresh if one.status != "undetermined"])
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
        fresh += [one for of, one in self._confirmed if of is book]
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
        return found

    # ------------------------------------------------------------------------ outcomes

    def _charged(self, one: Missed, number: int) -> Charge:
        return charged(one, number, self.timeline.standing_at(one.due), _duty_of(one))

    def _told(self, one: Charge, kind: Kind = "violation") -> Outcome:
        """A violation as it stands."""
        undetermined = one.status == "undetermined"
        return Outcome(
            kind="undetermined" if undetermined else kind,
            policy=self.books[one.policy].id,
            at=one.at,
            subject=one.subject,
            event=one.event,
            clause=one.clause.name,
            status=None if undetermined else one.standing,
        )

    def _settled(self, moment: Moment) -> list[Outcome]:
        """The duties, already found violated, that an event fulfils late."""
        settled = [
            one
            for one in self._open
            if one.missed is not None and one.missed.settled_by(moment, self.books[one.policy])
        ]
        self._open = [one for one in self._open if one not in settled]
        return [attrs.evolve(self._told(one, "settled"), settled_at=moment.at) for one in settled]

    def _find(self, decision: Decision) -> list[Outcome]:
        """What a person decides about one of the violations told, and what follows from it."""
        one = chosen(self._charges, [book.id for book in self.books], decision)
        if one is None:
            return []
        book = self.books[one.policy]
        if not fits(decision, self.tariffs[one.policy], book.clauses):
            return [self._told(one, "refused")]
        if decision.outcome == "confirm" and not one.ever_stood:
            self._confirmed.append((book, one.confirmed(len(self.timeline.events))))
        one.decisions.append(decision)
        return [self._told(one, "finding"), *self._differences([one])]

    def _entered(self, fresh: Sequence[Charge]) -> list[Outcome]:
        """What follows from violations that were told."""
        self._charges += fresh
        for one in fresh:
            if one.subject is not None:
                self._account(one.policy, one.subject).charge(one)
        return self._differences(fresh)

    def _differences(self, charges: Sequence[Charge]) -> list[Outcome]:
        """The penalties that are others, now that violations were told or decided on."""
        of = [(one.policy, one.subject) for one in charges if one.subject is not None]
        return [
            Outcome(
                kind="penalty",
                policy=self.books[number].id,
                at=one.entry.at,
                subject=subject,
                event=one.entry.event,
                before=one.before,
                after=one.after,
            )
            for number, subject in dict.fromkeys(of)
            for one in self._account(number, subject).changes()
        ]

    def _account(self, number: int, subject: str) -> Account:
        return self._accounts.setdefault((number, subject), Account(self.tariffs[number]))


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
