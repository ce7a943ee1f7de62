"""The pytest plugin: what it collects, how it names tests and failures, what its tester asks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from test_cli_test import FOURTH, GOOD, POLICY, SHEET

from wechat_policy.examples import PolicyUnderTest
from wechat_policy.source import Source
from wechat_policy.testing import PolicyTester

PLUGIN = ("-p", "wechat_policy.pytest_plugin", "-p", "no:asyncio", "-p", "no:cacheprovider")
ASKED = (
    "-o",
    "wechat_policy_files=*.cases desk.policy sheets/*",
    "-o",
    "wechat_policy_language=zh",
)


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """Everything that is loaded on first use: what an inner run loads is unloaded behind it."""
    tester = PolicyTester(PolicyUnderTest.of(Source("desk.policy", POLICY)))
    tester.play(GOOD)
    tester.assert_violates("不得辱骂", "饭桶")


@pytest.fixture(name="project")
def _project(pytester: pytest.Pytester) -> pytest.Pytester:
    folder = pytester.path
    (folder / "sheets").mkdir()
    for name, text in (
        ("桌边.policy", POLICY), ("desk.policy", POLICY), ("good.cases", GOOD),
        ("bad.cases", FOURTH), ("sheets/桌边.csv", SHEET), ("sheets/桌边.policy", POLICY),
    ):  # fmt: skip
        (folder / name).write_text(text, encoding="utf-8")
    return pytester


def test_a_foreign_project_is_left_alone(project: pytest.Pytester) -> None:
    """Nothing is collected in folders unless the settings ask for it."""
    result = project.runpytest_inprocess(*PLUGIN, "--collect-only", "-q")

    result.stdout.fnmatch_lines(["no tests collected*"])


def test_files_that_are_named_are_collected(project: pytest.Pytester) -> None:
    """Policies, cases and sheets, each test by its name."""
    result = project.runpytest_inprocess(*PLUGIN, "desk.policy", "good.cases", "-v")

    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*不得辱骂*1: 违规示例*PASSED*", "*骂人*PASSED*"])


def test_the_settings_ask_for_files(project: pytest.Pytester) -> None:
    """By globs on their names or their paths; a sheet's faults fail beside its good rows."""
    result = project.runpytest_inprocess(*PLUGIN, *ASKED, "-q")

    result.assert_outcomes(passed=4, failed=4)
    result.stdout.fnmatch_lines(["*错误?E414?：单元格 B4*", "* --> sheets/桌边.csv:4:6"])


def test_a_failure_is_told_as_the_command_tells_it(project: pytest.Pytester) -> None:
    """The same words, at the line of the case."""
    result = project.runpytest_inprocess(*PLUGIN, *ASKED, "bad.cases", "-rf", "--tb=short")

    result.stdout.fnmatch_lines(
        [
            "bad.cases:2：用例“第二次”",
            "  第 8 行：预期 处罚 罚款 50元 责任人 “张三”",
            "    → 应为罚款 50 元，实为罚款 100 元：依据“逾期 第 2 档，第 2 次”",
        ]
    )
    items, _ = project.inline_genitems(*PLUGIN, "bad.cases")
    assert [("bad.cases", 1), ("bad.cases", 8)] == [
        (Path(one.location[0]).name, one.location[1]) for one in items
    ]


def test_tests_are_chosen_by_name(project: pytest.Pytester) -> None:
    """-k and node ids, Chinese ones too."""
    chosen = project.runpytest_inprocess(*PLUGIN, *ASKED, "-k", "骂人 and not 没有")
    chosen.assert_outcomes(passed=1, deselected=7)
    named = project.runpytest_inprocess(*PLUGIN, "good.cases::骂人")
    named.assert_outcomes(passed=1)


def test_tests_are_spread_over_processes(project: pytest.Pytester) -> None:
    """Every worker collects the same."""
    result = project.runpytest_subprocess(*PLUGIN, *ASKED, "-n", "2", "-q")

    result.assert_outcomes(passed=4, failed=4)


def test_a_file_with_faults_is_an_error(project: pytest.Pytester) -> None:
    """With the drawing of the fault, and not a traceback."""
    (project.path / "x.cases").write_text(GOOD.replace("不得辱骂", "不得辱吗"), encoding="utf-8")
    (project.path / "y.cases").write_bytes("用例集".encode("gb18030"))
    result = project.runpytest_inprocess(*PLUGIN, *ASKED, "x.cases", "y.cases")

    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines(["错误?E112?：未知条款 `不得辱吗`", " --> x.cases:4:9"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_the_tester_asks_a_policy(project: pytest.Pytester) -> None:
    """A file beside the test, parameters bound, texts for messages."""
    project.makepyfile(
        """
        import pytest

        def test_violates(policy_tester):
            desk = policy_tester("桌边.policy")
            (found,) = desk.assert_violates("不得辱骂", "好", "饭桶", by="员工甲")
            assert found.event == "e2"
            desk.assert_complies("不得辱骂", "保温饭桶")
            assert [one.id for one in desk.judge("好", "饭桶")] == ["e1", "e2"]
            desk.play('用例 “甲”\\n  事件 “饭桶”\\n  预期 违规 不得辱骂')

        def test_parameters_are_bound(policy_tester):
            policy_tester("P06", 重复上限=1)
            with pytest.raises(ValueError, match="no parameter"):
                policy_tester("P06", 没有=1)

        @pytest.mark.parametrize("ask", [
            lambda one: one.assert_violates("不得辱骂", "好"),
            lambda one: one.assert_violates("不得辱骂", "饭桶", by="别人"),
            lambda one: one.assert_complies("不得辱骂", "饭桶"),
            lambda one: one.play('用例 “甲”\\n  事件 “好”\\n  预期 违规 不得辱骂'),
        ])
        def test_a_failure_is_an_assertion(policy_tester, ask):
            with pytest.raises(AssertionError, match="不得辱骂"):
                ask(policy_tester("桌边.policy"))

        def test_a_clause_is_known(policy_tester):
            with pytest.raises(ValueError, match="did you mean 不得辱骂"):
                policy_tester("桌边.policy").assert_complies("不得辱吗", "好")
        """
    )
    project.runpytest_inprocess(*PLUGIN).assert_outcomes(passed=7)


def test_the_plugin_is_cheap() -> None:
    """pytest loads it in every run: neither the language nor the command is loaded with it."""
    code = (
        "import sys, wechat_policy.pytest_plugin\n"
        "heavy = {'lark', 'click', 'attrs', 'attr', 'openpyxl', 'wechat_policy.parser'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    loaded = set(eval(done.stdout)) - {"attr", "attrs"}
    assert set() == loaded
