"""The engine's meaning, sentence by sentence: occurrences, limits, duties, time, the unknown."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from playing import (
    SKINS,
    at,
    clock,
    fined,
    happening,
    message,
    messages,
    play,
    played,
    policy,
    told,
    violations,
)

from wechat_policy import Engine, Policy
from wechat_policy.lexical import Skin
from wechat_policy.state import StateError

MINUTE = timedelta(minutes=1)
PENALTIES = "\npenalties\n  minor: warning\n"
INSULT = 'lexicon insult = {"饭桶"}\n\n'


def clause(norms: str, more: str = "", skin: Skin = "en") -> Policy:
    """A policy of one clause `c`, with sections before it."""
    return policy(f"{more}\nclause c\n  {norms}\n  severity minor\n{PENALTIES}", skin=skin)


def found(policies: Policy, inputs: list[Any], directory: Any = None, **options: Any) -> list[str]:
    """The times of all violations, in order."""
    return [clock(one.at) for one in violations(played(policies, inputs, directory, **options))]


@pytest.fixture(name="made", params=SKINS)
def _made(request: pytest.FixtureRequest) -> Callable[..., Policy]:
    """Makes the policy of one clause, once in English and once in Chinese."""
    skin: Skin = request.param

    def make(norms: str, more: str = "") -> Policy:
        return clause(norms, more, skin)

    return make


Make = Callable[..., Policy]


class TestOccurrences:
    """One occurrence is clause, subject and event, window, duty or period."""

    RULE = "forbid message when text contains insult"

    def test_three_insults_in_one_message_are_one(self, made: Make) -> None:
        """A message is one occurrence whatever it holds and whoever gets it."""
        people = [f"p{number}" for number in range(50)]
        verdicts = played(
            made(self.RULE, INSULT),
            [message("03-02 09:00", "m", "饭桶饭桶，饭桶", recipients=people)],
        )

        assert [("event", "c", "a", "violation", "03-02 09:00")] == told(verdicts)
        assert 3 == len(violations(verdicts)[0].evidence)

    def test_sent_again_they_are_two(self, made: Make) -> None:
        """The same words in another message are another occurrence."""
        inputs = [message("03-02 09:00", "m1", "饭桶"), message("03-02 09:00", "m2", "饭桶")]

        assert 2 == len({one.id for one in violations(played(made(self.RULE, INSULT), inputs))})

    def test_two_norms_of_a_clause_make_one_entry(self, made: Make) -> None:
        """Norms that one event breaks are merged, and the strongest gives the status."""
        norms = (
            f"{self.RULE}\n  suspect message when kind = text\n"
            "  should not message when kind = text"
        )
        verdicts = played(made(norms, INSULT), [message("03-02 09:00", "m", "饭桶")])

        assert [("event", "c", "a", "violation", "03-02 09:00")] == told(verdicts)

    def test_suspected_outranks_advisory(self, made: Make) -> None:
        """Without a violation the suspicion stands."""
        norms = "suspect message when kind = text\n  should not message when kind = text"

        assert (
            "suspected" == violations(played(made(norms), [message("03-02 09:00", "m")]))[0].status
        )

    def test_blame_on_a_list_is_an_entry_each(self, made: Make) -> None:
        """Every person named answers for himself."""
        verdicts = played(
            made(f"{self.RULE} blame recipients", INSULT),
            [message("03-02 09:00", "m", "饭桶", recipients=["x", "y", "x"])],
        )

        assert ["x", "y"] == [one.subject for one in violations(verdicts)]
        assert 2 == len({one.id for one in violations(verdicts)})

    def test_a_department_may_answer(self, made: Make) -> None:
        """A name in quotes is who answers."""
        verdicts = played(
            made(f'{self.RULE} blame "人事部"', INSULT), [message("03-02 09:00", "m", "饭桶")]
        )

        assert [("人事部", "warning", 1)] == fined(verdicts)

    def test_an_unknown_subject_brings_no_penalty(self, made: Make) -> None:
        """Whom nobody told is null, listed and not penalized."""
        verdicts = played(
            made(f"{self.RULE} blame recipients", INSULT), [message("03-02 09:00", "m", "饭桶")]
        )

        assert [None] == [one.subject for one in violations(verdicts)]
        assert [] == fined(verdicts)


class TestLimits:
    """A limit fires at the event after the last allowed one, and uses up what it counted."""

    RULE = "limit message to 20 per 30m by sender"

    def test_fires_at_21_and_42(self, made: Make) -> None:
        """Twenty are allowed; the 21st fires, and the next 21 fill it again."""
        inputs = messages("03-02 09:00", 63, MINUTE / 4)
        verdicts = played(made(self.RULE), inputs)

        assert ["m21", "m42", "m63"] == [one.event for one in violations(verdicts)]
        assert {"21 of 20"} == {one.distance for one in violations(verdicts)}

    def test_what_has_left_the_window_counts_no_more(self, made: Make) -> None:
        """The window is (t - 30m, t]: the 21st comes exactly 30 minutes after the first."""
        assert [] == found(made(self.RULE), messages("03-02 09:00", 21, MINUTE * 1.5))
        assert ["03-02 09:29"] == [
            time[:11] for time in found(made(self.RULE), messages("03-02 09:00", 21, MINUTE * 1.49))
        ]

    def test_evidence_names_the_counted_events(self, made: Make) -> None:
        """What was counted is shown."""
        verdict = played(
            made("limit message to 2 per day by sender"), messages("03-02 09:00", 3, MINUTE)
        )[-1]

        assert ["m1", "m2", "m3"] == [
            one.text for one in verdict.violations[0].evidence if one.field == "event"
        ]

    def test_keys_are_counted_apart(self, made: Make) -> None:
        """By group: two senders of a group count together, two groups apart."""
        inputs = [
            message("03-02 09:00", "m1", group="g", sender="a"),
            message("03-02 09:01", "m2", group="h", sender="a"),
            message("03-02 09:02", "m3", group="g", sender="b"),
        ]

        assert ["m3"] == [
            one.event
            for one in violations(played(made("limit message to 1 per day by group"), inputs))
        ]

    def test_without_keys_everyone_counts_for_himself(self, made: Make) -> None:
        """Two people with one message each pass no limit of one."""
        rule = made("limit message to 1 per day")
        others = [message("03-02 09:00", "m1"), message("03-02 09:01", "m2", sender="b")]

        assert [] == found(rule, others)
        assert ["a"] == [
            one.subject for one in violations(played(rule, [*others, message("03-02 09:02", "m3")]))
        ]

    def test_an_unknown_key_leaves_it_undetermined(self, made: Make) -> None:
        """A message of an unknown group counts nowhere and is told of where asked."""
        engine = Engine(made("limit message to 1 per day by group\n  if unknown review"))
        verdicts = play(engine, [message("03-02 09:00", "m1"), message("03-02 09:01", "m2")])

        assert [["c"], ["c"]] == [[one.clause for one in v.undetermined] for v in verdicts]
        assert [] == violations(verdicts)

    def test_two_patterns_that_meet_one_event_count_it_once(self, made: Make) -> None:
        """A certain meeting outweighs an uncertain one of the same event."""
        rule = made(
            "limit message where (kind = text), content where (group.external)"
            " to 2 per 1d by sender"
        )

        assert ["03-02 09:02"] == found(rule, messages("03-02 09:00", 5, MINUTE, group="g"))

    @pytest.mark.parametrize(
        ("norm", "facts", "distance"),
        [
            (
                "limit sum amount of message to 100 CNY per day by sender",
                {"amount": 60},
                "120 of 100",
            ),
            ("limit distinct group of message to 1 per day by sender", {}, "2 of 1"),
            ("limit span gap 30m of message to 20m per day by sender", {}, "25 min of 20 min"),
        ],
    )
    def test_measures(self, made: Make, norm: str, facts: dict[str, Any], distance: str) -> None:
        """A sum, a number of different values and a length of time are measured."""
        inputs = [
            message("03-02 09:00", "m1", group="g", **facts),
            message("03-02 09:25", "m2", group="h", **facts),
        ]

        assert [distance] == [one.distance for one in violations(played(made(norm), inputs))]

    def test_a_pause_breaks_a_run(self, made: Make) -> None:
        """The latest run alone is measured."""
        rule = made("limit span gap 10m of message to 15m per day by sender")
        times = ("09:00", "09:09", "09:20", "09:29", "09:38")

        assert ["03-02 09:38"] == found(
            rule, [message(f"03-02 {time}", f"m{time}") for time in times]
        )

    def test_a_bound_from_the_directory(self, made: Make) -> None:
        """A bound may be a fact; one that is no amount is unknown and fires nothing."""
        rule = made("limit message to group.rate_limit.count per day by group")
        inputs = messages("03-02 09:00", 3, MINUTE, group="g")

        assert ["03-02 09:02"] == found(
            rule, inputs, {"groups": [{"id": "g", "rate_limit": {"count": 2, "minutes": 5}}]}
        )
        assert [] == found(rule, inputs, {"groups": [{"id": "g"}]})

    @pytest.mark.parametrize("cap", ["2", True, [2], None, float("nan")])
    def test_a_bound_that_is_no_amount(self, made: Make, cap: object) -> None:
        """It fires nothing, and the engine goes on."""
        rule = made("limit message to organization.cap per day by sender")
        inputs = messages("03-02 09:00", 3, MINUTE)

        assert [] == found(rule, inputs, {"organization": {"cap": cap}})


class TestWindows:
    """Calendar periods are half-open in the policy's time zone; lengths of time roll."""

    def test_a_calendar_day_ends_at_midnight(self, made: Make) -> None:
        """A minute before and after midnight are two days."""
        rule = made("limit message to 1 per day by sender")

        assert [] == found(rule, [message("03-02 23:59", "m1"), message("03-03 00:00", "m2")])

    def test_a_rolling_day_does_not(self, made: Make) -> None:
        """24 hours reach over midnight, the moment 24 hours ago excluded."""
        rule = made("limit message to 1 per 1d by sender")

        assert ["03-03 00:00"] == found(
            rule, [message("03-02 23:59", "m1"), message("03-03 00:00", "m2")]
        )
        assert [] == found(rule, [message("03-02 09:00", "m1"), message("03-03 09:00", "m2")])

    def test_the_policy_zone_decides_the_day(self, made: Make) -> None:
        """15:59 and 16:00 UTC lie on two days in Shanghai."""
        rule = made("limit message to 1 per day by sender")
        inputs = [
            {**message("03-02 09:00", "m1"), "at": "2026-03-02T15:59:00+00:00"},
            {**message("03-02 09:00", "m2"), "at": "2026-03-02T16:00:00+00:00"},
        ]

        assert [] == found(rule, inputs)

    @pytest.mark.parametrize(
        ("period", "inside", "outside"),
        [
            ("week", "03-08 23:59", "03-09 00:00"),
            ("month", "03-31 23:59", "04-01 00:00"),
            ("quarter", "03-31 23:59", "04-01 00:00"),
            ("year", "12-31 23:59", "2027-01-01 00:00"),
        ],
    )
    def test_periods(self, made: Make, period: str, inside: str, outside: str) -> None:
        """Each period ends where the calendar says; the week on Sunday."""
        rule = made(f"limit message to 1 per {period} by sender")
        first = message("03-02 00:00", "m1")

        assert 1 == len(found(rule, [first, message(inside, "m2")]))
        assert 0 == len(found(rule, [first, message(outside, "m2")]))


class TestDuties:
    """What has to follow, the moment when it is due, and who owes it."""

    RULE = "after approval.assign within 1h require approval.decide by request"
    ASSIGN = happening("approval.assign", "03-02 09:00", "e1", actor="a", request="r")

    def decide(self, when: str, id: str = "e2", request: str = "r") -> dict[str, Any]:
        """A decision on a request."""
        return happening(
            "approval.decide", when, id, actor="a", request=request, decision="approve"
        )

    def test_missed(self, made: Make) -> None:
        """The violation is dated at the due moment and names the opening event."""
        verdicts = played(made(self.RULE), [self.ASSIGN, at("03-02 12:00")])

        assert [("due", "c", "a", "violation", "03-02 10:00")] == told(verdicts)
        assert "e1" == violations(verdicts)[0].event
        assert [("a", "warning", 1)] == fined(verdicts)

    def test_exactly_at_due_is_in_time(self, made: Make) -> None:
        """The due moment itself still counts, a second later does not."""
        assert [] == found(
            made(self.RULE), [self.ASSIGN, self.decide("03-02 10:00"), at("03-03 00:00")]
        )
        assert ["03-02 10:00"] * 2 == found(
            made(self.RULE), [self.ASSIGN, self.decide("03-02 10:00:01")]
        )

    def test_advance_to_due_leaves_it_open(self, made: Make) -> None:
        """What is due at a moment is not due before it."""
        engine = Engine(made(self.RULE))
        play(engine, [self.ASSIGN])

        assert [] == engine.advance(at("03-02 10:00"))
        assert [("a",)] == [one.owed_by for one in engine.pending()]
        assert 1 == len(engine.advance(at("03-02 10:00:01")))
        assert () == engine.pending()

    def test_fulfilled_late(self, made: Make) -> None:
        """The violation stands, with the time of settling and the delay; no further penalty."""
        verdicts = played(
            made(self.RULE), [self.ASSIGN, self.decide("03-02 10:30"), at("03-03 00:00")]
        )

        assert ["due", "event", "settled"] == [one.kind for one in verdicts[1:]]
        late, settled = violations(verdicts)
        assert late.id == settled.id and "violation" == settled.status
        assert "03-02 10:30" == clock(settled.settled_at)
        assert 1800.0 == settled.to_dict()["delay_seconds"]
        assert verdicts[-1].revises == late.id
        assert 1 == len(fined(verdicts))

    def test_the_due_moment_decides_the_month(self) -> None:
        """An hour that ends in April is an April delay, whenever it is settled."""
        rules = policy(
            f"clause c\n  {self.RULE}\n  severity delay\npenalties\n"
            "  delay: fine 50 CNY for first 1 per month, then fine 100 CNY\n"
        )
        inputs = []
        for number, when in enumerate(("03-31 08:00", "03-31 22:59", "03-31 23:30")):
            inputs.append(
                happening(
                    "approval.assign",
                    when,
                    f"o{number}",
                    actor="a",
                    request=(number and f"r{number}") or "r",
                )
            )
        verdicts = played(rules, [*inputs, at("04-02 00:00")])

        assert [("a", "fine 50", 1), ("a", "fine 100", 2), ("a", "fine 50", 1)] == fined(verdicts)

    def test_fulfilment_has_to_come_after(self, made: Make) -> None:
        """What came before the opening event settles nothing."""
        assert ["03-02 10:00"] == found(
            made(self.RULE), [self.decide("03-02 08:59", "e0"), self.ASSIGN, at("03-03 00:00")]
        )

    def test_another_key_settles_nothing(self, made: Make) -> None:
        """The request has to be the same."""
        assert ["03-02 10:00"] == found(
            made(self.RULE),
            [self.ASSIGN, self.decide("03-02 09:30", request="s"), at("03-03 00:00")],
        )

    def test_one_fulfilment_settles_every_open_duty_of_its_key(self, made: Make) -> None:
        """Two assignments of one request, one decision."""
        again = happening("approval.assign", "03-02 09:10", "e3", actor="a", request="r")

        assert [] == found(
            made(self.RULE), [self.ASSIGN, again, self.decide("03-02 09:30"), at("03-03 00:00")]
        )

    def test_an_unknown_key_opens_nothing(self, made: Make) -> None:
        """It is counted as unclear."""
        engine = Engine(made("after message within 1h require message.read by group"))
        play(engine, [message("03-02 09:00", "m"), at("03-03 00:00")])

        assert () == engine.pending()
        assert 1 == engine.stats()["unclear"]

    def test_recall_cancels(self, made: Make) -> None:
        """A message recalled before due binds nobody; recalled later it does."""
        rule = made("after message within 1h require message.read by message = that.id")

        def recall(when: str) -> dict[str, Any]:
            return happening("message.recall", when, "x", actor="a", message="m")

        first = message("03-02 09:00", "m")
        assert [] == found(rule, [first, recall("03-02 09:59"), at("03-03 00:00")])
        assert ["03-02 10:00"] == found(rule, [first, recall("03-02 10:01"), at("03-03 00:00")])

    def test_that_names_the_opening_event(self, made: Make) -> None:
        """`complaint = that.id` joins the answer's field with the complaint's id."""
        rule = made(
            "after complaint.receive within 1d require complaint.resolve by complaint = that.id"
        )
        opened = happening(
            "complaint.receive", "03-02 09:00", "k1", handler="h", content="慢", complainant="u"
        )
        resolved = happening("complaint.resolve", "03-02 10:00", "k2", actor="h", complaint="k1")

        assert ["h"] == [
            one.subject for one in violations(played(rule, [opened, at("03-05 00:00")]))
        ]
        assert [] == found(rule, [opened, resolved, at("03-05 00:00")])

    def test_working_time(self, made: Make) -> None:
        """An hour of work that begins at 11:30 ends at 14:00 where noon is free."""
        hours = "hours work = workdays 08:30-12:00, 13:30-17:30\n"
        rule = made(
            "after approval.assign within 1h of work require approval.decide by request", hours
        )
        noon = happening("approval.assign", "03-02 11:30", "e1", actor="a", request="r")
        evening = happening("approval.assign", "03-06 17:00", "e2", actor="a", request="s")

        assert ["03-02 14:00", "03-09 09:00"] == found(rule, [noon, evening, at("03-12 00:00")])

    def test_make_up_days_are_worked(self, made: Make) -> None:
        """Sunday 4 January 2026 is a working day in China, the Friday before is none."""
        hours = "hours work = workdays 08:30-12:00\n"
        rule = made(
            "after approval.assign within 1h of work require approval.decide by request", hours
        )
        eve = happening("approval.assign", "01-02 09:00", "e1", actor="a", request="r")

        assert ["01-04 09:30"] == found(rule, [eve, at("01-12 00:00")])

    def test_a_violation_opens_a_duty_of_somebody_else(self, made: Make) -> None:
        """`after violation` begins at the violation's time and knows whom it blames."""
        more = INSULT + (
            "clause said\n  forbid message when text contains insult\n  severity minor\n"
        )
        rule = made(
            "after violation said within 1h require moderation.apply by person = that.subject"
            " blame that.group.owner", more,
        )  # fmt: skip
        directory = {"groups": [{"id": "g", "owner": "o"}]}
        said = message("03-02 09:00", "m", "饭桶", group="g")
        measure = happening(
            "moderation.apply",
            "03-02 09:30",
            "x",
            actor="o",
            measure="mute",
            target="m",
            person="a",
        )

        assert [
            ("event", "said", "a", "violation", "03-02 09:00"),
            ("due", "c", "o", "violation", "03-02 10:00"),
        ] == told(played(rule, [said, at("03-03 00:00")], directory))
        assert 1 == len(found(rule, [said, measure, at("03-03 00:00")], directory))

    def test_a_suspicion_opens_no_duty(self, made: Make) -> None:
        """Only violations that are neither advisory nor suspected do."""
        more = INSULT + (
            "clause said\n  suspect message when text contains insult\n"
            "  forbid login when vpn\n  severity minor\n"
        )
        rule = made("after violation said within 1h require audit.run", more)
        login = happening("login", "03-02 09:00", "l", actor="a", account="w", vpn=True)

        assert 1 == len(found(rule, [message("03-02 09:00", "m", "饭桶"), at("03-03 00:00")]))
        assert 2 == len(found(rule, [login, at("03-03 00:00")]))

    def test_perhaps_fulfilled_is_a_suspicion_of_that_member_only(self, made: Make) -> None:
        """An uncertain answer of one leaves the others' violations certain."""
        rule = made(
            "after announcement.publish for each p in recipients within 1h"
            " require message.read where (group.external) by actor = p, message = that.id"
        )
        notice = happening(
            "announcement.publish",
            "03-02 09:00",
            "n",
            sender="s",
            text="通知",
            recipients=["a", "b"],
        )
        read = happening("message.read", "03-02 09:10", "r", actor="a", message="n", group="g")

        assert [
            ("due", "c", "a", "suspected", "03-02 10:00"),
            ("due", "c", "b", "violation", "03-02 10:00"),
        ] == told(played(rule, [notice, read, at("03-03 00:00")]))


class TestDutiesToMany:
    """One duty with the set of those who still owe."""

    RULE = (
        "after announcement.publish for each p in recipients within 1h"
        " require message.read by actor = p, message = that.id"
    )
    NOTICE = happening(
        "announcement.publish", "03-02 09:00", "n", sender="s", text="通知",
        recipients=["a", "b", "c"],
    )  # fmt: skip

    def read(self, who: str, when: str) -> dict[str, Any]:
        """Somebody reads the notice."""
        return happening("message.read", when, f"r{who}", actor=who, message="n")

    def test_who_still_owes_is_pending(self, made: Make) -> None:
        """Reading takes a person out of the set."""
        engine = Engine(made(self.RULE))
        play(engine, [self.NOTICE, self.read("b", "03-02 09:10")])

        assert [("a", "c")] == [one.owed_by for one in engine.pending()]

    def test_only_they_are_violations(self, made: Make) -> None:
        """One verdict at the due moment, an entry for everybody who did not read."""
        verdicts = played(
            made(self.RULE),
            [
                self.NOTICE,
                self.read("b", "03-02 09:10"),
                at("03-02 11:00"),
                self.read("a", "03-02 12:00"),
            ],
        )

        assert [
            ("due", "c", "a", "violation", "03-02 10:00"),
            ("due", "c", "c", "violation", "03-02 10:00"),
            ("settled", "c", "a", "violation", "03-02 10:00"),
        ] == told(verdicts)

    def test_population_with_a_condition(self, made: Make) -> None:
        """Of a population only those are bound who meet the condition."""
        rule = made(
            "after policy.publish for each p in people (status = active) within 1d"
            " require policy.acknowledge by actor = p, policy"
        )
        directory = {
            "people": [
                {"id": "a", "status": "active"},
                {"id": "b", "status": "left"},
                {"id": "d", "status": "active"},
            ]
        }
        published = happening(
            "policy.publish", "03-02 09:00", "n", actor="hr", policy="P", version="2"
        )

        assert ["a", "d"] == [
            one.subject
            for one in violations(played(rule, [published, at("03-05 00:00")], directory))
        ]


class TestRecurring:
    """Daily and periodic duties."""

    DAILY = (
        "before 09:00 on workday for each p in people (status = active)"
        " require attendance.checkin by actor = p"
    )
    PEOPLE: ClassVar = {"people": [{"id": "a", "status": "active"}]}

    def checkin(self, when: str) -> dict[str, Any]:
        """The person checks in."""
        return happening("attendance.checkin", when, f"in {when}", actor="a", kind="in")

    def test_daily(self, made: Make) -> None:
        """Monday is kept, Tuesday late, Wednesday missed; Saturday is no workday."""
        verdicts = played(
            made(self.DAILY),
            [self.checkin("03-02 09:00"), self.checkin("03-03 09:01"), at("03-04 12:00")],
            self.PEOPLE,
        )

        assert [
            ("due", "c", "a", "violation", "03-03 09:00"),
            ("settled", "c", "a", "violation", "03-03 09:00"),
            ("due", "c", "a", "violation", "03-04 09:00"),
        ] == told(verdicts)
        weekend = [message("03-07 00:00", "m"), at("03-08 23:00")]
        assert [] == found(made(self.DAILY), weekend, self.PEOPLE)

    def test_daily_begins_with_the_first_event(self, made: Make) -> None:
        """A day whose time had passed before the first event is not judged."""
        inputs = [message("03-02 09:01", "m"), at("03-03 08:00")]

        assert [] == found(made(self.DAILY), inputs, self.PEOPLE)

    def test_periodic_once_a_period(self, made: Make) -> None:
        """From the account's opening on, each missed period is one; a change begins anew."""
        rule = made(
            "every 90d for each a in accounts (status = active)"
            " require password.change by account = a.id blame a.holder"
        )
        directory = {
            "accounts": [
                {
                    "id": "w",
                    "holder": "a",
                    "status": "active",
                    "opened": "2026-01-01T00:00:00+08:00",
                }
            ]
        }
        change = happening("password.change", "04-11 00:00", "x", actor="a", account="w")
        verdicts = played(rule, [message("01-02 00:00", "m"), change, at("10-08 00:00")], directory)

        assert [
            ("due", "c", "a", "violation", "04-01 00:00"),
            ("settled", "c", "a", "violation", "04-01 00:00"),
            ("due", "c", "a", "violation", "07-10 00:00"),
        ] == told(verdicts)

    def test_periodic_begins_with_the_first_event_that_names_it(self, made: Make) -> None:
        """Without a date in the directory the first sight counts."""
        rule = made("every 30d for each a in accounts require password.change by account = a.id")
        login = happening("login", "03-05 10:00", "l", actor="a", account="w")

        assert ["04-04 10:00"] == found(
            rule,
            [message("03-01 00:00", "m"), login, at("04-20 00:00")],
            {"accounts": [{"id": "w"}]},
        )

    def test_time_alone_begins_nothing(self, made: Make) -> None:
        """Advancing before the first event starts no day and no period of the organization."""
        everyone = made("every 1d require training.hold")
        inputs = [at("03-01 12:00"), message("03-02 12:00", "m"), at("03-03 13:00")]

        assert ["03-03 12:00"] == found(everyone, inputs)
        assert ["03-03 09:00"] == found(made(self.DAILY), inputs, self.PEOPLE)

    def test_what_the_directory_dates_waits_for_no_event(self, made: Make) -> None:
        """An account that was opened is due though nothing ever happened."""
        rule = made("every 30d for each a in accounts require password.change by account = a.id")
        directory = {"accounts": [{"id": "w", "opened": "2026-03-01T00:00:00+08:00"}]}
        inputs = [at("03-02 00:00"), at("04-02 00:00")]

        assert ["03-31 00:00"] == found(rule, inputs, directory)

    @pytest.mark.parametrize(
        ("period", "opened", "expected"),
        [
            ("30d", "2019-03-05T09:00:00+08:00", ["03-28 09:00", "04-27 09:00"]),
            ("1d", "2026-02-20T09:00:00+08:00", ["03-02 09:00", "03-03 09:00"]),
            ("1d", "2026-02-20T08:59:59+08:00", ["03-03 08:59", "03-04 08:59"]),
            ("month", "2019-03-05T09:00:00+08:00", ["04-01 00:00", "05-01 00:00"]),
            ("30d", "2026-02-20T09:00:00+08:00", ["03-22 09:00", "04-21 09:00"]),
        ],
    )
    @pytest.mark.parametrize("first", [message("03-02 09:00", "m"), at("03-02 09:00")])
    def test_what_was_due_before_the_watch_is_nobodys_fault(
        self, made: Make, first: Any, period: str, opened: str, expected: list[str]
    ) -> None:
        """Of an old account only the period that runs when the engine begins can be missed."""
        rule = made(f"every {period} for each a in accounts require login by account = a.id")
        directory = {"accounts": [{"id": "w", "opened": opened}]}
        inputs = [first, message("03-02 09:00", "n"), at("05-02 00:00")]

        assert expected == found(rule, inputs, directory)[:2]

    def test_every_calendar_month(self, made: Make) -> None:
        """The first whole month is April, due at its end; the organization answers."""
        rule = made("every month require training.hold")
        verdicts = played(rule, [message("03-10 00:00", "m"), at("05-20 00:00")])

        assert [("due", "c", "organization", "violation", "05-01 00:00")] == told(verdicts)


class TestUnknown:
    """The unknown is a third value."""

    def outcome(
        self, norms: str, event: dict[str, Any], more: str = "", directory: Any = None
    ) -> str:
        """What the clause makes of the event, where every unknown entry is told of."""
        verdict = played(clause(f"{norms}\n  if unknown review", more), [event], directory)[-1]
        return (
            "violated"
            if verdict.violations
            else ("unknown" if verdict.undetermined else "complied")
        )

    @pytest.mark.parametrize(
        ("norms", "expected"),
        [
            ("forbid message when kind = text and group.external", "unknown"),
            ("forbid message when kind = image and group.external", "complied"),
            ("forbid message when kind = text or group.external", "violated"),
            ("forbid message when kind = image or group.external", "unknown"),
            ("forbid message when not group.external", "unknown"),
            ("forbid message when kind = text unless group.external", "unknown"),
            ('forbid message when kind = text unless sender = "a"', "complied"),
            ("require group.external on message", "unknown"),
        ],
    )
    def test_kleene(self, norms: str, expected: str) -> None:
        """And, or, not, unless and require over a group that nobody knows."""
        assert expected == self.outcome(norms, message("03-02 09:00", "m", group="g"))

    @pytest.mark.parametrize(
        ("norms", "people", "expected"),
        [
            ("any recipients (external)", ["x", "u"], "violated"),
            ("any recipients (external)", ["i", "u"], "unknown"),
            ("any recipients (external)", ["i"], "complied"),
            ("any recipients (external)", [], "complied"),
            ("all recipients (external)", ["x", "u"], "unknown"),
            ("all recipients (external)", ["i", "u"], "complied"),
            ("all recipients (external)", ["x"], "violated"),
            ("all recipients (external)", [], "violated"),
            ("any recipients (external)", None, "complied"),
        ],
    )
    def test_any_and_all(self, norms: str, people: list[str] | None, expected: str) -> None:
        """x is external, i is not, of u nobody knows."""
        directory = {"people": [{"id": "x", "external": True}, {"id": "i", "external": False}]}
        event = message("03-02 09:00", "m", recipients=people)

        assert expected == self.outcome(f"forbid message when {norms}", event, directory=directory)

    @pytest.mark.parametrize(
        ("bound", "expected"), [(">= 2", "violated"), (">= 3", "unknown"), (">= 4", "complied")]
    )
    def test_count_is_an_interval(self, bound: str, expected: str) -> None:
        """Two certain messages and one uncertain are between two and three."""
        rule = clause(
            f"forbid login when count (message when sensitivity = secret) by sender = actor {bound}"
            "\n  if unknown review"
        )
        inputs = [
            message("03-02 09:00", "m1", sensitivity="secret"),
            message("03-02 09:01", "m2", sensitivity="secret"),
            message("03-02 09:02", "m3"),
            happening("login", "03-02 09:03", "l", actor="a", account="w"),
        ]
        last = played(rule, inputs)[-1]
        got = "violated" if last.violations else ("unknown" if last.undetermined else "complied")

        assert expected == got

    def test_counts_on_either_side(self) -> None:
        """A count may stand on the right, and two counts beside each other."""
        right = clause("forbid message when 1 < count (message) by sender within 1d")
        both = clause(
            "forbid message when count (message) by sender within 1d"
            " > count (message.read) by actor = sender within 1d"
        )
        read = happening("message.read", "03-02 09:00:30", "r", actor="a", message="m1")
        inputs = [
            *messages("03-02 09:00", 1, MINUTE),
            read,
            message("03-02 09:01", "m2"),
            message("03-02 09:02", "m3"),
        ]

        assert ["03-02 09:01", "03-02 09:02"] == found(right, inputs)
        assert ["m1", "m2", "m3"] == [one.event for one in violations(played(both, inputs))]

    def test_a_count_beside_a_text_is_unknown(self) -> None:
        """What cannot be ordered is unknown and no fault."""
        rule = clause(
            "forbid message when count (message) by sender > organization.cap\n  if unknown review"
        )
        verdict = played(rule, [message("03-02 09:00", "m")], {"organization": {"cap": "x"}})[0]

        assert ["c"] == [one.clause for one in verdict.undetermined]

    @pytest.mark.parametrize(
        ("condition", "told", "expected"),
        [
            ("not approval told", {}, "violated"),
            ("not approval told", {"approval": None}, "violated"),
            ("not approval told", {"approval": "r"}, "complied"),
            ("approval told", {"approval": "r"}, "violated"),
            ("group.owner told", {"group": "nobody knows it"}, "complied"),
            ("not approval given", {}, "unknown"),
        ],
    )
    def test_told_is_never_unknown(
        self, condition: str, told: dict[str, Any], expected: str
    ) -> None:
        """What nobody told is not told, where it is unknown whether it is given."""
        event = message("03-02 09:00", "m", **told)

        assert expected == self.outcome(f"forbid message when {condition}", event)

    def test_none_is_no_unknown(self) -> None:
        """A private chat has no group: known to be none."""
        event = message("03-02 09:00", "m", group=None)

        assert "violated" == self.outcome("forbid message when group none", event)
        assert "complied" == self.outcome("forbid message when group given", event)
        assert "unknown" == self.outcome(
            "forbid message when group none", message("03-02 09:00", "m")
        )

    def test_a_year_without_a_calendar(self) -> None:
        """In 2027 nobody knows the working days; at 03:00 nobody works on any."""
        hours = "hours work = workdays 09:00-18:00\n"
        rule = "forbid message when during work"

        assert "unknown" == self.outcome(rule, message("2027-03-02 10:00", "m"), hours)
        assert "complied" == self.outcome(rule, message("2027-03-02 03:00", "m"), hours)
        assert "violated" == self.outcome(rule, message("2026-03-02 10:00", "m"), hours)

    def test_working_time_between_records_in_such_a_year(self) -> None:
        """Whether a share lies within two working hours is unknown in 2027."""
        hours = "hours work = workdays 09:00-18:00\n"
        rule = clause(
            "require had (message.read) by actor = sender within 2h of work on message\n"
            "  if unknown review",
            hours,
        )
        read = happening("message.read", "2027-03-02 10:00", "r", actor="a", message="x")
        verdict = played(rule, [read, message("2027-03-02 14:00", "m")])[-1]

        assert ["c"] == [one.clause for one in verdict.undetermined]

    def test_a_duty_in_such_a_year_opens_nothing(self) -> None:
        """It is counted as unclear."""
        rule = clause(
            "after approval.assign within 1h of work require approval.decide by request",
            "hours work = workdays 09:00-18:00\n",
        )
        engine = Engine(rule)
        play(
            engine,
            [
                happening("approval.assign", "2027-03-02 10:00", "e", actor="a", request="r"),
                at("2027-04-01 00:00"),
            ],
        )

        assert 1 == engine.stats()["unclear"]

    def test_reported_only_with_something_specific(self) -> None:
        """A word makes an undetermined entry worth telling, the frame alone does not."""
        word = clause("forbid message when text contains insult and group.external", INSULT)
        frame = clause("forbid message when kind = text and group.external")
        event = message("03-02 09:00", "m", "饭桶", group="g")
        told_of, counted = Engine(word), Engine(frame)

        assert [("group.external",)] == [one.missing for one in told_of.feed(event)[0].undetermined]
        assert () == counted.feed(event)[0].undetermined
        assert (0, 1) == (told_of.stats()["undetermined"], counted.stats()["undetermined"])

    def test_a_measured_word_is_specific(self) -> None:
        """A score is a test on this very text."""
        rule = clause("forbid message when text score insult >= 1 and group.external", INSULT)

        assert ["c"] == [
            one.clause
            for one in played(rule, [message("03-02 09:00", "m", "饭桶", group="g")])[
                0
            ].undetermined
        ]

    def test_if_unknown_violate(self) -> None:
        """It is a suspected violation, which asks for review and brings no penalty."""
        rule = clause("forbid message when group.external\n  if unknown violate")
        verdicts = played(rule, [message("03-02 09:00", "m", group="g")])

        assert [("event", "c", "a", "suspected", "03-02 09:00")] == told(verdicts)
        assert [] == fined(verdicts)

    @pytest.mark.parametrize(
        ("told", "expected"), [({}, "complied"), ({"urgent": True}, "violated")]
    )
    def test_if_unknown_violate_needs_the_filter(self, told: dict[str, Any], expected: str) -> None:
        """Whether the clause is about the event at all has to be known."""
        norms = "forbid message where (urgent) when group.external\n  if unknown violate"
        verdict = Engine(clause(norms)).judge(message("03-02 09:00", "m", group="z", **told))

        assert (expected == "violated") == bool(verdict.violations)

    def test_undetermined_never_enters_the_ledger(self) -> None:
        """Neither an entry nor a penalty is kept."""
        engine = Engine(clause("forbid message when group.external\n  if unknown review"))
        play(engine, messages("03-02 09:00", 3, MINUTE, group="g"))

        assert () == engine.penalties("a")

    def test_history_since(self) -> None:
        """A window that begins before the history is known has no upper end."""
        rule = clause(
            "forbid message when not had (training.complete) by actor = sender\n"
            "  forbid message when count (message) by sender within 1d >= 3\n  if unknown review"
        )
        inputs = messages("03-02 09:00", 3, MINUTE)
        since = played(rule, inputs, history_since=at("03-02 08:00"))

        assert [False, False, True] == [bool(one.violations) for one in since]
        assert [True, True, False] == [bool(one.undetermined) for one in since]
        assert [True] * 3 == [bool(one.violations) for one in played(rule, inputs)]

    def test_history_since_long_ago_matters_no_more(self) -> None:
        """A day after its beginning a window of a day is whole."""
        rule = clause(
            "forbid message when count (message) by sender within 1d = 1\n  if unknown review"
        )

        assert ["03-03 08:00"] == found(
            rule, [message("03-03 08:00", "m")], history_since=at("03-02 08:00")
        )


class TestBeforeEffect:
    """Before a policy takes effect it judges nothing, and knows what happened."""

    def test_a_limit_counts_and_fires_nothing(self) -> None:
        """What was sent before counts in the window that follows, and uses nothing up."""
        rule = policy(
            "clause c\n  limit content to 1 per month by sender\n  severity s\n"
            "penalties\n  s: warning\n",
            head="  effective from 2026-03-02\n",
        )
        times = ("03-01 17:00", "03-01 18:00", "03-03 10:00", "03-03 11:00", "03-03 12:00")
        inputs = [message(when, f"m{n}") for n, when in enumerate(times)]

        assert ["m2", "m4"] == [one.event for one in violations(played(rule, inputs))]


class TestHistory:
    """What was remembered of earlier events."""

    def test_three_steps_in_order(self, made: Make) -> None:
        """A record between the first and the last may be the one that is needed."""
        rule = made(
            "forbid message when had (group.create then group.add then group.join) by group"
        )
        add = {"actor": "a", "group": "g", "members": ["b"]}
        inputs = [
            happening("group.add", "03-02 09:00", "e1", **add),
            happening("group.create", "03-02 09:01", "e2", actor="a", group="g", name="n"),
            happening("group.add", "03-02 09:02", "e3", **add),
            happening("group.join", "03-02 09:03", "e4", actor="a", group="g"),
            happening("group.add", "03-02 09:04", "e5", **add),
            message("03-02 09:05", "m", group="g"),
        ]

        assert ["m"] == [one.event for one in violations(played(rule, inputs))]
        assert [] == violations(played(rule, [inputs[n] for n in (0, 1, 3, 4, 5)]))

    @pytest.mark.parametrize(("order", "expected"), [("ab", 1), ("ba", 0)])
    def test_events_of_one_moment_stand_as_they_came(
        self, made: Make, order: str, expected: int
    ) -> None:
        """A before B is not B before A because both have the same time."""
        rule = made("forbid message when had (group.create then group.add) by group")
        both = {
            "a": happening("group.create", "03-02 09:00", "a", group="g", actor="x", name="n"),
            "b": happening("group.add", "03-02 09:00", "b", group="g", actor="x", members=["y"]),
        }
        inputs = [both[one] for one in order] + [message("03-02 10:00", "m", group="g")]

        assert expected == len(violations(played(rule, inputs)))

    def test_two_steps_long_enough_ago(self, made: Make) -> None:
        """The second step has to lie a week back; one in between may be the one."""
        rule = made("forbid message when had (group.create then group.add) by group ago 7d")
        add = {"actor": "a", "group": "g", "members": ["b"]}
        inputs = [
            happening("group.add", "03-02 09:00", "e1", **add),
            happening("group.create", "03-02 09:01", "e2", actor="a", group="g", name="n"),
            happening("group.add", "03-02 09:02", "e3", **add),
            happening("group.add", "03-09 09:00", "e4", **add),
        ]

        assert [] == found(rule, [*inputs, message("03-09 09:01:59", "m", group="g")])
        assert ["03-09 09:02"] == found(rule, [*inputs, message("03-09 09:02", "m", group="g")])

    def test_within_excludes_its_far_end(self, made: Make) -> None:
        """(t - 30m, t]."""
        rule = made("forbid message when had (message.read) by actor = sender within 30m")
        read = happening("message.read", "03-02 09:00", "r", actor="a", message="x")

        assert [] == found(rule, [read, message("03-02 09:30", "m")])
        assert ["03-02 09:29"] == found(rule, [read, message("03-02 09:29:59", "m")])

    def test_covering(self, made: Make) -> None:
        """An approved leave whose days hold the day of the mark, both ends included."""
        rule = made(
            "require had (approval.request where (form = leave)) by actor covering date"
            " on attendance.mark"
        )
        period = {"start": "2026-03-02", "end": "2026-03-04"}
        leave = happening(
            "approval.request", "03-01 09:00", "l", actor="a", form="leave", period=period
        )

        def mark(day: str) -> dict[str, Any]:
            return happening(
                "attendance.mark", f"{day} 18:00", day, actor="a", date=f"2026-{day}", mark="absent"
            )

        days = ("03-01", "03-02", "03-04", "03-05")
        assert ["03-01 18:00", "03-05 18:00"] == found(rule, [leave, *map(mark, days)])

    @pytest.mark.parametrize(
        ("period", "expected"),
        [
            ({"start": "2026-03-02", "end": "2026-03-02"}, "complied"),
            ({"start": "2026-03-03", "end": "2026-03-04"}, "violated"),
            (
                {"start": "2026-03-02T09:00:00+08:00", "end": "2026-03-02T12:00:00+08:00"},
                "complied",
            ),
            (
                {"start": "2026-03-02T09:00:01+08:00", "end": "2026-03-02T12:00:00+08:00"},
                "violated",
            ),
            ({"start": "2026-03-02T09:00:00+08:00", "end": "2026-03-02"}, "complied"),
            ({"start": "2026-03-02T09:00:00", "end": "2026-03-02T12:00:00"}, "unknown"),
            ({"start": "Monday", "end": 5}, "unknown"),
            ({"start": "2026-03-02"}, "unknown"),
            ({"start": "2026-03-02", "end": None}, "violated"),
            (None, "violated"),
            (..., "unknown"),
        ],
    )
    def test_covering_a_moment(self, period: object, expected: str) -> None:
        """Days and moments mix; a period that nobody told, or told badly, is unknown."""
        rule = clause(
            "require had (approval.request where (form = leave)) by actor = sender covering at"
            " on message\n  if unknown review"
        )
        leave = happening("approval.request", "03-01 09:00", "l", actor="a", form="leave")
        told_ = leave if period is ... else {**leave, "period": period}
        verdict = played(rule, [told_, message("03-02 09:00", "m")])[-1]
        got = (
            "violated" if verdict.violations else "unknown" if verdict.undetermined else "complied"
        )

        assert expected == got

    @pytest.mark.parametrize(
        ("start", "expected"),
        [("2026-03-01", 1), ("2026-03-02", 0), ("2026-03-03", 0), ("2026-03-02T08:59:59+08:00", 1)],
    )
    def test_a_day_inside_an_object(self, start: str, expected: int) -> None:
        """A day where a moment may stand is compared by the day, as `covering` does."""
        rule = clause("forbid approval.request when period.start < at")
        leave = {"form": "leave", "period": {"start": start, "end": "2026-03-04"}, "actor": "a"}

        assert expected == len(
            found(rule, [happening("approval.request", "03-02 09:00", "l", **leave)])
        )

    @pytest.mark.parametrize(
        ("condition", "expected"),
        [
            ('not accounts includes "w"', ["03-02 09:00"]),
            ("not any event.accounts (type = work)", ["03-02 09:00"]),
            ("not any organization.accounts (type = work)", []),
            ("not any organization.people (it = event.person)", ["03-02 09:00", "03-02 09:01"]),
        ],
    )
    def test_an_attribute_stands_before_a_population(
        self, made: Make, condition: str, expected: list[str]
    ) -> None:
        """`accounts` of a person are hers, not all that the directory has."""
        directory = {"accounts": [{"id": "w", "holder": "b", "type": "work"}]}
        inputs = [
            happening("snapshot.person", f"03-02 09:0{minute}", f"e{minute}", person="a", **told)
            for minute, told in enumerate([{"accounts": []}, {"accounts": ["w"]}])
        ]

        policies = made(f"forbid snapshot.person when {condition}")

        assert expected == found(policies, inputs, directory)

    @pytest.mark.parametrize(
        ("type_", "condition"),
        [
            ("account.open", "any documents (valid_until < event.at)"),
            ("account.open", "any documents (it.valid_until <= 2026-03-01)"),
            ("account.open", "any documents (event.at > valid_until)"),
            ("account.open", "any documents (valid_until in {2026-03-01})"),
            ("x.open", "any documents (it.valid_until < event.at)"),
            ("x.open", "any documents (2026-03-01 = it.valid_until)"),
            ("x.open", "any documents (it.valid_until in {2026-03-01, 2026-02-01})"),
        ],
    )
    def test_a_day_inside_an_element(self, made: Make, type_: str, condition: str) -> None:
        """The text of a day is one in the parts of a list, by its type or by what is beside it."""
        told = {"account": "n", "holder": "a", "account_type": "work"}
        inputs = [
            happening(type_, f"03-02 09:0{day}", f"e{day}", **told, documents=[{"valid_until": of}])
            for day, of in enumerate(["2026-03-01", "2026-03-02", "no day"])
        ]

        assert ["03-02 09:00"] == found(made(f"forbid {type_} when {condition}"), inputs)

    @pytest.mark.parametrize(
        ("approvers", "expected"),
        [
            (["b", "d"], []),
            (["c", "d"], []),
            (["c", "x", "d"], []),
            (["d", "b"], ["03-02 09:00"]),
            (["b", "c"], ["03-02 09:00"]),
        ],
    )
    def test_approvers_by_parameters(self, approvers: list[str], expected: list[str]) -> None:
        """At one place of the order, a parameter that holds several stands for any of them."""
        rule = clause(
            "require approvers in order {leaders, boss} on approval.request",
            'parameter leaders = {"b", "c"}\nparameter boss = "d"',
        )
        people = {"people": [{"id": one, "name": one} for one in "abcdx"]}
        request = happening(
            "approval.request", "03-02 09:00", "r", actor="a", form="leave", approvers=approvers
        )
        assert expected == found(rule, [request], people)

    def test_the_present_event_counts(self, made: Make) -> None:
        """`count` includes it, `had` does not."""
        rule = made("forbid message when count (message) by sender within 1d >= 2")
        had = made("forbid message when had (message) by sender within 1d")
        inputs = messages("03-02 09:00", 2, MINUTE)

        assert ["03-02 09:01"] == found(rule, inputs) == found(had, inputs)

    def test_last(self, made: Make) -> None:
        """The latest change decides, in its own facts."""
        rule = made("forbid login when last (password.change) by account (weak)")

        def change(when: str, weak: bool) -> dict[str, Any]:
            return happening("password.change", when, when, actor="a", account="w", weak=weak)

        login = happening("login", "03-02 12:00", "l", actor="a", account="w")
        assert [] == found(rule, [login])
        assert [] == found(rule, [change("03-02 09:00", True), change("03-02 10:00", False), login])
        assert ["03-02 12:00"] == found(
            rule, [change("03-02 09:00", False), change("03-02 10:00", True), login]
        )


class TestNorms:
    """Strength, permission, families, effect."""

    def test_permit_lifts(self, made: Make) -> None:
        """A permission takes the event out of the clause, an unknown one leaves it open."""
        rule = made(
            "forbid message when text contains insult",
            INSULT + "clause ok\n  permit message lifts c when group.external\n",
        )
        event = message("03-02 09:00", "m", "饭桶", group="g")

        def verdict(directory: Any) -> Any:
            return played(rule, [event], directory)[0]

        assert not verdict({"groups": [{"id": "g", "external": True}]})
        assert verdict({"groups": [{"id": "g", "external": False}]}).violations
        assert ["c"] == [one.clause for one in verdict(None).undetermined]
        assert not verdict(None).violations

    def test_an_alleged_report_is_a_suspicion(self, made: Make) -> None:
        """An established one is a violation; the included category counts."""
        rule = made("forbid report of improper_conduct")

        def report(established: bool) -> dict[str, Any]:
            return happening(
                "report",
                "03-02 09:00",
                "r",
                actor="a",
                category="dishonesty",
                established=established,
            )

        assert ["violation"] == [one.status for one in violations(played(rule, [report(True)]))]
        assert ["suspected"] == [one.status for one in violations(played(rule, [report(False)]))]

    def test_the_family_holds_its_types(self, made: Make) -> None:
        """`content` judges a moments post, and no login."""
        rule = made("forbid content when text contains insult", INSULT)
        post = happening("moments.post", "03-02 09:00", "p", sender="a", kind="text", text="饭桶")

        assert ["03-02 09:00"] == found(rule, [post])
        assert [] == found(
            rule, [happening("login", "03-02 09:00", "l", actor="a", account="饭桶")]
        )

    def test_before_its_effect_nothing_is_judged(self) -> None:
        """From midnight of the day on it judges, and remembers what was before."""
        rule = policy(
            "clause c\n  forbid message when count (message) by sender >= 2\n  severity minor\n"
            + PENALTIES,
            head="  effective from 2026-03-03\n",
        )

        assert ["03-03 00:00"] == found(
            rule, [message("03-02 23:59", "m1"), message("03-03 00:00", "m2")]
        )

    def test_a_duty_opened_before_its_effect_binds_nobody(self) -> None:
        """What opens a duty is judged as well."""
        rule = policy(
            "clause c\n  after message within 1d require message.read by message = that.id\n"
            "  severity minor\n" + PENALTIES,
            head="  effective from 2026-03-03\n",
        )

        assert [] == found(rule, [message("03-02 23:59", "m1"), at("03-09 00:00")])

    def test_the_directory_as_it_stood(self, made: Make) -> None:
        """Who leaves is judged as one who was there; afterwards he is not."""
        rule = made("forbid message when sender.status = left")
        directory = {"people": [{"id": "a", "status": "active"}]}
        leave = happening("employee.leave", "03-02 09:30", "x", actor="a")
        inputs = [message("03-02 09:00", "m1"), leave, message("03-02 09:30", "m2")]

        assert ["m2"] == [one.event for one in violations(played(rule, inputs, directory))]

    def test_rows_are_valid_for_a_time(self, made: Make) -> None:
        """The row that held at the event's time is asked."""
        rule = made('forbid message when sender is {"销售部"}')
        directory = {
            "people": [
                {"id": "a", "department": ["人事部"], "valid_until": "2026-03-02"},
                {"id": "a", "department": ["销售部"], "valid_from": "2026-03-02"},
            ]
        }

        assert ["03-02 00:00"] == found(
            rule, [message("03-01 23:59", "m1"), message("03-02 00:00", "m2")], directory
        )


class TestIdentity:
    """The same events give the same verdicts, whoever judges them and however often."""

    BODY = (
        INSULT
        + "clause c\n  forbid message when text contains insult\n"
        + "  limit message to 2 per day by sender\n  severity minor\n"
        + "clause d\n  after message within 1h require message.read by message = that.id\n"
        + "  severity minor\n"
        + "clause e\n  every 1d for each p in people require attendance.checkin by actor = p\n"
        + "  severity minor\n"
        + "penalties\n  minor: fine 50 CNY for first 2 per month, then fine 100 CNY\n"
    )
    DIRECTORY: ClassVar = {"people": [{"id": "a", "joined": "2026-03-01"}]}

    def inputs(self) -> list[dict[str, Any]]:
        """Messages over two days, some with the word."""
        return [
            message(at("03-02 09:00") + MINUTE * 97 * n, f"m{n}", "饭桶" if n % 4 == 0 else "早")
            for n in range(24)
        ]

    def run(self, policy_: Policy, every: int = 0) -> list[dict[str, Any]]:
        """All verdicts as data, with a restart after every so many events."""
        engine = Engine(policy_, self.DIRECTORY)
        verdicts = []
        for number, event in enumerate(self.inputs()):
            if every and number % every == 0:
                kept = engine.snapshot()
                engine = Engine(policy_, self.DIRECTORY)
                engine.restore(kept)
            verdicts += engine.feed(event)
        return [one.to_dict() for one in [*verdicts, *engine.advance(at("03-06 00:00"))]]

    def test_ids_are_deterministic(self) -> None:
        """Two policies of one text, two engines: equal to the last id."""
        first, second = self.run(policy(self.BODY)), self.run(policy.__wrapped__(self.BODY))

        assert first == second
        assert len(first) > 40

    def test_ids_are_unique(self) -> None:
        """No verdict and no violation shares its id with another, but for what is revised."""
        verdicts = self.run(policy(self.BODY))
        ids = [one["id"] for one in verdicts]
        violated = [
            one["id"] for v in verdicts if v["kind"] != "settled" for one in v["violations"]
        ]

        assert len(set(ids)) == len(ids)
        assert len(set(violated)) == len(violated)

    @pytest.mark.parametrize("every", [1, 5, 7])
    def test_restarts_make_no_difference(self, every: int) -> None:
        """A snapshot taken up by another engine goes on as if nothing had been."""
        made = policy(self.BODY)

        assert self.run(made) == self.run(made, every)

    def test_a_restart_keeps_the_counts(self) -> None:
        """`stats` says the same, unclear duties included."""
        made = clause("after message within 1h require message.read by group")
        first = Engine(made)
        play(first, messages("03-02 09:00", 3, MINUTE))
        second = Engine(made)
        second.restore(first.snapshot())

        assert first.stats() == second.stats()
        assert 3 == second.stats()["unclear"]

    def test_a_pickled_policy_judges_the_same(self) -> None:
        """Also one with words, recognizers and regular expressions, in both skins."""
        for skin in SKINS:
            made = clause(
                "forbid message when text contains insult or text has mobile"
                " or text matches /暗号\\d/",
                INSULT,
                skin,
            )
            texts = ("饭桶", "电话13812345678", "暗号7", "早")
            inputs = [message("03-02 09:00", text, text) for text in texts]
            again = pickle.loads(pickle.dumps(made))

            assert played(made, inputs) == played(again, inputs)
            assert [1, 1, 1, 0] == [len(one.violations) for one in played(again, inputs)]

    def test_a_policy_is_shared_by_threads(self) -> None:
        """Eight engines at once come to what one comes to alone."""
        made = policy(self.BODY)
        alone = self.run(made)
        results: list[Any] = [None] * 8

        def work(number: int) -> None:
            results[number] = self.run(made)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert [alone] * 8 == results

    def test_judge_leaves_no_trace(self) -> None:
        """The snapshot before and after is the same, and so is what follows."""
        engine = Engine(policy(self.BODY), self.DIRECTORY)
        for event in self.inputs()[:9]:
            engine.feed(event)
        before, stats = engine.snapshot(), engine.stats()

        for event in self.inputs():
            engine.judge({**event, "id": f"j{event['id']}"})

        assert before == engine.snapshot()
        assert stats == engine.stats()

    def test_judge_says_what_feed_would(self) -> None:
        """The event's own violations are the same."""
        engine = Engine(policy(self.BODY), self.DIRECTORY)
        for event in self.inputs():
            before = engine.judge(event)
            after = next(one for one in engine.feed(event) if one.kind == "event")
            assert before.violations == after.violations

    def test_an_id_is_judged_once(self) -> None:
        """Delivered again within the horizon, it gives nothing."""
        engine = Engine(clause("forbid message when text contains insult", INSULT))
        event = message("03-02 09:00", "m", "饭桶")

        assert 1 == len(engine.feed(event))
        assert [] == engine.feed(event)
        assert 1 == engine.stats()["duplicates"]
        assert 1 == len(engine.penalties("a"))

    @pytest.mark.parametrize(("days", "again"), [(7, 0), (8, 1)])
    def test_the_horizon_of_redelivery(self, days: int, again: int) -> None:
        """Seven days later an id is still known, eight days later no more."""
        engine = Engine(clause("forbid message when kind = file"))
        first = message("03-02 09:00", "m")
        play(engine, [first, message(at("03-02 09:00") + timedelta(days=days), "n")])

        assert again == len(engine.feed(first))

    @pytest.mark.parametrize("file", [False, True])
    def test_a_violation_is_told_once_for_ever(self, file: bool, tmp_path: Path) -> None:
        """Long after its id is forgotten, an event gives no second verdict and no penalty."""
        body = "clause c\n  forbid message when kind = text\n  severity minor\n"
        body += "penalties\n  minor: oral_warning for first 1 per month, then fine 20 CNY\n"
        engine = Engine(policy(body), state=tmp_path / "state.db" if file else None)
        first = message("03-02 09:00", "m")
        play(engine, [first, message("06-01 00:00", "n", kind="file")])
        before = engine.penalties("a")

        assert engine.feed(first) == []
        assert engine.penalties("a") == before
        assert (engine.stats()["duplicates"], engine.stats()["late"]) == (1, 0)
        engine.close()

    WRONG: ClassVar[dict[str, tuple[dict[str, Any], type[Exception], str]]] = {
        "a lateness in minutes": ({"lateness": 5}, TypeError, "lateness is a timedelta, not 5"),
        "a lateness backwards": ({"lateness": timedelta(-1)}, ValueError, "lateness is not neg"),
        "a redelivery in days": ({"redelivery": 7}, TypeError, "redelivery is a timedelta"),
        "a day as text": (
            {"history_since": "2026-03-01"},
            TypeError,
            "history_since is a datetime",
        ),
        "a naive moment": ({"history_since": datetime(2026, 3, 1)}, ValueError, "with an offset"),
        "a number for a state": ({"state": 5}, TypeError, "the path of a file or a State, not 5"),
    }

    @pytest.mark.parametrize(("options", "fault", "words"), WRONG.values(), ids=WRONG)
    def test_wrong_settings_are_refused_at_once(
        self, options: dict[str, Any], fault: type[Exception], words: str
    ) -> None:
        """Each is named, with what it should have been."""
        with pytest.raises(fault, match=words):
            Engine(clause("forbid message when kind = text"), **options)

    def test_the_path_of_a_policy_is_no_policy(self) -> None:
        """A policy is loaded first."""
        with pytest.raises(TypeError, match=r"as `load` gives them, not 'a\.policy'"):
            Engine("a.policy")  # type: ignore[arg-type]

    def test_one_verdict_is_acknowledged_in_a_list(self) -> None:
        """An id by itself would be taken for its letters."""
        engine = Engine(clause("forbid message when kind = text"))
        with pytest.raises(TypeError, match="into a list"):
            engine.ack("m1")

    def test_a_state_file_takes_no_snapshot_and_is_used_no_more_once_closed(
        self, tmp_path: Path
    ) -> None:
        """A snapshot would cut the engine off from its file; what is closed says so."""
        made = clause("forbid message when kind = text")
        engine = Engine(made, state=tmp_path / "state.db")
        with pytest.raises(TypeError, match="restores no snapshot"):
            engine.restore(Engine(made).snapshot())
        engine.close()
        engine.close()
        for use in (lambda: engine.feed(message("03-02 09:00", "m")), engine.pending_delivery):
            with pytest.raises(StateError, match="was closed"):
                use()

    def test_two_policies_of_one_id(self) -> None:
        """They cannot stand in one engine."""
        made = clause("forbid message when kind = text")

        with pytest.raises(ValueError, match="one id"):
            Engine([made, made])

    def test_feeding_without_committing(self, tmp_path: Path) -> None:
        """It lasts with the next commit, verdicts too; without one, the event is judged anew."""
        made = clause("forbid message when text contains insult", INSULT)
        first, second = (message("03-02 09:00", name, "饭桶") for name in ("m", "n"))
        for commits in (False, True):
            engine = Engine(made, state=tmp_path / "s.db")
            assert 1 == len(engine.feed(first, commit=False))
            assert () == engine.pending_delivery()
            if commits:
                engine.feed(second)
            engine.close()
        engine = Engine(made, state=tmp_path / "s.db")

        assert ["m", "n"] == [one.id for one in engine.pending_delivery()]
        assert ([], 2) == (engine.feed(first, commit=False), len(engine.penalties("a")))
        engine.close()

    def test_batches(self) -> None:
        """`judge_many` gives what `feed` gives one by one."""
        made = policy(self.BODY)
        one, many = Engine(made, self.DIRECTORY), Engine(made, self.DIRECTORY)

        assert play(one, self.inputs()) == list(many.judge_many(self.inputs()))
