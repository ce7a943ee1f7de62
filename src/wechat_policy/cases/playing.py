"""Plays a case: what happens in it, and which of its expectations were not met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from wechat_policy import nodes
from wechat_policy.cases.matching import (
    Found,
    Outcome,
    differences,
    is_met,
    meeting,
    unexpected,
)
from wechat_policy.engine import Engine
from wechat_policy.engine.owing import Pending
from wechat_policy.engine.why import Why, why
from wechat_policy.errors import InvalidRecord
from wechat_policy.examples import Bindings, PolicyUnderTest
from wechat_policy.policy import Policy
from wechat_policy.source import Source, Span
from wechat_policy.staging import Act, Drama, Unplayable, stage_case
from wechat_policy.verdict import Verdict


@attrs.frozen
class Shortfall:
    """An expectation that was not met.

    `expected` is how it is written. `found` is what stands in its place: what should not be there,
    or all of its sort that is, what comes nearest first. `count` is how much of it is as expected.
    Of a clause that should have been found, `reasons` tell what it made of each event of the act
    that concerns it, and `pending` what was still open at its end.
    """

    expectation: nodes.Expectation
    expected: str
    line: int
    span: Span
    found: tuple[Outcome, ...] = ()
    count: int = 0
    reasons: tuple[Why, ...] = ()
    pending: tuple[Pending, ...] = ()


@attrs.frozen
class CaseResult:
    """What came of a case: its expectations that were not met, and all verdicts.

    A case that cannot be played has a fault at a place.
    """

    source: Source
    span: Span
    name: str
    expectations: int
    shortfalls: tuple[Shortfall, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    fault: InvalidRecord | None = None

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return self.fault is None and not self.shortfalls

    @property
    def line(self) -> int:
        """The line of the text where the case begins, from 1."""
        return self.source.position(self.span.start)[0]


@attrs.frozen
class PlayableCase:
    """A case with what its file shares; any version of its policy can be asked to play it."""

    source: Source
    case: nodes.Case
    parameters: tuple[nodes.Parameter, ...] = ()
    rows: tuple[nodes.WithRow, ...] = ()

    @property
    def name(self) -> str:
        """What it is called."""
        return self.case.name

    @property
    def line(self) -> int:
        """The line of the text where it begins, from 1."""
        return self.source.position(self.case.span.start)[0]

    @property
    def bindings(self) -> Bindings:
        """The parameters that it binds."""
        return bindings_of(self.parameters, self.case)

    def staged(self, policy: Policy) -> Drama:
        """Its drama under a policy. Raises Unplayable."""
        return stage_case(self.case, self.rows, policy)

    def play(self, tested: PolicyUnderTest) -> CaseResult:
        """What comes of it before a fresh engine that holds the policy as the case binds it."""
        return self.play_by(tested.policy(self.bindings))

    def play_by(self, policy: Policy) -> CaseResult:
        """The same for a policy of which the parameters are bound already."""
        result = CaseResult(self.source, self.case.span, self.name, 0)
        try:
            drama = self.staged(policy)
        except Unplayable as unplayable:
            fault = unplayable.fault or InvalidRecord("at", "a later time", "an earlier one")
            return attrs.evolve(result, fault=fault)
        engine = Engine(policy, drama.directory)
        shortfalls: list[Shortfall] = []
        every: list[Verdict] = []
        for number, act in enumerate(drama.acts):
            try:
                verdicts = _played(engine, act)
            except InvalidRecord as fault:
                return attrs.evolve(result, fault=fault)
            every += verdicts
            found = Found.of(verdicts)
            for one in act.expectations:
                if not is_met(one, found, act.expectations):
                    shortfalls.append(self._shortfall(one, found, act, drama, number, policy))
        return attrs.evolve(
            result,
            expectations=sum(len(act.expectations) for act in drama.acts),
            shortfalls=tuple(shortfalls),
            verdicts=tuple(every),
        )

    def _shortfall(
        self,
        expected: nodes.Expectation,
        found: Found,
        act: Act,
        drama: Drama,
        number: int,
        policy: Policy,
    ) -> Shortfall:
        met = meeting(expected, found)
        shortfall = Shortfall(
            expected,
            self.source.words(expected.span),
            self.source.position(expected.span.start)[0],
            expected.span,
            unexpected(expected, met, act.expectations)
            if expected.negated
            else _nearest(expected, found),
            len(met),
        )  # fmt: skip
        if expected.negated or not isinstance(expected, nodes.Finding) or expected.clause is None:
            return shortfall
        reasons, pending = _asked(expected.clause, drama.acts[: number + 1], drama, policy)
        return attrs.evolve(shortfall, reasons=reasons, pending=pending)


def _nearest(expected: nodes.Expectation, found: Found) -> tuple[Outcome, ...]:
    alike = found.alike(expected)
    return tuple(sorted(alike, key=lambda one: len(differences(expected, one))))


def bindings_of(parameters: Sequence[nodes.Parameter], case: nodes.Case) -> Bindings:
    """The parameters that a case binds, those of its file's head unless it binds them itself."""
    own = (item for item in case.items if isinstance(item, nodes.Parameter))
    bound = {one.name: one.value for one in (*parameters, *own)}
    return tuple(sorted(bound.items(), key=lambda pair: pair[0]))


def _played(engine: Engine, act: Act) -> list[Verdict]:
    verdicts: list[Verdict] = []
    for step in act.steps:
        verdicts += engine.feed(step) if isinstance(step, dict) else engine.advance(step)
    return verdicts


def _asked(
    clause: str, acts: Sequence[Act], drama: Drama, policy: Policy
) -> tuple[tuple[Why, ...], tuple[Pending, ...]]:
    """What a clause made of each event of the last act, and what is open at its end.

    The case is played once more up to there, with the clause asked before each event is fed.
    """
    engine = Engine(policy, drama.directory)
    reasons: list[Why] = []
    *before, last = acts
    for act in before:
        _played(engine, act)
    for step in last.steps:
        if isinstance(step, dict):
            reasons.append(why(engine, step, clause))
            engine.feed(step)
        else:
            engine.advance(step)
    pending = tuple(one for one in engine.pending() if one.clause == clause)
    concerned = tuple(one for one in reasons if one.concerned)
    return concerned or tuple(reasons[-1:]), pending


def run_cases(cases: Sequence[PlayableCase], tested: PolicyUnderTest) -> Iterator[CaseResult]:
    """The results of cases, one after the other."""
    for one in cases:
        yield one.play(tested)
