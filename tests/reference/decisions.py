"""What people decide about violations that were told, and how each stands after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

import attrs

from reference.duties import Missed, Violation, as_violation
from reference.ledger import Breach, Tariff, is_graded, severity_of
from reference.norms import Finding
from reference.values import Moment
from wechat_policy import nodes

Outcome: TypeAlias = Literal["confirm", "dismiss", "overturn", "grade"]
Place: TypeAlias = tuple[datetime, str, str, str, str]


@attrs.frozen
class Decision:
    """A finding on one of the violations told so far, the `number`-th in the order of `place`.

    Numbers begin anew where there are fewer violations; below zero they count from the latest.
    """

    number: int
    outcome: Outcome
    severity: str | None = None
    facts: Mapping[str, Any] = attrs.field(factory=dict)


def place(
    at: datetime, policy: str, clause: str | None, subject: str | None, event: str | None
) -> Place:
    """Where a violation stands among all that were told, by what anybody can see of it."""
    return (at.astimezone(UTC), policy, clause or "", subject or "", event or "")


@attrs.frozen(eq=False)
class Charge:
    """A violation that was told.

    `entry` tells which event or which owed duty it belongs to, `origin` is the violation as one
    that may open duties of others, `missed` the duty that was not fulfilled.
    """

    policy: int
    clause: nodes.Clause
    subject: str | None
    status: str
    at: datetime
    event: str | None
    moment: Moment
    entry: tuple[Any, ...]
    origin: Violation
    missed: Missed | None = None
    decisions: list[Decision] = attrs.field(factory=list)

    @property
    def standing(self) -> str:
        """Its status after all that was decided: the last word holds, a grade says nothing."""
        says = {"confirm": "violation", "dismiss": "dismissed", "overturn": "overturned"}
        words = [says[one.outcome] for one in self.decisions if one.outcome in says]
        return [self.status, *words][-1]

    @property
    def severity(self) -> str | None:
        """How grave it is: what a person said last, else what its clause says."""
        said = [one.severity for one in self.decisions if one.severity is not None]
        return [severity_of(self.clause), *said][-1]

    @property
    def breach(self) -> Breach | None:
        """What it is on the account of its subject; None if it counts for nothing there."""
        ungraded = is_graded(self.clause) and self.severity is None
        if self.standing != "violation" or self.subject is None or ungraded:
            return None
        facts = {name: fact for one in self.decisions for name, fact in one.facts.items()}
        return Breach(self.clause, self.severity, tuple(sorted(facts.items())))

    @property
    def ever_stood(self) -> bool:
        """Whether it has been a violation at some time."""
        return "violation" in (self.status, self.standing) or any(
            one.outcome == "confirm" for one in self.decisions
        )

    def confirmed(self, happened: int) -> Violation:
        """It opens the duties of others when it is confirmed, after so many events."""
        return attrs.evolve(self.origin, status="violation", following=happened)


def broken(one: Finding, number: int) -> Charge:
    """What a policy found in an event as a violation that was told."""
    moment = one.moment
    assert moment.event is not None
    origin = (one.clause.name, moment.position, str(one.subject))
    following = moment.position + 1
    return Charge(
        policy=number,
        clause=one.clause,
        subject=one.subject,
        status=one.status,
        at=moment.at,
        event=moment.event.id,
        moment=moment,
        entry=("event", moment.position),
        origin=Violation(one.clause, moment.at, moment, one.subject, one.status, following, origin),
    )


def charged(missed: Missed, number: int, moment: Moment, duty: tuple[Any, ...]) -> Charge:
    """A missed duty as a violation that was told."""
    opening = None if missed.opening is None else missed.opening.event
    return Charge(
        policy=number,
        clause=missed.clause,
        subject=missed.subject,
        status=missed.status,
        at=missed.due,
        event=None if opening is None else opening.id,
        moment=missed.opening or moment,
        entry=("duty", *duty),
        origin=as_violation(missed, moment.timeline),
        missed=missed,
    )


def chosen(charges: Sequence[Charge], policies: Sequence[str], decision: Decision) -> Charge | None:
    """The violation that a decision speaks of, None if none was told."""
    ordered = sorted(
        charges,
        key=lambda one: place(
            one.at, policies[one.policy], one.clause.name, one.subject, one.event
        ),
    )
    return ordered[decision.number % len(ordered)] if ordered else None


def fits(decision: Decision, tariff: Tariff, clauses: Sequence[nodes.Clause]) -> bool:
    """Whether the severity that a decision names is one that the policy knows."""
    known = {*tariff.severities, *map(severity_of, clauses)}
    for clause in clauses:
        for item in clause.items:
            if isinstance(item, nodes.Graded):
                known |= {item.lowest, item.highest}
    return decision.severity is None or decision.severity in known
