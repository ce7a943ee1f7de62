"""The engine says what the reference interpreter says, restarted anywhere, in any batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from differential import (
    SETTINGS,
    Scenario,
    agree,
    agree_out_of_a_file,
    broken,
    expected,
    explained,
    policies,
    tally,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from reference.policies import scenarios
from reference.stories import DIRECTORY, HEAD, Row, happened, written
from test_reference import TABLE

from wechat_policy.directory.changes import RANKS
from wechat_policy.engine import Engine

RESTARTS = st.lists(st.integers(0, 28), max_size=3)


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE.keys())
def test_engine_agrees_on_every_statement(row: Row) -> None:
    """What was worked out by hand for the reference comes out of the engine too."""
    text, steps, _ = row
    agree(([HEAD + written(text)], DIRECTORY, happened(steps)), [1])


def _part(number: int) -> Callable[[], None]:
    def agrees(scenario: Scenario, restarts: list[int]) -> None:
        """Violations, undetermined entries, late settling and penalties are the same."""
        agree(scenario, restarts)

    # Where Hypothesis draws without chance, the name decides what it draws.
    agrees.__name__ = f"agrees_{number}"
    made: Callable[[], None] = settings(SETTINGS, max_examples=500)(
        given(scenarios(), RESTARTS)(agrees)
    )
    return made


# 2,000 cases, in parts for several processes.
test_engine_agrees_with_the_reference_0 = _part(0)
test_engine_agrees_with_the_reference_1 = _part(1)
test_engine_agrees_with_the_reference_2 = _part(2)
test_engine_agrees_with_the_reference_3 = _part(3)


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))  # 50,000 cases
@settings(SETTINGS, max_examples=5_000)
@given(scenario=scenarios(), restarts=RESTARTS)
def test_engine_agrees_with_the_reference_at_length(
    part: int, scenario: Scenario, restarts: list[int]
) -> None:
    """The same over many more cases."""
    agree(scenario, restarts)


@settings(SETTINGS, max_examples=100)
@given(scenarios(), RESTARTS, st.integers(1, 7))
def test_a_state_file_makes_no_difference(
    scenario: Scenario, restarts: list[int], batch: int
) -> None:
    """What the outbox of a file delivers is what the reference says, opened anew anywhere."""
    agree_out_of_a_file(scenario, restarts, batch)


@settings(SETTINGS, max_examples=150)
@given(scenarios())
def test_batches_make_no_difference(scenario: Scenario) -> None:
    """`judge_many` over all events gives what `feed` gives one by one, `judge` leaves no trace."""
    texts, directory, inputs = scenario
    events = [one for one in inputs if not isinstance(one, tuple)]
    compiled = policies(texts)
    single, many = Engine(compiled, directory), Engine(compiled, directory)

    one_by_one = []
    for event in events:
        single.judge(event)
        one_by_one += single.feed(event)

    assert one_by_one == list(many.judge_many(events))
    assert single.stats() == many.stats()


LATENESS = timedelta(minutes=30)


def _in_any_order_within_the_lateness(scenario: Scenario, random: Random) -> None:
    """Events in another order, none later than the engine waits, break what they break in order.

    Those that change the directory are left out: what one event and the directory decide is told
    at once, by the directory as it is known then.
    """
    texts, directory, inputs = scenario
    events = {one["id"]: one for one in inputs if not isinstance(one, tuple)}
    ordered = sorted(events.values(), key=lambda one: (_at(one), one["id"]))
    ordered = [one for one in ordered if one["type"] not in RANKS]
    moved = sorted(ordered, key=lambda one: _at(one) + random.random() * LATENESS.total_seconds())
    engine = Engine(list(policies(texts)), directory, lateness=LATENESS)
    verdicts = [verdict for event in moved for verdict in engine.feed(event)]
    got = broken(tally([*verdicts, *engine.flush()]))
    want = broken(expected((texts, directory, ordered)))

    # A verdict that is out at once cannot say what a later norm makes of the same event.
    assert want == got, explained((texts, directory, moved), Counter(want), Counter(got))


@settings(SETTINGS, max_examples=150)
@given(scenarios(), st.randoms(use_true_random=False))
def test_order_within_the_lateness_makes_no_difference(scenario: Scenario, random: Random) -> None:
    """Whatever comes late in time is judged as if it had come in order."""
    _in_any_order_within_the_lateness(scenario, random)


@pytest.mark.long
@pytest.mark.parametrize("part", range(5))  # 25,000 cases
@settings(SETTINGS, max_examples=5_000)
@given(scenario=scenarios(), random=st.randoms(use_true_random=False))
def test_order_within_the_lateness_at_length(part: int, scenario: Scenario, random: Random) -> None:
    """The same over many more cases."""
    _in_any_order_within_the_lateness(scenario, random)


@pytest.mark.long
@pytest.mark.parametrize("part", range(5))  # 25,000 cases
@settings(SETTINGS, max_examples=5_000)
@given(scenario=scenarios(), restarts=RESTARTS, batch=st.integers(1, 7))
def test_a_state_file_makes_no_difference_at_length(
    part: int, scenario: Scenario, restarts: list[int], batch: int
) -> None:
    """The same over many more cases."""
    agree_out_of_a_file(scenario, restarts, batch)


def _at(event: dict[str, str]) -> float:
    from datetime import datetime

    return datetime.fromisoformat(event["at"]).timestamp()
