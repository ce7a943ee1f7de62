"""Policies as rules of WeCom and back: what is carried over, within which limits, what is lost."""

from __future__ import annotations

import copy
import functools
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invoking import lines, run

from wechat_policy.errors import InvalidPolicy
from wechat_policy.loading import check_text, loads
from wechat_policy.source import Source
from wechat_policy.wecom_rules import LIMITS, Export, Kind, export_rules, import_rules

Write = Callable[[str, str], str]

HEAD = """\
policy "shop" "Shop"

lexicon deals = {"私下转账", "走微信"}
lexicon rough = {"饭桶" 2, "窝囊废"} except {"保温饭桶"} readings every, whole
hours work = workdays 09:00-18:00

"""


NAMES = "abcdefghijklmnopqrst"


def policy(*clauses: str) -> Source:
    """A policy of clauses named a, b and so on."""
    written = (f"clause {name}\n  {body}\n" for name, body in zip(NAMES, clauses, strict=False))
    return Source("shop.policy", HEAD + "\n".join(written))


def intercept(name: str, words: list[str], semantics: tuple[int, ...] = (), **rest: Any) -> Any:
    """An intercept rule as it is asked for."""
    listed = {"semantics_list": list(semantics)} if semantics else {}
    range_ = {"applicable_range": rest.pop("range", {"department_list": [1]})}
    return {"rule_name": name, "word_list": words, **listed, "intercept_type": 1, **range_} | rest


def keyword(name: str, words: list[str], **rest: Any) -> Any:
    """A keyword rule as it is asked for."""
    return {"name": name, **({"keyword": {"word_list": words}} if words else {}), **rest}


DEALS = ["私下转账", "走微信"]

# The clause, the rules of intercept, the rules of keywords.
EXPORTED: dict[str, tuple[str, list[Any], list[Any]]] = {
    "a lexicon": (
        "forbid message when text contains deals",
        [intercept("a", DEALS)],
        [keyword("a", DEALS)],
    ),
    "content of any kind, with a title": (
        'title "不得飞单"\n  forbid content when text contains deals',
        [intercept("不得飞单", DEALS)],
        [keyword("不得飞单", DEALS)],
    ),
    "an advisory": (
        "should not message when text contains deals",
        [intercept("a", DEALS, intercept_type=2)],
        [keyword("a", DEALS)],
    ),
    "words and what is recognised": (
        "forbid message when text contains deals or text has mobile or text has email "
        "or kind = redpacket",
        [intercept("a", DEALS, (1, 2, 3))],
        [keyword("a", DEALS, semantics={"semantics_list": [1, 2, 3]})],
    ),
    "only what is recognised": (
        "forbid message when text has mobile",
        [intercept("a", [], (1,))],
        [keyword("a", [], semantics={"semantics_list": [2]})],
    ),
    "to customers, by members": (
        "forbid message where (kind = text) when text contains deals and not sender.external "
        "and (any recipients (external) or group.external)",
        [intercept("a", DEALS)],
        [keyword("a", DEALS, applicable_range={"target_type": {"type_list": [1]}})],
    ),
    "unless an outsider writes": (
        "forbid message when text contains deals unless sender.external",
        [intercept("a", DEALS)],
        [keyword("a", DEALS, applicable_range={"target_type": {"type_list": [1]}})],
    ),
    "of some people": (
        'forbid message when text contains deals and (sender in {"lin", "qiao"} '
        'or sender.department includes "门店部" or sender.department includes "7")',
        [intercept("a", DEALS, range={"user_list": ["lin", "qiao"], "department_list": [3, 7]})],
        [keyword("a", DEALS, applicable_range={
            "target_type": {"type_list": [1]}, "department": {"id_list": [3, 7]},
            "user": {"id_list": ["lin", "qiao"]}})],
    ),
    "in private chats": (
        "forbid message when text contains deals and group none",
        [],
        [keyword("a", DEALS, applicable_range={"chat_type": {"type_list": [1]}})],
    ),
    "what customers write in a group": (
        'forbid message when text contains deals and sender.external and group in {"wr1"}',
        [],
        [keyword("a", DEALS, applicable_range={
            "target_type": {"type_list": [2]}, "chat": {"id_list": ["wr1"]}})],
    ),
    "whole messages": (
        'forbid message when text in {"在吗", "你好"}',
        [],
        [{"name": "a", "keyword": {"word_list": ["在吗", "你好"], "match_rule": 1}}],
    ),
}  # fmt: skip


@functools.cache
def exported(kind: Kind) -> Export:
    """The rules of all these clauses together: to check a policy takes its time."""
    clauses = [clause for clause, _, _ in EXPORTED.values()]
    return export_rules(policy(*clauses), kind, names={"门店部": 3})


@pytest.mark.parametrize("kind", ["intercept", "keyword"])
@pytest.mark.parametrize("case", EXPORTED)
def test_clauses_become_rules(case: str, kind: Kind) -> None:
    """What a clause looks for and a rule can is written as the body of a request."""
    clause, intercepts, keywords = EXPORTED[case]
    name = NAMES[list(EXPORTED).index(case)]
    title = "不得飞单" if "title" in clause else name
    wanted = [
        {key: title if value == "a" else value for key, value in rule.items()}
        for rule in (intercepts if kind == "intercept" else keywords)
    ]

    found = exported(kind)

    rules = [one for one in found.rules if title in (one.get("rule_name"), one.get("name"))]
    assert wanted == rules
    lost = [one for one in found.losses if one.effect == "left_out" and one.clause == name]
    assert bool(wanted) != bool(lost)


# The clause, the code of the loss, and its effect where the words are taken and where not.
LOST = {
    "weights": ("forbid message when text score rough >= 3", "score", "left_out", "wider"),
    "nearness": ("forbid message when text contains deals near rough", "near", "left_out", "wider"),
    "an exception": (
        "forbid message when text contains deals unless urgent", "unless", "left_out", "wider"
    ),
    "times": (
        "forbid message when text contains deals and during work", "time", "left_out", "wider"
    ),
    "people": (
        'forbid message when text contains deals and sender.position = "店员"',
        "person", "left_out", "wider",
    ),
    "what was before": (
        "forbid message when text contains deals and had (login) by actor = sender",
        "history", "left_out", "wider",
    ),
    "two things at once": (
        "forbid message when text contains deals and text has mobile",
        "both", "left_out", "left_out",
    ),
    "what is not there": (
        "forbid message when not text contains deals", "not", "left_out", "left_out"
    ),
    "patterns": ("forbid message when text matches /v我/", "pattern", "left_out", "left_out"),
    "other recognizers": (
        "forbid message when text has id_card", "recognizer", "left_out", "left_out"
    ),
    "other places": (
        "forbid message when title contains deals", "place", "left_out", "left_out"
    ),
    "limits": ("limit message to 3 per 1h by sender", "norm", "left_out", "left_out"),
    "duties": (
        "after message within 1h require message.read by message = that.id",
        "norm", "left_out", "left_out",
    ),
    "other events": (
        "forbid moments.post when text contains deals", "event", "left_out", "left_out"
    ),
    "a department without a number": (
        'forbid message when text contains deals and sender.department includes "后厨"',
        "department", "left_out", "wider",
    ),
    "two sets of groups": (
        'forbid message when text contains deals and group in {"x"} and group in {"x", "y"}',
        "person", "left_out", "wider",
    ),
    "other conditions": (
        "forbid message when text contains deals and urgent", "condition", "left_out", "wider"
    ),
}  # fmt: skip


@functools.cache
def losing(widen: bool) -> Export:
    """The rules of all these clauses together."""
    clauses = [clause for clause, _, _, _ in LOST.values()]
    return export_rules(policy(*clauses), "intercept", widen=widen)


@pytest.mark.parametrize("widen", [False, True])
@pytest.mark.parametrize("case", LOST)
def test_what_a_rule_cannot_say_is_told(case: str, widen: bool) -> None:
    """The clause, the reason and what comes of it; a narrower clause is taken only to widen."""
    _, code, strict, wide = LOST[case]
    name = NAMES[list(LOST).index(case)]
    effect = wide if widen else strict

    found = losing(widen)

    (loss,) = (one for one in found.losses if (one.clause, one.code) == (name, code))
    assert effect == loss.effect
    assert (effect == "wider") == any(rule["rule_name"] == name for rule in found.rules)
    assert loss.render("en") != loss.render("zh")


def test_a_permission_that_lifts_a_clause_keeps_it_out() -> None:
    """A rule has no exceptions, but one for outsiders is what a rule is like anyway."""
    clause = "forbid message when text contains deals"
    some = policy(clause, "permit message lifts a when urgent")
    outsiders = policy(clause, "permit message lifts a when sender.external")

    assert () == export_rules(some, "intercept").rules
    assert [intercept("a", DEALS)] == list(export_rules(outsiders, "intercept").rules)


def test_what_a_lexicon_knows_beside_its_words_is_told() -> None:
    """Protected phrases, readings, narrowings, weights: the words go over, and this is told."""
    found = export_rules(policy("forbid message when text contains rough"), "keyword")

    assert [keyword("a", ["饭桶", "窝囊废"])] == list(found.rules)
    told = {(one.code, one.effect) for one in found.losses if one.clause == "a"}
    assert told == {
        ("protects", "wider"), ("readings", "narrower"),
        ("narrowed", "wider"), ("weights", "noted"),
    }  # fmt: skip


def long_policy(count: int, *more: str) -> Source:
    words = ", ".join(f'"词{number}"' for number in range(count))
    extra = "".join(f', "{word}"' for word in more)
    title = "很" * 25
    clause = (
        f'clause a\n  title "{title}"\n  forbid message when text contains l or text has email\n'
    )
    return Source("l.policy", f'policy "l" "L"\n\nlexicon l = {{{words}{extra}}}\n\n{clause}')


@pytest.mark.parametrize(
    ("kind", "count", "expected"), [("intercept", 301, 2), ("keyword", 301, 16)]
)
def test_limits_are_met_by_several_rules(kind: Kind, count: int, expected: int) -> None:
    """Names, words and their length stay within the limits; each rule has a name of its own."""
    limits = LIMITS[kind]
    found = export_rules(long_policy(count, "长" * 33), kind)

    assert expected == len(found.rules)
    words = [rule.get("word_list") or rule["keyword"]["word_list"] for rule in found.rules]
    assert [f"词{number}" for number in range(count)] == [one for part in words for one in part]
    assert all(len(part) <= limits.words for part in words)
    names = [rule.get("rule_name") or rule["name"] for rule in found.rules]
    assert len(names) == len(set(names)) and all(len(name) <= limits.name for name in names)
    assert 1 == sum("semantics_list" in json.dumps(rule) for rule in found.rules)
    assert [("long_word", "长" * 33)] == [
        (one.code, one.detail) for one in found.losses if one.effect == "left_out"
    ]


def test_rules_apply_to_those_who_are_named() -> None:
    """Without a scope of its own a clause is for the people and departments given."""
    found = export_rules(
        policy("forbid message when text contains deals"),
        "intercept",
        users=["lin"],
        departments=[4],
    )

    (rule,) = found.rules
    assert {"user_list": ["lin"], "department_list": [4]} == rule["applicable_range"]


def test_a_faulty_policy_is_no_source_of_rules() -> None:
    """A policy with errors is refused with all of them."""
    with pytest.raises(InvalidPolicy):
        export_rules(policy("forbid message when text contains nothing_known"), "intercept")


SHOP = {"user_list": ["lin"], "department_list": [3]}
ASKED = intercept("勿私聊", ["加我微信", "𠮷😀"], (1, 3), range=SHOP)
ANSWERED = {
    "errcode": 0,
    "rule": {
        "rule_id": 4, "rule_name": "勿私聊", "word_list": ["加我微信", "𠮷😀"],
        "extra_rule": {"semantics_list": [1, 3]}, "intercept_type": 1,
        "applicable_range": {"user_list": ["lin"], "department_list": [3]},
    },
}  # fmt: skip
WATCHED = keyword(
    "问好", ["在吗", "你好"], semantics={"semantics_list": [3]},
    applicable_range={"target_type": {"type_list": [2]}, "chat_type": {"type_list": [1]}},
)  # fmt: skip
DEPARTMENTS = {"department": [{"id": 3, "name": "门店部"}]}


def test_rules_become_a_policy_that_checks() -> None:
    """A lexicon and a clause for each rule, with its scope; requests and answers say the same."""
    found = import_rules([ASKED, WATCHED, DEPARTMENTS])
    again = import_rules([ANSWERED, WATCHED, DEPARTMENTS])

    assert (
        found.text
        == again.text
        == """\
policy "wecom-rules" "Rules of WeCom"
  version "1"
  timezone "Asia/Shanghai"

lexicon words_1 = {"加我微信", "𠮷😀"}

lexicon words_2 = {"在吗", "你好"}

clause rule_1
  title "勿私聊"
  forbid message when (text contains words_1 or text has mobile or kind = redpacket)
    and not sender.external and any recipients (external)
    and (sender in {"lin"} or sender.department includes "门店部")

clause rule_2
  title "问好"
  should not message when (text contains words_2 or text has email) and sender.external
    and group none
"""
    )
    assert () == found.losses == found.refused
    assert () == check_text(found.text)


# A rule, and the code of what a policy cannot say of it.
LOST_BACK: dict[str, tuple[Any, str]] = {
    "capitals": (keyword("n", ["a"]) | {"keyword": {"word_list": ["a"], "is_case_sensitive": 1}},
                 "case"),
    "own numbers": (keyword("n", ["a"], applicable_range={
        "exclude_mobile": {"mobile_list": ["1"]}}), "exclude"),
    "sessions": (keyword("n", ["a"], applicable_range={
        "session_type": {"session_type_list": [1]}}), "session"),
    "unknown semantics": (keyword("n", ["a"], semantics={"semantics_list": [9]}), "semantics"),
    "a nameless department": (intercept("n", ["a"], range={"department_list": [9]}),
                              "department_name"),
    "a blank word": (intercept("n", ["a", " "]), "bad_word"),
    "a word over two lines": (intercept("n", ["a", "b\nc"]), "bad_word"),
    "nothing to look for": (intercept("n", []), "no_words"),
    "another field": (intercept("n", ["a"], colour="red"), "field"),
}  # fmt: skip


@pytest.mark.parametrize("case", LOST_BACK)
def test_what_a_policy_cannot_say_is_told(case: str) -> None:
    """The rule by its name and the reason; the other rules come through."""
    rule, code = LOST_BACK[case]

    found = import_rules([rule, WATCHED])

    assert [("n", code)] == [(one.clause, one.code) for one in found.losses]
    assert "问好" in found.text
    assert () == check_text(found.text)


def test_damaged_rules_are_told_and_the_others_stay() -> None:
    """A rule of a list that cannot be read is told by its place."""
    broken = {**ANSWERED["rule"], "word_list": 7}  # type: ignore[dict-item]
    found = import_rules([{"rule_list": [broken, ANSWERED["rule"], "x"]}, 5, {"errcode": 40001}])

    assert ["rule_list[0].word_list", "rule_list[2]", "", "rule_name"] == [
        one.field for one in found.refused
    ]
    assert "加我微信" in found.text


WORDS = st.lists(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=8).map(
        str.strip
    ).filter(bool),
    min_size=1, max_size=30, unique=True,
)  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(WORDS, st.sampled_from(["intercept", "keyword"]), st.sampled_from(["en", "zh"]))
def test_words_survive_the_way_there_and_back(words: list[str], kind: Kind, skin: Any) -> None:
    """Rules that become a policy and rules again hold the same words under the same names."""
    rule = intercept("轮", words) if kind == "intercept" else keyword("轮", words)
    text = import_rules([rule], skin=skin).text

    assert not [one for one in check_text(text) if one.level == "error"]
    found = export_rules(Source("w.policy", text), kind).rules

    back = [one for part in found for one in part.get("word_list") or part["keyword"]["word_list"]]
    assert sorted(words) == sorted(back)
    assert "轮" == (found[0].get("rule_name") or found[0]["name"])[:1]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            found += places(value[key], (*path, key))
    return found


RUBBISH = st.one_of(
    st.none(), st.integers(), st.floats(), st.text(max_size=5), st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(st.sampled_from([ASKED, ANSWERED, WATCHED]), st.data())
def test_arbitrary_changes_of_rules_never_raise(rule: Mapping[str, Any], data: Any) -> None:
    """Whatever stands in the place of a value, the policy that comes of it has no error."""
    changed: Any = copy.deepcopy(rule)
    *way, last = data.draw(st.sampled_from(places(changed)))
    inner = changed
    for key in way:
        inner = inner[key]
    inner[last] = data.draw(RUBBISH)

    found = import_rules([changed])

    assert found.text or found.losses or found.refused
    errors = [one for one in check_text(found.text) if one.level == "error"] if found.text else []
    assert [] == errors


def test_a_policy_of_rules_judges() -> None:
    """The policy that comes of rules finds what they find."""
    from wechat_policy import Engine

    engine = Engine(
        loads(import_rules([WATCHED]).text),
        directory={"people": [{"id": "gu", "external": True}, {"id": "lin"}]},
    )
    told = []
    for id_, sender in (("1", "gu"), ("2", "lin")):
        event = {"type": "message", "id": id_, "at": "2026-03-02T09:00:00+08:00", "sender": sender,
                 "group": None, "kind": "text", "text": "在吗", "recipients": []}  # fmt: skip
        told += [one.clause for verdict in engine.feed(event) for one in verdict.violations]

    assert ["rule_1"] == told


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, content: str) -> str:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return str(path)

    return written


def test_the_command_exports(write: Write, tmp_path: Path) -> None:
    """Rules are lines of JSON; what is lost goes to the error output or to a file."""
    clause = 'forbid message when text contains deals and sender.department includes "门店部"'
    path = write("shop.policy", policy(clause).text)
    departments, lost = write("d.json", json.dumps(DEPARTMENTS)), tmp_path / "lost.jsonl"

    words = ("rules", "export", path, "--kind", "intercept")
    plain = run(*words)
    named = run(*words, "--departments", departments, "--losses", str(lost))

    assert 1 == plain.exit_code == named.exit_code
    assert "" == plain.stdout and "a: left out: the number of the department" in plain.stderr
    (rule,) = map(json.loads, named.stdout.splitlines())
    assert {"department_list": [3]} == rule["applicable_range"]
    told = [json.loads(line) for line in lost.read_text("utf-8").splitlines()]
    assert {"variants", "customers_only", "members_only"} == {one["code"] for one in told}


def test_the_command_imports(write: Write, tmp_path: Path) -> None:
    """Files of rules become one policy; a damaged line is told by its place."""
    path = write("rules.jsonl", lines(ASKED) + '{"rule_name": \n' + lines(WATCHED, DEPARTMENTS))
    output = str(tmp_path / "w.policy")

    result = run("rules", "import", path, "--output", output, "--skin", "zh")

    assert 1 == result.exit_code
    assert "rules.jsonl, line 2" in result.stderr
    assert "词库 词_2" in Path(output).read_text("utf-8")
    assert 0 == run("check", output).exit_code


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import", "{other}"], "hold no rule of WeCom"),
        (["import", "none.json"], "there is no file"),
        (
            ["export", "{policy}", "--kind", "keyword", "--departments", "{other}"],
            "department/list",
        ),
        (["export", "none.policy", "--kind", "keyword"], "neither a file nor a shipped pack"),
    ],
)
def test_wrong_use_of_the_commands(write: Write, words: list[str], said: str) -> None:
    """Files that are not there or hold something else."""
    paths = {"other": write("o.json", '{"a": 1}'), "policy": write("p.policy", policy().text)}
    result = run("rules", *(word.format(**paths) for word in words))

    assert 2 == result.exit_code
    assert said in result.stderr


def test_shared_samples_become_a_policy() -> None:
    """The samples that WeCom's documents give become a policy without faults, if at hand."""
    shared = os.environ.get("WECHAT_POLICY_SHARED")
    if not shared:
        pytest.skip("WECHAT_POLICY_SHARED names no folder of samples")
    folder = Path(shared) / "wecom" / "samples" / "api"
    names = ("externalcontact.add_intercept_rule.request", "externalcontact.get_intercept_rule",
             "chatdata.keyword.create_rule.request")  # fmt: skip
    found = import_rules(json.loads((folder / f"{name}.json").read_text("utf-8")) for name in names)

    assert () == found.refused == check_text(found.text)
    assert 2 == found.text.count("\nclause ")
