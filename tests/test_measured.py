"""`wechat-policy test --coverage` and `--mutate` with files of cases and sheets of examples."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from invoking import run

POLICY = """\
制度 “desk” “桌边规定”
参数 管刷屏 = 假
词库 侮辱 = {“饭桶”、“窝囊废”}
条款 不得辱骂
  不得 消息 当 正文 出现 侮辱
  情节 轻微
条款 不刷屏
  限制 消息 按 发送人 每30分钟 至多 2 当 管刷屏 = 真
  情节 轻微
处理
  轻微：口头警告 每月 前 1次，此后 罚款 100元
"""
INSULT = """用例 “骂人”
  事件 2026-03-04 10:10 “饭桶”（发送人 = “张三”）
  预期 违规 不得辱骂 责任人 “张三”
"""
FINE = """用例 “再骂罚款”
  事件 2026-03-04 10:10 “饭桶”（发送人 = “张三”）
  预期 处罚 口头警告
  事件 “窝囊废”（发送人 = “张三”）
  预期 违规 不得辱骂
  预期 处罚 罚款 100元
"""
QUIET = "用例 “问候”\n  事件 “早”\n  预期 没有 违规\n"
NAMED = "用例 “问候”\n  事件 “早”\n  预期 没有 违规 不得辱骂\n"
SOMEBODY = "用例 “问候”\n  事件 “早”（发送人 = “张三”）\n  预期 没有 违规 责任人 “张三”\n"
FLOOD = """用例 “管刷屏的公司”
  参数 管刷屏 = 真
  事件 3次 “收到”（发送人 = “张三”）间隔 30秒
  预期 违规 不刷屏
"""
SHEET = "条款,预期,正文\n不得辱骂,违规,饭桶\n不得辱骂,合规,早\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("desk.policy").write_text(POLICY, encoding="utf-8")


def written(name: str, text: str) -> str:
    """A file of tests."""
    head = "用例集 “desk.policy”\n" if name.endswith(".cases") else ""
    Path(name).write_text(head + text, encoding="utf-8")
    return name


def measured(*words: str) -> dict[str, Any]:
    """The one policy that the command tells of."""
    result = run("test", "--as", "json", *words)
    assert result.exit_code == 0, result.output
    (told,) = json.loads(result.stdout)["policies"]
    return dict(told)


def clauses(*words: str) -> dict[str, tuple[int, int]]:
    """How often each clause was violated and complied with."""
    found = measured("--coverage", *words)["clauses"]
    return {one["clause"]: (one["violated"], one["complied"]) for one in found}


@pytest.mark.parametrize(
    ("cases", "insults"),
    [
        (INSULT, (1, 0)),
        (FINE, (1, 0)),
        (QUIET, (0, 1)),
        (NAMED, (0, 1)),
        (SOMEBODY, (0, 0)),
        (INSULT + FINE + QUIET, (2, 1)),
    ],
    ids=["named", "with a penalty", "none at all", "none of it", "none of one person", "together"],
)
def test_a_case_reaches_the_clauses_of_which_it_says_something(
    cases: str, insults: tuple[int, int]
) -> None:
    """Also where it asks for a penalty as well, or for no violation of any clause."""
    assert clauses(written("a.cases", cases))["不得辱骂"] == insults


def test_a_case_binds_what_is_off_by_default() -> None:
    """A norm that a parameter switches off is reached by a case that switches it on."""
    assert clauses(written("a.cases", INSULT))["不刷屏"] == (0, 0)
    assert clauses(written("b.cases", FLOOD))["不刷屏"] == (1, 0)
    assert clauses("a.cases", "b.cases") == {"不得辱骂": (1, 0), "不刷屏": (1, 0)}


def test_a_row_of_a_sheet_counts() -> None:
    """As an example of its clause does, in both measures."""
    sheet = written("desk.csv", SHEET)

    assert clauses(sheet)["不得辱骂"] == (1, 1)
    assert measured("--mutate", "desk.policy")["killed"] == 0
    assert measured("--mutate", sheet)["killed"] > 0


def test_a_case_that_expects_a_penalty_notices_another() -> None:
    """One that names only the clause cannot."""

    def noticed(name: str, text: str) -> dict[str, int]:
        operators = measured("--mutate", written(name, text))["operators"]
        return {one["operator"]: one["killed"] for one in operators if one["told"] == "grade"}

    assert set(noticed("a.cases", INSULT).values()) == {0}
    assert noticed("b.cases", FINE)["changed_amount"] == 1


def test_one_policy_is_measured_once_however_it_is_named(tmp_path: Path) -> None:
    """Its own file and a file of cases may spell the way to it differently."""
    cases = written("a.cases", INSULT)

    assert clauses(str(tmp_path / "desk.policy"), cases)["不得辱骂"] == (1, 0)


def test_tests_of_a_folder_count() -> None:
    """All below it, as the command plays them."""
    written("a.cases", INSULT)
    written("desk.csv", SHEET)

    assert clauses(".")["不得辱骂"] == (2, 1)


@pytest.mark.parametrize("measure", ["--coverage", "--mutate"])
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["a.cases", "--as", "junit"], 2, "只能以 text 或 json 给出"),
        (["faulty.cases"], 2, "错误[E402]"),
        (["desk.policy", "faulty.cases"], 2, "错误[E402]"),
        (["none"], 2, "没有检验"),
        (["a.cases", "--policy", "没有"], 2, "既不是文件，也不是自带的规则包"),
        (["a.cases", "--fail-under", "100"], 1, ""),
        (["a.cases", "--fail-under", "0"], 0, ""),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_the_exit_code_and_what_is_wrong(
    measure: str, words: list[str], code: int, said: str
) -> None:
    """0 enough is reached, 1 too little, 2 wrong use, which is said."""
    written("a.cases", INSULT)
    Path("faulty.cases").write_text(f"用例集 “没有.policy”\n{INSULT}", encoding="utf-8")
    Path("none").mkdir()
    result = run("test", measure, *words, language="zh")

    assert result.exit_code == code, result.output
    assert said in result.stderr


def test_one_thing_is_measured_at_a_time() -> None:
    """Neither of two measures is left out without a word."""
    written("a.cases", INSULT)
    result = run("test", "--coverage", "--mutate", "a.cases", language="zh")

    assert (2, "") == (result.exit_code, result.stdout)
    assert "请分两次运行" in result.stderr
