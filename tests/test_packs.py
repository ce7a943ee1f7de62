"""The shipped packs: both skins, every statement of the source once, examples both ways."""

from __future__ import annotations

from pathlib import Path

import pytest
from shipped import PACKS as FOLDER
from shipped import judged, read, text_of
from shipped import words_of as table

from wechat_policy import check_text, nodes
from wechat_policy.cases import collect
from wechat_policy.examples import run_examples
from wechat_policy.packs import find_pack, pack_names
from wechat_policy.source import Source
from wechat_policy.text import fold

DOCS = Path(__file__).parents[1] / "docs"
LIBRARY = "common"
GENERAL = ("content", "worktime")
"""Policies that belong to no source: what they judge is common to many."""

STATEMENTS = {
    "P01-employee-wechat-management": 35,
    "P02-wechat-enterprise-usage": 24,
    "P03-wecom-management-a": 24,
    "P04-wecom-platform-management": 34,
    "P05-wecom-management-rules": 21,
    "P06-wecom-use-and-management": 33,
    "P07-wecom-management-b": 23,
    "P08-wecom-account-guidelines": 30,
    "P09-wecom-workflow-usage": 44,
    "P10-wecom-norms-and-guide": 75,
    "P11-personal-account": 28,
    "P12-official-platform-chapters": 25,
    "P13-work-group": 41,
    "P14-official-platform-mixed": 35,
    "P15-company-rules": 30,
    "P16-group-rules-new": 23,
    "P17-social-wechat": 34,
    "P18-template": 31,
    "P19-wechat-management-system": 40,
    "P20-school-official-account": 27,
    "P21-bank-wecom": 27,
    "P22-wechat-rules-14-articles": 30,
    "P23-company-mobile-wechat": 24,
    "P24-wechat-community": 29,
    "P25-wechat-public-platform": 31,
    "P26-company-wechat-account": 28,
    "P27-kanglv-work-groups": 44,
    "P28-qiyue-hotel-wecom": 62,
    "P29-chongqing-staff-wechat": 86,
}
"""How many statements each source has; they are numbered from 1."""

PACKS = sorted(STATEMENTS)
TWINS = [name for name in PACKS if name[:3] in ("P06", "P09", "P11", "P28")]
"""The packs that are there in English too."""

CASES = sorted((Path(__file__).parent / "cases").glob("*.cases"))
"""Files of cases of the packs; their names begin with the number of the pack."""

each_pack = pytest.mark.parametrize("pack", PACKS, ids=lambda name: name[:3])


def words_of(lexicon: nodes.Lexicon) -> list[str]:
    """The words that a lexicon lists itself or takes from a table."""
    found: list[str] = []
    for term in lexicon.terms:
        if isinstance(term.term, nodes.Words):
            found += [word.text for word in term.term.words]
        elif isinstance(term.term, nodes.LexiconFile):
            found += [entry.word for entry in table(term.term.path)]
    return found


def references(document: nodes.Document) -> list[str]:
    return [
        reference
        for node in nodes.walk(document.sections)
        if isinstance(node, nodes.Cites | nodes.Note)
        for reference in node.refs
    ]


def test_every_pack_is_tested() -> None:
    """No shipped file is left out of these tests."""
    twins = {f"{name}.en" for name in TWINS}

    assert {*PACKS, *twins, LIBRARY, *GENERAL} == set(pack_names())


@pytest.mark.parametrize(
    ("name", "skin"),
    [
        *((name, "zh") for name in (LIBRARY, *GENERAL, *PACKS)),
        *((f"{name}.en", "en") for name in TWINS),
    ],
)
def test_a_pack_is_written_in_its_skin_without_a_fault(name: str, skin: str) -> None:
    """Each shipped text is in the skin that its name promises, and has no error."""
    assert read(name).skin == skin
    found = check_text(text_of(name), str(FOLDER / f"{name}.policy"))
    assert [one.render("en") for one in found if one.level == "error"] == []


@pytest.mark.parametrize("name", [*GENERAL, *PACKS, *(f"{name}.en" for name in TWINS)])
def test_the_examples_of_a_pack_hold(name: str) -> None:
    """Every example that stands in a clause comes out as it says."""
    results = run_examples(Source(str(FOLDER / f"{name}.policy"), text_of(name)))

    assert results
    assert [(one.line, one.words, one.fault) for one in results if not one.passed] == []


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem.split("-")[0])
def test_the_cases_of_a_pack_hold(path: Path) -> None:
    """What examples cannot say: a parameter set otherwise, how sure it is, a story of days."""
    suite = collect(str(path))

    assert suite.faults == ()
    assert suite.items
    assert Path(suite.items[0].tested.source.name) == find_pack(path.stem.split("-")[0])
    assert [(one.line, one.name) for one in suite.items if not one.play().passed] == []


@pytest.mark.parametrize("pack", TWINS)
def test_skins_are_equal(pack: str) -> None:
    """The English twin is the same policy as the Chinese text."""
    assert read(f"{pack}.en") == read(pack)


@each_pack
def test_references_are_cited_once(pack: str) -> None:
    """Every statement of the source has exactly one place in the pack, and no other is cited."""
    number = pack[:3]
    wanted = [f"{number}-{index:03}" for index in range(1, STATEMENTS[pack] + 1)]

    assert sorted(references(read(pack))) == wanted


@each_pack
def test_article_of_each_reference_is_given(pack: str) -> None:
    """Whatever cites a reference also says which article of the source it is."""
    placed = [n for n in nodes.walk(read(pack).sections) if isinstance(n, nodes.Cites | nodes.Note)]
    assert [node.refs for node in placed if node.refs and not node.article] == []


@each_pack
@pytest.mark.parametrize("violates", [True, False], ids=["violates", "complies"])
def test_clauses_have_examples_both_ways(pack: str, violates: bool) -> None:
    """Every clause that can be violated has an example that violates it and one that complies."""
    without = [
        clause.name
        for clause in judged(pack)
        if not any(example.violates is violates for example in clause.examples)
    ]
    assert without == []


@each_pack
def test_clauses_have_titles_and_grades(pack: str) -> None:
    """Every clause that can be violated has a title, and a severity or a range of them."""
    for clause in judged(pack):
        kinds = {type(item) for item in clause.items}
        assert nodes.Title in kinds, clause.name
        assert kinds & {nodes.Severity, nodes.Graded}, clause.name


@each_pack
def test_severities_are_declared(pack: str) -> None:
    """Clauses and penalty rows name only severities of the policy's scale."""
    scale = {name for one in read(pack).all(nodes.Severities) for name in one.names}
    used = set()
    for node in nodes.walk(read(pack).sections):
        if isinstance(node, nodes.Severity | nodes.NameHead):
            used.add(node.name)
        elif isinstance(node, nodes.Graded):
            used |= {node.lowest, node.highest}
    assert used <= scale


@each_pack
def test_parameters_have_remarks(pack: str) -> None:
    """Every parameter says what the source leaves open, and every parameter is used."""
    parameters = read(pack).all(nodes.Parameter)
    assert parameters
    assert [one.name for one in parameters if not one.remark] == []
    named = {
        node.value
        for section in read(pack).sections
        if not isinstance(section, nodes.Parameter)
        for node in nodes.walk(section)
        if isinstance(node, nodes.Name)
    }
    assert {one.name for one in parameters} <= named


@each_pack
def test_lexicons_exist(pack: str) -> None:
    """Every lexicon that a condition names stands in the pack or in the library, and is used."""
    own = {one.name for one in read(pack).all(nodes.Lexicon)}
    shared = {one.name for one in read(LIBRARY).all(nodes.Lexicon)}
    named = {
        argument.value
        for node in nodes.walk(read(pack).sections)
        if isinstance(node, nodes.Call) and node.word in ("contains", "score")
        for argument in node.arguments
        if isinstance(argument, nodes.Name) and argument.value not in ("near", "chars")
    }
    assert named <= own | shared
    assert own <= named


@each_pack
def test_words_stand_once(pack: str) -> None:
    """No lexicon lists a word twice, or a word that its own exceptions forbid outright."""
    for document in (read(pack), read(LIBRARY)):
        for lexicon in document.all(nodes.Lexicon):
            words = words_of(lexicon)
            protected = (
                {word.text for word in lexicon.protects.words} if lexicon.protects else set()
            )
            assert len(words) == len(set(words)), lexicon.name
            assert not protected & set(words), lexicon.name


@each_pack
def test_exceptions_protect_something(pack: str) -> None:
    """Every exception of a lexicon holds one of its words; else it would protect nothing."""
    idle = []
    for document in (read(pack), read(LIBRARY)):
        for lexicon in document.all(nodes.Lexicon):
            words = [fold(word) for word in words_of(lexicon)]
            for phrase in lexicon.protects.words if lexicon.protects else ():
                if not any(word in fold(phrase.text) for word in words):
                    idle.append((lexicon.name, phrase.text))
    assert idle == []


@pytest.mark.parametrize("name", GENERAL)
def test_general_clauses_have_examples_both_ways(name: str) -> None:
    """Every clause shows what violates it and, as often, what comes near and does not."""
    for clause in judged(name):
        shown = [example.violates for example in clause.examples]
        assert min(shown.count(True), shown.count(False)) >= 3 or clause.name == "本单位", (
            clause.name
        )


TABLES = sorted(path.name for path in (FOLDER / "words").glob("*.csv"))
CURATED = [name for name in TABLES if not name.startswith("wording_")]
"""The other tables are learned: `tools/learn_wording.py` writes them."""


@pytest.mark.parametrize("name", CURATED)
def test_every_word_has_a_weight_and_a_reason(name: str) -> None:
    """A table has one header; each word stands once, weighs something and says why it is there."""
    path = FOLDER / "words" / name
    assert path.read_text(encoding="utf-8").startswith("word,weight,category,readings,remark\n")
    entries = table(f"words/{name}")
    folded = [fold(entry.word) for entry in entries]
    assert len(folded) == len(set(folded))
    for entry in entries:
        assert 0 < entry.weight <= 3, entry
        assert entry.remark, entry
        assert entry.category, entry


def test_every_table_is_used() -> None:
    """The shared lexicons take in every table."""
    used = {
        term.term.path
        for lexicon in read(LIBRARY).all(nodes.Lexicon)
        for term in lexicon.terms
        if isinstance(term.term, nodes.LexiconFile)
    }
    assert used == {f"words/{name}" for name in TABLES}


def test_every_lexicon_of_words_has_a_page() -> None:
    """Each pack is described for its users: what it is for, and what it does not catch."""
    pages = {path.stem for path in (DOCS / "reference" / "packs").glob("*.md")}
    assert pages <= {name.removesuffix(".csv") for name in TABLES} | {"index"}
    assert len(pages) >= 22


def test_figures_of_the_pages_are_filled_in() -> None:
    """Every page tells the size of its table as it is now, and every pack stands in the index."""
    index = (DOCS / "reference" / "packs" / "index.md").read_text(encoding="utf-8")
    for path in (DOCS / "reference" / "packs").glob("*.md"):
        if path.stem != "index":
            size = len(table(f"words/{path.stem}.csv"))
            assert f"<!-- figures -->\n{size:,} words: " in path.read_text(encoding="utf-8"), path
            assert f"]({path.name})" in index
