"""A policy's word lists as rules of WeCom, with everything listed that a rule cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from wechat_policy import nodes
from wechat_policy.assembly import Assembly, folder_of
from wechat_policy.errors import InvalidPolicy
from wechat_policy.loading import checked, open_source
from wechat_policy.readings import NARROWINGS
from wechat_policy.rules.lexicons import Lexicon
from wechat_policy.source import Source
from wechat_policy.wecom_rules.finders import Alternative, Scope, alternatives, narrowed, scope_of
from wechat_policy.wecom_rules.limits import (
    BLOCK,
    CUSTOMERS,
    EVERYBODY,
    LIMITS,
    MEMBERS,
    WARN,
    Kind,
)
from wechat_policy.wecom_rules.losses import Effect, Loss
from wechat_policy.wordlists import build_lexicon

_EVENTS = frozenset({"message", "content"})
_NUMBER = re.compile(r"[0-9]{1,9}")
_OUTSIDER = re.compile(r"w[mo][A-Za-z0-9_-]{14,}")


@attrs.frozen
class Export:
    """The rules, each the body of one request, and what they do not say of the policy."""

    rules: tuple[Mapping[str, Any], ...]
    losses: tuple[Loss, ...]


def export_rules(
    source: Source | str,
    kind: Kind,
    *,
    users: Sequence[str] = (),
    departments: Sequence[int] = (),
    names: Mapping[str, int] | None = None,
    widen: bool = False,
) -> Export:
    """The rules of a kind for a policy: its source, or the name of its file or pack.

    `users` and `departments` say to whom rules apply where a clause does not, else to everybody;
    `names` are the numbers of departments by their names. What narrows a clause beyond what a rule
    can say keeps it out, as the rule would stop messages that the policy allows; to `widen` takes
    its words all the same.

    Raises:
        InvalidPolicy: the policy has errors.
        UnknownPack: there is neither such a file nor such a pack.
    """
    opened = source if isinstance(source, Source) else open_source(source)
    assembly, diagnostics = checked(opened)
    if any(one.level == "error" for one in diagnostics):
        raise InvalidPolicy(diagnostics)
    run = _Run(assembly, kind, widen, tuple(users), tuple(departments), names or {})
    for clause, document in assembly.all(nodes.Clause).values():
        run.clause(clause, document)
    general = [Loss("", "variants", "narrower"), Loss("", "customers_only", "narrower")]
    if kind == "intercept":
        general.append(Loss("", "members_only", "narrower"))
    return Export(tuple(run.rules), (*(general if run.rules else ()), *dict.fromkeys(run.losses)))


@attrs.define(eq=False)
class _Bundle:
    """What one clause looks for within one scope."""

    words: dict[str, None] = attrs.field(factory=dict)
    semantics: dict[str, None] = attrs.field(factory=dict)


@attrs.define(eq=False)
class _Run:
    """The export of one policy."""

    assembly: Assembly
    kind: Kind
    widen: bool
    users: tuple[str, ...]
    departments: tuple[int, ...]
    names: Mapping[str, int]
    rules: list[Mapping[str, Any]] = attrs.field(factory=list)
    losses: list[Loss] = attrs.field(factory=list)
    _lexicons: dict[str, Lexicon] = attrs.field(factory=dict)
    _taken: set[str] = attrs.field(factory=set)

    def clause(self, clause: nodes.Clause, document: nodes.Document) -> None:
        """Adds the rules of a clause."""
        bundles: dict[tuple[Scope, int, bool], _Bundle] = {}
        lifting, left = self._lifting(clause.name)
        for norm in clause.norms:
            for one in narrowed(self._alternatives(clause, norm, document), left):
                for name in lifting:
                    self._lose(clause, "lifted", "wider" if self.widen else "left_out", name)
                if lifting and not self.widen:
                    break
                key = one.scope, BLOCK if norm.strength == "must" else WARN, one.exact
                self._bundle(clause, one, bundles.setdefault(key, _Bundle()))
        titles = [item.value for item in clause.items if isinstance(item, nodes.Title)]
        for (scope, action, exact), bundle in bundles.items():
            if bundle.words or bundle.semantics:
                self._rules(titles[0] if titles else clause.name, scope, action, exact, bundle)

    def _lifting(self, name: str) -> tuple[list[str], list[nodes.Condition]]:
        """The clauses whose permissions lift the clause of that name.

        Of one that hangs on what a rule has a scope for, the opposite is given instead.
        """
        lifting: list[str] = []
        left: list[nodes.Condition] = []
        for other, _ in self.assembly.all(nodes.Clause).values():
            for norm in other.norms:
                if isinstance(norm, nodes.Permit) and (not norm.lifts or name in norm.lifts):
                    plain = norm.unless is None and all(one.where is None for one in norm.patterns)
                    opposite = None if norm.when is None else nodes.Not(norm.when)
                    if plain and opposite is not None and scope_of(opposite) is not None:
                        left.append(opposite)
                    elif any(one.event in _EVENTS for one in norm.patterns):
                        lifting.append(other.name)
        return lifting, left

    def _alternatives(
        self, clause: nodes.Clause, norm: nodes.AnyNorm, document: nodes.Document
    ) -> Iterator[Alternative]:
        """What a norm looks for and a rule can; the rest is told."""
        if not isinstance(norm, nodes.Forbid):
            code = "permit" if isinstance(norm, nodes.Permit) else "norm"
            self._lose(clause, code, "left_out", _written(norm, document))
            return
        for pattern in norm.patterns:
            if pattern.event not in _EVENTS:
                self._lose(clause, "event", "left_out", pattern.event)
                continue
            conditions = [one for one in (pattern.where, norm.when) if one is not None]
            if not conditions:
                self._lose(clause, "nothing", "left_out", _written(norm, document))
                continue
            whole = conditions[0] if len(conditions) == 1 else nodes.And(tuple(conditions))
            found = alternatives(_flat(whole))
            if opposite := _scope_behind_unless(norm):
                found = narrowed(found, (opposite,))
            for one in found:
                if self._passes(clause, one, norm, document):
                    yield one

    def _passes(
        self, clause: nodes.Clause, one: Alternative, norm: nodes.Forbid, document: nodes.Document
    ) -> bool:
        if one.failure is not None:
            told = _written(one.failure.node, document) or _written(norm, document)
            self._lose(clause, one.failure.code, "left_out", told)
            return False
        hindrances = [(each.code, _written(each.node, document)) for each in one.narrowings]
        if norm.unless is not None and _scope_behind_unless(norm) is None:
            hindrances.append(("unless", _written(norm.unless, document)))
        hindrances += self._unsaid(one)
        for code, told in hindrances:
            wide = self.widen and code != "members_only"
            self._lose(clause, code, "wider" if wide else "left_out", told)
        return not hindrances or (
            self.widen and all(code != "members_only" for code, _ in hindrances)
        )

    def _unsaid(self, one: Alternative) -> Iterator[tuple[str, str]]:
        """What a rule of this kind does not know of a scope."""
        scope = one.scope
        for name in scope.departments or ():
            if name not in self.names and not _NUMBER.fullmatch(name):
                yield "department", name
        if self.kind == "intercept":
            if scope.target == CUSTOMERS:
                yield "members_only", ""
            if scope.chat is not None:
                yield "condition", "group"
            if scope.groups is not None:
                yield "condition", ", ".join(scope.groups)
            if one.exact:
                yield "exact", ", ".join(one.words)

    def _bundle(self, clause: nodes.Clause, one: Alternative, bundle: _Bundle) -> None:
        if one.recognized is not None:
            bundle.semantics[one.recognized] = None
        words = one.words
        if one.lexicon is not None:
            lexicon = self._lexicon(one.lexicon)
            words = tuple(entry.word for entry in lexicon.entries)
            self._lose_of(clause, lexicon)
        for word in words:
            if len(word) > LIMITS[self.kind].word:
                self._lose(clause, "long_word", "left_out", word)
            elif word.strip():
                bundle.words[word] = None

    def _lose_of(self, clause: nodes.Clause, lexicon: Lexicon) -> None:
        """What a rule does not know of the words of a lexicon."""
        told = {*lexicon.readings, *(name for one in lexicon.entries for name in one.readings)}
        if further := sorted(told - NARROWINGS.keys()):
            self._lose(clause, "readings", "narrower", f"{lexicon.name}: {', '.join(further)}")
        if narrowings := sorted(told & NARROWINGS.keys()):
            self._lose(clause, "narrowed", "wider", f"{lexicon.name}: {', '.join(narrowings)}")
        if lexicon.protects:
            self._lose(clause, "protects", "wider", f"{lexicon.name}: {len(lexicon.protects)}")
        weighted = sum(entry.weight != 1 for entry in lexicon.entries)
        if weighted:
            self._lose(clause, "weights", "noted", f"{lexicon.name}: {weighted}")

    def _lexicon(self, name: str) -> Lexicon:
        if name not in self._lexicons:
            definitions = {
                each: (section, folder_of(document))
                for each, (section, document) in self.assembly.all(nodes.Lexicon).items()
            }
            self._lexicons[name] = build_lexicon(name, definitions)
        return self._lexicons[name]

    def _rules(self, name: str, scope: Scope, action: int, exact: bool, bundle: _Bundle) -> None:
        """The rules of one bundle, as many as the words need."""
        limits = LIMITS[self.kind]
        words = list(bundle.words)
        parts = [words[at : at + limits.words] for at in range(0, len(words), limits.words)] or [[]]
        for number, part in enumerate(parts):
            semantics = sorted(limits.semantics[one] for one in bundle.semantics) * (number == 0)
            told = self._name(name, number + 1 if len(parts) > 1 else 0)
            if self.kind == "intercept":
                self.rules.append(self._intercept(told, part, semantics, scope, action))
            else:
                self.rules.append(self._keyword(told, part, semantics, scope, exact))

    def _name(self, name: str, number: int) -> str:
        """A name that fits and that no other rule has."""
        longest = LIMITS[self.kind].name
        while True:
            tail = f"-{number}" if number else ""
            told = name[: longest - len(tail)] + tail
            if told not in self._taken:
                self._taken.add(told)
                return told
            number = number + 1 if number else 2

    def _intercept(
        self, name: str, words: list[str], semantics: list[int], scope: Scope, action: int
    ) -> dict[str, Any]:
        users, departments = self._people(scope)
        if not users and not departments:
            departments = [EVERYBODY]
        found: dict[str, Any] = {"rule_name": name, "word_list": words}
        if semantics:
            found["semantics_list"] = semantics
        found["intercept_type"] = action
        found["applicable_range"] = {
            key: value
            for key, value in (("user_list", users), ("department_list", departments))
            if value
        }
        return found

    def _keyword(
        self, name: str, words: list[str], semantics: list[int], scope: Scope, exact: bool
    ) -> dict[str, Any]:
        found: dict[str, Any] = {"name": name}
        if words:
            found["keyword"] = {"word_list": words, **({"match_rule": 1} if exact else {})}
        if semantics:
            found["semantics"] = {"semantics_list": semantics}
        people, departments = self._people(scope)
        outsiders = [one for one in people if _OUTSIDER.fullmatch(one)]
        users = [one for one in people if one not in outsiders]
        target = scope.target
        if target is None and (users or departments) and not outsiders:
            target = MEMBERS  # Otherwise the rule would see the messages of all customers too.
        lists: Iterable[tuple[str, str, list[Any]]] = (
            ("target_type", "type_list", [] if target is None else [target]),
            ("chat_type", "type_list", [] if scope.chat is None else [scope.chat]),
            ("department", "id_list", departments),
            ("user", "id_list", users),
            ("external_contact", "id_list", outsiders),
            ("chat", "id_list", list(scope.groups or ())),
        )
        within = {key: {inner: value} for key, inner, value in lists if value}
        return {**found, "applicable_range": within} if within else found

    def _people(self, scope: Scope) -> tuple[list[str], list[int]]:
        if scope.users is None and scope.departments is None:
            return list(self.users), list(self.departments)
        known = [name for name in scope.departments or () if self._number(name) is not None]
        return list(scope.users or ()), [self._number(name) or EVERYBODY for name in known]

    def _number(self, name: str) -> int | None:
        if name in self.names:
            return self.names[name]
        return int(name) if _NUMBER.fullmatch(name) else None

    def _lose(self, clause: nodes.Clause, code: str, effect: Effect, detail: str) -> None:
        self.losses.append(Loss(clause.name, code, effect, detail))


def _flat(condition: nodes.Condition) -> nodes.Condition:
    """A condition whose `and` stand side by side, so that each operand is seen by itself."""
    if not isinstance(condition, nodes.And):
        return condition
    operands: list[nodes.Condition] = []
    for operand in map(_flat, condition.operands):
        operands += operand.operands if isinstance(operand, nodes.And) else (operand,)
    return nodes.And(tuple(operands), span=condition.span)


def _scope_behind_unless(norm: nodes.Forbid) -> nodes.Condition | None:
    """What `unless` leaves, where a rule has such a scope; None where it has not."""
    if norm.unless is None:
        return None
    opposite = nodes.Not(norm.unless, span=norm.unless.span)
    return None if scope_of(opposite) is None else opposite


def _written(node: nodes.Node, document: nodes.Document) -> str:
    """A part of the policy in the words of its author."""
    return document.source.text[node.span.start : node.span.end]
