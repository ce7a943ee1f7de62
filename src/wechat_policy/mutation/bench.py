"""Plays mutants: compiles as little of the policy as the trials need that could notice them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

import attrs

from wechat_policy import nodes
from wechat_policy.assembly import Assembly, Placed
from wechat_policy.checker import makes_sense
from wechat_policy.checking.ground import Ground
from wechat_policy.compiler import compile_policy
from wechat_policy.errors import InvalidRecord
from wechat_policy.loading import bound_values
from wechat_policy.mutation.meaning import same_meaning
from wechat_policy.mutation.mutants import Mutant
from wechat_policy.naming import spelt_out
from wechat_policy.policy import Policy
from wechat_policy.rules.lexicons import Lexicon
from wechat_policy.trials import Reduction, Trial

Fate = Literal["killed", "survived", "refused", "same", "untried"]
"""What became of a mutant.

The checker `refused` it, or it means the `same`, or no trial is about what it changes (`untried`).
"""

_Key = tuple[frozenset[str], bool, tuple[tuple[str, str], ...]]


@attrs.frozen(eq=False)
class _Group:
    """Trials that are played on the same part of a policy, and how they come out there."""

    needed: frozenset[str]
    names: frozenset[str]
    grades: bool
    trials: tuple[Trial, ...]
    policy: Policy
    outcomes: tuple[bool | None, ...]


class Bench:
    """A policy with its trials, ready to try mutants one after the other."""

    def __init__(self, assembly: Assembly, trials: Iterable[Trial]) -> None:
        self._assembly = assembly
        self._ground = Ground.of(assembly)
        self._reduction = Reduction(assembly)
        self._ready: dict[str, Lexicon] = {}
        groups: dict[_Key, list[Trial]] = {}
        for one in trials:
            bound = tuple(sorted((name, repr(value)) for name, value in one.parameters.items()))
            groups.setdefault((one.clauses, one.grades, bound), []).append(one)
        self._groups = [self._group(those) for those in groups.values()]

    def _group(self, trials: Sequence[Trial]) -> _Group:
        needed = self._reduction.all_needed(trials[0].clauses)
        names = frozenset[str]().union(*map(self._reduction.names, needed))
        policy = self._compiled(self._reduction.to(needed, trials[0].grades), trials[0].parameters)
        outcomes = tuple(_outcome(one, policy) for one in trials)
        return _Group(needed, names, trials[0].grades, tuple(trials), policy, outcomes)

    def _compiled(
        self,
        assembly: Assembly,
        parameters: Mapping[str, Any],
        changed: frozenset[str] = frozenset(),
    ) -> Policy:
        """The policy of a part; lexicons that did not change are those of other parts."""
        ready = {name: one for name, one in self._ready.items() if name not in changed}
        policy = compile_policy(assembly, bound_values(assembly, parameters), ready=ready)
        for one in policy.lexicons:
            if one.name not in changed:
                self._ready.setdefault(one.name, one)
        return policy

    @property
    def failing(self) -> int:
        """How many trials do not come out as they promise anyway; these notice nothing."""
        return sum(not one for group in self._groups for one in group.outcomes)

    def fate(self, mutant: Mutant) -> Fate:
        """What becomes of a mutant."""
        concerned = list(self._concerned(mutant))
        if not concerned:
            return "untried"
        changed: frozenset[str] = frozenset()
        if isinstance(mutant.section, nodes.Lexicon):
            changed = self._reduction.lexicons_with(mutant.name)
        pairs: list[tuple[Policy, Policy]] = []
        for number, group in enumerate(concerned):
            mutated = self._mutated(group, mutant)
            if number == 0 and not makes_sense(self._ground.reduced(_without_words(mutated))):
                return "refused"
            policy = self._compiled(mutated, group.trials[0].parameters, changed)
            if set(policy.lexicons) <= set(group.policy.lexicons):
                # The same words: what finds them is made already.
                policy = attrs.evolve(policy, lexicons=group.policy.lexicons)
            pairs.append((policy, group.policy))
            for trial, outcome in zip(group.trials, group.outcomes, strict=True):
                able = outcome and mutant.operator.may_be_noticed_by(trial)
                if able and not _outcome(trial, policy):
                    return "killed"
        return "same" if all(same_meaning(*pair) for pair in pairs) else "survived"

    def _concerned(self, mutant: Mutant) -> Iterator[_Group]:
        """The trials that could notice a mutant, those of the changed clause first."""
        section = mutant.section
        able = mutant.operator.may_be_noticed_by
        told = [one for one in self._groups if any(map(able, one.trials))]
        if isinstance(section, nodes.Clause):
            name = section.name
            those = [one for one in told if name in one.needed]
            yield from sorted(those, key=lambda one: name not in _about(one))
        elif isinstance(section, nodes.Penalties):
            yield from (one for one in told if one.grades)
        elif isinstance(section, nodes.Definition):
            users = set(_users(self._assembly, section.name))
            yield from (one for one in told if not users.isdisjoint(one.needed))
        else:
            # Hours that nobody names may be somebody's own.
            own = isinstance(section, nodes.HoursTable)
            yield from (one for one in told if own or section.name in one.names)

    def _mutated(self, group: _Group, mutant: Mutant) -> Assembly:
        """The part of the policy that a group needs, with the mutant's change in it."""
        assembly = self._reduction.to(group.needed, group.grades)
        definitions = self._assembly.all(nodes.Definition)
        own = self._assembly.document
        if isinstance(mutant.mutated, nodes.Definition):
            definitions = {**definitions, mutant.name: (mutant.mutated, own)}
            raw = {one.name: one for one in own.all(nodes.Clause)}
            placed = tuple(
                attrs.evolve(one, section=spelt_out(raw[one.section.name], definitions))
                if isinstance(one.section, nodes.Clause) and one.document is own
                else one
                for one in assembly.placed
            )
        else:
            new = spelt_out(mutant.mutated, definitions)
            placed = tuple(
                attrs.evolve(one, section=new) if _stands_for(one, mutant, own) else one
                for one in assembly.placed
            )
        return attrs.evolve(assembly, placed=placed)


def _stands_for(placed: Placed, mutant: Mutant, own: nodes.Document) -> bool:
    """Whether a placed section is the one that the mutant changes."""
    return (
        placed.document is own
        and type(placed.section) is type(mutant.section)
        and getattr(placed.section, "name", "") == mutant.name
        and placed.section.span == mutant.section.span
    )


def _without_words(assembly: Assembly) -> Assembly:
    """An assembly as far as sense is asked of it: no lexicon makes a condition impossible."""
    kept = (one for one in assembly.placed if not isinstance(one.section, nodes.Lexicon))
    return attrs.evolve(assembly, placed=tuple(kept))


def _about(group: _Group) -> frozenset[str]:
    return group.trials[0].clauses


def _users(assembly: Assembly, definition: str) -> Iterator[str]:
    """The clauses that name a condition, be it through another one."""
    names = {definition}
    size = 0
    while size != len(names):
        size = len(names)
        for one in assembly.document.all(nodes.Definition):
            if names & _held(one):
                names.add(one.name)
    for clause in assembly.document.all(nodes.Clause):
        if names & _held(clause):
            yield clause.name


def _held(node: nodes.Node) -> set[str]:
    return {
        one.operand.value
        for one in nodes.walk(node)
        if isinstance(one, nodes.Holds) and isinstance(one.operand, nodes.Name)
    }


def _outcome(trial: Trial, policy: Policy) -> bool | None:
    try:
        return trial.play(policy).passed
    except InvalidRecord:
        return None
