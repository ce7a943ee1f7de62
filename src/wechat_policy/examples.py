"""Plays the examples that stand in clauses: they are the clauses' tests."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, TypeAlias

import attrs

from wechat_policy import nodes
from wechat_policy.assembly import Assembly
from wechat_policy.compiler import compile_policy
from wechat_policy.engine import Engine
from wechat_policy.engine.owing import Pending
from wechat_policy.engine.why import Why, why
from wechat_policy.errors import Diagnostic, InvalidPolicy, InvalidRecord
from wechat_policy.loading import bound_values, checked
from wechat_policy.policy import Policy
from wechat_policy.source import Source, Span
from wechat_policy.staging import Scene, stage
from wechat_policy.verdict import Verdict, Violation

Conduct = Literal["violates", "complies"]
FOUND = frozenset({"violation", "suspected", "advisory"})
"""The states of a violation that was found and not taken back."""

Bindings: TypeAlias = tuple[tuple[str, nodes.Operand | nodes.Worked], ...]
"""Values of parameters by name."""

_SHORT = 40
"""Characters of an example that its name holds."""


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


@attrs.frozen(eq=False)
class PolicyUnderTest:
    """A policy whose tests are played: its sections, compiled once for each binding of parameters.

    With other sections, or a text of its own with a change in it, the same tests tell what the
    change does.
    """

    assembly: Assembly
    warnings: tuple[Diagnostic, ...] = ()
    bound: Bindings = ()
    _compiled: dict[Bindings, Policy] = attrs.field(factory=dict, repr=False)

    @classmethod
    def of(cls, source: Source, parameters: Mapping[str, Any] | None = None) -> PolicyUnderTest:
        """The policy of a source, with parameters bound for all its tests.

        Raises InvalidPolicy with all faults, ValueError for a parameter that it does not have.
        """
        assembly, diagnostics = checked(source)
        if any(one.level == "error" for one in diagnostics):
            raise InvalidPolicy(diagnostics)
        bound = bound_values(assembly, parameters or {})
        return cls(assembly, diagnostics, tuple(sorted(bound.items())))

    @property
    def source(self) -> Source:
        """The text of the policy's own sections."""
        return self.assembly.document.source

    @functools.cached_property
    def clauses(self) -> Mapping[str, nodes.Clause]:
        """The clauses by name, those of libraries included."""
        return {name: clause for name, (clause, _) in self.assembly.all(nodes.Clause).items()}

    def policy(self, bindings: Bindings = ()) -> Policy:
        """The policy with more parameters bound: names and values as a text gives them."""
        if bindings not in self._compiled:
            values = {**dict(self.bound), **dict(bindings)}
            self._compiled[bindings] = compile_policy(self.assembly, values, self.warnings)
        return self._compiled[bindings]


@attrs.frozen
class PlayableExample:
    """An example of a clause, which any policy that has the clause can be asked to play."""

    source: Source
    clause: str
    number: int
    example: nodes.Example

    @property
    def line(self) -> int:
        """The line of the text where it begins, from 1."""
        return self.source.position(self.example.span.start)[0]

    @property
    def words(self) -> str:
        """The example as it is written, on one line."""
        return self.source.words(self.example.span)

    @property
    def name(self) -> str:
        """What it is called in a list of tests: its clause, its number, and its first words."""
        words = self.words if len(self.words) <= _SHORT else self.words[: _SHORT - 1] + "…"
        return f"{self.clause}[{self.number}: {words}]"

    def play(self, tested: PolicyUnderTest) -> ExampleResult:
        """What comes of it before a fresh engine that holds the whole policy.

        Only whether its own clause is violated counts, be it suspected or advisory. Raises KeyError
        where the policy has no such clause.
        """
        policy, clause = tested.policy(), tested.clauses[self.clause]
        result = ExampleResult(
            source=self.source,
            span=self.example.span,
            clause=self.clause,
            title=policy.clause(self.clause).title,
            number=self.number,
            expected="violates" if self.example.violates else "complies",
            got=None,
        )
        try:
            scene = stage(self.example, clause, tested.clauses, policy)
            verdicts = play(policy, scene)
        except InvalidRecord as fault:
            return attrs.evolve(result, fault=fault)
        got: Conduct = "violates" if any(_of_clause(verdicts, self.clause)) else "complies"
        result = attrs.evolve(result, got=got, verdicts=tuple(verdicts))
        return result if result.passed else _explained(result, policy, scene)


def examples_of(tested: PolicyUnderTest) -> tuple[PlayableExample, ...]:
    """All examples of a policy's own clauses, in the order of the text."""
    return tuple(
        PlayableExample(tested.source, clause.name, number, example)
        for clause in tested.assembly.document.all(nodes.Clause)
        for number, example in enumerate(clause.examples, 1)
    )


def run_examples(policy_source: Source) -> tuple[ExampleResult, ...]:
    """The results of all examples of a policy's own clauses, in the order of the text.

    Raises InvalidPolicy with all faults.
    """
    return tuple(each_example(policy_source))


def each_example(policy_source: Source) -> Iterator[ExampleResult]:
    """The same, one after the other."""
    tested = PolicyUnderTest.of(policy_source)
    for example in examples_of(tested):
        yield example.play(tested)


def violated(verdicts: Iterable[Verdict]) -> frozenset[str]:
    """The clauses that some verdicts find violated, be it suspected or advisory."""
    return frozenset(
        one.clause for verdict in verdicts for one in verdict.violations if one.status in FOUND
    )


def _of_clause(verdicts: Iterable[Verdict], clause: str) -> Iterator[Violation]:
    for verdict in verdicts:
        for one in verdict.violations:
            if one.clause == clause and one.status in FOUND:
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
