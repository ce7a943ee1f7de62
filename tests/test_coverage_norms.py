"""Which norms the examples of a policy show: those that break it, and the near misses."""

from __future__ import annotations

import attrs
import pytest
from covering import assembled, covered

from wechat_policy import nodes
from wechat_policy.coverage import ClauseShown
from wechat_policy.coverage.norms import clauses_shown
from wechat_policy.coverage.parts import split
from wechat_policy.examples import play, violated
from wechat_policy.loading import open_source
from wechat_policy.policy import EventNorm, PermitNorm
from wechat_policy.staging import stage

HEAD = 'policy "A"\nlexicon rude = {"饭桶"}\nlexicon loud = {"快点"}\n'
TAIL = "\npenalties\n  minor: reminder\n"
RUDE = "forbid message when text contains rude"
DAILY = (
    "before 10:00 on everyday for each p in people (status = active) "
    "require journal.submit by actor = p"
)
DUE = 'with person "甲" (status = active) then login (actor = "甲") then advance 2d'
LOUD = "forbid message when text contains loud"


def shown(*norms: str, examples: str = "", rest: str = "") -> ClauseShown:
    """The first clause of a policy, of these norms and examples, line 5 being the first norm."""
    body = "\n  ".join(("clause c", *norms, "severity minor", *examples.strip().split("\n")))
    return covered(f"{HEAD}{body}\n{rest}{TAIL}").clauses[0]


@pytest.mark.parametrize(
    ("examples", "fires", "near"),
    [
        ('violates "你这个饭桶"\ncomplies "早"', [[8], []], [[9], [9]]),
        ('violates "饭桶快点"\ncomplies "早"', [[8], [8]], [[9], [9]]),
        ('violates "快点"\nviolates "饭桶"\ncomplies "早"', [[9], [8]], [[10], [10]]),
        ('violates "快点"', [[], [8]], [[], []]),
        ('complies login (actor = "甲")', [[], []], [[], []]),
    ],
)
def test_each_norm_is_shown_for_itself(
    examples: str, fires: list[list[int]], near: list[list[int]]
) -> None:
    """A clause is broken once; which of its norms was is found out. Lines are those of the text."""
    found = shown(RUDE, LOUD, examples=examples)

    assert fires == [list(one.fires) for one in found.norms]
    assert near == [list(one.near) for one in found.norms]
    assert [(1, 5, RUDE), (2, 6, LOUD)] == [
        (one.number, one.line, one.words) for one in found.norms
    ]


@pytest.mark.parametrize(
    ("value", "condition", "switch"),
    [
        ("false", "strict", "strict"),
        ("true", "strict", None),
        ("true", "not strict", "strict"),
        ("false", "strict and text contains rude", "strict"),
        ("false", "strict or text contains rude", None),
    ],
)
def test_what_a_parameter_switches_off_lacks_nothing(
    value: str, condition: str, switch: str | None
) -> None:
    """No example can break it, as the parameter is set; it is told with the parameter."""
    head = HEAD.replace('"A"\n', f'"A"\nparameter strict = {value}\n')
    body = f"clause c\n  forbid message when {condition}\n  severity minor\n"
    found = covered(f"{head}{body}{TAIL}")
    (norm,) = found.clauses[0].norms

    assert switch == norm.switch
    assert (norm.lacks == ()) is (switch is not None)
    assert found.counts["norms_shown"] == 0


def test_events_with_alternatives_are_one_norm() -> None:
    """Any of them shows it."""
    found = shown(
        "forbid message, moments.post when text contains rude",
        examples='violates moments.post "饭桶"\ncomplies message "早"',
    )

    assert [((7,), (8,), ())] == [(one.fires, one.near, one.lacks) for one in found.norms]


@pytest.mark.parametrize(
    ("norm", "examples", "fires", "near"),
    [
        (
            "limit message to 2 per 30m by sender",
            'violates 3 times message (sender = "甲")\ncomplies 2 times message (sender = "甲")',
            True, True,
        ),
        (
            "require device.trusted on login",
            'violates login (actor = "甲", device.trusted = false)\ncomplies message "早"',
            True, False,
        ),
        (
            "after approval.assign within 1h require approval.decide by request",
            'violates approval.assign (actor = "甲", request = "r") then advance 2h\n'
            'complies approval.assign (actor = "甲", request = "r") then '
            'approval.decide (actor = "甲", request = "r", decision = approve) then advance 2h',
            True, True,
        ),
        (
            "after approval.assign within 1h require approval.decide by request",
            'violates approval.assign (actor = "甲", request = "r") then advance 2h\n'
            'complies approval.decide (actor = "甲", request = "r", decision = approve)',
            True, False,
        ),
        (DAILY, f"violates {DUE}\ncomplies {DUE.replace('active', 'disabled')}", True, True),
        (DAILY, f'violates {DUE}\ncomplies message "早"', True, False),
        (
            "forbid credential.disclose",
            'violates credential.disclose (actor = "甲", account = "z")\ncomplies message "早"',
            True, True,
        ),
        (
            "forbid message where (group given) when urgent",
            'violates message (group = "g", urgent = true)\ncomplies moments.post "早"',
            True, False,
        ),
    ],
)  # fmt: skip
def test_every_kind_of_norm(norm: str, examples: str, fires: bool, near: bool) -> None:
    """What breaks it is played; a near miss is one in which something happens that it is about."""
    (found,) = shown(norm, examples=examples).norms

    assert (fires, near) == (bool(found.fires), bool(found.near))


def test_a_duty_after_a_violation_is_near_where_the_violation_is() -> None:
    """The other clause has to be broken first, or nothing was due."""
    duty = "after violation d within 1d require violation.correct by actor = that.subject"
    rest = f'clause d\n  {RUDE}\n  severity minor\n  violates "饭桶"\n  complies "早"\n'
    breach = 'violates message "饭桶" (sender = "甲") then advance 2d\n'
    done = 'message "饭桶" (sender = "甲") then violation.correct (actor = "甲") then advance 2d'

    assert (8,) == shown(duty, examples=f"{breach}complies {done}", rest=rest).norms[0].near
    assert () == shown(duty, examples=f'{breach}complies "早"', rest=rest).norms[0].near


def test_an_example_that_fails_shows_nothing() -> None:
    """It is told with its line; neither a breach nor a near miss is taken from it."""
    examples = 'violates "早"\ncomplies "快点"\ncomplies message (at = "noon")'
    found = shown(RUDE, LOUD, examples=examples)

    assert (8, 9, 10) == found.failed
    assert [("fires", "near")] * 2 == [one.lacks for one in found.norms]


@pytest.mark.parametrize(
    ("examples", "lacks"),
    [
        ('violates "饭桶"\ncomplies "早"', ()),
        ('violates "饭桶"', ("complies",)),
        ('complies "早"', ("violates",)),
    ],
)
def test_a_clause_has_examples_both_ways(examples: str, lacks: tuple[str, ...]) -> None:
    """Of each kind at least one."""
    assert lacks == shown(RUDE, examples=examples).lacks


@pytest.mark.parametrize(
    ("example", "lifts"),
    [
        ('complies message "饭桶" (sender.external = true)', (6,)),
        ('complies message "早" (sender.external = true)', ()),
        ('complies message "饭桶" (sender.external = false)', ()),
    ],
)
def test_a_permission_is_shown_where_it_spares_somebody(
    example: str, lifts: tuple[int, ...]
) -> None:
    """Without it the clause that it lifts would be broken. It is no norm to be shown both ways."""
    rest = f'clause d\n  {RUDE}\n  severity minor\n  violates "饭桶"\n  complies "早"\n'
    text = f"clause c\n  permit message lifts d when sender.external\n  {example}\n{rest}"
    found = covered(HEAD + text + TAIL)
    (permission,) = found.permissions

    assert lifts == permission.lifts
    assert (() if lifts else ("lifts",)) == permission.lacks
    assert found.is_complete
    assert [()] == [one.lacks for one in found.clauses if one.name == "c"]


def test_parts_of_a_clause_are_lifted_with_it() -> None:
    """A permission of the clause is one of each norm that stands for itself."""
    _, policy = assembled(
        f"{HEAD}clause c\n  {RUDE}\n  {LOUD}\n  severity minor\n"
        f"clause d\n  permit message lifts c when urgent\n{TAIL}"
    )
    parted = split(policy, policy.clause("c"))
    (permit,) = parted.clause("d").norms

    assert isinstance(permit, PermitNorm)
    assert {"c", "c#0", "c#1"} == permit.lifts
    assert ["c", "d", "c#0", "c#1"] == [one.id for one in parted.clauses]
    assert policy is split(policy, policy.clause("d"))


def test_parts_say_what_a_clause_of_the_one_norm_says() -> None:
    """In a shipped pack: duties, limits, history and what is unknown come out the same."""
    assembly, policy = assembled(open_source("P13").text)
    trees = {name: node for name, (node, _) in assembly.all(nodes.Clause).items()}
    several = 0
    for found in clauses_shown(assembly, policy):
        clause, tree = policy.clause(found.name), trees[found.name]
        if policy is split(policy, clause) or all(
            isinstance(one, EventNorm) for one in clause.norms
        ):
            continue
        for norm, one in zip(clause.norms, found.norms, strict=True):
            alone = attrs.evolve(clause, norms=(norm,))
            others = tuple(alone if each is clause else each for each in policy.clauses)
            lone = attrs.evolve(policy, clauses=others)
            breaking = [
                assembly.document.source.position(example.span.start)[0]
                for example in tree.examples
                if example.violates
                and clause.id in violated(play(lone, stage(example, tree, trees, policy)))
            ]

            assert breaking == list(one.fires), (clause.id, norm.number)
            several += 1
    assert several >= 5
