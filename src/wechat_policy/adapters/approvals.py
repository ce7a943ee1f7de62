"""Applications with their steps and opinions, and the events that they tell of.

A callback and a pull show the same application at some moment. Each fact of it has an id made of
the application's number and of the fact, so that whatever repeats it repeats the id.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import attrs

from wechat_policy.adapters.format import Native
from wechat_policy.adapters.records import Refused

APPROVED, REJECTED, FORWARDED, APPROVED_AND_ADDED = 2, 3, 4, 13
"""States of an opinion; all others are none yet."""

_DECISIONS = {APPROVED: "approve", APPROVED_AND_ADDED: "approve", REJECTED: "reject"}
_GRANTED = frozenset({2, 6, 10})
"""States of an application that everybody approved, taken back or paid later perhaps."""

_ENDINGS = {
    4: "the withdrawal of an application",
    6: "the withdrawal of an approved application",
    7: "the deletion of an application",
}
_REMINDER = 5

ANY_ONE, IN_TURN = 1, 3
"""How the people of a step decide: one for all of them, or each in turn; else everyone."""


@attrs.frozen
class Opinion:
    """What one approver has decided, if anything, and when; `path` is where it stands."""

    person: str
    state: int | None
    at: datetime | None
    words: str
    path: str
    clock: str

    @property
    def granted(self) -> bool:
        """Whether it is a yes."""
        return _DECISIONS.get(self.state or 0) == "approve"


@attrs.frozen
class Step:
    """One step of the chain: how its people decide, and what they have said."""

    number: int
    rule: int | None
    state: int | None
    opinions: tuple[Opinion, ...]

    @property
    def granted(self) -> bool:
        """Whether it has been passed."""
        if self.state is not None and self.state != 1:
            return self.state == APPROVED
        said = [one.granted for one in self.opinions if one.state != FORWARDED]
        return any(said) if self.rule == ANY_ONE else bool(said) and all(said)

    @property
    def passed_at(self) -> datetime | None:
        """When it was, if that is told."""
        times = [one.at for one in self.opinions if one.granted]
        return max((at for at in times if at is not None), default=None)


@attrs.frozen
class Remark:
    """Words that somebody has added to an application."""

    person: str
    at: datetime
    words: str
    name: str


@attrs.frozen
class Approval:
    """An application as a record shows it; `ref` is the id of its `approval.request`."""

    ref: str
    form: str
    at: datetime
    applicant: str
    state: int | None
    steps: tuple[Step, ...]
    remarks: tuple[tuple[Remark, str], ...] = ()
    cause: int | None = None
    stated: dict[str, Any] = attrs.field(factory=dict)

    @property
    def approvers(self) -> list[str]:
        """All who decide, in the order of the steps."""
        people = [one.person for step in self.steps for one in step.opinions]
        return list(dict.fromkeys(people))

    def events(self) -> Iterator[Native | Refused]:
        """All that has become of it so far, in order of time, and then what no event can say."""
        told = list(self._all())
        known = [one for one in told if not isinstance(one, Refused)]
        yield from sorted(known, key=lambda one: one["at"])
        yield from (one for one in told if isinstance(one, Refused))

    def _all(self) -> Iterator[Native | Refused]:
        request = {"type": "approval.request", "id": self.ref, "at": self.at}
        request |= {"actor": self.applicant, "form": self.form}
        if self.steps:
            request["approvers"] = self.approvers
        yield request | self.stated
        last = self._last()
        reached: datetime | None = self.at
        for step in self.steps:
            assigned = {} if reached is None else dict(_assignments(step, reached))
            successors = _successors(step)
            for each in step.opinions:
                if each.person in assigned:
                    yield self._assigned(step, each.person, assigned.pop(each.person))
                if each.state == FORWARDED:
                    yield self._forwarded(step, each, successors.get(each.person))
                elif each.state in _DECISIONS:
                    yield self._decided(step, each, each is last)
            reached = step.passed_at if step.granted else None
        approvers = frozenset(self.approvers)
        for remark, path in self.remarks:
            if remark.person in approvers:
                yield self._remarked(remark)
            else:
                got = "a remark of somebody who decides nothing"
                yield Refused("no_conduct", path, got=got)
        if self.cause == _REMINDER:
            yield Refused("no_conduct", got="a reminder of an application")
        if self.state in _ENDINGS:
            yield Refused("no_conduct", got=_ENDINGS[self.state])

    def _told(self, kind: str, at: datetime, actor: str, *name: str) -> Native:
        told = {"type": f"approval.{kind}", "id": ":".join((self.ref, kind, *name)), "at": at}
        return {**told, "actor": actor, "request": self.ref}

    def _assigned(self, step: Step, person: str, at: datetime) -> Native:
        told = self._told("assign", at, person, str(step.number), person)
        last = step.number == len(self.steps)
        return {**told, "form": self.form, "step": step.number, "last": last}

    def _decided(self, step: Step, opinion: Opinion, final: bool) -> Native | Refused:
        if opinion.at is None:
            return Refused("missing", opinion.clock)
        decision = _DECISIONS[opinion.state or 0]
        name = (decision, str(step.number), opinion.person, str(int(opinion.at.timestamp())))
        told = self._told("decide", opinion.at, opinion.person, *name)
        told |= {"applicant": self.applicant, "decision": decision, "form": self.form}
        told |= {"step": step.number, "final": final}
        return told | {"comment": opinion.words} if opinion.words else told

    def _last(self) -> Opinion | None:
        """The opinion by which everybody had approved; None as long as that is open."""
        if not self.steps or not (
            self.state in _GRANTED or all(step.granted for step in self.steps)
        ):
            return None
        last = None
        for each in self.steps[-1].opinions:
            if each.granted and each.at and (last is None or (last.at and last.at <= each.at)):
                last = each
        return last

    def _forwarded(self, step: Step, opinion: Opinion, to: str | None) -> Native | Refused:
        if to is None:
            got = "an application passed on without saying to whom"
            return Refused("no_conduct", opinion.path, got=got)
        if opinion.at is None:
            return Refused("missing", opinion.clock)
        name = (str(step.number), opinion.person, str(int(opinion.at.timestamp())))
        return {**self._told("forward", opinion.at, opinion.person, *name), "to": to}

    def _remarked(self, remark: Remark) -> Native:
        told = self._told("decide", remark.at, remark.person, "comment", remark.name)
        told |= {"applicant": self.applicant, "decision": "comment", "form": self.form}
        return told | {"comment": remark.words} if remark.words else told


def _successors(step: Step) -> dict[str, str]:
    """To whom each has passed it on: in order, if in the end there is one who has not.

    With several others in the step nothing tells who was there before.
    """
    kept = [one.person for one in step.opinions if one.state != FORWARDED]
    passed = [one.person for one in step.opinions if one.state == FORWARDED]
    if len(kept) != 1:
        return {}
    return dict(zip(passed, [*passed[1:], *kept], strict=bool(passed)))


def _assignments(step: Step, reached: datetime) -> Iterator[tuple[str, datetime]]:
    """Whom the step has reached, and when, as far as both are sure."""
    passed = [one for one in step.opinions if one.state == FORWARDED]
    successors = _successors(step)
    if passed:
        yield passed[0].person, reached
        for each in passed:
            if each.person in successors and each.at is not None:
                yield successors[each.person], each.at
        return
    at: datetime | None = reached
    for each in step.opinions:
        if at is None:
            return
        yield each.person, at
        if step.rule == IN_TURN:
            at = each.at if each.granted else None
