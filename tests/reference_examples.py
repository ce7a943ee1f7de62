"""The examples of policies as cases for the engine and the reference interpreter."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import attrs
from differential import Tally, outcomes, tally
from playing import played
from reference import Book, Reference
from reference.norms import RANKS

from wechat_policy import nodes
from wechat_policy.assembly import Assembly, assemble
from wechat_policy.compiler import compile_policy
from wechat_policy.loading import COMMON, find_library, open_source
from wechat_policy.parser import parse
from wechat_policy.policy import Policy
from wechat_policy.staging import Scene, stage

FOUND = RANKS[:3]
"""The statuses of what counts as breaking a clause in an example."""


@attrs.frozen(eq=False)
class Read:
    """A shipped policy as the engine has it, and as the reference has it."""

    assembly: Assembly
    policy: Policy
    book: Book

    @functools.cached_property
    def clauses(self) -> dict[str, nodes.Clause]:
        """All its clauses by name."""
        return {name: clause for name, (clause, _) in self.assembly.all(nodes.Clause).items()}


@attrs.frozen(eq=False)
class Case:
    """An example of a clause in its place."""

    read: Read
    clause: nodes.Clause
    example: nodes.Example

    @property
    def name(self) -> str:
        """The clause and the line of the text."""
        source = self.read.assembly.document.source
        return f"{self.clause.name}:{source.position(self.example.span.start)[0]}"

    @functools.cached_property
    def scene(self) -> Scene:
        """What happens in it, and the directory around it."""
        return stage(self.example, self.clause, self.read.clauses, self.read.policy)

    def answered(self) -> Tally:
        """What the engine makes of it."""
        return tally(played(self.read.policy, self.scene.steps, self.scene.directory))

    def meant(self) -> Tally:
        """What the reference makes of it."""
        steps: list[Any] = [
            ("advance", one) if isinstance(one, datetime) else one for one in self.scene.steps
        ]
        return outcomes(Reference([self.read.book], self.scene.directory).run(steps))

    def as_promised(self, found: Tally) -> bool:
        """Whether the clause is broken in what was found if the example says so."""
        broken = any(
            one[0] == "violation" and one[2] == self.clause.name and one[-1] in FOUND
            for one in found
        )
        return broken == self.example.violates


@functools.lru_cache(maxsize=2)
def read(pack: str) -> Read:
    """A shipped policy, once for all its examples."""
    source = open_source(pack)
    document, faults = parse(source)
    assert not faults
    assembly, missing = assemble(document, find_library, (COMMON,))
    assert not missing
    return Read(assembly, compile_policy(assembly), Book(document, find_library, (COMMON,)))


def cases(pack: str) -> Iterator[Case]:
    """The examples of a shipped policy in the order of the text."""
    whole = read(pack)
    for clause in whole.assembly.document.all(nodes.Clause):
        for example in clause.examples:
            yield Case(whole, clause, example)
