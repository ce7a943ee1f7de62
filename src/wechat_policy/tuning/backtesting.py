"""`backtest`: what policies would have made of events that lie behind."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from wechat_policy.directory import Directory
from wechat_policy.engine.settings import policies_of
from wechat_policy.loading import load
from wechat_policy.policy import Policy
from wechat_policy.tuning.backtested import Backtest
from wechat_policy.tuning.intake import Intake
from wechat_policy.tuning.labels import read_labels
from wechat_policy.tuning.merging import Merger
from wechat_policy.tuning.scoring import Seen
from wechat_policy.tuning.sharing import Setting, crew
from wechat_policy.tuning.tallying import EXAMPLES, Options

PolicySource: TypeAlias = Policy | str | os.PathLike[str]
"""A compiled policy, or the file or the pack of one."""


def backtest(
    policies: PolicySource | Sequence[PolicySource],
    events: Iterable[object],
    labels: Mapping[str, Any] | str | os.PathLike[str] | None = None,
    *,
    directory: Mapping[str, Any] | str | os.PathLike[str] | Directory | None = None,
    parameters: Mapping[str, Any] | None = None,
    workers: int = 1,
    progress: Callable[[int], object] | None = None,
    lateness: timedelta = timedelta(0),
    history_since: datetime | None = None,
    redelivery: timedelta = timedelta(days=7),
    until: datetime | None = None,
    examples: int = EXAMPLES,
) -> Backtest:
    """What policies make of events: hits, overlaps, penalties, and quality by labels.

    `policies` are compiled ones, or files and packs, to which `parameters` are bound where they
    have them. `events` are events, records of adapters, or whatever `read_event` takes; an iterator
    is asked once, and never more of it is held than a block. `labels` are as `read_labels` takes
    them. With `workers` the policies are shared out over so many processes, which gives the same.
    Of each clause so many `examples` are kept, chosen by their ids.
    `progress` is told after each block how many events were judged so far; what it raises ends the
    run. The rest is as in `Engine`, and `until` lets time pass up to there after the last event.

    Raises InvalidPolicy, UnknownPack, WrongLabels, and ValueError for a parameter that no policy
    has.
    """
    opened = opened_policies(policies, parameters)
    read = read_labels(labels)
    keys = [(one.id, clause.id) for one in opened for clause in one.clauses]
    options = Options(lateness, history_since, redelivery, until)
    numbers = {key: number for number, key in enumerate(keys)}
    setting = Setting(numbers, Directory.of(directory), options, read, examples)
    intake, seen = Intake(), Seen(read or {})
    with crew(setting, opened, workers) as judging:
        for block in intake.blocks(events):
            judging.take(block, from_archive=intake.from_archive)
            seen.note(block)
            if progress is not None:
                progress(intake.events)
        parts = judging.finish()
    merger = Merger(
        opened, setting.directory, keys, parts, intake, seen if read is not None else None
    )
    return merger.backtest()


def opened_policies(
    policies: PolicySource | Sequence[PolicySource], parameters: Mapping[str, Any] | None = None
) -> tuple[Policy, ...]:
    """The policies, with parameters bound to those that have them.

    Raises ValueError for a parameter that none of them has, TypeError for one to be bound to a
    policy that is compiled already.
    """
    given = [policies] if isinstance(policies, Policy | str | os.PathLike) else list(policies)
    opened = [one if isinstance(one, Policy) else load(one) for one in given]
    if not parameters:
        return policies_of(opened)
    for name in parameters:
        if not any(name in one.parameters for one in opened):
            raise ValueError(f"no policy has a parameter `{name}`")
    return policies_of(_bound(*both, parameters) for both in zip(given, opened, strict=True))


def _bound(source: PolicySource, policy: Policy, parameters: Mapping[str, Any]) -> Policy:
    own = {name: value for name, value in parameters.items() if name in policy.parameters}
    if not own:
        return policy
    if isinstance(source, Policy):
        raise TypeError(f"`{policy.id}` is compiled; bind its parameters where it is loaded")
    return load(source, own)
