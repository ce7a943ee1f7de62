"""One run of an engine over events, and the counts of what it found."""

from __future__ import annotations

import hashlib
from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import attrs

from wechat_policy.adapters import Record
from wechat_policy.adapters.outsiders import introduce
from wechat_policy.directory import Directory
from wechat_policy.engine import Engine
from wechat_policy.engine.findings import Reported
from wechat_policy.events import Event
from wechat_policy.policy import Policy
from wechat_policy.tuning.excerpts import excerpt_of
from wechat_policy.tuning.labels import Label
from wechat_policy.tuning.parts import KINDS, Alarm, Cited, ClausePart, Part
from wechat_policy.tuning.vocabularies import Vocabularies
from wechat_policy.verdict import Undetermined, Verdict, Violation

EXAMPLES = 5
"""Examples of each clause."""

ALARMS = 50
"""The worst false alarms, and the misses, that are told."""

_ANEW = frozenset({"settled", "finding", "revision"})
"""Verdicts that tell of violations told before."""

_PLACES = {kind: place for place, kind in enumerate(KINDS)}
_FLAGS = frozenset({"violation", "suspected"})


@attrs.frozen
class Options:
    """How an engine is made and ended, as `Engine` and `Engine.advance` take it."""

    lateness: timedelta = timedelta(0)
    history_since: datetime | None = None
    redelivery: timedelta = timedelta(days=7)
    until: datetime | None = None

    def engine(self, policies: Sequence[Policy], directory: Directory) -> Engine:
        """An engine of these policies."""
        return Engine(
            policies,
            directory,
            lateness=self.lateness,
            history_since=self.history_since,
            redelivery=self.redelivery,
        )

    def rest(self, engine: Engine) -> list[Verdict]:
        """What becomes final when no event comes any more."""
        due = [] if self.until is None else engine.advance(self.until)
        return due + engine.flush()


def digest(id_: str) -> int:
    """A number for an id: always the same, and spread so that the smallest are a fair choice."""
    told = id_.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(told, digest_size=8).digest(), "big")


class Tally:
    """Feeds events to an engine of some policies and counts what comes out.

    `numbers` are those of the clauses of the policies among all that are run.
    """

    def __init__(
        self, policies: Sequence[Policy], numbers: Mapping[tuple[str, str], int],
        directory: Directory, options: Options, labels: Mapping[str, Label] | None,
        examples: int = EXAMPLES,
    ) -> None:  # fmt: skip
        self.part = Part()
        self._engine = options.engine(policies, directory)
        self._options = options
        self._numbers = numbers
        self._labels = labels or {}
        self._examples = examples
        self._vocabularies = Vocabularies()
        self._interned: dict[Cited, Cited] = {}
        self._block: Sequence[Event] = ()
        self._by_id: dict[str, Event] = {}
        linked = self._engine.evaluation.linked
        self._clauses = {
            (one.policy.id, clause.id): clause for one in linked for clause in one.policy.clauses
        }
        self._zones = {one.id: one.zone for one in policies}
        self._weights = {
            (one.id, name): (one.penalties.rank(name) + 1) / max(1, len(one.penalties.severities))
            for one in policies
            for name in one.penalties.severities
        }

    def take(self, events: Sequence[Event], *, from_archive: bool) -> None:
        """Judges a block of events."""
        if from_archive:
            for event in events:
                introduce(self._engine.directory, Record(0, event))
        self._block, self._by_id = events, {}
        self._count_all(self._engine.judge_many(events))

    def finish(self) -> Part:
        """Ends the run; gives all that was counted."""
        self._count_all(self._options.rest(self._engine))
        part, stats = self.part, self._engine.stats()
        part.duplicates, part.late = stats["duplicates"], stats["late"]
        for subject in sorted(part.people):
            for penalty in self._engine.penalties(subject):
                if penalty.sanctions:
                    names = tuple(dict.fromkeys(one.name for one in penalty.sanctions))
                    step = penalty.policy, penalty.tier, penalty.severity, names
                    count, people = part.penalties.get(step, (0, set()))
                    people.add(subject)
                    part.penalties[step] = count + 1, people
        if len(part.alarms) > ALARMS:
            self._prune()
        return part

    def _count_all(self, verdicts: Iterable[Verdict]) -> None:
        for verdict in verdicts:
            if verdict.violations or verdict.undetermined:
                self._count(verdict)

    def _count(self, verdict: Verdict) -> None:
        if verdict.kind in _ANEW:
            return
        for one in verdict.violations:
            self._violation(one)
        for left in verdict.undetermined:
            number = self._number(left)
            self._hit(number, left, "undetermined", verdict.at, verdict.event)

    def _number(self, one: Violation | Undetermined) -> int:
        return self._numbers[one.policy, one.clause]

    def _violation(self, one: Violation) -> None:
        number = self._number(one)
        found = self._hit(number, one, one.status, one.at, one.event)
        clause = self._clauses[one.policy, one.clause]
        found.words.update(self._vocabularies.words(clause, one.evidence))
        if one.status not in _FLAGS:
            return
        if one.subject is not None:
            found.people.add(one.subject)
            self.part.people.add(one.subject)
        if one.event is not None:
            self._cite(number, one, one.event)

    def _hit(
        self, number: int, one: Violation | Undetermined, status: str, at: datetime,
        event: str | None,
    ) -> ClausePart:  # fmt: skip
        """Counts a violation, or what was left undetermined; gives the clause's counts."""
        part, place = self.part, _PLACES[status]
        found = part.clauses.get(number)
        if found is None:
            found = part.clauses[number] = ClausePart()
        found.hits[place] += 1
        day = at.astimezone(self._zones[one.policy]).date()
        departments = self._departments(one.subject, at)
        if day not in part.days:
            part.days[day] = [0] * len(KINDS)
        part.days[day][place] += 1
        for name in departments:
            if name not in part.departments:
                part.departments[name] = [0] * len(KINDS)
            part.departments[name][place] += 1
        if status in _FLAGS:
            found.days[day] += 1
            found.departments.update(departments)
        preferred = int(status == "undetermined"), digest(event or one.id), one.subject or ""
        kept = found.examples
        if len(kept) < self._examples or (kept and preferred < kept[-1][0]):
            shown = excerpt_of(one, self._event(one, event), at, event)
            insort(kept, (preferred, shown), key=lambda each: each[0])
            del kept[self._examples :]
        return found

    def _departments(self, subject: str | None, at: datetime) -> tuple[str | None, ...]:
        row = None if subject is None else self._engine.directory.person(subject, at)
        told: Any = None if row is None else row.get("department")
        if isinstance(told, str):
            return (told,)
        return tuple(dict.fromkeys(told)) if told else (None,)

    def _event(self, one: Violation | Undetermined, id_: str | None) -> Event | None:
        """The event of a violation: of the block, or as it is kept for findings."""
        if not self._by_id:
            self._by_id = {event.id: event for event in self._block}
        event = None if id_ is None else self._by_id.get(id_)
        if event is not None:
            return event
        kept: Reported | None = self._engine.state.get(("", "violation", one.id))
        return None if kept is None else kept.event

    def _cite(self, number: int, one: Violation, event: str) -> None:
        """Notes that an event is flagged, and how bad that is where it should not be."""
        cited, key = self.part.cited, digest(event)
        before = cited.get(key, ())
        mark = number, one.status == "violation"
        if mark not in before:
            now = tuple(sorted((*before, mark)))
            cited[key] = self._interned.setdefault(now, now)
        label = self._labels.get(event)
        if label is None or label:
            return
        severities = (one.severity, *one.grades)
        weight = max(self._weights.get((one.policy, str(name)), 0.0) for name in severities)
        rank = weight, mark[1], -number
        known = self.part.alarms.get(key)
        if known is None or rank > known.rank:
            shown = excerpt_of(one, self._event(one, event), one.at, event)
            self.part.alarms[key] = Alarm(rank, shown)
            if len(self.part.alarms) > 4 * ALARMS:
                self._prune()

    def _prune(self) -> None:
        self.part.alarms = dict(worst(self.part.alarms))


def worst(alarms: Mapping[int, Alarm]) -> list[tuple[int, Alarm]]:
    """The worst alarms, the worst first; of equal ones a fair choice."""
    ranked = sorted(alarms.items(), key=lambda one: (-one[1].rank[0], not one[1].rank[1], one[0]))
    return ranked[:ALARMS]
