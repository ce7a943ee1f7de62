"""What a name would mean at a place: an event, a fact of which events, a value of which fact.

The words of the statement are gone through once, from the left; every name gets the meaning of
its place, and at the end stands what the next name would mean.
"""

from __future__ import annotations

import attrs

from wechat_policy.language_server.meanings import (
    NOTHING,
    Slot,
    SlotKind,
    elements_of,
    types_of,
)
from wechat_policy.language_server.tokens import Before, Token
from wechat_policy.resolution import Environment
from wechat_policy.rules.words import canonical_condition
from wechat_policy.vocabulary import Attribute, vocabulary
from wechat_policy.words import canonical, canonical_path

_CONDITIONS = frozenset({"_WHEN", "_UNLESS", "_AND", "_OR", "_NOT"})
_COMPARED = frozenset({"CMP", "_IS", "_INCLUDES", "_SUBSET", "_IN", "_NOT_IN"})
_EVENTS = frozenset({"_FORBID", "_SHOULD_NOT", "_SUSPECT", "_WHENEVER", "_LIMIT", "_SHOULD_LIMIT",
                     "_PERMIT", "_AFTER"})  # fmt: skip
_DUTIES = frozenset({"_AFTER", "_BEFORE", "_ON", "_EVERY"})
_STEPS = frozenset({"_HAD", "_LAST", "_COUNT"})
_LENGTHS = frozenset({"_PER", "_WITHIN", "_AGO", "_EVERY", "_GAP"})
_SIMPLE: dict[str, SlotKind] = {
    "_DURING": "hours", "_OUTSIDE": "hours", "_LIFTS": "clause", "_VIOLATION": "clause",
    "_SEVERITY": "severity", "_GRADED": "severity", "_AS": "severity", "_TAG": "tag",
    "_FORMERLY": "former", "_READINGS": "reading", "_LADDER": "sanction", "_MAY": "sanction",
    "_WITH": "row", "_FOR_EACH": "new", "_ANY": "list", "_ALL": "list", "_MEMBER_OF": "list",
    "_SEVERITIES": "severity", "_TO": "bound",
}  # fmt: skip
_ANY_EVENT = tuple(vocabulary().events)


@attrs.define
class _Frame:
    """What stands between two brackets: what opened them, the events named so far, the scope."""

    opened: str
    scope: Environment
    events: list[str] = attrs.field(factory=list)
    path: str = ""


class _Walk:
    """One way through the words of a statement."""

    def __init__(self, before: Before) -> None:
        self.key = before.key
        self.own = before.own
        self.tokens = tokens = before.tokens
        self.slots: list[Slot] = []
        self.frames = [_Frame("", Environment(()))]
        self.governor = ""
        self.first = tokens[0].type if tokens else ""
        self.opening: list[str] = []
        self.start = 0
        self.required = False
        for at in range(len(tokens)):
            if self.begins(at):
                self.begin(at)
            self.slots.append(self.expected(at))
            self.step(at)

    @property
    def frame(self) -> _Frame:
        return self.frames[-1]

    def begins(self, at: int) -> bool:
        """Whether a word opens another statement that the text is not cut at.

        That are those which stand inside of statements too: `require`, 须, `on`, 于.
        """
        token = self.tokens[at]
        if at == self.start or len(self.frames) > 1:
            return False
        if token.type in ("_SHOULD_LIMIT", "_BEFORE"):
            return True
        if token.type in ("_REQUIRE", "_SHOULD"):
            return self.required or self.first not in (*_DUTIES, "_WHENEVER")
        return token.type == "_ON" and token.opens and self.first not in ("_REQUIRE", "_SHOULD")

    def begin(self, at: int) -> None:
        """Forgets what stood in the statement before."""
        self.start, self.first, self.required = at, self.tokens[at].type, False
        self.frames = [_Frame("", Environment(()))]
        self.opening, self.governor = [], ""

    def scope(self) -> Environment:
        """What a fact may be of here."""
        frame = self.frame
        if frame.events:
            that = types_of(self.opening) or None
            return attrs.evolve(frame.scope, events=types_of(frame.events), that=that)
        if frame.opened == "step" or (len(self.frames) == 1 and not frame.scope.events):
            return Environment(_ANY_EVENT, variables=frame.scope.variables)
        return frame.scope

    # ---------------------------------------------------------------------- going on by a word

    def step(self, at: int) -> None:
        """Takes note of a word."""
        token, slot = self.tokens[at], self.slots[at]
        frame = self.frame
        if token.type == "NAME":
            if slot.kind == "event":
                frame.events.append(token.text)
            elif slot.kind == "list":
                frame.path = token.text
        elif token.type in ("LPAR", "LBRACE", "LSQB"):
            self.frames.append(self.opened(at))
        elif token.type in ("RPAR", "RBRACE", "RSQB"):
            if len(self.frames) > 1:
                self.frames.pop()
        elif token.type.startswith("_"):
            if token.type in ("_REQUIRE", "_SHOULD") and self.first in _DUTIES:
                self.opening, frame.events = frame.events, []
            self.required = self.required or token.type in ("_REQUIRE", "_SHOULD")
            if token.type == "_THEN":
                frame.events = []
            if token.type != "_SAME" and not token.type.startswith("_CLOSER"):
                self.governor = token.type
            self.bind(at)

    def bind(self, at: int) -> None:
        """Brings a variable of `for each` into scope once its list is known."""
        before = [one.type for one in self.tokens[:at]]
        if "_FOR_EACH" not in before or "_MEMBER_OF" not in before or self.frame.scope.variables:
            return
        each = before.index("_FOR_EACH")
        if len(before) > each + 1 and before[each + 1] == "NAME" and self.frame.path:
            element = elements_of(self.frame.path, self.scope())
            variable = self.tokens[each + 1].text
            self.frame.scope = self.frame.scope.binding(variable, element)

    def opened(self, at: int) -> _Frame:
        """What a bracket opens."""
        frame, scope = self.frame, self.scope()
        last = self.tokens[at - 1] if at else Token("", "")
        if self.tokens[at].type == "LBRACE":
            return _Frame("choices", scope, path=self.left(at))
        if self.first in ("_VIOLATES", "_COMPLIES"):
            if last.text == "=" or frame.opened == "facts":
                return _Frame("facts", Environment(()), path=self.left(at))
            return _Frame("facts", self.told(at))
        if last.type == "_WHERE":
            return _Frame("condition", Environment(types_of(frame.events[-1:])))
        if last.type in _STEPS:
            return _Frame("step", scope)
        if last.type == "_OF":
            return _Frame("step", scope)
        if last.type == "NAME" and self.slots[at - 1].kind == "list":
            inner = scope
            if self.governor == "_MEMBER_OF":
                self.bind(at)
                inner = self.frame.scope
                inner = attrs.evolve(inner, events=scope.events)
            return _Frame("condition", inner.inside(elements_of(last.text, scope)))
        if last.type == "_SHARE":
            return _Frame("condition", Environment(_ANY_EVENT))
        return _Frame("condition", scope)

    def told(self, at: int) -> Environment:
        """What the facts of an example are facts of."""
        for number in range(at - 1, -1, -1):
            slot, token = self.slots[number], self.tokens[number]
            if token.type == "_THEN":
                break
            if token.type == "NAME" and slot.kind == "event":
                return Environment(types_of([token.text]))
            if token.type == "NAME" and slot.kind == "row":
                element = Attribute(name="", zh="", type=canonical("row", token.text))
                return Environment(()).inside(element)
        return Environment(self.own or _ANY_EVENT)

    def left(self, at: int) -> str:
        """The fact in whose light a value at a place is read."""
        for number in range(at - 1, -1, -1):
            if self.tokens[number].type == "NAME":
                if self.slots[number].kind in ("fact", "fact_name", "value"):
                    return canonical_path(self.tokens[number].text)
                if self.slots[number].kind == "word":
                    return self.slots[number].path
        return ""

    # -------------------------------------------------------------- what a name would mean next

    def expected(self, at: int) -> Slot:
        """What a name would mean behind the first words."""
        if at == 0:
            return self.beginning()
        last = self.tokens[at - 1]
        if self.key in ("hours", "lexicon", "parameter", "days", "severities", "ladder"):
            return self.declaring(at)
        if self.first in ("_VIOLATES", "_COMPLIES"):
            return self.example(at)
        if self.key == "penalties" and ":" in [one.text for one in self.tokens[:at]]:
            found = self.consequence(at)
            if found is not None:
                return found
        return self.in_norm(at, last)

    def beginning(self) -> Slot:
        return Slot("head") if self.key == "penalties" else NOTHING

    def declaring(self, at: int) -> Slot:
        """Inside of a section that declares something."""
        last = self.tokens[at - 1]
        if last.type == "_OF":
            return Slot("hours")
        if self.key == "hours":
            return Slot("day") if last.type not in ("_HOURS",) else Slot("new")
        if self.key == "lexicon":
            if last.type == "_READINGS" or self.governor == "_READINGS":
                return Slot("reading")
            return Slot("lexicon") if last.text in "=+-" else Slot("new")
        if self.key == "ladder":
            return Slot("sanction")
        return Slot("new") if self.key != "severities" else Slot("severity")

    def example(self, at: int) -> Slot:
        """Inside of an example."""
        last, frame = self.tokens[at - 1], self.frame
        if frame.opened == "facts" or frame.opened == "choices":
            if last.text in ("(", ","):
                return Slot("fact_name", frame.scope, frame.path)
            if last.text in ("=", "["):
                return Slot("value", frame.scope, self.left(at))
            return NOTHING
        if last.type == "_WITH":
            return Slot("row")
        return Slot("event")

    def consequence(self, at: int) -> Slot | None:
        """Behind the colon of a row of penalties; None inside of a length of time."""
        last = self.tokens[at - 1]
        if last.type == "_AS":
            return Slot("severity")
        if last.type in ("_PER", "_LASTING"):
            return Slot("period")
        if last.text == ":" or last.type in ("_AND", "_OR", "_THEN", "_MAY", "LPAR"):
            return Slot("sanction")
        if last.type in ("_OR_OTHER", "NAME", "STRING", "QUANTITY", "_OR_ABOVE", "_UNSTATED"):
            return Slot("head")
        return None

    def in_norm(self, at: int, last: Token) -> Slot:
        """Inside of a norm, a condition or the head of a row."""
        frame = self.frame
        before = self.slots[at - 1] if last.type == "NAME" else NOTHING
        if last.type in _SIMPLE:
            kind = _SIMPLE[last.type]
            return Slot(kind, self.scope()) if kind == "list" else Slot(kind)
        if last.type in _EVENTS or last.type in _STEPS:
            return Slot("event")
        if last.type in ("_REQUIRE", "_SHOULD"):
            return Slot("event") if self.first in _DUTIES else Slot("fact", self.scope())
        if last.type == "_ON":
            if self.first not in ("_REQUIRE", "_SHOULD") or self.frame.events:
                return Slot("day")
            inside = at - 1 > self.start and self.tokens[at - 2].type in _CONDITIONS
            return Slot("day") if inside or at - 2 == self.start else Slot("event")
        if last.type in _CONDITIONS or last.type == "_CONDITION":
            return Slot("fact", self.scope())
        if last.type in _LENGTHS:
            return Slot("period")
        if last.type in ("_BY", "_MATCHING", "_BLAME", "_SUM", "_DISTINCT", "_COVERING", "_FOR"):
            return Slot("fact", self.scope())
        if last.type == "_OF":
            return self.behind_of(at)
        if last.type == "LPAR":
            return Slot("event") if frame.opened == "step" else Slot("fact", self.scope())
        if last.type == "LBRACE":
            return Slot("value", frame.scope, frame.path)
        if last.text == "=" and self.governor in ("_BY", "_MATCHING"):
            that = types_of(self.opening)
            scope = attrs.evolve(self.scope(), events=that, that=that)
            return Slot("fact", scope if that else self.scope())
        if self.first == "_CONDITION" and at == self.start + 3:
            return Slot("fact", self.scope())
        if last.type in _COMPARED or last.text in ("=", "!=", "<", "<=", ">", ">="):
            return Slot("value", self.scope(), self.left(at))
        if last.text == ",":
            return self.behind_comma(at)
        if last.type == "NAME" and before.kind == "fact":
            return Slot("word", before.scope, canonical_path(last.text))
        if last.type == "NAME" and before.kind == "word":
            return Slot("argument", before.scope, before.path, canonical_condition(last.text), 0)
        if self.slots[at - 1].kind == "argument":
            return attrs.evolve(self.slots[at - 1], number=self.slots[at - 1].number + 1)
        if last.text == "..":
            return Slot("severity")
        return Slot("severity") if self.first == "_REPEAT" else NOTHING

    def behind_of(self, at: int) -> Slot:
        """Behind `of`, 计, 之 or 关于."""
        types = [one.type for one in self.tokens[:at]]
        before = types[-2] if len(types) > 1 else ""
        if before in ("QUANTITY", "NUMBER") or (
            before == "NAME" and self.slots[at - 2].kind == "period"
        ):
            return Slot("hours")
        if before == "NAME" and self.slots[at - 2].kind == "event":
            return Slot("category")
        return Slot("event")

    def behind_comma(self, at: int) -> Slot:
        """One more of what stood before the comma."""
        if self.frame.opened == "choices":
            return Slot("value", self.frame.scope, self.frame.path)
        for number in range(at - 2, -1, -1):
            if self.tokens[number].type == "NAME":
                found = self.slots[number]
                if found.kind == "fact":
                    return Slot("fact", self.scope())
                return found
        return NOTHING


def slot(before: Before) -> Slot:
    """What a name would mean behind these words."""
    walk = _Walk(before)
    return walk.expected(len(before.tokens))
