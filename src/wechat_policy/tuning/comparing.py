"""`diff`: the verdicts that another version of policies changes, and why."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from wechat_policy.directory import Directory
from wechat_policy.policy import Policy
from wechat_policy.tuning.backtested import Tested
from wechat_policy.tuning.backtesting import PolicySource, opened_policies
from wechat_policy.tuning.differing import Difference
from wechat_policy.tuning.edits import clause_changes, paired
from wechat_policy.tuning.explaining import changes_of
from wechat_policy.tuning.intake import Intake
from wechat_policy.tuning.pseudonyms import named
from wechat_policy.tuning.sides import Comparison, Side
from wechat_policy.tuning.tallying import Options


def diff(
    old: PolicySource | Sequence[PolicySource],
    new: PolicySource | Sequence[PolicySource],
    events: Iterable[object],
    *,
    directory: Mapping[str, Any] | str | os.PathLike[str] | Directory | None = None,
    parameters: Mapping[str, Any] | None = None,
    progress: Callable[[int], object] | None = None,
    lateness: timedelta = timedelta(0),
    history_since: datetime | None = None,
    redelivery: timedelta = timedelta(days=7),
    until: datetime | None = None,
) -> Difference:
    """The verdicts on events that differ between two versions, each with what made it differ.

    Both versions judge the same events in one run. Policies are the same by their ids, and if there
    is one on each side, whatever these are; clauses by theirs, or by what they were `formerly`.
    `parameters` are bound in both versions where they have them. The rest is as in `backtest`.
    """
    before, after = _opened(old, new, parameters or {})
    pairs = paired(before, after)
    options = Options(lateness, history_since, redelivery, until)
    rows = Directory.of(directory)
    left = Side(options.engine([one.old for one in pairs if one.old is not None], rows))
    right = Side(options.engine([one.new for one in pairs if one.new is not None], rows))
    intake, comparison = Intake(), Comparison(left, right)
    for block in intake.blocks(events):
        for side in (left, right):
            side.take(block, from_archive=intake.from_archive)
        comparison.compare(block)
        if progress is not None:
            progress(intake.events)
    for side in (left, right):
        side.note(options.rest(side.engine))
    comparison.compare(())
    comparison.compare_penalties()
    clauses = clause_changes(pairs)
    changes = changes_of(comparison, pairs, clauses)
    return Difference(
        old=tuple(map(Tested.of, before)),
        new=tuple(map(Tested.of, after)),
        events=intake.events,
        first=intake.first,
        last=intake.last,
        unread=tuple(intake.unread),
        unread_count=intake.unread_count,
        clauses=clauses,
        changes=changes,
        same=comparison.known - len(comparison.different),
        names=named(rows, (one.excerpt for one in changes if one.excerpt is not None), intake.last),
    )


def _opened(
    old: PolicySource | Sequence[PolicySource],
    new: PolicySource | Sequence[PolicySource],
    parameters: Mapping[str, Any],
) -> tuple[tuple[Policy, ...], tuple[Policy, ...]]:
    """Both versions; a parameter that only one of them has is none of the other's."""
    before, after = opened_policies(old), opened_policies(new)
    known = {name for one in (*before, *after) for name in one.parameters}
    for name in parameters:
        if name not in known:
            raise ValueError(f"no policy has a parameter `{name}`")

    def bound(given: PolicySource | Sequence[PolicySource], opened: tuple[Policy, ...]) -> Any:
        own = {name: value for name, value in parameters.items()
               if any(name in one.parameters for one in opened)}  # fmt: skip
        return opened_policies(given, own) if own else opened

    return bound(old, before), bound(new, after)
