"""The ledger: what each subject has collected under each policy, and what findings change in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

import attrs

from wechat_policy.engine.duties import NO_EVENT
from wechat_policy.engine.index import Linked
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
from wechat_policy.rules.facts import Scope
from wechat_policy.state import State
from wechat_policy.verdict import Verdict, Violation

ScopeAt = Callable[[Linked, Event], Scope]


@attrs.frozen
class Finding:
    """What a person established about a violation that was reported.

    `confirm` makes a suspected violation one, `dismiss` refuses it, `overturn` takes a confirmed
    one back, `grade` sets the severity of one that a person has to grade. `facts` (loss, harm,
    intent, law …) are what the conditions of penalty rows ask for.
    """

    violation: str
    outcome: Literal["confirm", "dismiss", "overturn", "grade"]
    at: datetime
    by: str
    severity: str | None = None
    facts: Mapping[str, Any] = attrs.field(factory=dict)
    note: str | None = None


@attrs.frozen
class Reported:
    """A violation as it stands now, the verdict that reported it, and its entry in the ledger."""

    violation: Violation
    verdict: str
    entry: str
    event: Event | None


class Ledger:
    """Entries and penalties by policy and subject; penalties are derived, never edited."""

    def __init__(self, state: State, linked: Sequence[Linked], scope_at: ScopeAt) -> None:
        self._state = state
        self._linked = {one.policy.id: one for one in linked}
        self._scope_at = scope_at

    def enter(self, verdict: Verdict, event: Event | None) -> list[Verdict]:
        """The verdict with its penalties, and the revisions of earlier ones that it brings."""
        self._note(verdict, event)
        penalties: list[Penalty] = []
        revised: list[Penalty] = []
        for (policy, subject), those in _counting(verdict.violations).items():
            entry = self._entry(verdict, those, event)
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
            reported = Reported(one, verdict.id, entry_id(verdict), stored)
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

    def _entry(self, verdict: Verdict, those: list[Violation], event: Event | None) -> Entry:
        linked = self._linked[those[0].policy]
        return Entry(
            id=entry_id(verdict),
            at=those[0].at,
            breaches=tuple(map(_breach, those)),
            rows=self._rows(linked, those, event, {}),
            event=verdict.event,
        )

    def _rows(
        self, linked: Linked, those: list[Violation], event: Event | None,
        facts: Mapping[str, Any],
    ) -> frozenset[int]:  # fmt: skip
        """The conditional rows whose condition holds for one of the violations."""
        held: set[int] = set()
        for number, test in linked.policy.row_tests.items():
            for one in those:
                told = {"severity": one.severity, "clause": one.clause}
                base = event or Event(NO_EVENT, one.id, one.at, {})
                judged = attrs.evolve(base, facts={**told, **base.facts, **facts})
                if test.truth(self._scope_at(linked, judged)) is True:
                    held.add(number)
        return frozenset(held)

    # ------------------------------------------------------------------------- derivation

    def _add(self, policy: str, subject: str, entry: Entry) -> tuple[list[Penalty], list[Penalty]]:
        """Puts an entry on an account; the penalty for it, and the others that it changed."""
        place = (policy, "ledger", subject)
        entries: dict[str, Entry] = self._state.get(place) or {}
        last: Entry | None = self._state.get((policy, "last", subject))
        entry = attrs.evolve(entry, order=self._order(policy, subject))
        if last is None or (entry.id not in entries and last.at <= entry.at):
            return self._append(policy, subject, entries, entry), []
        if entry.id in entries:
            known = entries[entry.id]
            entry = attrs.evolve(
                entry,
                order=known.order,
                breaches=tuple(dict.fromkeys((*known.breaches, *entry.breaches))),
                rows=known.rows | entry.rows,
            )
        entries[entry.id] = entry
        return self._derive(policy, subject, entries, fresh=entry.id)

    def _order(self, policy: str, subject: str) -> int:
        """The next number of an account: entries of one moment stand as they were found."""
        place = (policy, "entries", subject)
        number: int = (self._state.get(place) or 0) + 1
        self._state.put(place, number)
        return number

    def _append(
        self, policy: str, subject: str, entries: dict[str, Entry], entry: Entry
    ) -> list[Penalty]:
        """Puts an entry behind all others, which changes none of them."""
        linked = self._linked[policy]
        account = Account(policy, linked.policy.version, subject, linked.policy.zone)
        taken: list[Taken] = self._state.get((policy, "taken", subject)) or []
        penalty, left = impose(linked.policy.penalties, account, entry, taken)
        issued: dict[str, Penalty] = self._state.get((policy, "issued", subject)) or {}
        entries[entry.id] = entry
        taken.append(left)
        if penalty is not None:
            issued[penalty.id] = penalty
        for name, value in (
            ("ledger", entries), ("taken", taken), ("issued", issued), ("last", entry)
        ):  # fmt: skip
            self._state.put((policy, name, subject), value)
        return [] if penalty is None else [penalty]

    def _derive(
        self, policy: str, subject: str, entries: dict[str, Entry], *, fresh: str | None
    ) -> tuple[list[Penalty], list[Penalty]]:
        linked = self._linked[policy]
        account = Account(policy, linked.policy.version, subject, linked.policy.zone)
        issued: dict[str, Penalty] = self._state.get((policy, "issued", subject)) or {}
        penalties, taken = derive(linked.policy.penalties, account, entries.values())
        now = {one.id: one for one in penalties}
        made: list[Penalty] = []
        changed: list[Penalty] = []
        for id_, penalty in now.items():
            earlier = issued.get(id_)
            if earlier is None:
                (made if id_ == f"{policy}/{subject}/{fresh}" else changed).append(penalty)
            elif earlier != penalty and not _same(earlier, penalty):
                penalty = attrs.evolve(penalty, version=earlier.version, revises=id_)
                changed.append(penalty)
        for id_, earlier in issued.items():
            if id_ not in now and earlier.sanctions:
                changed.append(attrs.evolve(earlier, sanctions=(), count=0, then=None, revises=id_))
        kept = {id_: issued.get(id_, one) if _same(issued.get(id_), one) else one
                for id_, one in now.items()}  # fmt: skip
        self._state.put((policy, "ledger", subject), entries)
        self._state.put((policy, "issued", subject), kept)
        self._state.put((policy, "taken", subject), list(taken))
        last = max(entries.values(), key=lambda one: one.place, default=None)
        self._state.put((policy, "last", subject), last)
        return made, changed

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
        changed = _found(found.violation, finding, self._linked[found.violation.policy])
        verdict = Verdict(
            id=f"{changed.id}#{finding.outcome}@{finding.at.isoformat()}",
            kind="finding",
            at=finding.at,
            event=changed.event,
            event_type=None if found.event is None else found.event.type,
            violations=(changed,),
            revises=found.verdict,
        )
        return self.revise(verdict, finding.facts)

    def revise(self, verdict: Verdict, facts: Mapping[str, Any] | None = None) -> list[Verdict]:
        """The verdict on violations reported before, with what changes on the accounts."""
        made: list[Penalty] = []
        others: list[Penalty] = []
        for changed in verdict.violations:
            found = self.reported(changed.id)
            if found is None:
                continue
            self._state.put(("", "violation", changed.id), attrs.evolve(found, violation=changed))
            if changed.subject is None or (not facts and _settled_only(found.violation, changed)):
                continue
            new, moved = self._restate(found, changed, facts or {})
            made += new
            others += moved
        answer = [attrs.evolve(verdict, penalties=tuple(made))]
        if others:
            answer.append(_revision(verdict.id, verdict.at, others))
        return answer

    def _restate(
        self, found: Reported, changed: Violation, facts: Mapping[str, Any]
    ) -> tuple[list[Penalty], list[Penalty]]:
        """Derives an account anew with a violation as it stands now."""
        assert changed.subject is not None
        place = (changed.policy, "ledger", changed.subject)
        entries: dict[str, Entry] = dict(self._state.get(place) or {})
        known = entries.pop(found.entry, None)
        breaches = tuple(
            one for one in (known.breaches if known else ()) if one.violation != changed.id
        )
        rows = known.rows if known else frozenset()
        if _counting([changed]):
            rows |= self._rows(self._linked[changed.policy], [changed], found.event, facts)
            breaches = (*breaches, _breach(changed))
        if breaches:
            order = known.order if known else self._order(changed.policy, changed.subject)
            entries[found.entry] = Entry(
                found.entry, changed.at, breaches, rows, changed.event, order
            )
        return self._derive(changed.policy, changed.subject, entries, fresh=found.entry)

    def penalties(self, subject: str) -> tuple[Penalty, ...]:
        """The penalties of a subject as they stand now, under all policies, by time."""
        found: list[Penalty] = []
        for policy in self._linked:
            issued: dict[str, Penalty] = self._state.get((policy, "issued", subject)) or {}
            found += issued.values()
        return tuple(sorted(found, key=lambda one: (one.at, one.id)))


def _counting(violations: Iterable[Violation]) -> dict[tuple[str, str], list[Violation]]:
    """The violations that enter the ledger, by policy and subject."""
    found: dict[tuple[str, str], list[Violation]] = {}
    for one in violations:
        graded = not one.grades or one.severity is not None
        if one.status == "violation" and one.subject is not None and graded:
            found.setdefault((one.policy, one.subject), []).append(one)
    return found


def entry_id(verdict: Verdict) -> str:
    """The entry of a verdict: an event has one, however many verdicts speak of it."""
    own = verdict.kind in ("event", "window") and verdict.event is not None
    return verdict.event if own and verdict.event is not None else verdict.id


def _breach(one: Violation) -> Breach:
    return Breach(one.id, one.clause, one.severity, one.tags, one.article)


def _settled_only(before: Violation, now: Violation) -> bool:
    """Whether nothing changed that the ledger looks at."""
    return (before.status, before.severity) == (now.status, now.severity)


def _same(earlier: Penalty | None, now: Penalty) -> bool:
    """Whether two penalties say the same but for the version under which they were derived."""
    if earlier is None:
        return False
    return now == attrs.evolve(earlier, version=now.version, revises=now.revises)


def _found(violation: Violation, finding: Finding, linked: Linked) -> Violation:
    """The violation as the finding leaves it."""
    clauses = linked.policy.clauses
    severities = (
        *linked.policy.penalties.severities,
        *(name for one in clauses for name in (*one.grades, one.severity) if name),
    )
    if finding.severity is not None and finding.severity not in severities:
        raise ValueError(
            f"the policy knows no severity `{finding.severity}`, expected one of "
            f"{', '.join(dict.fromkeys(severities))}"
        )
    severity = finding.severity or violation.severity
    match finding.outcome:
        case "confirm":
            return attrs.evolve(violation, status="violation", severity=severity, review=None)
        case "dismiss":
            return attrs.evolve(violation, status="dismissed")
        case "overturn":
            return attrs.evolve(violation, status="overturned")
        case "grade":
            if finding.severity is None:
                raise ValueError("a finding that grades has to name a severity")
            return attrs.evolve(violation, severity=severity)
        case _:
            raise ValueError(
                f"a finding confirms, dismisses, overturns or grades, got `{finding.outcome}`"
            )


def _revision(cause: str, at: datetime, penalties: list[Penalty]) -> Verdict:
    """The verdict that says which penalties changed."""
    return Verdict(
        id=f"{cause}#revision",
        kind="revision",
        at=at,
        penalties=tuple(penalties),
        revises=penalties[0].id,
    )
