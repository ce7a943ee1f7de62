"""Events that come late: waited for, judged for themselves, and what they settle after all."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playing import at, clock, fined, happening, message, messages, play, policy, told, violations

from wechat_policy import Engine, Finding
from wechat_policy.verdict import Verdict

HALF_HOUR = timedelta(minutes=30)
MINUTE = timedelta(minutes=1)
BODY = (
    'lexicon insult = {"饭桶"}\n'
    "clause said\n  forbid message when text contains insult\n  severity minor\n"
    "clause often\n  limit message to 2 per 10m by sender\n  severity minor\n"
    "clause read\n  after message within 5m require message.read by message = that.id\n"
    "  severity minor\n"
    "clause again\n  after violation said within 7m require audit.run\n  severity minor\n"
    "clause daily\n  before 09:10 on everyday for each p in people"
    " require attendance.checkin by actor = p\n"
    "  severity minor\n"
    "penalties\n  minor: fine 50 CNY for first 2 per month, then fine 100 CNY\n"
)
PEOPLE = {"people": [{"id": "a"}]}


def held_back(events: list[dict[str, Any]], **options: Any) -> list[Any]:
    """What windows and duties make of events, in the order of time."""
    engine = Engine(policy(BODY), PEOPLE, lateness=HALF_HOUR, **options)
    verdicts = [*play(engine, events), *engine.flush()]
    return sorted(
        (
            one.at,
            one.id,
            one.kind,
            [(v.clause, v.subject, v.status, v.settled_at) for v in one.violations],
        )
        for one in verdicts
        if one.kind in ("due", "window", "settled")
    )


EVENTS = [
    message("03-02 09:05", "m1", "饭桶"),
    message("03-02 09:06", "m2"),
    message("03-02 09:08", "m3"),
    happening("message.read", "03-02 09:09", "r1", actor="b", message="m1"),
    happening("message.read", "03-02 09:20", "r3", actor="b", message="m3"),
    message("03-02 09:25", "m4"),
]


class TestAnyOrder:
    """Within the lateness no order makes a difference to windows and duties."""

    def test_what_the_order_of_time_gives(self) -> None:
        """Computed by hand: the third message, two unread, the audit, the daily duty."""
        assert [
            ("03-02 09:08", "window", "often"),
            ("03-02 09:10", "due", "daily"),
            ("03-02 09:11", "due", "read"),
            ("03-02 09:12", "due", "again"),
            ("03-02 09:13", "due", "read"),
            ("03-02 09:20", "settled", "read"),
        ] == [(clock(moment), kind, those[0][0]) for moment, _, kind, those in held_back(EVENTS)]

    def test_every_order_of_the_first_five(self) -> None:
        """All 120 orders of five events within half an hour."""
        expected = held_back(EVENTS)

        assert {str(expected)} == {
            str(held_back([*those, EVENTS[5]])) for those in permutations(EVENTS[:5])
        }

    @settings(max_examples=60, database=None)
    @given(st.permutations(EVENTS), st.integers(0, 5))
    def test_any_order_with_a_restart(self, events: list[dict[str, Any]], place: int) -> None:
        """Also if the engine is restored from a snapshot on the way."""
        engine = Engine(policy(BODY), PEOPLE, lateness=HALF_HOUR)
        verdicts = play(engine, events[:place])
        other = Engine(engine.policies, PEOPLE, lateness=HALF_HOUR)
        other.restore(engine.snapshot())
        verdicts += [*play(other, events[place:]), *other.flush()]
        held = sorted((v.at, v.id) for v in verdicts if v.kind in ("due", "window", "settled"))

        assert [(moment, id_) for moment, id_, *_ in held_back(EVENTS)] == held

    def test_the_ledger_is_the_same(self) -> None:
        """The penalties that stand at the end do not hang on the order."""

        def standing(events: list[dict[str, Any]]) -> list[Any]:
            engine = Engine(policy(BODY), PEOPLE, lateness=HALF_HOUR)
            play(engine, events)
            engine.flush()
            return sorted((one.id, one.count, str(one.sanctions)) for one in engine.penalties("a"))

        assert standing(EVENTS) == standing(EVENTS[::-1])

    def test_a_permission_by_history_waits(self) -> None:
        """What an earlier approval lifts is lifted also if the approval comes second."""
        body = (
            'lexicon insult = {"饭桶"}\n'
            "clause c\n  forbid message when text contains insult\n  severity minor\n"
            "clause ok\n  permit message lifts c"
            " when had (approval.decide) by actor = sender within 1h\n"
            "penalties\n  minor: warning\n"
        )
        approve = happening(
            "approval.decide", "03-02 08:50", "e", actor="a", request="r", decision="approve"
        )
        said = message("03-02 09:00", "m", "饭桶")

        for events in ([approve, said], [said, approve]):
            engine = Engine(policy(body), lateness=HALF_HOUR)
            assert [] == violations([*play(engine, events), *engine.flush()])
        alone = Engine(policy(body), lateness=HALF_HOUR)
        assert 1 == len(violations([*play(alone, [said]), *alone.flush()]))


class TestWaiting:
    """What answers at once, and what waits."""

    def test_the_event_itself_answers_at_once(self) -> None:
        """What one event decides is not held back; the window is, until its time has passed."""
        engine = Engine(policy(BODY), lateness=HALF_HOUR)
        first = engine.feed(message("03-02 09:00", "m1", "饭桶"))
        assert [("event", "said", "a", "violation", "03-02 09:00")] == told(first)
        assert [] == violations(engine.feed(message("03-02 09:01", "m2")))
        assert [] == violations(engine.feed(message("03-02 09:02", "m3")))

        assert [] == engine.advance(at("03-02 09:30"))
        assert "often" in [one.clause for one in violations(engine.advance(at("03-02 09:40")))]

    def test_flush_gives_what_was_held_back(self) -> None:
        """Nothing waits any more."""
        engine = Engine(policy(BODY), lateness=HALF_HOUR)
        play(engine, messages("03-02 09:00", 3, MINUTE))

        assert [("window", "often", "a", "violation", "03-02 09:02")] == told(engine.flush())
        assert [] == engine.flush()

    def test_one_entry_for_one_event(self) -> None:
        """A window that one's own verdict has gone before joins its entry in the ledger."""
        engine = Engine(policy(BODY), lateness=HALF_HOUR)
        play(engine, [*messages("03-02 09:00", 2, MINUTE), message("03-02 09:02", "x", "饭桶")])
        engine.flush()

        assert [("said", "often")] == [one.clauses for one in engine.penalties("a")]

    def test_undetermined_is_counted(self) -> None:
        """Also where the engine waits."""
        body = (
            "clause c\n  forbid message when kind = text and group.external\n  severity minor\n"
            "penalties\n  minor: warning\n"
        )
        engine = Engine(policy(body), lateness=HALF_HOUR)
        play(engine, [message("03-02 09:00", "m", group="g")])
        engine.flush()

        assert 1 == engine.stats()["undetermined"]

    def test_advance_waits_as_well(self) -> None:
        """A duty falls due when the time has passed it by the lateness."""
        engine = Engine(policy(BODY), lateness=HALF_HOUR)
        engine.feed(message("03-02 09:00", "m1"))

        assert [] == engine.advance(at("03-02 09:35"))
        assert [("due", "read", "a", "violation", "03-02 09:05")] == told(
            engine.advance(at("03-02 09:35:01"))
        )


class TestTooLate:
    """Later than that, an event is judged for itself."""

    def late(self, event: dict[str, Any], before: list[Any]) -> tuple[Engine, list[Verdict]]:
        """An engine that does not wait, with an event after others that are later."""
        engine = Engine(policy(BODY), PEOPLE)
        play(engine, before)
        return engine, engine.feed(event)

    def test_judged_for_itself(self) -> None:
        """Its own words count, at its own time."""
        engine, verdicts = self.late(
            message("03-02 08:00", "x", "饭桶"), [message("03-02 10:00", "m")]
        )

        assert [("event", "said", "a", "violation", "03-02 08:00")] == told(verdicts)
        assert 1 == engine.stats()["late"]

    def test_it_touches_no_window(self) -> None:
        """Neither is it counted, nor does it fill one."""
        before = [message("03-02 10:00", "m1"), message("03-02 10:01", "m2")]
        engine, verdicts = self.late(message("03-02 09:59", "x"), before)

        assert [] == violations(verdicts)
        assert ["often"] == [
            one.clause for one in violations(engine.feed(message("03-02 10:02", "m3")))
        ]

    def test_its_entry_stands_at_its_time(self) -> None:
        """The ledger is derived anew: what came after it moves up a step."""
        said = [message(f"03-02 10:{n:02}", f"m{n}", "饭桶", sender="b") for n in (0, 20)]
        engine = Engine(policy(BODY))
        play(engine, said)
        verdicts = engine.feed(message("03-02 08:00", "x", "饭桶", sender="b"))

        assert [("b", "fine 50", 1)] == fined(verdicts[:1])
        assert [("b", "fine 50", 2), ("b", "fine 100", 3)] == [
            one for one in fined(verdicts[1:]) if one[0] == "b"
        ][:2]

    def test_just_within_the_lateness(self) -> None:
        """Exactly as late as allowed is not too late."""
        engine = Engine(policy(BODY), lateness=HALF_HOUR)
        play(engine, [message("03-02 09:30", "m1"), message("03-02 09:00", "m2")])
        assert 0 == engine.stats().get("late", 0)

        engine.feed({**message("03-02 08:59", "m3"), "at": "2026-03-02T08:59:59+08:00"})
        assert 1 == engine.stats()["late"]

    def test_fulfilled_in_time_after_all(self) -> None:
        """The violation becomes a suspicion that asks for review, and leaves the ledger."""
        before = [message("03-02 09:20", "m"), at("03-02 09:40")]
        engine, verdicts = self.late(
            happening("message.read", "03-02 09:22", "r", actor="b", message="m"), before
        )
        settled = verdicts[-1] if verdicts[-1].kind == "settled" else verdicts[-2]
        one = settled.violations[0]

        assert ("settled", "read", "suspected") == (settled.kind, one.clause, one.status)
        assert one.review is not None and "r" in one.review
        assert "03-02 09:22" == clock(one.settled_at)
        assert () == tuple(p for p in engine.penalties("a") if "read" in p.clauses)

    def test_settled_too_late_stays_a_violation(self) -> None:
        """A late event that was not in time changes nothing but the settling."""
        before = [message("03-02 09:20", "m"), at("03-02 09:40")]
        engine, verdicts = self.late(
            happening("message.read", "03-02 09:26", "r", actor="b", message="m"), before
        )

        assert [("settled", "read", "a", "violation", "03-02 09:25")] == told(verdicts)
        assert ["read"] == [c for p in engine.penalties("a") for c in p.clauses]

    def test_a_duty_that_is_not_yet_due_is_settled(self) -> None:
        """Nobody will be told of it."""
        before = [message("03-02 09:20", "m"), message("03-02 09:23", "n", sender="c")]
        engine, _ = self.late(
            happening("message.read", "03-02 09:22", "r", actor="b", message="m"), before
        )

        assert [("c",)] == [one.owed_by for one in engine.pending() if one.clause == "read"]

    @pytest.mark.parametrize(
        ("when", "status"),
        [("03-02 09:10", "suspected"), ("03-02 00:00", "suspected"), ("03-01 23:59", None)],
    )
    def test_a_daily_duty(self, when: str, status: str | None) -> None:
        """A check-in of that morning that came late asks for review, one of the day before not."""
        before = [message("03-02 08:00", "m", sender="b"), at("03-02 09:30")]
        _, verdicts = self.late(
            happening("attendance.checkin", when, "i", actor="a", kind="in"), before
        )
        those = [one for one in violations(verdicts) if one.clause == "daily"]

        assert ([] if status is None else [status]) == [one.status for one in those]

    def test_a_daily_duty_that_was_settled_meanwhile(self) -> None:
        """The check-in that came late counts also after another one of the day."""
        before = [
            message("03-02 08:00", "m", sender="b"),
            happening("attendance.checkin", "03-02 09:30", "o", actor="a", kind="out"),
        ]
        _, verdicts = self.late(
            happening("attendance.checkin", "03-02 09:00", "i", actor="a", kind="in"), before
        )

        assert ["suspected"] == [
            one.status for one in violations(verdicts) if one.clause == "daily"
        ]

    def test_a_periodic_duty(self) -> None:
        """A change that came late is in time for its period and counts for the next."""
        body = (
            "clause c\n  every 30d for each a in accounts"
            " require password.change by account = a.id\n"
            "  severity minor\npenalties\n  minor: warning\n"
        )
        directory = {"accounts": [{"id": "w", "opened": "2026-01-01T00:00:00+08:00"}]}
        engine = Engine(policy(body), directory)
        play(engine, [message("01-02 00:00", "m"), at("02-05 00:00")])
        change = happening("password.change", "01-30 00:00", "x", actor="a", account="w")
        verdicts = engine.feed(change)

        assert ["suspected"] == [one.status for one in violations(verdicts)]
        assert () == engine.penalties("w")

    def test_a_dismissed_violation_stays_dismissed(self) -> None:
        """What a person has decided is not doubted again."""
        engine = Engine(policy(BODY))
        first = violations(play(engine, [message("03-02 09:20", "m"), at("03-02 09:40")]))[0]
        engine.find(Finding(first.id, "overturn", at("03-02 09:50"), "hr"))
        read = happening("message.read", "03-02 09:22", "r", actor="b", message="m")

        assert ["overturned"] == [one.status for one in violations(engine.feed(read))]
