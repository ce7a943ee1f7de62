"""Hours of one's own: how a directory tells them, and what they change for the person."""

from __future__ import annotations

import logging
import pickle
from datetime import date, timedelta
from typing import Any

import pytest
from playing import SKINS, at, happening, message, play, played, policy, violations

from wechat_policy import Engine
from wechat_policy.directory import Directory
from wechat_policy.errors import InvalidRecord
from wechat_policy.lexical import Skin
from wechat_policy.schedule import Schedule, Stint, read_schedule

HEAD = """
hours office = workdays 09:00-12:00, 13:00-18:00
hours night = everyday 22:00-06:00
"""
QUIET = "clause quiet\n  forbid message when outside office for sender\n"
REPLY = """clause reply
  after message for each p from recipients within 1h of office for p
    require message by sender = p
"""

READ: dict[str, tuple[Any, Schedule]] = {
    "the hours of a policy by their name": (
        {"hours": "night"},
        Schedule("night", (), None),
    ),
    "days and one range": (
        {"workdays": "09:00-18:00"},
        Schedule(None, (Stint(frozenset({"workdays"}), frozenset(), ((540, 1080),)),), None),
    ),
    "several ranges, in one text or in a list": (
        {"saturday": "9:00-12:00, 13:00-15:30", "sunday": ["09:00-10:00", "23:00-24:00"]},
        Schedule(
            None,
            (
                Stint(frozenset({"saturday"}), frozenset(), ((540, 720), (780, 930))),
                Stint(frozenset({"sunday"}), frozenset(), ((540, 600), (1380, 1440))),
            ),
            None,
        ),
    ),
    "in Chinese words and full-width signs": (
        {"周六": "０９：００－１２：００、１３：００～１５：００", "时区": "Asia/Urumqi"},
        Schedule(
            None,
            (Stint(frozenset({"saturday"}), frozenset(), ((540, 720), (780, 900))),),
            "Asia/Urumqi",
        ),
    ),
    "a single day over midnight": (
        {"2026-03-04": "22:00-06:00"},
        Schedule(None, (Stint(frozenset(), frozenset({date(2026, 3, 4)}), ((1320, 360),)),), None),
    ),
}


@pytest.mark.parametrize(("told", "schedule"), READ.values(), ids=READ)
def test_read(told: Any, schedule: Schedule) -> None:
    """What a directory tells is read as days with their ranges."""
    assert read_schedule("working_hours", told) == schedule


REFUSED: dict[str, tuple[Any, str]] = {
    "no mapping": ("09:00-18:00", "working_hours"),
    "nothing": ({}, "working_hours"),
    "a time zone alone": ({"timezone": "UTC"}, "working_hours"),
    "a time zone that is no text": ({"timezone": 8, "monday": "09:00-10:00"}, "timezone"),
    "a name and days": ({"hours": "night", "monday": "09:00-10:00"}, "monday"),
    "no day": ({"workdaze": "09:00-10:00"}, "workdaze"),
    "a day that is no text": ({1: "09:00-10:00"}, "1"),
    "no range": ({"monday": "nine to five"}, "monday"),
    "no text": ({"monday": 9}, "monday"),
    "an hour that no clock shows": ({"monday": "09:00-24:01"}, "monday"),
    "minutes that no clock shows": ({"monday": "09:60-10:00"}, "monday"),
    "a range without length": ({"monday": "09:00-09:00"}, "monday"),
    "a range that begins at the end of the day": ({"monday": "24:00-06:00"}, "monday"),
}


@pytest.mark.parametrize(("told", "field"), REFUSED.values(), ids=REFUSED)
def test_refused(told: Any, field: str) -> None:
    """What cannot be read is refused with its place."""
    with pytest.raises(InvalidRecord) as caught:
        read_schedule("working_hours", told)

    assert caught.value.field.endswith(field)


# ------------------------------------------------------------------------ whether it is worked


def people(**hours: Any) -> dict[str, Any]:
    """A directory of people with hours of their own; None gives somebody none."""
    return {
        "people": [
            {"id": id, "name": id, **({} if own is None else {"working_hours": own})}
            for id, own in hours.items()
        ]
    }


WHEN: dict[str, tuple[Any, str, str]] = {
    "of one's own, off": ({"everyday": "06:00-14:00"}, "03-04 15:00", "violation"),
    "of one's own, on": ({"everyday": "06:00-14:00"}, "03-04 06:00", ""),
    "a night shift, past midnight": ({"hours": "night"}, "03-05 05:59", ""),
    "a night shift, by day": ({"hours": "night"}, "03-04 10:00", "violation"),
    "on the company's make-up Saturday": ({"workdays": "08:00-12:00"}, "02-28 08:30", ""),
    "in a time zone of one's own": (
        {"workdays": "09:00-12:00", "timezone": "Asia/Tokyo"},
        "03-04 08:30",
        "",
    ),
    "who has none works the company's": (None, "03-04 09:00", ""),
    "who has none is off when the company is": (None, "03-04 08:59", "violation"),
    "hours nobody defined": ({"hours": "noon"}, "03-04 10:00", "undetermined"),
    "hours nobody can read": ({"workdays": "nine to five"}, "03-04 10:00", "undetermined"),
    "a year that no calendar covers": (
        {"workdays": "09:00-12:00"},
        "2003-03-04 09:00",
        "undetermined",
    ),
    "every day, in any year": ({"everyday": "09:00-12:00"}, "2003-03-04 09:00", ""),
}


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize(("own", "when", "said"), WHEN.values(), ids=WHEN)
def test_outside_hours_of_a_person(own: Any, when: str, said: str, skin: Skin) -> None:
    """A message is judged by its sender's own hours, else by the company's."""
    judged = policy(QUIET + "  if unknown review\n", skin=skin, head=HEAD)
    verdicts = played(judged, [message(when, "m")], people(a=own))

    found = [one.status for one in violations(verdicts)]
    found += ["undetermined" for verdict in verdicts for _ in verdict.undetermined]
    assert found == ([said] if said else [])


def test_a_person_nobody_knows_works_the_company_s_hours() -> None:
    """Nobody is let off, and nobody accused, for not standing in the directory."""
    messages = [message("03-04 08:00", "early"), message("03-04 09:00", "in_time")]
    verdicts = played(policy(QUIET, head=HEAD), messages)

    assert [verdict.event for verdict in verdicts if verdict.violations] == ["early"]


def test_hours_follow_the_roster() -> None:
    """The row that is valid at the time tells the hours."""
    rows = [
        {"name": "a", "working_hours": {"hours": "night"}},
        {"name": "a", "valid_from": "2026-03-05", "working_hours": {"everyday": "09:00-12:00"}},
    ]
    verdicts = played(
        policy(QUIET, head=HEAD),
        [message(f"03-{day} 23:00", f"m{day}") for day in ("04", "05")],
        {"people": {"a": rows}},
    )

    assert [verdict.event for verdict in verdicts if verdict.violations] == ["m05"]


def test_each_recipient_by_his_own_hours() -> None:
    """Inside a list `it` is each person."""
    body = "clause rest\n  forbid message when any recipients (outside office for it)\n"
    told = people(b={"everyday": "12:00-20:00"}, c=None)
    inputs = [
        message("03-04 14:00", "both", recipients=["b", "c"]),
        message("03-04 19:00", "late", recipients=["b"]),
        message("03-04 19:01", "too_late", recipients=["b", "c"]),
    ]
    verdicts = played(policy(body, head=HEAD), inputs, told)

    assert [verdict.event for verdict in verdicts if verdict.violations] == ["too_late"]


def test_the_trace_shows_whose_hours() -> None:
    """Who reads the verdict sees the hours that were counted."""
    own = {"everyday": "06:00-14:00"}
    (verdict,) = played(policy(QUIET, head=HEAD), [message("03-04 15:00", "m")], people(a=own))

    assert verdict.violations[0].trace.values["sender.working_hours"] == own


def test_what_cannot_be_read_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    """The log names the fault, not the person nor the message."""
    engine = Engine(policy(QUIET, id="once", head=HEAD), people(zhang={"monday": "9-5"}))
    with caplog.at_level(logging.WARNING, logger="wechat_policy"):
        for number in range(3):
            engine.feed(message("03-04 10:00", f"m{number}", "秘密", sender="zhang"))

    (record,) = caplog.records
    assert "working_hours.monday" in record.getMessage()
    assert "zhang" not in record.getMessage() and "秘密" not in record.getMessage()


def test_a_policy_with_hours_of_persons_pickles() -> None:
    """What was read of people does not travel with the policy."""
    before = policy(QUIET, id="pickled", head=HEAD)
    played(before, [message("03-04 15:00", "m")], people(a={"hours": "night"}))
    after = pickle.loads(pickle.dumps(before))

    told = [violations(played(one, [message("03-04 15:00", "m")])) for one in (before, after)]
    assert told == [[], []]


# ------------------------------------------------------------------------ lengths of time


def late(verdicts: Any) -> list[tuple[str | None, str]]:
    """Who was late, and when it was due."""
    return [
        (one.subject, f"{verdict.at:%m-%d %H:%M}")
        for verdict in verdicts
        for one in verdict.violations
    ]


@pytest.mark.parametrize("skin", SKINS)
def test_each_member_has_a_due_time_of_his_own(skin: Skin) -> None:
    """The hour runs in the hours of each: by day, by night, or on the company's next morning."""
    told = people(b={"everyday": "15:00-23:00"}, c={"hours": "night"}, d=None)
    inputs = [message("03-04 17:30", "m", recipients=["b", "c", "d"]), at("03-06 00:00")]
    verdicts = played(policy(REPLY, skin=skin, head=HEAD), inputs, told)

    assert late(verdicts) == [("b", "03-04 18:30"), ("c", "03-04 23:00"), ("d", "03-05 09:30")]
    assert len({verdict.id for verdict in verdicts if verdict.violations}) == 3


def test_who_is_due_together_is_told_together() -> None:
    """Members whose hours come to the same due time share a verdict."""
    told = people(b={"everyday": "09:00-18:00"}, c=None)
    inputs = [message("03-04 10:00", "m", recipients=["b", "c"]), at("03-05 00:00")]
    (verdict,) = (one for one in played(policy(REPLY, head=HEAD), inputs, told) if one.violations)

    assert late([verdict]) == [("b", "03-04 11:00"), ("c", "03-04 11:00")]


def test_each_member_settles_alone() -> None:
    """Who answers in time owes nothing; who answers late has it noted with the time."""
    told = people(b={"everyday": "15:00-23:00"}, c={"hours": "night"})
    inputs = [
        message("03-04 17:30", "m", recipients=["b", "c"]),
        message("03-04 18:45", "late", sender="b", recipients=[]),
        message("03-04 23:00", "in_time", sender="c", recipients=[]),
        at("03-06 00:00"),
    ]
    verdicts = played(policy(REPLY, head=HEAD), inputs, told)

    assert {one.subject for one in violations(verdicts)} == {"b"}
    (settled,) = (one for one in violations(verdicts) if one.settled_at is not None)
    assert settled.settled_at == at("03-04 18:45")


def test_a_recall_cancels_for_all_members() -> None:
    """A message that is taken back asks for no reply, whenever it would have been due."""
    told = people(b={"everyday": "15:00-23:00"}, c={"hours": "night"})
    inputs = [
        message("03-04 17:30", "m", recipients=["b", "c"]),
        happening("message.recall", "03-04 17:40", "r", actor="a", message="m"),
        at("03-06 00:00"),
    ]

    assert not violations(played(policy(REPLY, head=HEAD), inputs, told))


def test_due_times_of_members_outlast_a_restart() -> None:
    """An engine that takes over the state knows each due time."""
    told = people(b={"everyday": "15:00-23:00"}, c={"hours": "night"})
    first = Engine(policy(REPLY, head=HEAD), told)
    first.feed(message("03-04 17:30", "m", recipients=["b", "c"]))
    second = Engine(policy(REPLY, head=HEAD), told)
    second.restore(first.snapshot())

    verdicts = play(second, [at("03-06 00:00")])
    assert late(verdicts) == [("b", "03-04 18:30"), ("c", "03-04 23:00")]


DUE: dict[str, tuple[str, Any, str, list[tuple[str | None, str]]]] = {
    "working days are days of one's own": (
        "2 workdays of office for actor",
        {"saturday": "09:00-12:00", "sunday": "09:00-12:00"},
        "03-06 10:00",
        [("a", "03-08 12:00")],
    ),
    "working days without hours, of one who has his own": (
        "1 workdays for actor",
        {"everyday": "06:00-14:00"},
        "03-06 10:00",
        [("a", "03-07 14:00")],
    ),
    "working days without hours, of one who has none": (
        "1 workdays for actor",
        None,
        "03-06 10:00",
        [("a", "03-10 00:00")],
    ),
    "a parameter of working time": (
        "answer for actor",
        {"hours": "night"},
        "03-06 10:00",
        [("a", "03-07 00:00")],
    ),
    "hours that cannot be read open nothing": (
        "1h of office for actor",
        {"everyday": "always"},
        "03-06 10:00",
        [],
    ),
}


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize(("within", "own", "when", "due"), DUE.values(), ids=DUE)
def test_due(
    within: str, own: Any, when: str, due: list[tuple[str | None, str]], skin: Skin
) -> None:
    """A length counted for a person is counted in that person's hours."""
    body = f"clause c\n  after login within {within} require attendance.checkin by actor\n"
    head = HEAD + "parameter answer = 2h of office\n"
    inputs = [happening("login", when, "e", actor="a", account="w"), at("03-31 00:00")]

    assert late(played(policy(body, skin=skin, head=head), inputs, people(a=own))) == due


def test_looking_back_counts_the_hours_of_the_person() -> None:
    """Two hours ago is not yet an hour of work for who began an hour ago."""
    body = (
        "clause c\n  forbid message when"
        " had (login) by actor = sender within 90m of office for sender\n"
    )
    inputs = [
        happening("login", "03-04 14:00", "e1", actor="a", account="w"),
        happening("login", "03-04 14:00", "e2", actor="b", account="v"),
        message("03-04 16:00", "m1", sender="a"),
        message("03-04 16:00", "m2", sender="b"),
    ]
    told = people(a={"everyday": "15:00-23:00"}, b=None)
    verdicts = played(policy(body, head=HEAD), inputs, told)

    assert [verdict.event for verdict in verdicts if verdict.violations] == ["m1"]


def test_what_working_time_has_left_behind_is_forgotten() -> None:
    """A window of working hours keeps what lies in it, over nights and holidays, and no more."""
    body = "clause c\n  forbid message when had (login) by actor = sender within 3h of office\n"
    engine = Engine(policy(body, head=HEAD))
    for number in range(100):  # a login an hour, day and night, from a Monday to the Friday
        when = at("03-02 09:00") + timedelta(hours=number)
        engine.feed(happening("login", when, f"e{number}", actor="a", account="w"))

    (kept,) = (
        value for key, value in engine.state.items("p") if "series" in key
    )  # Friday 12:00: since Thursday 18:00 just three hours were worked
    assert [one.event for one in kept] == [f"e{number}" for number in range(81, 100)]


def test_what_cannot_be_read_is_told_with_its_place() -> None:
    """A directory knows which of the listed hours cannot be read."""
    directory = Directory.of(people(a={"monday": "9-5"}, b={"hours": "night"}, c=None))

    (fault,) = directory.unreadable_hours()
    assert fault.field == "people.a.working_hours.monday"
