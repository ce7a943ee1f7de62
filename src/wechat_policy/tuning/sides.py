"""Two versions as they run side by side, and the verdicts of theirs that differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from wechat_policy.adapters import Record
from wechat_policy.adapters.outsiders import introduce
from wechat_policy.engine import Engine
from wechat_policy.engine.findings import Reported
from wechat_policy.events import Event
from wechat_policy.penalties import Penalty
from wechat_policy.policy import Clause
from wechat_policy.tuning.differing import Aspect, Turn
from wechat_policy.tuning.excerpts import Excerpt, excerpt_of
from wechat_policy.tuning.turning import turns_against, turns_between
from wechat_policy.verdict import Undetermined, Verdict, Violation


class Side:
    """One version as it runs: its engine, and what it said since the last comparison."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.clauses: dict[tuple[str, str], Clause] = {
            (one.policy.id, clause.id): clause
            for one in engine.evaluation.linked
            for clause in one.policy.clauses
        }
        self.reported: set[str] = set()
        self.touched: set[str] = set()
        self.undetermined: dict[str, tuple[Undetermined, Verdict]] = {}
        self._people: set[str] = set()

    def take(self, events: Sequence[Event], *, from_archive: bool) -> None:
        """Judges a block of events."""
        if from_archive:
            for event in events:
                introduce(self.engine.directory, Record(0, event))
        self.note(self.engine.judge_many(events))

    def note(self, verdicts: Iterable[Verdict]) -> None:
        """Takes up what was said."""
        for verdict in verdicts:
            for one in verdict.violations:
                (self.touched if verdict.revises else self.reported).add(one.id)
                if one.subject is not None:
                    self._people.add(one.subject)
            for left in verdict.undetermined:
                self.undetermined[left.id] = left, verdict

    def report(self, id_: str) -> Reported | None:
        """A violation as it stands, with the event that it is on; None if it was not reported."""
        found: Reported | None = self.engine.state.get(("", "violation", id_))
        return found

    def standing(self) -> dict[str, Penalty]:
        """The penalties that stand in the end."""
        return {
            one.id: one
            for subject in sorted(self._people)
            for one in self.engine.penalties(subject)
            if one.sanctions
        }

    def clear(self) -> None:
        """Forgets what was compared."""
        self.reported, self.touched, self.undetermined = set(), set(), {}


@attrs.frozen
class Item:
    """A verdict on a clause that is not the same in both versions, None where one has none."""

    old: Violation | Undetermined | None
    new: Violation | Undetermined | None
    excerpt: Excerpt
    turns: tuple[Turn, ...] = ()
    penalties: tuple[Penalty | None, Penalty | None] = (None, None)


@attrs.define
class Comparison:
    """What differs so far; a violation that is settled, or otherwise told anew, is looked at anew.

    `known` counts the verdicts on clauses that one version gave or both.
    """

    old: Side
    new: Side
    known: int = 0
    different: dict[str, Item] = attrs.field(factory=dict)

    def compare(self, block: Sequence[Event]) -> None:
        """Compares what both versions said of a block."""
        old, new = self.old, self.new
        fresh = old.reported | new.reported
        self.known += len(fresh)
        # What the other version has reported in an earlier block is known already.
        self.known -= sum(new.report(one) is not None for one in old.reported - new.reported)
        self.known -= sum(old.report(one) is not None for one in new.reported - old.reported)
        for id_ in sorted(fresh | old.touched | new.touched):
            left, right = old.report(id_), new.report(id_)
            if left is not None and right is not None and not aspects(
                left.violation, right.violation
            ):  # fmt: skip
                self.different.pop(id_, None)
            else:
                self.different[id_] = self._item(left, right)
        self.known += len(old.undetermined.keys() | new.undetermined.keys())
        odd = old.undetermined.keys() ^ new.undetermined.keys()
        events = {event.id: event for event in block} if odd else {}
        for id_ in sorted(odd):
            self.different[id_] = self._open(id_, events)
        old.clear()
        new.clear()

    def _item(self, left: Reported | None, right: Reported | None) -> Item:
        one, other = left or right, right or left
        assert one is not None and other is not None
        told, event = other.violation, other.event
        excerpt = excerpt_of(told, event, told.at, told.event)
        if left is not None and right is not None:
            turns = turns_between(left.violation.trace, right.violation.trace)
        else:
            turns = self._turns(told, event, is_old=right is None)
        return Item(
            None if left is None else left.violation,
            None if right is None else right.violation,
            excerpt,
            turns,
        )

    def _open(self, id_: str, events: dict[str, Event]) -> Item:
        left = self.old.undetermined.get(id_)
        one, verdict = left or self.new.undetermined[id_]
        event = events.get(verdict.event or "")
        excerpt = excerpt_of(one, event, verdict.at, verdict.event)
        turns = self._turns(one, event, is_old=left is not None)
        return Item(one if left else None, None if left else one, excerpt, turns)

    def _turns(
        self, one: Violation | Undetermined, event: Event | None, *, is_old: bool
    ) -> tuple[Turn, ...]:
        side = self.new if is_old else self.old
        clause = side.clauses.get((one.policy, one.clause))
        if clause is None or event is None:
            return ()
        return turns_against(one.trace, side.engine, event, clause, one.policy, is_old=is_old)

    def compare_penalties(self) -> None:
        """Adds the violations that are the same and lead to other penalties, when all is judged."""
        before, after = self.old.standing(), self.new.standing()
        for id_ in sorted(before.keys() | after.keys()):
            both = before.get(id_), after.get(id_)
            ids = [one for each in both if each is not None for one in each.violations]
            for violation in dict.fromkeys(ids):
                item = self.different.get(violation)
                left, right = self.old.report(violation), self.new.report(violation)
                if item is None and imposed(both[0]) != imposed(both[1]):
                    item = self._item(left, right)
                if item is not None:
                    self.different[violation] = attrs.evolve(item, penalties=both)


def aspects(old: Violation, new: Violation) -> tuple[Aspect, ...]:
    """In what two verdicts on the same clause, person and event differ, but for their penalties."""
    found: list[Aspect] = []
    if old.status != new.status:
        found.append("certainty")
    if (old.severity, old.grades) != (new.severity, new.grades):
        found.append("severity")
    if set(old.evidence) != set(new.evidence):
        found.append("words")
    if old.at != new.at:
        found.append("time")
    if old.settled_at != new.settled_at:
        found.append("settled")
    return tuple(found)


def imposed(penalty: Penalty | None) -> object:
    """What a penalty comes to, whoever else imposes the same."""
    if penalty is None:
        return None
    sanctions = tuple(attrs.evolve(one, sources=()) for one in penalty.sanctions)
    return penalty.tier, penalty.severity, sanctions
