"""A year that no work calendar covers is told loudly, and only where it matters."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from playing import happening, message, play, policy

from wechat_policy import Engine, check_text, load

HOURS = "hours work = workdays 09:00-18:00\n"
OUTSIDE = (
    'lexicon bad = {"饭桶"}\nclause c\n  forbid message when text contains bad and outside work\n'
)
DEADLINE = (
    "clause d\n  after approval.assign within 2h of work require approval.decide by request\n"
)
DESK = "hours desk = everyday 00:00-24:00\n"
REST = "  severity s\npenalties\n  s: warning\n"


def assigned(when: str) -> dict[str, Any]:
    return happening("approval.assign", when, "a", actor="a", request="r")


@pytest.mark.parametrize(
    ("body", "event", "years"),
    [
        (HOURS + OUTSIDE, message("2026-03-02 20:00", "m"), []),
        (HOURS + OUTSIDE, message("2027-03-02 20:00", "m"), [2027]),
        (HOURS + OUTSIDE, message("2003-03-02 20:00", "m"), [2003]),
        (HOURS + DEADLINE, assigned("2026-12-31 17:45"), [2027]),
        (HOURS + DEADLINE, assigned("2026-12-31 09:00"), []),
        (DESK + OUTSIDE.replace("work", "desk"), message("2027-03-02 20:00", "m"), []),
    ],
)
def test_it_is_told_once(
    body: str, event: dict[str, Any], years: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    """By a warning in the log and by the engine, for each policy and year once."""
    engine = Engine(policy(body + REST))
    again = {**event, "id": "again", **({"request": "q"} if "request" in event else {})}
    with caplog.at_level(logging.WARNING, "wechat_policy"):
        play(engine, [event, again])

    assert [("p", year) for year in years] == list(engine.uncovered())
    assert len(years) == len(caplog.records)
    assert all(
        str(year) in one.getMessage() for year, one in zip(years, caplog.records, strict=True)
    )


def test_a_calendar_of_ones_own_is_enough(tmp_path: Any) -> None:
    """A year that the company's own calendar covers is no matter."""
    (tmp_path / "days.csv").write_text("date,kind\n2027,week\n", encoding="utf-8")
    file = tmp_path / "own.policy"
    file.write_text('policy "p"\ncalendar file "days.csv"\n' + HOURS + OUTSIDE + REST, "utf-8")
    engine = Engine(load(file))
    engine.feed(message("2027-03-02 20:00", "m"))

    assert () == engine.uncovered()


@pytest.mark.parametrize(("year", "found"), [("2026", []), ("2027", ["W310"])])
def test_a_policy_that_begins_in_such_a_year_is_warned_of(year: str, found: list[str]) -> None:
    """Its check says so, where it asks for working days at all."""
    head = f'policy "p"\n  effective from {year}-01-01\n'

    assert found == [one.code for one in check_text(head + HOURS + OUTSIDE + REST)]
    everyday = DESK + OUTSIDE.replace("work", "desk")
    assert () == check_text(head + everyday + REST)
