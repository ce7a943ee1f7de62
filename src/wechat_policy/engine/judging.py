"""One event judged for itself: the norms that it breaks, merged by clause and subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import attrs

from wechat_policy.drafts import maker
from wechat_policy.engine.linked import Linked
from wechat_policy.events import Event
from wechat_policy.policy import Answerer, Clause, NormStatus, Policy
from wechat_policy.resolution import subject_of
from wechat_policy.rules.facts import Scope
from wechat_policy.rules.lists import listed
from wechat_policy.rules.traces import evidence_of, missing, specific
from wechat_policy.rules.truth import UNKNOWN, Truth
from wechat_policy.verdict import RANK, Evidence, Trace, Undetermined, Violation, identity, plain

_new_violation = maker(Violation)

NOBODY = "organization"
"""Who answers where no person does."""


@attrs.frozen(eq=False)
class Hit:
    """A norm that one event, window or duty broke, or perhaps broke (`truth` None).

    `member` is whom or what a duty is owed for; each is an occurrence of its own.
    """

    linked: Linked
    clause: Clause
    truth: Truth
    status: NormStatus
    subjects: tuple[str | None, ...]
    trace: Trace
    distance: str | None = None
    evidence: tuple[Evidence, ...] = ()
    member: str | None = None


def subjects(answerer: Answerer | None, event: Event, scope: Scope) -> tuple[str | None, ...]:
    """Who answers: as the norm says, else as the event's type does; None where it is unknown."""
    if answerer is not None and answerer.name is not None:
        return (answerer.name,)
    if answerer is not None and answerer.path is not None:
        return people(answerer.path.value(scope))
    subject = subject_of(event.type)
    return (NOBODY,) if subject is None else people(event.facts.get(subject, UNKNOWN))


def people(value: Any) -> tuple[str | None, ...]:
    """The ids in a value, without repeats; one unknown subject if there are none."""
    if value.__class__ is str:
        return (value,)
    if value is UNKNOWN:
        return (None,)
    found = tuple(dict.fromkeys(one for one in listed(value) if isinstance(one, str)))
    return found or (None,)


def permitted(
    linked: Linked, clause: Clause, scope: Scope, known: dict[int, Truth] | None = None
) -> Truth:
    """Whether a permission takes the event out of a clause.

    `known` keeps what was found out about an event, for the other clauses that it lifts.
    """
    known = {} if known is None else known
    answer: Truth = False
    for judged in linked.permits.get(clause.id, ()):
        if scope.event.type in judged.types:
            if id(judged) not in known:
                known[id(judged)] = judged.test.truth(scope)
            truth = known[id(judged)]
            if truth is True:
                return True
            if truth is None:
                answer = None
    return answer


def lowered(status: NormStatus, event: Event) -> NormStatus:
    """A norm's status for an event: what is only alleged is no more than suspected."""
    alleged = event.type == "report" and event.facts.get("established") is False
    return "suspected" if alleged and status == "violation" else status


def occurrence(policy: Policy, clause: str, subject: str | None, *key: object) -> str:
    """The id of an occurrence: the same violation has the same one however it was found."""
    return identity(policy.id, clause, subject, *key)


def violations(
    hits: Iterable[Hit], at: datetime, event: str | None, *key: object
) -> list[Violation]:
    """The violations of hits that are certain, one for each clause, subject and member."""
    merged: dict[tuple[int, str, str | None, str | None], list[Hit]] = {}
    for hit in hits:
        if hit.truth is True:
            for subject in hit.subjects:
                place = (hit.linked.number, hit.clause.id, subject, hit.member)
                merged.setdefault(place, []).append(hit)
    return [
        violation(those, subject, at, event, *key, *(() if member is None else (member,)))
        for (_, _, subject, member), those in merged.items()
    ]


def violation(
    hits: list[Hit], subject: str | None, at: datetime, event: str | None, *key: object
) -> Violation:
    """One violation from the hits of a clause: the strongest sets the status."""
    strongest = hits[0] if len(hits) == 1 else max(hits, key=lambda hit: RANK[hit.status])
    policy, clause = strongest.linked.policy, strongest.clause
    told = [one for hit in hits for one in (hit.evidence or shown(hit.trace))]
    # To tell equal ones apart takes longer than all else here.
    evidence = tuple(told if len(told) < 2 else dict.fromkeys(told))
    trace = strongest.trace
    if len(hits) > 1:
        trace = Trace(clause.title, True, parts=tuple(hit.trace for hit in hits), joined="or")
    return _new_violation(
        id=occurrence(policy, clause.id, subject, *key),
        policy=policy.id,
        version=policy.version,
        clause=clause.id,
        title=clause.title,
        article=clause.article,
        refs=clause.refs,
        severity=clause.severity,
        grades=clause.grades,
        tags=clause.tags,
        subject=subject,
        status=strongest.status,
        at=at,
        event=event,
        evidence=evidence,
        trace=trace,
        distance=next((hit.distance for hit in hits if hit.distance), None),
        remark=clause.remark,
    )


def shown(trace: Trace) -> tuple[Evidence, ...]:
    """The places that a trace found, or, without any, the values of the tests that held."""
    places = evidence_of(trace)
    if places:
        return places
    found: dict[Evidence, None] = {}
    for leaf in _holding(trace, True):
        for name, value in leaf.values.items():
            if value is not UNKNOWN and value is not None and not _literal(name):
                told = _words(value)
                if told != name:
                    found[Evidence(name, told)] = None
    return tuple(found)


def _holding(trace: Trace, wanted: bool) -> Iterator[Trace]:
    """The leaves that came out as the whole needed them."""
    if trace.parts:
        for part in trace.parts:
            yield from _holding(part, wanted is not (trace.joined == "not"))
    elif trace.truth is wanted:
        yield trace


def _literal(name: str) -> bool:
    return not name or name[0] in "\"“{'" or name[0].isdigit()


def _words(value: Any) -> str:
    told = plain(value)
    if isinstance(told, list):
        return ", ".join(map(str, told))
    return str(told).lower() if isinstance(told, bool) else str(told)


def undetermined(hits: Iterable[Hit], *key: object) -> tuple[list[Undetermined], int]:
    """The entries that are reported, and how many others there were."""
    found: dict[tuple[str, str, str | None], Undetermined] = {}
    counted = 0
    for hit in [hit for hit in hits if hit.truth is None]:
        if hit.clause.if_unknown != "review" and not specific(hit.trace):
            counted += 1
            continue
        policy = hit.linked.policy
        for subject in hit.subjects:
            found[policy.id, hit.clause.id, subject] = Undetermined(
                id=identity("undetermined", policy.id, hit.clause.id, subject, *key),
                policy=policy.id,
                clause=hit.clause.id,
                title=hit.clause.title,
                refs=hit.clause.refs,
                subject=subject,
                missing=missing(hit.trace),
                trace=hit.trace,
            )
    return list(found.values()), counted
