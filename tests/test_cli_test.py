"""`wechat-policy test`: what it plays, and how it tells what failed, in three forms."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from invoking import run

SCHEMA = Path(__file__).parents[1] / "docs" / "reference" / "test-report.schema.json"
POLICY = """\
制度 “桌边” “桌边规定”
词库 侮辱 = {“饭桶”、“窝囊废”} 不含 {“保温饭桶”}
条款 不得辱骂
  不得 消息 当 正文 出现 侮辱 时
  情节 轻微
  违规示例 “饭桶”
条款 限时审批
  自 审批.待办 起 限 1小时 内 须 审批.办结 对应 单号
  情节 逾期
处理
  轻微：提醒
  逾期：罚款 50元 每月 前 1次，此后 罚款 100元
"""
GOOD = """\
用例集 “桌边.policy”
用例 “骂人”
  事件 “饭桶”（发送人 = “张三”）
  预期 违规 不得辱骂 责任人 “张三”
"""
FOURTH = """\
用例集 “桌边.policy”
用例 “第二次”
  事件 审批.待办（操作人 = “张三”，单号 = “r1”）
  推进 2小时
  预期 处罚 罚款 50元
  事件 审批.待办（操作人 = “张三”，单号 = “r2”）
  推进 2小时
  预期 处罚 罚款 50元 责任人 “张三”
用例 “没有骂人”
  事件 “保温\x07饭桶” 此后 “饭桶”
  预期 没有 违规
  预期 违规 限时审批
"""
SHEET = "条款,预期,正文\n不得辱骂,违规,饭桶\n不得辱骂,合规,饭桶\n不得辱骂,也许,饭桶\n"


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (
        ("桌边.policy", POLICY), ("好.cases", GOOD), ("坏.cases", FOURTH), ("桌边.csv", SHEET),
    ):  # fmt: skip
        Path(name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["好.cases"], 0),
        (["桌边.policy", "好.cases"], 0),
        (["坏.cases"], 1),
        (["好.cases", "坏.cases"], 1),
        (["桌边.csv"], 2),
        (["桌边.csv", "坏.cases"], 2),
        (["没有.cases"], 2),
        (["好.cases", "没有.cases"], 2),
        (["."], 2),
        (["好.cases", "--policy", "没有"], 2),
        (["坏.cases", "--policy", "桌边.policy"], 1),
    ],
    ids=str,
)
def test_the_exit_code_says_what_was_found(folder: Path, words: list[str], code: int) -> None:
    """0 all as they should be, 1 some not, 2 wrong use; whatever can be played is played."""
    assert code == run("test", *words).exit_code


def test_a_failure_shows_both_sides_and_where_they_part(folder: Path) -> None:
    """What is expected, what was found, the step of the penalties, the conditions."""
    result = run("test", "坏.cases", language="zh")

    assert (
        "坏.cases:2：用例“第二次”\n"
        "  第 8 行：预期 处罚 罚款 50元 责任人 “张三”\n"
        "    应有  罚款 50 元、张三\n"
        "    实有  罚款 100 元、张三、逾期 第 2 档，第 2 次\n"
        "    → 应为罚款 50 元，实为罚款 100 元：依据“逾期 第 2 档，第 2 次”\n"
    ) in result.output
    assert "    不得辱骂 为何成立：\n      ✓ 正文 出现 侮辱" in result.output
    assert "    → 应为条款 限时审批，实为 不得辱骂\n    条款 限时审批 的判断：\n" in result.output
    assert "坏.cases：2 个用例，0 个相符，2 个不符\n" in result.output


def test_the_same_in_english(folder: Path) -> None:
    """Both sides stand below each other."""
    output = run("test", "坏.cases").output

    assert "    expected  fine 50 CNY, 张三\n    found     fine 100 CNY, 张三, 逾期" in output


def test_faults_and_good_rows_of_a_sheet_are_told(folder: Path) -> None:
    """A fault goes to the error output, the rows that can be played are played."""
    result = run("test", "桌边.csv", language="zh")

    assert "桌边.csv:4:6" in result.stderr
    assert "桌边.csv:3：不得辱骂 合规 饭桶" in result.stdout
    assert "桌边.csv：2 个示例，1 个相符，1 个不符\n" in result.stdout


def test_junit_is_what_ci_systems_read(folder: Path) -> None:
    """Suites, cases with file and line, failures with message and text, and errors."""
    result = run("test", "桌边.policy", "坏.cases", "桌边.csv", "没有.cases", "--as", "junit")
    root = ElementTree.fromstring(result.stdout.encode())
    cases = {(one.get("classname"), one.get("name")): one for one in root.iter("testcase")}

    assert ("testsuites", "7", "3", "2") == (
        root.tag, root.get("tests"), root.get("failures"), root.get("errors"),
    )  # fmt: skip
    assert ["1", "2", "3", "1"] == [suite.get("tests") for suite in root]
    failed = cases["坏.cases", "没有骂人"]
    assert ("坏.cases", "9") == (failed.get("file"), failed.get("line"))
    (failure,) = failed
    assert "failure" == failure.tag
    assert "line 11: 预期 没有 违规" == failure.get("message")
    assert "expected  no violation" in (failure.text or "")
    assert [] == list(cases["桌边.policy", "不得辱骂[1: 违规示例 “饭桶”]"])
    assert ["error"] == [one.tag for one in cases["桌边.csv", "E414"]]
    assert ["error"] == [one.tag for one in cases["没有.cases", "没有.cases"]]


def test_control_characters_do_not_break_the_xml(folder: Path) -> None:
    """A name may hold what XML cannot."""
    Path("怪.cases").write_text(GOOD.replace("骂人", "骂\x01\x0b人\x7f\ud7ff<&>"), encoding="utf-8")
    result = run("test", "怪.cases", "--as", "junit")

    names = [one.get("name") for one in ElementTree.fromstring(result.stdout).iter("testcase")]
    assert ["骂��人\x7f\ud7ff<&>"] == names


def test_json_is_as_its_schema_says(folder: Path) -> None:
    """Every kind of file and result."""
    words = ("桌边.policy", "好.cases", "坏.cases", "桌边.csv", "没有.cases")
    result = run("test", *words, "--as", "json", language="zh")
    told = json.loads(result.stdout)

    jsonschema.validate(told, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert {"tests": 6, "passed": 3, "failed": 3, "errors": 0, "faults": 1, "problems": 1} == (
        told["summary"]
    )
    shortfall = told["files"][2]["tests"][0]["shortfalls"][0]
    assert (8, "罚款 50 元、张三") == (shortfall["line"], shortfall["expected"])
    assert ["罚款 100 元、张三、逾期 第 2 档，第 2 次"] == shortfall["found"]


def test_cases_are_checked_without_being_played(folder: Path) -> None:
    """`wechat-policy check` tells what is wrong with a file of cases."""
    Path("错.cases").write_text(GOOD.replace("不得辱骂", "不得辱吗"), encoding="utf-8")
    result = run("check", "好.cases", "错.cases", language="zh")

    assert 1 == result.exit_code
    assert "好.cases：没有问题" in result.output
    assert "错误[E112]：未知条款 `不得辱吗`\n --> 错.cases:4:9" in result.output


def test_a_folder_without_tests_is_wrong_use(folder: Path) -> None:
    """Nothing was tested, which should not look like success."""
    Path("空").mkdir()
    result = run("test", "空", language="zh")

    assert (2, "`空` 下没有检验：没有 .policy、.cases、.xlsx 或 .csv 文件\n") == (
        result.exit_code, result.output,
    )  # fmt: skip


@pytest.mark.parametrize("content", ["用例集 “P06”".encode("gb18030"), b"\xff\xfe\x00"])
def test_another_encoding_is_told(folder: Path, content: bytes) -> None:
    """The author learns how to save the file."""
    Path("旧.cases").write_bytes(content)
    result = run("test", "旧.cases", "好.cases", language="zh")

    assert 2 == result.exit_code
    assert "`旧.cases` 不是 UTF-8 文本，请另存为 UTF-8" in result.output
    assert "好.cases：1 个用例，1 个相符" in result.output
