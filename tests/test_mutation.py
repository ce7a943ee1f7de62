"""Mutation of policies: what is changed, what examples notice, and what does not count."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs
import pytest
from covering import assembled
from invoking import run

from wechat_policy import nodes
from wechat_policy.assembly import Assembly
from wechat_policy.cases import read_cases
from wechat_policy.commands.measured import measured
from wechat_policy.examples import PolicyUnderTest, play
from wechat_policy.mutation import Mutation, mutation_in, percent
from wechat_policy.mutation.operators.words import sample_of
from wechat_policy.policy import Policy
from wechat_policy.source import Source
from wechat_policy.trials import CaseTrial, ExampleTrial, Played, Trial, example_trials

HEAD = 'policy "M" "Mutants"\n'
RUDE = 'lexicon rude = {"饭桶"}\n'


def mutated(text: str, **options: Any) -> Mutation:
    """What became of the mutants of a text."""
    return mutation_in(assembled(HEAD + text)[0], **options)


def survivors(text: str, operator: str, **options: Any) -> list[tuple[int, str]]:
    """The line and the new words of each change that one operator made unnoticed."""
    found = mutated(text, **options).survivors
    return [(one.line, one.after) for one in found if one.operator == operator]


def counts(text: str, operator: str, **options: Any) -> tuple[int, int]:
    """How many mutants of one operator were made, and how many killed."""
    for one in mutated(text, **options).tallies:
        if one.operator == operator:
            return one.made, one.killed
    return 0, 0


# Each row: an operator, a clause whose examples let its mutant live, and the examples that kill it.
KILLED = {
    "changed_comparison": (
        "clause a\n  forbid payment.make when amount > 5000 CNY\n"
        "  violates payment.make (amount = 9000 CNY)\n  complies payment.make (amount = 9 CNY)\n",
        "  complies payment.make (amount = 5000 CNY)\n",
    ),
    "dropped_exception": (
        RUDE + "clause a\n  forbid message when text contains rude unless sender.external\n"
        '  violates "饭桶"\n  complies "早"\n',
        '  complies "饭桶" (sender.external = true)\n',
    ),
    "dropped_permission": (
        RUDE + "clause b\n  permit message lifts a when sender.external\n"
        'clause a\n  forbid message when text contains rude\n  violates "饭桶"\n'
        '  complies "早"\n',
        '  complies "饭桶" (sender.external = true)\n',
    ),
    "dropped_filter": (
        RUDE + "clause a\n  forbid message where (channel = wecom) when text contains rude\n"
        '  violates "饭桶" (channel = wecom)\n  complies "早" (channel = wecom)\n',
        '  complies "饭桶" (channel = wechat)\n',
    ),
    "dropped_key": (
        "clause a\n  limit message to 2 per 1h by sender, group\n"
        '  violates 3 times "早" (sender = "甲", group = "g") apart 1m\n'
        '  complies 2 times "早" (sender = "甲", group = "g") apart 1m\n',
        '  complies 2 times "早" (sender = "甲", group = "g")\n'
        '    then 2 times "早" (sender = "甲", group = "h")\n'
        '  complies 2 times "早" (sender = "甲", group = "g")\n'
        '    then 2 times "早" (sender = "乙", group = "g")\n',
    ),
    "changed_limit": (
        "clause a\n  limit message to 2 per 1h by sender\n"
        '  violates 5 times "早" apart 1m\n  complies "早"\n',
        '  violates 3 times "早" apart 1m\n',
    ),
    "widened_window": (
        "clause a\n  limit message to 2 per 1h by sender\n"
        '  violates 3 times "早" apart 1m\n  complies "早"\n',
        '  complies 3 times "早" apart 40m\n',
    ),
    "narrowed_window": (
        "clause a\n  limit message to 2 per 1h by sender\n"
        '  violates 3 times "早" apart 1m\n  complies "早"\n',
        '  violates 3 times "早" apart 20m\n',
    ),
    "widened_deadline": (
        "clause a\n  after approval.assign within 1h require approval.decide by request\n"
        '  violates approval.assign (request = "r") then advance 9h\n'
        '  complies approval.assign (request = "r") then approval.decide (request = "r")\n',
        '  violates approval.assign (request = "r") then advance 90m\n',
    ),
    "changed_parameter": (
        "parameter most = 2\nclause a\n  limit message to most per 1h by sender\n"
        '  violates 5 times "早" apart 1m\n  complies "早"\n',
        '  violates 3 times "早" apart 1m\n',
    ),
    "removed_word": (
        'lexicon rude = {"饭桶", "窝囊废"}\nclause a\n  forbid message when text contains rude\n'
        '  violates "饭桶窝囊废"\n  complies "早"\n',
        '  violates "你这个饭桶"\n  violates "窝囊废"\n',
    ),
    "removed_protection": (
        'lexicon rude = {"饭桶"} except {"保温饭桶"}\nclause a\n'
        '  forbid message when text contains rude\n  violates "饭桶"\n  complies "早"\n',
        '  complies "保温饭桶洗好了"\n',
    ),
    "dropped_conjunct": (
        RUDE + "clause a\n  forbid message when text contains rude and sender.external\n"
        '  violates "饭桶" (sender.external = true)\n  complies "早" (sender.external = false)\n',
        '  complies "饭桶" (sender.external = false)\n  complies "早" (sender.external = true)\n',
    ),
    "swapped_junction": (
        RUDE + "clause a\n  forbid message when text contains rude or urgent\n"
        '  violates "饭桶" (urgent = true)\n  complies "早" (urgent = false)\n',
        '  violates "饭桶" (urgent = false)\n',
    ),
    "negated_condition": (
        RUDE + "clause a\n  forbid message when text contains rude or urgent\n"
        '  violates "饭桶" (urgent = true)\n',
        '  complies "早" (urgent = false)\n  violates "饭桶" (urgent = false)\n'
        '  violates "早" (urgent = true)\n',
    ),
    "swapped_hours": (
        "hours day = workdays 09:00-17:00\nclause a\n  forbid login when during day\n"
        "  violates login (at = 09:00) then login (at = 20:00)\n",
        "  complies login (at = 20:00)\n",
    ),
    "moved_hours": (
        "hours day = workdays 09:00-17:00\nclause a\n  forbid login when outside day\n"
        "  violates login (at = 20:00)\n  complies login (at = 10:00)\n",
        "  violates login (at = 17:30)\n",
    ),
}


@pytest.mark.parametrize("operator", KILLED)
def test_a_change_lives_until_an_example_notices_it(operator: str) -> None:
    text, example = KILLED[operator]
    made, killed = counts(text, operator)
    assert killed < made
    assert len(survivors(text, operator)) == made - killed
    assert counts(text + example, operator) == (made, made)


def test_survivors_say_where_and_what() -> None:
    text = RUDE + (
        "clause a\n  forbid message when text contains rude\n    unless sender.external\n"
        '  violates "饭桶"\n  complies "早"\n'
    )
    (one,) = [one for one in mutated(text).survivors if one.operator == "dropped_exception"]
    assert (one.file, one.line, one.section) == ("own.policy", 4, "a")
    assert one.before.endswith("rude unless sender.external")
    assert one.after.endswith("contains rude")


def test_what_the_checker_refuses_is_not_counted() -> None:
    text = (
        "clause a\n  forbid message when kind = text or kind = file\n"
        '  violates "早"\n  complies message (kind = image)\n'
    )
    (one,) = [one for one in mutated(text).tallies if one.operator == "swapped_junction"]
    assert (one.made, one.refused) == (0, 1)


def test_what_means_the_same_is_not_counted() -> None:
    text = (
        "clause a\n  forbid message when urgent and urgent\n"
        '  violates "早" (urgent = true)\n  complies "早" (urgent = false)\n'
    )
    (one,) = [one for one in mutated(text).tallies if one.operator == "swapped_junction"]
    assert (one.killed, one.survived + one.same) == (0, 1)


# Each row: statements in which a parameter makes a part idle, an operator, and how many of its
# changes are made all the same.
IDLE = [
    ("  forbid message when off and urgent\n", "negated_condition", 2),
    ("  forbid message when off and (urgent or forwarded)\n", "swapped_junction", 1),
    ("  forbid message when (live or urgent) and forwarded\n", "negated_condition", 3),
    ("  limit message where (off and urgent) to 2 per 1h\n", "widened_window", 0),
    ("  after message within 1h require message when off\n", "widened_deadline", 0),
    # What is not idle is counted as before.
    ("  forbid message when live and urgent and forwarded\n", "negated_condition", 4),
]


@pytest.mark.parametrize(("norm", "operator", "made"), IDLE)
def test_what_a_parameter_makes_idle_is_not_counted(norm: str, operator: str, made: int) -> None:
    text = (
        "parameter off = false\nparameter live = true\nclause a\n  forbid message when anonymous\n"
        f'{norm}  violates "早" (anonymous = true)\n'
    )
    assert counts(text, operator)[0] == made


def test_of_a_long_list_some_words_are_tried_whatever_is_added() -> None:
    def tried(words: str) -> set[str]:
        listed = tuple(nodes.Word(word, None, ()) for word in words)
        return {word.text for word in sample_of(3)(listed)}

    some = tried("甲乙丙丁戊己")
    assert len(some) == 3
    assert tried("甲乙") == {"甲", "乙"}
    assert len(some & tried("甲乙丙丁戊己庚")) >= 2
    text = (
        'lexicon rude = {"甲", "乙", "丙", "丁", "戊"}\nclause a\n'
        '  forbid message when text contains rude\n  violates "甲"\n  complies "早"\n'
    )
    assert counts(text, "removed_word", words_each=3)[0] == 3
    assert counts(text, "removed_word", words_each=9) == (5, 1)


def test_a_change_in_a_clause_is_noticed_by_the_clauses_that_hang_on_it() -> None:
    text = RUDE + (
        "clause a\n  forbid message when text contains rude\n"
        "clause b\n  after violation a within 1h require message.recall\n"
        '  violates "饭桶" then advance 2h\n  complies "早" then advance 2h\n'
    )
    made, killed = counts(text, "dropped_conjunct")
    assert (made, killed) == (1, 1)


def test_examples_that_fail_notice_nothing() -> None:
    found = mutated('clause a\n  forbid message when urgent\n  violates "早"\n')
    assert (found.failing, found.killed()) == (1, 0)


@attrs.frozen(eq=False)
class Case:
    """A trial that says what penalty follows, as a case does."""

    example: ExampleTrial
    penalty: str

    grades = True
    certainty = False
    bars_others = False
    file = "a.cases"
    line = 3

    @property
    def clauses(self) -> frozenset[str]:
        return self.example.clauses

    @property
    def violates(self) -> frozenset[str]:
        return self.example.violates

    @property
    def complies(self) -> frozenset[str]:
        return self.example.complies

    @property
    def parameters(self) -> dict[str, Any]:
        return {}

    def play(self, policy: Policy) -> Played:
        verdicts = play(policy, self.example.scene)
        found = [one for verdict in verdicts for one in verdict.penalties]
        told = [f"{one.name} {one.low}" for penalty in found for one in penalty.sanctions]
        return Played(told == [self.penalty], verdicts)


def cases(assembly: Assembly, policy: Policy) -> Iterable[Trial]:
    """A case for the first example."""
    return [Case(next(example_trials(assembly, policy)), "fine 50")]


GRADED = RUDE + (
    "severities minor < major\nclause a\n  forbid message when text contains rude\n"
    '  severity minor\n  violates "饭桶"\n  complies "早"\n'
    "penalties\n  minor: fine 50 CNY\n  major: fine 500 CNY\n"
)


def test_only_a_case_notices_how_grave_something_is() -> None:
    without, with_case = mutated(GRADED), mutated(GRADED, further=cases)
    assert (without.made("grade"), without.killed("grade")) == (4, 0)
    # The strength, the severity and the sum that the case expects; nothing asks for the other sum.
    assert (with_case.made("grade"), with_case.killed("grade")) == (4, 3)
    assert without.score == with_case.score


def sure(status: str) -> Mutation:
    """What is noticed with a case that says how sure the violation is."""
    text = f'case "c"\n  event "饭桶"\n  expect {status}violation a\n'
    tested = PolicyUnderTest.of(Source("m.policy", HEAD + GRADED))
    found = read_cases(Source("m.cases", text), tested)
    return mutated(GRADED, further=lambda *_: map(CaseTrial, found.cases))


def test_a_case_that_says_how_sure_something_is_notices_its_strength_alone() -> None:
    def noticed(found: Mutation) -> list[str]:
        return [one.operator for one in found.tallies if one.told == "grade" and one.killed]

    assert noticed(sure("certain ")) == ["changed_strength"]
    assert noticed(sure("")) == []


def test_a_run_gives_the_same_twice() -> None:
    text = KILLED["dropped_key"][0]
    assert mutated(text).to_dict() == mutated(text).to_dict()


SAID = """\
制度 “M” “变异”

条款 不限时登录
  不得 登录 当 网络 = 公共网络 除非 操作人.外部
  违规示例 登录（网络 = 公共网络）
  合规示例 登录（网络 = 公司网络）
"""


@pytest.mark.parametrize(("language", "said"), [
    ("en", "4: 不限时登录: dropped exception\n"
     "      was:  …得 登录 当 网络 = 公共网络 除非 操作人.外部\n"
     "      now:  …得 登录 当 网络 = 公共网络\n"
     "      add:  one that complies because of the exception\n"),
    ("zh", "4：不限时登录：去掉例外\n"
     "      原为：…得 登录 当 网络 = 公共网络 除非 操作人.外部\n"
     "      改成：…得 登录 当 网络 = 公共网络\n"
     "      可补：因例外而合规的示例\n"),
])  # fmt: skip
def test_the_command_names_survivors(language: str, said: str, tmp_path: Any) -> None:
    path = tmp_path / "m.policy"
    path.write_text(SAID, encoding="utf-8")
    result = run("test", "--mutate", str(path), language=language)
    assert result.exit_code == 0
    assert said in result.output
    assert run("test", "--mutate", "--fail-under", "99", str(path)).exit_code == 1


NOTICED = 85
"""Percent of the changes of all shipped policies together that examples and cases notice."""


@pytest.mark.long
def test_the_shipped_packs_notice_most_changes() -> None:
    cases = map(str, sorted((Path(__file__).parent / "cases").glob("*.cases")))
    policies = measured([*(f"P{number:02}" for number in range(1, 30)), *cases], None, "en")
    found = [mutation_in(one.tested.assembly, one.trials) for one in policies]
    assert [one.policy for one in found if one.failing] == []
    killed, made = sum(one.killed() for one in found), sum(one.made() for one in found)
    assert percent(killed, made) >= NOTICED
