"""What examples and cases reach: clauses, norms, conditions and tiers of penalties."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs
import pytest
from covering import assembled
from invoking import run

from wechat_policy.assembly import Assembly
from wechat_policy.coverage import SIDES, Reach, reach_in
from wechat_policy.examples import play
from wechat_policy.policy import Policy
from wechat_policy.staging import Scene
from wechat_policy.trials import Played, Trial

TEXT = """\
policy "R" "Reach"
lexicon rude = {"饭桶"}
clause a
  forbid message where (channel = wecom) when text contains rude or urgent unless sender.external
  suspect login when network = public
  severity minor
  violates "饭桶" (urgent = false)
  complies "早" (urgent = false)
clause b
  permit message lifts a when kind = image
clause c
  forbid login when network = home
  violates login (network = home)
  complies login (network = company)
clause d
  forbid account.share
  complies login (network = home)
penalties
  minor: reminder for first 2 per month, then fine 50 CNY
  otherwise: fine 500 CNY
"""


def reached(text: str, **options: Any) -> Reach:
    """What the examples of a text reach."""
    return reach_in(assembled(text)[0], **options)


def lacking(reach: Reach, kind: str) -> list[tuple[int, str, tuple[str, ...]]]:
    """The line and words of those of a kind that lack something, and what they lack."""
    return [(one.line, one.words, one.lacks) for one in reach.of(kind) if one.lacks]


def test_clauses_need_examples_both_ways_unless_they_only_permit() -> None:
    assert lacking(reached(TEXT), "clauses") == [(15, "d", ("violated",))]


def test_norms_are_asked_one_by_one() -> None:
    assert lacking(reached(TEXT), "norms") == [
        (5, "forbid.suspect: suspect login when network = public", ("fired", "missed")),
        (10, "permit: permit message lifts a when kind = image", ("fired",)),
        (16, "forbid: forbid account.share", ("fired",)),
    ]


def test_conditions_are_asked_with_all_their_parts() -> None:
    assert lacking(reached(TEXT), "conditions") == [
        (4, "channel = wecom", ("false",)),
        (4, "urgent", ("true",)),
        (4, "sender.external", ("true",)),
        (5, "network = public", ("true", "false")),
        (10, "kind = image", ("true",)),
    ]


def test_tiers_are_reached_by_what_brings_them_about() -> None:
    found = reached(TEXT).of("tiers")
    assert [(one.line, one.words.split()[0], one.first > 0) for one in found] == [
        (19, "#1", True), (19, "#2", False), (20, "otherwise:", True)
    ]  # fmt: skip


def test_a_repeat_that_raises_is_reached_by_the_row_it_raises_to() -> None:
    text = (
        'policy "R" "Reach"\nclause a\n  forbid message when urgent\n  severity minor\n'
        '  violates {} (urgent = true)\n  complies "早" (urgent = false)\n'
        "severities minor < major\npenalties\n  minor: reminder\n  major: fine 50 CNY\n"
        "  repeat 3 times minor within 1w: as major\n"
    )
    for often, expected in (('"早"', [True, False, False]), ('3 times "早"', [True, True, True])):
        found = reached(text.format(often)).of("tiers")
        assert [one.first > 0 for one in found] == expected


def test_an_example_that_fails_shows_nothing() -> None:
    found = reached('policy "R" "R"\nclause a\n  forbid message when urgent\n  violates "早"\n')
    assert found.failed == (("own.policy", 4),)
    assert found.of("clauses")[0].lacks == ("violated", "complied")
    assert found.of("conditions")[0].unknown == 1


@attrs.frozen(eq=False)
class Case:
    """A trial of the whole policy: three insults of one person within a month."""

    scene: Scene

    file = "a.cases"
    line = 1
    grades = True
    clauses = frozenset({"a"})
    violates = frozenset({"a"})
    complies = frozenset[str]()
    bars_others = False

    @property
    def parameters(self) -> dict[str, Any]:
        return {}

    def play(self, policy: Policy) -> Played:
        return Played(True, play(policy, self.scene))


def cases(_: Assembly, policy: Policy) -> Iterable[Trial]:
    """Three insults, which no example tells of."""
    steps = [
        {
            "type": "message", "id": f"m{day}", "at": f"2026-03-0{day}T10:00:00+08:00",
            "sender": "甲", "recipients": ["乙"], "kind": "text", "text": "饭桶",
            "channel": "wecom", "urgent": False,
        }
        for day in (2, 3, 4)
    ]  # fmt: skip
    return [Case(Scene({"people": [{"id": "甲", "external": False}]}, tuple(steps)))]


def test_cases_reach_what_examples_do_not() -> None:
    found = reached(TEXT, further=cases)
    assert found.trials == reached(TEXT).trials + 1
    assert all(one.first for one in found.of("tiers"))


def test_percentages_are_of_what_can_be_reached() -> None:
    found = reached(TEXT)
    assert {kind: round(found.percent(kind)) for kind in SIDES} == {
        "clauses": 75, "norms": 40, "conditions": 38, "tiers": 67
    }  # fmt: skip
    assert reached('policy "R" "R"\n').percent("clauses") == 100


@pytest.mark.parametrize(("language", "said"), [
    ("en", ["  clauses           4  3 violated and complied with  75.0%",
            "r.policy:15: clause d: never violated",
            "r.policy:4: clause a, condition `urgent`: never true",
            "clauses are reached, 80% are asked for"]),
    ("zh", ["  条款         4  3 条既有违反又有遵守  75.0%",
            "r.policy:15：条款 d：没有违规的",
            "r.policy:4：条款 a，条件“urgent”：没有成立过",
            "到达的条款占 75.0%，要求 80%"]),
])  # fmt: skip
def test_the_command_names_what_is_never_reached(
    language: str, said: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "r.policy"
    path.write_text(TEXT, encoding="utf-8")
    result = run("test", "--coverage", "--fail-under", "80", str(path), language=language)
    assert result.exit_code == 1
    assert [line for line in said if line not in result.output] == []
    assert run("test", "--coverage", "--fail-under", "75", str(path)).exit_code == 0


def test_a_threshold_needs_something_that_is_measured() -> None:
    result = run("test", "--fail-under", "80", "P13")
    assert (result.exit_code, "--coverage or --mutate" in result.output) == (2, True)


@pytest.mark.parametrize("name", [
    "P13", *(pytest.param(f"P{number:02}", marks=pytest.mark.long) for number in range(1, 30)),
])  # fmt: skip
def test_shipped_packs_reach_every_clause(name: str) -> None:
    result = run("test", "--coverage", "--fail-under", "100", name)
    assert result.exit_code == 0, result.output
