"""The shipped pack of policy P06 and the lexicons it uses: both skins, references, examples."""

from __future__ import annotations

from importlib.resources import files

import pytest

from wechat_policy import nodes
from wechat_policy.parser import parse
from wechat_policy.source import Source

REFERENCES = [f"P06-{number:03}" for number in range(1, 34)]
CHINESE = "P06-wecom-use-and-management.policy"
ENGLISH = "P06-wecom-use-and-management.en.policy"
LIBRARY = "common.policy"


def read(name: str) -> nodes.Document:
    """The tree of a shipped policy; fails on any fault of its syntax."""
    text = files("wechat_policy").joinpath("packs").joinpath(name).read_text(encoding="utf-8")
    document, faults = parse(Source(name, text))
    assert [fault.render("en") for fault in faults] == []
    return document


def policy() -> nodes.Document:
    return read(CHINESE)


def clauses() -> list[nodes.Clause]:
    return list(policy().all(nodes.Clause))


def judged() -> list[nodes.Clause]:
    """The clauses that something can violate: a permission alone cannot be."""
    return [one for one in clauses() if any(not isinstance(n, nodes.Permit) for n in one.norms)]


def rows() -> list[nodes.Row]:
    (penalties,) = policy().all(nodes.Penalties)
    return [row for row in penalties.rows if isinstance(row, nodes.Row)]


def references(document: nodes.Document) -> list[str]:
    return [
        reference
        for node in nodes.walk(document.sections)
        if isinstance(node, nodes.Cites | nodes.Note)
        for reference in node.refs
    ]


@pytest.mark.parametrize(("name", "skin"), [(CHINESE, "zh"), (ENGLISH, "en"), (LIBRARY, "zh")])
def test_pack_is_written_in_its_skin(name: str, skin: str) -> None:
    """Each shipped text parses without a fault, in the skin that its name promises."""
    assert read(name).skin == skin


def test_skins_are_equal() -> None:
    """The English twin is the same policy as the Chinese text."""
    assert read(ENGLISH) == policy()


def test_references_are_cited_once() -> None:
    """Every statement of the source has exactly one place in the pack, and no other is cited."""
    assert sorted(references(policy())) == REFERENCES


def test_article_of_each_reference_is_given() -> None:
    """Whatever cites a reference also says which article of the source it is."""
    placed = [n for n in nodes.walk(policy().sections) if isinstance(n, nodes.Cites | nodes.Note)]
    assert [node.refs for node in placed if node.refs and not node.article] == []


@pytest.mark.parametrize("violates", [True, False], ids=["violates", "complies"])
def test_clauses_have_examples_both_ways(violates: bool) -> None:
    """Every clause that can be violated has an example that violates it and one that complies."""
    without = [
        clause.name
        for clause in judged()
        if not any(example.violates is violates for example in clause.examples)
    ]
    assert without == []


def test_clauses_have_titles_and_grades() -> None:
    """Every clause that can be violated has a title, and a severity or a range of them."""
    for clause in judged():
        kinds = {type(item) for item in clause.items}
        assert nodes.Title in kinds, clause.name
        assert kinds & {nodes.Severity, nodes.Graded}, clause.name


def test_severities_are_declared() -> None:
    """Clauses and penalty rows name only severities of the policy's scale."""
    scale = {name for one in policy().all(nodes.Severities) for name in one.names}
    used = set()
    for node in nodes.walk(policy().sections):
        if isinstance(node, nodes.Severity | nodes.NameHead):
            used.add(node.name)
        elif isinstance(node, nodes.Graded):
            used |= {node.lowest, node.highest}
    assert used <= scale


def test_parameters_have_remarks() -> None:
    """Every parameter says what the source leaves open, and every parameter is used."""
    parameters = policy().all(nodes.Parameter)
    assert parameters
    assert [one.name for one in parameters if not one.remark] == []
    named = {
        node.value
        for node in nodes.walk(policy().all(nodes.Clause))
        if isinstance(node, nodes.Name)
    }
    assert {one.name for one in parameters} <= named


def test_lexicons_exist() -> None:
    """Every lexicon that a condition names stands in the pack or in the library, and is used."""
    own = {one.name for one in policy().all(nodes.Lexicon)}
    shared = {one.name for one in read(LIBRARY).all(nodes.Lexicon)}
    named = {
        argument.value
        for node in nodes.walk(policy().sections)
        if isinstance(node, nodes.Call) and node.word in ("contains", "score")
        for argument in node.arguments
        if isinstance(argument, nodes.Name) and argument.value not in ("near", "chars")
    }
    assert named <= own | shared
    assert own <= named


def test_words_stand_once() -> None:
    """No lexicon lists a word twice, or a word that its own exceptions forbid outright."""
    for document in (policy(), read(LIBRARY)):
        for lexicon in document.all(nodes.Lexicon):
            words = [
                word.text
                for term in lexicon.terms
                if isinstance(term.term, nodes.Words)
                for word in term.term.words
            ]
            protected = (
                {word.text for word in lexicon.protects.words} if lexicon.protects else set()
            )
            assert len(words) == len(set(words)), lexicon.name
            assert not protected & set(words), lexicon.name


def test_exceptions_protect_something() -> None:
    """Every exception of a lexicon holds one of its words; else it would protect nothing."""
    for document in (policy(), read(LIBRARY)):
        for lexicon in document.all(nodes.Lexicon):
            words = [
                word.text
                for term in lexicon.terms
                if isinstance(term.term, nodes.Words)
                for word in term.term.words
            ]
            for phrase in lexicon.protects.words if lexicon.protects else ():
                assert any(word in phrase.text for word in words), (lexicon.name, phrase.text)


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
