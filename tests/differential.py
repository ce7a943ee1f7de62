"""Holds the engine against the reference interpreter: the same inputs, the same outcomes."""

from __future__ import annotations

import functools
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
from hypothesis import HealthCheck, Phase, settings
from reference import Outcome, Reference
from reference.decisions import Decision, place
from reference.ledger import Penalty as Meant

from wechat_policy import nodes
from wechat_policy.assembly import assemble
from wechat_policy.compiler import compile_policy
from wechat_policy.engine import Engine
from wechat_policy.engine.findings import Finding
from wechat_policy.parser import parse
from wechat_policy.penalties import Penalty
from wechat_policy.policy import Policy
from wechat_policy.source import Source
from wechat_policy.verdict import RANK, Verdict, Violation

Tally = Counter[tuple[Any, ...]]
Scenario = tuple[Sequence[str], Mapping[str, Any], Sequence[Any]]
SETTINGS = settings(
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    # A failing case is shown with all that led to it; shrinking it takes minutes.
    phases=[Phase.explicit, Phase.generate],
)


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
    """What the reference makes of a scenario, and what stands on the accounts in the end."""
    texts, directory, inputs = scenario
    documents = [document(text) for text in texts]
    reference = Reference(documents, directory, **options)
    found = outcomes(reference.run(inputs))
    for policy, one, penalties in reference.standing():
        found["stands", policy, one.subject, _utc(one.at), _meant(penalties)] += 1
    return found


class Desk:
    """Where findings come from: it remembers what an engine reported, and gathers its answers."""

    def __init__(self) -> None:
        self.verdicts: list[Verdict] = []
        self.refused: Tally = Counter()
        self._reported: dict[str, Violation] = {}
        self._findings = 0

    def note(self, verdicts: Iterable[Verdict]) -> None:
        """Takes up what an engine answered."""
        for verdict in verdicts:
            self.verdicts.append(verdict)
            for one in verdict.violations:
                self._reported.setdefault(one.id, one)

    def bring(self, engine: Engine, decision: Decision) -> None:
        """Brings a decision to an engine, as a finding on the violation that it speaks of."""
        ordered = sorted(
            self._reported.values(),
            key=lambda one: place(one.at, one.policy, one.clause, one.subject, one.event),
        )
        if not ordered:
            return
        one = ordered[decision.number % len(ordered)]
        self._findings += 1
        finding = Finding(
            one.id,
            decision.outcome,
            at=one.at + timedelta(days=60, seconds=self._findings),
            by="hr",
            severity=decision.severity,
            facts=decision.facts,
        )
        try:
            self.note(engine.find(finding))
        except ValueError:
            self.refused["refused", one.policy, one.clause, one.subject, _utc(one.at)] += 1

    def tally(self, engine: Engine, delivered: Sequence[Verdict] | None = None) -> Tally:
        """All that was answered, or delivered, and what stands on the accounts in the end."""
        found = tally(self.verdicts if delivered is None else delivered) + self.refused
        subjects = {one.subject for one in self._reported.values() if one.subject is not None}
        for subject in subjects:
            for one in engine.penalties(subject):
                if one.sanctions:
                    found["stands", one.policy, subject, _utc(one.at), _said(one)] += 1
        return found


def answered(scenario: Scenario, *, restart_at: Sequence[int] = (), **options: Any) -> Tally:
    """What the engine makes of it, restarted from a snapshot before some of the inputs."""
    texts, directory, inputs = scenario
    engine = Engine(policies(texts), directory, **options)
    desk = Desk()
    for number, one in enumerate(inputs):
        if number in restart_at:
            snapshot = engine.snapshot()
            engine = Engine(engine.policies, directory, **options)
            engine.restore(snapshot)
        match one:
            case ("find", decision):
                desk.bring(engine, decision)
            case ("advance", moment):
                desk.note(engine.advance(moment))
            case _:
                desk.note(engine.feed(one))
    desk.note(engine.flush())
    return desk.tally(engine)


def delivered(
    scenario: Scenario, file: Path, *, restart_at: Sequence[int] = (), batch: int = 100
) -> Tally:
    """What comes out of the outbox of an engine that keeps its state in a file.

    It is closed and opened anew before some of the inputs, without a word of farewell.
    """
    texts, directory, inputs = scenario
    engine = Engine(policies(texts), directory, state=file)
    desk = Desk()
    events: list[Any] = []
    for number, one in enumerate(inputs):
        if number in restart_at or isinstance(one, tuple):
            desk.note(engine.judge_many(events, batch=batch))
            events = []
        if number in restart_at:
            engine.close()
            engine = Engine(engine.policies, directory, state=file)
        match one:
            case ("find", decision):
                desk.bring(engine, decision)
            case ("advance", moment):
                desk.note(engine.advance(moment))
            case _:
                events.append(one)
    desk.note(engine.judge_many(events, batch=batch))
    desk.note(engine.flush())
    found = desk.tally(engine, engine.pending_delivery())
    engine.close()
    return found


def tally(verdicts: Sequence[Verdict]) -> Tally:
    """The outcomes of verdicts; of a penalty that is revised, what was said of it before too."""
    found: Tally = Counter()
    said: dict[str, Penalty] = {}
    for verdict in verdicts:
        for one in verdict.violations:
            entry = (one.policy, one.clause, one.subject, _utc(one.at), one.event)
            if verdict.kind == "settled":
                found["settled", *entry, _utc(one.settled_at), one.status] += 1
            elif verdict.kind == "finding":
                found["finding", *entry, one.status] += 1
            else:
                found["violation", *entry, one.status] += 1
        for left in verdict.undetermined:
            found[
                "undetermined", left.policy, left.clause, left.subject, _utc(verdict.at),
                verdict.event,
            ] += 1  # fmt: skip
        for now in verdict.penalties:
            earlier = said.get(now.id)
            said[now.id] = now
            before, after = _said(earlier), _said(now)
            if before != after:
                found["penalty", now.policy, now.subject, _utc(now.at), before, after] += 1
            elif earlier is not None and _bare(earlier) == _bare(now):
                found["says nothing new", now.id] += 1
            if earlier is not None and earlier.sanctions and now.revises != earlier.id:
                found["names nothing that it revises", now.id] += 1
    return found


def _said(penalty: Penalty | None) -> tuple[Any, ...]:
    """What a penalty says of an entry: clauses, rows with their tiers, the count, sanctions."""
    if penalty is None or not penalty.sanctions:
        return ()
    rows = []
    for part in penalty.tier.split(" + "):
        head, _, step = part.partition(" #")
        rows.append(("repeat" if head.startswith("repeat") else head, int(step or 1) - 1))
    sanctions = {one.name for one in penalty.sanctions}
    return (tuple(sorted(penalty.clauses)), tuple(rows), penalty.count, tuple(sorted(sanctions)))


def _meant(penalties: Sequence[Meant]) -> tuple[Any, ...]:
    """The same of the rows that an entry took in the reference."""
    if not penalties:
        return ()
    rows = tuple((one.row, one.tier) for one in penalties)
    first = penalties[0]
    sanctions = {name for one in penalties for name in one.sanctions}
    return (tuple(sorted(first.clauses)), rows, first.count, tuple(sorted(sanctions)))


def _bare(penalty: Penalty) -> Penalty:
    """A penalty without what its order of violations and its place among revisions say."""
    return attrs.evolve(
        penalty,
        clauses=tuple(sorted(penalty.clauses)),
        articles=tuple(sorted(penalty.articles)),
        violations=tuple(sorted(penalty.violations)),
        revises=None,
    )


def outcomes(told: Sequence[Outcome]) -> Tally:
    """The outcomes of the reference in the same form."""
    found: Tally = Counter()
    for one in told:
        entry = (one.policy, one.clause, one.subject, _utc(one.at), one.event)
        if one.kind == "settled":
            found["settled", *entry, _utc(one.settled_at), one.status] += 1
        elif one.kind == "finding":
            found["finding", *entry, one.status] += 1
        elif one.kind == "refused":
            found["refused", *entry[:4]] += 1
        elif one.kind == "violation":
            found["violation", *entry, one.status] += 1
        elif one.kind == "undetermined":
            found["undetermined", *entry] += 1
        else:
            before, after = _meant(one.before), _meant(one.after)
            if before != after:
                found["penalty", one.policy, one.subject, _utc(one.at), before, after] += 1
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


def agree(scenario: Scenario, restarts: Sequence[int]) -> None:
    """The engine, restarted before some inputs, says what the reference says."""
    want = expected(scenario)
    got = answered(scenario, restart_at=restarts)

    assert want == got, explained(scenario, want, got)


def agree_out_of_a_file(scenario: Scenario, restarts: Sequence[int], batch: int) -> None:
    """What a state file's outbox delivers, opened anew anywhere, is what the reference says."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "state.db"
        got = delivered(scenario, file, restart_at=restarts, batch=batch)
    want = expected(scenario)

    assert want == got, explained(scenario, want, got)
