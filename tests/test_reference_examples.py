"""The examples of the shipped policies mean what the engine makes of them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

import pytest
from reference_examples import Case, cases
from test_packs import LIBRARY, TWINS

from wechat_policy.packs import pack_names

PACKS = [name for name in pack_names() if name != LIBRARY]
TWINNED = {f"{name}.en" for name in TWINS}
"""Texts whose tree is that of another."""


def differing(found: Iterable[Case]) -> list[str]:
    """The examples of which engine and reference say anything different, or another thing than
    the example promises.
    """
    lines = []
    for case in found:
        want, got = case.meant(), case.answered()
        if not case.as_promised(want):
            lines.append(f"{case.name}: the reference finds another thing than it promises")
        if want != got:
            lines.append(f"{case.name}: only the reference {want - got}, the engine {got - want}")
    return lines


@pytest.mark.parametrize("pack", [name for name in PACKS if name not in TWINNED])
def test_some_examples_mean_what_the_engine_finds(pack: str) -> None:
    """Every twelfth example has the outcomes in the engine that it has in the reference."""
    chosen = list(islice(cases(pack), 0, None, 12))

    assert chosen
    assert differing(chosen) == []


@pytest.mark.long
@pytest.mark.parametrize("pack", PACKS)
def test_all_examples_mean_what_the_engine_finds(pack: str) -> None:
    """Every example has them, with the outcomes of all clauses and what they lead to."""
    assert differing(cases(pack)) == []
