"""A made-up company: the same everywhere, in order, readable, and what its labels say is true."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invoking import run

from wechat_policy import Directory, Engine, loads, read_event
from wechat_policy.adapters import read
from wechat_policy.synthetic import Company, Label, RateError, Rates, company, files_of, write
from wechat_policy.synthetic.breaches import breaches
from wechat_policy.synthetic.chance import Chance
from wechat_policy.synthetic.cloaking import HOWS, bare, cloaked
from wechat_policy.synthetic.clock import WorkClock
from wechat_policy.synthetic.duties import DECIDED_WITHIN
from wechat_policy.synthetic.grammar import Grammar, data
from wechat_policy.synthetic.rates import WORDED
from wechat_policy.synthetic.rhythm import DAY, days
from wechat_policy.text import fold_all
from wechat_policy.tuning import backtest
from wechat_policy.workdays import WorkCalendar

# Of the events, the labels and the directory of `SMALL`; changes with whatever is in the tables.
GOLDEN = "2abd3e661e3df0ff5040bbf80f87bc463c21f63941ba0a9e0f431b5e157b9d7f"
SMALL = company(people=30, days=6, messages=500, seed=7)

POLICY = """
policy "arrivals" "Arrivals"
  version "1"

clause in_time
  forbid attendance.checkin when exception includes time
  severity late

penalties
  late: oral_warning
"""

Told = list[tuple[dict[str, Any], tuple[Label, ...]]]


@cache
def month() -> tuple[Company, Told]:
    """A month in which much is amiss, so that rates can be told."""
    rates = Rates(**dict.fromkeys(WORDED, 4.0), near_misses=20, file_leak=2, account_sharing=2)
    made = company(people=120, days=30, messages=25_000, seed=3, rates=rates)
    return made, list(made.labelled())


def labels() -> list[Label]:
    return [label for _, told in month()[1] for label in told]


def test_the_same_seed_gives_the_same_bytes() -> None:
    """A company is the same whatever the machine, the Python and the run."""
    told = json.dumps([list(SMALL.labelled()), SMALL.directory], ensure_ascii=False)

    assert GOLDEN == hashlib.sha256(told.encode()).hexdigest()


def test_another_seed_gives_another_company() -> None:
    """Nothing of the directory and next to none of the texts is shared by two seeds."""
    other = attrs.evolve(SMALL, seed=8)

    assert SMALL.directory["organization"] != other.directory["organization"]
    ids = {event["id"] for event in SMALL.events()} & {event["id"] for event in other.events()}
    assert all(not one[0].isdigit() for one in ids)  # messages; the others are numbered


@settings(max_examples=10, deadline=None)
@given(
    people=st.integers(1, 30),
    length=st.integers(1, 6),
    messages=st.integers(0, 150),
    seed=st.integers(0, 10**12),
    start=st.dates(date(1999, 1, 1), date(2060, 1, 1)),
)
def test_any_company_holds_together(
    people: int, length: int, messages: int, seed: int, start: date
) -> None:
    """Of any size and on any days: all people and messages, in order, each id once."""
    made = company(people, length, messages, seed, start=start)

    directory = Directory.of(made.directory)
    assert [] == list(directory.unreadable_hours())
    own = [row for row in made.directory["people"] if not row["external"]]
    assert people == len(own)
    events = [read_event(record) for record in made.events()]
    assert messages == sum(event.type == "message" for event in events)
    assert events == sorted(events, key=lambda event: event.at)
    assert len(events) == len({event.id for event in events})
    known = {event.id for event in events}
    assert {label.event for label in made.labels()} <= known
    assert {label.who for label in made.labels()} <= {row["id"] for row in own}


def test_everybody_named_is_known() -> None:
    """Events name people and groups of the directory, or groups made meanwhile."""
    made, told = month()
    people = {row["id"] for row in made.directory["people"]}
    groups = {row["id"] for row in made.directory["groups"]}

    for event, _ in told:
        if event["type"] == "group.create":
            groups.add(event["group"])
        named = [event.get("sender"), event.get("actor"), *event.get("recipients", ())]
        assert people >= {one for one in named if one}, event
        assert event.get("group") in {None, *groups}, event


def test_only_members_speak_in_a_group() -> None:
    """The directory as events have changed it knows each sender as a member of the group."""
    made, told = month()
    directory = Directory.of(made.directory)
    strangers = 0
    for record, _ in told:
        event = read_event(record)
        directory.apply(event)
        if event.type == "message" and event.get("group"):
            row = directory.group(event.get("group"), event.at)
            assert row is not None
            strangers += event.get("sender") not in row["members"]

    assert strangers <= 3  # an answer to what was said before one left


def test_rates_hold() -> None:
    """Of 1,000 messages as many are breaches of a kind as its rate says, give or take chance."""
    made, told = month()
    found = Counter(label.kind for label in labels() if not label.near_miss)

    rates = attrs.asdict(made.rates)
    arrivals = sum(event.get("kind") == "in" for event, _ in told)
    steps = sum(event["type"] == "approval.assign" for event, _ in told)
    of = {"late_arrival": arrivals, "proxy_checkin": arrivals, "late_approval": steps}
    for kind in rates.keys() - {"cloaked", "near_misses", "unanswered_notice"}:
        expected = of.get(kind, made.messages) * rates[kind] / 1000
        assert abs(found[kind] - expected) <= 4 * math.sqrt(expected) + 4, kind
    near = sum(label.near_miss for label in labels() if label.kind in WORDED)
    assert abs(near - made.messages * made.rates.near_misses / 1000) <= 10


def test_the_share_that_is_disguised_holds() -> None:
    """So many of the breaches in words are disguised, in all ways; near-misses never are."""
    worded = [label for label in labels() if label.kind in WORDED]
    share = sum(bool(one.cloaking) for one in worded) / sum(not one.near_miss for one in worded)

    assert month()[0].rates.cloaked == pytest.approx(share, abs=0.05)
    assert {"", *HOWS} == {one.cloaking for one in worded}
    assert {""} == {one.cloaking for one in worded if one.near_miss}


def test_rates_of_nothing_give_nothing() -> None:
    """With all rates at 0 no event has a label."""
    none = Rates(**dict.fromkeys(attrs.fields_dict(Rates), 0.0))

    assert [] == list(company(people=40, days=10, messages=2000, rates=none).labels())


def test_few_do_it_again_and_again() -> None:
    """Most breaches of a kind are by a tenth of the people, as in life."""
    for kind in ("insult", "spam"):
        by = Counter(one.who for one in labels() if one.kind == kind and not one.near_miss)
        often = sum(count for _, count in by.most_common(12))
        assert often > 0.5 * sum(by.values())


def test_work_rests_when_people_do() -> None:
    """At night and on days off nobody asks for work in a group for work but whose label says so."""
    made, told = month()
    calendar = WorkCalendar()
    work = {row["id"] for row in made.directory["groups"] if "工作群" in row["name"]}
    asked: dict[str, datetime] = {}
    for event, marks in told:
        at = datetime.fromisoformat(event["at"])
        if event["type"] != "message" or event["group"] not in work:
            continue
        if marks:
            asked[event["group"]] = at
        elif calendar.workday(at.date()) and 7 <= at.hour < 22:
            continue
        else:  # an answer
            assert at - asked[event["group"]] < timedelta(hours=2.5), event


def test_the_week_has_its_curve() -> None:
    """Days off are quiet, lunch is a dip, and most is said in working hours."""
    _, told = month()
    calendar = WorkCalendar()
    times = [datetime.fromisoformat(e["at"]) for e, _ in told if e["type"] == "message"]
    by_day = Counter(at.date() for at in times)
    worked = [count for day, count in by_day.items() if calendar.workday(day)]
    off = [count for day, count in by_day.items() if not calendar.workday(day)]
    by_hour = Counter(at.hour for at in times if calendar.workday(at.date()))

    assert max(off) < 0.5 * min(worked)
    assert by_hour[12] < 0.7 * by_hour[10]
    assert sum(by_hour[hour] for hour in range(9, 18)) > 0.75 * sum(by_hour.values())


def test_late_approvals_are_the_ones_labelled() -> None:
    """A step with the label is decided after the time allowed or never; all others in time."""
    made, told = month()
    worked = [is_worked for _, is_worked in days(made.start, made.days)]
    clock = WorkClock(worked)
    midnight = datetime.fromisoformat(f"{made.start}T00:00:00+08:00")
    decided = {
        (event["request"], event["step"]): event["at"]
        for event, _ in told
        if event["type"] == "approval.decide"
    }
    count = 0
    for event, marks in told:
        if event["type"] == "approval.assign":
            passed = datetime.fromisoformat(event["at"]) - midnight
            due = clock.after(round(passed.total_seconds() * 1000), DECIDED_WITHIN)
            end = decided.get((event["request"], event["step"]))
            if due is None:
                assert not marks
                continue
            is_late = end is None or datetime.fromisoformat(end) - midnight > timedelta(
                milliseconds=due
            )
            assert is_late == bool(marks), event
            count += is_late
    assert count > 5


def test_the_label_of_a_late_arrival_is_that_of_the_attendance() -> None:
    """Who is labelled as late came after the shift began, and nobody else did."""
    made, told = month()
    begins = {
        row["id"]: re.findall(r"\d\d:\d\d", next(iter(row["working_hours"].values())))[0]
        for row in made.directory["people"]
        if not row["external"]
    }
    for event, marks in told:
        if event.get("kind") == "in":
            late = event["at"][11:16] > begins[event["actor"]]
            assert late == ("late_arrival" in {label.kind for label in marks}), event


def test_unanswered_notices_are_unanswered() -> None:
    """Who owes an answer to a notice gives none; everybody else who was asked does."""
    rates = Rates(unanswered_notice=200)
    told = list(company(people=60, days=20, messages=25_000, seed=5, rates=rates).labelled())
    answers = defaultdict(list)
    for event, _ in told:
        if event["type"] == "message" and "收到" in event.get("text", ""):
            answers[event["group"]].append((event["at"], event["sender"]))
    notices = [
        (event, {one.who for one in marks if one.kind == "unanswered_notice"})
        for event, marks in told
        if event["type"] == "message" and "收到请回复" in event.get("text", "")
    ]

    assert len(notices) > 3
    asked = sum(len(event["recipients"]) for event, _ in notices)
    silent = sum(len(owing) for _, owing in notices)
    assert silent == pytest.approx(0.2 * asked, abs=4 * math.sqrt(0.16 * asked))


def test_a_month_does_not_repeat_itself() -> None:
    """Longer texts are nearly all different; the short ones are those that people repeat."""
    texts = Counter(event["text"] for event, _ in month()[1] if event.get("kind") == "text")
    long = {text: count for text, count in texts.items() if len(text) > 12}

    assert len(long) > 0.93 * sum(long.values())
    assert len(texts) > 0.65 * sum(texts.values())
    assert max(texts.values()) < 0.05 * sum(texts.values())
    lengths = sorted(len(text) for text in texts.elements())
    assert 9 <= lengths[len(lengths) // 2] <= 16
    assert 20 <= lengths[len(lengths) * 9 // 10] <= 45


def test_texts_leave_no_sign_of_the_tables() -> None:
    """No text shows a place that was not filled, or the mark of a telling word."""
    for event, _ in month()[1]:
        text = event.get("text", "")
        assert not re.search(r"[{}<>〔〕]|\[[^\]]*\||\*\d", text), text
        assert text == unicodedata.normalize("NFC", text)
        assert "前前" not in text and "，，" not in text, text


def test_every_table_can_be_written_out() -> None:
    """Every line of every table of breaches is written out without fault, and marks what tells."""
    chance = Chance(1, 1)
    for kind, breach in breaches().items():
        for rule in (breach.lines, breach.near, breach.answers, breach.to_client or breach.near):
            for line in rule.lines or [""]:
                alone = type(rule)()
                alone.lines = [line]
                text = alone(chance.draw, {"to": "王总", "me": "李某"})
                assert "{" not in text and "[" not in text, (kind, text)
                if rule is breach.lines and kind != "off_hours":
                    assert bare(text) != text, (kind, text)
    assert {*WORDED, "off_hours"} == breaches().keys()


@pytest.mark.parametrize("how", HOWS)
def test_a_disguise_hides_a_word_from_a_plain_search(how: str) -> None:
    """The telling words are no longer there as they are spelt, and nothing else has changed."""
    ways = (cloaked("前言<转账密码pwd>后语", Chance(seed, 1)) for seed in range(400))
    text = next(text for text, found in ways if found == how)

    assert text.startswith("前言") and text.endswith("后语")
    assert "转账密码pwd" not in text
    assert ("转账密码pwd" in fold_all([text])[0]) == (how in ("traditional", "width"))


GRAMMARS = [
    ("plain", {"a": ["x"]}, {"x"}),
    ("one of several", {"a": ["[x|y]z"]}, {"xz", "yz"}),
    ("nothing as one of several", {"a": ["x[y|]"]}, {"xy", "x"}),
    ("one within another", {"a": ["[x[1|2]|y]"]}, {"x1", "x2", "y"}),
    ("another table", {"a": ["{b}!"], "b": "p q"}, {"p!", "q!"}),
    ("what is kept", {"a": ["{b}{b}"], "b": "p q", "kept": "b"}, {"pp", "qq"}),
    ("what is not kept", {"a": ["{b}{b}"], "b": "p q"}, {"pp", "qq", "pq", "qp"}),
    ("a number", {"a": ["{2-4}"]}, {"2", "3", "4"}),
    ("lines", {"a": "x y\nz"}, {"x y", "z"}),
    ("a weight", {"a": "x *3\ny"}, {"x", "y"}),
]


@pytest.mark.parametrize(
    ("table", "texts"), [row[1:] for row in GRAMMARS], ids=[r[0] for r in GRAMMARS]
)
def test_a_table_gives_its_texts(table: dict[str, Any], texts: set[str]) -> None:
    """All that a line can be, and nothing else."""
    chance = Chance(1, 1)
    rule = Grammar(table)["a"]

    assert texts == {rule(chance.draw, {}) for _ in range(100)}


@pytest.mark.parametrize("line", ["x]y", "[x|y", "x[", "{b", "{nowhere}"])
def test_a_damaged_line_is_a_fault(line: str) -> None:
    """A bracket without its like, or a table that is not there, is not passed over."""
    with pytest.raises((ValueError, KeyError)):
        Grammar({"a": [line]})["a"](Chance(1, 1).draw, {})


def test_nobody_of_note_works_there() -> None:
    """No name is one that many know, and people with one name have different ids."""
    never = set(data("names")["never"].split())
    rows = company(people=3000, messages=0, seed=11).directory["people"]

    assert not never & {row["name"] for row in rows}
    assert len(rows) == len({row["id"] for row in rows})
    names = Counter(row["name"][:1] for row in rows)
    assert {"王", "李", "张"} == {name for name, _ in names.most_common(3)}


def test_the_archive_tells_the_same_messages(tmp_path: Path) -> None:
    """Read back by the adapter, the archive has every message with the same words and people."""
    write(SMALL, tmp_path, "archive")
    native = {event["id"]: read_event(event) for event in SMALL.events()}
    told = [record.event for record in read(tmp_path / "archive.jsonl")]
    rest = [record.event for record in read(tmp_path / "actions.jsonl")]

    assert native.keys() == {event.id for event in told + rest if event}
    for event in told:
        assert event is not None
        mine = native[event.id]
        assert (mine.type, mine.at) == (event.type, event.at)
        same = ("sender", "actor", "recipients", "group", "kind", "message", "title", "url")
        for name in (*same, *(("text",) if mine.get("kind") in ("text", "link") else ())):
            assert mine.get(name) == event.get(name), (name, event)


def test_the_files_can_be_judged(tmp_path: Path) -> None:
    """What is written is read by the commands; the labels name what a policy finds."""
    args = ("--people", "30", "--days", "3", "--messages", "300", "--seed", "2")
    run("synthesize", "--out", str(tmp_path), *args)
    with open(tmp_path / "labels.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert {"id", "label", "looks_like", "cloaking", "who"} == rows[0].keys()
    assert len(rows) == len({row["id"] for row in rows})
    assert {bool(row["who"]) for row in rows if row["label"] == "no"} == {False}
    directory = Directory.of(str(tmp_path / "directory.json"))
    engine = Engine(loads(POLICY), directory)
    found = set()
    for record in read(tmp_path / "events.jsonl"):
        assert record.event is not None
        found |= {one.event for one in engine.feed(record.event) if one.violations}
    assert {row["id"] for row in rows if row["label"] == "late_arrival"} == found
    events = read(tmp_path / "events.jsonl")
    told = backtest(loads(POLICY), events, tmp_path / "labels.csv", directory=directory).labelled
    assert told is not None
    assert told.flagged.found == len(found)
    assert told.flagged.false == 0
    assert sorted(files_of("events")) == sorted(path.name for path in tmp_path.iterdir())


FAULTS = [
    ("insultt = 1", "没有叫 `insultt` 的类别", "no kind is called `insultt`"),
    ("insult = -1", "0 到 1000", "from 0 to 1000"),
    ("insult = true", "0 到 1000", "from 0 to 1000"),
    ("insult = nan", "0 到 1000", "from 0 to 1000"),
    ("cloaked = 2", "0 到 1 ", "from 0 to 1\n"),
    ("insult 1", "不是列出比率的 TOML 文件", "no TOML file of rates"),
    (None, "rates.toml", "rates.toml"),
]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("text", "zh", "en"), FAULTS)
def test_wrong_rates_are_told(
    tmp_path: Path, text: str | None, zh: str, en: str, language: str
) -> None:
    """A file of rates that cannot be used ends the command with the fault, in both languages."""
    path = tmp_path / "rates.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    out = str(tmp_path / "out")

    told = run("synthesize", "--out", out, "--rates", str(path), language=language)

    assert told.exit_code == 2
    assert (zh if language == "zh" else en) in told.stderr
    assert not Path(out).exists()


def test_files_that_are_there_stay(tmp_path: Path) -> None:
    """Files are written over only with --force; a day that is none is told."""
    out = ("synthesize", "--out", str(tmp_path), "--people", "5", "--messages", "20")
    assert run(*out).exit_code == 0
    before = (tmp_path / "events.jsonl").read_bytes()

    refused = run(*out, "--seed", "2", language="zh")
    assert (refused.exit_code, before) == (2, (tmp_path / "events.jsonl").read_bytes())
    assert "已存在" in refused.stderr
    assert run(*out, "--seed", "2", "--force").exit_code == 0
    assert before != (tmp_path / "events.jsonl").read_bytes()
    wrong = run(*out, "--start", "2026-02-30", "--force", language="zh")
    assert (wrong.exit_code, "`2026-02-30`" in wrong.stderr) == (2, True)


@pytest.mark.parametrize(
    "wrong", [{"people": 0}, {"days": 0}, {"messages": -1}, {"start": date(1900, 1, 1)}]
)
def test_a_company_of_nobody_is_none(wrong: dict[str, Any]) -> None:
    """Without people or days, or with fewer than no messages, there is no company."""
    with pytest.raises(ValueError):
        company(**{"people": 5, "days": 2, **wrong})


def test_a_rate_out_of_bounds_is_told() -> None:
    """A rate has bounds, which its fault tells."""
    with pytest.raises(RateError, match="cloaked has to be a number from 0 to 1"):
        Rates(cloaked=1.5)


def test_midnight_is_that_of_china() -> None:
    """Times are those of the company's clock."""
    assert all(event["at"].endswith("+08:00") for event in SMALL.events())
    assert DAY == 24 * 60 * 60 * 1000
