"""Everything that a store holds about one person, as one JSON object for that person."""

from __future__ import annotations

from typing import Any

import attrs

from wechat_policy.codec import readable
from wechat_policy.engine.accounts import duty_dict, owed_duties, statements
from wechat_policy.engine.debts import NO_EVENT, Duty
from wechat_policy.engine.findings import Reported
from wechat_policy.engine.holdings import Holdings, Mention, Piece, is_author
from wechat_policy.events import Event
from wechat_policy.verdict import Verdict


def disclosure(held: Holdings, named_in: list[Mention]) -> dict[str, Any]:
    """All of it, in an order that the same store always gives.

    Events are told as a whole where the person acts in them or they are about the person alone;
    of others, which may tell of their authors too, only type, id and time. Of a verdict that
    speaks of several people only this one's parts are told.
    """
    person = held.person
    return {
        "person": person,
        "as_of": None if held.clock is None else held.clock.isoformat(),
        "accounts": _accounts(held),
        "violations": [
            _violation(one, person) for each in statements(held) for one in each.reported
        ],
        "duties": [_duty(clause, duty, person) for clause, duty in owed_duties(held)],
        "windows": [_window(one) for one in held.of("window", "series")],
        "periods": [_period(one, person) for one in held.of("period")],
        "directory": [readable(one.value.to_dict()) for one in held.of("directory")],
        "waiting": [readable(one.value[0].to_dict()) for one in held.of("waiting")],
        "undelivered": [_part(one, person).to_dict() for one in held.undelivered],
        "named_in": [attrs.asdict(one) for one in named_in],
    }


def _accounts(held: Holdings) -> list[dict[str, Any]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for one in statements(held):
        entry, penalty = one.standing.entry, one.standing.penalty
        told = {
            "entry": one.id,
            "at": one.at.isoformat(),
            "event": one.event,
            "counts": entry is not None,
            "breaches": [] if entry is None else readable(entry.breaches),
            "penalty": None if penalty is None else penalty.to_dict(),
        }
        found.setdefault(one.policy, []).append(told)
    return [{"policy": policy, "entries": entries} for policy, entries in found.items()]


def _violation(one: Reported, person: str) -> dict[str, Any]:
    return {
        **one.violation.to_dict(),
        "verdict": one.verdict,
        "entry": one.entry,
        "findings": readable(one.facts),
        "record": None if one.event is None else _event(one.event, person),
    }


def _duty(clause: str, duty: Duty, person: str) -> dict[str, Any]:
    opening = None if duty.event.type == NO_EVENT else _event(duty.event, person)
    missed = [one.to_dict() for _, one in duty.late if one.subject == person]
    return {**duty_dict(clause, duty), "record": opening, "violations": missed}


def _event(event: Event, person: str) -> dict[str, Any]:
    if is_author(event, person):
        told: dict[str, Any] = readable(event.to_dict())
        return told
    return {"type": event.type, "id": event.id, "at": event.at.isoformat()}


def _window(piece: Piece) -> dict[str, Any]:
    policy, clause, _, _, number, *values = piece.key
    return {
        "policy": policy,
        "clause": clause,
        "kind": piece.kind,
        "number": number,
        "key": readable(values),
        "records": readable(piece.value),
    }


def _period(piece: Piece, person: str) -> dict[str, Any]:
    policy, clause, _, _, number, what, *values = piece.key
    value = piece.value
    if what == "missed":
        value = [one.violation.to_dict() for one in value if one.violation.subject == person]
    return {
        "policy": policy,
        "clause": clause,
        "number": number,
        "what": what,
        "key": readable(values),
        "value": readable(value),
    }


def _part(verdict: Verdict, person: str) -> Verdict:
    """What a verdict says of the person."""
    return attrs.evolve(
        verdict,
        violations=tuple(one for one in verdict.violations if one.subject == person),
        undetermined=tuple(one for one in verdict.undetermined if one.subject == person),
        penalties=tuple(one for one in verdict.penalties if one.subject == person),
    )
