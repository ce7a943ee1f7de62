"""Findings of people: confirmed, dismissed, overturned, graded, and the ledger derived anew."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from playing import at, clock, fined, happening, message, play, policy, told, violations

from wechat_policy import Engine, Finding
from wechat_policy.verdict import Verdict

DUTY = "  after approval.assign within 1h require approval.decide by request\n"
STEPS = "penalties\n  delay: fine 50 CNY for first 3 per month, then fine 100 CNY\n"
DELAYS = f"clause d\n{DUTY}  severity delay\n{STEPS}"
SUSPECT = "clause s\n  suspect login when vpn\n  severity delay\n" + DELAYS

BOTH = "".join(
    f"clause {name}\n  forbid message when kind = text\n  severity delay\n" for name in "cd"
)
BOTH += STEPS


def assign(number: int, when: str) -> dict[str, Any]:
    """A request that `a` has to decide."""
    return happening("approval.assign", when, f"e{number}", actor="a", request=f"r{number}")


def login(when: str) -> dict[str, Any]:
    """A login that raises a suspicion."""
    return happening("login", when, f"l{when}", actor="a", account="w", vpn=True)


def found(violation: str, outcome: Any, **more: Any) -> Finding:
    """A finding of the personnel department."""
    return Finding(violation, outcome, more.pop("at", at("03-20 09:00")), "hr", **more)


def delayed(number: int) -> tuple[Engine, list[Verdict]]:
    """An engine in which `a` missed so many decisions, one a day."""
    engine = Engine(policy(DELAYS))
    inputs = [assign(day, f"03-{day + 1:02} 09:00") for day in range(1, number + 1)]
    return engine, play(engine, [*inputs, at("03-15 00:00")])


class TestOverturn:
    """Taking one back re-derives what followed."""

    def test_the_fourth_delay_costs_less(self) -> None:
        """With the second overturned, the fourth is the third: 100 becomes 50."""
        engine, verdicts = delayed(4)
        assert [50, 50, 50, 100] == [
            int(one.sanctions[0].low or 0) for v in verdicts for one in v.penalties
        ]

        finding, revision = engine.find(found(violations(verdicts)[1].id, "overturn"))

        assert [("finding", "d", "a", "overturned", "03-03 10:00")] == told([finding])
        assert "revision" == revision.kind
        assert [("a", "fine 50", 2), ("a", "fine 50", 3), ("a", "", 0)] == fined([revision])
        assert [50, 50, 50] == [int(one.sanctions[0].low or 0) for one in engine.penalties("a")]
        assert [1, 2, 3] == [one.count for one in engine.penalties("a")]

    def test_a_revision_names_what_it_revises(self) -> None:
        """Every changed penalty says whose place it takes."""
        engine, verdicts = delayed(4)
        _, revision = engine.find(found(violations(verdicts)[1].id, "overturn"))

        assert [one.id for one in revision.penalties] == [one.revises for one in revision.penalties]
        assert all(one.startswith("p/a/p/d/0/e") for one in (p.id for p in revision.penalties))

    def test_what_was_returned_stays_as_it_was(self) -> None:
        """The verdicts of before are values."""
        engine, verdicts = delayed(4)
        before = [one.to_dict() for one in verdicts]
        engine.find(found(violations(verdicts)[1].id, "overturn"))

        assert before == [one.to_dict() for one in verdicts]

    def test_used_up_limit_events_stay_used_up(self) -> None:
        """After an overturn the limit counts on from nothing."""
        engine = Engine(
            policy(f"clause l\n  limit message to 1 per day by sender\n  severity delay\n{STEPS}")
        )
        verdicts = play(engine, [message("03-02 09:00", "m1"), message("03-02 09:01", "m2")])
        engine.find(found(violations(verdicts)[0].id, "overturn"))

        assert [] == violations(play(engine, [message("03-02 09:02", "m3")]))

    def test_settling_late_does_not_bring_it_back(self) -> None:
        """A duty fulfilled after its violation was overturned stays overturned."""
        engine, verdicts = delayed(1)
        engine.find(found(violations(verdicts)[0].id, "overturn"))
        decide = happening(
            "approval.decide", "03-20 10:00", "x", actor="a", request="r1", decision="approve"
        )
        settled = [one for one in engine.feed(decide) if one.kind == "settled"]

        assert [("settled", "d", "a", "overturned", "03-02 10:00")] == told(settled)
        assert "03-20 10:00" == clock(violations(settled)[0].settled_at)
        assert () == engine.penalties("a")

    def test_confirmed_again(self) -> None:
        """The penalties are those of before."""
        engine, verdicts = delayed(4)
        before = [(one.id, one.sanctions, one.count) for one in engine.penalties("a")]
        second = violations(verdicts)[1].id
        engine.find(found(second, "overturn"))
        engine.find(found(second, "confirm", at=at("03-21 09:00")))

        assert before == [(one.id, one.sanctions, one.count) for one in engine.penalties("a")]

    def test_a_change_of_mind_leaves_no_trace(self) -> None:
        """Of an entry with two clauses one is overturned and confirmed again."""
        engine = Engine(policy(BOTH))
        first, _ = violations(play(engine, [message("03-02 09:00", "m")]))
        before = engine.penalties("a")
        engine.find(found(first.id, "overturn"))
        engine.find(found(first.id, "confirm", at=at("03-21 09:00")))

        assert [("c", "d")] == [one.clauses for one in before]
        assert [("c", "d")] == [one.clauses for one in engine.penalties("a")]


class TestConfirm:
    """A suspicion counts once it is confirmed, at the event's own time."""

    def test_it_counts_at_its_own_time(self) -> None:
        """Confirmed in April, a March entry takes its March step and moves the others."""
        engine = Engine(policy(SUSPECT))
        verdicts = play(
            engine,
            [
                login("03-01 08:00"),
                *(assign(n, f"03-0{n} 09:00") for n in (2, 3, 4)),
                at("03-10 00:00"),
            ],
        )
        assert ["suspected", "violation", "violation", "violation"] == [
            one.status for one in violations(verdicts)
        ]
        answer = engine.find(found(violations(verdicts)[0].id, "confirm", at=at("04-02 09:00")))

        assert [("finding", "s", "a", "violation", "03-01 08:00")] == told(answer)
        assert [("a", "fine 50", 1)] == fined(answer[:1])
        assert [("a", "fine 50", 2), ("a", "fine 50", 3), ("a", "fine 100", 4)] == fined(answer[1:])

    def test_it_counts_in_the_order_of_reports(self) -> None:
        """Of two suspicions of one moment the first comes first, whichever is confirmed before."""
        engine = Engine(policy(SUSPECT))
        logins = [login("03-01 08:00"), {**login("03-01 08:00"), "id": "second"}]
        first, second = violations(play(engine, logins))
        engine.find(found(second.id, "confirm"))
        engine.find(found(first.id, "confirm"))

        standing = {one.violations: one.count for one in engine.penalties("a")}
        assert {(first.id,): 1, (second.id,): 2} == standing

    def test_what_counts_already_changes_nothing(self) -> None:
        """Of an entry with two clauses one is confirmed, with a fact that no row asks for."""
        engine = Engine(policy(BOTH))
        first, _ = violations(play(engine, [message("03-02 09:00", "m")]))
        answer = engine.find(found(first.id, "confirm", facts={"loss": 5}))

        assert ["finding"] == [one.kind for one in answer]
        assert [] == fined(answer)

    def test_dismissed(self) -> None:
        """It counts nowhere, and may still be confirmed later."""
        engine = Engine(policy(SUSPECT))
        first = violations(play(engine, [login("03-01 08:00")]))[0]
        answer = engine.find(found(first.id, "dismiss"))

        assert [("finding", "s", "a", "dismissed", "03-01 08:00")] == told(answer)
        assert () == engine.penalties("a")

    def test_it_opens_the_duties_of_others_once(self) -> None:
        """Confirmed twice, a violation opens its duty once."""
        body = (
            "clause s\n  suspect login when vpn\n  forbid login when first\n  severity delay\n"
            "clause d\n  after violation s within 1h require audit.run\n  severity delay\n" + STEPS
        )
        engine = Engine(policy(body))
        first = violations(play(engine, [login("03-01 08:00")]))[0]
        assert () == engine.pending()

        engine.find(found(first.id, "confirm", at=at("03-01 08:10")))
        assert 1 == len(engine.pending())
        verdicts = engine.advance(at("03-01 10:00"))
        engine.find(found(first.id, "confirm", at=at("03-01 10:10")))

        assert [("due", "d", "a", "violation", "03-01 09:00")] == told(verdicts)
        assert [] == engine.advance(at("03-02 10:00"))


class TestGrade:
    """What a person grades takes the row of that grade."""

    BODY = (
        "severities minor < grave\n"
        "clause g\n  forbid message when kind = text\n  graded minor..grave\n"
        "penalties\n  minor: warning\n  grave: dismissal\n"
    )

    def test_graded(self) -> None:
        """No penalty before, that of the grade afterwards, and another if it is graded anew."""
        engine = Engine(policy(self.BODY))
        first = violations(play(engine, [message("03-02 09:00", "m")]))[0]
        assert () == engine.penalties("a")

        assert [("a", "dismissal", 1)] == fined(
            engine.find(found(first.id, "grade", severity="grave"))
        )
        again = engine.find(found(first.id, "grade", severity="minor", at=at("03-21 09:00")))

        assert [("a", "warning", 1)] == fined(again)
        assert ["p/a/m"] == [one.revises for verdict in again for one in verdict.penalties]

    def test_facts_decide_between_rows(self) -> None:
        """A loss that the finding tells of takes the conditional row."""
        body = self.BODY + "  minor when loss > 1000 CNY: demerit\n"
        engine = Engine(policy(body))
        first = violations(play(engine, [message("03-02 09:00", "m")]))[0]

        assert [("a", "demerit", 1)] == fined(
            engine.find(found(first.id, "grade", severity="minor", facts={"loss": 2000}))
        )


class TestWrong:
    """A finding that does not fit is refused, and changes nothing."""

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({"outcome": "grade"}, "has to name a severity"),
            ({"outcome": "grade", "severity": "huge"}, "knows no severity `huge`"),
            ({"outcome": "confrim"}, "got `confrim`"),
            ({"outcome": "confirm", "at": datetime(2026, 3, 20, 9)}, "time with an offset"),
        ],
    )
    def test_refused(self, more: dict[str, Any], words: str) -> None:
        """The words say what is wrong."""
        engine, verdicts = delayed(1)
        before = engine.snapshot()

        with pytest.raises(ValueError, match=words):
            engine.find(found(violations(verdicts)[0].id, **more))
        assert before == engine.snapshot()

    def test_a_violation_that_never_was(self) -> None:
        """It is a LookupError that names it."""
        with pytest.raises(LookupError, match="nothing"):
            Engine(policy(DELAYS)).find(found("nothing", "confirm"))


class TestIds:
    """Event ids with strokes are no other's entry."""

    def test_an_id_that_ends_like_another(self) -> None:
        """`x/m` and `m` are two entries with two penalties."""
        body = (
            "clause s\n  suspect message when kind = image\n  forbid message when kind = text\n"
            "  severity delay\n" + STEPS
        )
        engine = Engine(policy(body))
        verdicts = play(
            engine, [message("03-02 09:00", "m", kind="image"), message("03-02 09:01", "x/m")]
        )
        answer = engine.find(found(violations(verdicts)[0].id, "confirm"))

        assert [("p/a/m", 1)] == [(one.id, one.count) for one in answer[0].penalties]
        assert [("p/a/x/m", 2)] == [(one.id, one.count) for one in answer[1].penalties]


def test_policies_that_impose_the_same_are_named_together() -> None:
    """In the verdict, on the account, and where a finding brings a penalty."""
    body = 'lexicon bad = {"饭桶"}\nclause c\n  severity s\n'
    body += "  STRENGTH message when text contains bad\n"
    body += "penalties\n  s: warning\n"
    first = policy(body.replace("STRENGTH", "forbid"), "x")
    for strength, finding in (("forbid", False), ("suspect", True)):
        engine = Engine([first, policy(body.replace("STRENGTH", strength), "y")])
        (verdict,) = engine.feed(message("03-02 09:00", "m", "饭桶"))
        imposed = verdict.penalties
        if finding:
            suspected = next(one for one in verdict.violations if one.policy == "y")
            (found,) = engine.find(Finding(suspected.id, "confirm", at("03-03 09:00"), by="hr"))
            imposed = found.penalties

        assert {("x", "y")} == {one.sources for made in imposed for one in made.sanctions}
        standing = engine.penalties("a")
        assert [("x", "y")] * 2 == [one.sources for made in standing for one in made.sanctions]
