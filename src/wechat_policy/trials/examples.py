"""The examples of a policy's clauses as trials."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from wechat_policy import nodes
from wechat_policy.assembly import Assembly
from wechat_policy.errors import InvalidRecord
from wechat_policy.examples import PlayableExample, play, violated
from wechat_policy.policy import Policy
from wechat_policy.staging import Scene, stage
from wechat_policy.trials.protocol import Played


@attrs.frozen(eq=False)
class ExampleTrial:
    """An example of a clause, laid out in time once; what it promises is about its own clause."""

    file: str
    line: int
    clause: str
    promises_breach: bool
    scene: Scene

    grades = False
    certainty = False
    bars_others = False

    @property
    def clauses(self) -> frozenset[str]:
        """Its clause."""
        return frozenset({self.clause})

    @property
    def violates(self) -> frozenset[str]:
        """Its clause, if it promises that."""
        return self.clauses if self.promises_breach else frozenset()

    @property
    def complies(self) -> frozenset[str]:
        """Its clause, if it promises that."""
        return self.clauses - self.violates

    @property
    def parameters(self) -> Mapping[str, Any]:
        """None: an example takes the policy as it is."""
        return {}

    def play(self, policy: Policy) -> Played:
        """How it comes out before a fresh engine."""
        verdicts = play(policy, self.scene)
        return Played(self.promises_breach is (self.clause in violated(verdicts)), verdicts)


def example_trials(assembly: Assembly, policy: Policy) -> Iterator[ExampleTrial]:
    """The examples of the policy's own clauses; those that cannot be staged are left out."""
    clauses = {name: one for name, (one, _) in assembly.all(nodes.Clause).items()}
    source = assembly.document.source
    for clause in assembly.document.all(nodes.Clause):
        for number, example in enumerate(clause.examples, 1):
            playable = PlayableExample(source, clause.name, number, example)
            trial = example_trial(playable, clauses, policy)
            if trial is not None:
                yield trial


def example_trial(
    playable: PlayableExample, clauses: Mapping[str, nodes.Clause], policy: Policy
) -> ExampleTrial | None:
    """An example of a clause, or a row of a sheet, as a trial; None if it cannot be staged."""
    example, clause = playable.example, clauses[playable.clause]
    try:
        scene = stage(example, clause, clauses, policy)
    except InvalidRecord:
        return None
    file = playable.source.name
    return ExampleTrial(file, playable.line, clause.name, example.violates, scene)
