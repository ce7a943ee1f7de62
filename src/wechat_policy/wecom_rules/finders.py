"""What a condition looks for in a message and what narrows it, as far as a rule could say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from wechat_policy import nodes
from wechat_policy.wecom_rules.limits import CUSTOMERS, GROUP, MEMBERS, PRIVATE

_TEXT = "text"
_RECOGNIZED = ("mobile", "email")
_HISTORY = (nodes.Had, nodes.Last, nodes.Aggregate, nodes.Approvers)
_PEOPLE = ("sender", "recipients", "actor", "group", "mentions")


@attrs.frozen
class Scope:
    """On whose messages, in which chats; None where nothing is said of it."""

    target: int | None = None
    chat: int | None = None
    users: tuple[str, ...] | None = None
    departments: tuple[str, ...] | None = None
    groups: tuple[str, ...] | None = None

    def joined(self, other: Scope) -> Scope | None:
        """What both say together; None where both speak of the same."""
        mine, others = attrs.asdict(self), attrs.asdict(other)
        people = {"users", "departments"}
        told = {name for name in mine if mine[name] is not None}
        more = {name for name in others if others[name] is not None}
        clash = any(mine[name] != others[name] for name in told & more)
        if clash or (told & people and more & people):
            return None
        return Scope(**{name: others[name] if name in more else mine[name] for name in mine})


@attrs.frozen
class Narrowing:
    """A further condition that a rule cannot say: the code of the reason, and the node."""

    code: str
    node: nodes.Node


@attrs.frozen
class Alternative:
    """One way in which a condition is met: something found, within a scope.

    `failure` tells why nothing of it can be found by a rule.
    """

    lexicon: str | None = None
    words: tuple[str, ...] = ()
    recognized: str | None = None
    scope: Scope = Scope()
    narrowings: tuple[Narrowing, ...] = ()
    failure: Narrowing | None = None

    @property
    def exact(self) -> bool:
        """Whether the whole message has to be one of the words."""
        return bool(self.words)


def alternatives(condition: nodes.Condition) -> tuple[Alternative, ...]:
    """Every way in which a condition is met."""
    match condition:
        case nodes.Or(operands) if scope_of(condition) is None:
            return tuple(one for operand in operands for one in alternatives(operand))
        case nodes.And(operands):
            return _together(condition, operands)
    return (_single(condition),)


def narrowed(
    found: Iterable[Alternative], conditions: Iterable[nodes.Condition]
) -> tuple[Alternative, ...]:
    """The alternatives under further conditions, as scopes where a rule has such a scope."""
    answer = tuple(found)
    for condition in conditions:
        answer = tuple(_under(one, condition) for one in answer)
    return answer


def scope_of(condition: nodes.Condition) -> Scope | None:
    """The scope that a condition stands for; None if it is none."""
    match condition:
        case nodes.Compare(nodes.Name("kind"), "=", nodes.Name("text")):
            return Scope()
        case nodes.Holds(nodes.Name("sender.external")):
            return Scope(target=CUSTOMERS)
        case nodes.Not(nodes.Holds(nodes.Name("sender.external"))):
            return Scope(target=MEMBERS)
        case nodes.Quantified("any", "recipients", nodes.Holds(nodes.Name("external"))):
            return Scope()
        case nodes.Absent(nodes.Name("group")):
            return Scope(chat=PRIVATE)
        case nodes.Given(nodes.Name("group")) | nodes.Holds(nodes.Name("group.external")):
            return Scope(chat=GROUP)
        case nodes.In(nodes.Name("sender"), choices, False) if names := _texts(choices):
            return Scope(users=names)
        case nodes.In(nodes.Name("group"), choices, False) if names := _texts(choices):
            return Scope(groups=names)
        case nodes.Includes(nodes.Name("sender.department"), nodes.Text(name)):
            return Scope(departments=(name,))
        case nodes.Or(operands) if all(map(_with_outsiders, operands)):
            return Scope()
        case nodes.Or(operands):
            return _people([scope_of(operand) for operand in operands])
        case nodes.And(operands):
            scopes = [scope_of(operand) for operand in operands]
            whole: Scope | None = Scope()
            for one in scopes:
                whole = None if one is None or whole is None else whole.joined(one)
            return whole
    return None


def reason_for(node: nodes.Node) -> str:
    """The code of the reason why a rule cannot say a condition."""
    parts = tuple(nodes.walk(node))
    if any(isinstance(part, _HISTORY) for part in parts):
        return "history"
    if isinstance(node, nodes.During | nodes.OnDays):
        return "time"
    names = {part.value.partition(".")[0] for part in parts if isinstance(part, nodes.Name)}
    calls = {part.word for part in parts if isinstance(part, nodes.Call)}
    paths = {part.path for part in parts if isinstance(part, nodes.Quantified)}
    if "matches" in calls:
        return "pattern"
    if isinstance(node, nodes.Not) and calls:
        return "not"
    if any(isinstance(part, nodes.During | nodes.OnDays) for part in parts) or "at" in names:
        return "time"
    if (names | paths) & set(_PEOPLE):
        return "person"
    return "condition"


def _single(condition: nodes.Condition) -> Alternative:
    def failed(code: str) -> Alternative:
        return Alternative(failure=Narrowing(code, condition))

    match condition:
        case nodes.Holds(nodes.Call(path, "contains" | "has" | "matches" as word, arguments)):
            first = arguments[0] if arguments else None
            if word == "matches":
                return failed("pattern")
            if path.value != _TEXT:
                return failed("place")
            if not isinstance(first, nodes.Name):
                return failed("condition")
            if word == "has":
                known = first.value in _RECOGNIZED
                return Alternative(recognized=first.value) if known else failed("recognizer")
            near = (Narrowing("near", condition),) if len(arguments) > 1 else ()
            return Alternative(lexicon=first.value, narrowings=near)
        case nodes.Compare(nodes.Call(nodes.Name("text"), "score", (nodes.Name(name), *_)), sign):
            if sign in (">", ">="):
                return Alternative(lexicon=name, narrowings=(Narrowing("score", condition),))
            return failed("score")
        case nodes.Compare(nodes.Name("kind"), "=", nodes.Name("redpacket")):
            return Alternative(recognized="redpacket")
        case nodes.Compare(nodes.Name("text"), "=", nodes.Text(word)):
            return Alternative(words=(word,))
        case nodes.In(nodes.Name("text"), choices, False) if words := _texts(choices):
            return Alternative(words=words)
    return failed("nothing" if scope_of(condition) is not None else reason_for(condition))


def _together(
    condition: nodes.Condition, operands: tuple[nodes.Condition, ...]
) -> tuple[Alternative, ...]:
    """The alternatives of the one operand that finds something, under all the others."""
    found = [(operand, alternatives(operand)) for operand in operands]
    finding = [(operand, some) for operand, some in found if any(not one.failure for one in some)]
    if len(finding) > 1:
        return (Alternative(failure=Narrowing("both", condition)),)
    if not finding:
        codes = [some[0].failure.code for _, some in found if some[0].failure]
        telling = next((code for code in codes if code != "nothing"), "nothing")
        return (Alternative(failure=Narrowing(telling, condition)),)
    finder, some = finding[0]
    return narrowed(some, (operand for operand in operands if operand is not finder))


def _under(one: Alternative, condition: nodes.Condition) -> Alternative:
    if one.failure is not None:
        return one
    scope = scope_of(condition)
    joined = None if scope is None else one.scope.joined(scope)
    if joined is not None:
        return attrs.evolve(one, scope=joined)
    narrowing = Narrowing(reason_for(condition), condition)
    return attrs.evolve(one, narrowings=(*one.narrowings, narrowing))


def _with_outsiders(condition: nodes.Condition) -> bool:
    """Whether a condition asks for a chat with people from outside, as all that a rule sees are."""
    match condition:
        case nodes.Quantified("any", "recipients", nodes.Holds(nodes.Name("external"))):
            return True
        case nodes.Holds(nodes.Name("group.external")):
            return True
    return False


def _people(scopes: Iterable[Scope | None]) -> Scope | None:
    """The scope of any of several people or departments; None where others are among them."""
    users: list[str] = []
    departments: list[str] = []
    for scope in scopes:
        if scope is None:
            return None
        rest: Mapping[str, object] = attrs.asdict(attrs.evolve(scope, users=None, departments=None))
        if any(value is not None for value in rest.values()):
            return None
        if scope.users is None and scope.departments is None:
            return None
        users += scope.users or ()
        departments += scope.departments or ()
    return Scope(users=tuple(users) or None, departments=tuple(departments) or None)


def _texts(choices: nodes.Choices) -> tuple[str, ...]:
    """The texts of a set; none if anything else is in it."""
    texts = tuple(one.value for one in choices.items if isinstance(one, nodes.Text))
    return texts if len(texts) == len(choices.items) else ()
