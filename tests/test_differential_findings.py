"""What people find out moves the penalties of the engine as it moves those of the reference."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from differential import SETTINGS, Scenario, agree, agree_out_of_a_file
from hypothesis import given, settings
from hypothesis import strategies as st
from reference.decisions import Decision
from reference.policies import scenarios

# Few numbers, so that people change their mind; those below zero are the latest.
NUMBERS = st.one_of(st.integers(-3, 3), st.integers(0, 30))
GRADES = st.sampled_from(("minor", "serious", "grave"))
FACTS = st.sampled_from(({}, {}, {}, {"harm": "major"}, {"harm": "none"}))
DECISIONS = st.one_of(
    st.builds(Decision, NUMBERS, st.just("confirm"), st.none(), FACTS),
    st.builds(Decision, NUMBERS, st.just("confirm"), st.one_of(st.none(), GRADES), FACTS),
    st.builds(Decision, NUMBERS, st.just("dismiss")),
    st.builds(Decision, NUMBERS, st.just("overturn")),
    st.builds(Decision, NUMBERS, st.just("overturn")),
    st.builds(Decision, NUMBERS, st.just("grade"), GRADES, FACTS),
)

DOUBT = """
clause doubt
  suspect message when kind = text
  severity minor

clause amends
  after violation doubt within {length} require moderation.apply by target = that.id
  severity serious
"""
HARM = """
penalties
  minor when harm = major: demerit for first 1 per month, then dismissal
"""


SMALL = """policy "small" "Small"
  timezone "Asia/Shanghai"
"""
TIERS = """
penalties
  serious: mute for first 1 per 1d, then dismissal
  grave: demerit
"""
ASSIGNED = (
    "after approval.assign within 1h require approval.decide by request\n  severity serious\n"
)
CHECKED_IN = (
    "before 10:00 on everyday for each p from people require attendance.checkin by actor = p"
)
DUE_TOGETHER = {
    "events": f"clause c\n  {ASSIGNED}",
    "clauses": f"clause z\n  {ASSIGNED}clause b\n  {ASSIGNED}",
    "norms": f"clause c\n  {CHECKED_IN}\n  {ASSIGNED}",
}


@pytest.mark.parametrize("clauses", DUE_TOGETHER.values(), ids=DUE_TOGETHER)
@pytest.mark.parametrize("ids", [("e1", "e2"), ("e2", "e1")])
@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("restarts", [(), (1, 2)])
def test_duties_that_fall_due_together(
    clauses: str, ids: tuple[str, str], number: int, restarts: tuple[int, ...]
) -> None:
    """Which of them counts first is the same: a finding on any moves the same others."""
    when = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=8)))
    about = {"type": "approval.assign", "at": when.isoformat(), "actor": "p"}
    # The requests, too, are named against the order in which they come.
    inputs = [
        {**about, "id": id_, "request": request}
        for id_, request in zip(ids, ("q2", "q1"), strict=True)
    ]
    decided = ("find", Decision(number, "grade", "grave"))
    steps = [*inputs, ("advance", when + timedelta(hours=3)), decided]
    agree(([SMALL + clauses + TIERS], {"people": [{"id": "p"}]}, steps), restarts)


@st.composite
def looked_into(draw: st.DrawFn) -> Scenario:
    """A scenario with findings anywhere in it, and time for what they lead to.

    What only a finding makes count is rare in it: some policies get more of that.
    """
    texts, directory, inputs = draw(scenarios())
    if draw(st.booleans()):
        length = draw(st.sampled_from(("10m", "1h", "2h", "1d")))
        texts = [texts[0] + DOUBT.format(length=length) + HARM, *texts[1:]]
    steps: list[Any] = [*inputs]
    for decision in draw(st.lists(DECISIONS, min_size=1, max_size=12)):
        steps.insert(draw(st.integers(2, len(steps))), ("find", decision))
    return texts, directory, [*steps, inputs[-1]]


RESTARTS = st.lists(st.integers(0, 40), max_size=4)


@settings(SETTINGS, max_examples=200)
@given(looked_into(), RESTARTS)
def test_findings_lead_to_what_the_reference_says(scenario: Scenario, restarts: list[int]) -> None:
    """Revisions, later penalties and the accounts in the end are the same, restarted anywhere."""
    agree(scenario, restarts)


@settings(SETTINGS, max_examples=40)
@given(looked_into(), RESTARTS, st.integers(1, 7))
def test_findings_out_of_a_file(scenario: Scenario, restarts: list[int], batch: int) -> None:
    """The same out of the outbox of a state file, opened anew anywhere."""
    agree_out_of_a_file(scenario, restarts, batch)


@pytest.mark.long
@pytest.mark.parametrize("part", range(5))  # 7,500 cases
@settings(SETTINGS, max_examples=1_500)
@given(scenario=looked_into(), restarts=RESTARTS)
def test_findings_at_length(part: int, scenario: Scenario, restarts: list[int]) -> None:
    """The same over many more cases."""
    agree(scenario, restarts)


@pytest.mark.long
@pytest.mark.parametrize("part", range(5))  # 2,500 cases
@settings(SETTINGS, max_examples=500)
@given(scenario=looked_into(), restarts=RESTARTS, batch=st.integers(1, 7))
def test_findings_out_of_a_file_at_length(
    part: int, scenario: Scenario, restarts: list[int], batch: int
) -> None:
    """The same over many more cases."""
    agree_out_of_a_file(scenario, restarts, batch)
