"""The ledger: what each subject has collected under each policy, and what findings change in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs

from wechat_policy.drafts import maker
from wechat_policy.engine.debts import NO_EVENT
from wechat_policy.engine.findings import Finding, Reported, established
from wechat_policy.engine.linked import Linked, ScopeAt
from wechat_policy.engine.progress import Progress
from wechat_policy.engine.standings import Moved, Standings
from wechat_policy.events import Event
from wechat_policy.penalties import (
    Breach,
    Entry,
    Penalty,
    merged,
)
from wechat_policy.state import State
from wechat_policy.verdict import Verdict, Violation, identity

_new_breach, _new_entry, _new_reported = maker(Breach), maker(Entry), maker(Reported)


class Ledger:
    """Enters violations on accounts, and keeps them for findings to change."""

    def __init__(
        self, state: State, linked: Sequence[Linked], scope_at: ScopeAt, progress: Progress
    ) -> None:
        self._state = state
        self._progress = progress
        self._linked = {one.policy.id: one for one in linked}
        self._scope_at = scope_at
        self._standings = Standings(state, linked, self._again)

    def enter(self, verdict: Verdict, event: Event | None) -> list[Verdict]:
        """The verdict with its penalties, and the revisions of earlier ones that it brings."""
        orders = self._note(verdict, event)
        penalties: list[Penalty] = []
        revised: list[Penalty] = []
        for (policy, subject), those in _counting(verdict.violations).items():
            linked = self._linked[policy]
            breaches = tuple(self._breach(linked, one, event, {}) for one in those)
            order = orders[those[0].id]
            entry = _new_entry(entry_id(verdict), those[0].at, breaches, verdict.event, order)
            made, changed = self._standings.add(policy, subject, entry)
            penalties += made
            revised += changed
        answer = [attrs.evolve(verdict, penalties=merged(penalties)) if penalties else verdict]
        if revised:
            answer.append(_revision(verdict.id, verdict.at, revised))
        return answer

    def _note(self, verdict: Verdict, event: Event | None) -> dict[str, int]:
        """Remembers what findings may speak of; gives the numbers of the violations."""
        orders: dict[str, int] = {}
        id_, entry = verdict.id, entry_id(verdict)
        kept = None if event is None else event.kept()
        for one in verdict.violations:
            self._progress.reported += 1
            number = orders[one.id] = self._progress.reported
            counted = one.status == "violation"
            reported = _new_reported(one, id_, entry, kept, counted=counted, order=number)
            self._state.put(("", "violation", one.id), reported)
        return orders

    def settled(self, one: Violation) -> Violation:
        """A violation that was settled, as findings have left it since it was reported."""
        found = self.reported(one.id)
        if found is None:
            return one
        now = found.violation
        doubted = one.review is not None and now.status == "violation"
        return attrs.evolve(
            now,
            settled_at=one.settled_at,
            review=one.review if doubted else now.review,
            status="suspected" if doubted else now.status,
        )

    def reported(self, violation: str) -> Reported | None:
        """A violation as it stands, with the verdict that reported it."""
        found: Reported | None = self._state.get(("", "violation", violation))
        return found

    def _reported_as(self, breach: Breach) -> int:
        """Which of all that was reported a breach is."""
        found = self.reported(breach.violation)
        return 0 if found is None else found.order

    def _breach(
        self, linked: Linked, one: Violation, event: Event | None, facts: Mapping[str, Any]
    ) -> Breach:
        """A violation as it stands in an entry, with the conditional rows whose condition holds."""
        rows: Iterable[int] = ()
        if linked.policy.row_tests:
            told = {"severity": one.severity, "clause": one.clause}
            base = event or Event(NO_EVENT, one.id, one.at, {})
            judged = attrs.evolve(base, facts={**told, **base.facts, **facts})
            scope = self._scope_at(linked, judged)
            rows = {number for number, test in linked.policy.row_tests.items()
                    if test.truth(scope) is True}  # fmt: skip
        return _new_breach(one.id, one.clause, one.severity, one.tags, one.article, frozenset(rows))

    def _again(self, linked: Linked, breach: Breach) -> Breach:
        """A breach with the conditional rows of this version."""
        found = self.reported(breach.violation)
        if found is None:
            return attrs.evolve(breach, rows=frozenset())
        return self._breach(linked, found.violation, found.event, found.facts)

    # --------------------------------------------------------------------------- findings

    def find(self, finding: Finding) -> list[Verdict]:
        """What a finding changes: the violation anew, and the penalties that follow from it.

        Raises LookupError for a violation that was never reported, ValueError for a finding that
        does not fit it.
        """
        found = self.reported(finding.violation)
        if found is None:
            raise LookupError(f"no violation `{finding.violation}` was reported")
        if finding.at.utcoffset() is None:
            raise ValueError(f"a finding needs a time with an offset, got {finding.at.isoformat()}")
        changed = established(found.violation, finding, self._linked[found.violation.policy])
        verdict = Verdict(
            id=f"{changed.id}#{finding.outcome}@{finding.at.isoformat()}/{_told(finding)}",
            kind="finding",
            at=finding.at,
            event=changed.event,
            event_type=None if found.event is None else found.event.type,
            violations=(changed,),
            revises=found.verdict,
        )
        return self.revise(verdict, finding.facts)

    def revise(self, verdict: Verdict, told: Mapping[str, Any] | None = None) -> list[Verdict]:
        """The verdict on violations reported before, with what changes on the accounts."""
        made: list[Penalty] = []
        others: list[Penalty] = []
        for changed in verdict.violations:
            found = self.reported(changed.id)
            if found is None:
                continue
            facts = {**found.facts, **(told or {})}
            counted = found.counted or changed.status == "violation"
            found = attrs.evolve(found, facts=facts, counted=counted)
            self._state.put(("", "violation", changed.id), attrs.evolve(found, violation=changed))
            if changed.subject is None or (not told and _settled_only(found.violation, changed)):
                continue
            new, moved = self._restate(found, changed)
            made += new
            others += moved
        answer = [attrs.evolve(verdict, penalties=tuple(map(self._shared, made)))]
        if others:
            answer.append(_revision(verdict.id, verdict.at, others))
        return answer

    def _restate(self, found: Reported, changed: Violation) -> Moved:
        """Derives an account anew with a violation as it stands now."""
        policy, subject = changed.policy, changed.subject
        assert subject is not None

        def restated(before: Entry | None) -> Entry | None:
            known = before.breaches if before else ()
            breaches = tuple(one for one in known if one.violation != changed.id)
            if _counting([changed]):
                linked = self._linked[policy]
                breaches = (*breaches, self._breach(linked, changed, found.event, found.facts))
                # As they were reported, so that a change of mind leaves no trace.
                breaches = tuple(sorted(breaches, key=self._reported_as))
            order = before.order if before else found.order
            if not breaches:
                return None
            return Entry(found.entry, changed.at, breaches, changed.event, order)

        return self._standings.restate(policy, subject, found.entry, restated)

    def penalties(self, subject: str) -> tuple[Penalty, ...]:
        """The penalties of a subject as they stand now, under all policies, by time.

        Where two policies impose the same sanction for the same entry, it names both.
        """
        by_entry: dict[str, list[Penalty]] = {}
        for policy in self._linked:
            for entry, standing in self._standings.of(policy, subject).items():
                if standing.penalty is not None:
                    by_entry.setdefault(entry, []).append(standing.penalty)
        found = [one for those in by_entry.values() for one in merged(those)]
        return tuple(sorted(found, key=lambda one: (one.at, one.id)))

    def _shared(self, penalty: Penalty) -> Penalty:
        """A penalty with the other policies that impose the same for the same entry."""
        return next(
            (one for one in self.penalties(penalty.subject) if one.id == penalty.id), penalty
        )


def _counting(violations: Iterable[Violation]) -> dict[tuple[str, str], list[Violation]]:
    """The violations that enter the ledger, by policy and subject."""
    found: dict[tuple[str, str], list[Violation]] = {}
    for one in violations:
        graded = not one.grades or one.severity is not None
        if one.status == "violation" and one.subject is not None and graded:
            found.setdefault((one.policy, one.subject), []).append(one)
    return found


def _told(finding: Finding) -> str:
    """What tells two findings of one moment apart."""
    facts = sorted(map(repr, finding.facts.items()))
    return identity(finding.by, finding.severity, finding.note, *facts)


def entry_id(verdict: Verdict) -> str:
    """The entry of a verdict: an event has one, however many verdicts speak of it."""
    own = verdict.kind in ("event", "window") and verdict.event is not None
    return verdict.event if own and verdict.event is not None else verdict.id


def _settled_only(before: Violation, now: Violation) -> bool:
    """Whether nothing changed that the ledger looks at."""
    return (before.status, before.severity) == (now.status, now.severity)


def _revision(cause: str, at: datetime, penalties: list[Penalty]) -> Verdict:
    """The verdict that says which penalties changed."""
    return Verdict(
        id=f"{cause}#revision",
        kind="revision",
        at=at,
        penalties=tuple(penalties),
        revises=penalties[0].id,
    )
