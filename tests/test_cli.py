"""The command `wechat-policy`: what it says, where it says it, and how it ends."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import Result
from invoking import lines, run

from wechat_policy import commands
from wechat_policy.cli import COMMANDS
from wechat_policy.commands import judge
from wechat_policy.commands.options import default_language, read_length
from wechat_policy.commands.streams import WrongUse

ROOT = Path(__file__).parents[1]
DAY = ROOT / "examples" / "day"
SCHEMA = json.loads((ROOT / "docs" / "reference" / "verdict.schema.json").read_text("utf-8"))
TOOL = ROOT / "tools" / "cli_reference.py"
PATIENCE = 300  # seconds after which a run has hung, on whatever machine

POLICY = """\
policy "office" "Chat in the office"
  version "1"
  timezone "Asia/Shanghai"

parameter many = 2
parameter promptly = 1h
parameter strict = false
parameter places = {"A", "B"}

lexicon insult = {"饭桶"} except {"保温饭桶"}

clause no_insults
  title "No insults"
  cites "3" ref OF-001
  forbid message when text contains insult
  severity minor
  violates "你这个饭桶"
  complies "保温饭桶洗好了"

clause no_floods
  limit message to many per 10m by sender
  severity minor

clause answer_in_time
  after approval.assign within promptly require approval.decide by request
  severity late

clause strictly
  forbid message when strict and text matches /^!/
  severity minor

clause at_places
  forbid message when places includes topic
  severity minor

clause to_outsiders
  suspect message when any recipients (external) and text matches /报价/
  severity minor

clause in_a_group
  forbid message when group.external and text matches /机密/
  severity minor

penalties
  minor: oral_warning
  late: fine 50 CNY
"""

Write = Callable[[str, str], str]


@pytest.fixture(name="write")
def _write(tmp_path: Path) -> Write:
    """A function that writes a file and gives its path."""

    def write(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        return str(path)

    return write


@pytest.fixture(name="office")
def _office(write: Write) -> str:
    return write("office.policy", POLICY)


def message(number: int = 1, **facts: Any) -> dict[str, Any]:
    """A message of the morning, a minute after the one before."""
    plain = {"type": "message", "id": f"m{number}", "at": f"2026-03-04T10:{number:02}:00+08:00"}
    return {**plain, "sender": "jia", "kind": "text", "text": "早", "group": None, **facts}


def verdicts(result: Result) -> list[dict[str, Any]]:
    """The verdicts of `--as jsonl`."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def clauses(result: Result) -> list[str]:
    """The clauses of all violations of `--as jsonl`."""
    return [one["clause"] for verdict in verdicts(result) for one in verdict["violations"]]


# ------------------------------------------------------------------------------------ judge


def test_nothing_found_ends_with_zero(office: str, write: Write) -> None:
    """Harmless messages give a summary that says so, and nothing else."""
    result = run("judge", write("e.jsonl", lines(message(), message(2))), "--policy", office)

    assert 0 == result.exit_code
    assert "records read: 2\n" in result.stdout
    assert "No violation found." in result.stdout
    assert "" == result.stderr


def test_a_violation_ends_with_one(office: str, write: Write) -> None:
    """An insult is told with the words underlined, by clause and by subject."""
    result = run("judge", write("e.jsonl", lines(message(text="你个饭桶"))), "--policy", office)

    assert 1 == result.exit_code
    assert "1 | 你个饭桶\n" in result.stdout
    assert re.search(r"\|     \^\^\^\^", result.stdout)
    assert "    No insults (no_insults): 1\n" in result.stdout
    assert "    jia: 1\n" in result.stdout
    assert "a person reviews them before anything is done" in result.stdout


def test_what_is_clean_is_not_told(office: str, write: Write) -> None:
    """Of several messages only the one with a violation has a verdict."""
    events = lines(message(), message(2, text="饭桶"), message(3, sender="yi"))
    result = run("judge", write("e.jsonl", events), "--policy", office, "--as", "jsonl")

    assert ["m2"] == [one["event"] for one in verdicts(result)]


def test_undetermined_is_no_violation(office: str, write: Write) -> None:
    """What cannot be decided is told, and the command ends as if nothing was found."""
    record = message(text="机密")
    del record["group"]
    result = run("judge", write("e.jsonl", lines(record)), "--policy", office)

    assert 0 == result.exit_code
    assert "undetermined: 1\n" in result.stdout


def test_lines_are_valid_verdicts(tmp_path: Path) -> None:
    """Every line of JSON for the example day is a verdict as its schema describes it."""
    result = run(
        "judge", str(DAY / "archive.jsonl"), str(DAY / "actions.jsonl"), "--policy", "P06",
        "--directory", str(DAY / "directory.json"), "--until", "2026-04-01", "--as", "jsonl",
    )  # fmt: skip
    found = verdicts(result)
    validator = jsonschema.Draft202012Validator(SCHEMA)

    assert len(found) > 40
    assert [] == [error.message for one in found for error in validator.iter_errors(one)]
    assert {"event", "due"} <= {one["kind"] for one in found}


def test_text_and_lines_agree() -> None:
    """Both forms tell of the same verdicts in the same order, and of as many violations."""
    words = (
        "judge", str(DAY / "archive.jsonl"), str(DAY / "actions.jsonl"), "--policy", "P06",
        "--directory", str(DAY / "directory.json"), "--until", "2026-04-01",
    )  # fmt: skip
    text, rows = run(*words).stdout, verdicts(run(*words, "--as", "jsonl"))
    violations = {one["id"] for row in rows for one in row["violations"]}

    assert [row["id"] for row in rows] == re.findall(r"^  verdict: (.*)$", text, re.MULTILINE)
    assert f"verdicts with findings: {len(rows)}\n" in text
    assert f"violations: {len(violations)} " in text
    told = re.findall(r"^(?:Violation|Suspected, awaits review|Advisory): ", text, re.MULTILINE)
    assert sum(len(row["violations"]) for row in rows) == len(told)


def test_a_list_of_records_is_read(office: str, write: Write) -> None:
    """Records may stand in a JSON list over several lines."""
    events = json.dumps([message(), message(2, text="饭桶")], indent=1)

    assert 1 == run("judge", write("e.json", events), "--policy", office).exit_code


def test_standard_input_is_read(office: str) -> None:
    """The name - is the standard input."""
    result = run(
        "judge", "-", "--policy", office, "--as", "jsonl", stdin=lines(message(text="饭桶"))
    )

    assert ["no_insults"] == clauses(result)


def test_several_files_are_judged_in_order_of_time(office: str, write: Write) -> None:
    """Messages of two files, one after the other in turn, fill one window."""
    odd = write("odd.jsonl", lines(message(1), message(3)))
    even = write("even.jsonl", lines(message(2), message(4)))
    result = run("judge", odd, even, "--policy", office, "--as", "jsonl")

    assert ["m3"] == [one["event"] for one in verdicts(result)]


def test_several_policies_judge_one_file(office: str, write: Write) -> None:
    """Each policy gives its own violations of one event."""
    other = write("other.policy", POLICY.replace('"office"', '"other"'))
    events = write("e.jsonl", lines(message(text="饭桶")))
    result = run("judge", events, "--policy", office, "--policy", other, "--as", "jsonl")
    (verdict,) = verdicts(result)

    assert ["office", "other"] == [one["policy"] for one in verdict["violations"]]


def test_duties_fall_due_until(office: str, write: Write) -> None:
    """Without --until an open duty is no violation; with it, it is, at its due moment."""
    opening = {"type": "approval.assign", "id": "a", "at": "2026-03-04T10:00:00+08:00"}
    events = write("e.jsonl", lines({**opening, "actor": "jia", "request": "r"}))
    open_still = run("judge", events, "--policy", office)
    fallen = run(
        "judge", events, "--policy", office, "--until", "2026-03-04T12:00", "--as", "jsonl"
    )

    assert 0 == open_still.exit_code
    assert 1 == fallen.exit_code
    assert [("due", "2026-03-04T11:00:00+08:00")] == [
        (one["kind"], one["at"]) for one in verdicts(fallen)
    ]


def test_a_time_before_the_last_event_is_remarked(office: str, write: Write) -> None:
    """Time does not go back, and the command says so."""
    events = write("e.jsonl", lines(message()))
    result = run("judge", events, "--policy", office, "--until", "2026-03-01")

    assert 0 == result.exit_code
    assert "is before the last event" in result.stderr


def test_late_events_are_waited_for(office: str, write: Write) -> None:
    """A message out of order counts towards a limit with --lateness, and not without."""
    events = write("e.jsonl", lines(message(1), message(3), message(2)))
    hurried = run("judge", events, "--policy", office)
    patient = run("judge", events, "--policy", office, "--lateness", "10m", "--as", "jsonl")

    assert 0 == hurried.exit_code
    assert "1 too late for windows and duties, see --lateness" in hurried.stdout
    assert ["no_floods"] == clauses(patient)


def test_an_event_seen_before_is_counted(office: str, write: Write) -> None:
    """A record that comes twice is judged once."""
    events = write("e.jsonl", lines(message(text="饭桶"), message(text="饭桶")))
    result = run("judge", events, "--policy", office)

    assert "records read: 2 (1 seen before)\n" in result.stdout
    assert "violations: 1\n" in result.stdout


SETTINGS = {
    "a number": (["many=0"], ["no_floods"]),
    "a number that suffices": (["many=9"], []),
    "a flag": (["strict=true"], ["strictly"]),
    "a flag in Chinese": (["strict=是"], ["strictly"]),
    "two": (["many=0", "strict=yes"], ["no_floods", "strictly"]),
    "the last of a name": (["many=0", "many=9"], []),
    "a set": (["places=甲、乙"], ["at_places"]),
}


@pytest.mark.parametrize(("settings", "expected"), SETTINGS.values(), ids=SETTINGS)
def test_parameters_are_bound(
    office: str, write: Write, settings: list[str], expected: list[str]
) -> None:
    """Parameters take the values of --set."""
    events = write("e.jsonl", lines(message(text="!早", topic="乙")))
    words = [word for one in settings for word in ("--set", one)]

    assert expected == clauses(run("judge", events, "--policy", office, "--as", "jsonl", *words))


@pytest.mark.parametrize("value", ["30m", "30分钟"])
def test_lengths_of_time_are_bound(office: str, write: Write, value: str) -> None:
    """A length of time may be written in either language."""
    opening = {"type": "approval.assign", "id": "a", "at": "2026-03-04T10:00:00+08:00"}
    events = write("e.jsonl", lines({**opening, "actor": "jia", "request": "r"}))
    result = run(
        "judge", events, "--policy", office, "--set", f"promptly={value}", "--as", "jsonl",
        "--until", "2026-03-05",
    )  # fmt: skip

    assert ["2026-03-04T10:30:00+08:00"] == [one["at"] for one in verdicts(result)]


def test_a_parameter_of_one_policy_leaves_others_alone(office: str, write: Write) -> None:
    """A parameter is bound where it is, and policies without it are judged as they are."""
    other = write(
        "other.policy",
        'policy "other"\n  version "1"\n\nclause c\n  forbid login\n  severity minor\n\n'
        "penalties\n  minor: warning\n",
    )
    events = write("e.jsonl", lines(message()))
    result = run("judge", events, "--policy", other, "--policy", office, "--set", "many=0")

    assert 1 == result.exit_code


def test_outsiders_of_an_archive_join_the_directory(office: str, write: Write) -> None:
    """Who has the id of an outsider is one, though no directory says so."""
    record = {
        "msgid": "1_external", "action": "send", "from": "jia", "roomid": "", "msgtype": "text",
        "tolist": ["wmAAAAAAAAAAAAAAAAAAAAAAAAAA"], "msgtime": 1772589600000,
        "text": {"content": "报价在这里"},
    }  # fmt: skip
    inside = {**record, "msgid": "2", "tolist": ["yi"]}
    events = write("e.jsonl", lines(record, inside))
    result = run("judge", events, "--policy", office, "--as", "jsonl")

    assert [("1_external", "suspected")] == [
        (one["event"], violation["status"])
        for one in verdicts(result)
        for violation in one["violations"]
    ]


def test_a_directory_goes_before_what_an_id_looks_like(office: str, write: Write) -> None:
    """Somebody whom the directory knows is what it says."""
    someone = "wmAAAAAAAAAAAAAAAAAAAAAAAAAA"
    directory = write("d.json", json.dumps({"people": [{"id": someone, "external": False}]}))
    events = write("e.jsonl", lines(message(text="报价", recipients=[someone])))

    assert 1 == run("judge", events, "--policy", office).exit_code
    assert 0 == run("judge", events, "--policy", office, "--directory", directory).exit_code


def test_names_come_from_the_directory(office: str, write: Write) -> None:
    """A subject is told by name where the directory has one."""
    directory = write("d.json", json.dumps({"people": [{"id": "jia", "name": "甲"}]}))
    events = write("e.jsonl", lines(message(text="饭桶")))
    result = run("judge", events, "--policy", office, "--directory", directory)

    assert "subject: 甲 (jia)\n" in result.stdout
    assert "    甲 (jia): 1\n" in result.stdout


def test_verdicts_go_to_a_file(office: str, write: Write, tmp_path: Path) -> None:
    """With --output all that would be printed stands in the file, and nothing is printed."""
    events = write("e.jsonl", lines(message(text="饭桶")))
    printed = run("judge", events, "--policy", office)
    written = run("judge", events, "--policy", office, "--output", str(tmp_path / "out.txt"))

    assert "" == written.stdout
    assert printed.stdout == (tmp_path / "out.txt").read_text("utf-8")
    assert 1 == written.exit_code


def test_the_count_of_records_is_told_beside_lines(office: str, write: Write) -> None:
    """With lines of JSON the count goes to the error output, so that each line is a verdict."""
    events = write("e.jsonl", lines(message()) + "{\n")
    result = run("judge", events, "--policy", office, "--as", "jsonl")

    assert "" == result.stdout
    assert "records read: 2 (1 refused)\n" in result.stderr


def test_warnings_of_a_policy_are_remarked(write: Write) -> None:
    """A policy that is doubtful judges, and the command says where to read more."""
    policy = write("doubtful.policy", POLICY.replace("places includes topic", 'topic = "x"'))
    result = run("judge", write("e.jsonl", lines(message())), "--policy", policy)

    assert 0 == result.exit_code
    assert f"office: 1 warning, see `wechat-policy check {policy}`\n" == result.stderr


def test_conditions_are_shown_in_detail(office: str, write: Write) -> None:
    """With --detail the condition stands below the violation."""
    events = write("e.jsonl", lines(message(text="饭桶")))

    assert "✓ text contains insult" in run("judge", events, "--policy", office, "--detail").stdout


def test_chinese_is_spoken(office: str, write: Write) -> None:
    """The same in Chinese."""
    events = write("e.jsonl", lines(message(text="饭桶")) + "{\n")
    result = run("judge", events, "--policy", office, language="zh")

    assert "读入记录：2（无法读取 1）\n" in result.stdout
    assert "以上判定仅为建议，须经人工复核后方可处理。" in result.stdout
    assert "第 2 行" in result.stderr


# ------------------------------------------------------------------------------- bad records

DAMAGED = {
    "broken JSON": ("{bad", "line 2", "JSON"),
    "a record cut off": ('{"type": "message", "id": "x", "at', "line 2", "cut off"),
    "no time": (
        '{"type": "message", "id": "x", "sender": "jia", "kind": "text"}',
        "line 2",
        "`at` is missing",
    ),
    "a time without offset": (
        json.dumps(message(at="2026-03-04T10:00:00")),
        "line 2",
        "`at` must be ISO 8601 with offset",
    ),
    "an unknown type": (
        json.dumps(message(type="mesage")),
        "line 2",
        "perhaps `message`",
    ),
    "a wrong value": (json.dumps(message(sender=7)), "line 2", "`sender` must be"),
    "no object": ("7", "line 2", "must be an object"),
    "10,000 nested lists": (
        f'{{"type": "message", "id": "x", "at": {"[" * 10_000}{"]" * 10_000}}}',
        "line 2",
        "nested deeper",
    ),
}


@pytest.mark.parametrize(("bad", "place", "words"), DAMAGED.values(), ids=DAMAGED)
def test_a_bad_record_is_reported_and_the_rest_judged(
    office: str, write: Write, bad: str, place: str, words: str
) -> None:
    """A record that cannot be read is told with its line, is counted, and stops nothing."""
    events = f"{lines(message())}{bad}\n{lines(message(3, text='饭桶'))}"
    result = run("judge", write("e.jsonl", events), "--policy", office, "--as", "jsonl")

    assert 1 == result.exit_code
    assert ["m3"] == [one["event"] for one in verdicts(result)]
    assert place in result.stderr and words in result.stderr and "e.jsonl" in result.stderr
    assert "records read: 3 (1 refused)" in result.stderr


STRANGE = {
    "1 MB": "好" * 350_000 + "饭桶",
    "a lone surrogate": "\ud800饭桶\udfff",
    "NUL": "\0饭桶\0",
    "bidi and zero-width": "\u202e饭桶\u200b\u2066",
    "control characters": "\x1b[31m饭桶\x07\r\n",
    "emoji of several code points": "👨‍👩‍👧‍👦饭桶𠮷",
}


@pytest.mark.parametrize("form", ["text", "jsonl"])
@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_strange_texts_are_judged(office: str, write: Write, text: str, form: str) -> None:
    """Whatever a message holds, the word in it is found and nothing harmful is printed."""
    events = json.dumps(message(text=text))
    result = run("judge", write("e.jsonl", events), "--policy", office, "--as", form)

    assert 1 == result.exit_code
    assert "饭桶" in result.stdout
    assert not set(result.stdout) & set("\0\x07\x1b\u202e\u2066\ud800")
    assert len(result.stdout) < 5_000


def test_10000_items_are_judged(office: str, write: Write) -> None:
    """A message to ten thousand people is one message."""
    people = [f"p{number}" for number in range(10_000)]
    events = write("e.jsonl", lines(message(text="饭桶", recipients=people)))

    assert ["no_insults"] == clauses(run("judge", events, "--policy", office, "--as", "jsonl"))


def test_a_file_of_which_nothing_can_be_read_is_wrong_use(office: str, write: Write) -> None:
    """It is not said that nothing was found where nothing was judged."""
    result = run("judge", write("e.jsonl", "{bad\nworse\n"), "--policy", office)

    assert 2 == result.exit_code
    assert "none of the 2 records could be judged" in result.stderr
    assert "No violation" not in result.stdout


def test_an_empty_file_has_nothing_found(office: str, write: Write) -> None:
    """No record is no fault."""
    assert 0 == run("judge", write("e.jsonl", ""), "--policy", office).exit_code


def test_records_without_conduct_are_counted_apart(office: str, write: Write) -> None:
    """An answer to a request for consent is no damage, and is not reported."""
    switch = json.loads((ROOT / "tests/data/archive/switch.json").read_text("utf-8"))
    events = write("e.jsonl", lines(switch["record"]))
    result = run("judge", events, "--policy", office, "--format", "archive")

    assert 0 == result.exit_code
    assert "records read: 1 (1 without conduct)\n" in result.stdout
    assert "" == result.stderr


# -------------------------------------------------------------------------------- wrong use


def test_an_unknown_pack_is_told_with_the_one_that_was_meant(write: Write) -> None:
    """A slip in the name of a pack is met with its right name."""
    result = run("judge", write("e.jsonl", ""), "--policy", "P0S6")

    assert 2 == result.exit_code
    assert "`P0S6` is neither a file nor a shipped pack, did you mean `P06`?\n" == result.stderr


def test_a_faulty_policy_is_shown_with_all_its_faults(write: Write) -> None:
    """Every fault is drawn in the language asked for, and nothing is judged."""
    text = POLICY.replace("forbid message when text contains insult", "forbid mesage when txt")
    policy = write("bad.policy", text.replace("limit message", "limit massage"))
    result = run("judge", write("e.jsonl", ""), "--policy", policy, language="zh")

    assert 2 == result.exit_code
    assert "未知事件 `mesage`" in result.stderr and "未知事件 `massage`" in result.stderr
    assert "" == result.stdout


def wrong_uses(office: str, write: Write) -> Mapping[str, tuple[list[str], str]]:
    """Command lines that cannot be obeyed, and words of the answer."""
    events = write("e.jsonl", lines(message()))
    judging = ["judge", events, "--policy", office]
    asking = ["explain", events, "--policy", office]
    return {
        "no file": (["judge", "nowhere.jsonl", "--policy", office], "there is no file"),
        "a folder": (["judge", str(ROOT), "--policy", office], "is a folder; name the files in it"),
        "no policy": (["judge", events], "--policy"),
        "no events": (["judge", "--policy", office], "EVENTS"),
        "one policy twice": ([*judging, "--policy", office], "have the id `office`"),
        "no such policy": (["judge", events, "--policy", "\0"], "neither a file nor"),
        "a policy in GBK": (["judge", events, "--policy", _gbk(write)], "save it as UTF-8"),
        "stdin twice": (["judge", "-", "-", "--policy", office], "only once"),
        "no directory": ([*judging, "--directory", "none.json"], "cannot be read"),
        "a faulty directory": (
            [*judging, "--directory", write("d.json", '{"people": [{"name": 7}]}')],
            "people[0]",
        ),
        "no JSON": ([*judging, "--directory", write("d.txt", "{")], "JSON in UTF-8"),
        "no time": ([*judging, "--until", "soon"], "`soon` is no time"),
        "no length": ([*judging, "--lateness", "10"], "`10` is no length of time"),
        "a length of money": ([*judging, "--lateness", "10CNY"], "no length of time"),
        "too long": ([*judging, "--lateness", "9999999999d"], "no length of time"),
        "no setting": ([*judging, "--set", "many"], "NAME=VALUE"),
        "no parameter": ([*judging, "--set", "mamy=3"], "did you mean `many`?"),
        "no number": ([*judging, "--set", "many=some"], "`many` cannot be `some`"),
        "no flag": ([*judging, "--set", "strict=perhaps"], "`strict` cannot be `perhaps`"),
        "the input": ([*judging, "--output", events], "cannot be the output too"),
        "no place": ([*judging, "--output", f"{events}/x"], "cannot be written"),
        "no clause": ([*asking, "--clause", "no_insult"], "did you mean `no_insults`?"),
        "no event": (
            ["explain", "{}", "--policy", office, "--clause", "no_insults"],
            "holds no event",
        ),
        "no such event": ([*asking, "--clause", "no_insults", "--id", "z"], "id `z`"),
        "no policy to check": (["check", "nowhere.policy"], "neither a file nor"),
        "no policy to test": (["test", "nowhere.policy"], "neither a file nor"),
        "no command": (["jugde"], "jugde"),
    }


def _gbk(write: Write) -> str:
    path = write("gbk.policy", "")
    Path(path).write_bytes(POLICY.encode("gb18030"))
    return path


def test_wrong_use_ends_with_two_and_says_why(office: str, write: Write) -> None:
    """Each slip is told in words on the error output, and nothing is printed as a result."""
    found = {}
    for name, (words, answer) in wrong_uses(office, write).items():
        result = run(*words)
        if (result.exit_code, answer in result.stderr, result.stdout) != (2, True, ""):
            found[name] = (result.exit_code, result.stderr, result.stdout)

    assert {} == found


# ---------------------------------------------------------------------------------- explain


def explained(office: str, event: str, *words: str, language: str = "en") -> Result:
    return run("explain", event, "--policy", office, *words, language=language)


def test_a_violation_is_explained(office: str) -> None:
    """The condition is shown as it came out, with the words that were found."""
    result = explained(office, json.dumps(message(text="饭桶")), "--clause", "no_insults")

    assert 1 == result.exit_code
    assert "Clause No insults (no_insults), office 1 · 3 · OF-001\n" in result.stdout
    assert "1. forbid message when text contains insult\n   violated\n" in result.stdout
    assert "✓ text contains insult (text = “饭桶”)" in result.stdout


def test_readings_of_the_words_are_told(write: Write) -> None:
    """Whoever asks why a word was found or not sees in which readings it is looked for."""
    write("rude.csv", "word,weight,category,readings,remark\n饭桶,2,,同音,骂人\n草包,2,,,骂人\n")
    text = (
        'policy "p"\n'
        'lexicon rude = file "rude.csv" readings symbols, whole\n'
        "clause c\n  forbid message when text contains rude\n"
    )
    policy = write("p.policy", text)
    result = explained(policy, json.dumps(message(text="你个饭*桶")), "--clause", "c")
    chinese = explained(policy, json.dumps(message()), "--clause", "c", language="zh")

    told = "lexicon rude: 2 words, read literal, symbols, whole; 1 have readings of their own\n"
    assert told in result.stdout
    assert "词库 rude：2 个词，读法 原样、夹符、整词；1 个词另有自己的读法\n" in chinese.stdout


def test_what_is_no_violation_is_explained(office: str) -> None:
    """The test that was not met is named in words."""
    result = explained(office, json.dumps(message()), "--clause", "no_insults")

    assert 0 == result.exit_code
    assert "   not violated\n" in result.stdout
    assert "   why not:\n     not so: text contains insult\n" in result.stdout


def test_what_is_missing_is_explained(office: str) -> None:
    """A fact that nobody told is named."""
    record = message(text="机密")
    del record["group"]
    result = explained(office, json.dumps(record), "--clause", "in_a_group", language="zh")

    assert "   无法判定\n" in result.stdout
    assert "   缺少什么：\n     未知：group.external（群.外部 = 未知）\n" in result.stdout


def test_a_clause_about_other_events_says_so(office: str) -> None:
    """A clause that has nothing to do with the event says what it is about."""
    login = {"type": "login", "id": "l", "at": "2026-03-04T10:00:00+08:00"}
    event = json.dumps({**login, "actor": "jia", "account": "a"})
    result = explained(office, event, "--clause", "no_insults")

    assert "says nothing about it: it is about message\n" in result.stdout


def test_an_event_of_a_file_is_explained_after_those_before_it(office: str, write: Write) -> None:
    """The third message of a file is the third in its window, under either spelling."""
    events = write("e.jsonl", lines(message(1), message(2), message(3), message(4)))
    for words in ((f"{events}:m3",), (events, "--id", "m3")):
        result = explained(office, *words, "--clause", "no_floods")

        assert 1 == result.exit_code
        assert "reached: 3 of 2\n" in result.stdout
        assert "Event m3 (message), 2026-03-04 10:03:00+08:00\n" in result.stdout


def test_the_only_event_of_a_file_needs_no_id(office: str, write: Write) -> None:
    """A file with one event is about it; one with several wants to be told which."""
    one, two = write("1.jsonl", lines(message())), write("2.jsonl", lines(message(), message(2)))

    assert 0 == explained(office, one, "--clause", "no_insults").exit_code
    assert 2 == explained(office, two, "--clause", "no_insults").exit_code


def test_a_clause_is_found_by_its_reference(office: str) -> None:
    """A clause answers to its name and to the references of the inventory."""
    assert "(no_insults)" in explained(office, json.dumps(message()), "--clause", "OF-001").stdout


def test_a_duty_tells_when_it_is_due(office: str) -> None:
    """The event that opens a duty breaks nothing, and says until when it has to be done."""
    opening = {"type": "approval.assign", "id": "a", "at": "2026-03-04T10:00:00+08:00"}
    event = json.dumps({**opening, "actor": "jia", "request": "r"})
    result = explained(office, event, "--clause", "answer_in_time")

    assert 0 == result.exit_code
    assert "opens a duty that is due 2026-03-04 11:00:00+08:00\n" in result.stdout


# ------------------------------------------------------------------------------ check, test


def test_a_sound_policy_has_no_faults(office: str) -> None:
    """A policy without errors ends with zero, and several are told one by one."""
    result = run("check", office, "P06")

    assert 0 == result.exit_code
    assert f"{office}: no faults\nP06: no faults\n" == result.stdout


def test_faults_are_drawn(write: Write) -> None:
    """Each fault is drawn, and they are counted."""
    policy = write("bad.policy", POLICY.replace("contains insult", "contians insult"))
    result = run("check", policy)

    assert 1 == result.exit_code
    assert "did you mean `contains`?" in result.stdout
    assert result.stdout.endswith("bad.policy: 1 error\n")


def test_faults_are_data(write: Write) -> None:
    """As JSON the faults of all files are one list, empty if there are none."""
    policy = write("bad.policy", POLICY.replace("contains insult", "contians insult"))
    found = json.loads(run("check", policy, "P06", "--format", "json").stdout)

    assert [("E101", 15)] == [(one["code"], one["line"]) for one in found]
    assert [] == json.loads(run("check", "P06", "--format", "json").stdout)


def test_examples_are_played(office: str) -> None:
    """A policy whose examples come out as they should ends with zero."""
    result = run("test", office, "P06")

    assert 0 == result.exit_code
    assert f"{office}: 2 examples, 2 as they should be, 0 not\n" in result.stdout


def test_an_example_that_fails_is_explained(write: Write) -> None:
    """A failure has its line, its words, what was expected, and what stood in the way."""
    policy = write("office.policy", POLICY.replace('violates "你这个饭桶"', 'violates "你这个桶"'))
    result = run("test", policy)

    assert 1 == result.exit_code
    assert 'office.policy:17: violates "你这个桶"\n' in result.stdout
    assert "clause no_insults, example 1\n" in result.stdout
    assert "it should violate the clause, and nothing was found\n" in result.stdout
    assert "not so: text contains insult\n" in result.stdout


def test_an_example_that_violates_by_mistake_is_explained(write: Write) -> None:
    """The condition that was met is shown."""
    text = POLICY.replace('complies "保温饭桶洗好了"', 'complies "饭桶洗好了"')
    policy = write("office.policy", text)
    result = run("test", policy, language="zh")

    assert 1 == result.exit_code
    assert "应当符合该条款，却判为违规\n" in result.stdout
    assert "✓ text contains insult（正文 = “饭桶”）" in result.stdout


def test_packs_are_listed() -> None:
    """Every shipped pack stands in the list with its title."""
    result = run("packs")

    assert 0 == result.exit_code
    assert "P06-wecom-use-and-management  " in result.stdout
    assert "企业微信使用和管理规定" in result.stdout


# ------------------------------------------------------------------- around all the commands


LOCALES = {
    "nothing": ({}, "en"),
    "LANG": ({"LANG": "zh_CN.UTF-8"}, "zh"),
    "LC_ALL": ({"LC_ALL": "zh_TW"}, "zh"),
    "LC_ALL goes first": ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
    "an empty LC_ALL does not count": ({"LC_ALL": "", "LANG": "zh_CN"}, "zh"),
    "another": ({"LANG": "de_DE.UTF-8"}, "en"),
}


@pytest.mark.parametrize(("environment", "language"), LOCALES.values(), ids=LOCALES)
def test_the_language_is_that_of_the_environment(
    environment: Mapping[str, str], language: str
) -> None:
    """Chinese is spoken where the environment is Chinese, English everywhere else."""
    assert language == default_language(environment)


LENGTHS = {
    "0s": timedelta(0),
    "90s": timedelta(seconds=90),
    "10m": timedelta(minutes=10),
    "1.5h": timedelta(minutes=90),
    "2 d": timedelta(days=2),
    "1w": timedelta(days=7),
    "10分钟": timedelta(minutes=10),
    "2小时": timedelta(hours=2),
}


@pytest.mark.parametrize(("text", "length"), LENGTHS.items())
def test_lengths_are_read(text: str, length: timedelta) -> None:
    """A length of time is a number and a unit of either language."""
    assert length == read_length(text, "en")


@pytest.mark.parametrize("text", ["", "10", "m", "-5m", "5 CNY", "5m30s", "١٠m" * 400])
def test_what_is_no_length_is_refused(text: str) -> None:
    """Anything else is wrong use."""
    with pytest.raises(WrongUse):
        read_length(text, "en")


def test_an_unforeseen_exception_is_one_line(
    office: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its kind and place are told and where to report it, not the words that it carries."""

    def fail(*_: object) -> None:
        raise RuntimeError("a secret message")

    monkeypatch.setattr(judge, "introduce", fail)
    words = ("judge", write("e.jsonl", lines(message())), "--policy", office)
    result = run(*words)
    shown = run("--debug", *words)

    assert 3 == result.exit_code == shown.exit_code
    assert 1 == result.stderr.count("\n")
    assert re.search(r"RuntimeError in commands/judge\.py:\d+; please report", result.stderr)
    assert "secret" not in result.stderr
    assert "Traceback" in shown.stderr


def test_help_is_given_for_each_command() -> None:
    """Every command says what it does and how it ends."""
    names = {(name,) for name in COMMANDS}
    folder = Path(commands.__file__).parent
    head = re.compile("^@click.(?:command|group)", re.MULTILINE)
    assert list(COMMANDS) == sorted(
        path.stem for path in folder.glob("*.py") if head.search(path.read_text(encoding="utf-8"))
    )
    for words in names | {("ledger", name) for name in ("show", "export", "erase")}:
        result = run(*words, "--help")

        assert 0 == result.exit_code
        assert words == ("packs",) or "Exit code" in result.stdout


def test_what_was_before_the_records_is_nobody_s_fault(write: Write) -> None:
    """Periods that ran out before the first event are unknown, unless the records reach further."""
    body = POLICY.split("parameter many")[0] + (
        "clause renew\n  every 30d for each a in accounts require password.change by account = a\n"
        "  severity minor\npenalties\n  minor: warning\n"
    )
    rules = write("every.policy", body)
    people = write("d.json", '{"accounts": [{"id": "w", "opened": "2024-03-01T00:00:00+08:00"}]}')
    words = ("judge", write("e.jsonl", lines(message())), "--policy", rules, "--as", "jsonl")
    words = (*words, "--directory", people)

    def missed(*more: str) -> int:
        return len(run(*words, *more).stdout.splitlines())

    assert missed() == 0
    assert missed("--history-since", "2026-03-01") == 0
    assert missed("--history-since", "2026-01-01") == 2
    assert 2 == run(*words, "--history-since", "gestern").exit_code


def test_the_reference_page_is_fresh() -> None:
    """The page of the command line is what its tool writes; if not, run it as it says."""
    done = subprocess.run(
        [sys.executable, str(TOOL)],
        capture_output=True,
        env={**os.environ, "PYTHONUTF8": "1"},
        check=True,
    )
    page = ROOT / "docs" / "reference" / "cli.md"

    assert done.stdout.decode("utf-8").splitlines() == page.read_text("utf-8").splitlines()


def process(*words: str, stdin: bytes = b"", **environment: str) -> tuple[int, bytes, bytes]:
    """A run in a process of its own: exit code, output, error output."""
    done = subprocess.run(
        [sys.executable, "-m", "wechat_policy", *words],
        input=stdin,
        capture_output=True,
        env={**os.environ, "LC_ALL": "C", **environment},
        timeout=PATIENCE,
    )
    return done.returncode, done.stdout, done.stderr


def test_a_process_ends_with_the_exit_code(office: str) -> None:
    """Python's -m and the standard streams give the same as the command inside a test."""
    insult = lines(message(text="饭桶")).encode()

    assert 0 == process("judge", "-", "--policy", office, stdin=lines(message()).encode())[0]
    assert 1 == process("judge", "-", "--policy", office, stdin=insult)[0]
    assert 2 == process("judge", "-", "--policy", "P0S6", stdin=insult)[0]


def test_a_pipe_gets_utf_8_whatever_the_locale(office: str) -> None:
    """Text and JSON are UTF-8 in a pipe, in a locale that knows only ASCII too."""
    insult = lines(message(text="饭桶𠮷")).encode()
    _, text, _ = process("judge", "-", "--policy", office, stdin=insult, PYTHONUTF8="0")
    _, rows, _ = process("judge", "-", "--policy", office, "--as", "jsonl", stdin=insult)

    assert "饭桶𠮷" in text.decode("utf-8")
    assert "饭桶" in rows.decode("utf-8")


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_an_encoding_that_cannot_hold_it_is_no_obstacle(office: str, form: str) -> None:
    """What an encoding cannot hold is escaped; lines of JSON stay JSON."""
    insult = lines(message(text="饭桶𠮷")).encode()
    code, told, errors = process(
        "judge", "-", "--policy", office, "--as", form, stdin=insult, PYTHONIOENCODING="ascii"
    )

    assert (1, True) == (code, told.isascii())
    assert b"Traceback" not in errors
    if form == "jsonl":
        assert "饭桶" == json.loads(told)["violations"][0]["evidence"][0]["text"]


def test_a_reader_that_goes_away_is_no_fault(office: str, tmp_path: Path) -> None:
    """When nobody reads on, the command ends without a word."""
    start = datetime(2026, 3, 4, tzinfo=UTC)
    times = ((start + timedelta(hours=number)).isoformat() for number in range(2000))
    events = tmp_path / "e.jsonl"
    events.write_text(
        lines(*(message(text="饭桶", id=f"i{n}", at=at) for n, at in enumerate(times))), "utf-8"
    )
    with subprocess.Popen(
        [sys.executable, "-m", "wechat_policy", "judge", str(events), "--policy", office],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.readline()
        running.stdout.close()

        assert b"" == running.stderr.read()
        assert 141 == running.wait()


def _drain(terminal: int, into: bytearray) -> None:
    """Read a terminal to its end, which Linux tells by an error."""
    with contextlib.suppress(OSError):
        while read := os.read(terminal, 65_536):
            into += read


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_progress_is_shown_to_a_terminal_only(office: str, write: Write) -> None:
    """A bar goes to the error output where somebody looks on, and never among the verdicts."""
    import pty

    events = write("e.jsonl", lines(*(message(n, text="饭桶") for n in range(1, 50))))
    try:
        ours, theirs = pty.openpty()
    except OSError:
        pytest.skip("no pseudo-terminal is to be had")
    words = ("judge", events, "--policy", office, "--as", "jsonl")
    shown = bytearray()
    # Read all along: a terminal holds a few kilobytes, and a slow run draws more than that.
    reader = threading.Thread(target=_drain, args=(ours, shown), daemon=True)
    reader.start()
    done = subprocess.run(
        [sys.executable, "-m", "wechat_policy", *words],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "LC_ALL": "C", "TERM": "xterm"},
        timeout=PATIENCE,
    )
    os.close(theirs)
    reader.join(PATIENCE)
    os.close(ours)

    assert b"judging" in shown
    assert 49 == len([json.loads(line) for line in done.stdout.splitlines()])
    assert b"judging" not in process(*words)[2]
