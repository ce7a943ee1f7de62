"""What a hostile reading of lasting state found, so that it stays mended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import registered
from playing import at, fined, happening, message, play, policy, told, violations

from wechat_policy import Engine, Finding, Policy, loads

TEN = timedelta(minutes=10)
WORDS = 'lexicon bad = {"饭桶"}\n'


@pytest.fixture(name="engine")
def _engine(tmp_path: Path) -> Iterator[Any]:
    """Makes engines on one state file; each closes the one before."""
    made: list[Engine] = []

    def make(*policies: Policy, directory: Any = None, **options: Any) -> Engine:
        if made:
            made[-1].close()
        made.append(Engine(policies, directory, state=tmp_path / "state.db", **options))
        return made[-1]

    yield make
    for one in made[-1:]:
        one.close()


def version(number: str, body: str) -> Policy:
    return loads(f'policy "p"\n  version "{number}"\n  timezone "Asia/Shanghai"\n\n{body}')


def insults(first: int, last: int) -> list[dict[str, Any]]:
    return [message(f"03-{day:02} 09:00", f"m{day}", "饭桶") for day in range(first, last + 1)]


INSULT = WORDS + "clause c\n  forbid message when text contains bad\n  severity minor\n"


@pytest.mark.parametrize(
    "table",
    [
        "  minor: warning for first 2 per year, then fine 100 CNY\n",
        "  other: warning\n  minor: warning for first 2 per year, then fine 100 CNY\n",
    ],
)
def test_a_new_table_counts_the_entries_of_before(engine: Any, table: str) -> None:
    """However far the former one looked back, and wherever the row stands in it."""
    play(engine(version("1", INSULT + "penalties\n  minor: warning\n")), insults(2, 4))
    found = play(engine(version("2", INSULT + "penalties\n" + table)), insults(5, 5))

    assert [("a", "fine 100", 4)] == fined(found)


def test_a_penalty_of_before_outlives_its_row(engine: Any) -> None:
    """Overturning another one takes nothing from it."""
    both = INSULT + "clause d\n  forbid message when kind = voice\n  severity major\n"
    first = engine(version("1", both + "penalties\n  minor: fine 50 CNY\n  major: fine 100 CNY\n"))
    verdicts = play(first, [*insults(2, 2), message("03-03 09:00", "v", None, kind="voice")])
    second = engine(version("2", both + "penalties\n  major: fine 100 CNY\n"))
    second.find(Finding(violations(verdicts)[1].id, "overturn", at("03-04 09:00"), by="hr"))

    assert [50] == [one.sanctions[0].low for one in second.penalties("a")]


def test_two_findings_of_one_moment_are_two_verdicts(engine: Any) -> None:
    """Acknowledging one leaves the other in the outbox."""
    graded = WORDS + (
        "severities minor < major\n"
        "clause c\n  forbid message when text contains bad\n  graded minor..major\n"
        "penalties\n  minor: fine 50 CNY\n  major: fine 100 CNY\n"
    )
    office = engine(policy(graded))
    (verdict,) = office.feed(insults(2, 2)[0])
    office.ack(office.pending_delivery())
    id_, now = verdict.violations[0].id, at("03-03 09:00")
    for severity in ("minor", "major"):
        found = office.find(Finding(id_, "grade", now, by="hr", severity=severity))

    assert len({one.id for one in office.pending_delivery()}) == 2 + (len(found) > 1)


def test_a_violation_that_is_confirmed_again_calls_for_nothing_new() -> None:
    """Its duty was opened when it was found, and fulfilled."""
    body = INSULT + "clause again\n  after violation c within 1h require audit.run\n"
    office = Engine(policy(body))
    done = happening("audit.run", "03-02 09:30", "r", actor="hr", kind="content")
    verdicts = play(office, [*insults(2, 2), done])
    id_ = violations(verdicts)[0].id
    office.find(Finding(id_, "overturn", at("03-02 12:00"), by="hr"))
    office.find(Finding(id_, "confirm", at("03-02 12:01"), by="hr"))

    assert [] == told(office.advance(at("03-02 13:00")))


def test_there_and_back_between_versions(engine: Any) -> None:
    """A recall of what a dropped duty was about is no fault."""
    body = "clause c\n  after message within 1h require message.read by message = that.id\n"
    engine(policy(body)).feed(message("03-02 09:00", "m1"))
    engine(policy(body.replace("1h", "2h"))).feed(message("03-02 09:01", "m2"))
    last = engine(policy(body))

    assert [] == told(
        last.feed(happening("message.recall", "03-02 09:10", "r", actor="a", message="m1"))
    )


def test_an_event_after_a_flush_takes_nothing_from_later_ones() -> None:
    """Messages that were counted stay counted."""
    office = Engine(policy("clause c\n  limit message to 3 per 1h by sender\n"), lateness=TEN)
    play(office, [message("03-02 10:00", "m1"), message("03-02 10:01", "m2")])
    office.flush()
    play(office, [message("03-02 09:59", "m0"), message("03-02 10:02", "m3")])

    assert ["m3"] == [one.event for one in violations(office.flush())]


@pytest.mark.parametrize("reopened", [False, True])
def test_who_joined_late_is_bound_all_the_same(engine: Any, reopened: bool) -> None:
    """Whether the engine goes on or is opened anew."""
    made = policy("clause c\n  every 7d for each p in people require audit.run by actor = p\n")
    office = engine(made)
    play(
        office,
        [message("03-02 09:00", "m1"), happening("employee.join", "03-01 00:00", "j", actor="z")],
    )
    if reopened:
        office = engine(made)

    due = told(office.advance(at("03-20 00:00")))
    assert ["03-08 00:00", "03-15 00:00"] == [one[4] for one in due if one[2] == "z"]


def test_a_lateness_forgets_as_time_goes_on() -> None:
    """Windows that are over and ids beyond the redelivery are gone."""
    office = Engine(policy("clause c\n  limit message to 9 per 1h by sender\n"), lateness=TEN)
    hours = [
        message(at("03-01 00:00") + timedelta(hours=n), f"m{n}", sender=f"s{n}") for n in range(500)
    ]
    play(office, hours)
    held = office.state.__dict__

    assert len(held["_seen"]) < 200
    assert len(held["_values"]) < 20


def test_a_policy_that_was_left_out_begins_anew(engine: Any) -> None:
    """What it has not seen is unknown to it; its duties are dropped and counted."""
    asks = policy(
        WORDS + "clause c\n  forbid message when text contains bad\n"
        "    and not had (approval.request) by actor = sender within 1d\n"
        "clause d\n  after message within 1h require message.read by message = that.id\n",
        "asks",
    )
    other = policy("clause c\n  forbid login\n", "other")
    engine(asks, other).feed(message("03-02 08:00", "m0", "饭桶"))
    engine(other).feed(
        happening("approval.request", "03-02 09:00", "q", actor="a", form="leave", request="r")
    )
    last = engine(asks, other)
    (verdict,) = last.feed(message("03-02 10:00", "m1", "饭桶"))

    assert [] == told([verdict])
    assert ["c"] == [one.clause for one in verdict.undetermined]
    assert last.stats()["dropped"] > 0


def test_what_is_nested_without_end_spoils_no_file(engine: Any) -> None:
    """It is cut off, and the events around it are judged."""
    deep: Any = []
    for _ in range(800):
        deep = [deep]
    office = engine(
        policy(
            "clause l\n  forbid message when last (message) by sender (kind = voice)\n"
            "clause x\n  forbid x.foo when event.weird = 3 or kind = text\n  if unknown review\n"
        )
    )
    odd = happening("x.foo", "03-02 09:01", "x", weird=deep, kind="text")
    for event in (message("03-02 09:00", "m0", weird=deep), odd, message("03-02 09:02", "m1")):
        office.feed(event)

    assert 3 == office.stats()["events"]
    assert office.pending_delivery()


def test_a_step_that_fails_takes_its_changes_of_the_directory_back() -> None:
    """Nobody is judged by a role that he was given afterwards."""
    with registered.registered():
        made = policy(
            "clause c\n  limit role.assign to 0 per 1h by person\n"
            '    when person.roles includes "admin"\n'
            "clause d\n  limit message to 0 per 1h by sender when text fraud_score > 0.5\n"
        )
        office = Engine(made, {"people": [{"id": "b", "roles": []}]}, lateness=TEN)
        office.feed(
            happening(
                "role.assign",
                "03-02 09:00",
                "r",
                actor="a",
                person="b",
                role="admin",
                operation="assign",
            )
        )
        office.feed(message("03-02 09:05", "m1", "崩"))
        late = message("03-02 09:30", "m2", "早")
        with pytest.raises(RuntimeError):
            office.feed(late)
        found = [*office.feed(late), *office.flush()]

    assert [] == [one for one in told(found) if one[1] == "c"]
    assert 1 == office.stats()["failed"]
