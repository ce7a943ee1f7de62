"""The counts of all shares put together to a backtest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

import attrs

from wechat_policy.directory import Directory
from wechat_policy.policy import Policy
from wechat_policy.tuning.backtested import (
    Backtest,
    ClauseHits,
    ClauseKey,
    FalseAlarm,
    Hits,
    Labelled,
    Missed,
    Overlap,
    PenaltyHits,
    Tested,
)
from wechat_policy.tuning.excerpts import Excerpt
from wechat_policy.tuning.intake import Intake
from wechat_policy.tuning.intervals import Quality
from wechat_policy.tuning.labels import ANY
from wechat_policy.tuning.parts import KINDS, Alarm, Cited, ClausePart, Counts, Part, Step
from wechat_policy.tuning.pseudonyms import named
from wechat_policy.tuning.scoring import Seen, answers_of, qualities, quality
from wechat_policy.tuning.tallying import ALARMS, worst

_WORDS = 20
"""The most frequent words of a clause that are told."""


@attrs.frozen
class Merger:
    """Puts the counts of all processes together."""

    policies: tuple[Policy, ...]
    directory: Directory
    keys: list[ClauseKey]
    parts: list[Part]
    intake: Intake
    seen: Seen | None

    def backtest(self) -> Backtest:
        """All of it."""
        cited = self._cited()
        events, alone, pairs = _overlaps(cited)
        counted = {number: one for part in self.parts for number, one in part.clauses.items()}
        labelled, by_clause = self._labelled(cited)
        clauses = tuple(
            self._clause(number, counted.get(number) or ClausePart(), events, alone, by_clause)
            for number in range(len(self.keys))
        )
        days = _summed(part.days for part in self.parts)
        departments = _summed(part.departments for part in self.parts)
        punished: set[str] = set()
        for part in self.parts:
            punished.update(*(people for _, people in part.penalties.values()))
        intake = self.intake
        hits = [sum(column) for column in zip(*days.values(), strict=True)] or [0] * len(KINDS)
        return Backtest(
            policies=tuple(map(Tested.of, self.policies)),
            events=intake.events,
            types=dict(sorted(intake.types.items(), key=lambda one: (-one[1], one[0]))),
            first=intake.first,
            last=intake.last,
            duplicates=self.parts[0].duplicates,
            late=self.parts[0].late,
            unread=tuple(intake.unread),
            unread_count=intake.unread_count,
            hits=Hits(*hits),
            flagged_events=len(cited),
            people=len(set[str]().union(*(part.people for part in self.parts))),
            punished=len(punished),
            clauses=clauses,
            days={day: Hits(*days[day]) for day in sorted(days)},
            departments={name: Hits(*departments[name]) for name in _ordered(departments)},
            overlaps=tuple(
                Overlap(self.keys[first], self.keys[second], count)
                for (first, second), count in sorted(
                    pairs.items(), key=lambda one: (-one[1], one[0])
                )
            ),
            penalties=tuple(map(_penalty, *self._penalties())),
            labelled=labelled,
            names=named(self.directory, _excerpts(clauses, labelled), intake.last),
        )

    def _cited(self) -> dict[int, Cited]:
        """Which clauses flag each event."""
        if len(self.parts) == 1:
            return self.parts[0].cited
        found: dict[int, Cited] = {}
        for part in self.parts:
            for event, marks in part.cited.items():
                before = found.get(event)
                found[event] = marks if before is None else tuple(sorted((*before, *marks)))
        return found

    def _clause(
        self, number: int, part: ClausePart, events: Counter[int], alone: Counter[int],
        by_clause: Mapping[int, Quality],
    ) -> ClauseHits:  # fmt: skip
        policy, id_ = self.keys[number]
        clause = next(one for one in self.policies if one.id == policy).clause(id_)
        words = sorted(part.words.items(), key=lambda one: (-one[1], one[0]))
        return ClauseHits(
            policy=policy,
            clause=id_,
            title=clause.title,
            article=clause.article,
            severity=clause.severity,
            tags=clause.tags,
            hits=Hits(*part.hits),
            events=events[number],
            alone=alone[number],
            people=len(part.people),
            days={day: part.days[day] for day in sorted(part.days)},
            departments={name: part.departments[name] for name in _ordered(part.departments)},
            words=tuple(words[:_WORDS]),
            examples=tuple(shown for _, shown in part.examples),
            quality=by_clause.get(number),
        )

    def _penalties(self) -> tuple[list[Step], list[tuple[int, int]]]:
        """The steps of all penalties, in the order of the policies, and how many there were."""
        found = {step: counted for part in self.parts for step, counted in part.penalties.items()}
        places = {one.id: place for place, one in enumerate(self.policies)}
        ranks = {one.id: one.penalties.rank for one in self.policies}
        steps = sorted(
            found, key=lambda one: (places[one[0]], -ranks[one[0]](one[2]), one[1], one[3])
        )
        return steps, [(found[step][0], len(found[step][1])) for step in steps]

    def _labelled(self, cited: Mapping[int, Cited]) -> tuple[Labelled | None, dict[int, Quality]]:
        """What the labels say of all, and of each clause."""
        seen = self.seen
        if seen is None:
            return None, {}
        answers = [answers_of(one, clause.id) for one in self.policies for clause in one.clauses]
        alarms: dict[int, Alarm] = {}
        for part in self.parts:
            for key, alarm in part.alarms.items():
                if key not in alarms or alarm.rank > alarms[key].rank:
                    alarms[key] = alarm
        missed = sorted(key for key, label in seen.labels.items() if label and key not in cited)
        certain = {key: marks for key, marks in cited.items() if any(sure for _, sure in marks)}
        labelled = Labelled(
            flagged=quality(seen.labels, cited),
            certain=quality(seen.labels, certain),
            unseen=seen.unseen,
            unknown=tuple(sorted(seen.names.difference(*answers))),
            false_alarms=tuple(
                FalseAlarm(
                    alarm.rank[0],
                    tuple(dict.fromkeys(self.keys[number] for number, _ in cited[key])),
                    alarm.excerpt,
                )
                for key, alarm in worst(alarms)
            ),
            misses=tuple(
                Missed(tuple(sorted(seen.labels[key] - {ANY})), seen.excerpts[key])
                for key in missed[:ALARMS]
            ),
        )
        return labelled, qualities(seen.labels, cited, answers, seen.names)


def _excerpts(clauses: Iterable[ClauseHits], labelled: Labelled | None) -> Iterator[Excerpt]:
    """All excerpts that are told."""
    for clause in clauses:
        yield from clause.examples
    if labelled is not None:
        yield from (one.excerpt for one in labelled.false_alarms)
        yield from (one.excerpt for one in labelled.misses)


def _penalty(step: Step, counted: tuple[int, int]) -> PenaltyHits:
    return PenaltyHits(*step, *counted)


def _ordered(departments: Iterable[str | None]) -> Iterator[str | None]:
    """Departments by name, the unknown one last."""
    yield from sorted(departments, key=lambda name: (name is None, name or ""))


def _summed(parts: Iterable[Mapping[Any, Counts]]) -> dict[Any, Counts]:
    found: dict[Any, Counts] = {}
    for part in parts:
        for key, counts in part.items():
            before = found.get(key) or [0] * len(KINDS)
            found[key] = [one + other for one, other in zip(before, counts, strict=True)]
    return found


def _overlaps(
    cited: Mapping[int, Cited],
) -> tuple[Counter[int], Counter[int], Counter[tuple[int, int]]]:
    """By clause the events that it flags and those that it alone does; by pair those of both."""
    events: Counter[int] = Counter()
    alone: Counter[int] = Counter()
    pairs: Counter[tuple[int, int]] = Counter()
    for marks, count in Counter(cited.values()).items():
        numbers = sorted({number for number, _ in marks})
        for number in numbers:
            events[number] += count
        if len(numbers) == 1:
            alone[numbers[0]] += count
        for pair in combinations(numbers, 2):
            pairs[pair] += count
    return events, alone, pairs
