"""`diff` names exactly the verdicts that two runs give unlike, and what made them so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC
from typing import Any

import attrs
from differential import SETTINGS, Scenario, policies
from history import edited, events_of
from hypothesis import given, settings
from hypothesis import strategies as st
from reference.policies import policies as texts_of_policies
from reference.policies import scenarios

from wechat_policy import Engine, Policy, Undetermined, Violation
from wechat_policy.tuning import Change, diff

Entry = tuple[Any, ...]


def _entries(compiled: Iterable[Policy], scenario: Scenario) -> dict[str, tuple[Entry, Entry]]:
    """What a run says in the end, by id: where it stands, and all that `diff` compares."""
    engine = Engine(list(compiled), scenario[1])
    verdicts = [verdict for event in events_of(scenario) for verdict in engine.feed(event)]
    verdicts += engine.flush()
    found: dict[str, Violation | Undetermined] = {}
    for verdict in verdicts:
        found.update((one.id, one) for one in (*verdict.undetermined, *verdict.violations))
    people = {one.subject for one in found.values() if isinstance(one, Violation) and one.subject}
    penalties: dict[str, set[Entry]] = {}
    for subject in people:
        for penalty in engine.penalties(subject):
            sanctions = tuple(attrs.evolve(one, sources=()) for one in penalty.sanctions)
            for id_ in penalty.violations if sanctions else ():
                told = penalty.tier, penalty.severity, sanctions
                penalties.setdefault(id_, set()).add(told)
    at_events = {left.id: verdict.event for verdict in verdicts for left in verdict.undetermined}
    answer: dict[str, tuple[Entry, Entry]] = {}
    for id_, one in found.items():
        if isinstance(one, Undetermined):
            place = one.policy, one.clause, one.subject, at_events[id_], "undetermined"
            answer[id_] = place, ()
            continue
        place = one.policy, one.clause, one.subject, one.event, one.status
        settled = one.settled_at and one.settled_at.astimezone(UTC)
        told = (one.severity, one.grades, frozenset(one.evidence), one.at, settled)
        answer[id_] = place, (*told, frozenset(penalties.get(id_, ())))
    return answer


def _sides(changes: Iterable[Change]) -> tuple[Counter[Entry], Counter[Entry]]:
    """The changed entries of each version."""
    found: tuple[Counter[Entry], Counter[Entry]] = Counter(), Counter()
    for one in changes:
        for count, side in zip(found, (one.old, one.new), strict=True):
            if side is not None:
                count[one.policy, one.clause, one.subject, one.event, side.status] += 1
    return found


def _exact(scenario: Scenario, new: list[Policy]) -> None:
    old = policies(scenario[0])
    before, after = _entries(old, scenario), _entries(new, scenario)
    unlike = {id_ for id_ in before.keys() | after.keys() if before.get(id_) != after.get(id_)}
    want = tuple(Counter(told[id_][0] for id_ in unlike if id_ in told) for told in (before, after))

    found = diff(old, new, events_of(scenario), directory=scenario[1])

    assert want == _sides(found.changes), (scenario, want, _sides(found.changes))
    assert found.same == len(before.keys() | after.keys()) - len(unlike)
    assert all(one.reasons for one in found.changes)
    for one in found.changes:
        assert (one.kind == "changed") == bool(one.aspects) == bool(one.old and one.new)


@settings(SETTINGS, max_examples=50)
@given(st.data(), scenarios())
def test_an_edit_changes_what_two_runs_give_unlike(data: st.DataObject, scenario: Scenario) -> None:
    """After random edits the verdicts that differ are those of an independent comparison."""
    _exact(scenario, data.draw(edited(scenario[0])))


@settings(SETTINGS, max_examples=10)
@given(scenarios(), texts_of_policies())
def test_another_policy_changes_what_two_runs_give_unlike(scenario: Scenario, text: str) -> None:
    """The same holds of a policy that has nothing to do with the one before."""
    _exact(scenario, policies([text, *scenario[0][1:]]))


@settings(SETTINGS, max_examples=10)
@given(scenarios())
def test_nothing_differs_from_itself(scenario: Scenario) -> None:
    """The same policies, compiled again, change no verdict and no clause."""
    found = diff(
        policies(scenario[0]), policies(scenario[0]), events_of(scenario), directory=scenario[1]
    )

    assert not found and not found.clauses
