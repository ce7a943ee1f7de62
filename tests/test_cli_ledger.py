"""`ledger` and `pending`: what a state file holds, without policies and beside a running engine."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from invoking import run

from wechat_policy import Engine, Finding, loads
from wechat_policy.commands import ledger
from wechat_policy.state.sqlite import SQLite

POLICY = """\
policy "office" "Chat in the office"
  version "1"
  timezone "Asia/Shanghai"

lexicon insult = {"饭桶"}

clause no_insults
  title "No insults"
  cites "3" ref OF-001
  forbid message when text contains insult
  severity minor

clause no_long_words
  forbid message when text longer_than 30chars
  severity minor

clause answer_in_time
  after approval.assign within 1h require approval.decide by request
  severity late

penalties
  lapse after 90d
  minor: oral_warning for first 1 per month, then fine 20..50 CNY or public_criticism
  late: fine 50 CNY
"""
WHO = "张三"
SECRET = "这句话很长，除了判定所需的词语以外，一个字也不应当出现在账目里，因为用不着，真的用不着"
EVENTS: list[dict[str, Any]] = [
    {"type": "message", "id": "m1", "at": "2026-03-04T09:00:00+08:00", "sender": WHO,
     "kind": "text", "text": "你这个饭桶"},
    {"type": "message", "id": "m2", "at": "2026-03-04T09:01:00+08:00", "sender": WHO,
     "kind": "text", "text": f"{SECRET}饭桶"},
    {"type": "message", "id": "m3", "at": "2026-03-04T09:02:00+08:00", "sender": "li",
     "kind": "text", "text": "饭桶"},
    {"type": "approval.assign", "id": "a1", "at": "2026-03-04T09:03:00+08:00", "actor": WHO,
     "request": "r1"},
    {"type": "approval.assign", "id": "a2", "at": "2026-03-04T12:00:00+08:00", "actor": "li",
     "request": "r2", "to": WHO},
]  # fmt: skip


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    """A state file in which a person has entries, an overturned violation and an overdue duty."""
    file = tmp_path / "s.db"
    engine = Engine(loads(POLICY), state=file)
    found = [one for verdict in engine.judge_many(EVENTS) for one in verdict.violations]
    engine.ack(engine.pending_delivery())
    last = next(one for one in found if one.event == "m2")
    engine.find(Finding(last.id, "overturn", last.at, by="hr", facts={"loss": 800}))
    engine.close()
    return file


SHOWN = {
    "en": [
        "张三, as of 2026-03-04 12:00:00+08:00",
        "Under office",
        "  m1, 2026-03-04 09:00:00+08:00",
        "    Violation: No insults (no_insults)",
        "      under: office 1 · 3 · ref OF-001",
        "      severity: minor",
        "      evidence (text): “饭桶” (characters 4–5)",
        "    Recommended penalty",
        "      tier: minor",
        "      sanctions: oral warning",
        "      next time: fine 20..50 CNY or public_criticism",
        "      stops counting: 2026-06-02 09:00:00+08:00",
        "    Overturned: No insults (no_insults)",
        "      told by findings: loss = 800",
        "  overdue since 2026-03-04 10:03:00+08:00: answer_in_time (office), "
        "since 2026-03-04 09:03:00+08:00, opened by a1",
    ],
    "zh": [
        "张三，截至 2026-03-04 12:00:00+08:00",
        "依据 office",
        "    违规：No insults（no_insults）",
        "      依据：office 1 · 3 · 条目 OF-001",
        "      情节：minor",
        "      证据（正文）：“饭桶”（第 4–5 字）",
        "    处理建议",
        "      措施：口头警告",
        "    已撤销：No insults（no_insults）",
        "      人工认定的事实：损失 = 800",
        "未结期限",
        "  2026-03-04 10:03:00+08:00 已逾期：answer_in_time（office），"
        "自 2026-03-04 09:03:00+08:00 起，由 a1 引起",
    ],
}


@pytest.mark.parametrize("language", SHOWN)
def test_an_account_is_shown(file: Path, language: str) -> None:
    """Entries, violations as they stand, penalties, what findings told, and duties."""
    result = run("ledger", "show", WHO, "--state", str(file), language=language)
    lines = result.stdout.splitlines()

    assert (0, "") == (result.exit_code, result.stderr)
    assert [] == [line for line in SHOWN[language] if line not in lines]


def test_no_more_of_a_message_is_shown_than_its_words(file: Path) -> None:
    """Neither as text nor as JSON; all of it is exported to the person."""
    for form in ("text", "jsonl"):
        shown = run("ledger", "show", WHO, "--state", str(file), "--as", form).stdout
        assert ("饭桶" in shown, SECRET[:12] in shown) == (True, False)
    assert SECRET in run("ledger", "export", WHO, "--state", str(file)).stdout


def test_an_account_is_data(file: Path) -> None:
    """A line for each entry with its penalty, and one for each duty."""
    result = run("ledger", "show", WHO, "--state", str(file), "--as", "jsonl")
    rows = [json.loads(line) for line in result.stdout.splitlines()]

    assert [("entry", "m1"), ("entry", "m2"), ("entry", "office/answer_in_time/0/a1#due"),
            ("duty", "a1")] == [
        (one["kind"], one.get("entry") or one["opened_by"]) for one in rows
    ]  # fmt: skip
    assert ["oral_warning"] == [one["name"] for one in rows[0]["penalty"]["sanctions"]]
    assert [("no_insults", "overturned", {"loss": 800}), ("no_long_words", "violation", {})] == (
        sorted((one["clause"], one["status"], one["findings"]) for one in rows[1]["violations"])
    )
    assert {WHO} == {one["person"] for one in rows}


@pytest.mark.parametrize("command", ["show", "export", "erase"])
def test_nobody_is_known(file: Path, command: str) -> None:
    """One line on the error output, and the exit code 1."""
    result = run("ledger", command, "nobody", "--state", str(file), language="zh")

    assert (1, "") == (result.exit_code, result.stdout)
    assert "没有关于 `nobody` 的任何内容\n" == result.stderr


def test_an_export_goes_to_a_file(file: Path, tmp_path: Path) -> None:
    """One JSON object, the same whenever it is asked for; never over the state file."""
    words = ("ledger", "export", WHO, "--state", str(file))
    result = run(*words, "--output", str(tmp_path / "out.json"))
    told = json.loads((tmp_path / "out.json").read_text("utf-8"))

    assert (0, "") == (result.exit_code, result.stdout)
    assert told == json.loads(run(*words).stdout)
    assert [{"kind": "duty", "policy": "office", "clause": "answer_in_time", "id": "a2"}] == (
        told["named_in"]
    )
    assert 2 == run(*words, "--output", str(file)).exit_code


def test_erasing_says_what_went_and_what_stays(file: Path) -> None:
    """Counts by kind, and where others' business still names the person."""
    words = ("ledger", "erase", WHO, "--state", str(file), "--yes")
    result = run(*words)
    again = run(*words, language="zh")

    assert 0 == result.exit_code
    assert "deleted: " in result.stdout
    for part in ("entries: 3", "penalties: 3", "violations: 4", "duties: 1", "verdicts: 2"):
        assert part in result.stdout
    assert "Still named in what is about others:\n  a duty: office · answer_in_time · a2\n" in (
        result.stdout
    )
    assert "已删除：0\n以下关于他人的内容中仍提到此人：\n" in again.stdout
    assert 1 == run("ledger", "show", WHO, "--state", str(file)).exit_code


def test_erasing_leaves_no_bytes(file: Path, tmp_path: Path) -> None:
    """Of the person's id and messages, in UTF-8 or escaped, in the file and beside it."""
    store = SQLite(file)
    for key in list(store.keys()):
        if "a2" in key:
            store.delete(key)
    store.commit()
    store.close()
    result = run("ledger", "erase", WHO, "--state", str(file), "--yes")
    held = b"".join(one.read_bytes() for one in tmp_path.iterdir())

    assert "Still named" not in result.stdout
    assert b"m3" in held
    for words in (WHO, SECRET[:6]):
        escaped = json.dumps(words)[1:-1].encode()
        assert [False, False] == [one in held for one in (words.encode(), escaped)]


ANSWERS = {"yes": ("y\n", 0), "no": ("n\n", 2), "nothing": ("\n", 2), "gone": ("", 2)}


@pytest.mark.parametrize(("answer", "code"), ANSWERS.values(), ids=ANSWERS)
def test_erasing_asks_at_a_terminal(
    file: Path, answer: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is not a yes deletes nothing."""
    terminal = type("Sys", (), {"stdout": property(lambda self: sys.stdout)})()
    terminal.stdin = type("Terminal", (), {"isatty": lambda self: True})()
    monkeypatch.setattr(ledger, "sys", terminal)
    result = run("ledger", "erase", WHO, "--state", str(file), stdin=answer)

    assert code == result.exit_code
    assert "It cannot be brought back." in result.stderr
    assert ("nothing was deleted" in result.stderr) is (code == 2)
    assert code == (0 if run("ledger", "show", WHO, "--state", str(file)).exit_code else 2)


def test_erasing_asks_nobody_without_a_terminal(file: Path) -> None:
    """It is wrong use not to say --yes, and nothing is deleted."""
    result = run("ledger", "erase", WHO, "--state", str(file), stdin="y\n")

    assert (2, "") == (result.exit_code, result.stdout)
    assert "say --yes" in result.stderr
    assert 0 == run("ledger", "show", WHO, "--state", str(file)).exit_code


def test_pending_lists_what_is_not_due(file: Path) -> None:
    """By due time, with who owes it; what fell due is no longer waited for."""
    text = run("pending", "--state", str(file))
    rows = run("pending", "--state", str(file), "--as", "jsonl").stdout.splitlines()
    chinese = run("pending", "--state", str(file), language="zh").stdout

    assert (0, "") == (text.exit_code, text.stderr)
    assert (
        "due 2026-03-04 13:00:00+08:00: answer_in_time (office), "
        "since 2026-03-04 12:00:00+08:00, opened by a2, owed by li\n" == text.stdout
    )
    assert "应办人：li\n" in chinese
    assert [("a2", ["li"])] == [
        (one["event"], one["owed_by"]) for one in map(json.loads, rows)
    ]  # fmt: skip


def test_pending_is_what_the_engine_says(tmp_path: Path) -> None:
    """The order too, of many duties; none at all is said."""
    engine = Engine(loads(POLICY), state=tmp_path / "p.db")
    empty = run("pending", "--state", str(tmp_path / "p.db"))
    for number in (3, 1, 2):
        at = f"2026-03-04T12:00:0{3 - number}+08:00"
        engine.feed({"type": "approval.assign", "id": f"a{number}", "at": at, "actor": "li",
                     "request": f"r{number}"})  # fmt: skip
    rows = run("pending", "--state", str(tmp_path / "p.db"), "--as", "jsonl").stdout.splitlines()

    assert [one.to_dict() for one in engine.pending()] == [json.loads(row) for row in rows]
    assert (0, "No duty is open.\n") == (empty.exit_code, empty.stdout)
    engine.close()


def content(file: Path) -> bytes:
    """What a file holds, read by another process: in this one, it would end SQLite's own locks."""
    program = "import sys; sys.stdout.buffer.write(open(sys.argv[1], 'rb').read())"
    return subprocess.run(
        [sys.executable, "-c", program, str(file)], capture_output=True, check=True
    ).stdout


def test_readers_disturb_no_engine(file: Path) -> None:
    """While a process has the file open and is about to write, they read and it then writes."""
    engine = Engine(loads(POLICY), state=file)
    engine.feed({**EVENTS[0], "id": "m9", "at": "2026-03-04T12:10:00+08:00"}, commit=False)
    environment = {**os.environ, "LC_ALL": "C"}
    for words in (["ledger", "show", WHO], ["ledger", "export", WHO], ["pending"]):
        before = content(file)
        done = subprocess.run(
            [sys.executable, "-m", "wechat_policy", *words, "--state", str(file)],
            capture_output=True,
            env=environment,
        )
        assert (0, b"") == (done.returncode, done.stderr)
        assert b"m9" not in done.stdout
        assert before == content(file)
    engine.commit()
    engine.close()

    assert "m9" in run("ledger", "show", WHO, "--state", str(file)).stdout


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")
def test_a_file_that_may_only_be_read_is_shown(file: Path) -> None:
    """A copy that nobody may write to, say; its rights stay as they are."""
    file.chmod(0o444)

    assert 0 == run("ledger", "show", WHO, "--state", str(file)).exit_code
    assert 0o444 == stat.S_IMODE(file.stat().st_mode)


COMMANDS = (
    ("ledger", "show", WHO), ("ledger", "export", WHO), ("ledger", "erase", WHO, "--yes"),
    ("pending",),
)  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_state_file_ends_with_two(tmp_path: Path, words: tuple[str, ...], language: str) -> None:
    """One line that says why; no file is made and none is changed."""
    (tmp_path / "empty.db").touch()
    (tmp_path / "text.db").write_text("早上好" * 99, "utf-8")
    said = {
        "nowhere.db": ("cannot be read", "无法读写"),
        "empty.db": ("it is empty", "是空的"),
        "text.db": ("cannot be used as a state file", "不能用作状态文件"),
    }
    for name, sayings in said.items():
        result = run(*words, "--state", str(tmp_path / name), language=language)

        assert (2, "") == (result.exit_code, result.stdout)
        assert 1 == result.stderr.count("\n")
        assert sayings[language == "zh"] in result.stderr
    assert ["empty.db", "text.db"] == sorted(one.name for one in tmp_path.iterdir())
    assert 0 == (tmp_path / "empty.db").stat().st_size
