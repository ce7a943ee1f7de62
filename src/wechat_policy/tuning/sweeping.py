"""`sweep`: one value of a policy turned through several, and what each finds."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import attrs

from wechat_policy.adapters import Record
from wechat_policy.adapters.outsiders import introduce
from wechat_policy.directory import Directory
from wechat_policy.policy import Policy
from wechat_policy.source import Source
from wechat_policy.tuning.intake import Intake
from wechat_policy.tuning.intervals import Quality
from wechat_policy.tuning.labels import read_labels
from wechat_policy.tuning.scoring import Seen, answers_of, qualities
from wechat_policy.tuning.tallying import Options, digest
from wechat_policy.tuning.variants import Bench, Knob, needed
from wechat_policy.verdict import Verdict


@attrs.frozen
class SweepRow:
    """What one value finds: the flagged events, the most of a day, and the quality by labels."""

    value: Any
    events: int
    busiest: int
    days: Mapping[date, int]
    quality: Quality | None

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "value": self.value if isinstance(self.value, int | float) else str(self.value),
            "events": self.events,
            "busiest": self.busiest,
            "days": {day.isoformat(): count for day, count in self.days.items()},
            "quality": None if self.quality is None else self.quality.to_dict(),
        }


@attrs.frozen
class Sweep:
    """A row for each value of what was turned; `clauses` are those that hang on it.

    Only what these flag is counted, certain and suspected alike; what becomes due without an event
    counts as one event more.
    """

    policy: str
    turned: str
    clauses: tuple[str, ...]
    events: int
    rows: tuple[SweepRow, ...]

    def within(self, budget: int) -> SweepRow | None:
        """The value that finds most without flagging more than so many events on any day.

        With labels that is the one of the highest recall, of equal ones the highest precision;
        else the one that flags most. None if every value flags too much.
        """
        fitting = [one for one in self.rows if one.busiest <= budget]
        return max(fitting, key=_worth, default=None)

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "policy": self.policy,
            "turned": self.turned,
            "clauses": list(self.clauses),
            "events": self.events,
            "rows": [one.to_dict() for one in self.rows],
        }


def sweep(
    policy: str | os.PathLike[str] | Source,
    values: Sequence[Any],
    events: Iterable[object],
    labels: Mapping[str, Any] | str | os.PathLike[str] | None = None,
    *,
    parameter: str | None = None,
    threshold: str | None = None,
    weight: tuple[str, str] | None = None,
    directory: Mapping[str, Any] | str | os.PathLike[str] | Directory | None = None,
    parameters: Mapping[str, Any] | None = None,
    progress: Callable[[int], object] | None = None,
    lateness: timedelta = timedelta(0),
    history_since: datetime | None = None,
    redelivery: timedelta = timedelta(days=7),
    until: datetime | None = None,
) -> Sweep:
    """What each value of a parameter, a threshold or a weight finds in the same events.

    `policy` is a file, a pack or a Source: its tree is edited and compiled anew for each value.
    `threshold` names a clause, or a lexicon, of which the scores are compared with the value;
    `weight` a lexicon and a word of it. The events are read once for all values. The rest is as in
    `backtest`.

    Raises ValueError where not one thing is named, or nothing of the policy hangs on it.
    """
    knob = _knob(parameter, threshold, weight)
    bench = Bench.of(policy, dict(parameters or {}))
    policies = [bench.variant(knob, value) for value in values]
    if not policies:
        raise ValueError("a sweep needs a value")
    clauses = bench.touched(knob, policies[0])
    read = read_labels(labels)
    seen = Seen(read or {})
    options = Options(lateness, history_since, redelivery, until)
    rows = Directory.of(directory)
    runs = [_Run(needed(one, clauses), clauses, rows, options) for one in policies]
    intake = Intake()
    for block in intake.blocks(events):
        seen.note(block)
        for run in runs:
            if intake.from_archive:
                for event in block:
                    introduce(run.engine.directory, Record(0, event))
            run.note(run.engine.judge_many(block))
        if progress is not None:
            progress(intake.events)
    for run in runs:
        run.note(options.rest(run.engine))
    first = policies[0]
    answers = frozenset[str]().union(*(answers_of(first, id_) for id_ in clauses))
    return Sweep(
        first.id,
        {"weight": f"{knob[1]} {knob[2]}"}.get(knob[0], knob[1]),
        clauses,
        intake.events,
        tuple(
            run.row(value, None if read is None else (seen, answers))
            for value, run in zip(values, runs, strict=True)
        ),
    )


def _knob(parameter: str | None, threshold: str | None, weight: tuple[str, str] | None) -> Knob:
    given: list[Knob] = []
    if parameter is not None:
        given.append(("parameter", parameter, ""))
    if threshold is not None:
        given.append(("threshold", threshold, ""))
    if weight is not None:
        given.append(("weight", *weight))
    if len(given) != 1:
        raise ValueError("name one of `parameter`, `threshold` and `weight`")
    return given[0]


class _Run:
    """One value as it runs, with the day of each event that it flags."""

    def __init__(
        self, policy: Policy, clauses: Sequence[str], rows: Directory, options: Options
    ) -> None:
        self.engine = options.engine((policy,), rows)
        self._clauses = frozenset(clauses)
        self._zone = policy.zone
        self._flagged: dict[int, date] = {}

    def note(self, verdicts: Iterable[Verdict]) -> None:
        """Takes up what was flagged; what was settled has been told before."""
        for verdict in verdicts:
            for one in verdict.violations:
                flags = one.status in ("violation", "suspected") and not verdict.revises
                if flags and one.clause in self._clauses:
                    key = digest(one.id if one.event is None else one.event)
                    self._flagged.setdefault(key, one.at.astimezone(self._zone).date())

    def row(self, value: Any, labelled: tuple[Seen, frozenset[str]] | None) -> SweepRow:
        """What it came to."""
        days = Counter(self._flagged.values())
        quality = None
        if labelled is not None:
            seen, answers = labelled
            cited = dict.fromkeys(self._flagged, ((0, True),))
            quality = qualities(seen.labels, cited, [answers], seen.names)[0]
        return SweepRow(
            value,
            len(self._flagged),
            max(days.values(), default=0),
            {day: days[day] for day in sorted(days)},
            quality,
        )


def _worth(row: SweepRow) -> tuple[float, float]:
    quality = row.quality
    if quality is None or quality.recall is None:
        return row.events, 0.0
    precision = quality.precision
    return quality.recall.value, 1.0 if precision is None else precision.value
