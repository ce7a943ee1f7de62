"""The shipped pack of policy P06: what its penalties and its permission promise."""

from __future__ import annotations

from importlib.resources import files

from wechat_policy import nodes
from wechat_policy.parser import parse
from wechat_policy.source import Source


def policy() -> nodes.Document:
    """The tree of the Chinese text."""
    name = "P06-wecom-use-and-management.policy"
    text = files("wechat_policy").joinpath("packs").joinpath(name).read_text(encoding="utf-8")
    return parse(Source(name, text))[0]


def clauses() -> list[nodes.Clause]:
    return list(policy().all(nodes.Clause))


def judged() -> list[nodes.Clause]:
    """The clauses that something can violate: a permission alone cannot be."""
    return [one for one in clauses() if any(not isinstance(n, nodes.Permit) for n in one.norms)]


def rows() -> list[nodes.Row]:
    (penalties,) = policy().all(nodes.Penalties)
    return [row for row in penalties.rows if isinstance(row, nodes.Row)]


def test_permission_lifts_clauses_of_the_policy() -> None:
    """The clauses that the permission for outsiders lifts all exist."""
    lifted = {
        name
        for one in clauses()
        for n in one.norms
        if isinstance(n, nodes.Permit)
        for name in n.lifts
    }
    assert lifted
    assert lifted <= {clause.name for clause in judged()}


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
