"""`judge --state`: a run goes on where the last one ended, and a killed one loses nothing."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import invoking
import pytest
from click.testing import Result
from invoking import lines

from wechat_policy import Engine, load
from wechat_policy.commands import judge
from wechat_policy.state.files import MIGRATIONS
from wechat_policy.state.sqlite import SQLite

PATIENCE = 300

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

clause no_floods
  limit message to 2 per 10m by sender
  severity minor

clause answer_in_time
  after approval.assign within 1h require approval.decide by request
  severity late

penalties
  minor: oral_warning for first 1 per month, then fine 20 CNY
  late: fine 50 CNY
"""


def message(number: int, sender: str = "jia", text: str = "早", day: int = 4) -> dict[str, Any]:
    """A message, each a minute after the one of the number before."""
    hour, minute = divmod(number, 60)
    at = f"2026-03-{day:02}T{9 + hour:02}:{minute:02}:00+08:00"
    facts = {"sender": sender, "kind": "text", "text": text, "group": None}
    return {"type": "message", "id": f"d{day}-{number}", "at": at, **facts}


FIRST = [
    message(1, text="饭桶"),
    message(2, "yi"),
    {"type": "approval.assign", "id": "a1", "at": "2026-03-04T17:30:00+08:00", "actor": "bing",
     "request": "r1"},
]  # fmt: skip
SECOND = [message(n, text="饭桶" if n == 2 else "好", day=5) for n in range(4)]


@pytest.fixture(name="place", autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with the policy and two days of events."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "office.policy").write_text(POLICY, encoding="utf-8")
    write("first.jsonl", FIRST)
    write("second.jsonl", SECOND)
    return tmp_path


def write(name: str, records: list[dict[str, Any]]) -> None:
    """A file of JSON lines."""
    Path(name).write_text(lines(*records), encoding="utf-8")


def run(*words: str, language: str = "en") -> Result:
    """What `judge` says and how it ends."""
    return invoking.run("judge", *words, "--policy", "office.policy", language=language)


def told(text: str) -> list[dict[str, Any]]:
    """The verdicts in JSON lines."""
    return [json.loads(line) for line in text.splitlines()]


# ------------------------------------------------------------------------------- going on


def test_two_runs_give_what_one_gives() -> None:
    """Windows, duties and penalties go on over the end of a run."""
    whole = run("first.jsonl", "second.jsonl", "--as", "jsonl")
    one = run("first.jsonl", "--as", "jsonl", "--state", "s.db")
    two = run("second.jsonl", "--as", "jsonl", "--state", "s.db")

    assert told(whole.stdout) == told(one.stdout) + told(two.stdout)
    assert {"no_insults", "no_floods", "answer_in_time"} == {
        each["clause"] for one in told(whole.stdout) for each in one["violations"]
    }
    assert (1, 1) == (one.exit_code, two.exit_code)


def test_an_event_judged_in_an_earlier_run_gives_nothing() -> None:
    """It is counted as seen before, and what earlier runs counted is not counted again."""
    run("first.jsonl", "--state", "s.db")
    again = run("first.jsonl", "--state", "s.db")
    more = run("second.jsonl", "--state", "s.db")

    assert (0, "No violation found.") == (again.exit_code, again.stdout.splitlines()[-1])
    assert "records read: 3 (3 seen before)\n" in again.stdout
    assert "records read: 4\n" in more.stdout


def test_duties_fall_due_until_a_time_in_either_run() -> None:
    """A time that an earlier run has reached already is remarked."""
    run("first.jsonl", "--state", "s.db")
    write("none.jsonl", [])
    late = run("none.jsonl", "--state", "s.db", "--until", "2026-03-04T19:00", "--as", "jsonl")
    early = run("none.jsonl", "--state", "s.db", "--until", "2026-03-04T08:00", "--as", "jsonl")

    assert ["answer_in_time"] == [one["violations"][0]["clause"] for one in told(late.stdout)]
    assert (0, "") == (early.exit_code, early.stdout)
    assert "is before the last event (2026-03-04 19:00:00+08:00)" in early.stderr


def test_late_events_are_waited_for_over_the_end_of_a_run() -> None:
    """What waits is told and comes with the next run, or with one that waits no more."""
    flood = [message(n, text="好") for n in (1, 2, 3, 5)]
    write("one.jsonl", [flood[0], flood[1], flood[3]])
    write("two.jsonl", [flood[2]])
    words = ("--as", "jsonl", "--state", "s.db")
    first = run("one.jsonl", *words, "--lateness", "10m")
    second = run("two.jsonl", *words, "--lateness", "10m")
    write("none.jsonl", [])
    third = run("none.jsonl", *words)

    assert "events that wait for late ones up to the next run: 3\n" in first.stderr
    assert ["", ""] == [first.stdout, second.stdout]
    assert ["d4-3"] == [one["event"] for one in told(third.stdout)]
    assert "wait" not in third.stderr


def test_a_changed_policy_tells_what_it_dropped() -> None:
    """How many remembered values are of no use any more; once."""
    run("second.jsonl", "--state", "s.db")
    changed = POLICY.replace("2 per 10m", "3 per 10m")
    Path("office.policy").write_text(changed, encoding="utf-8")
    first = run("first.jsonl", "--state", "s.db")
    chinese = run("first.jsonl", "--state", "s.db", language="zh")

    assert "has changed what they are of: 1\n" in first.stderr
    assert "丢弃" not in chinese.stderr


def test_events_are_committed_a_hundred_at_a_time(place: Path) -> None:
    """Not one by one, and those at the end too."""
    write("many.jsonl", [message(n, f"p{n}") for n in range(250)])
    run("many.jsonl", "--state", "s.db")
    with sqlite3.connect(place / "s.db") as db:
        (commits,) = db.execute("SELECT number FROM meta").fetchone()
        (seen,) = db.execute("SELECT count(*) FROM seen").fetchone()
    db.close()

    assert (3, 250) == (commits, seen)


# ------------------------------------------------------------------------------- delivery


def test_what_was_not_delivered_comes_first() -> None:
    """Verdicts that an earlier run left in the outbox are written, told, and not written again."""
    engine = Engine(load("office.policy"), state="s.db")
    for event in FIRST:
        engine.feed(event)
    engine.close()
    both = run("second.jsonl", "--as", "jsonl", "--state", "s.db")
    after = run("second.jsonl", "--as", "jsonl", "--state", "s.db")

    whole = run("first.jsonl", "second.jsonl", "--as", "jsonl")
    assert told(whole.stdout) == told(both.stdout)
    assert "could not deliver, and that came first: 1\n" in both.stderr
    assert ("", 0) == (after.stdout, after.exit_code)
    store = SQLite("s.db")
    assert [] == list(store.pending_delivery())
    store.close()


def process(*words: str, killed_at: int) -> int:
    """A run in a process of its own that dies with the writing of a verdict; its exit code."""
    program = f"""
import os, sys
from wechat_policy.cli import main
from wechat_policy.commands import output
write, count = output.Lines.write, 0
def dying(self, verdict, event):
    global count
    count += 1
    if count == {killed_at}:
        os._exit(99)
    write(self, verdict, event)
output.Lines.write = dying
main(sys.argv[1:])
"""
    done = subprocess.run(
        [sys.executable, "-c", program, "judge", *words, "--policy", "office.policy"],
        env={**os.environ, "LC_ALL": "C"}, timeout=PATIENCE,
    )  # fmt: skip
    return done.returncode


def test_a_run_that_is_killed_loses_nothing() -> None:
    """However often it dies while it writes: all is in the output in the end, in its order."""
    write("many.jsonl", [message(n, f"p{n % 7}", "饭桶") for n in range(320)])
    words = ("many.jsonl", "--as", "jsonl", "--state", "s.db", "--output", "out.jsonl")
    whole = told(run("many.jsonl", "--as", "jsonl").stdout)
    for place in (50, 130, 150):
        assert 99 == process(*words, killed_at=place)
    run(*words)

    lines = Path("out.jsonl").read_text("utf-8").splitlines()
    found = {}
    for line in lines:
        with contextlib.suppress(ValueError):  # cut where it died; the verdict came again
            verdict = json.loads(line)
            found.setdefault(verdict["id"], verdict)
    assert 320 == len(whole)
    assert whole == list(found.values())


def test_a_reader_that_goes_away_loses_nothing() -> None:
    """What was not read is written by the next run."""
    write("many.jsonl", [message(n, f"p{n % 7}", "饭桶" * 50) for n in range(320)])
    words = ["many.jsonl", "--as", "jsonl", "--state", "s.db", "--policy", "office.policy"]
    whole = {one["id"] for one in told(run("many.jsonl", "--as", "jsonl").stdout)}
    with subprocess.Popen(
        [sys.executable, "-m", "wechat_policy", "judge", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None and running.stderr is not None
        read = json.loads(running.stdout.readline())["id"]
        running.stdout.close()
        assert b"" == running.stderr.read()
        assert 141 == running.wait(PATIENCE)
    rest = {one["id"] for one in told(run(*words[:-2]).stdout)}

    assert whole - {read} <= rest | {read} <= whole
    assert len(rest) > 200


def test_output_is_added_to_what_the_file_holds(place: Path) -> None:
    """What stands there has been acknowledged; a line that was cut is ended first."""
    words = ("--as", "jsonl", "--state", "s.db", "--output", "out.jsonl")
    run("first.jsonl", *words)
    with open("out.jsonl", "a", encoding="utf-8") as cut:
        cut.write('{"id": "cut')
    run("second.jsonl", *words)

    lines = (place / "out.jsonl").read_text("utf-8").splitlines()
    assert '{"id": "cut' == lines.pop(1)
    whole = told(run("first.jsonl", "second.jsonl", "--as", "jsonl").stdout)
    assert whole == [json.loads(line) for line in lines]


def test_what_ends_a_run_does_not_take_back_what_was_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A fault in one event: the verdicts on those before it are written and kept."""
    feed = Engine.feed

    def failing(self: Engine, event: Any, *, commit: bool = True) -> Any:
        if event.id == "d5-2":
            raise RuntimeError("nothing that is told")
        return feed(self, event, commit=commit)

    words = ("first.jsonl", "second.jsonl", "--as", "jsonl", "--state", "s.db")
    with monkeypatch.context() as patch:
        patch.setattr(judge.Engine, "feed", failing)
        broken = run(*words)
    rest = run(*words)

    whole = told(run(*words[:-2]).stdout)
    assert (3, 1) == (broken.exit_code, rest.exit_code)
    assert whole == told(broken.stdout) + told(rest.stdout)


# ------------------------------------------------------------------------------ wrong use


def _foreign(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE songs (title TEXT)")
    db.close()


def _later(path: Path) -> None:
    SQLite(path).close()
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    db.close()


FAULTS = {
    "foreign": (_foreign, "a database of something else", "其他程序的数据库"),
    "later": (_later, "written by a later version (schema 2, known 1)", "更新的版本"),
    "text": (lambda path: path.write_text("早上好" * 99, "utf-8"), "not a database", "不能用作"),
    "folder": (lambda path: path.mkdir(), "cannot be read", "无法读写"),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_is_no_state_ends_with_two(fault: str, language: str, place: Path) -> None:
    """In one line that says which file and why."""
    make, english, chinese = FAULTS[fault]
    make(place / "s.db")
    result = run("first.jsonl", "--state", "s.db", language=language)

    assert (2, "") == (result.exit_code, result.stdout)
    assert 1 == result.stderr.count("\n")
    assert "s.db" in result.stderr
    assert (english if language == "en" else chinese) in result.stderr


def test_an_engine_that_writes_beside_it_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """With two and one line; what it had not kept comes again."""
    feed = Engine.feed

    def beside(self: Engine, event: Any, *, commit: bool = True) -> Any:
        other = SQLite("s.db")
        other.put(("x",), 1)
        other.commit()
        other.close()
        return feed(self, event, commit=commit)

    monkeypatch.setattr(judge.Engine, "feed", beside)
    result = run("first.jsonl", "--state", "s.db", language="zh")

    assert (2, "") == (result.exit_code, result.stdout)
    assert "另有引擎写过 `s.db`，请重新打开\n" == result.stderr


def test_a_fault_of_the_store_ends_with_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as a full disk: one line, with the reason of SQLite."""

    def full(self: SQLite) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(SQLite, "commit", full)
    result = run("first.jsonl", "--state", "s.db")

    assert (2, "") == (result.exit_code, result.stdout)
    assert "the state file `s.db` cannot be read or written: database or disk is full\n" == (
        result.stderr
    )


def test_the_state_file_is_not_the_output() -> None:
    """Nor is a state file made when something else is wrong."""
    run("first.jsonl", "--state", "s.db")
    same = run("first.jsonl", "--state", "s.db", "--output", "s.db")
    absent = run("nowhere.jsonl", "--state", "t.db")

    assert (2, 2) == (same.exit_code, absent.exit_code)
    assert "cannot be the output too" in same.stderr
    assert not Path("t.db").exists()
