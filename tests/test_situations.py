"""What is kept for events that tell the same is asked anew when something behind it changes.

Each case is a clause and what happens around equal messages; the reference interpreter, which
keeps nothing, has to agree. The number tells how many violations come of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import attrs
import pytest
from differential import answered, expected, policies
from registered import ASKED, registered

from wechat_policy import Engine, loads, read_event

CHINA = timezone(timedelta(hours=8))
MORNING = datetime(2026, 3, 4, 8, tzinfo=CHINA)  # a workday
HEAD = 'policy "p" "P"\n  timezone "Asia/Shanghai"\nhours work = workdays 09:00-18:00\n'
HEAD += 'lexicon bad = {"笨蛋", "滚"}\n'
DIRECTORY: dict[str, Any] = {
    "people": [
        {"id": "a", "roles": ["guard"], "department": ["sales"], "status": "active"},
        {"id": "b", "roles": [], "external": True},
        {"id": "c", "roles": ["guard"], "valid_until": "2026-03-05"},
    ],
    "groups": [{"id": "g", "level": "work", "owner": "a", "members": ["a", "c"]}],
}


def said(hours: float, **facts: Any) -> dict[str, Any]:
    at = MORNING + timedelta(hours=hours)
    told = {"sender": "a", "recipients": ["b"], "kind": "text", "text": "早", "group": "g"}
    return {"type": "message", "id": f"m{hours}", "at": at, **told, **facts}


def done(hours: float, type_: str, **facts: Any) -> dict[str, Any]:
    return {"type": type_, "id": f"d{hours}", "at": MORNING + timedelta(hours=hours), **facts}


TWICE = [said(0), said(2)]
CASES: dict[str, tuple[str, list[dict[str, Any]], int]] = {
    "nothing changes": ("sender.roles includes 'guard'", TWICE, 2),
    "hours begin": ("during work and sender.roles includes 'guard'", TWICE, 1),
    "a role is taken": (
        "sender.roles includes 'guard'",
        [said(0), done(1, "role.assign", actor="b", person="a", role="guard", operation="remove"),
         said(2), said(3, text="滚")],
        1,
    ),
    "a role is given to somebody else": (
        "sender.roles includes 'guard' and text contains bad",
        [said(0, text="滚"),
         done(1, "role.assign", actor="b", person="b", role="guard", operation="assign"),
         said(2, text="滚"), said(3, text="滚", sender="b")],
        3,
    ),
    "words beside a row that changes": (
        "group.owner = sender and text contains bad",
        [said(0, text="滚"), said(1), said(2, text="滚"),
         done(3, "group.role.change", actor="a", group="g", member="c", role="owner",
              operation="appoint"),
         said(4, text="滚"), said(5, text="滚", sender="c")],
        3,
    ),
    "a member leaves": (
        "group.members includes sender and text contains bad",
        [said(0, text="滚"), done(1, "group.leave", actor="a", group="g"), said(2, text="滚"),
         done(3, "group.join", actor="a", group="g"), said(4, text="滚")],
        2,
    ),
    "a recipient becomes known": (
        "any recipients (roles includes 'guard')",
        [said(0, recipients=["z"]), done(1, "employee.join", actor="z"),
         done(2, "role.assign", actor="b", person="z", role="guard", operation="assign"),
         said(3, recipients=["z"]), said(4, recipients=["b"])],
        1,
    ),
    "a row ends by its date": (
        "sender.roles includes 'guard'",
        [said(0, sender="c"), said(15.9, sender="c"), said(16.1, sender="c"),
         said(17, sender="c")],
        2,
    ),
    "a fact that is told now and then": (
        "urgent and sender.roles includes 'guard'",
        [said(0), said(1, urgent=True), said(2, urgent=False), said(3, urgent=None),
         said(4, urgent=True)],
        2,
    ),
    "one text in two facts": (
        "title contains bad and not text contains bad",
        [said(0, title="滚", text="滚"), said(1, title="滚", text="早"),
         said(2, title="早", text="滚"), said(3, title="滚", text="早")],
        2,
    ),
    "a text that is left out": (
        "text contains bad or sender.roles includes 'nobody'",
        [said(0, text="滚"), said(1, text=None), said(2, text="滚"), said(3)],
        2,
    ),
    "many people, one of them by id": (
        "any people (id = sender and roles includes 'guard')",
        [said(0), said(1, sender="z"), done(2, "role.assign", actor="b", person="z", role="guard",
                                            operation="assign"),
         said(3, sender="z"), said(4)],
        3,
    ),
    "all people": (
        "any people (roles includes 'chief')",
        [said(0), done(1, "role.assign", actor="b", person="b", role="chief", operation="assign"),
         said(2), done(3, "role.assign", actor="b", person="b", role="chief", operation="remove"),
         said(4)],
        1,
    ),
    "earlier events": (
        "sender.roles includes 'guard' and count (message) by sender within 1h > 1",
        [said(0), said(0.5), said(2), said(2.5), said(2.6, sender="b")],
        2,
    ),
}  # fmt: skip


def text(condition: str) -> str:
    return f"{HEAD}clause c\n  forbid message when {condition}\n".replace("'", '"')


@pytest.mark.parametrize(("condition", "events", "number"), CASES.values(), ids=CASES)
def test_the_reference_agrees(condition: str, events: list[Any], number: int) -> None:
    """Judged by an engine that keeps answers as by one that has none to keep."""
    scenario = ([text(condition)], DIRECTORY, events)
    meant = expected(scenario)
    assert answered(scenario) == meant
    assert answered(scenario, restart_at=[2]) == meant
    assert sum(count for what, count in meant.items() if what[0] == "violation") == number


@pytest.mark.parametrize(("condition", "events", "number"), CASES.values(), ids=CASES)
def test_one_by_one_and_many_at_once(condition: str, events: list[Any], number: int) -> None:
    """Engines that have judged other events before say the same."""
    policy = policies([text(condition)])[0]
    fresh = [(one.id, bool(one)) for one in Engine(policy, DIRECTORY).judge_many(events)]
    engine = Engine(policy, DIRECTORY)
    for one in events:
        engine.judge(one)
    assert [(one.id, bool(one)) for one in engine.judge_many(events)] == fresh


def test_a_restored_directory() -> None:
    """What was kept of a directory is not taken for one that was put in its place."""
    engine = Engine(loads(text("sender.roles includes 'guard'")), DIRECTORY)
    before = engine.snapshot()
    engine.feed(done(0, "role.assign", actor="b", person="a", role="guard", operation="remove"))
    assert not engine.judge(said(2))
    engine.restore(before)
    assert engine.judge(said(2))


def test_the_row_of_its_time() -> None:
    """An event is judged by what held when it happened, whatever was asked about before."""
    engine = Engine(loads(text("sender.roles includes 'guard'")), DIRECTORY)
    engine.feed(done(2, "role.assign", actor="b", person="a", role="guard", operation="remove"))
    engine.feed(done(6, "role.assign", actor="b", person="a", role="guard", operation="assign"))
    found = [bool(engine.judge(said(hours))) for hours in (3, 1, 4, 7, 1.5, 5)]
    assert found == [False, True, False, True, True, False]


def test_a_mark_is_no_number() -> None:
    """Values that are equal for Python and not for a policy are told apart."""
    engine = Engine(loads(text("urgent = true")), DIRECTORY)
    facts = [True, 1, True, False, 0]
    found = [
        engine.judge(attrs.evolve(event, facts={**event.facts, "urgent": told}))
        for number, told in enumerate(facts)
        for event in [read_event(said(number))]
    ]
    assert [bool(one.violations) for one in found] == [True, False, True, False, False]


def test_a_condition_of_ones_own_is_asked_by_each_event() -> None:
    """It may answer otherwise the next time, and it may raise."""
    with registered():
        policy = loads(text("sender.roles includes 'nobody' and text fraud_score > 0.1"))
        engine = Engine(policy, DIRECTORY)
        ASKED.clear()
        last = loads(text("text fraud_score > 0.1 and sender.roles includes 'nobody'"))
        for number in range(3):
            engine.judge(said(number, text="骗"))
        assert not ASKED
        engine = Engine(last, DIRECTORY)
        for number in range(3):
            engine.judge(said(number, text="骗"))
        assert ASKED == ["骗"] * 3
        with pytest.raises(RuntimeError):
            engine.judge(said(9, text="崩"))


def test_a_long_text_is_read_as_any_other() -> None:
    """Texts that are not kept, and more texts than are kept."""
    engine = Engine(loads(text("text contains bad")), DIRECTORY)
    for filling in ("早" * 600, "早"):
        assert engine.judge(said(0, text=f"{filling}滚"))
        assert not engine.judge(said(1, text=filling))
        assert engine.judge(said(2, text=f"{filling}滚"))
