"""Files of cases: what they expect, what is found in its place, and what is wrong with them."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from wechat_policy.cases import CaseResult, check_cases, collect, read_cases, run_cases
from wechat_policy.cases.matching import differences
from wechat_policy.errors import InvalidPolicy
from wechat_policy.examples import PolicyUnderTest, examples_of
from wechat_policy.loading import checked
from wechat_policy.parser import parse
from wechat_policy.printer import print_policy
from wechat_policy.source import Source

POLICY = """\
policy "desk" "At the desk"
parameter busy = 20
lexicon insult = {"饭桶", "窝囊废"} except {"保温饭桶"}
severities minor < late

clause civil
  forbid message when text contains insult
  severity minor
clause kind
  should not message when text contains insult
  severity minor
clause doubt
  suspect message when text matches /！！！/
  severity minor
clause flood
  limit message to busy per 30m by sender
  severity minor
clause in_time
  after approval.assign within 1h require approval.decide by request
  severity late
clause press
  forbid file.share unless authorized
  if unknown review
  severity minor

penalties
  minor: oral_warning or fine 20..50 CNY
  late: fine 50 CNY for first 2 per month, then fine 100 CNY and demerit
"""
LATE = """
  event approval.assign (actor = "li", request = "r{0}")
  advance 2h
"""


@functools.cache
def desk() -> PolicyUnderTest:
    return PolicyUnderTest.of(Source("desk.policy", POLICY))


def play(body: str) -> CaseResult:
    """What comes of the one case with these statements."""
    file = read_cases(Source("t.cases", f'case "c"\n{body}\n'), desk())
    (result,) = run_cases(file.cases, desk())
    assert result.fault is None
    return result


def faults(body: str, head: str = "") -> list[str]:
    return [one.code for one in check_cases(Source("t.cases", f"{head}{body}\n"), desk())]


RUDE = 'event "你这个饭桶" (sender = "li")\n'
EXPECTATIONS = [
    (RUDE, "expect violation civil", True),
    (RUDE, "expect violation", True),
    (RUDE, "expect certain violation civil", True),
    (RUDE, "expect suspected violation civil", False),
    (RUDE, "expect advisory violation kind", True),
    (RUDE, "expect certain violation kind", False),
    (RUDE, 'expect violation civil by "li"', True),
    (RUDE, 'expect violation civil by "wu"', False),
    (RUDE, "expect violation flood", False),
    (RUDE, "expect no violation flood", True),
    (RUDE, "expect no violation civil", False),
    (RUDE, "expect no violation", False),
    (RUDE, 'expect no violation by "wu"', True),
    (RUDE, "expect violation civil\nexpect no other violation", False),
    (RUDE, "expect violation civil\nexpect violation kind\nexpect no other violation", True),
    (RUDE, "expect 1 times violation civil", True),
    (RUDE, "expect 2 times violation civil", False),
    (RUDE * 2, "expect 2 times violation civil", True),
    (RUDE * 2, "expect 1 times violation civil", False),
    ('event "保温饭桶"\n', "expect no violation", True),
    ('event "快！！！"\n', "expect suspected violation doubt\nexpect no penalty", True),
    ("parameter busy = 2\nevent 3 times \"a\"\n", "expect violation flood", True),
    ("event 3 times \"a\"\n", "expect violation flood", False),
    ("event file.share\n", "expect undetermined press", True),
    ("event file.share (authorized = true)\n", "expect undetermined press", False),
    ("event file.share (authorized = true)\n", "expect no undetermined press", True),
    (RUDE, "expect penalty", True),
    (RUDE, "expect penalty oral_warning or fine 20..50 CNY", True),
    (RUDE, "expect penalty fine or oral_warning", True),
    (RUDE, "expect penalty fine 20 CNY or oral_warning", False),
    (RUDE, "expect penalty oral_warning", False),
    (RUDE, 'expect penalty oral_warning or fine for "li"', True),
    (RUDE, 'expect penalty oral_warning or fine for "wu"', False),
    (RUDE, "expect no penalty fine 100 CNY", True),
    (RUDE, "expect no penalty", False),
    (LATE.format(1), "expect violation in_time\nexpect penalty fine 50 CNY tier 1", True),
    (LATE.format(1), "expect penalty fine 50 CNY tier 2", False),
    (
        LATE.format(1) + LATE.format(2) + "expect 2 times violation in_time" + LATE.format(3),
        "expect 1 times violation in_time\nexpect penalty demerit and fine 100 CNY tier 2\n"
        "expect no other penalty",
        True,
    ),
    (LATE.format(1) + "expect penalty\n", "advance 1d\nexpect no penalty", True),
    (LATE.format(1).replace("2h", "30m"), "expect no violation", True),
    (LATE.format(1), "event 2026-03-05 \"好\"\nadvance until 18:30\nexpect no violation", False),
]  # fmt: skip


@pytest.mark.parametrize(("before", "expected", "met"), EXPECTATIONS)
def test_expectations_are_met_or_not(before: str, expected: str, met: bool) -> None:
    """What is expected is compared with what happened since the expectations before it."""
    assert met == play(before + expected).passed


def test_what_was_not_met_is_told_with_what_was_found() -> None:
    """Each expectation stands by itself: its line, what comes nearest, and why."""
    result = play(LATE.format(1) + 'expect penalty fine 60 CNY by "li"\nexpect violation civil')

    penalty, civil = result.shortfalls
    assert (5, 'expect penalty fine 60 CNY by "li"') == (penalty.line, penalty.expected)
    assert ("sanctions",) == differences(penalty.expectation, penalty.found[0])
    assert (0, ["apart"]) == (civil.count, [one.outcome for one in civil.reasons[0].norms])


def test_a_duty_that_is_still_open_is_told() -> None:
    """Who forgot to let the time pass is told when the duty falls due."""
    result = play('event approval.assign (request = "r")\nexpect violation in_time')

    assert ["2026-03-04T11:00:00+08:00"] == [
        one.due.isoformat() for one in result.shortfalls[0].pending
    ]


def test_rows_and_parameters_of_the_file_hold_in_every_case() -> None:
    """A case says otherwise for itself alone."""
    head = 'cases for "x"\n  parameter busy = 1\n  with person "li" (status = left)\n'
    text = (
        f'{head}case "a"\n  event 2 times "a"\n  expect violation flood\n'
        'case "b"\n  parameter busy = 2\n  event 2 times "a"\n  expect no violation flood\n'
        'case "c"\n  with person "li" (status = active)\n  event "a" (sender = "li")\n'
        "  expect no violation\n"
    )
    file = read_cases(Source("t.cases", text), desk())

    assert [True] * 3 == [one.passed for one in run_cases(file.cases, desk())]
    staged = [one.staged(desk().policy()).directory["people"] for one in file.cases]
    status = [{row["id"]: row["status"] for row in rows}["li"] for rows in staged]
    assert ["left", "left", "active"] == status


CASE = 'case "c"\n  event "a"\n  expect no violation\n'
FAULTS = [
    (CASE, []),
    (CASE + CASE, ["E404"]),
    ("", ["E406"]),
    ("# nothing yet\n", ["E406"]),
    ('case "c"\n  event "a"\n', ["E405"]),
    (CASE.replace("no violation", "violation civl"), ["E112"]),
    (CASE.replace("no violation", "penalty fime"), ["E114"]),
    (CASE.replace("no violation", "penalty fine 5h"), ["E223"]),
    (CASE.replace("no violation", "0 times violation"), ["E009", "E405"][:1]),
    (CASE.replace('"a"', "mesage"), ["E102"]),
    (CASE.replace('"a"', '"a" (sendr = "li")'), ["E104"]),
    (CASE.replace('"a"', '"a" (kind = txt)'), ["E211"]),
    (CASE.replace('"a"', '"a" apart 5 CNY'), ["E218"]),
    (CASE.replace("event", 'with persn "li"\n  event'), ["E128"]),
    (CASE.replace("event", "parameter bsy = 1\n  event"), ["E407"]),
    (CASE.replace("event", "parameter busy = 5m\n  event"), ["E408"]),
    (CASE.replace("event", "event 10:00 \"b\"\n  event 09:00"), ["E409"]),
    (CASE.replace('"a"', '"a" then "b" (at = 09:00)'), ["E409"]),
    (CASE.replace("expect", "advance until 09:00\n  expect"), ["E409"]),
    (CASE.replace("violation", 'violation by "nobody"'), ["W401"]),
    (CASE.replace("event", "evnt"), ["E001"]),
    (CASE + 'clause x\n  forbid message\n', ["E001"]),
    ('case "c"\n  expect\n', ["E006"]),
    ('case "c"\n  event 2026-02-30 "a"\n  expect no violation\n', ["E004"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "codes"), FAULTS)
def test_faults_are_told(body: str, codes: list[str]) -> None:
    """Each fault by its code, before anything is played."""
    assert codes == faults(body)


def test_a_fault_says_what_was_meant() -> None:
    """A clause, a parameter and a person that are nearly right."""
    text = (
        'case "c"\n  parameter bussy = 1\n  event "a" (sender = "lili")\n  expect violation civl\n'
    )
    found = check_cases(Source("t.cases", text), desk())

    assert [("E407", "busy"), ("E112", "civil")] == [(one.code, one.suggestion) for one in found]


def test_all_faults_of_a_file_and_of_its_policy_are_told_at_once(tmp_path: Path) -> None:
    """The author puts all of them right in one go."""
    (tmp_path / "bad.policy").write_text('policy "b"\nclause a\n  forbid mesage\n  severity x\n')
    text = 'cases for "bad.policy"\ncase "a"\n  event\ncase "b"\ncase "b"\n  expect no violation\n'
    path = tmp_path / "a.cases"
    path.write_text(text)
    with pytest.raises(InvalidPolicy) as raised:
        read_cases(Source(str(path), text))

    codes = [one.code for one in raised.value.diagnostics]
    assert ["E006", "E404", "E102"] == codes[:3]


def test_the_policy_is_the_one_beside_the_file_if_it_names_none(tmp_path: Path) -> None:
    """`leave.cases` tests `leave.policy`."""
    (tmp_path / "desk.policy").write_text(POLICY, encoding="utf-8")
    path = tmp_path / "desk.cases"
    path.write_text('case "a"\n  event "饭桶"\n  expect violation civil\n', encoding="utf-8")

    (item,) = collect(str(path)).items
    assert item.play().passed


def test_a_file_in_another_encoding_is_not_guessed(tmp_path: Path) -> None:
    """GBK is told, not read as something else."""
    path = tmp_path / "旧.cases"
    path.write_bytes("用例集 “P06”".encode("gb18030"))
    with pytest.raises(UnicodeDecodeError):
        collect(str(path))


def test_a_changed_policy_can_be_asked_the_same() -> None:
    """A case and an example are played by any version of their policy."""
    changed = PolicyUnderTest(checked(Source("d", POLICY.replace("饭桶", "锅盖", 1)))[0])
    file = read_cases(
        Source("t.cases", 'case "c"\n  event "饭桶"\n  expect violation civil'), desk()
    )

    assert (True, False) == (file.cases[0].play(desk()).passed, file.cases[0].play(changed).passed)
    assert () == examples_of(changed)


def test_both_skins_say_the_same() -> None:
    """A file of cases is printed in either skin, comments kept, and read as the same tree."""
    text = (Path(__file__).parent / "cases" / "P09-workflow.cases").read_text(encoding="utf-8")
    document, _ = parse(Source("a.cases", text))
    for skin in ("en", "zh"):
        printed = print_policy(document, skin)  # type: ignore[arg-type]
        again, unread = parse(Source("b.cases", printed))
        assert (document.sections, ()) == (again.sections, unread)
        assert "# P09 leaves" in printed
        assert {"en": 'by "小许"', "zh": "责任人 “小许”"}[skin] in printed
        assert printed == print_policy(again, skin)  # type: ignore[arg-type]
