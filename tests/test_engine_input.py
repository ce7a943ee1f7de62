"""What an engine is fed: records that are none, odd values, and conditions of the service's own."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import registered
from hypothesis import given, settings
from hypothesis import strategies as st
from playing import SKINS, at, happening, message, messages, play, played, policy, violations

from wechat_policy import Engine, Event, InvalidPolicy, InvalidRecord, loads
from wechat_policy.lexical import Skin

BODY = (
    'lexicon insult = {"饭桶"}\n'
    "clause said\n  forbid message when text contains insult\n  severity minor\n"
    "clause often\n  limit message to 3 per day by sender\n  severity minor\n"
    "clause read\n  after message within 1h require message.read by message = that.id\n"
    "  severity minor\n"
    "clause daily\n  before 09:10 on everyday for each p in people"
    " require attendance.checkin by actor = p\n"
    "  severity minor\n"
    "penalties\n  minor: warning\n"
)
PLAIN = message("03-02 09:00", "m", "饭桶")


def without(name: str) -> dict[str, Any]:
    """A message that lacks a field."""
    return {key: value for key, value in PLAIN.items() if key != name}


BAD: dict[str, tuple[object, str]] = {
    "no at": (without("at"), "at"),
    "no id": (without("id"), "id"),
    "no type": (without("type"), "type"),
    "no sender": (without("sender"), "sender"),
    "an unknown type": ({**PLAIN, "type": "massage"}, "type"),
    "a type that is none": ({**PLAIN, "type": ["message"]}, "type"),
    "a naive time": ({**PLAIN, "at": datetime(2026, 3, 2, 9)}, "at"),
    "a naive text of a time": ({**PLAIN, "at": "2026-03-02T09:00:00"}, "at"),
    "a number for a time": ({**PLAIN, "at": 1772413200}, "at"),
    "an empty id": ({**PLAIN, "id": ""}, "id"),
    "a number for an id": ({**PLAIN, "id": 7}, "id"),
    "a list for a text": ({**PLAIN, "text": ["饭桶"]}, "text"),
    "a text for a list": ({**PLAIN, "recipients": "ab"}, "recipients"),
    "a number in a list of people": ({**PLAIN, "recipients": ["a", 1]}, "recipients[1]"),
    "a text for a number": ({**PLAIN, "amount": "12"}, "amount"),
    "no number": ({**PLAIN, "amount": float("nan")}, "amount"),
    "a number for a mark": ({**PLAIN, "urgent": 1}, "urgent"),
    "a kind that is none": ({**PLAIN, "kind": "texts"}, "kind"),
    "a number": (5, "record"),
    "None": (None, "record"),
    "a list": ([], "record"),
    "a text": ("message", "record"),
    "an event made by hand with a naive time": (
        Event("message", "m", datetime(2026, 3, 2, 9), {"sender": "a"}), "at",
    ),
    "an event made by hand without a time": (Event("message", "m", None, {"sender": "a"}), "at"),  # type: ignore[arg-type]
    "an event made by hand without an id": (
        Event("message", "", datetime(2026, 3, 2, 9, tzinfo=UTC), {"sender": "a"}), "id",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_no_event(name: str) -> None:
    """The fault names the field, and the engine goes on as if nothing had come."""
    record, field = BAD[name]
    engine = Engine(policy(BODY), {"people": [{"id": "a"}]})
    play(engine, [message("03-02 08:00", "m0")])
    before, stats = engine.snapshot(), engine.stats()

    for method in (engine.feed, engine.judge):
        with pytest.raises(InvalidRecord) as raised:
            method(record)
        assert field == raised.value.field
    assert before == engine.snapshot()
    assert stats == engine.stats()
    assert ["said"] == [one.clause for one in engine.feed(PLAIN)[0].violations]


def nested(depth: int) -> list[Any]:
    """A list in a list in a list …"""
    found: list[Any] = []
    for _ in range(depth):
        found = [found]
    return found


ODD: dict[str, dict[str, Any]] = {
    "1 MB": {"text": "好" * 350_000},
    "1 MB of the word": {"text": "饭桶" * 5_000},
    "a lone surrogate": {"text": "饭\ud800桶"},
    "only surrogates": {"text": "\ud800\udfff" * 100},
    "NUL": {"text": "\x00" * 100},
    "empty": {"text": ""},
    "none": {"text": None},
    "control characters": {"text": "".join(map(chr, range(32))) + "\u202e\u200b\ufeff"},
    "ten thousand recipients": {"recipients": [f"p{number}" for number in range(10_000)]},
    "ten thousand mentions of one": {"mentions": ["a"] * 10_000},
    "ten thousand items": {"items": [{"kind": "text", "text": "早"}] * 10_000},
    "nested items": {"items": [{"items": nested(200)}]},
    "unknown fields": {"x_own": {1, 2}, "whatever": object(), "y": b"\xff"},
    "a huge number": {"amount": 10**400},
    "a precise number": {"amount": Decimal("0.1") ** 30},
    "an id of surrogates": {"id": "\ud800"},
    "an id with strokes": {"id": "a/b#due|\x1f\n"},
    "a sender who is nobody": {"sender": "\x00"},
    "the last year": {"at": datetime(9998, 12, 1, tzinfo=UTC)},
    "the first years": {"at": datetime(2, 2, 1, tzinfo=UTC)},
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_event(name: str) -> None:
    """It gets a verdict as data, and the engine goes on."""
    event = {**message("03-02 09:00", "m", "早"), **ODD[name]}
    engine = Engine(policy(BODY))
    verdict = engine.judge(event)

    assert event["id"] == verdict.event
    assert isinstance(verdict.to_dict(), dict)
    answer = engine.feed(event)
    assert answer[-1].to_dict()["id"] == event["id"]
    later = message(datetime.fromisoformat(str(event["at"])) + timedelta(minutes=1), "n", "饭桶")
    assert "said" in [one.clause for one in violations(engine.feed(later))]


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        Decimal("sNaN"),
        "4",
        {1, 2},
        [[]],
        {},
        b"4",
        True,
        None,
        10**400,
    ],
    ids=lambda value: repr(value)[:12],
)
def test_values_of_ones_own_types(value: object) -> None:
    """Compared, summed, joined on and counted, nothing of it is a crash."""
    body = (
        "clause c\n  forbid x.thing when score > 3\n  forbid x.thing when score = other\n"
        "  severity minor\n"
        "clause s\n  limit sum score of x.thing to 3 per day by actor\n  severity minor\n"
        "clause k\n  limit x.thing to 3 per day by score\n  severity minor\n"
        "clause d\n  limit distinct score of x.thing to 3 per day by actor\n  severity minor\n"
        "clause h\n  forbid x.thing when had (x.thing) by score within 1d\n  severity minor\n"
        "penalties\n  minor: warning\n"
    )
    engine = Engine(policy(body))
    for number in range(2):
        event = happening(
            "x.thing", "03-02 09:00", f"e{number}", actor="a", score=value, other=value
        )
        for verdict in engine.feed(event):
            verdict.to_dict()

    assert 2 == engine.stats()["events"]
    engine.restore(engine.snapshot())


FIELDS = ["type", "id", "at", "sender", "text", "kind", "recipients", "group", "amount", "items"]
RECORDS = st.dictionaries(
    st.sampled_from(FIELDS),
    st.one_of(
        st.sampled_from(["message", "login", "text", "a", "2026-03-02T09:00:00+08:00", "饭桶"]),
        st.text(max_size=5), st.none(), st.integers(), st.floats(), st.booleans(),
        st.lists(st.text(max_size=2), max_size=3),
        st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
    ),
)  # fmt: skip


@settings(max_examples=100, database=None, deadline=None)
@given(st.lists(RECORDS, max_size=6))
def test_anything_is_a_verdict_or_a_fault_of_a_field(records: list[dict[str, Any]]) -> None:
    """Whatever the record, nothing else is raised."""
    engine = Engine(policy(BODY))
    for record in records:
        try:
            engine.feed(record)
        except InvalidRecord as fault:
            assert fault.field

    assert ["said"] == [
        one.clause for one in violations(engine.feed(message("2027-03-02 09:00", "last", "饭桶")))
        if one.clause == "said"
    ]  # fmt: skip


def test_a_naive_advance() -> None:
    """The time to advance to needs an offset."""
    with pytest.raises(ValueError, match="offset"):
        Engine(policy(BODY)).advance(datetime(2026, 3, 2))


@pytest.fixture(name="conditions", scope="module")
def _conditions() -> Iterator[None]:
    """The conditions are words of the language while this module's tests run."""
    with registered.registered():
        yield


@pytest.mark.usefixtures("conditions")
class TestRegistered:
    """A Python condition of the service's own joins like those that come with the library."""

    def made(self, condition: str, more: str = "", skin: Skin = "en", rest: str = "") -> Any:
        """A policy of one clause that tests it."""
        words = 'lexicon money = {"转账"}\n'
        return policy(
            f"{words}clause c\n  forbid message when {condition}{rest}\n  severity minor\n{more}"
            "penalties\n  minor: warning\n", skin=skin,
        )  # fmt: skip

    def outcome(self, made: Any, text: str | None) -> str:
        """What the clause makes of a text."""
        verdict = played(made, [message("03-02 09:00", "m", text)])[0]
        return (
            "violated"
            if verdict.violations
            else ("unknown" if verdict.undetermined else "complied")
        )

    @pytest.mark.parametrize("skin", SKINS)
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("骗骗骗", "violated"),
            ("骗骗", "complied"),
            ("早", "complied"),
            ("?", "unknown"),
            ("数", "unknown"),
        ],
    )
    def test_a_score_is_compared(self, skin: Skin, text: str, expected: str) -> None:
        """A float is compared; None and NaN are unknown."""
        made = self.made("text fraud_score > 0.5", skin=skin, rest="\n  if unknown review")

        assert expected == self.outcome(made, text)

    @pytest.mark.parametrize(
        ("text", "expected"), [("来！！", "violated"), ("来！", "complied"), ("?", "unknown")]
    )
    def test_places(self, text: str, expected: str) -> None:
        """Spans are the evidence, none of them is no, None is unknown."""
        made = self.made("text shouts", rest="\n  if unknown review")

        assert expected == self.outcome(made, text)
        if expected == "violated":
            evidence = violations(played(made, [message("03-02 09:00", "m", text)]))[0].evidence
            assert [("！！", 1, 3)] == [(one.text, one.start, one.end) for one in evidence]

    def test_arguments(self) -> None:
        """A number is an argument with a default."""
        assert "violated" == self.outcome(self.made("not text polite"), "早")
        assert "complied" == self.outcome(self.made("not text polite"), "请")
        assert "violated" == self.outcome(self.made("not text polite 2"), "请")

    def test_joined_with_built_in_ones(self) -> None:
        """With a word that is not found the condition is not even asked."""
        made = self.made("text contains money and text fraud_score > 0.5")
        registered.ASKED.clear()

        assert "complied" == self.outcome(made, "骗骗骗")
        assert [] == registered.ASKED
        assert "violated" == self.outcome(made, "转账骗骗骗")

    def test_in_the_fast_index(self) -> None:
        """One that promises to need a hit of its lexicon is asked only with one."""
        made = self.made("text doubles money")
        registered.ASKED.clear()

        assert "complied" == self.outcome(made, "早")
        assert [] == registered.ASKED
        assert "complied" == self.outcome(made, "转账")
        assert "violated" == self.outcome(made, "转账转账")

    def test_pickled(self) -> None:
        """The policy names the function; it is found again."""
        made = self.made("text fraud_score > 0.5 or text shouts or text doubles money")
        again = pickle.loads(pickle.dumps(made))

        for text in ("骗骗骗", "！！", "转账转账", "早"):
            assert self.outcome(made, text) == self.outcome(again, text)

    def test_a_word_that_nobody_registered(self) -> None:
        """It is a fault of the policy."""
        with pytest.raises(InvalidPolicy):
            self.made("text fraudscore > 0.5")

    def test_a_fault_names_clause_and_event(self) -> None:
        """What the function raises comes out with a note."""
        with pytest.raises(RuntimeError, match="model is down") as raised:
            played(self.made("text fraud_score > 0.5"), [message("03-02 09:00", "m", "崩")])

        assert ["in clause `c` of policy `p`, on event `m`"] == raised.value.__notes__

    @pytest.mark.parametrize("lateness", [timedelta(0), timedelta(minutes=30)])
    def test_a_fault_leaves_no_trace(self, lateness: timedelta) -> None:
        """The state is that of before, and the event can be fed again when the model is up."""
        made = self.made(
            "text fraud_score > 0.5",
            "clause often\n  limit message to 1 per day by sender\n  severity minor\n"
            "clause read\n  after message within 1h require message.read by message = that.id\n"
            "  severity minor\n",
        )
        engine = Engine(made, lateness=lateness)
        play(engine, messages("03-02 09:00", 1, timedelta()))
        before, stats = engine.snapshot(), engine.stats()
        for _ in range(2):
            with pytest.raises(RuntimeError):
                engine.feed(message("03-02 12:00", "x", "崩"))
        assert before == engine.snapshot()
        assert stats == engine.stats()

        verdicts = engine.feed(message("03-02 12:00", "x", "骗骗骗"))
        verdicts += engine.advance(at("03-02 14:00"))
        assert ["c", "often", "read", "read"] == sorted(one.clause for one in violations(verdicts))

    def test_a_fault_in_a_filter_of_a_fulfilment(self) -> None:
        """The note names the duty's clause."""
        made = policy(
            "clause d\n  after login within 1h require message where (text fraud_score > 0.5)"
            " by sender = that.actor\n  severity minor\npenalties\n  minor: warning\n"
        )
        login = happening("login", "03-02 09:00", "l", actor="a", account="w")

        with pytest.raises(RuntimeError) as raised:
            played(made, [login, message("03-02 09:10", "m", "崩")])
        assert ["in clause `d` of policy `p`, on event `m`"] == raised.value.__notes__


def test_deep_values_are_not_stored() -> None:
    """A value of 10,000 levels opens its duty and leaves the engine fit to be kept."""
    nested: list[object] = []
    for _ in range(10_000):
        nested = [nested]
    deep = loads(
        'policy "deep"\nlexicon bad = {"饭桶"}\n'
        "clause answered\n  after message within 1h require message.read by message = that.id\n"
        "clause rude\n  forbid message when text contains bad\n"
        "penalties\n  otherwise: warning\n"
    )
    engine = Engine(deep)

    engine.feed(
        {
            "type": "message", "id": "m1", "at": "2026-03-04T09:00:00+08:00", "sender": "a",
            "kind": "text", "text": "饭桶", "payload": nested,
        }
    )  # fmt: skip

    engine.restore(engine.snapshot())
    assert ["m1"] == [duty.event for duty in engine.pending()]


@pytest.mark.parametrize(("until", "late"), [("2025-12-31", True), ("2026-03-05", False)])
def test_a_day_in_a_part_of_an_object_is_a_day(until: str, late: bool) -> None:
    """A record tells it as a text, which has no order with a moment."""
    expired = loads(
        'policy "papers"\nclause valid\n'
        "  forbid account.open when any documents (valid_until < event.at)\n"
        "penalties\n  otherwise: warning\n"
    )

    verdict = Engine(expired).judge(
        {
            "type": "account.open", "id": "o1", "at": "2026-03-04T09:00:00+08:00", "account": "a",
            "holder": "h", "account_type": "official",
            "documents": [{"kind": "business_licence", "valid_until": until}],
        }
    )  # fmt: skip

    assert late == bool(verdict.violations)
