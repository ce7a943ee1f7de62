"""Which conditions came out otherwise in the other version."""

from __future__ import annotations

from collections.abc import Iterable

from wechat_policy.engine import Engine
from wechat_policy.engine.why import NormAnswer, obstacles, why
from wechat_policy.events import Event
from wechat_policy.policy import Clause, EventNorm
from wechat_policy.tuning.differing import Turn
from wechat_policy.verdict import Trace

_MOST = 5
"""Conditions that are told."""


def turns_between(old: Trace, new: Trace) -> tuple[Turn, ...]:
    """The conditions of the same words that came out otherwise."""
    before = _leaves(old)
    return tuple(
        Turn(text, before[text], text, truth)
        for text, truth in _leaves(new).items()
        if text in before and before[text] is not truth
    )[:_MOST]


def turns_against(
    trace: Trace, engine: Engine, event: Event, clause: Clause, policy: str, *, is_old: bool
) -> tuple[Turn, ...]:
    """What keeps the other version from a verdict that has this trace; nothing if it is not known.

    Norms that look at earlier events are left out: the engine has gone on since. `is_old` says
    that the trace is of the old version.
    """
    numbers = {
        norm.number
        for norm in clause.norms
        if isinstance(norm, EventNorm) and not any(one.stateful for one in norm.judged)
    }
    if not numbers:
        return ()
    answers = why(engine, event, clause.id, policy).norms
    there = _leaves(trace)
    found: dict[Turn, None] = {}
    for answer in answers:
        if answer.number in numbers and answer.trace is not None:
            for text, truth in _deciding(answer):
                known = text in there
                if not known or there[text] is not truth:
                    mine = (text, there[text]) if known else ("", None)
                    found[Turn(*mine, text, truth) if is_old else Turn(text, truth, *mine)] = None
    return tuple(found)[:_MOST]


def _deciding(answer: NormAnswer) -> Iterable[tuple[str, bool | None]]:
    """The tests that decided against a violation, or the permission that did."""
    assert answer.trace is not None
    if answer.outcome == "lifted":
        return [(one.text, one.truth) for one in answer.trace.leaves() if one.truth is True]
    return [(one.trace.text, one.trace.truth) for one in obstacles(answer.trace)]


def _leaves(trace: Trace) -> dict[str, bool | None]:
    return {one.text: one.truth for one in trace.leaves()}
