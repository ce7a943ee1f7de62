"""Which conditions came out otherwise in the other version."""

from __future__ import annotations

from collections.abc import Mapping

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
    here = _leaves(trace)
    found: dict[Turn, None] = {}
    for answer in why(engine, event, clause.id, policy).norms:
        if answer.number in numbers and answer.trace is not None:
            there = _deciding(answer)
            for text, truth in there.items():
                mine = text if text in here else ""
                if not mine and answer.outcome != "lifted":
                    mine = _counterpart(here, answer.trace, there)
                told = mine, here.get(mine)
                if told != (text, truth):
                    turn = Turn(*told, text, truth) if is_old else Turn(text, truth, *told)
                    found[turn] = None
    return tuple(found)[:_MOST]


def _counterpart(
    here: Mapping[str, bool | None], other: Trace, deciding: Mapping[str, bool | None]
) -> str:
    """The condition that stands in this version for the only one that decides in the other.

    It is the only one of its words here; empty where that is not so.
    """
    known = _leaves(other)
    mine = [text for text in here if text not in known]
    theirs = [text for text in deciding if text not in here]
    return mine[0] if len(mine) == 1 == len(theirs) else ""


def _deciding(answer: NormAnswer) -> dict[str, bool | None]:
    """The tests that decided against a violation, or the permission that did."""
    assert answer.trace is not None
    if answer.outcome == "lifted":
        return {one.text: one.truth for one in answer.trace.leaves() if one.truth is True}
    return {one.trace.text: one.trace.truth for one in obstacles(answer.trace)}


def _leaves(trace: Trace) -> dict[str, bool | None]:
    return {one.text: one.truth for one in trace.leaves()}
