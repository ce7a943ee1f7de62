"""Holds the engine against the reference interpreter: the same inputs, the same outcomes."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reference import Outcome, Reference

from wechat_policy import nodes
from wechat_policy.assembly import assemble
from wechat_policy.compiler import compile_policy
from wechat_policy.engine import Engine
from wechat_policy.parser import parse
from wechat_policy.policy import Policy
from wechat_policy.source import Source
from wechat_policy.verdict import RANK, Verdict

Tally = Counter[tuple[Any, ...]]
Scenario = tuple[Sequence[str], Mapping[str, Any], Sequence[Any]]


@functools.lru_cache(maxsize=8)
def document(text: str) -> nodes.Document:
    """The tree of a policy text without faults; both sides of a case read the same one."""
    tree, faults = parse(Source("policy", text))
    assert not faults, [fault.render() for fault in faults]
    return tree


def policies(texts: Sequence[str]) -> list[Policy]:
    """The policies of texts that name no library."""
    return [compile_policy(assemble(document(text), lambda name, user: None)[0]) for text in texts]


def expected(scenario: Scenario, **options: Any) -> Tally:
    """What the reference makes of a scenario."""
    texts, directory, inputs = scenario
    documents = [document(text) for text in texts]
    return outcomes(Reference(documents, directory, **options).run(inputs))


def answered(scenario: Scenario, *, restart_at: Sequence[int] = (), **options: Any) -> Tally:
    """What the engine makes of it, restarted from a snapshot before some of the inputs."""
    texts, directory, inputs = scenario
    engine = Engine(policies(texts), directory, **options)
    verdicts: list[Verdict] = []
    for number, one in enumerate(inputs):
        if number in restart_at:
            snapshot = engine.snapshot()
            engine = Engine(engine.policies, directory, **options)
            engine.restore(snapshot)
        verdicts += engine.advance(one[1]) if isinstance(one, tuple) else engine.feed(one)
    return tally([*verdicts, *engine.flush()])


def delivered(
    scenario: Scenario, file: Path, *, restart_at: Sequence[int] = (), batch: int = 100
) -> Tally:
    """What comes out of the outbox of an engine that keeps its state in a file.

    It is closed and opened anew before some of the inputs, without a word of farewell.
    """
    texts, directory, inputs = scenario
    engine = Engine(policies(texts), directory, state=file)
    events: list[Any] = []
    for number, one in enumerate(inputs):
        if number in restart_at or isinstance(one, tuple):
            list(engine.judge_many(events, batch=batch))
            events = []
        if number in restart_at:
            engine.close()
            engine = Engine(engine.policies, directory, state=file)
        if isinstance(one, tuple):
            engine.advance(one[1])
        else:
            events.append(one)
    list(engine.judge_many(events, batch=batch))
    engine.flush()
    found = engine.pending_delivery()
    engine.close()
    return tally(found)


def tally(verdicts: Sequence[Verdict]) -> Tally:
    """The outcomes of verdicts; what revises an earlier penalty is left out."""
    found: Tally = Counter()
    for verdict in verdicts:
        if verdict.kind == "revision":
            continue
        for one in verdict.violations:
            entry = (one.policy, one.clause, one.subject, _utc(one.at), one.event)
            if verdict.kind == "settled":
                found["settled", *entry, _utc(one.settled_at)] += 1
            else:
                found["violation", *entry, one.status] += 1
        for left in verdict.undetermined:
            found[
                "undetermined", left.policy, left.clause, left.subject, _utc(verdict.at),
                verdict.event,
            ] += 1  # fmt: skip
        for penalty in verdict.penalties:
            for part in penalty.tier.split(" + "):
                head, _, step = part.partition(" #")
                head = "repeat" if head.startswith("repeat") else head
                found[
                    "penalty", penalty.policy, penalty.subject, _utc(penalty.at), head,
                    int(step or 1) - 1,
                ] += 1  # fmt: skip
    return found


def outcomes(told: Sequence[Outcome]) -> Tally:
    """The outcomes of the reference in the same form."""
    found: Tally = Counter()
    for one in told:
        entry = (one.policy, one.clause, one.subject, _utc(one.at), one.event)
        if one.kind == "settled":
            found["settled", *entry, _utc(one.settled_at)] += 1
        elif one.kind == "violation":
            found["violation", *entry, one.status] += 1
        elif one.kind == "undetermined":
            found["undetermined", *entry] += 1
        else:
            found["penalty", one.policy, one.subject, _utc(one.at), one.row, one.tier] += 1
    return found


def _utc(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(UTC)


def broken(found: Tally) -> set[tuple[Any, ...]]:
    """Who broke which clause at which event or due time, and what was settled when."""
    strongest: dict[tuple[Any, ...], str] = {}
    for one in found:
        if one[0] == "violation":
            # Norms of one clause make one entry, but two where one of them has to wait.
            before = strongest.get(one[:-1], "advisory")
            strongest[one[:-1]] = max(before, one[-1], key=lambda status: RANK[status])
    settled = {one for one in found if one[0] == "settled"}
    return settled | {(*entry, status) for entry, status in strongest.items()}


def explained(scenario: Scenario, want: Tally, got: Tally) -> str:
    """A difference with all that led to it."""
    texts, directory, inputs = scenario
    parts = [*texts, str(directory), *map(str, inputs)]
    parts += [f"only the reference: {want - got}", f"only the engine: {got - want}"]
    return "\n".join(parts)
