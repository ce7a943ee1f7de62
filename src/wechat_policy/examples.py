"""Plays the examples that stand in clauses: they are the clauses' tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import attrs

from wechat_policy import nodes
from wechat_policy.compiler import compile_policy
from wechat_policy.engine import Engine
from wechat_policy.engine.owing import Pending
from wechat_policy.engine.why import Why, why
from wechat_policy.errors import InvalidPolicy, InvalidRecord
from wechat_policy.loading import checked
from wechat_policy.policy import Policy
from wechat_policy.source import Source, Span
from wechat_policy.staging import Scene, stage
from wechat_policy.verdict import Verdict, Violation

Conduct = Literal["violates", "complies"]
_FOUND = frozenset({"violation", "suspected", "advisory"})


@attrs.frozen
class ExampleResult:
    """What came of an example: the conduct that it promises, and the one that was found.

    `got` is None where the example could not be played; `fault` then says why. `verdicts` are all
    that its events and its advancing time led to. Of an example that did not come out as promised,
    `reasons` tell what the clause made of each event that concerns it, and `pending` what was
    still open at its end.
    """

    source: Source
    span: Span
    clause: str
    title: str
    number: int
    expected: Conduct
    got: Conduct | None
    verdicts: tuple[Verdict, ...] = ()
    fault: InvalidRecord | None = None
    reasons: tuple[Why, ...] = ()
    pending: tuple[Pending, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the example came out as it promises."""
        return self.expected == self.got

    @property
    def words(self) -> str:
        """The example as it is written, on one line."""
        return " ".join(self.source.text[self.span.start : self.span.end].split())

    @property
    def line(self) -> int:
        """The line of the text where it begins, from 1."""
        return self.source.position(self.span.start)[0]

    @property
    def violations(self) -> tuple[Violation, ...]:
        """The entries of the example's own clause."""
        return tuple(_of_clause(self.verdicts, self.clause))


def run_examples(policy_source: Source) -> tuple[ExampleResult, ...]:
    """The results of all examples of a policy's own clauses, in the order of the text.

    Each is played by a fresh engine that holds the whole policy; only whether its own clause is
    violated counts, be it suspected or advisory. Raises InvalidPolicy with all faults.
    """
    return tuple(each_example(policy_source))


def each_example(policy_source: Source) -> Iterator[ExampleResult]:
    """The same, one after the other."""
    assembly, diagnostics = checked(policy_source)
    if any(one.level == "error" for one in diagnostics):
        raise InvalidPolicy(diagnostics)
    policy = compile_policy(assembly, warnings=diagnostics)
    clauses = {name: clause for name, (clause, _) in assembly.all(nodes.Clause).items()}
    for clause in assembly.document.all(nodes.Clause):
        for number, example in enumerate(clause.examples, 1):
            result = ExampleResult(
                source=policy_source,
                span=example.span,
                clause=clause.name,
                title=policy.clause(clause.name).title,
                number=number,
                expected="violates" if example.violates else "complies",
                got=None,
            )
            yield _played(result, example, clause, clauses, policy)


def _played(
    result: ExampleResult,
    example: nodes.Example,
    clause: nodes.Clause,
    clauses: Mapping[str, nodes.Clause],
    policy: Policy,
) -> ExampleResult:
    try:
        scene = stage(example, clause, clauses, policy)
        verdicts = play(policy, scene)
    except InvalidRecord as fault:
        return attrs.evolve(result, fault=fault)
    got: Conduct = "violates" if any(_of_clause(verdicts, clause.name)) else "complies"
    result = attrs.evolve(result, got=got, verdicts=tuple(verdicts))
    return result if result.passed else _explained(result, policy, scene)


def violated(verdicts: Iterable[Verdict]) -> frozenset[str]:
    """The clauses that some verdicts find violated, be it suspected or advisory."""
    return frozenset(
        one.clause for verdict in verdicts for one in verdict.violations if one.status in _FOUND
    )


def _of_clause(verdicts: Iterable[Verdict], clause: str) -> Iterator[Violation]:
    for verdict in verdicts:
        for one in verdict.violations:
            if one.clause == clause and one.status in _FOUND:
                yield one


def play(policy: Policy, scene: Scene) -> list[Verdict]:
    """All that the events and the advancing time of a scene lead to, before a fresh engine."""
    engine = Engine(policy, scene.directory)
    verdicts = []
    for step in scene.steps:
        verdicts += engine.feed(step) if isinstance(step, dict) else engine.advance(step)
    return verdicts


def _explained(result: ExampleResult, policy: Policy, scene: Scene) -> ExampleResult:
    """The same, played once more with the clause asked about each event before it is fed."""
    engine = Engine(policy, scene.directory)
    reasons = []
    for step in scene.steps:
        if isinstance(step, dict):
            reasons.append(why(engine, step, result.clause))
            engine.feed(step)
        else:
            engine.advance(step)
    pending = tuple(one for one in engine.pending() if one.clause == result.clause)
    concerned = tuple(one for one in reasons if one.concerned)
    return attrs.evolve(result, reasons=concerned or tuple(reasons[-1:]), pending=pending)
