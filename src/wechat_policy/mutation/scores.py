"""How many mutants of a policy its trials notice, and which they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from wechat_policy import nodes
from wechat_policy.assembly import Assembly
from wechat_policy.compiler import compile_policy
from wechat_policy.errors import InvalidPolicy
from wechat_policy.loading import checked
from wechat_policy.mutation.bench import Bench, Fate
from wechat_policy.mutation.mutants import Mutant, mutants_of
from wechat_policy.mutation.operators import Told, operators
from wechat_policy.mutation.telling import told
from wechat_policy.policy import Policy
from wechat_policy.source import Source
from wechat_policy.trials import Trial, example_trials

WORDS_EACH = 5
"""Words of a list that are tried one by one unless more are asked for."""

Further = Callable[[Assembly, Policy], Iterable[Trial]]
"""Finds trials besides the examples of a policy."""


@attrs.frozen
class Survivor:
    """A change that no trial noticed: where, in which section, what stood there and what stands.

    `tried` says whether there was any trial that could have noticed it.
    """

    operator: str
    file: str
    line: int
    section: str
    before: str
    after: str
    tried: bool

    def to_dict(self) -> dict[str, Any]:
        """As JSON-able data."""
        return attrs.asdict(self)


@attrs.frozen
class Tally:
    """What became of the mutants of one operator.

    Those that the checker refuses, or that mean the same, are not among the made ones.
    """

    operator: str
    told: Told
    killed: int
    survived: int
    untried: int
    refused: int
    same: int

    @property
    def made(self) -> int:
        """How many could be noticed."""
        return self.killed + self.survived + self.untried

    def to_dict(self) -> dict[str, Any]:
        """As JSON-able data."""
        return {**attrs.asdict(self), "made": self.made}


@attrs.frozen
class Mutation:
    """What became of all mutants of a policy."""

    policy: str
    title: str
    trials: int
    failing: int
    tallies: tuple[Tally, ...]
    survivors: tuple[Survivor, ...]

    def made(self, told: Told = "conduct") -> int:
        """How many mutants could be noticed by trials that tell so much."""
        return sum(one.made for one in self.tallies if one.told == told)

    def killed(self, told: Told = "conduct") -> int:
        """How many of them were."""
        return sum(one.killed for one in self.tallies if one.told == told)

    @property
    def score(self) -> float:
        """The part of the changes of conduct that were noticed, in percent."""
        return percent(self.killed(), self.made())

    def to_dict(self) -> dict[str, Any]:
        """As JSON-able data."""
        return {
            "policy": self.policy,
            "title": self.title,
            "trials": self.trials,
            "failing": self.failing,
            "made": self.made(),
            "killed": self.killed(),
            "score": round(self.score, 2),
            "operators": [one.to_dict() for one in self.tallies],
            "survivors": [one.to_dict() for one in self.survivors],
        }


def percent(part: int, whole: int) -> float:
    """A part in percent; of nothing there is nothing left to do."""
    return 100.0 if whole == 0 else 100 * part / whole


def mutation_of(
    source: Source, further: Further | None = None, words_each: int = WORDS_EACH
) -> Mutation:
    """Changes a policy in one place after the other, and plays what may notice each change.

    Its examples are played, and what `further` finds. Of a list of words `words_each` are tried.
    Raises InvalidPolicy with all faults.
    """
    assembly, diagnostics = checked(source)
    if any(one.level == "error" for one in diagnostics):
        raise InvalidPolicy(diagnostics)
    return mutation_in(assembly, further, words_each)


def mutation_in(
    assembly: Assembly, further: Further | None = None, words_each: int = WORDS_EACH
) -> Mutation:
    """The same for an assembly that has been checked."""
    policy = compile_policy(assembly)
    trials: list[Trial] = [*example_trials(assembly, policy)]
    if further is not None:
        trials += further(assembly, policy)
    bench = Bench(assembly, trials)
    all_operators = operators(policy.penalties.severities, words_each)
    counts: Counter[tuple[str, Fate]] = Counter()
    survivors: list[Survivor] = []
    for mutant in mutants_of(assembly.document, all_operators):
        fate = bench.fate(mutant)
        counts[mutant.operator.name, fate] += 1
        if fate in ("survived", "untried"):
            survivors.append(_survivor(mutant, assembly.document, fate == "survived"))
    return Mutation(
        policy=policy.id,
        title=policy.title,
        trials=len(trials),
        failing=bench.failing,
        tallies=tuple(_tallies(counts, {one.name: one.told for one in all_operators})),
        survivors=tuple(survivors),
    )


def _tallies(counts: Counter[tuple[str, Fate]], names: Mapping[str, Told]) -> Iterator[Tally]:
    fates: tuple[Fate, ...] = ("killed", "survived", "untried", "refused", "same")
    for name, says in names.items():
        found = {fate: counts[name, fate] for fate in fates}
        if any(found.values()):
            yield Tally(name, says, **found)


def _survivor(mutant: Mutant, document: nodes.Document, tried: bool) -> Survivor:
    before, after, span = told(mutant, document.skin)
    return Survivor(
        operator=mutant.operator.name,
        file=document.source.name,
        line=document.source.position(span.start)[0],
        section=mutant.name,
        before=before,
        after=after,
        tried=tried,
    )
