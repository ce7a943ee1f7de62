"""Which norms the examples of a policy show, both ways: one that breaks it, and a near miss."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import attrs

from wechat_policy import nodes
from wechat_policy.assembly import Assembly
from wechat_policy.coverage.lifting import lifted_by
from wechat_policy.coverage.parts import part_of, split
from wechat_policy.coverage.references import kind_of
from wechat_policy.coverage.switches import switched_off
from wechat_policy.errors import InvalidRecord
from wechat_policy.examples import play, violated
from wechat_policy.lowering import words_of
from wechat_policy.policy import (
    Clause,
    DailyNorm,
    DeadlineNorm,
    EventNorm,
    LimitNorm,
    Norm,
    PeriodicNorm,
    PermitNorm,
    Policy,
)
from wechat_policy.rules.tests import Always
from wechat_policy.staging import Scene, stage

_DAY = timedelta(days=1)


@attrs.frozen
class NormShown:
    """A norm, and the lines of the examples that show it.

    `fires` are those that break it, `near` those that comply though they are about it. Of a
    permission, which nobody can break, `lifts` are those that comply because of it. `switch` is
    the parameter that, as it is set, switches it off: no example can break it then.
    """

    clause: str
    number: int
    line: int
    kind: str
    words: str
    fires: tuple[int, ...] = ()
    near: tuple[int, ...] = ()
    lifts: tuple[int, ...] = ()
    switch: str | None = None

    @property
    def is_permission(self) -> bool:
        """Whether it can be broken by nobody."""
        return self.kind == "permit"

    @property
    def lacks(self) -> tuple[str, ...]:
        """Which examples it should have and has not."""
        if self.switch is not None:
            return ()
        sides = {"lifts": self.lifts} if self.is_permission else {
            "fires": self.fires, "near": self.near
        }  # fmt: skip
        return tuple(name for name, lines in sides.items() if not lines)

    def to_dict(self) -> dict[str, Any]:
        """The norm as JSON-able data."""
        return {**attrs.asdict(self), "lacks": list(self.lacks)}


@attrs.frozen
class ClauseShown:
    """A clause with how many examples it has of each kind, and its norms.

    `failed` are the lines of examples that do not come out as they promise.
    """

    name: str
    line: int
    violates: int
    complies: int
    failed: tuple[int, ...]
    norms: tuple[NormShown, ...]

    @property
    def lacks(self) -> tuple[str, ...]:
        """Which kinds of examples it has none of; a clause that only permits needs none."""
        if all(one.is_permission for one in self.norms):
            return ()
        sides = {"violates": self.violates, "complies": self.complies}
        return tuple(name for name, count in sides.items() if not count)

    def to_dict(self) -> dict[str, Any]:
        """The clause as JSON-able data, without its norms."""
        return {
            "clause": self.name,
            "line": self.line,
            "violates": self.violates,
            "complies": self.complies,
            "lacks": list(self.lacks),
            "failed": list(self.failed),
        }


@attrs.frozen
class Played:
    """An example that was played: its line, its scene, and the clauses that it broke.

    It has no scene where it cannot be played.
    """

    clause: str
    line: int
    promises_breach: bool
    scene: Scene | None = None
    broken: frozenset[str] = frozenset()

    @property
    def came_out(self) -> bool:
        """Whether it did what it promises."""
        return self.scene is not None and self.promises_breach is (self.clause in self.broken)


def clauses_shown(assembly: Assembly, policy: Policy) -> tuple[ClauseShown, ...]:
    """The clauses of a policy's own text, with what their examples show of each norm."""
    document = assembly.document
    words, line_of = words_of(document), document.source.position
    every: list[Played] = []
    found: list[ClauseShown] = []
    for node in document.all(nodes.Clause):
        clause = policy.clause(node.name)
        played = list(_played(node, assembly, policy))
        every += played
        norms = tuple(
            NormShown(
                clause=node.name,
                number=norm.number + 1,
                line=line_of(tree.span.start)[0],
                kind=kind_of(tree),
                words=words(tree.span),
                fires=_fires(clause, norm, played),
                near=_near(norm, played),
                switch=switched_off(tree, policy.parameters),
            )
            for tree, norm in zip(node.norms, clause.norms, strict=True)
        )
        count = sum(example.violates for example in node.examples)
        found.append(
            ClauseShown(
                name=node.name,
                line=line_of(node.name_span.start)[0],
                violates=count,
                complies=len(node.examples) - count,
                failed=tuple(one.line for one in played if not one.came_out),
                norms=norms,
            )
        )
    return tuple(_with_permissions(found, policy, every))


def _played(node: nodes.Clause, assembly: Assembly, policy: Policy) -> Iterator[Played]:
    """The examples of a clause; each that promises a breach is played with its norms apart."""
    clauses = {name: one for name, (one, _) in assembly.all(nodes.Clause).items()}
    apart = split(policy, policy.clause(node.name))
    for example in node.examples:
        line = assembly.document.source.position(example.span.start)[0]
        one = Played(node.name, line, example.violates)
        try:
            scene = stage(example, node, clauses, policy)
            broken = violated(play(apart if example.violates else policy, scene))
        except InvalidRecord:
            yield one
        else:
            yield attrs.evolve(one, scene=scene, broken=broken)


def _fires(clause: Clause, norm: Norm, played: Sequence[Played]) -> tuple[int, ...]:
    """The examples that promise a breach and break this norm."""
    if isinstance(norm, PermitNorm):
        return ()
    only = sum(not isinstance(one, PermitNorm) for one in clause.norms) == 1
    name = clause.id if only else part_of(clause, norm)
    return tuple(one.line for one in played if one.promises_breach and name in one.broken)


def _near(norm: Norm, played: Sequence[Played]) -> tuple[int, ...]:
    """The examples that comply, as they promise, though something happens that the norm is about.

    One that breaks another norm of the clause would not fail if this norm were too wide. A norm
    that forbids a type of event altogether has no nearer miss than any that complies.
    """
    return tuple(
        one.line
        for one in played
        if one.scene is not None
        and one.came_out
        and not one.promises_breach
        and _concerns(norm, one.scene, one.broken)
    )


def _concerns(norm: Norm, scene: Scene, broken: Collection[str]) -> bool:
    types = {step["type"] for step in scene.steps if isinstance(step, dict)}
    match norm:
        case EventNorm() if all(isinstance(one.test, Always) for one in norm.judged):
            return True  # where it comes out, no such event has happened, and none can comply
        case EventNorm() | LimitNorm():
            return any(not one.types.isdisjoint(types) for one in norm.judged)
        case DeadlineNorm() if norm.after is not None:
            return norm.after in broken
        case DeadlineNorm():
            return any(not one.types.isdisjoint(types) for one in norm.opening)
        case DailyNorm() | PeriodicNorm():
            done = any(not one.types.isdisjoint(types) for one in norm.fulfilment)
            return done or _lasts(scene)
    return False


def _lasts(scene: Scene) -> bool:
    """Whether time passes in a scene, so that a duty that comes again can fall due."""
    times = [step["at"] if isinstance(step, dict) else step for step in scene.steps]
    moments = any(isinstance(step, datetime) for step in scene.steps)
    return moments or (bool(times) and max(times) - min(times) >= _DAY)


def _with_permissions(
    clauses: Sequence[ClauseShown], policy: Policy, played: Collection[Played]
) -> Iterator[ClauseShown]:
    """The clauses with the examples that come out only because a permission lifts something."""
    for one in clauses:
        if any(norm.is_permission for norm in one.norms):
            permits = {norm.number + 1: norm for norm in policy.clause(one.name).norms}
            norms = tuple(
                attrs.evolve(norm, lifts=_lifts(permits[norm.number], one.name, policy, played))
                if norm.is_permission
                else norm
                for norm in one.norms
            )
            one = attrs.evolve(one, norms=norms)
        yield one


def _lifts(norm: Norm, clause: str, policy: Policy, played: Collection[Played]) -> tuple[int, ...]:
    assert isinstance(norm, PermitNorm)
    concerned = [
        (one.line, one.scene, one.broken)
        for one in played
        if one.scene is not None and (one.clause == clause or one.clause in norm.lifts)
    ]
    return lifted_by(norm, policy, concerned)
