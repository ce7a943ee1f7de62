"""The commands `backtest` and `diff`: what they say in both languages, and how they end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from invoking import lines, run
from jsonschema import Draft202012Validator
from workweek import DIRECTORY, EVENTS, LABELS, NEW, OLD

REFERENCE = Path(__file__).parents[1] / "docs/reference"

Golden = Callable[[str, str], None]


@pytest.fixture(name="desk")
def _desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with both versions, the events, one of them damaged, the directory and labels."""
    monkeypatch.chdir(tmp_path)
    Path("old.policy").write_text(OLD, "utf-8")
    Path("new.policy").write_text(NEW, "utf-8")
    Path("events.jsonl").write_text(lines(*EVENTS, {"type": "message", "id": "bad"}), "utf-8")
    Path("people.json").write_text(json.dumps(DIRECTORY), "utf-8")
    told = {True: "yes", False: "no", None: ""}
    rows = [f"{id_},{told[label]}" for id_, label in LABELS.items()]
    Path("labels.csv").write_text("\n".join(["id,label", *rows]), "utf-8")
    return tmp_path


BACKTEST = (
    "backtest", "events.jsonl", "--policy", "old.policy", "--directory", "people.json",
    "--labels", "labels.csv",
)  # fmt: skip
DIFF = ("diff", "old.policy", "new.policy", "events.jsonl", "--directory", "people.json")
SCHEMAS = {BACKTEST: "backtest", DIFF: "difference"}


@pytest.mark.parametrize("command", [BACKTEST, DIFF], ids=["backtest", "diff"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_text(desk: Path, golden: Golden, command: tuple[str, ...], language: str) -> None:
    """All of it, in both languages, with people numbered."""
    told = run(*command, language=language)

    assert 1 == told.exit_code
    assert not [one for one in ("zhangsan", "张三", "李四") if one in told.stdout]
    golden(f"tuning/{command[0]}.{language}.txt", told.stdout)
    assert ("line 10" if language == "en" else "第 10 行") in told.stderr


@pytest.mark.parametrize("command", [BACKTEST, DIFF], ids=["backtest", "diff"])
def test_the_json(desk: Path, golden: Golden, command: tuple[str, ...]) -> None:
    """As its schema has it; with people only where that is asked for."""
    schema = json.loads((REFERENCE / f"{SCHEMAS[command]}.schema.json").read_text("utf-8"))
    validator = Draft202012Validator(schema)
    hidden, shown = (run(*command, "--as", "json", *more) for more in ((), ("--show-people",)))

    for told in (hidden, shown):
        validator.validate(json.loads(told.stdout))
    golden(f"tuning/{command[0]}.json", hidden.stdout)
    assert "zhangsan" not in hidden.stdout and "zhangsan" in shown.stdout
    assert {"zhangsan": "张三"}.items() <= json.loads(shown.stdout)["names"].items()


def test_processes_make_no_difference(desk: Path) -> None:
    """What several say together is what one says."""
    Path("more.policy").write_text(OLD.replace('"office"', '"more"', 1), "utf-8")
    command = (*BACKTEST, "--policy", "more.policy", "--as", "json")

    assert run(*command).stdout == run(*command, "--workers", "2").stdout


def test_people_are_told_where_that_is_asked_for(desk: Path) -> None:
    """By name and id, and nothing is said of numbers."""
    told = run(*BACKTEST, "--show-people").stdout

    assert "张三 (zhangsan)" in told and "numbered" not in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("backtest", "events.jsonl", "--policy", "silent.policy"), "clauses that found nothing"),
        (("diff", "old.policy", "old.policy", "events.jsonl"), "No verdict has changed."),
    ],
)
def test_nothing_found_ends_with_zero(desk: Path, words: tuple[str, ...], told: str) -> None:
    """A policy that finds nothing, a version like the one before."""
    Path("silent.policy").write_text('policy "s"\nclause c\n  forbid message.recall\n', "utf-8")
    found = run(*words)

    assert (0, True) == (found.exit_code, told in found.stdout)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((*BACKTEST[:-1], "nowhere.csv"), "cannot be read"),
        ((*BACKTEST[:-1], "events.jsonl"), "no labels"),
        ((*BACKTEST[:-1], "twice.csv"), "another label"),
        ((*BACKTEST, "--workers", "0"), "--workers"),
        ((*BACKTEST, "--set", "quoat=1"), "did you mean `quota`"),
        ((*DIFF, "--set", "quoat=1"), "did you mean `quota`"),
        (("diff", "old.policy", "gone.policy", "events.jsonl"), "neither a file nor"),
        (("diff", "old.policy", "new.policy", "bad.jsonl"), "none of the 1 records"),
        ((*BACKTEST, "--until", "soon"), "soon"),
    ],
)
def test_wrong_use(desk: Path, words: tuple[str, ...], told: str) -> None:
    """It is said in a line, and the exit code is 2."""
    Path("twice.csv").write_text("id,label\nm1,yes\nm1,no\n", "utf-8")
    Path("bad.jsonl").write_text('{"type": "message", "id": "m"}\n', "utf-8")
    found = run(*words)

    assert (2, "") == (found.exit_code, found.stdout)
    assert told in found.stderr
