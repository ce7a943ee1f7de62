"""The shipped pack of policy P06: what its penalties and its permission promise."""

from __future__ import annotations

from shipped import judged, read

from wechat_policy import nodes

PACK = "P06-wecom-use-and-management"


def rows() -> list[nodes.Row]:
    (penalties,) = read(PACK).all(nodes.Penalties)
    return [row for row in penalties.rows if isinstance(row, nodes.Row)]


def test_permission_lifts_clauses_of_the_policy() -> None:
    """The clauses that the permission for outsiders lifts all exist."""
    lifted = {
        name
        for one in read(PACK).all(nodes.Clause)
        for n in one.norms
        if isinstance(n, nodes.Permit)
        for name in n.lifts
    }
    assert lifted
    assert lifted <= {clause.name for clause in judged(PACK)}


def test_breaches_have_the_open_menu() -> None:
    """Any breach leads to one of five named measures or another that the source leaves open."""
    (row,) = [one for one in rows() if isinstance(one.head, nodes.AnyBreach)]
    (tier,) = row.tiers
    assert tier.sanctions.open
    assert [node.name for node in nodes.walk(row) if isinstance(node, nodes.Sanction)] == [
        "oral_warning",
        "written_warning",
        "bonus_deduction",
        "demotion",
        "dismissal",
    ]


def test_serious_unlawfulness_goes_to_the_police() -> None:
    """Only the gravest severity reports to the police; both unlawful ones bring legal liability."""
    found = {
        row.head.name: {node.name for node in nodes.walk(row) if isinstance(node, nodes.Sanction)}
        for row in rows()
        if isinstance(row.head, nodes.NameHead)
    }
    assert {name for name, sanctions in found.items() if "legal_liability" in sanctions} == {
        "违法",
        "严重违法",
    }
    assert {name for name, sanctions in found.items() if "refer_police" in sanctions} == {
        "严重违法"
    }
