"""`wechat-policy learn`: files in, a policy and its figures out, wrong use told in plain words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from invoking import run

from wechat_policy import loads

BAD = [
    f"{who}刷单返现{how}" for who in ("兼职", "宝妈", "学生") for how in ("日结", "加我", "稳赚")
]
GOOD = [f"{who}请勿{what}" for who in ("各位", "大家", "同事") for what in ("刷单", "返现", "私聊")]
ROWS = [(text, "违规") for text in BAD] + [(text, "正常") for text in GOOD]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table of labelled texts."""
    path = tmp_path / "labelled.csv"
    path.write_text("正文,标注\n" + "".join(f"{text},{label}\n" for text, label in ROWS), "utf-8")
    return path


def test_a_policy_is_written_and_its_figures_are_told(table: Path, tmp_path: Path) -> None:
    """The curve, the words for and against, and a policy that loads and suspects."""
    out = tmp_path / "out.policy"
    result = run("learn", str(table), "--size", "30", "--out", str(out))

    assert result.exit_code == 0
    assert "learned from: 9 texts to be found, 9 others, 0 everyday ones" in result.stdout
    assert "On texts left out (5 parts" in result.stdout
    assert "Words that speak for it" in result.stdout
    assert "Words that speak against it" in result.stdout
    assert "a person has to look" in result.stdout
    policy = loads(out.read_text("utf-8"))
    assert len(policy.lexicons[0].entries) <= 30


def test_json_holds_all(table: Path) -> None:
    """Entries, curve and policy, in the skin asked for."""
    result = run("learn", str(table), "--size", "20", "--as", "json", "--skin", "en",
                 "--name", "lure")  # fmt: skip
    told = json.loads(result.stdout)

    assert told["size"] == len(told["entries"]) <= 20
    assert {"word", "weight", "wanted", "others", "harmless"} == told["entries"][0].keys()
    assert told["curve"][-1]["size"] == 20
    assert "lexicon lure = {" in told["policy"]


def test_json_lines_and_everyday_texts(tmp_path: Path) -> None:
    """Labels may be true and false; everyday texts are a line each; rows without label are told."""
    path, everyday = tmp_path / "a.jsonl", tmp_path / "everyday.txt"
    rows = [{"text": text, "label": label == "违规"} for text, label in ROWS]
    rows.append({"text": "没看过"})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows) + "{broken\n", "utf-8")
    everyday.write_text("今天开会\n\n食堂吃面\n", "utf-8")
    result = run("learn", str(path), "--harmless", str(everyday), "--size", "10")

    assert result.exit_code == 0
    assert "9 others, 2 everyday ones" in result.stdout
    assert "1 rows have no label" in result.stderr
    assert "1 rows could not be read" in result.stderr


@pytest.mark.parametrize(
    ("content", "words", "said"),
    [
        ("a,b\n1,2\n", (), "needs a column `text`, a column `label`"),
        ("text,label\n一二三,是\n一二四,是\n", (), "all texts have one label"),
        ("text,label\n一,是\n二,否\n", (), "too few texts"),
        (None, (), "cannot be read"),
        ("text,label\n", ("--size", "0"), "--size"),
        ("", ("--name", "9 lives"), "is no name for a lexicon"),
        ("", ("--harmless", "nowhere.txt"), "cannot be read"),
        ("", ("--out", "{table}"), "is there already"),
    ],
)
def test_wrong_use(table: Path, content: str | None, words: tuple[str, ...], said: str) -> None:
    """Exit code 2, in plain words, and nothing on the output."""
    if content is None:
        table.unlink()
    elif content:
        table.write_text(content, "utf-8")
    result = run("learn", str(table), *(word.format(table=table) for word in words))

    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr


def test_without_the_extra_it_is_named(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever lacks scikit-learn is told what to install."""
    monkeypatch.setitem(__import__("sys").modules, "sklearn.linear_model", None)
    result = run("learn", str(table))

    assert result.exit_code == 2
    assert "wechat-policy[learn]" in result.stderr
