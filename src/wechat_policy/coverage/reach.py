"""What the examples and cases of a policy reach: clauses, norms, conditions, tiers of penalties."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from wechat_policy import nodes
from wechat_policy.assembly import Assembly
from wechat_policy.compiler import compile_policy
from wechat_policy.coverage.parts import part_of, split
from wechat_policy.coverage.places import Places, Spot
from wechat_policy.coverage.recording import Record, recorded
from wechat_policy.coverage.references import kind_of
from wechat_policy.errors import InvalidPolicy, InvalidRecord
from wechat_policy.examples import violated
from wechat_policy.loading import bound_values, checked
from wechat_policy.policy import EventNorm, Norm, PermitNorm, Policy
from wechat_policy.rules.lexicons import Lexicon
from wechat_policy.rules.tests import Always
from wechat_policy.source import Source
from wechat_policy.trials import Reduction, Trial, example_trials

Further = Callable[[Assembly, Policy], Iterable[Trial]]
"""Finds trials besides the examples of a policy."""

SIDES: Mapping[str, tuple[str, str]] = {
    "clauses": ("violated", "complied"),
    "norms": ("fired", "missed"),
    "conditions": ("true", "false"),
    "tiers": ("imposed", ""),
}
"""What can be reached, and the ways in which it should come out."""


@attrs.frozen
class Reached:
    """A clause, norm, condition or tier: where it stands, and how often it came out either way.

    Of a permission and of a tier only the first side is asked. `unknown` counts what came out
    neither way. `is_asked` is false for what needs no trial, as a clause that only permits.
    """

    kind: str
    clause: str
    line: int
    words: str
    first: int
    second: int
    unknown: int = 0
    has_second: bool = True
    is_asked: bool = True

    @property
    def lacks(self) -> tuple[str, ...]:
        """The ways in which it never came out."""
        if not self.is_asked:
            return ()
        first, second = SIDES[self.kind]
        missing = () if self.first else (first,)
        return missing if self.second or not self.has_second else (*missing, second)

    def to_dict(self) -> dict[str, Any]:
        """As JSON-able data."""
        first, second = SIDES[self.kind]
        told = {"clause": self.clause, "line": self.line, "words": self.words, first: self.first}
        if second:
            told[second] = self.second
        return {**told, "unknown": self.unknown, "lacks": list(self.lacks)}


@attrs.frozen
class Reach:
    """All that can be reached in a policy's own text.

    `failed` are the lines of trials that do not come out as they promise; these show nothing.
    """

    policy: str
    title: str
    source: Source
    trials: int
    failed: tuple[tuple[str, int], ...]
    all: tuple[Reached, ...]

    def of(self, kind: str) -> tuple[Reached, ...]:
        """Those of one kind."""
        return tuple(one for one in self.all if one.kind == kind)

    def reached(self, kind: str) -> int:
        """How many of a kind lack nothing."""
        return sum(not one.lacks for one in self.of(kind))

    def percent(self, kind: str) -> float:
        """The part of a kind that lacks nothing; of nothing there is nothing left to reach."""
        found = self.of(kind)
        return 100.0 if not found else 100 * self.reached(kind) / len(found)

    def to_dict(self) -> dict[str, Any]:
        """As JSON-able data."""
        return {
            "policy": self.policy,
            "title": self.title,
            "file": self.source.name,
            "trials": self.trials,
            "failed": [{"file": file, "line": line} for file, line in self.failed],
            "counts": {
                kind: {"all": len(self.of(kind)), "reached": self.reached(kind)} for kind in SIDES
            },
            **{kind: [one.to_dict() for one in self.of(kind)] for kind in SIDES},
        }


def reach_of(source: Source, further: Further | None = None) -> Reach:
    """What the examples of a policy reach, and the trials that `further` finds.

    Raises InvalidPolicy with all faults.
    """
    assembly, diagnostics = checked(source)
    if any(one.level == "error" for one in diagnostics):
        raise InvalidPolicy(diagnostics)
    return reach_in(assembly, further)


def reach_in(assembly: Assembly, further: Further | None = None) -> Reach:
    """The same for an assembly that has been checked."""
    policy = compile_policy(assembly)
    trials: list[Trial] = [*example_trials(assembly, policy)]
    if further is not None:
        trials += further(assembly, policy)
    playing = _Playing(assembly)
    playing.play(trials)
    return Reach(
        policy=policy.id,
        title=policy.title,
        source=assembly.document.source,
        trials=len(trials),
        failed=tuple(playing.failed),
        all=tuple(playing.reached(policy)),
    )


class _Playing:
    """One run over the trials of a policy."""

    def __init__(self, assembly: Assembly) -> None:
        self.assembly = assembly
        self.reduction = Reduction(assembly)
        self.record = Record()
        self.failed: list[tuple[str, int]] = []
        self.clauses: Counter[tuple[str, bool]] = Counter()
        self.norms: Counter[tuple[str, int, bool]] = Counter()

    def play(self, trials: Iterable[Trial]) -> None:
        """Plays trials, those of the same clauses and parameters on one policy."""
        groups: dict[Any, list[Trial]] = defaultdict(list)
        for one in trials:
            bound = tuple(sorted((name, repr(value)) for name, value in one.parameters.items()))
            groups[one.clauses, bound].append(one)
        ready: dict[str, Lexicon] = {}
        for those in groups.values():
            needed = self.reduction.all_needed(those[0].clauses)
            assembly = self.reduction.to(needed, penalties=True)
            bindings = bound_values(assembly, those[0].parameters)
            policy = compile_policy(assembly, bindings, ready=ready)
            ready |= {one.name: one for one in policy.lexicons}
            for trial in those:
                self.play_one(trial, policy)

    def play_one(self, trial: Trial, policy: Policy) -> None:
        """Plays a trial; one that does not come out as it promises shows nothing of clauses."""
        self.record.begin()
        try:
            played = trial.play(recorded(policy, self.record))
        except InvalidRecord:
            self.failed.append((trial.file, trial.line))
            return
        if not played.passed:
            self.failed.append((trial.file, trial.line))
            return
        for verdict in played.verdicts:
            self.record.impose(verdict, policy.penalties)
        asked, met = set(self.record.asked), set(self.record.met)
        barred = {name for name, _ in asked} - trial.violates if trial.bars_others else frozenset()
        complied = trial.complies | barred
        for clause in policy.clauses:
            if clause.id in trial.violates:
                self.clauses[clause.id, True] += 1
                self.fire(trial, clause.id, policy)
            if clause.id in complied:
                self.clauses[clause.id, False] += 1
                for norm in clause.norms:
                    if (clause.id, norm.number) in asked or _is_bare(norm):
                        self.norms[clause.id, norm.number, False] += 1
        for clause in policy.clauses:
            for norm in clause.norms:
                if isinstance(norm, PermitNorm) and (clause.id, norm.number) in met:
                    self.norms[clause.id, norm.number, True] += 1

    def fire(self, trial: Trial, name: str, policy: Policy) -> None:
        """Notes which norms of a clause a trial breaks."""
        clause = policy.clause(name)
        norms = [one for one in clause.norms if not isinstance(one, PermitNorm)]
        if len(norms) == 1:
            self.norms[name, norms[0].number, True] += 1
            return
        broken = violated(trial.play(split(policy, clause)).verdicts)
        for norm in norms:
            self.norms[name, norm.number, True] += part_of(clause, norm) in broken

    def reached(self, policy: Policy) -> Iterator[Reached]:
        """All that can be reached, with how it came out."""
        places = Places(self.assembly)
        for node in self.assembly.document.all(nodes.Clause):
            clause = policy.clause(node.name)
            only_permits = all(isinstance(norm, PermitNorm) for norm in clause.norms)
            yield Reached(
                "clauses", node.name, places.line(node.name_span), clause.title,
                self.clauses[node.name, True], self.clauses[node.name, False],
                is_asked=not only_permits,
            )  # fmt: skip
            for tree, norm in zip(node.norms, clause.norms, strict=True):
                yield Reached(
                    "norms", node.name, places.line(tree.span),
                    f"{kind_of(tree)}: {places.words(tree.span)}",
                    self.norms[node.name, norm.number, True],
                    self.norms[node.name, norm.number, False],
                    has_second=not isinstance(norm, PermitNorm),
                )  # fmt: skip
                for spot in places.conditions(node.name, norm.number):
                    yield self.condition(node.name, norm.number, spot)
        for key, line, words in places.tiers(policy.penalties):
            yield Reached("tiers", "", line, words, self.record.tiers[key], 0, has_second=False)

    def condition(self, clause: str, number: int, spot: Spot) -> Reached:
        """A condition with how often it was true, false and unknown."""
        truths, place = self.record.truths, (clause, number)
        true, false, unknown = (
            truths[place, spot.label, spot.joined, truth] for truth in (True, False, None)
        )
        return Reached("conditions", clause, spot.line, spot.words, true, false, unknown)


def _is_bare(norm: Norm) -> bool:
    """Whether a norm forbids a type of event altogether: then nothing comes nearer to it."""
    return isinstance(norm, EventNorm) and all(isinstance(one.test, Always) for one in norm.judged)
