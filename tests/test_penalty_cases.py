"""What the penalties of P28 and P06 come to, case by case, as computed by hand from the sources."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playing import at, clock

from wechat_policy import Engine, Finding, Policy, load, loads
from wechat_policy.penalties import Penalty, Sanction
from wechat_policy.verdict import Verdict, Violation

TABLE = Path(__file__).parent / "data" / "penalty_cases.toml"
DATA = tomllib.loads(TABLE.read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = DATA["case"]
WORDS: dict[str, str] = DATA["words"]
"""Sanctions that stand in many cases."""
LATE = timedelta(hours=2)
"""How long after its coming in the item of a `delay` is decided."""


@functools.cache
def loaded(name: str, skin: str) -> Policy:
    """A shipped policy in a skin."""
    return load(f"{name}.en" if skin == "en" else name)


def policies(case: dict[str, Any], skin: str) -> list[Policy]:
    """The policies of a case: shipped ones, with parameters bound, and texts of its own."""
    bound = case.get("parameters")
    shipped = [load(one, bound) if bound else loaded(one, skin) for one in case["policies"]]
    return [*shipped, *(loads(text) for text in case.get("texts", []))]


def moment(words: str) -> datetime:
    """A time in Shanghai, or one with an offset of its own."""
    return datetime.fromisoformat(words) if "T" in words else at(words)


def events(number: int, step: list[Any]) -> Iterator[tuple[datetime, Any]]:
    """The dated inputs of a step: records, moments to advance to, and findings to make."""
    what, when, *rest = step
    start = moment(when)
    if what == "until":
        yield start, start
    elif what == "find":
        yield start, rest
    elif what == "event":
        type_, facts = rest
        yield start, {"type": type_, "id": f"e{number}", "at": start, **facts}
    else:
        who, request, *decision = rest
        item = {"at": start, "actor": who, "request": request}
        verdict = {"decision": decision[0] if decision else "approve"}
        if what in ("assign", "delay"):
            yield start, {**item, "type": "approval.assign", "id": f"e{number}"}
        if what in ("decide", "delay"):
            end = start + LATE if what == "delay" else start
            decided = {**item, **verdict, "at": end, "type": "approval.decide", "id": f"d{number}"}
            yield end, decided


def found(engine: Engine, when: datetime, what: list[Any], known: list[Violation]) -> list[Verdict]:
    """What a finding on the so-manieth violation of a clause by a subject leads to."""
    outcome, clause, subject, number, *facts = what
    those = dict.fromkeys(one.id for one in known if (one.clause, one.subject) == (clause, subject))
    told = dict(facts[0]) if facts else {}
    severity = told.pop("severity", None)
    violation = list(those)[number - 1]
    return engine.find(Finding(violation, outcome, when, "hr", severity, told))


def played(case: dict[str, Any], skin: str) -> tuple[Engine, list[Verdict]]:
    """The engine of a case after all its steps, in the order of time, and its verdicts."""
    engine = Engine(policies(case, skin), case.get("directory"))
    dated = [one for number, step in enumerate(case["steps"], 1) for one in events(number, step)]
    verdicts: list[Verdict] = []
    for when, what in sorted(dated, key=lambda one: one[0]):
        if isinstance(what, datetime):
            verdicts += engine.advance(what)
        elif isinstance(what, Mapping):
            verdicts += engine.feed(what)
        else:
            known = [one for verdict in verdicts for one in verdict.violations]
            verdicts += found(engine, when, what, known)
    return engine, verdicts


def sanction(one: Sanction) -> str:
    """A sanction with its exact amount, and with whatever stands above it."""
    words = "may " * one.may + " or ".join((one.name, *one.or_above))
    if one.unstated:
        return f"{words} unstated"
    if one.low is None:
        return words
    amount = f"{one.low:f}" if one.low == one.high else f"{one.low:f}..{one.high:f}"
    return f"{words} {amount}{'' if one.unit == 'CNY' else one.unit}"


def shown(penalty: Penalty) -> str:
    """The sanctions of a penalty: options parted by a stroke, an open list ends in dots."""
    options: dict[int, list[str]] = {}
    for one in penalty.sanctions:
        options.setdefault(one.option, []).append(sanction(one))
    words = [" + ".join(those) for those in options.values()]
    return " / ".join([*words, "…"] if penalty.open and words else words)


def row(penalty: Penalty) -> list[Any]:
    """A penalty as the table has it."""
    return [penalty.subject, penalty.tier, shown(penalty), penalty.count]


def expected(rows: list[list[Any]]) -> list[list[Any]]:
    """The rows of a case, its words for sanctions written out."""
    return [[who, tier, WORDS.get(told, told), count] for who, tier, told, count in rows]


def skins(case: dict[str, Any]) -> tuple[str, ...]:
    """In which skins of the shipped policies a case is played."""
    return ("zh", "en") if case["policies"] and "parameters" not in case else ("zh",)


@pytest.mark.parametrize(
    ("case", "skin"),
    [pytest.param(one, skin, id=f"{one['name']}-{skin}") for one in CASES for skin in skins(one)],
)
def test_case(case: dict[str, Any], skin: str) -> None:
    """Penalties, revisions and what stands in the end are as the table says."""
    engine, verdicts = played(case, skin)
    made = [one for v in verdicts if v.kind != "revision" for one in v.penalties]
    revised = [one for v in verdicts if v.kind == "revision" for one in v.penalties]

    assert expected(case["imposed"]) == [row(one) for one in made]
    assert expected(case.get("revised", [])) == [row(one) for one in revised]
    assert all(one.revises == one.id for one in revised if not one.sanctions)
    if "stands" in case:
        subjects = dict.fromkeys(one.subject for one in made + revised)
        standing = [one for subject in subjects for one in engine.penalties(subject)]
        assert expected(case["stands"]) == [row(one) for one in standing]
        if "then" in case and skin == "zh":
            assert case["then"] == [one.then for one in standing]
    for name, told in (
        ("at", [clock(one.at) for one in made]),
        ("lapses", [clock(one.lapses_at) for one in made]),
        ("sources", [[list(s.sources) for s in one.sanctions] for one in made]),
        ("clauses", [list(one.clauses) for one in made]),
        ("statuses", [one.status for v in verdicts for one in v.violations]),
    ):
        if name in case:
            assert case[name] == told, name
    if "next" in case and skin == "zh":
        assert case["next"] == [one.then for one in made]


def test_cases_say_why() -> None:
    """There are sixty cases at least, each with a name of its own and the reason it is there."""
    assert len(CASES) >= 60
    assert len({case["name"] for case in CASES}) == len(CASES)
    assert [case["name"] for case in CASES if not case["reason"].endswith(".")] == []
