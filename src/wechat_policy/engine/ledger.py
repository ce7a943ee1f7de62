"""The ledger: what each subject has collected under each policy, and what findings change in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs

from wechat_policy.codec import storable
from wechat_policy.engine.duties import NO_EVENT
from wechat_policy.engine.findings import Finding, Reported, established
from wechat_policy.engine.linked import Linked, ScopeAt
from wechat_policy.events import Event
from wechat_policy.penalties import (
    Account,
    Breach,
    Entry,
    Penalty,
    Taken,
    derive,
    impose,
    merged,
)
from wechat_policy.state import State
from wechat_policy.verdict import Verdict, Violation, identity


@storable
@attrs.frozen
class Standing:
    """An entry of an account, and the penalty for it as it stands; None each if there is none."""

    entry: Entry | None
    penalty: Penalty | None


class Ledger:
    """Entries and penalties by policy and subject; penalties are derived, never edited."""

    def __init__(self, state: State, linked: Sequence[Linked], scope_at: ScopeAt) -> None:
        self._state = state
        self._linked = {one.policy.id: one for one in linked}
        self._scope_at = scope_at
        # Which table an account was last counted by.
        self._tables = {
            one.number: identity(repr(one.policy.penalties), one.policy.rows_fingerprint)
            for one in linked
        }

    def enter(self, verdict: Verdict, event: Event | None) -> list[Verdict]:
        """The verdict with its penalties, and the revisions of earlier ones that it brings."""
        self._note(verdict, event)
        penalties: list[Penalty] = []
        revised: list[Penalty] = []
        for (policy, subject), those in _counting(verdict.violations).items():
            linked = self._linked[policy]
            breaches = tuple(self._breach(linked, one, event, {}) for one in those)
            entry = Entry(entry_id(verdict), those[0].at, breaches, verdict.event)
            made, changed = self._add(policy, subject, entry)
            penalties += made
            revised += changed
        answer = [attrs.evolve(verdict, penalties=merged(penalties)) if penalties else verdict]
        if revised:
            answer.append(_revision(verdict.id, verdict.at, revised))
        return answer

    def _note(self, verdict: Verdict, event: Event | None) -> None:
        """Remembers what findings may speak of."""
        for one in verdict.violations:
            stored = None if event is None else event.kept()
            counted = one.status == "violation"
            reported = Reported(one, verdict.id, entry_id(verdict), stored, counted=counted)
            self._state.put(("", "violation", one.id), reported)

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

    def _breach(
        self, linked: Linked, one: Violation, event: Event | None, facts: Mapping[str, Any]
    ) -> Breach:
        """A violation as it stands in an entry, with the conditional rows whose condition holds."""
        rows: set[int] = set()
        if linked.policy.row_tests:
            told = {"severity": one.severity, "clause": one.clause}
            base = event or Event(NO_EVENT, one.id, one.at, {})
            judged = attrs.evolve(base, facts={**told, **base.facts, **facts})
            scope = self._scope_at(linked, judged)
            rows = {number for number, test in linked.policy.row_tests.items()
                    if test.truth(scope) is True}  # fmt: skip
        return Breach(one.id, one.clause, one.severity, one.tags, one.article, frozenset(rows))

    # ------------------------------------------------------------------------- derivation

    def _standings(self, policy: str, subject: str) -> dict[str, Standing]:
        """What stands on an account, by entry, in the order in which it was found."""
        ids: tuple[str, ...] = self._state.get((policy, "account", subject)) or ()
        return {id_: self._state.get((policy, "entry", subject, id_)) for id_ in ids}

    def _add(self, policy: str, subject: str, entry: Entry) -> tuple[list[Penalty], list[Penalty]]:
        """Puts an entry on an account; the penalty for it, and the others that it changed."""
        self._renew(policy, subject)
        known: Standing | None = self._state.get((policy, "entry", subject, entry.id))
        last, taken, _ = self._state.get((policy, "taken", subject)) or (None, (), "")
        if known is None and (last is None or last <= entry.at):
            return self._append(policy, subject, entry, taken), []
        standings = self._standings(policy, subject)
        if known is not None and known.entry is not None:
            both = {one.violation: one for one in (*known.entry.breaches, *entry.breaches)}
            entry = attrs.evolve(known.entry, breaches=tuple(both.values()))
        else:
            entry = attrs.evolve(entry, order=self._order(standings, entry.id))
        return self._derive(policy, subject, standings, entry.id, entry)

    def _order(self, standings: Mapping[str, Standing], entry: str) -> int:
        """The number of an entry: those of one moment stand as they were found."""
        return [*standings, entry].index(entry) + 1

    def _append(
        self, policy: str, subject: str, entry: Entry, taken: tuple[Taken, ...]
    ) -> list[Penalty]:
        """Puts an entry behind all others, which changes none of them."""
        linked = self._linked[policy]
        account = Account(policy, linked.policy.version, subject, linked.policy.zone)
        ids: tuple[str, ...] = self._state.get((policy, "account", subject)) or ()
        entry = attrs.evolve(entry, order=len(ids) + 1)
        penalty, left = impose(linked.policy.penalties, account, entry, taken)
        self._state.put((policy, "account", subject), (*ids, entry.id))
        self._state.put((policy, "entry", subject, entry.id), Standing(entry, penalty))
        self._take(linked, subject, entry.at, (*taken, left))
        return [] if penalty is None else [penalty]

    def _take(self, linked: Linked, subject: str, at: datetime, taken: Iterable[Taken]) -> None:
        """Keeps of an account's entries what later ones are counted with."""
        floor = at - linked.policy.penalties.reach
        kept = tuple(one for one in taken if one.at >= floor)
        self._state.put(
            (linked.policy.id, "taken", subject), (at, kept, self._tables[linked.number])
        )

    def _renew(self, policy: str, subject: str) -> None:
        """Lets the entries of an account take the rows of this version, to be counted with.

        The penalties for them stay as a former version imposed them.
        """
        linked = self._linked[policy]
        _, _, table = self._state.get((policy, "taken", subject)) or (None, (), "")
        if table in ("", self._tables[linked.number]):
            return
        entries = []
        for id_, standing in self._standings(policy, subject).items():
            if standing.entry is not None:
                breaches = tuple(self._again(linked, one) for one in standing.entry.breaches)
                entry = attrs.evolve(standing.entry, breaches=breaches)
                entries.append(entry)
                renewed = attrs.evolve(standing, entry=entry)
                self._state.put((policy, "entry", subject, id_), renewed)
        account = Account(policy, linked.policy.version, subject, linked.policy.zone)
        _, taken = derive(linked.policy.penalties, account, entries)
        last = max(entries, key=lambda one: one.place)
        self._take(linked, subject, last.at, taken)

    def _again(self, linked: Linked, breach: Breach) -> Breach:
        """A breach with the conditional rows of this version."""
        found = self.reported(breach.violation)
        if found is None:
            return attrs.evolve(breach, rows=frozenset())
        return self._breach(linked, found.violation, found.event, found.facts)

    def _derive(
        self, policy: str, subject: str, standings: dict[str, Standing], fresh: str,
        entry: Entry | None,
    ) -> tuple[list[Penalty], list[Penalty]]:  # fmt: skip
        """Derives an account anew with one entry changed, added or (None) taken out."""
        linked = self._linked[policy]
        account = Account(policy, linked.policy.version, subject, linked.policy.zone)
        before = {**standings}
        standings[fresh] = Standing(entry, None)
        entries = [one.entry for one in standings.values() if one.entry is not None]
        penalties, taken = derive(linked.policy.penalties, account, entries)
        now = {one.id: one for one in penalties}
        made: list[Penalty] = []
        changed: list[Penalty] = []
        gone: list[Penalty] = []
        for id_, standing in standings.items():
            earlier = before[id_].penalty if id_ in before else None
            penalty = now.get(f"{policy}/{subject}/{id_}")
            if earlier is not None and earlier.version != account.version and id_ != fresh:
                penalty = earlier  # what a former version imposed stands as it was issued
            elif penalty is None and earlier is not None and earlier.sanctions:
                gone.append(
                    attrs.evolve(earlier, sanctions=(), count=0, then=None, revises=earlier.id)
                )
            elif penalty is not None and earlier is None:
                (made if id_ == fresh else changed).append(penalty)
            elif penalty is not None and earlier is not None and not _same(earlier, penalty):
                penalty = attrs.evolve(penalty, version=earlier.version, revises=earlier.id)
                changed.append(penalty)
            elif penalty is not None:
                penalty = earlier
            stands = Standing(standing.entry, penalty)
            if id_ == fresh or stands != before[id_]:
                self._state.put((policy, "entry", subject, id_), stands)
        self._state.put((policy, "account", subject), tuple(standings))
        if entries:
            last = max(entries, key=lambda one: one.place)
            self._take(linked, subject, last.at, taken)
        else:
            self._state.delete((policy, "taken", subject))
        return made, [*changed, *gone]

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

    def _restate(self, found: Reported, changed: Violation) -> tuple[list[Penalty], list[Penalty]]:
        """Derives an account anew with a violation as it stands now."""
        policy, subject = changed.policy, changed.subject
        assert subject is not None
        self._renew(policy, subject)
        standings = self._standings(policy, subject)
        known = standings[found.entry].entry if found.entry in standings else None
        breaches = tuple(
            one for one in (known.breaches if known else ()) if one.violation != changed.id
        )
        if _counting([changed]):
            linked = self._linked[policy]
            breaches = (*breaches, self._breach(linked, changed, found.event, found.facts))
        entry = None
        if breaches:
            order = known.order if known else self._order(standings, found.entry)
            entry = Entry(found.entry, changed.at, breaches, changed.event, order)
        elif known is None:
            return [], []
        return self._derive(policy, subject, standings, found.entry, entry)

    def penalties(self, subject: str) -> tuple[Penalty, ...]:
        """The penalties of a subject as they stand now, under all policies, by time.

        Where two policies impose the same sanction for the same entry, it names both.
        """
        by_entry: dict[str, list[Penalty]] = {}
        for policy in self._linked:
            for entry, standing in self._standings(policy, subject).items():
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


def _same(earlier: Penalty | None, now: Penalty) -> bool:
    """Whether two penalties say the same but for the version under which they were derived."""
    if earlier is None:
        return False
    return now == attrs.evolve(earlier, version=now.version, revises=now.revises)


def _revision(cause: str, at: datetime, penalties: list[Penalty]) -> Verdict:
    """The verdict that says which penalties changed."""
    return Verdict(
        id=f"{cause}#revision",
        kind="revision",
        at=at,
        penalties=tuple(penalties),
        revises=penalties[0].id,
    )
