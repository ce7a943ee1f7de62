"""Which clauses an event came nearest to violating, and the tests that stopped them."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invoking import lines, run

from wechat_policy import Engine, load, loads
from wechat_policy.commands.nearest import told_closest
from wechat_policy.engine.closest import Near, closest
from wechat_policy.engine.nearness import Way, way
from wechat_policy.errors import InvalidRecord
from wechat_policy.events import read_event
from wechat_policy.rules.truth import all_of, any_of, opposite
from wechat_policy.verdict import Trace

AT = datetime.fromisoformat("2026-03-04T10:00:00+08:00")
HEAD = 'policy "p" "P"\n  version "1"\n  timezone "Asia/Shanghai"\n'
INSULT = 'lexicon insult = {"饭桶", "刷单"} except {"保温饭桶"}\n'
SHOUT = "clause shout\n  forbid message when text contains insult\n"


def message(text: str = "早", number: int = 1, **facts: Any) -> dict[str, Any]:
    at = AT + timedelta(minutes=number)
    plain = {"type": "message", "id": f"m{number}", "at": at, "sender": "a", "kind": "text"}
    return {**plain, "text": text, **facts}


def engine(clauses: str, head: str = HEAD) -> Engine:
    return Engine(loads(f"{head}{INSULT}{clauses}"), {"people": [{"id": "a", "roles": ["hr"]}]})


def told(near: Near) -> str:
    """A clause with what stopped it, in a line."""
    stops = []
    for one in near.stops:
        words = one.kind if one.trace is None else one.trace.text
        if one.trace is not None:
            words = {True: "not ", False: "", None: "? "}[one.trace.truth] + words
        if one.overlooked is not None:
            words += f" [{one.overlooked.reason} {one.overlooked.by}]"
        stops.append(words)
    return f"{near.clause.id} {near.tests - len(near.stops)}/{near.tests}: {'; '.join(stops)}"


def clause(name: str, norm: str) -> str:
    return f"clause {name}\n  {norm}\n"


APPROVAL = {"type": "approval.assign", "id": "x", "at": AT, "actor": "a", "request": "r"}
DECIDED = {**APPROVAL, "type": "approval.decide", "id": "y", "decision": "approve"}
LOGIN = {"type": "login", "id": "l", "at": AT, "actor": "a", "account": "x"}
DUTY = clause("answer", "after approval.assign within 1h require approval.decide by request")

# Clauses, an event, and the nearest clauses, in order: what held of how many tests, what did not.
ORDERS: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "what is violated comes first": (
        clause("b", "forbid message when text matches /x/ and group given") + SHOUT,
        message("饭桶", group="g"),
        ["shout 1/1: ", "b 1/2: text matches /x/"],
    ),
    "one test of three is nearer than one of two": (
        clause("two", "forbid message when kind = text and text contains insult")
        + clause("three", "forbid message when kind = text and group given and text matches /x/"),
        message(group="g"),
        ["three 2/3: text matches /x/", "two 1/2: text contains insult"],
    ),
    "the first of equals": (
        clause("a", "forbid message when text matches /x/")
        + clause("b", "forbid message when text matches /y/"),
        message(),
        ["a 0/1: text matches /x/", "b 0/1: text matches /y/"],
    ),
    "unknown is nearer than false": (
        clause("a", "forbid message when text matches /x/")
        + clause("b", "forbid message when group.external"),
        message(),
        ["b 0/1: ? group.external", "a 0/1: text matches /x/"],
    ),
    "the cheapest part of an or": (
        clause("a", "forbid message when kind = file and urgent or kind = text and urgent"),
        message(urgent=False),
        ["a 1/2: urgent"],
    ),
    "an exception that applies": (
        clause("a", "forbid message when text contains insult unless sender is {hr}"),
        message("饭桶"),
        ["a 1/2: not sender is {hr}"],
    ),
    "an exception that does not apply is no merit": (
        clause("a", "forbid message when text matches /x/ unless group given or urgent"),
        message(group=None, urgent=False),
        ["a 0/1: text matches /x/"],
    ),
    "what is required and there": (
        clause("a", "require (text matches /早/) on message"),
        message(),
        ["a 0/1: not text matches /早/"],
    ),
    "a word that another reading finds": (
        SHOUT + clause("b", "forbid message when text contains insult and group given"),
        message("饭*桶", group="g"),
        [
            "b 1/2: text contains insult [reading symbols]",
            "shout 0/1: text contains insult [reading symbols]",
        ],
    ),
    "a word that a phrase protects": (
        SHOUT,
        message("保温饭桶"),
        ["shout 0/1: text contains insult [protected 保温饭桶]"],
    ),
    "a near word is nearer than none": (
        clause("a", "forbid message when text matches /x/") + SHOUT,
        message("唰丹"),
        ["shout 0/1: text contains insult [reading homophones]", "a 0/1: text matches /x/"],
    ),
    "a limit is the nearer the more is there": (
        clause("a", "limit message to 4 times per 1h by sender")
        + clause("b", "limit message to 2 times per 1h by sender"),
        message(),
        [
            "b 0/1: limit message to 2 times per 1h by sender",
            "a 0/1: limit message to 4 times per 1h by sender",
        ],
    ),
    "a limit on other messages": (
        clause("a", "limit message to 4 times per 1h by sender when group given"),
        message(group=None),
        ["a 0/1: group given"],
    ),
    "a permission": (
        SHOUT + clause("free", "permit message lifts shout when sender is {hr}"),
        message("饭桶"),
        ["shout 1/2: permitted"],
    ),
    "a permission of what does not occur": (
        SHOUT + clause("free", "permit message lifts shout when sender is {hr}"),
        message(),
        ["shout 0/1: text contains insult"],
    ),
    "a permission that is unknown": (
        SHOUT + clause("free", "permit message lifts shout when group.external"),
        message("饭桶"),
        ["shout 1/2: permitted"],
    ),
    "a duty that opens": (DUTY, APPROVAL, ["answer 0/1: due"]),
    "a duty that is fulfilled": (DUTY, DECIDED, ["answer 0/2: fulfilled; due"]),
    "a duty that something else would fulfil": (
        clause(
            "answer",
            "after approval.assign within 1h\n"
            "    require approval.decide where (decision = reject) by request",
        ),
        DECIDED,
        ["answer 0/1: due"],
    ),
    "another type of event": (
        clause("post", "forbid moments.post when text contains insult and kind = link"),
        message("饭桶"),
        ["post 1/3: kind = link; type"],
    ),
    "of another type nothing fits": (
        clause("post", "forbid moments.post when text contains insult"),
        message(),
        [],
    ),
    "nothing to do with it": (SHOUT, LOGIN, []),
}  # fmt: skip


@cache
def together() -> Engine:
    """One engine for the tables: to load a policy takes long, and a clause minds no other."""
    cases = [*ORDERS.items(), *WORDS.items()]
    return engine("".join(f"{apart(name, row[0])}\n" for name, row in cases))


def apart(name: str, clauses: str) -> str:
    """The clauses of a case under names of their own."""
    return re.sub(r"\b(clause|lifts) (\w+)", rf"\1 {prefix(name)}\2", clauses)


def prefix(name: str) -> str:
    return re.sub(r"\W", "_", name) + "__"


def asked(name: str, event: dict[str, Any]) -> tuple[Near, ...]:
    """The nearest clauses of one case."""
    return closest(together(), event, only=lambda _, one: one.startswith(prefix(name)))


@pytest.mark.parametrize("name", ORDERS)
def test_the_nearest_clauses_and_what_stopped_them(name: str) -> None:
    """The nearer a clause came to being violated, the earlier it is told, with what was not so."""
    _, event, expected = ORDERS[name]

    assert expected == [told(one).removeprefix(prefix(name)) for one in asked(name, event)]


def test_before_a_policy_is_in_force_that_stops_it() -> None:
    """A clause of which all tests hold is stopped by the day alone."""
    (near,) = closest(engine(SHOUT, f"{HEAD}  effective from 2027-01-01\n"), message("饭桶"))

    assert ("early", "shout 1/2: early") == (near.outcome, told(near))


def test_a_reading_that_narrows_is_told() -> None:
    """A word that stands in the text and is only part of another one says so."""
    text = f'{HEAD}lexicon fowl = {{"鸡"}} readings whole\n'
    text += clause("a", "forbid message when text contains fowl")
    (near,) = closest(Engine(loads(text)), message("看见鸡蛋"))

    assert "a 0/1: text contains fowl [narrowed whole]" == told(near)


def test_a_reading_that_the_lexicon_takes_is_no_hint() -> None:
    """A word that a reading finds and another one leaves out is not to be had by the first."""
    text = f'{HEAD}lexicon rude = {{"饭桶"}} readings symbols, own\n'
    text += clause("a", "forbid message when text contains rude")
    found = [
        told(closest(Engine(loads(text)), message(words))[0])
        for words in ("> 饭*桶", "> 饭桶", "饭*桶")
    ]

    assert [
        "a 0/1: text contains rude",
        "a 0/1: text contains rude [narrowed own]",
        "a 1/1: ",
    ] == found


def test_policies_are_asked_together() -> None:
    """The nearest clause comes first whichever policy holds it; of equals the first policy's."""
    first, second = (
        loads(f'policy "{name}"\n{clause("a", norm)}')
        for name, norm in (
            ("p", "forbid message when text matches /x/"),
            ("q", "forbid message when text matches /x/ and kind = text"),
        )
    )

    assert ["q", "p"] == [one.policy for one in closest(Engine([first, second]), message())]


def test_a_score_is_the_nearer_the_more_words_are_there() -> None:
    """Two of three words bring a clause nearer than none."""
    text = f'{HEAD}lexicon junk = {{"抽奖", "红包", "返利"}}\n'
    text += clause("a", "forbid message when text score junk >= 3")
    judge = Engine(loads(text))
    none, two = (closest(judge, message(words))[0].nearness for words in ("早", "抽奖红包"))

    assert (0, pytest.approx(2 / 3)) == (none, two)


def test_a_duty_tells_when_it_is_due() -> None:
    """The event that opens it, and one that fails to fulfil it, tell until when it is open."""
    narrow = DUTY.replace("approval.decide by", "approval.decide where (decision = reject) by")
    judge = engine(narrow)
    (opening,) = closest(judge, APPROVAL)
    judge.feed(APPROVAL)
    (failing,) = closest(judge, {**DECIDED, "at": AT + timedelta(minutes=5)})

    assert ("opens", AT + timedelta(hours=1)) == (opening.outcome, opening.due)
    assert ("settles_not", AT + timedelta(hours=1)) == (failing.outcome, failing.due)


def test_the_permission_and_the_types_are_named() -> None:
    """Who permits, and what else a norm is about, can be told."""
    clauses = SHOUT + clause("free", "permit message lifts shout when sender is {hr}")
    clauses += clause("post", "forbid moments.post when text contains insult")
    first, second = closest(engine(clauses), message("饭桶"))

    assert ("free", ("moments.post",)) == (first.lifted_by, second.types)


def test_only_as_many_and_those_that_are_asked_about() -> None:
    """No more than `n` clauses come, of the policies and clauses that `only` lets through."""
    judge = engine("".join(clause(name, "forbid message when urgent") for name in "abcde"))

    assert ["a", "b"] == [one.clause.id for one in closest(judge, message(), 2)]
    assert ["d"] == [
        one.clause.id for one in closest(judge, message(), 2, lambda *one: one == ("p", "d"))
    ]


@cache
def shipped() -> Engine:
    """The shipped policy with the most clauses."""
    return Engine(load("P29"))


def test_a_violation_says_so_whatever_else_is_asked() -> None:
    """It agrees with the verdict: violated is what `judge` finds, and only that."""
    judge = shipped()
    for text in ("口令：Tree!2048", "你这个饭桶", "今天下午三点开会"):
        found = {one.clause for one in judge.judge(message(text)).violations}
        near = closest(judge, message(text), 10)
        assert found == {one.clause.id for one in near if one.violated}
        assert [one.violated for one in near] == sorted(
            (one.violated for one in near), reverse=True
        )


def test_nothing_is_remembered() -> None:
    """The engine is the same before and after, and so is the answer."""
    judge = engine(SHOUT + DUTY + clause("a", "limit message to 2 times per 1h by sender"))
    judge.feed(message())
    before = judge.snapshot(), judge.stats()
    answers = {tuple(map(told, closest(judge, message("饭 桶", 2)))) for _ in range(3)}

    assert 1 == len(answers)
    assert before == (judge.snapshot(), judge.stats())


def test_a_record_that_is_no_event_is_refused() -> None:
    """The field at fault is named."""
    with pytest.raises(InvalidRecord, match="at"):
        closest(engine(SHOUT), {"type": "message", "id": "m"})


def test_the_largest_shipped_policy_has_nearest_clauses() -> None:
    """A message that no clause of `content` minds still has the three that came nearest."""
    assert 3 == len(closest(shipped(), message("今天下午三点开会，请大家准时参加")))


def test_json_tells_no_more_of_a_message_than_its_tests_saw() -> None:
    """It holds what stopped each clause; of the text only where the overlooked word stands."""
    (near,) = closest(engine(SHOUT), message("秘密的话 饭*桶"))
    as_json = json.loads(json.dumps(near.to_dict(), ensure_ascii=False))

    assert ("p", "shout", 0, 1, 0) == tuple(
        as_json[key] for key in ("policy", "clause", "norm", "tests", "hold")
    )
    assert [
        {
            "kind": "test", "test": "text contains insult", "truth": False, "wanted": True,
            "overlooked": {
                "reason": "reading", "by": "symbols", "start": 5, "end": 8, "word": "饭桶",
            },
        }
    ] == as_json["stops"]  # fmt: skip
    assert "秘密" not in json.dumps(as_json, ensure_ascii=False)


# ------------------------------------------------------------------------------- the measure

_numbers = itertools.count()
_leaves = st.sampled_from((True, False, None)).map(lambda truth: Trace(f"t{next(_numbers)}", truth))


def _joined(parts: list[Trace], joined: Any) -> Trace:
    truths = [part.truth for part in parts]
    truth = all_of(truths) if joined == "and" else any_of(truths)
    return Trace(f"j{next(_numbers)}", truth, parts=tuple(parts), joined=joined)


def _negated(part: Trace) -> Trace:
    return Trace(f"n{next(_numbers)}", opposite(part.truth), parts=(part,), joined="not")


trees = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.builds(_joined, st.lists(inner, min_size=1, max_size=3), st.sampled_from(("and", "or"))),
        st.builds(_negated, inner),
    ),
    max_leaves=8,
)
"""Conditions as they came out, each test with words of its own."""


def flipped(trace: Trace, to: dict[str, bool]) -> Any:
    """What a condition comes out as if some tests come out otherwise."""
    if not trace.parts:
        return to.get(trace.text, trace.truth)
    truths = [flipped(part, to) for part in trace.parts]
    if trace.joined == "not":
        return opposite(truths[0])
    return all_of(truths) if trace.joined == "and" else any_of(truths)


@given(trees, st.booleans())
def test_what_is_named_is_enough(trace: Trace, wanted: bool) -> None:
    """If the tests that are named come out otherwise, the condition comes out as wanted."""
    found = way(trace, wanted)

    assert flipped(trace, {one.trace.text: one.wanted for one in found.stops}) is wanted
    assert (found.stops == ()) == (trace.truth is wanted)
    assert 0 <= found.cost <= found.tests or found == Way()


def _cheaper(trace: Trace, wanted: bool, cost: float) -> Iterator[dict[str, bool]]:
    """Changes that cost less and do as well."""
    leaves = trace.leaves()
    for answers in itertools.product((None, True, False), repeat=len(leaves)):
        to = {
            leaf.text: answer
            for leaf, answer in zip(leaves, answers, strict=True)
            if answer is not None and answer is not leaf.truth
        }
        price = sum(0.5 if one.truth is None else 1 for one in leaves if one.text in to)
        if price < cost and flipped(trace, to) is wanted:
            yield to


@given(trees.filter(lambda one: len(one.leaves()) <= 5), st.booleans())
def test_nothing_cheaper_is_enough(trace: Trace, wanted: bool) -> None:
    """No change of fewer tests, or of more that are unknown, has the same effect."""
    assert [] == list(itertools.islice(_cheaper(trace, wanted, way(trace, wanted).cost), 1))


def test_what_a_limit_measures_is_a_test_of_its_own() -> None:
    """A limit whose conditions hold is stopped by its amount; one that nobody knows by both."""
    values = {"measured": 1, "bound": 3}
    held = Trace("limit", False, values, parts=(Trace("a", True),), joined="and")
    open_ = attrs.evolve(held, truth=None, parts=(Trace("a", None),))

    assert ["limit"] == [one.trace.text for one in way(held).stops]
    assert ["a", "limit"] == [one.trace.text for one in way(open_).stops]


# ------------------------------------------------------------------------------- the command

POLICY = f"""{HEAD}{INSULT}
clause no_insults
  cites "Article 3"
  title "No insults"
  forbid message when text contains insult and kind = text
clause no_floods
  limit message to 4 times per 10m by sender
"""


@pytest.fixture(name="policy")
def _policy(tmp_path: Any) -> str:
    path = tmp_path / "p.policy"
    path.write_text(POLICY, encoding="utf-8")
    return str(path)


def plain(record: dict[str, Any]) -> str:
    return json.dumps({**record, "at": record["at"].isoformat()}, ensure_ascii=False)


def test_the_command_names_clauses_and_stops_in_both_languages(policy: str) -> None:
    """Both languages tell the event, each clause, how much of it holds, and what does not."""
    words = ["explain", plain(message("饭 桶")), "--policy", policy, "--closest"]

    assert (
        "Event m1 (message), 2026-03-04 10:01:00+08:00\n"
        "\n"
        "1. Clause No insults (no_insults), p 1 · Article 3\n"
        "   1 of 2 tests hold; stopped by:\n"
        "     not so: text contains insult (“饭桶” would be found with reading symbols)\n"
        "2. Clause no_floods, p 1\n"
        "   0 of 1 test holds; stopped by:\n"
        "     1 of 4: limit message to 4 times per 10m by sender\n"
    ) == run(*words).stdout
    assert (
        "事件 m1（消息），2026-03-04 10:01:00+08:00\n"
        "\n"
        "1. 条款 No insults（no_insults），p 1 · Article 3\n"
        "   2 项条件中 1 项成立；卡在：\n"
        "     不成立：text contains insult（加读法 夹符 可找到 “饭桶”）\n"
        "2. 条款 no_floods，p 1\n"
        "   1 项条件中 0 项成立；卡在：\n"
        "     1（界限 4）：limit message to 4 times per 10m by sender\n"
    ) == run(*words, language="zh").stdout


# What a stop is told as, in both languages.
WORDS: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "false": (
        clause("a", "forbid message when kind = file"), message(),
        "not so: kind = file (kind = text)", "不成立：kind = file（类型 = 文本）",
    ),
    "unknown": (
        clause("a", "forbid message when group.external"), message(),
        "unknown: group.external (group.external = unknown)",
        "未知：group.external（群.外部 = 未知）",
    ),
    "in the way": (
        clause("a", "forbid message when not urgent"), message(urgent=True),
        "it is so, and stands in the way: urgent (urgent = yes)",
        "成立，因而排除：urgent（紧急 = 是）",
    ),
    "no word": (
        SHOUT, message(),
        "not so: text contains insult (no word found)",
        "不成立：text contains insult（未找到词）",
    ),
    "a reading": (
        SHOUT, message("唰丹"),
        "not so: text contains insult (“刷单” would be found with reading homophones)",
        "不成立：text contains insult（加读法 同音 可找到 “刷单”）",
    ),
    "a phrase": (
        SHOUT, message("保温饭桶"),
        "not so: text contains insult (“饭桶” is there, but “保温饭桶” protects it)",
        "不成立：text contains insult（有 “饭桶”，但受 “保温饭桶” 保护）",
    ),
    "permitted": (
        SHOUT + clause("free", "permit message lifts shout"), message("饭桶"),
        "clause free permits it", "条款 free 允许",
    ),
    "perhaps a permission": (
        SHOUT + clause("free", "permit message lifts shout when group.external"), message("饭桶"),
        "clause free may permit it", "条款 free 可能允许",
    ),
    "a duty": (
        DUTY, APPROVAL,
        "the duty is still open, due 2026-03-04 11:00:00+08:00",
        "期限未到，到期 2026-03-04 11:00:00+08:00",
    ),
    "what is asked for": (
        DUTY, DECIDED, "the event does what is asked for", "该事件正是所要求的",
    ),
    "a duty that nothing opened": (
        DUTY, DECIDED,
        "it is a duty: broken only when it falls due unfulfilled",
        "这是期限义务：到期未办才算违反",
    ),
    "another type": (
        clause("a", "forbid moments.post when text contains insult"), message("饭桶"),
        "it is about moments.post, and this is message", "本项只管 朋友圈.发布，而这是 消息",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WORDS)
def test_each_stop_has_its_words(name: str) -> None:
    """What stopped a clause is told in both languages."""
    _, event, *expected = WORDS[name]
    found = []
    for language, words in zip(("en", "zh"), expected, strict=True):
        policies = together().policies
        text = told_closest(asked(name, event), read_event(event), policies, "text", language)
        found += [line.strip() for line in text.replace(prefix(name), "").splitlines()
                  if line.strip() == words]  # fmt: skip

    assert expected == found


def test_the_command_ends_with_one_where_the_event_violates(policy: str) -> None:
    """The exit code says whether anything is violated, in text and in JSON."""
    clean, bad = (
        ["explain", plain(message(text)), "--policy", policy, "--closest", "1"]
        for text in ("早", "饭桶")
    )

    assert (0, 1) == (run(*clean).exit_code, run(*bad).exit_code)
    assert "1. Clause No insults (no_insults), p 1 · Article 3\n   violated\n" in run(*bad).stdout
    as_json = run(*bad, "--as", "json")
    assert (1, True, 1) == (
        as_json.exit_code,
        json.loads(as_json.stdout)["violated"],
        len(json.loads(as_json.stdout)["closest"]),
    )


def test_what_stands_before_the_event_in_a_file_counts(policy: str, tmp_path: Any) -> None:
    """The fourth message is the fourth in the window, and no text of it is told."""
    path = tmp_path / "e.jsonl"
    path.write_text(
        lines(*(json.loads(plain(message("机密", number))) for number in range(1, 5))), "utf-8"
    )
    words = ["explain", f"{path}:m4", "--policy", policy, "--closest", "--clause", "no_floods"]
    found = run(*words).stdout

    assert "   0 of 1 test holds; stopped by:\n     4 of 4: limit message to 4" in found
    assert "no_insults" not in found and "机密" not in found


def test_an_event_of_no_clause_says_what_they_are_about(policy: str) -> None:
    """Where nothing is near, the event types of the clauses are told."""
    words = ["explain", plain(LOGIN), "--policy", policy, "--closest"]

    assert "No clause has to do with login; they are about message.\n" in run(*words).stdout
    assert "没有条款涉及 登录；各条款只管 消息。\n" in run(*words, language="zh").stdout


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ([], "name a clause with --clause"),
        (["--clause", "no_floods", "--as", "json"], "--as json is for --closest only"),
        (["--closest", "0"], "--closest"),
        (["--closest", "--clause", "no_flood"], "did you mean `no_floods`?"),
    ],
)
def test_wrong_use_says_why(policy: str, words: list[str], answer: str) -> None:
    """What is missing or cannot be obeyed is told in words."""
    result = run("explain", plain(message()), "--policy", policy, *words)

    assert (2, True, "") == (result.exit_code, answer in result.stderr, result.stdout)
