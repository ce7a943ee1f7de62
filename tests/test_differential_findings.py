"""What people find out moves the penalties of the engine as it moves those of the reference."""

from __future__ import annotations

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
