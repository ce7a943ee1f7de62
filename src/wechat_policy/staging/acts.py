"""A case laid out in time: what happens up to some expectations, then what happens up to others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise
from typing import Any

import attrs

from wechat_policy import nodes
from wechat_policy.errors import InvalidRecord
from wechat_policy.policy import Policy
from wechat_policy.source import Span
from wechat_policy.staging.filling import filling
from wechat_policy.staging.scene import Laying, Record
from wechat_policy.staging.values import Values


class Unplayable(Exception):
    """A step of a case that cannot stand where it does: its place, and what is wrong with it.

    Without a fault it is that time would run backwards.
    """

    def __init__(self, span: Span, fault: InvalidRecord | None = None) -> None:
        super().__init__(span, fault)
        self.span = span
        self.fault = fault


@attrs.frozen
class Act:
    """Records and moments in order, and what is expected of them."""

    steps: tuple[Record | datetime, ...]
    expectations: tuple[nodes.Expectation, ...]


@attrs.frozen
class Drama:
    """A case to be played: the rows of its directory, then its acts."""

    directory: Mapping[str, Any]
    acts: tuple[Act, ...]


def stage_case(case: nodes.Case, rows: tuple[nodes.WithRow, ...], policy: Policy) -> Drama:
    """The drama of a case; `rows` are those that all cases of its file share.

    Expectations that follow each other are about what happens between them and those before. A
    row of the case takes the place of a shared one with its id. Raises Unplayable.
    """
    values = Values(policy)
    own = [item for item in case.items if isinstance(item, nodes.WithRow)]
    told = {(row.kind, row.id) for row in own}
    steps = [
        step for item in case.items if isinstance(item, nodes.Occurrence) for step in item.steps
    ]
    laying = Laying(steps, (), values, filling(nodes.Clause("", ()), {}, values))
    for row in (*(row for row in rows if (row.kind, row.id) not in told), *own):
        with _placed(row.span):
            laying.rows.add(row)
    acts: list[Act] = []
    begun = 0
    expectations: list[nodes.Expectation] = []
    for item in case.items:
        if isinstance(item, nodes.Finding | nodes.Imposed):
            expectations.append(item)
        elif isinstance(item, nodes.Occurrence | nodes.Advance | nodes.AdvanceUntil):
            if expectations:
                acts.append(Act(tuple(laying.steps[begun:]), tuple(expectations)))
                begun, expectations = len(laying.steps), []
            with _placed(item.span):
                _lay(item, laying)
    acts.append(Act(tuple(laying.steps[begun:]), tuple(expectations)))
    return Drama(laying.directory(), tuple(acts))


@contextmanager
def _placed(span: Span) -> Iterator[None]:
    try:
        yield
    except InvalidRecord as fault:
        raise Unplayable(span, fault) from None


def _lay(item: nodes.Occurrence | nodes.Advance | nodes.AdvanceUntil, laying: Laying) -> None:
    """Adds what an item makes happen. Raises Unplayable where it would go back in time."""
    before = len(laying.steps)
    if isinstance(item, nodes.Advance):
        laying.advance(laying.values.later(laying.now, item.duration))
    elif isinstance(item, nodes.AdvanceUntil):
        laying.advance(laying.moment(item.until))
    else:
        first, *rest = item.steps
        laying.steps += laying.happen(first, None if item.at is None else laying.moment(item.at))
        for step in rest:
            laying.steps += laying.happen(step)
    times = [_time(step) for step in laying.steps[max(0, before - 1) :]]
    if any(later < earlier for earlier, later in pairwise(times)):
        raise Unplayable(item.span)


def _time(step: Record | datetime) -> datetime:
    return step if isinstance(step, datetime) else step["at"]
