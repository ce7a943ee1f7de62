"""Random policies on random histories for the tests of tuning, and policies with an edit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
from differential import Scenario, document
from hypothesis import strategies as st

from wechat_policy import Policy, nodes
from wechat_policy.assembly import assemble
from wechat_policy.checker import check
from wechat_policy.compiler import compile_policy
from wechat_policy.mutation.mutants import mutants_of
from wechat_policy.mutation.operators import operators


def events_of(scenario: Scenario) -> list[dict[str, Any]]:
    """The events of a scenario, without what people find and the mere passing of time."""
    return [one for one in scenario[2] if not isinstance(one, tuple)]


@st.composite
def edited(draw: st.DrawFn, texts: Sequence[str]) -> list[Policy]:
    """The policies with one to three things changed in each, where that leaves them sound."""
    made = []
    for text in texts:
        tree = document(text)
        for _ in range(draw(st.integers(1, 3))):
            mutants = list(mutants_of(tree, operators(("minor", "serious"), 3)))
            if not mutants:
                break
            chosen = mutants[draw(st.integers(0, len(mutants) - 1))]
            sections = tuple(
                chosen.mutated if one is chosen.section else one for one in tree.sections
            )
            other = attrs.evolve(tree, sections=sections)
            if not any(one.level == "error" for one in check(_assembled(other))):
                tree = other
        made.append(compile_policy(_assembled(tree)))
    return made


def _assembled(tree: nodes.Document) -> Any:
    return assemble(tree, lambda name, user: None)[0]
