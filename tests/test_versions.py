"""State goes by the definition of a clause: what a new version of a policy takes over."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playing import at, fined, happening, message, policy, told, violations

from wechat_policy import Engine, Finding, Policy, loads

FLOOD = "clause flood\n  limit message to 2 per day by sender\n  severity minor\n"
ASKED = (
    "clause asked\n  after approval.assign within 1h require approval.decide by request\n"
    "  severity delay\n"
)
TABLE = (
    "penalties\n  minor: warning\n  delay: fine 50 CNY for first 1 per month, then fine 100 CNY\n"
)
ASSIGN = happening("approval.assign", "03-02 09:00", "as", actor="s", approver="a", request="r")
DECIDE = happening(
    "approval.decide", "03-02 09:30", "de", actor="a", request="r", decision="approve"
)


ENGINES: list[Engine] = []


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """Every engine that a test opened is closed at its end."""
    yield
    while ENGINES:
        ENGINES.pop().close()


def opened(made: Policy, file: Path, *more: Any, **options: Any) -> Engine:
    """An engine with the state of the file."""
    ENGINES.append(Engine(made, *more, state=file, **options))
    return ENGINES[-1]


def continued(file: Path, body: str, inputs: list[Any], **options: Any) -> tuple[list[Any], Engine]:
    """What an engine of this version makes of the inputs, with the state of the file."""
    engine = opened(policy(body), file, **options)
    found: list[Any] = []
    for one in inputs:
        found += engine.feed(one) if isinstance(one, dict) else engine.advance(one)
    return found, engine


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    """A state file of a first version: two messages counted, one duty open."""
    file = tmp_path / "state.db"
    inputs = [message("03-02 08:00", "m1"), message("03-02 08:01", "m2"), ASSIGN]
    _, engine = continued(file, FLOOD + ASKED + TABLE, inputs)
    engine.close()
    return file


THIRD = message("03-02 12:00", "m3")


def test_the_same_version_goes_on(file: Path) -> None:
    """The window holds what was counted, the duty falls due."""
    found, engine = continued(file, FLOOD + ASKED + TABLE, [THIRD])

    assert [("due", "asked", "s", "violation", "03-02 10:00"),
            ("event", "flood", "a", "violation", "03-02 12:00")] == told(found)  # fmt: skip
    assert 0 == engine.stats()["dropped"]


def test_new_words_change_nothing(file: Path) -> None:
    """Titles, articles, severities and the order of clauses are not what a clause means."""
    body = (ASKED + FLOOD).replace("  severity minor", '  title "No floods"\n  severity serious')
    found, engine = continued(file, body + TABLE, [THIRD])

    assert ["asked", "flood"] == [one.clause for one in violations(found)]
    assert 0 == engine.stats()["dropped"]


def test_a_renamed_clause_takes_its_state_along(file: Path) -> None:
    """If it says what it was called: its windows, duties and their fulfilment."""
    body = FLOOD.replace("clause flood", "clause deluge\n  formerly flood") + ASKED.replace(
        "clause asked", "clause decided\n  formerly asked"
    )
    found, engine = continued(file, body + TABLE, [DECIDE, THIRD])

    assert ["deluge"] == [one.clause for one in violations(found)]
    assert 0 == engine.stats()["dropped"]
    assert () == engine.pending()


def test_a_renamed_duty_falls_due(file: Path) -> None:
    """Under its new name, at its old time."""
    body = FLOOD + ASKED.replace("clause asked", "clause decided\n  formerly asked")
    found, engine = continued(file, body + TABLE, [at("03-02 12:00")])

    assert [("due", "decided", "s", "violation", "03-02 10:00")] == told(found)
    assert () == engine.pending()


def test_a_new_definition_begins_anew(file: Path) -> None:
    """Its windows are empty, its duties gone, and what was dropped is counted."""
    body = FLOOD.replace("to 2 per", "to 1 per") + ASKED.replace("1h", "2h")
    inputs = [THIRD, message("03-02 12:01", "m4")]
    found, engine = continued(file, body + TABLE, inputs)

    assert [("event", "flood", "a", "violation", "03-02 12:01")] == told(found)
    assert engine.stats()["dropped"] > 0
    assert () == engine.pending()


def test_a_clause_without_a_name_of_before_begins_anew(file: Path) -> None:
    """A new name alone is another clause."""
    found, engine = continued(file, FLOOD.replace("flood", "deluge") + ASKED + TABLE, [THIRD])

    assert ["asked"] == [one.clause for one in violations(found)]
    assert engine.stats()["dropped"] > 0


def test_a_new_question_about_the_past_is_unknown(file: Path) -> None:
    """What came before a clause is not taken for something that did not happen."""
    body = FLOOD + ASKED + (
        "clause requested\n"
        "  forbid message when kind = text\n"
        "    and not had (approval.request) by actor = sender within 1d\n"
        "  if unknown review\n  severity minor\n"
    )  # fmt: skip
    day = [THIRD, message("03-04 12:00", "m4")]
    found, _ = continued(file, body + TABLE, day)

    undetermined = [one.clause for verdict in found for one in verdict.undetermined]
    assert ["requested"] == undetermined
    assert [("event", "requested", "a", "violation", "03-04 12:00")] == told(found)[-1:]


def test_a_new_daily_duty_begins(file: Path) -> None:
    """A later version's duty is due from the day on at which it came."""
    body = FLOOD + ASKED + (
        "clause clock_in\n  before 09:30 on everyday for each p from people (status = active)"
        " require login by actor = p\n  severity minor\n"
    ).replace(" (status = active)", " (status = active)")  # fmt: skip
    people = {"people": [{"id": "p", "status": "active"}]}
    engine = opened(policy(body + TABLE), file, people)

    assert [("due", "clock_in", "p", "violation", "03-03 09:30"),
            ("due", "clock_in", "p", "violation", "03-04 09:30")] == [
        one for one in told(engine.advance(at("03-04 12:00"))) if one[1] == "clock_in"
    ]  # fmt: skip


def version(number: str, body: str) -> Policy:
    """A policy of that version."""
    return loads(f'policy "p"\n  version "{number}"\n  timezone "Asia/Shanghai"\n\n{body}')


def test_what_was_imposed_stands_as_it_was(tmp_path: Path) -> None:
    """A penalty of a former version keeps its price and its version, though its table is gone."""
    file = tmp_path / "state.db"
    second = {**ASSIGN, "id": "b", "at": at("03-03 09:00"), "request": "q"}
    late = [ASSIGN, at("03-02 12:00"), second, at("03-03 12:00")]
    first, engine = continued(file, ASKED + TABLE, late)
    engine.close()
    dearer = TABLE.replace("50", "70").replace("100", "140")
    again = opened(version("2", ASKED + dearer), file)
    again.feed({**ASSIGN, "id": "c", "at": at("03-04 09:00"), "request": "p"})
    found = again.advance(at("03-04 12:00"))

    assert [("s", "fine 50", 1), ("s", "fine 100", 2)] == fined(first)
    assert [("s", "fine 140", 3)] == fined(found)
    assert ["1", "1", "2"] == [one.version for one in again.penalties("s")]

    again.find(Finding(violations(first)[0].id, "overturn", at("03-05 09:00"), by="hr"))
    assert [("1", 100), ("2", 140)] == [
        (one.version, one.sanctions[0].low) for one in again.penalties("s")
    ]


def test_a_fingerprint_is_the_same_in_every_process(tmp_path: Path) -> None:
    """Also of hours on several kinds of days, whose sets Python orders by chance."""
    program = (
        "from wechat_policy import loads\n"
        "text = 'policy \"p\"\\nhours h = monday-friday 08:00-09:00\\n'\n"
        "text += 'clause c\\n  limit message to few per day by sender when during h\\n'\n"
        "text += 'parameter few = 2\\n'\n"
        "print(loads(text).clauses[0].fingerprint)\n"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in range(4)
    }

    assert len(found) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("hours h = workdays 08:00-09:00", "hours h = workdays 08:00-10:00"),
        ("hours h = workdays 08:00-09:00", 'hours h = workdays 08:00-09:00 in "Europe/Berlin"'),
        ("parameter few = 2", "parameter few = 3"),
    ],
)
def test_what_a_clause_names_is_what_it_means(before: str, after: str) -> None:
    """Other hours, another time zone of theirs or another value make it another clause."""
    body = (
        "hours h = workdays 08:00-09:00\nparameter few = 2\n"
        "clause c\n  limit message to few per day by sender when during h\n"
    )

    assert (
        policy(body).clauses[0].fingerprint
        != policy(body.replace(before, after)).clauses[0].fingerprint
    )


def test_other_words_leave_a_clause_what_it_is() -> None:
    """A word list that grew keeps the windows."""
    body = (
        'lexicon l = {"a"}\nclause c\n  limit message to 2 per 1h by sender when text contains l\n'
    )

    assert (
        policy(body).clauses[0].fingerprint
        == policy(body.replace('"a"', '"a", "b"')).clauses[0].fingerprint
    )


def test_lateness_and_a_file(tmp_path: Path) -> None:
    """Events that wait for their turn wait in the file."""
    file = tmp_path / "state.db"
    late = timedelta(minutes=30)
    inputs = [message("03-02 08:00", "m1"), message("03-02 08:05", "m2")]
    found, engine = continued(file, FLOOD + TABLE, inputs, lateness=late)
    engine.close()
    more, engine = continued(file, FLOOD + TABLE, [message("03-02 08:02", "m3")], lateness=late)
    more += engine.flush()

    assert [] == violations(found)
    assert [("window", "flood", "a", "violation", "03-02 08:05")] == told(more)
