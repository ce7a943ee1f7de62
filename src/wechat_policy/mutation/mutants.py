"""The mutants of a policy: its own text with one thing in it changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from wechat_policy import nodes
from wechat_policy.mutation.operators import Operator
from wechat_policy.mutation.tree import variants

CHANGED = (
    nodes.Clause, nodes.Definition, nodes.Lexicon, nodes.Parameter, nodes.HoursTable,
    nodes.Penalties,
)  # fmt: skip
"""The sections in which something is changed."""

ChangedSection = (
    nodes.Clause | nodes.Definition | nodes.Lexicon | nodes.Parameter | nodes.HoursTable
    | nodes.Penalties
)  # fmt: skip


@attrs.frozen
class Mutant:
    """A section of a policy with one change, and the node in whose place something else stands."""

    operator: Operator
    section: ChangedSection
    node: nodes.Node
    mutated: ChangedSection

    @property
    def name(self) -> str:
        """The name of the section; of penalties, which have none, nothing."""
        return getattr(self.section, "name", "")


def mutants_of(document: nodes.Document, those: Iterable[Operator]) -> Iterator[Mutant]:
    """All mutants of a document, in the order of its text."""
    those = tuple(those)
    for section in document.sections:
        if isinstance(section, CHANGED):
            for operator in those:
                for node, mutated in variants(section, operator.change):
                    if mutated != section:
                        yield Mutant(operator, section, node, mutated)
