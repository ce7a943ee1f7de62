"""How the statements of a written policy are covered: judged, permitted, noted, or missing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from covering import assembled, covered

from wechat_policy.coverage import Coverage, Inventory, Statement, read_inventory
from wechat_policy.coverage.references import references_of
from wechat_policy.loading import open_source

SHARED = Path(os.environ.get("WECHAT_POLICY_SHARED") or Path(__file__).parents[2] / "shared")

HEAD = 'policy "A" "Being kind"\nlexicon rude = {"饭桶"}\nseverities minor < grave\n'
CLAUSE = """
clause {name}
  cites "1" ref {refs}
  {norm}
  severity minor
  violates "你这个饭桶"
  complies "早"
"""
FORBID = "forbid message when text contains rude"
PERMIT = "permit message lifts kind when urgent"
PENALTIES = "\npenalties\n  minor: reminder\n  tag leak: reminder\n"


def clause(refs: str, norm: str = FORBID, name: str = "kind") -> str:
    return CLAUSE.format(name=name, refs=refs, norm=norm)


def statement(ref: str, checkable: str = "message", condition: str = "") -> Statement:
    return Statement(ref, "1", "Be kind.", "conduct", checkable, condition, "a.jsonl", 1)


def cover(body: str, *statements: Statement, penalties: str = PENALTIES) -> Coverage:
    return covered(HEAD + body + penalties, Inventory(statements) if statements else None)


@pytest.mark.parametrize(
    ("body", "checkable", "condition", "expected"),
    [
        (clause("A-1"), "message", "", ("judged", None)),
        (clause("A-1"), "none", "", ("judged", None)),
        (clause("A-2") + 'note ref A-1 "Purpose."\n', "none", "", ("noted", None)),
        (clause("A-2") + 'note ref A-1 "So."\n', "message", "", ("noted", "judgeable")),
        (clause("A-2") + 'note ref A-1 "So."\n', "message", "Permission: x", ("noted", None)),
        (clause("A-2") + 'note ref A-1 "So."\n', "penalty", "", ("penalty", None)),
        (clause("A-2") + 'note ref A-1 " "\n', "none", "", ("noted", "no_reason")),
        (clause("A-1") + 'note ref A-1 "So."\n', "message", "", ("judged", None)),
        (
            clause("A-2") + clause("A-1", PERMIT, "office"), "message", "", ("permitted", None),
        ),
        (clause("A-2") + 'clause empty\n  cites ref A-1\n', "none", "", ("missing", "no_norm")),
        (clause("A-2"), "message", "", ("missing", None)),
    ],
)  # fmt: skip
def test_how_a_statement_is_covered(
    body: str, checkable: str, condition: str, expected: tuple[str, str | None]
) -> None:
    """By the strongest of what cites it, with what is to be said against a note."""
    found = cover(body, statement("A-1", checkable, condition), statement("A-2"))
    one = found.references.all[0]

    assert ("A-1", *expected) == (one.ref, one.covering, one.objection)
    is_fine = expected[0] != "missing" and expected[1] is None
    assert one.is_open is not is_fine


def test_a_measure_needs_rows_of_penalties() -> None:
    """A note that a measure is carried out is worth nothing without them."""
    body = clause("A-2").replace("severity minor", "") + 'note ref A-1 "Fined."\n'
    found = cover(body, statement("A-1", "penalty"), statement("A-2"), penalties="")

    assert ["A-1"] == [one.ref for one in found.references.refused]
    assert ["no_penalties", None] == [one.objection for one in found.references.all]


def test_a_note_names_rows_of_penalties() -> None:
    """Of what stands in quotes, the heads of rows; without an inventory they show a measure."""
    text = "写在“处理”的“minor”一行，「leak」另计；“grave”没有。"
    found = cover(clause("A-2") + f'note ref A-1 "{text.replace(chr(34), "")}"\n')
    one = found.references.all[0]

    assert ("penalty", ("minor", "leak")) == (one.covering, one.citations[0].rows)


def test_a_citation_tells_its_place() -> None:
    """The line of the clause with the kinds of its norms, that of the note with its reason."""
    norms = (
        f"{FORBID}\n  suspect message when urgent\n  forbid moments.post when text contains rude"
    )
    found = cover(clause("A-1", norms) + 'note cites "2" ref A-1, A-2 "So."\n')
    one, two = found.references.all

    assert [
        {"file": "own.policy", "line": 5, "clause": "kind", "norms": ["forbid", "forbid.suspect"]},
        {"file": "own.policy", "line": 13, "reason": "So.", "rows": []},
    ] == one.to_dict()["citations"]
    assert ("1", "2") == (one.article, two.article)


def test_the_inventory_is_the_yardstick() -> None:
    """What is not in it, what it misses, and what is cited twice."""
    body = clause("A-1, B-1, A-7") + 'note ref A-1 "So."\n'
    others = Statement("B-1", "1", "t", "conduct", "message", "", "b.jsonl", 1)
    found = cover(body, statement("A-1"), statement("A-2"), statement("A-9"), others).references

    assert found.is_measured
    assert ["A-1", "A-2", "A-9"] == [one.ref for one in found.all]
    assert ["A-2", "A-9"] == [one.ref for one in found.missing]
    assert ["A-7", "B-1"] == [one.ref for one in found.unlisted]
    assert ["A-1"] == [one.ref for one in found.repeated]
    assert () == found.gaps


@pytest.mark.parametrize(("refs", "complete"), [("A-1", True), ("A-1, A-2", False), ("A-2", False)])
def test_what_is_not_in_the_inventory_is_left_to_do(refs: str, complete: bool) -> None:
    """A reference that leads nowhere is a mistake, be all others covered or not."""
    assert complete is cover(clause(refs), statement("A-1")).is_complete


def test_a_damaged_line_is_no_unknown_reference() -> None:
    """What an unreadable line may have said is neither missing nor strange."""
    inventory = Inventory((statement("A-1"),), damaged=frozenset({"A-2"}))
    found = covered(HEAD + clause("A-1, A-2") + PENALTIES, inventory)

    assert () == found.references.unlisted
    assert ["A-1"] == [one.ref for one in found.references.all]


def test_an_inventory_without_the_policy_is_told() -> None:
    """Nothing of it is the yardstick, so the numbering is, and the coverage is not complete."""
    others = Statement("B-1", "1", "t", "conduct", "message", "", "b.jsonl", 1)
    found = cover(clause("A-1, A-3"), others)

    assert found.is_unknown
    assert not found.is_complete
    assert ["A-2"] == [str(one) for one in found.references.gaps]


@pytest.mark.parametrize(
    ("refs", "gaps"),
    [
        ("A-001, A-002, A-003", []),
        ("A-003, A-005, A-001", [("A-002", 1), ("A-004", 1)]),
        ("A-009, A-012", [("A-010..A-011", 2)]),
        ('"x/9", "x/11", A-1', [("x/10", 1)]),
        ("A-1, B-3", []),
        ('"A", "B"', []),
        ("A-1, A-1000000", [("A-2..A-999999", 999998)]),
    ],
)
def test_gaps_in_the_numbering(refs: str, gaps: list[tuple[str, int]]) -> None:
    """Without an inventory what lies between numbers of a series that are cited is missing."""
    found = cover(clause(refs))

    assert gaps == [(str(one), one.count) for one in found.references.gaps]
    assert found.is_complete is not bool(gaps)
    assert sum(count for _, count in gaps) == found.counts["missing"]


def test_an_overlay_covers_with_its_base(tmp_path: Path) -> None:
    """What the base cites counts, and is shown with its file; examples are those of the overlay."""
    base = tmp_path / "base.policy"
    base.write_text(HEAD + clause("A-1") + PENALTIES, "utf-8")
    text = 'policy "ours"\nextends "base"\n' + clause("A-2", name="more")
    inventory = Inventory((statement("A-1"), statement("A-2")))
    found = covered(text, inventory, str(tmp_path / "own.policy"))

    assert ["judged", "judged"] == [one.covering for one in found.references.all]
    assert str(base) == found.references.all[0].citations[0].source.name
    assert ["more"] == [one.name for one in found.clauses]


def test_the_packs_cover_their_inventory() -> None:
    """Two shipped packs leave no statement of the inventory out, and keep no note that may not be.

    One has notes on bare permissions, the other on measures.
    """
    if not (SHARED / "clauses").is_dir():
        pytest.skip("the clause inventory is not at hand")
    inventory = read_inventory(SHARED / "clauses")
    for name in ("P13", "P28"):
        assembly, policy = assembled(open_source(name).text)
        found = references_of(assembly, policy.id, inventory)

        assert found.is_measured, name
        assert [] == [one.ref for one in (*found.missing, *found.refused, *found.unlisted)], name
    assert {"P19-026", "P19-033", "P21-006", "P27-020"} <= {
        one.id for one in inventory.statements if one.permits and one.checkable != "none"
    }
