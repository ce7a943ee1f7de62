"""What a name means where it stands: the one place that checker and compiler ask.

An `Environment` knows the event types that a condition is about, the variables and elements in
scope, and the parameters; it turns a dotted path into where it starts and the steps from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import attrs

from wechat_policy import nodes
from wechat_policy.rules.facts import KeyStep, Path, Root, RowStep
from wechat_policy.rules.truth import UNKNOWN
from wechat_policy.vocabulary import Attribute, vocabulary

KINDS = ("person", "group", "account", "device")
POPULATIONS: Mapping[str, str] = {
    "people": "person",
    "groups": "group",
    "accounts": "account",
    "devices": "device",
}
ANYTHING = Attribute(name="", zh="", type="any")
OUTCOME: Mapping[str, Attribute] = {
    name: Attribute(name=name, zh=name, type=kind, unit=unit)
    for name, kind, unit in (
        ("loss", "number", "CNY"), ("harm", "any", None), ("intent", "bool", None),
        ("law", "bool", None), ("severity", "string", None), ("clause", "string", None),
    )
}  # fmt: skip
"""What the conditions of penalty rows may ask besides the facts of the event."""

DUE_FACTS: Mapping[str, Attribute] = {
    "date": Attribute(name="date", zh="日期", type="date"),
    "at": Attribute(name="at", zh="时间", type="datetime"),
}
"""What the conditions of a duty that no event opens may ask besides its member."""
_TIMES: Mapping[str, Literal["date", "datetime"]] = {"date": "date", "datetime": "datetime"}


@attrs.frozen
class Resolved:
    """A path that leads somewhere: how to get there, and what is found."""

    path: Path
    attribute: Attribute

    @property
    def type(self) -> str:
        """The type of the fact: of the vocabulary, or `any` inside objects."""
        return self.attribute.type


@attrs.frozen
class Unresolved:
    """A path that leads nowhere: which segment, why, and what could have stood there."""

    segment: str
    reason: Literal["unknown", "list", "scalar", "reference", "that", "it"]
    after: str = ""
    choices: tuple[str, ...] = ()


@attrs.frozen
class Environment:
    """What is in scope where a condition stands."""

    events: tuple[str, ...]
    variables: Mapping[str, Attribute] = attrs.field(factory=dict)
    elements: tuple[Attribute, ...] = ()
    that: tuple[str, ...] | None = None
    extra: Mapping[str, Attribute] = attrs.field(factory=dict)

    def inside(self, element: Attribute) -> Environment:
        """The environment of the elements of a list."""
        return attrs.evolve(self, elements=(*self.elements, element))

    def about(self, events: Iterable[str]) -> Environment:
        """The environment of other events, without what is bound here."""
        return Environment(tuple(events), that=None)

    def binding(self, variable: str, element: Attribute) -> Environment:
        """The environment with one more variable."""
        return attrs.evolve(self, variables={**self.variables, variable: element})

    def resolve(self, path: str) -> Resolved | Unresolved:
        """Where a dotted path of canonical words leads."""
        first, *rest = path.split(".")
        start = self._start(first, rest, path)
        if isinstance(start, Unresolved):
            return start
        found, attribute, rest = start
        steps: list[RowStep | KeyStep] = list(found.steps)
        before = first
        for segment in rest:
            step = _step(attribute, segment, before)
            if isinstance(step, Unresolved):
                return step
            made, attribute = step
            if made is not None:
                steps.append(made)
            before = segment
        return Resolved(
            attrs.evolve(found, steps=tuple(steps), as_time=_TIMES.get(attribute.type, "")),
            attribute,
        )

    def supposed(self, path: str) -> Attribute | None:
        """The element of which a path is only taken to be a part: nobody knows of such a one."""
        first = path.split(".")[0]
        found = self.resolve(path)
        if not isinstance(found, Resolved) or found.path.root != "element" or first == "it":
            return None
        owner = self.elements[-1 - found.path.depth]
        return owner if owner.type == "object" and first not in owner.fields else None

    def _start(
        self, first: str, rest: list[str], label: str
    ) -> tuple[Path, Attribute, list[str]] | Unresolved:
        def path(root: Root, name: str = "", **more: Any) -> Path:
            return Path(label=label, root=root, name=name, **more)

        if first in self.variables:
            return path("variable", first), _plain(self.variables[first]), rest
        if first == "organization" and len(rest) == 1 and rest[0] in POPULATIONS:
            (first,), rest = rest, []
            return path("population", first), _typed(f"list[{POPULATIONS[first]}]"), rest
        if first == "organization":
            return path("organization"), _typed("object"), rest
        if first == "it":
            if not self.elements:
                return Unresolved(first, "it")
            return path("element"), _plain(self.elements[-1]), rest
        if first == "that":
            return self._that(rest, label)
        if first == "event" and rest:
            return self._attribute(rest[0], rest[1:], label)
        for depth, one in enumerate(reversed(self.elements)):
            element, kind = path("element", depth=depth), one.type
            if kind == "object":
                part = one.fields.get(first, attrs.evolve(ANYTHING, name=first))
                return attrs.evolve(element, steps=(KeyStep(first),)), part, rest
            if kind == "entry" and first in ("key", "value"):
                return attrs.evolve(element, steps=(KeyStep(first),)), ANYTHING, rest
            if kind in KINDS and first == "id":
                return element, _typed("string"), rest
            if kind in KINDS and (fact := vocabulary().fact(kind, first)):
                step = RowStep(kind, fact.name, absent(fact))
                return attrs.evolve(element, steps=(step,)), fact, rest
        told = vocabulary().attribute(self.events, first)
        if first in POPULATIONS and not rest and told is None:
            return path("population", first), _typed(f"list[{POPULATIONS[first]}]"), rest
        return self._attribute(first, rest, label)

    def _attribute(
        self, name: str, rest: list[str], label: str
    ) -> tuple[Path, Attribute, list[str]] | Unresolved:
        found = self.extra.get(name) or event_attribute(self.events, name)
        if found is None:
            return Unresolved(name, "unknown", choices=self.names())
        root: Root = "attribute"
        if name in ("id", "at", "type"):
            root = {"id": "id", "at": "at", "type": "type"}[name]  # type: ignore[assignment]
        return Path(label=label, root=root, name=name, absent=absent(found)), found, rest

    def _that(self, rest: list[str], label: str) -> tuple[Path, Attribute, list[str]] | Unresolved:
        if self.that is None or not rest:
            return Unresolved("that", "that")
        name = rest[0]
        found = _typed("person") if name == "subject" else event_attribute(self.that, name)
        if found is None:
            return Unresolved(name, "unknown", "that", attribute_names(self.that))
        return Path(label=label, root="that", name=name), found, rest[1:]

    def names(self) -> tuple[str, ...]:
        """Every word that a path could begin with here."""
        words = vocabulary()
        kinds = [one.type for one in self.elements]
        facts = [name for kind in kinds if kind in KINDS for name in words.facts[kind]]
        return tuple(
            dict.fromkeys(
                [*self.variables, *facts, *self.extra, *attribute_names(self.events), *POPULATIONS]
            )
        )


def event_types(patterns: Iterable[nodes.Pattern]) -> tuple[str, ...]:
    """The event types of patterns, families spelled out; what is not known is left out."""
    return tuple(
        dict.fromkeys(name for pattern in patterns for name in pattern_types(pattern.event))
    )


def pattern_types(word: str) -> tuple[str, ...]:
    """The event types that a word of a pattern stands for; a type of one's own begins with `x.`."""
    if word.startswith("x."):
        return (word,)
    if word in ("action", "snapshot"):
        return tuple(n for n, one in vocabulary().events.items() if one.family == word)
    return vocabulary().expand(word)


def event_attribute(events: Iterable[str], name: str) -> Attribute | None:
    """What an attribute is on events of these types; anything goes for types of one's own."""
    events = tuple(events)
    found = vocabulary().attribute(events, name)
    if found is None and (name.startswith("x_") or any(one.startswith("x.") for one in events)):
        return attrs.evolve(ANYTHING, name=name)
    return found


def attribute_names(events: Iterable[str]) -> tuple[str, ...]:
    """The names of all attributes of these event types."""
    kinds = vocabulary().events
    return tuple(
        dict.fromkeys(name for one in events if one in kinds for name in kinds[one].attributes)
    )


def subject_of(event: str) -> str | None:
    """The attribute that names who answers for an event of a type; None if nobody does."""
    kind = vocabulary().events.get(event)
    return kind.subject if kind else "actor"


def absent(attribute: Attribute) -> Any:
    """What a missing fact stands for."""
    if attribute.default is not None:
        return {"true": True, "false": False}.get(attribute.default, attribute.default)
    if attribute.absent == "false":
        if attribute.is_list:
            return ()
        return False if attribute.type == "bool" else None
    return UNKNOWN


def element_of(attribute: Attribute) -> Attribute:
    """What a list's elements are: a kind of the directory, object, entry of a map, or value."""
    if attribute.type == "object":
        return _typed("entry")
    inner = attribute.element if attribute.is_list else attribute.type
    if inner == "object":
        return attrs.evolve(_typed(inner), name=attribute.name, fields=attribute.fields)
    return _typed(inner if inner in KINDS else "value")


def _plain(element: Attribute) -> Attribute:
    """An element as a fact by itself."""
    plain = {"value": "any", "entry": "object"}
    return attrs.evolve(element, type=plain.get(element.type, element.type))


def _typed(kind: str) -> Attribute:
    return Attribute(name="", zh="", type=kind)


def _step(
    attribute: Attribute, segment: str, before: str
) -> tuple[RowStep | KeyStep | None, Attribute] | Unresolved:
    kind = attribute.type
    if kind in KINDS:
        if segment == "id":
            return None, _typed("string")
        fact = vocabulary().fact(kind, segment)
        if fact is None:
            return Unresolved(segment, "unknown", before, tuple(vocabulary().facts[kind]))
        return RowStep(kind, fact.name, absent(fact)), fact
    if kind in ("object", "any"):
        return KeyStep(segment), attribute.fields.get(segment, attrs.evolve(ANYTHING, name=segment))
    if attribute.is_list:
        return Unresolved(segment, "list", before)
    return Unresolved(segment, "reference" if kind == "ref" else "scalar", before)
