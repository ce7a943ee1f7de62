"""The reference interpreter, held against answers that were worked out by hand.

Each row is one statement of the page on meaning: a policy, what happens, and what has to follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from reference import Reference
from reference.policies import document, scenarios
from reference.statements_duties import DUTIES
from reference.statements_facts import FACTS, TESTS
from reference.statements_findings import FINDINGS
from reference.statements_history import HISTORY
from reference.statements_norms import NORMS, UNDETERMINED, WHO
from reference.statements_penalties import PENALTIES
from reference.stories import DIRECTORY, HEAD, at, did, happened, judged, said, written

TABLE = {
    name: row
    for table in (FACTS, TESTS, HISTORY, NORMS, DUTIES, WHO, UNDETERMINED, PENALTIES, FINDINGS)
    for name, row in table.items()
}


@pytest.mark.parametrize(("text", "steps", "expected"), TABLE.values(), ids=TABLE.keys())
def test_statement(text: str, steps: Sequence[Any], expected: list[str]) -> None:
    """What the page says comes out."""
    assert expected == judged(text, steps)


def test_a_window_before_the_history_is_open() -> None:
    """Where history begins in midstream, what lies before it is unknown."""
    text = (
        "clause c forbid message when not had (login) by actor = sender within 1h"
        "  if unknown review\n"
        "clause d forbid message when count (message) by sender within 1h > 1  if unknown review"
    )

    found = judged(text, [said("09:30"), said("10:30")], history_since=at("09:00"))

    assert ["undetermined c a e1", "undetermined d a e1", "violation c a e2"] == found


def test_an_event_is_judged_once() -> None:
    """A record that comes again, later than others too, is passed over."""
    inputs = happened([said("09:00", "饭桶"), said("09:05", "好")])
    text = HEAD + "clause c\n  forbid message when text contains bad\n"

    found = Reference([document(text)], DIRECTORY).run([*inputs, inputs[0]])

    assert ["e1"] == [one.event for one in found]


def test_before_it_takes_effect_a_policy_judges_nothing() -> None:
    """What happened before still counts as history."""
    zone = 'timezone "Asia/Shanghai"'
    text = (
        HEAD.replace(zone, zone + "\n  effective from 2026-03-03")
        + "clause c\n  forbid message when had (message) by sender\n"
    )
    inputs = happened([said("23:58"), said("23:59"), said("03 00:00")])

    found = Reference([document(text)], DIRECTORY).run(inputs)

    assert ["e3"] == [one.event for one in found]


def test_policies_keep_ledgers_of_their_own() -> None:
    """The same event counts in each policy by itself."""
    text = HEAD + written(
        "clause c forbid message when text contains bad  severity minor\n"
        "penalties\n  minor: warning for first 1 per month, then demerit"
    )
    both = [document(text), document(text.replace('policy "p"', 'policy "q"'))]

    found = Reference(both, DIRECTORY).run(happened([said("09:00", "饭桶")]))

    penalties = [(one.policy, part.tier) for one in found for part in one.after]
    assert [("p", 0), ("q", 0)] == penalties


def test_due_duties_come_before_the_event() -> None:
    """Within one input the duties that fell due come first, in the order of their times."""
    text = (
        "clause c after approval.assign within 2h require approval.decide by request\n"
        "clause d after approval.assign within 1h require approval.decide by request\n"
        "clause e forbid message"
    )

    found = judged(text, [did("approval.assign", "09:00", request="q"), said("12:00")])

    assert ["violation d a 02.10:00", "violation c a 02.11:00", "violation e a e2"] == found


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(scenarios())
def test_what_was_said_stays(scenario: tuple[list[str], dict[str, Any], list[Any]]) -> None:
    """A history that stops earlier says the first part of what the whole one says."""
    texts, directory, inputs = scenario
    documents = [document(text) for text in texts]
    half = len(inputs) // 2

    whole = Reference(documents, directory).run(inputs)
    part = Reference(documents, directory).run(inputs[:half])

    assert whole[: len(part)] == part


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(scenarios())
def test_every_time_is_that_of_an_event_or_past(
    scenario: tuple[list[str], dict[str, Any], list[Any]],
) -> None:
    """Nothing is dated later than the latest input, and duties are settled after their due time."""
    texts, directory, inputs = scenario

    found = Reference([document(text) for text in texts], directory).run(inputs)

    end = inputs[-1][1].astimezone(UTC)
    assert all(one.at <= end for one in found)
    assert all(one.settled_at > one.at for one in found if one.settled_at is not None)
