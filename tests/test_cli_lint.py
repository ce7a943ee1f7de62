"""`wechat-policy lint`: what it says, writes and ends with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from invoking import run
from test_linting import quickly_checked

from wechat_policy import examples
from wechat_policy.linting import running

DOUBTFUL = """\
policy "t"
  timezone "Asia/Shanghai"
lexicon rude = {"饭桶", "大饭桶"}
clause rude_words
  forbid message when text contains rude
"""
MENDED = DOUBTFUL.replace(', "大饭桶"', "")


@pytest.fixture(name="file")
def _file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A policy with a warning that can be mended and a hint that cannot."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(running, "checked", quickly_checked)
    monkeypatch.setattr(examples, "checked", quickly_checked)
    path = tmp_path / "制度.policy"
    path.write_text(DOUBTFUL, encoding="utf-8")
    return path


def test_text(file: Path) -> None:
    """Findings are drawn, counted, and said to be mendable; a warning fails."""
    done = run("lint", file.name)

    assert done.exit_code == 1
    assert "warning[L411]" in done.stdout
    assert "hint[L421]" in done.stdout
    assert done.stdout.endswith(
        "制度.policy: 1 warning, 1 hint; 1 of them can be mended by --fix\n"
    )
    assert (
        "1 个警告，1 个提示；其中 1 处可用 --fix 改正"
        in run("lint", file.name, language="zh").stdout
    )


@pytest.mark.parametrize(
    ("fail_on", "text", "expected"),
    [
        ("hint", MENDED, 1),
        ("warning", MENDED, 0),
        ("warning", DOUBTFUL, 1),
        ("error", DOUBTFUL, 0),
        ("error", DOUBTFUL.replace("message", "mesage"), 1),
        ("never", DOUBTFUL.replace("message", "mesage"), 0),
    ],
)
def test_what_fails(file: Path, fail_on: str, text: str, expected: int) -> None:
    """The exit code is 1 if something is as grave as --fail-on says."""
    file.write_text(text, encoding="utf-8")

    assert run("lint", file.name, "--fail-on", fail_on).exit_code == expected


def test_json_and_sarif(file: Path) -> None:
    """Findings and what is let pass are there as data."""
    file.write_text(DOUBTFUL.replace("rude_words", "rude_words  # lint: ignore L421 so"), "utf-8")
    told = json.loads(run("lint", file.name, "--as", "json").stdout)
    log = json.loads(run("lint", file.name, "--as", "sarif").stdout)

    assert [one["code"] for one in told["findings"]] == ["L411"]
    assert told["findings"][0]["edits"][0]["text"] == ""
    assert [(one["code"], one["reason"]) for one in told["suppressed"]] == [("L421", "so")]
    assert [one["ruleId"] for one in log["runs"][0]["results"]] == ["L411", "L421"]


def test_fix_keeps_the_file_as_it_was_written(file: Path) -> None:
    """Only the edits change a file: not its byte order mark, and not its line ends."""
    file.write_bytes(b"\xef\xbb\xbf" + DOUBTFUL.replace("\n", "\r\n").encode())
    done = run("lint", file.name, "--fix")

    assert done.exit_code == 0
    assert "mended 1" in done.stdout
    assert file.read_bytes() == b"\xef\xbb\xbf" + MENDED.replace("\n", "\r\n").encode()


def test_diff_changes_nothing(file: Path) -> None:
    """With --diff the changes are shown, and not made."""
    done = run("lint", file.name, "--diff")

    assert '-lexicon rude = {"饭桶", "大饭桶"}' in done.stdout
    assert '+lexicon rude = {"饭桶"}' in done.stdout
    assert file.read_text(encoding="utf-8") == DOUBTFUL


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("none.policy",), "none.policy"),
        ((".",), "is a folder"),
        (("gbk.policy",), "UTF-8"),
        (("P24", "--fix"), "shipped pack"),
        (("制度.policy", "--fix", "--as", "json"), "--as json"),
        (("制度.policy", "--fail-on", "all"), "fail-on"),
        (("--fix",), "FILE"),
    ],
)
def test_wrong_use(file: Path, words: tuple[str, ...], said: str) -> None:
    """What cannot be done is said in a line, and ends with 2."""
    file.with_name("gbk.policy").write_bytes("制度 “甲”".encode("gbk"))
    done = run("lint", *words)

    assert done.exit_code == 2
    assert said in done.stderr


def test_two_files(file: Path) -> None:
    """Two policies are held against each other, and what only one says is told of it."""
    one = 'policy "a"\nclause a\n  require text contains polite on message\n'
    two = 'policy "b"\nclause b\n  forbid message when text contains polite\n'
    words = 'lexicon polite = {"您好"}\n'
    file.write_text(one + words, encoding="utf-8")
    file.with_name("b.policy").write_text(two + words, encoding="utf-8")
    done = run("lint", file.name, "b.policy")

    assert done.stdout.count("[L471]") == 1
    assert "::: 制度.policy:3:3" in done.stdout
    assert "[L471]" not in run("lint", "b.policy").stdout


CASES = """\
cases for "制度.policy"
case "a"
  event "早" (sender = "张三")
  expect no violation by "李四"  {comment}
"""


@pytest.mark.parametrize(
    ("text", "words", "code", "said"),
    [
        (CASES.format(comment=""), (), 1, "warning[W401]"),
        (CASES.format(comment="# lint: ignore W401 as meant"), (), 0, "1 let pass by a comment"),
        (CASES.format(comment="").replace("制度", "没有"), ("--fail-on", "error"), 1, "[E402]"),
        (CASES.format(comment="").replace("李四", "张三"), ("--fix",), 0, "nothing to tell"),
    ],
    ids=["warning", "let pass", "error", "fix"],
)
def test_a_file_of_cases(
    file: Path, text: str, words: tuple[str, ...], code: int, said: str
) -> None:
    """It has what `check` finds, is no policy without a head, and is not mended."""
    path = file.with_name("a.cases")
    path.write_text(text, encoding="utf-8")
    done = run("lint", "a.cases", *words)

    assert (done.exit_code, "E126" in done.output) == (code, False), done.output
    assert said in done.output
    assert path.read_text(encoding="utf-8") == text
