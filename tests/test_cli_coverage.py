"""The command `wechat-policy coverage`: what it says in both languages, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from invoking import lines, run

from wechat_policy import loading

Write = Callable[[str, str], str]

SOUND = """\
policy "A" "Being kind"

lexicon rude = {"饭桶"}
lexicon loud = {"快点"}

note cites "1" ref A-001 "States the purpose."

clause kind
  cites "2" ref A-002
  forbid message when text contains rude
  suspect message when text contains loud
  severity minor
  violates "你这个饭桶"
  violates "快点"
  complies "早"

note cites "3" ref A-003 "Carried out by the row “minor”."

penalties
  minor: reminder
"""
STATEMENTS = [
    {"id": "A-001", "article": "1", "text": "For kindness.", "kind": "purpose",
     "checkable": "none"},
    {"id": "A-002", "article": "2", "text": "Be kind.", "kind": "conduct",
     "checkable": "message"},
    {"id": "A-003", "article": "3", "text": "A reminder.", "kind": "penalty",
     "checkable": "penalty"},
]  # fmt: skip


@pytest.fixture(name="write")
def _write(tmp_path: Path) -> Write:
    """A function that writes a file and gives its path."""

    def write(name: str, text: str) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


@pytest.fixture(autouse=True)
def _without_common(monkeypatch: pytest.MonkeyPatch) -> None:
    """No policy here names a word of `common`, and to check its lists takes most of a second."""
    monkeypatch.setattr(loading, "COMMON", "no such library")


def folder(write: Write, *statements: Any, extra: str = "") -> str:
    """The folder of an inventory."""
    return str(Path(write("inventory/A.jsonl", lines(*statements) + extra)).parent)


def test_a_policy_with_nothing_left_to_do(write: Write) -> None:
    """Its table, and the end with zero, with an inventory and without."""
    name = write("own.policy", SOUND)
    expected = f"""\
{name}: Being kind (A)
  references      3  judged 1, permitted 0, by penalties 1, noted 1, missing 0
  clauses         1  with examples both ways 1
  norms           2  shown both ways 2, broken by an example 2, with a near miss 2
  permissions     0  shown by an example 0
  examples        3  not as they promise 0

"""

    for more in ((), ("--inventory", folder(write, *STATEMENTS))):
        result = run("coverage", name, *more)
        assert (0, expected, "") == (result.exit_code, result.stdout, result.stderr)


FAULTY = SOUND.replace('  violates "快点"\n', "").replace('"2" ref A-002', '"2" ref A-002, A-009')
MORE = """
note cites "4" ref A-004 "Nobody can tell."
note ref A-004 "Told again."

clause spare
  forbid file.share when x_odd
  severity minor
  violates file.share (actor = "甲", x_odd = false)

clause idle
  cites ref A-005
  permit message lifts kind when kind = file
"""
OTHERS = [
    {**STATEMENTS[1], "id": "A-004", "text": "No\u202e rumours."},
    {**STATEMENTS[1], "id": "A-005", "text": "In haste."},
    {**STATEMENTS[1], "id": "A-006", "article": "6", "text": "No noise."},
]
LEFT = {
    "en": """\
  Left to do:
    A-006 is missing: 6 No noise.
    A-004 has a note only (line 21, line 22), and a breach can be seen (message): Nobody can tell.
    A-009 is cited and not in the inventory (line 8)
    line 11: kind (2): no example breaks it: suspect message when text contains loud
    line 24: clause spare has no example that complies
    line 25: spare (1): no example breaks it, no near miss complies: forbid file.share when x_odd
  Worth a look:
    A-004 is cited more than once (line 21, line 22)
    line 31: idle (1): no example complies because of it: permit message lifts kind when kind = file
    line 27: clause spare: the example does not come out as it promises, see `wechat-policy test`
""",
    "zh": """\
  待补：
    A-006 缺：6 No noise.
    A-004 只有说明（第 21 行、第 22 行），而违反与否可以看出（message）：Nobody can tell.
    A-009 有引用，清单中没有（第 8 行）
    第 11 行：kind（2）：没有违反它的示例：suspect message when text contains loud
    第 24 行：条款 spare 没有合规示例
    第 25 行：spare（1）：违反它的和与它相近的合规示例都没有：forbid file.share when x_odd
  供参考：
    A-004 引用了不止一次（第 21 行、第 22 行）
    第 31 行：idle（1）：没有因它而合规的示例：permit message lifts kind when kind = file
    第 27 行：条款 spare：示例的结果不符，见 `wechat-policy test`
""",
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_everything_that_is_left_to_do(write: Write, language: str) -> None:
    """Each kind of finding with its place, and the end with one."""
    name = write("own.policy", FAULTY + MORE)
    inventory = folder(write, *STATEMENTS, *OTHERS)
    result = run("coverage", name, "--inventory", inventory, language=language)

    assert 1 == result.exit_code
    assert LEFT[language] == result.stdout.split("\n", 6)[6].removesuffix("\n")
    assert "" == result.stderr


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("A-003", "A-005"), "A-003..A-004 is cited nowhere, between numbers that are (2)"),
        (('"States the purpose."', '" "'), "A-001 has a note without a reason (line 6)"),
        (("  complies \"早\"\n", ""), "line 8: clause kind has no example that complies"),
        (("  violates \"快点\"\n", ""), "line 11: kind (2): no example breaks it:"),
        (("  complies \"早\"\n", '  complies login (actor = "甲")\n'), "no near miss complies:"),
    ],
)  # fmt: skip
def test_what_is_told_without_an_inventory(
    write: Write, change: tuple[str, str], expected: str
) -> None:
    """Each alone ends with one."""
    text = SOUND.replace(*change)
    assert text != SOUND
    result = run("coverage", write("own.policy", text))

    assert 1 == result.exit_code
    assert expected in result.stdout


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("ref A-001", "ref A-001, A-002"), "A-002 is cited more than once (line 6, line 8)"),
    ],
)
def test_what_is_worth_a_look_is_no_failure(
    write: Write, change: tuple[str, str], expected: str
) -> None:
    """It is told, and the end is zero."""
    result = run("coverage", write("own.policy", SOUND.replace(*change)))

    assert 0 == result.exit_code
    assert expected in result.stdout


def test_each_reference_is_listed_where_it_is_asked_for(write: Write) -> None:
    """With how it is covered, by which clause and what kinds of norms, or the note's reason."""
    result = run("coverage", write("own.policy", SOUND), "--references")

    assert """\
  References:
    A-001  noted         line 6: note “States the purpose.”
    A-002  judged        line 8: clause kind (forbid, suspect)
    A-003  by penalties  line 17: note “Carried out by the row “minor”.”
""" in result.stdout  # fmt: skip


def test_several_policies_have_totals(write: Write) -> None:
    """The sums of their tables come last."""
    two = write("two.policy", SOUND.replace('"A"', '"B"').replace("A-", "B-"))
    result = run("coverage", write("own.policy", SOUND), two)

    assert 0 == result.exit_code
    assert """\
All 2 policies
  references      6  judged 2, permitted 0, by penalties 2, noted 2, missing 0
""" in result.stdout  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_bad_line_of_the_inventory_is_told(write: Write, language: str) -> None:
    """By file, line and field on the error output; the others are used, and the end is one."""
    bad = {name: one for name, one in STATEMENTS[2].items() if name != "kind"}
    inventory = folder(write, *STATEMENTS[:2], bad)
    result = run(
        "coverage", write("own.policy", SOUND), "--inventory", inventory, language=language
    )

    told = {"en": "A.jsonl, line 3: `kind` is missing", "zh": "A.jsonl，第 3 行：缺少 `kind`"}
    assert 1 == result.exit_code
    assert told[language] in result.stderr
    assert "A-003" not in result.stdout


def test_many_bad_lines_are_counted(write: Write) -> None:
    """The first are told, the rest as a number; JSON has all."""
    name, inventory = write("own.policy", SOUND), folder(write, *STATEMENTS, extra="{\n" * 30)
    result = run("coverage", name, "--inventory", inventory)

    assert 20 == result.stderr.count("the line is no JSON object")
    assert "and 10 more, --as json tells all" in result.stderr
    told = json.loads(run("coverage", name, "--inventory", inventory, "--as", "json").stdout)
    assert 30 == len(told["faults"])


@pytest.mark.parametrize(
    ("names", "more", "said"),
    [
        (["nowhere.policy"], [], "neither a file nor a shipped pack"),
        (["own.policy"], ["--inventory", "nowhere"], "`nowhere` cannot be read"),
        (["own.policy"], ["--inventory", "empty"], "there is no file *.jsonl"),
        (["own.policy"], ["--inventory", "bad"], "line 1: the line is no JSON object"),
        (["own.policy", "broken.policy"], [], "error[E006]"),
        ([], [], "Missing argument"),
        (["own.policy"], ["--as", "xml"], "'xml' is not one of 'text', 'json'"),
    ],
)
def test_wrong_use(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    names: list[str], more: list[str], said: str,
) -> None:  # fmt: skip
    """Where nothing can be done it is said on the error output, and the end is two."""
    monkeypatch.chdir(tmp_path)
    write("own.policy", SOUND)
    write("broken.policy", 'policy "B"\nclause\n')
    write("bad/A.jsonl", "{\n")
    (tmp_path / "empty").mkdir()
    result = run("coverage", *names, *more)

    assert 2 == result.exit_code
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_an_inventory_of_others_is_told(write: Write) -> None:
    """It holds nothing to measure this policy by, which is left to do."""
    other = folder(write, {**STATEMENTS[0], "id": "B-001"})
    result = run("coverage", write("own.policy", SOUND), "--inventory", other)

    assert 1 == result.exit_code
    assert "the inventory holds no statement of `A`" in result.stdout


def test_the_whole_as_json(write: Write) -> None:
    """One object: the policies with all that is told of them, the faults, and the sums."""
    name = write("own.policy", FAULTY + MORE)
    inventory = folder(write, *STATEMENTS, *OTHERS, extra="{\n")
    result = run("coverage", name, "--inventory", inventory, "--as", "json")
    told = json.loads(result.stdout)
    (policy,) = told["policies"]

    assert (1, "") == (result.exit_code, result.stderr)
    assert ["complete", "counts", "faults", "policies"] == list(told)
    assert [
        {"file": "A.jsonl", "line": 7, "field": "", "code": "not_json",
         "reason": "the line is no JSON object"},
    ] == told["faults"]  # fmt: skip
    assert [
        "name", "policy", "title", "file", "measured", "complete", "counts", "missing", "gaps",
        "refused", "unlisted", "repeated", "references", "clauses", "norms",
    ] == list(policy)  # fmt: skip
    assert (name, "A", True, False) == (
        policy["name"], policy["policy"], policy["measured"], policy["complete"]
    )  # fmt: skip
    assert (["A-006"], ["A-004"], ["A-009"], ["A-004"]) == (
        policy["missing"], policy["refused"], policy["unlisted"], policy["repeated"]
    )  # fmt: skip
    assert told["counts"] == policy["counts"]
    assert {
        "ref": "A-002", "covering": "judged", "objection": None, "article": "2",
        "text": "Be kind.", "kind": "conduct", "checkable": "message",
        "citations": [{"file": name, "line": 8, "clause": "kind",
                       "norms": ["forbid", "forbid.suspect"]}],
    } == policy["references"][1]  # fmt: skip
    assert {
        "clause": "spare", "line": 24, "violates": 1, "complies": 0, "lacks": ["complies"],
        "failed": [27],
    } == policy["clauses"][1]  # fmt: skip
    assert {
        "clause": "kind", "number": 2, "line": 11, "kind": "forbid.suspect",
        "words": "suspect message when text contains loud",
        "fires": [], "near": [14], "lifts": [], "switch": None, "lacks": ["fires"],
    } == policy["norms"][1]  # fmt: skip


def test_a_shipped_pack_is_covered_by_its_name() -> None:
    """As with the other commands; the Chinese table names the same counts."""
    result = run("coverage", "worktime", language="zh")

    assert 0 == result.exit_code
    assert result.stdout.startswith("worktime：")
    assert "  规范     7  正反都有 7，有违规示例 7，有相近的合规示例 7\n" in result.stdout
