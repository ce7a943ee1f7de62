"""Rules of WeCom as a policy: a lexicon and a clause for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from wechat_policy import nodes
from wechat_policy.adapters.directories.kinds import kind_of
from wechat_policy.adapters.directories.told import each
from wechat_policy.adapters.records import Refused
from wechat_policy.lexical import Skin
from wechat_policy.printer import print_policy
from wechat_policy.source import Source
from wechat_policy.wecom_rules.answers import Rule, is_rule, rules_in
from wechat_policy.wecom_rules.limits import CUSTOMERS, GROUP, MEMBERS, PRIVATE
from wechat_policy.wecom_rules.losses import Loss

_TEXT = nodes.Name("text")
_EXTERNAL = nodes.Holds(nodes.Name("sender.external"))
_WORDS: Mapping[Skin, Mapping[str, str]] = {
    "en": {"title": "Rules of WeCom", "rule": "rule", "words": "words"},
    "zh": {"title": "企业微信规则", "rule": "规则", "words": "词"},
}
_LONGEST_TITLE = 200


@attrs.frozen
class Import:
    """The policy text, "" if there is no rule; what it does not say; and what is no rule."""

    text: str
    losses: tuple[Loss, ...]
    refused: tuple[Refused, ...] = ()


def import_rules(records: Iterable[Any], *, id: str = "wecom-rules", skin: Skin = "en") -> Import:
    """The policy of rules: requests for rules, and what WeCom answers about them.

    An answer of department/list among the records gives the names of departments. A `Refused`
    among them, as reading a file gives for what it cannot decode, joins the refused.
    """
    names: dict[str, str] = {}
    rules: list[Rule] = []
    refused: list[Refused] = []
    for record in records:
        try:
            if isinstance(record, Refused):
                refused.append(record)
            elif not isinstance(record, Mapping):
                refused.append(Refused("wrong", expected="an object", got="something else"))
            elif not is_rule(record) and kind_of(record) == "departments":
                for _, one in each(record, "department"):
                    names[str(one.get("id"))] = str(one.get("name") or "")
            else:
                for found in rules_in(record):
                    (rules if isinstance(found, Rule) else refused).append(found)  # type: ignore[arg-type]
        except Refused as fault:
            refused.append(fault)
    run = _Policy(names, skin)
    for rule in dict.fromkeys(rules):
        run.add(rule)
    return Import(run.text(id), tuple(dict.fromkeys(run.losses)), tuple(refused))


@attrs.define(eq=False)
class _Policy:
    """A policy that grows by a lexicon and a clause for each rule."""

    names: Mapping[str, str]
    skin: Skin
    lexicons: list[nodes.Lexicon] = attrs.field(factory=list)
    clauses: list[nodes.Clause] = attrs.field(factory=list)
    losses: list[Loss] = attrs.field(factory=list)

    def add(self, rule: Rule) -> None:
        """Adds a rule; one that finds nothing is told."""
        number = len(self.clauses) + 1
        self.losses += rule.losses
        finding = self._finding(rule, f"{_WORDS[self.skin]['words']}_{number}")
        if finding is None:
            self.losses.append(Loss(rule.name, "no_words", "left_out"))
            return
        conditions = [finding, *self._scope(rule)]
        when = conditions[0] if len(conditions) == 1 else nodes.And(tuple(conditions))
        norm = nodes.Forbid(
            "should" if rule.warns else "must", (nodes.Pattern("message"),), when=when
        )
        name = f"{_WORDS[self.skin]['rule']}_{number}"
        title = "".join(one for one in rule.name if one.isprintable())[:_LONGEST_TITLE]
        items: tuple[nodes.ClauseItem, ...] = (nodes.Title(title or name), norm)
        self.clauses.append(nodes.Clause(name, items))

    def text(self, id: str) -> str:
        """The policy as it is written, "" where it has no clause."""
        if not self.clauses:
            return ""
        header = nodes.Header(
            id,
            _WORDS[self.skin]["title"],
            (nodes.Version("1"), nodes.Timezone("Asia/Shanghai")),
        )
        sections: tuple[nodes.Section, ...] = (header, *self.lexicons, *self.clauses)
        return print_policy(nodes.Document(sections, source=Source(id, "")), self.skin)

    def _finding(self, rule: Rule, name: str) -> nodes.Condition | None:
        """What a rule looks for: its words, or what it recognises."""
        ways: list[nodes.Condition] = []
        if rule.words and rule.exact:
            ways.append(nodes.In(_TEXT, _texts(rule.words), False))
        elif rule.words:
            words = tuple(nodes.Word(word, None, ()) for word in rule.words)
            term = nodes.LexiconTerm("+", nodes.Words(words))
            self.lexicons.append(nodes.Lexicon(name, (term,), None, ()))
            ways.append(nodes.Holds(nodes.Call(_TEXT, "contains", (nodes.Name(name),))))
        for one in rule.recognized:
            if one == "redpacket":
                ways.append(nodes.Compare(nodes.Name("kind"), "=", nodes.Name(one)))
            else:
                ways.append(nodes.Holds(nodes.Call(_TEXT, "has", (nodes.Name(one),))))
        if len(ways) > 1:
            return nodes.Or(tuple(ways))
        return ways[0] if ways else None

    def _scope(self, rule: Rule) -> list[nodes.Condition]:
        """On whose messages in which chats a rule looks."""
        found: list[nodes.Condition] = []
        if rule.kind == "intercept" or rule.targets == (MEMBERS,):
            found.append(nodes.Not(_EXTERNAL))
        elif rule.targets == (CUSTOMERS,):
            found.append(_EXTERNAL)
        if rule.kind == "intercept":
            outside = nodes.Holds(nodes.Name("external"))
            found.append(nodes.Quantified("any", "recipients", outside))
        if rule.chats == (PRIVATE,):
            found.append(nodes.Absent(nodes.Name("group")))
        elif rule.chats == (GROUP,):
            found.append(nodes.Given(nodes.Name("group")))
        if rule.groups:
            found.append(nodes.In(nodes.Name("group"), _texts(rule.groups), False))
        people: list[nodes.Condition] = []
        if rule.users:
            people.append(nodes.In(nodes.Name("sender"), _texts(rule.users), False))
        for number in rule.departments:
            if not self.names.get(number):
                self.losses.append(Loss(rule.name, "department_name", "noted", number))
            told = nodes.Text(self.names.get(number) or number)
            people.append(nodes.Includes(nodes.Name("sender.department"), told))
        if people:
            found.append(people[0] if len(people) == 1 else nodes.Or(tuple(people)))
        return found


def _texts(values: Iterable[str]) -> nodes.Choices:
    return nodes.Choices(tuple(nodes.Text(value) for value in values))
