"""The overlay in `examples/overlay`: a shipped policy made a company's own without touching it.

That its examples hold, and what it finds in a week, is run where `bind-parameters.md` shows it.
"""

from __future__ import annotations

from pathlib import Path

from shipped import read

from wechat_policy import nodes
from wechat_policy.assembly import sections
from wechat_policy.loading import find_library, open_source
from wechat_policy.parser import parse

OURS = Path(__file__).parents[1] / "examples" / "overlay" / "ours.policy"
BASE = read("P18-template")
OVERLAY = parse(open_source(OURS))[0]


def named(document: nodes.Document) -> dict[tuple[str, str], nodes.Section]:
    """The named sections that a document comes to, by kind and name."""
    return {
        (type(one.section).__name__, name): one.section
        for one in sections(document, find_library)
        if (name := getattr(one.section, "name", None)) is not None
    }


def test_only_what_it_states_has_changed() -> None:
    """The overlay replaces what it names anew, and takes over everything else."""
    ours, base = named(OVERLAY), named(BASE)

    assert set(ours) == set(base)
    assert {name for name in ours if ours[name] != base[name]} == {
        ("Parameter", "回复期限"),
        ("Parameter", "检查周期"),
        ("Parameter", "闲话上限"),
        ("HoursTable", "工作"),
        ("Lexicon", "本公司称呼"),
        ("Clause", "及时回复"),
    }


def test_its_clause_has_examples_both_ways() -> None:
    """The clause that it states anew shows what now violates it, and what does not."""
    (clause,) = OVERLAY.all(nodes.Clause)

    assert {one.violates for one in clause.examples} == {True, False}
