"""Penalties as the engine imposes them: rows, tiers, repeats, tags, several policies, order."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playing import SKINS, at, clock, fined, happening, message, play, played, policy, violations

from wechat_policy import Engine, Finding
from wechat_policy.lexical import Skin
from wechat_policy.penalties import Penalty

TABLES = Path(__file__).parent / "data" / "penalties" / "tables.toml"
CASES = tomllib.loads(TABLES.read_text(encoding="utf-8"))["case"]
# A message breaks the clauses whose names stand among its words.
CLAUSE = "clause {0}\n  forbid message when text matches /{0}/\n"


def book(case: dict[str, Any]) -> str:
    """The policy of a case: clauses a, b and c with their severities and tags, and the rows."""
    parts = [case.get("before", "")]
    for name in ("a", "b", "c"):
        parts.append(CLAUSE.format(name))
        if name in case["severities"]:
            parts.append(f"  severity {case['severities'][name]}\n")
        if name in case.get("tags", {}):
            parts.append(f"  tag {case['tags'][name]}\n")
    return "".join(parts) + "\npenalties" + case["rows"]


def penalties(case: dict[str, Any], skin: Skin) -> list[Penalty | None]:
    """The penalty for each breach of a case."""
    engine = Engine(policy(book(case), skin=skin))
    found: list[Penalty | None] = []
    for number, (when, clauses, *facts) in enumerate(case["breaches"]):
        told = facts[0] if facts else {}
        verdicts = engine.feed(message(when, f"m{number}", " ".join(clauses), **told))
        assert 1 == len(verdicts)
        found.append(next(iter(verdicts[0].penalties), None))
    return found


def shown(penalty: Penalty) -> str:
    """The sanctions in words, options parted by a stroke."""
    options: dict[int, list[str]] = {}
    for one in penalty.sanctions:
        amount = ""
        if one.low is not None:
            amount = f" {one.low}" if one.low == one.high else f" {one.low}..{one.high}"
        options.setdefault(one.option, []).append(one.name + amount)
    return " / ".join(" + ".join(those) for those in options.values())


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize("case", CASES, ids=[one["name"] for one in CASES])
def test_table(case: dict[str, Any], skin: Skin) -> None:
    """Sanctions, tier, count and what the next would cost are as computed by hand."""
    found = penalties(case, skin)
    rows = [[] if one is None else [shown(one), one.tier, one.count] for one in found]

    assert [row[:3] for row in case["expected"]] == rows
    if skin == "en":
        nexts = [row[3] for row in case["expected"] if row]
        assert nexts == [one.then for one in found if one is not None]
    for name, attribute in (("own", "severity"), ("lapses", "lapses_at"), ("clauses", "clauses")):
        if name in case:
            values = [getattr(one, attribute) for one in found if one is not None]
            if name == "lapses":
                values = [clock(one) for one in values]
            assert case[name] == [list(one) if name == "clauses" else one for one in values]


class TestFields:
    """What a penalty names."""

    def test_article_and_version(self) -> None:
        """The articles of its clauses, the version of the policy, the event and the subject."""
        made = policy(
            'clause a\n  cites "第十条(一)" ref P01-024\n  forbid message when kind = text\n'
            "  severity minor\npenalties\n  minor: warning\n"
        )
        penalty = played(made, [message("03-02 09:00", "m")])[0].penalties[0]

        assert (("第十条(一)",), "1", "m", "a") == (
            penalty.articles, penalty.version, penalty.event, penalty.subject,
        )  # fmt: skip
        assert "p/a/m" == penalty.id

    def test_or_above_names_what_is_above(self) -> None:
        """The ladder says which sanctions are graver."""
        made = policy(
            "ladder warning < demerit < dismissal\n"
            "clause a\n  forbid message when kind = text\n  severity minor\n"
            "penalties\n  minor: warning or above and fine 500..1000 CNY or other\n"
        )
        penalty = played(made, [message("03-02 09:00", "m")])[0].penalties[0]

        assert ("demerit", "dismissal") == penalty.sanctions[0].or_above
        assert (Decimal(500), Decimal(1000), "CNY") == (
            penalty.sanctions[1].low, penalty.sanctions[1].high, penalty.sanctions[1].unit,
        )  # fmt: skip
        assert penalty.open

    def test_other_within_brackets_leaves_the_list_open(self) -> None:
        """`or other` counts wherever it stands among the sanctions."""
        made = policy(
            "clause a\n  forbid message when kind = text\n  severity minor\n"
            "penalties\n  minor: legal_liability and (warning or demerit or other)\n"
        )
        penalty = played(made, [message("03-02 09:00", "m")])[0].penalties[0]

        assert "legal_liability + warning / legal_liability + demerit" == shown(penalty)
        assert penalty.open

    def test_permission_time_and_the_source_word(self) -> None:
        """`may`, `lasting`, `unstated` and the word in quotes are kept."""
        made = policy(
            "clause a\n  forbid message when kind = text\n  severity minor\n"
            'penalties\n  minor: may mute lasting 7d "封口" or fine unstated\n'
        )
        told = played(made, [message("03-02 09:00", "m")])[0].penalties[0].to_dict()["sanctions"]

        assert {
            "name": "mute",
            "option": 0,
            "may": True,
            "lasting": "P7D",
            "display": "封口",
        } == told[0]
        assert ("fine", 1, "unstated") == (told[1]["name"], told[1]["option"], told[1]["amount"])


class TestAccounts:
    """Who is counted with whom."""

    ROWS = "penalties\n  minor: fine 50 CNY for first 1 per month, then fine 100 CNY\n"
    BODY = "clause a\n  forbid message when kind = text\n  severity minor\n" + ROWS

    def test_subjects_are_counted_apart(self) -> None:
        """Two people with one entry each pay the first step."""
        inputs = [message("03-02 09:00", "m1"), message("03-02 09:01", "m2", sender="b")]

        assert [("a", "fine 50", 1), ("b", "fine 50", 1)] == fined(
            played(policy(self.BODY), inputs)
        )

    def test_two_clauses_of_one_event_are_one_entry(self) -> None:
        """The next event is the second, not the third."""
        body = "clause b\n  forbid message when text given\n  severity minor\n" + self.BODY
        inputs = [message("03-02 09:00", "m1"), message("03-02 09:01", "m2")]

        assert [("a", "fine 50", 1), ("a", "fine 100", 2)] == fined(played(policy(body), inputs))

    def test_advice_and_suspicion_count_nowhere(self) -> None:
        """After any number of them the first violation is the first."""
        body = (
            "clause s\n  suspect message when kind = text\n  severity minor\n"
            "clause n\n  should not message when kind = text\n  severity minor\n"
            "clause v\n  forbid message when kind = image\n  severity minor\n" + self.ROWS
        )
        inputs = [message("03-02 09:00", f"m{number}") for number in range(3)]
        verdicts = played(policy(body), [*inputs, message("03-02 09:10", "x", kind="image")])

        assert [("a", "fine 50", 1)] == fined(verdicts)

    def test_what_a_person_has_to_grade_waits(self) -> None:
        """A graded clause brings no penalty before it is graded."""
        body = (
            "severities minor < serious\n"
            "clause a\n  forbid message when kind = text\n  graded minor..serious\n" + self.ROWS
        )
        body += "  serious: dismissal\n"
        verdicts = played(policy(body), [message("03-02 09:00", "m")])

        assert [("minor", "serious")] == [one.grades for one in violations(verdicts)]
        assert [] == fined(verdicts)

    def test_penalties_as_they_stand(self) -> None:
        """The engine tells them by subject, in the order of time."""
        engine = Engine(policy(self.BODY))
        play(engine, [message("03-02 09:00", "m1"), message("03-02 09:01", "m2")])

        assert ["m1", "m2"] == [one.event for one in engine.penalties("a")]
        assert () == engine.penalties("nobody")

    def test_a_suspicion_confirmed_later_re_derives_what_followed(self) -> None:
        """A confirmed earlier entry moves the later ones up a step."""
        body = "clause d\n  suspect login when vpn\n  severity minor\n" + self.BODY
        engine = Engine(policy(body))
        login = happening("login", "03-02 08:00", "l", actor="a", account="w", vpn=True)
        first = play(engine, [login, message("03-02 09:00", "m1")])

        assert [("a", "fine 50", 1)] == fined(first)
        answer = engine.find(Finding(violations(first)[0].id, "confirm", at("03-03 09:00"), "hr"))
        assert [("a", "fine 50", 1), ("a", "fine 100", 2)] == fined(answer)
        assert ["p/a/m1"] == [one.revises for one in answer[1].penalties]


class TestDueTogether:
    """Duties that fall due at one moment count as they were opened, and as the text has them."""

    DUTY = "after approval.assign within 1h require approval.decide by request"
    ROWS = "penalties\n  minor: fine 50 CNY for first 1 per week, then fine 100 CNY\n"

    def counted(self, engine: Engine) -> dict[tuple[str, str | None], int]:
        """Clause and opening event of what stands for `a`, with the how-manieth it is."""
        return {(one.clauses[0], one.event): one.count for one in engine.penalties("a")}

    def assigned(self, id: str, request: str) -> dict[str, Any]:
        """A request that `a` has to decide within the hour."""
        return happening("approval.assign", "03-02 09:00", id, actor="a", request=request)

    @pytest.mark.parametrize("ids", [("1", "2"), ("2", "1")])
    @pytest.mark.parametrize("requests", [("q", "r"), ("r", "q")])
    @pytest.mark.parametrize("restarted", [False, True])
    def test_the_first_opened_comes_first(
        self, ids: tuple[str, str], requests: tuple[str, str], restarted: bool
    ) -> None:
        """Whatever the events and the requests are called."""
        book = policy(f"clause c\n  {self.DUTY}\n  severity minor\n{self.ROWS}")
        engine = Engine(book)
        play(engine, map(self.assigned, ids, requests))
        if restarted:
            snapshot, engine = engine.snapshot(), Engine(book)
            engine.restore(snapshot)
        play(engine, [at("03-02 12:00")])

        assert {("c", ids[0]): 1, ("c", ids[1]): 2} == self.counted(engine)

    def test_clauses_go_as_they_stand(self) -> None:
        """Not by their names."""
        clause = f"\n  {self.DUTY}\n  severity minor\n"
        engine = Engine(policy(f"clause z{clause}clause b{clause}{self.ROWS}"))
        play(engine, [self.assigned("1", "q"), at("03-02 12:00")])

        assert {("z", "1"): 1, ("b", "1"): 2} == self.counted(engine)

    def test_norms_go_as_they_stand(self) -> None:
        """Those that come again do not come last."""
        daily = "before 10:00 on everyday for each p from people require attendance.checkin"
        book = f"clause c\n  {daily} by actor = p\n  {self.DUTY}\n  severity minor\n{self.ROWS}"
        engine = Engine(policy(book), {"people": [{"id": "a"}]})
        play(engine, [self.assigned("1", "q"), at("03-02 12:00")])

        assert {("c", None): 1, ("c", "1"): 2} == self.counted(engine)

    @pytest.mark.parametrize("ids", [("1", "2"), ("2", "1"), ("3", "4"), ("4", "3")])
    def test_after_violations_they_go_as_those_were_reported(self, ids: tuple[str, str]) -> None:
        """The second is confirmed before the first."""
        engine = Engine(
            policy(
                "clause s\n  suspect message when kind = text\n  forbid login when first\n"
                "clause c\n  after violation s within 1h require moderation.apply"
                f" by target = that.id\n  severity minor\n{self.ROWS}"
            )
        )
        suspected = violations(play(engine, [message("03-02 09:00", id) for id in ids]))
        for one in reversed(suspected):
            engine.find(Finding(one.id, "confirm", at("03-02 09:10"), "hr"))
        play(engine, [at("03-02 12:00")])

        counted = self.counted(engine)
        assert [1, 2] == [counted["c", id] for id in ids]


class TestSeveralPolicies:
    """Each orders and counts for itself; the same sanction is shown once with its sources."""

    def body(self, rows: str) -> str:
        """A policy against texts."""
        clause = "clause a\n  forbid message when kind = text\n  severity minor\n"
        return f"{clause}penalties\n  minor: {rows}\n"

    def test_the_same_sanction_names_all_sources(self) -> None:
        """Both policies warn: one warning with two sources; the fine has one."""
        both = [
            policy(self.body("warning"), "x"),
            policy(self.body("warning and fine 50 CNY"), "y"),
        ]
        verdict = played(both, [message("03-02 09:00", "m")])[0]
        told = [(one.policy, s.name, s.sources) for one in verdict.penalties for s in one.sanctions]

        assert [
            ("x", "warning", ("x", "y")), ("y", "warning", ("x", "y")), ("y", "fine", ()),
        ] == told  # fmt: skip

    def test_fines_are_never_summed(self) -> None:
        """Two fines of two policies stay two."""
        both = [policy(self.body("fine 50 CNY"), "x"), policy(self.body("fine 80 CNY"), "y")]

        assert [("a", "fine 50", 1), ("a", "fine 80", 1)] == fined(
            played(both, [message("03-02 09:00", "m")])
        )

    def test_each_counts_for_itself(self) -> None:
        """What the other policy punished does not count here."""
        steps = "fine 50 CNY for first 1 per month, then fine 100 CNY"
        images = self.body(steps).replace("kind = text", "kind = image")
        both = [policy(self.body(steps), "x"), policy(images, "y")]
        inputs = [message("03-02 09:00", "m1"), message("03-02 09:01", "m2", kind="image")]

        assert [("a", "fine 50", 1), ("a", "fine 50", 1)] == fined(played(both, inputs))
