"""A policy with another value in it: of a parameter, a threshold of scores, or a word's weight."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Literal, TypeAlias

import attrs

from wechat_policy import nodes
from wechat_policy.assembly import Assembly, Placed
from wechat_policy.checker import check
from wechat_policy.compiler import compile_policy
from wechat_policy.errors import InvalidPolicy
from wechat_policy.loading import bound_values, checked, open_source
from wechat_policy.policy import Clause, DeadlineNorm, PermitNorm, Policy
from wechat_policy.rules.lexicons import Lexicon
from wechat_policy.source import Source
from wechat_policy.suggestion import nearest
from wechat_policy.text import fold_all
from wechat_policy.tuning.vocabularies import lexicons_of

Knob: TypeAlias = tuple[Literal["parameter", "threshold", "weight"], str, str]
"""What is turned: its kind, its name, and of a weight the word."""

_SCORE = "score"


@attrs.define
class Bench:
    """A policy's tree, from which it is compiled with one value after the other."""

    assembly: Assembly
    parameters: dict[str, Any]
    _ready: dict[str, Lexicon] = attrs.field(factory=dict)

    @classmethod
    def of(cls, source: str | os.PathLike[str] | Source, parameters: dict[str, Any]) -> Bench:
        """That of a policy file, a pack or a source. Raises InvalidPolicy for faults."""
        text = source if isinstance(source, Source) else open_source(source)
        assembly, diagnostics = checked(text)
        if any(one.level == "error" for one in diagnostics):
            raise InvalidPolicy(diagnostics)
        return cls(assembly, parameters)

    def variant(self, knob: Knob, value: Any) -> Policy:
        """The policy with a value.

        Raises ValueError where there is nothing to turn, InvalidPolicy where the value makes
        nonsense of the policy.
        """
        kind, name, word = knob
        bound = {**self.parameters, name: value} if kind == "parameter" else self.parameters
        assembly, changed = self.assembly, frozenset[str]()
        if kind == "threshold":
            assembly = self._with(nodes.Clause, _thresholds(self.assembly, name, value), knob)
        elif kind == "weight":
            changed = self._holding(name)
            assembly = self._with(nodes.Lexicon, self._weights(name, word, value), knob)
        if assembly is not self.assembly:
            faults = check(assembly)
            if any(one.level == "error" for one in faults):
                raise InvalidPolicy(faults)
        ready = {key: one for key, one in self._ready.items() if key not in changed}
        policy = compile_policy(assembly, bound_values(assembly, bound), ready=ready)
        for one in policy.lexicons:
            if one.name not in changed:
                self._ready.setdefault(one.name, one)
        return policy

    def touched(self, knob: Knob, policy: Policy) -> tuple[str, ...]:
        """The clauses that hang on what is turned, in order."""
        kind, name, _ = knob
        if kind == "parameter":
            found = [one.id for one in policy.clauses
                     if any((use.kind, use.name) == (kind, name) for use in one.uses)]  # fmt: skip
        elif kind == "threshold":
            changed = _changed(self.assembly, _thresholds(self.assembly, name, None))
            found = [one.name for one in changed if isinstance(one, nodes.Clause)]
        else:
            holding = self._holding(name)
            found = [one.id for one in policy.clauses
                     if any(each.name in holding for each in lexicons_of(one.norms))]  # fmt: skip
        if not found:
            raise ValueError(f"no clause hangs on the {kind} of `{name}`")
        return tuple(found)

    def _with(self, kind: type[nodes.Section], edit: Callable[[Any], Any], knob: Knob) -> Assembly:
        """The assembly with every section of a kind as it is edited."""
        placed = tuple(
            Placed(edit(one.section), one.document) if isinstance(one.section, kind) else one
            for one in self.assembly.placed
        )
        if all(one.section is other.section for one, other in zip(
            placed, self.assembly.placed, strict=True
        )):  # fmt: skip
            raise ValueError(f"the policy has no {knob[0]} of `{knob[1]}` to change")
        return attrs.evolve(self.assembly, placed=placed)

    def _holding(self, name: str) -> frozenset[str]:
        """The lexicons that hold the words of one."""
        found = {name}
        definitions = self.assembly.all(nodes.Lexicon)
        while True:
            more = {
                other
                for other, (node, _) in definitions.items()
                for term in node.terms
                if isinstance(term.term, nodes.LexiconName) and term.term.name in found
            }
            if more <= found:
                return frozenset(found)
            found |= more

    def _weights(self, name: str, word: str, value: Any) -> Callable[[Any], Any]:
        """Gives a word of a lexicon another weight: where it is written, or at the end."""
        if name not in self.assembly.all(nodes.Lexicon):
            raise ValueError(_unknown("lexicon", name, tuple(self.assembly.all(nodes.Lexicon))))
        folded = fold_all([word])[0]
        lexicon = next((one for one in self._built() if one.name == name), None)
        words = [] if lexicon is None else [one.word for one in lexicon.entries]
        if folded not in fold_all(words):
            raise ValueError(_unknown("word", word, words))
        weight = _decimal(value)

        def edit(section: Any) -> Any:
            if section.name != name:
                return section
            changed = _mapped(section, lambda node: (
                attrs.evolve(node, weight=weight)
                if isinstance(node, nodes.Word) and fold_all([node.text])[0] == folded else node
            ))  # fmt: skip
            if any(
                isinstance(one, nodes.Word) and fold_all([one.text])[0] == folded
                for term in section.terms
                if term.sign == "+"
                for one in nodes.walk(term)
            ):
                return changed
            # It comes from a file or another lexicon: of a word that comes twice the last counts.
            last = nodes.LexiconTerm("+", nodes.Words((nodes.Word(word, weight, ()),)))
            return attrs.evolve(section, terms=(*section.terms, last))

        return edit

    def _built(self) -> tuple[Lexicon, ...]:
        if not self._ready:
            values = bound_values(self.assembly, self.parameters)
            policy = compile_policy(self.assembly, values)
            self._ready = {one.name: one for one in policy.lexicons}
        return tuple(self._ready.values())


def needed(policy: Policy, clauses: Sequence[str]) -> Policy:
    """As much of a policy as decides some of its clauses: they and what lifts or opens them."""
    wanted = set(clauses)
    while True:
        more = {
            one.id
            for one in policy.clauses
            for norm in one.norms
            if isinstance(norm, PermitNorm) and not norm.lifts.isdisjoint(wanted)
        }
        more |= {
            norm.after
            for one in policy.clauses
            if one.id in wanted
            for norm in one.norms
            if isinstance(norm, DeadlineNorm) and norm.after is not None
        }
        if more <= wanted:
            kept: tuple[Clause, ...] = tuple(one for one in policy.clauses if one.id in wanted)
            return attrs.evolve(policy, clauses=kept)
        wanted |= more


def _thresholds(assembly: Assembly, name: str, value: Any) -> Callable[[Any], Any]:
    """Puts another number where the scores of a clause, or of a lexicon, are compared."""
    clauses = assembly.all(nodes.Clause)
    known = (*clauses, *assembly.all(nodes.Lexicon))
    if name not in known:
        raise ValueError(_unknown("clause or lexicon", name, known))
    number = nodes.Number(_decimal(0 if value is None else value))

    def is_score(node: nodes.Node) -> bool:
        if not isinstance(node, nodes.Call) or node.word != _SCORE:
            return False
        lexicon = node.arguments[0] if node.arguments else None
        return name in clauses or (isinstance(lexicon, nodes.Name) and lexicon.value == name)

    def turned(node: nodes.Node) -> nodes.Node:
        if not isinstance(node, nodes.Compare):
            return node
        if is_score(node.left):
            return attrs.evolve(node, right=number)
        return attrs.evolve(node, left=number) if is_score(node.right) else node

    def edit(section: Any) -> Any:
        return section if name in clauses and section.name != name else _mapped(section, turned)

    return edit


def _changed(assembly: Assembly, edit: Callable[[Any], Any]) -> list[nodes.Section]:
    """The clauses that an edit touches, be it that a value stays the same."""
    return [node for node, _ in assembly.all(nodes.Clause).values() if edit(node) is not node]


def _mapped(value: Any, change: Callable[[nodes.Node], nodes.Node]) -> Any:
    """A tree with every node changed; itself where nothing was."""
    if isinstance(value, tuple):
        parts = tuple(_mapped(one, change) for one in value)
        same = all(one is part for one, part in zip(value, parts, strict=True))
        return value if same else parts
    if not isinstance(value, nodes.Node):
        return value
    changes = {}
    for field in attrs.fields(type(value)):
        if field.name not in ("span", "source"):
            held = getattr(value, field.name)
            part = _mapped(held, change)
            if part is not held:
                changes[field.alias] = part
    return change(attrs.evolve(value, **changes) if changes else value)


def _decimal(value: Any) -> Decimal:
    try:
        return Decimal(str(value))
    except ArithmeticError:
        raise ValueError(f"`{value}` is no number") from None


def _unknown(kind: str, name: str, known: Sequence[str]) -> str:
    meant = nearest(name, known)
    return f"the policy has no {kind} `{name}`" + (f"; did you mean `{meant}`?" if meant else "")
