"""What a store holds about one person: found, told and taken out, and nothing of anybody else."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playing import at, happening, message, play, policy

from wechat_policy import Engine, Finding
from wechat_policy.engine.accounts import statements
from wechat_policy.engine.disclosure import disclosure
from wechat_policy.engine.erasure import erase
from wechat_policy.engine.holdings import (
    Holdings,
    Kind,
    Mention,
    about_alone,
    holdings,
    mentions,
)
from wechat_policy.engine.owing import pending_in
from wechat_policy.events import read_event
from wechat_policy.state import Memory, StateError
from wechat_policy.state.sqlite import SQLite
from wechat_policy.verdict import Verdict

BODY = """
lexicon rude = {"饭桶"}

clause insult
  title "No insults"
  cites "3"
  forbid message when text contains rude
  severity minor

clause doubt
  suspect message when text matches /谣/
  severity minor

clause flood
  limit message to 2 per 10m by sender
  severity minor

clause pair
  limit group.add to 9 per 1d by group
  severity minor

clause unasked
  forbid file.share unless had (approval.request) by actor
  severity minor

clause read_it
  after notice.give for each p in to within 2d require message.read by message = that.id, actor = p
  severity late

clause answer
  after approval.assign within 1h require approval.decide by request
  severity late

clause journal
  every 1d for each p in people (status = active) require journal.submit by actor = p
  severity late

penalties
  minor: oral_warning for first 1 per month, then fine 20 CNY
  late: fine 50 CNY
"""
PEOPLE = {
    "people": [
        {"id": who, "joined": "2026-03-02", "status": "active"} for who in ("张三", "李四", "hr")
    ]
}
WHO = "张三"
EVENTS: list[Any] = [
    message("03-02 09:00", "m1", "你这个饭桶", sender=WHO),
    message("03-02 09:01", "m2", "饭桶", sender="李四"),
    message("03-02 09:02", "m3", "听说谣言", sender=WHO),
    happening("notice.give", "03-02 09:03", "n1", actor="hr", about="leave",
              to=[WHO, "李四"]),
    happening("approval.assign", "03-02 09:04", "a1", actor=WHO, request="r1", to=WHO),
    happening("approval.request", "03-02 09:05", "q1", actor=WHO, request="r9", form="other"),
    happening("approval.request", "03-02 09:05", "q2", actor="李四", request="r8", form="other"),
    happening("role.assign", "03-02 09:06", "d1", actor="hr", person=WHO, role="manager",
              operation="assign"),
    happening("group.create", "03-02 09:07", "g1", actor="hr", group="g", name="G",
              members=["李四"]),
    happening("group.add", "03-02 09:08", "g2", actor="hr", group="g", members=[WHO]),
    happening("group.add", "03-02 09:09", "g3", actor=WHO, group="g", members=["hr"]),
]  # fmt: skip
LATER: list[Any] = [
    message("03-03 09:00", "l1", "饭桶", sender="李四"),
    happening("message.read", "03-03 09:30", "l2", actor="李四", message="n1"),
    happening(
        "file.share",
        "03-03 10:00",
        "l3",
        actor="李四",
        file={"name": "a"},
        channel="wechat",
        to=["hr"],
    ),
    at("03-05 12:00"),
]


def made(file: Path | None, *events: Any) -> Engine:
    """An engine after the events, with its state in a file."""
    engine = Engine(policy(BODY), PEOPLE, state=None if file is None else str(file))
    play(engine, events)
    return engine


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    """A state file after the first events, with everything delivered."""
    file = tmp_path / "state.db"
    engine = made(file, *EVENTS)
    engine.ack(engine.pending_delivery())
    engine.close()
    return file


def held_in(file: Path, who: str = WHO) -> tuple[Holdings, list[Mention]]:
    """What a file holds about somebody, and what else names them."""
    store = SQLite(file, read_only=True)
    held = holdings(store, who)
    named = mentions(store, held)
    store.close()
    return held, named


def taken_out(file: Path, who: str = WHO) -> None:
    """Erases somebody from a file."""
    store = SQLite(file)
    erase(store, holdings(store, who))
    store.close()


def test_every_kind_is_found(file: Path) -> None:
    """Entries and violations, windows, series, duties, periods, changes of the directory."""
    held, _ = held_in(file)

    assert {
        "entry": 1, "penalty": 1, "violation": 2, "window": 1, "series": 1, "duty": 2, "period": 1,
        "directory": 2,
    } == held.counts()  # fmt: skip
    store = SQLite(file, read_only=True)
    assert not holdings(store, "nobody")
    store.close()


def test_memory_holds_the_same(file: Path) -> None:
    """Whatever the store; changes of the directory are the engine's own there."""
    engine = made(None, *EVENTS)
    counts = held_in(file)[0].counts()
    del counts["directory"]

    assert counts == holdings(engine.state, WHO).counts()
    assert engine.pending() == pending_in(engine.state)


def test_statements_are_the_account(file: Path) -> None:
    """Each entry with its violations and penalty; what does not count stands there too."""
    held, _ = held_in(file)

    assert [
        ("m1", ["insult"], "minor"), ("m3", ["doubt"], None),
    ] == [
        (one.id, [each.violation.clause for each in one.reported],
         one.standing.penalty and one.standing.penalty.tier)
        for one in statements(held)
    ]  # fmt: skip


def test_what_findings_told_is_there(file: Path) -> None:
    """An overturned violation keeps its entry, without a penalty, with what was told of it."""
    engine = made(file)
    (first, *_) = statements(held_in(file)[0])
    id_ = first.reported[0].violation.id
    engine.find(Finding(id_, "overturn", at("03-02 10:00"), by="hr", facts={"loss": 800}))
    engine.close()
    (first, *_) = statements(held_in(file)[0])

    assert (None, None) == (first.standing.entry, first.standing.penalty)
    assert ("overturned", {"loss": 800}) == (
        first.reported[0].violation.status, first.reported[0].facts
    )  # fmt: skip


def test_what_is_erased_is_gone(file: Path) -> None:
    """Nothing is left but what names the person in what is about others, which is told."""
    _, named = held_in(file)
    taken_out(file)
    held, still = held_in(file)

    assert {} == held.counts()
    assert named == still
    assert {Mention("directory", id="g3"), Mention("duty", "p", "read_it", "n1")} == set(still)


def test_no_bytes_are_left(tmp_path: Path) -> None:
    """Neither in UTF-8 nor escaped, in no file of the store, if nothing else names the person."""
    file = tmp_path / "state.db"
    alone = [one for one in EVENTS if one["id"] not in ("n1", "g3")]
    made(file, *alone, message("03-02 09:10", "m9", "张三：饭桶", sender=WHO)).close()
    taken_out(file)

    held = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    escaped = json.dumps(WHO)[1:-1].encode()
    assert b"m2" in held
    assert [False, False] == [part in held for part in (WHO.encode(), escaped)]


def test_others_go_on_as_if_nothing_had_been(file: Path, tmp_path: Path) -> None:
    """Their windows, series, duties and accounts are untouched.

    What the directory still asks of the person counts from the erasure on.
    """

    def others(verdicts: list[Verdict]) -> list[Any]:
        return [
            (one.at, one.kind, part.subject, part.to_dict())
            for one in verdicts
            for part in (*one.violations, *one.penalties)
            if part.subject != WHO
        ]

    untouched = tmp_path / "other.db"
    made(untouched, *EVENTS).close()
    taken_out(file)
    engine, other = made(file), made(untouched)
    expected, got = play(other, LATER), play(engine, LATER)
    other.close()
    engine.close()

    assert {"insult", "journal"} <= {
        each.clause for one in expected for each in one.violations if each.subject != WHO
    }
    assert others(expected) == others(got)
    anew = [each.at for one in got for each in one.violations if each.subject == WHO]
    assert at("03-03 09:09") == min(anew)


def test_a_duty_that_others_owe_too_stays_theirs(file: Path) -> None:
    """One that only the person owes goes, with its timer."""
    taken_out(file)
    store = SQLite(file)

    assert [("read_it", ("李四",))] == [(one.clause, one.owed_by) for one in pending_in(store)]
    assert not [key for _, key in store.timers() if "a1" in key or WHO in key]
    rest = list(store.items())
    assert not [key for key, _ in rest if "r1" in key or ("opened", "a1") == key]
    store.close()


def test_verdicts_about_others_too_stay_in_the_outbox(tmp_path: Path) -> None:
    """Only those about the person alone are deleted."""
    file = tmp_path / "state.db"
    made(file, *EVENTS, at("03-05 12:00")).close()
    before, _ = held_in(file)
    taken_out(file)
    after, still = held_in(file)

    assert {"m1", "m3"} <= {one.id for one in before.undelivered}
    assert ["p/read_it/0/n1#due"] == [one.id for one in after.undelivered]
    assert Mention("verdict", id="p/read_it/0/n1#due") in still


def test_the_running_engine_is_told(file: Path) -> None:
    """It cannot bring back what was erased: it has to open the file anew."""
    engine = made(file)
    taken_out(file)
    with pytest.raises(StateError, match="another engine"):
        engine.feed(message("03-02 10:00", "m10", "饭桶", sender=WHO))
    engine.close()

    assert {} == held_in(file)[0].counts()


def test_disclosure_tells_of_nobody_else(file: Path) -> None:
    """An event of others is told by its stamp alone; all the rest is JSON in a fixed order."""
    held, named = held_in(file)
    told = disclosure(held, named)

    assert json.dumps(told) == json.dumps(disclosure(*held_in(file)))
    assert [
        "person", "as_of", "accounts", "violations", "duties", "windows", "periods", "directory",
        "waiting", "undelivered", "named_in",
    ] == list(told)  # fmt: skip
    assert ["你这个饭桶", "听说谣言"] == [one["record"]["text"] for one in told["violations"]]
    assert [{"type", "id", "at"}] == [
        set(one["record"]) for one in told["duties"] if one["opened_by"] == "n1"
    ]
    assert "李四" not in json.dumps(told, ensure_ascii=False)


def test_disclosure_tells_the_persons_part_of_a_verdict(tmp_path: Path) -> None:
    """What a verdict says of others stays out."""
    file = tmp_path / "state.db"
    made(file, *EVENTS, at("03-05 12:00")).close()
    told = disclosure(*held_in(file))
    shared = next(one for one in told["undelivered"] if one["id"] == "p/read_it/0/n1#due")

    assert [WHO] == [one["subject"] for one in shared["violations"]]
    assert 1 == len(shared["penalties"])


def test_events_that_wait_go_with_their_author(tmp_path: Path) -> None:
    """What others wrote goes on waiting."""
    file = tmp_path / "state.db"
    engine = Engine(policy(BODY), PEOPLE, state=file, lateness=timedelta(hours=1))
    play(engine, EVENTS[1:3])
    engine.close()
    assert 1 == held_in(file)[0].counts()["waiting"]
    taken_out(file)

    engine = Engine(policy(BODY), PEOPLE, state=file, lateness=timedelta(hours=1))
    assert ["m2"] == [key[2] for key in engine.state.keys("", "waiting")]
    engine.flush()
    assert [] == list(engine.state.keys("", "waiting"))
    engine.close()


ALONE: dict[str, tuple[dict[str, Any], bool]] = {
    "own row": ({"type": "profile.update", "person": "x", "changes": {"name": "y"}}, True),
    "own joining": ({"type": "employee.join", "actor": "x"}, True),
    "row of another": ({"type": "profile.update", "person": "y", "changes": {"name": "x"}}, False),
    "own membership": ({"type": "group.add", "actor": "y", "group": "g", "members": ["x"]}, True),
    "two members": ({"type": "group.add", "actor": "x", "group": "g", "members": ["x", "y"]},
                    False),
    "own group": ({"type": "group.create", "actor": "x", "group": "g", "owner": "x", "name": "G"},
                  False),
    "an account": ({"type": "account.assign", "account": "a", "holder": "x"}, False),
    "a message": ({"type": "message", "sender": "x", "kind": "text", "text": "x"}, False),
}  # fmt: skip


@pytest.mark.parametrize(("record", "alone"), ALONE.values(), ids=ALONE)
def test_what_is_about_one_alone(record: dict[str, Any], alone: bool) -> None:
    """A row of the person or a membership, whoever entered it; not a group or an account."""
    stamp = {"id": "e", "at": datetime(2026, 3, 2, tzinfo=UTC)}

    assert alone is about_alone(read_event({**stamp, **record}), "x")


NAMED = {
    "itself": ("li", "li", True),
    "in a sentence": ("问li呢", "li", True),
    "marked": ("@li ok", "li", True),
    "in a word": ("client", "li", False),
    "at the end of a word": ("Ali", "li", False),
    "again": ("client li", "li", True),
    "in Chinese": ("问张三吧", "张三", True),
}


@pytest.mark.parametrize(("text", "who", "named"), NAMED.values(), ids=NAMED)
def test_a_name_in_a_text(text: str, who: str, named: bool) -> None:
    """An id is named where it stands as a word; Chinese has no words to go by."""
    state = Memory()
    state.put(("p", "entry", "other", text), None)
    state.put(("", "directory", "e"), read_event(
        {"type": "x.told", "id": "e", "at": "2026-03-02T09:00:00Z", "words": [{"of": text}]}
    ))  # fmt: skip
    kinds: list[Kind] = [one.kind for one in mentions(state, holdings(state, who))]

    assert (["directory"] if named else []) == kinds
