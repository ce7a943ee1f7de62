"""Why an event breaks a clause: what each norm makes of it, and what stood in the way."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from wechat_policy import Engine, loads
from wechat_policy.engine.why import Why, obstacles, why
from wechat_policy.errors import InvalidRecord
from wechat_policy.verdict import Trace

AT = datetime.fromisoformat("2026-03-04T10:00:00+08:00")
HEAD = 'policy "p" "P"\n  version "1"\n  timezone "Asia/Shanghai"\n\n'
LEXICON = 'lexicon insult = {"饭桶"}\n\n'
PENALTIES = "\npenalties\n  minor: warning\n"


def engine(norms: str, more: str = "", head: str = HEAD) -> Engine:
    text = f"{head}{LEXICON}clause c\n{norms}\n  severity minor\n{more}{PENALTIES}"
    return Engine(loads(text), {"people": [{"id": "a", "name": "甲", "roles": ["hr"]}]})


def message(number: int = 1, **facts: Any) -> dict[str, Any]:
    at = AT + timedelta(minutes=number)
    plain = {"type": "message", "id": f"m{number}", "at": at, "sender": "a", "kind": "text"}
    return {**plain, "text": "早", **facts}


def asked(norms: str, event: dict[str, Any] | None = None, more: str = "", head: str = HEAD) -> Why:
    return why(engine(norms, more, head), event or message(text="饭桶"), "c")


SHOUT = "  forbid message when text contains insult"
OUTCOMES = {
    "violated": (SHOUT, message(text="饭桶"), "violated"),
    "complied": (SHOUT, message(text="早"), "complied"),
    "unknown": ("  forbid message when group.external", message(), "unknown"),
    "unknown counts": (
        "  forbid message when group.external\n  if unknown violate",
        message(),
        "violated",
    ),
    "required": (
        '  require (text matches /^#/) on message',
        message(),
        "violated",
    ),
    "apart": (SHOUT, {"type": "login", "id": "l", "at": AT, "actor": "a", "account": "x"}, "apart"),
    "opens": (
        "  after message within 1h require message.read by message = that.id",
        message(),
        "opens",
    ),
    "opens not": (
        "  after message within 1h require message.read by message = that.id when group given",
        message(group=None),
        "opens_not",
    ),
    "settles": (
        "  after message within 1h require message.read by message = that.id",
        {"type": "message.read", "id": "r", "at": AT, "actor": "a", "message": "m1"},
        "settles",
    ),
    "settles not": (
        "  after message within 1h require message.read where (actor = “b”) by message = that.id",
        {"type": "message.read", "id": "r", "at": AT, "actor": "a", "message": "m1"},
        "settles_not",
    ),
    "a duty of days": (
        "  before 18:00 on workdays for each p in people require message by sender = p",
        message(),
        "settles",
    ),
    "a duty again and again": (
        "  every 30d for each p in people require message by sender = p",
        message(),
        "settles",
    ),
    "counted": ("  limit message to 2times per 1h by sender", message(), "complied"),
    "too many": ("  limit message to 0times per 1h by sender", message(), "violated"),
    "not counted": (
        "  limit message to 0times per 1h by sender when text contains insult",
        message(),
        "complied",
    ),
    "of no key": ("  limit message to 0times per 1h by group", message(), "unknown"),
}  # fmt: skip


@pytest.mark.parametrize(("norms", "event", "outcome"), OUTCOMES.values(), ids=OUTCOMES)
def test_what_a_norm_makes_of_an_event(norms: str, event: dict[str, Any], outcome: str) -> None:
    """Each kind of norm says what the event is to it."""
    (answer,) = asked(norms, event).norms

    assert outcome == answer.outcome


def test_every_norm_answers() -> None:
    """The norms of a clause answer in their order, each for itself."""
    found = asked(f"{SHOUT}\n  forbid login\n  suspect message when text matches /^饭/")

    assert ["violated", "apart", "violated"] == [one.outcome for one in found.norms]
    assert [0, 1, 2] == [one.number for one in found.norms]
    assert found.violated and found.concerned


def test_a_norm_about_other_events_names_them() -> None:
    """What a norm is about is told where the event is none of it."""
    (answer,) = asked("  forbid login, broadcast").norms

    assert ("login", "broadcast") == answer.types


def test_a_permission_is_named() -> None:
    """An event that another clause permits is not violated, and the clause is named."""
    more = "\nclause free\n  permit message lifts c when sender is {hr}\n"
    (answer,) = asked(SHOUT, more=more).norms

    assert ("lifted", "free") == (answer.outcome, answer.lifted_by)
    assert answer.trace is not None and "sender" in answer.trace.text


def test_a_limit_does_not_count_what_is_permitted() -> None:
    """An event that is permitted fills no window."""
    more = "\nclause free\n  permit message lifts c when sender is {hr}\n"
    (answer,) = asked("  limit message to 0times per 1h by sender", more=more).norms

    assert ("lifted", None) == (answer.outcome, answer.distance)


def test_a_permission_that_is_unknown_leaves_it_open() -> None:
    """Nobody knows whether the permission holds, so nobody knows whether the clause is broken."""
    more = "\nclause free\n  permit message lifts c when group.external\n"

    assert ["unknown"] == [one.outcome for one in asked(SHOUT, more=more).norms]


def test_a_permission_says_whether_it_permits() -> None:
    """A clause that permits answers too."""
    text = f"{HEAD}{LEXICON}clause c\n{SHOUT}\n  severity minor\n\nclause free\n"
    text += f"  permit message lifts c when sender is {{hr}}\n{PENALTIES}"
    judge = Engine(loads(text), {"people": [{"id": "a", "roles": ["hr"]}, {"id": "b"}]})

    assert ["lifts"] == [one.outcome for one in why(judge, message(), "free").norms]
    assert ["lifts_not"] == [one.outcome for one in why(judge, message(sender="b"), "free").norms]


def test_before_a_policy_is_in_force_nothing_is_judged() -> None:
    """An event from before says that the policy came later."""
    head = HEAD.rstrip() + "\n  effective from 2027-01-01\n\n"

    assert ["early"] == [one.outcome for one in asked(SHOUT, head=head).norms]


def test_the_distance_of_a_limit_grows_with_what_is_remembered() -> None:
    """The third message of an hour is told to be the third, and the fourth exceeds the limit."""
    judge = engine("  limit message to 3times per 1h by sender")
    told = []
    for number in range(1, 5):
        (answer,) = why(judge, message(number), "c").norms
        told.append((answer.outcome, answer.distance))
        judge.feed(message(number))

    assert [
        ("complied", "1 of 3"), ("complied", "2 of 3"), ("complied", "3 of 3"),
        ("violated", "4 of 3"),
    ] == told  # fmt: skip


def test_nothing_is_remembered() -> None:
    """However often one asks, the answer is the same, and the engine knows of no event."""
    judge = engine("  limit message to 1times per 1h by sender")
    answers = {why(judge, message(), "c").norms[0].distance for _ in range(3)}

    assert {"1 of 1"} == answers
    assert 0 == judge.stats().get("events", 0)


def test_it_agrees_with_the_verdict() -> None:
    """What is violated is what the engine judges to be, with the same condition."""
    judge = engine(f"{SHOUT} unless sender is {{legal}}")
    (violation,) = judge.judge(message(text="饭桶")).violations
    (answer,) = why(judge, message(text="饭桶"), "c").norms

    assert violation.trace == answer.trace


def test_the_due_time_is_told() -> None:
    """A duty that the event opens says when it is due."""
    (answer,) = asked("  after message within 1h require message.read by message = that.id").norms

    assert AT + timedelta(hours=1, minutes=1) == answer.due


LEAF, HOLDS, OPEN = Trace("false", False), Trace("true", True), Trace("open", None)
TREES = {
    "a test": (LEAF, [("false", True)]),
    "what holds": (HOLDS, []),
    "what is unknown": (OPEN, [("open", True)]),
    "all of": (Trace("", False, parts=(HOLDS, LEAF), joined="and"), [("false", True)]),
    "false before unknown": (
        Trace("", False, parts=(OPEN, LEAF), joined="and"),
        [("false", True)],
    ),
    "unknown in all of": (Trace("", None, parts=(HOLDS, OPEN), joined="and"), [("open", True)]),
    "any of": (
        Trace("", False, parts=(LEAF, LEAF), joined="or"),
        [("false", True), ("false", True)],
    ),
    "not": (Trace("", False, parts=(HOLDS,), joined="not"), [("true", False)]),
    "not all of": (
        Trace(
            "", False, parts=(Trace("", True, parts=(HOLDS, HOLDS), joined="and"),), joined="not"
        ),
        [("true", False), ("true", False)],
    ),
    "not any of": (
        Trace("", False, parts=(Trace("", True, parts=(HOLDS, LEAF), joined="or"),), joined="not"),
        [("true", False)],
    ),
    "a measure of what holds": (
        Trace("limit", False, parts=(HOLDS,), joined="and"),
        [("limit", True)],
    ),
}


@pytest.mark.parametrize(("trace", "expected"), TREES.values(), ids=TREES)
def test_obstacles_are_the_tests_that_decided(trace: Trace, expected: list[Any]) -> None:
    """The innermost tests that kept the whole from being true, and what they should have been."""
    assert expected == [(one.trace.text, one.wanted) for one in obstacles(trace)]


def test_a_clause_that_does_not_exist_is_refused() -> None:
    """Neither an unknown clause nor one of another policy is explained."""
    with pytest.raises(KeyError):
        why(engine(SHOUT), message(), "d")
    with pytest.raises(KeyError):
        why(engine(SHOUT), message(), "c", "q")


def test_a_record_that_is_no_event_is_refused() -> None:
    """The field at fault is named."""
    with pytest.raises(InvalidRecord, match="at"):
        why(engine(SHOUT), {"type": "message", "id": "m"}, "c")
