"""A policy that keeps count of how its conditions come out, and of the penalties it imposes."""

from __future__ import annotations

from collections import Counter
from typing import Any

import attrs

from wechat_policy.penalties import PenaltyTable, Repeat, Row, Tier
from wechat_policy.policy import Clause, Judged, Members, Norm, Policy
from wechat_policy.rules.facts import Scope
from wechat_policy.rules.tests import Test
from wechat_policy.rules.truth import Truth
from wechat_policy.verdict import Trace, Verdict

Place = tuple[str, int]
"""A clause, and the number of one of its norms."""


class Record:
    """What was seen: the truths of each part of each condition, and the tiers that were imposed."""

    def __init__(self) -> None:
        self.truths: Counter[tuple[Place, str, str, Truth]] = Counter()
        self.asked: set[Place] = set()
        self.met: set[Place] = set()
        self.tiers: Counter[str] = Counter()

    def begin(self) -> None:
        """Forgets which norms were asked and met: another trial begins."""
        self.asked.clear()
        self.met.clear()

    def see(self, place: Place, trace: Trace) -> None:
        """Takes note of a condition with all its parts, though one of them may have settled it."""
        self.asked.add(place)
        if trace.truth is True:
            self.met.add(place)
        self._see(place, trace)

    def _see(self, place: Place, trace: Trace) -> None:
        self.truths[place, trace.text, trace.joined, trace.truth] += 1
        if trace.joined:
            for part in trace.parts:
                self._see(place, part)

    def impose(self, verdict: Verdict, table: PenaltyTable) -> None:
        """Takes note of the tiers of a verdict's penalties."""
        for penalty in verdict.penalties:
            found = {
                mark for one in penalty.sanctions for mark in (one.display or "").split("|") if mark
            }
            self.tiers.update(found)
            for repeat in table.repeats:
                raised = f"severity:{repeat.raised}:"
                if (
                    repeat.raised is not None
                    and repeat.severity in (None, penalty.severity)
                    and table.rank(repeat.raised) > table.rank(penalty.severity)
                    and any(mark.startswith(raised) for mark in found)
                ):
                    self.tiers[repeat.key] += 1


@attrs.frozen(eq=False)
class _Seen:
    """A test that tells a record how it came out."""

    test: Test
    place: Place
    record: Record

    def truth(self, scope: Scope) -> Truth:
        """Its truth, found by way of all its parts."""
        return self.trace(scope).truth

    def trace(self, scope: Scope) -> Trace:
        """Its trace."""
        trace = self.test.trace(scope)
        self.record.see(self.place, trace)
        return trace


def recorded(policy: Policy, record: Record) -> Policy:
    """The policy with every condition of its norms and every tier of its penalties recorded.

    Nothing may be skipped because no word of it occurs: what is not asked is not seen.
    """
    table = policy.penalties
    return attrs.evolve(
        policy,
        clauses=tuple(_clause(one, record) for one in policy.clauses),
        penalties=attrs.evolve(
            table,
            rows=tuple(map(_marked, table.rows)),
            repeats=tuple(map(_marked, table.repeats)),
        ),
    )


def tier_key(bracket: Row | Repeat, number: int) -> str:
    """By which a tier is counted."""
    return f"{bracket.key}:{number}"


def _clause(clause: Clause, record: Record) -> Clause:
    norms = tuple(_norm(clause.id, one, record) for one in clause.norms)
    return attrs.evolve(clause, norms=norms)


def _norm(clause: str, norm: Norm, record: Record) -> Norm:
    place = clause, norm.number
    changed: dict[str, Any] = {}
    for field in ("judged", "opening", "fulfilment", "members", "test"):
        match getattr(norm, field, None):
            case None:
                pass
            case tuple(value):
                changed[field] = tuple(_judged(one, place, record) for one in value)
            case Members() as value:
                changed[field] = attrs.evolve(value, test=_Seen(value.test, place, record))
            case test:
                changed[field] = _Seen(test, place, record)
    return attrs.evolve(norm, **changed)


def _judged(judged: Judged, place: Place, record: Record) -> Judged:
    test = _Seen(judged.test, place, record)
    return attrs.evolve(judged, test=test, triggers=None, occasions=None)


def _marked(bracket: Any) -> Any:
    """A row or repeat whose sanctions carry the key of their tier where they are shown."""
    tiers = tuple(_tier(one, tier_key(bracket, number)) for number, one in enumerate(bracket.tiers))
    return attrs.evolve(bracket, tiers=tiers)


def _tier(tier: Tier, key: str) -> Tier:
    return attrs.evolve(
        tier, sanctions=tuple(attrs.evolve(one, display=f"{key}|") for one in tier.sanctions)
    )
