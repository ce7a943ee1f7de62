"""The overlay in `examples/overlay`: a shipped policy made a company's own without touching it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from wechat_policy import Engine, Policy, load
from wechat_policy.examples import run_examples
from wechat_policy.loading import open_source

FOLDER = Path(__file__).parents[1] / "examples" / "overlay"
OURS = FOLDER / "ours.policy"


@cache
def policy(name: str) -> Policy:
    """A policy by file or number."""
    return load(name)


def test_its_examples_hold() -> None:
    """Every example of the overlay comes out as it says."""
    results = run_examples(open_source(OURS))

    assert len(results) == 5
    assert [(one.line, one.words) for one in results if not one.passed] == []


def test_only_what_it_states_has_changed() -> None:
    """The overlay binds three open terms and takes over the others."""
    ours, base = policy(str(OURS)).parameters, policy("P18").parameters

    assert set(ours) == set(base)
    assert {name for name in ours if ours[name] != base[name]} == {
        "回复期限",
        "检查周期",
        "闲话上限",
    }


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("P18", {}),
        (
            str(OURS),
            {"m-2": ["上班不私聊"], "m-3": ["维护公司利益"], "m-4": ["上班不私聊"]},
        ),
    ],
    ids=["the pack", "the overlay"],
)
def test_a_week(name: str, found: dict[str, list[str]]) -> None:
    """Hours and words of one's own change what is found, in the lunch break, on Saturday."""
    engine = Engine(policy(name))
    told: dict[str, list[str]] = {}
    for line in (FOLDER / "week.jsonl").read_text("utf-8").splitlines():
        for verdict in engine.feed(json.loads(line)):
            for one in verdict.violations:
                told.setdefault(str(verdict.event), []).append(one.clause)

    assert told == found
