"""What each word of the vocabulary is, and the ways from a name to its alias and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, overload

import attrs

Family = Literal["content", "action", "report", "snapshot"]
Absence = Literal["unknown", "false"]
FactKind = Literal["person", "group", "account", "device"]
WordKind = Literal[
    "event", "category", "attribute", "value", "person", "group", "account", "device"
]  # fmt: skip


@attrs.frozen
class Attribute:
    """One thing that an event or a row of the directory can say.

    `type` is string, bool, int, number, date, datetime, enum, object, ref, category, person,
    group, account, device, or list[…] of one of these. `values` are all that an enum may hold,
    `known` the usual spellings of a free text. `unit` is CNY, s (seconds), min (minutes) or None.
    `absent` says what a missing value means, and `default` which value it stands for, if any.
    `fields` are the parts of an object, or of each object of a list, as far as they are fixed.
    """

    name: str
    zh: str
    type: str
    values: tuple[str, ...] = ()
    required: bool = False
    unit: str | None = None
    meaning: str = ""
    absent: Absence = "unknown"
    known: tuple[str, ...] = ()
    default: str | None = None
    fields: Mapping[str, Attribute] = attrs.field(factory=dict, hash=False)

    @property
    def is_list(self) -> bool:
        """Whether it holds several values."""
        return self.type.startswith("list[")

    @property
    def element(self) -> str:
        """The type of one value: `person` for both person and list[person]."""
        return self.type[5:-1] if self.is_list else self.type


@attrs.frozen
class EventType:
    """One kind of event with everything it may say, `type`, `id` and `at` included.

    `subject` is the attribute that names whom an event is about unless a clause says otherwise
    (one person or a list), None where nobody is. `group` is a key of `Vocabulary.groups`.
    """

    name: str
    zh: str
    family: Family
    group: str
    meaning: str
    subject: str | None
    attributes: Mapping[str, Attribute] = attrs.field(hash=False)


@attrs.frozen
class Category:
    """One kind of finding; a report of any in `includes` is one of this too."""

    name: str
    zh: str
    meaning: str
    includes: tuple[str, ...] = ()


@attrs.frozen(eq=False)
class Vocabulary:
    """Every word of the table, and the ways from an alias to a word and back.

    `events` are the event types by name; `content` stands for all content types together and is
    not one of them. `facts` are what the directory says, by kind and name. `values` are the
    Chinese aliases of values by attribute and value, `words` those of attributes, facts and
    fields, which share one set of names. `groups` are the headings of the event types in Chinese.
    """

    events: Mapping[str, EventType]
    content: EventType
    categories: Mapping[str, Category]
    facts: Mapping[str, Mapping[str, Attribute]]
    words: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    groups: Mapping[str, str]
    _event_aliases: Mapping[str, str] = attrs.field(repr=False)
    _category_aliases: Mapping[str, str] = attrs.field(repr=False)
    _word_aliases: Mapping[str, str] = attrs.field(repr=False)
    _value_aliases: Mapping[str, Mapping[str, str]] = attrs.field(repr=False)
    _any_value: Mapping[str, str] = attrs.field(repr=False)
    _any_alias: Mapping[str, str] = attrs.field(repr=False)

    def event(self, word: str) -> EventType | None:
        """The event type of that name or alias, `content` included; None if there is none."""
        name = self._event_aliases.get(word, word)
        return self.content if name == self.content.name else self.events.get(name)

    def expand(self, word: str) -> tuple[str, ...]:
        """The names of the event types that a word stands for: seven for `content`, else one."""
        found = self.event(word)
        if found is None:
            return ()
        if found is not self.content:
            return (found.name,)
        return tuple(name for name, kind in self.events.items() if kind.family == "content")

    def category(self, word: str) -> str | None:
        """The report category of that name or alias; None if there is none."""
        name = self._category_aliases.get(word, word)
        return name if name in self.categories else None

    def includes(self, category: str) -> frozenset[str]:
        """The category and all that it includes, directly or not. KeyError if it is unknown."""
        found: set[str] = set()
        waiting = [category]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self.categories[name].includes
        return frozenset(found)

    def word(self, word: str) -> str | None:
        """The name of the attribute, fact or field of that name or alias; None if there is none."""
        name = self._word_aliases.get(word, word)
        return name if name in self.words else None

    def attribute(self, event_types: Iterable[str | EventType], word: str) -> Attribute | None:
        """What a word means on events of these types; None if none of them has it.

        Where types differ the answer is the loosest: values of all, required only if all of them
        require it, a text beside an enum is a text. Of types that cannot be reconciled it is the
        first; `attributes` tells them apart.
        """
        kinds = list(event_types)
        found = self.attributes(kinds, word)
        if not found:
            return None
        merged = _merged(list(found.values()))
        return merged if len(found) == len(kinds) else attrs.evolve(merged, required=False)

    def attributes(
        self, event_types: Iterable[str | EventType], word: str
    ) -> Mapping[str, Attribute]:
        """What a word means on each of these event types that has it, by the type's name."""
        name = self._word_aliases.get(word, word)
        found: dict[str, Attribute] = {}
        for event_type in event_types:
            kind = self.event(event_type) if isinstance(event_type, str) else event_type
            if kind is not None and name in kind.attributes:
                found[kind.name] = kind.attributes[name]
        return found

    def fact(self, kind: str, word: str) -> Attribute | None:
        """What a word means on a row of the directory: of a person, group, account or device."""
        return self.facts.get(kind, {}).get(self._word_aliases.get(word, word))

    def field(self, attribute: Attribute, word: str) -> Attribute | None:
        """What a word means inside an object, or inside each object of a list."""
        return attribute.fields.get(self._word_aliases.get(word, word))

    @overload
    def value(self, word: str, /) -> str | None: ...
    @overload
    def value(self, attribute: str, word: str, /) -> str | None: ...
    def value(self, first: str, second: str | None = None, /) -> str | None:
        """The value of that name or alias, of one attribute or of any; None if there is none."""
        if second is None:
            return self._any_value.get(first)
        name = self._value_aliases.get(first, {}).get(second, second)
        return name if name in self.values.get(first, {}) else None

    def spell(self, word: str, kind: WordKind) -> str:
        """The Chinese alias of a name of some kind; a name that has none comes back as it is.

        A value may have several, by attribute: `spell_value` is exact.
        """
        if kind == "event":
            found = self.event(word)
            return found.zh if found else word
        if kind == "category":
            return self.categories[word].zh if word in self.categories else word
        if kind == "value":
            return self._any_alias.get(word, word)
        return self.words.get(word, word)

    def spell_value(self, attribute: str, word: str) -> str:
        """The Chinese alias of a value of an attribute; one that has none comes back as it is."""
        return self.values.get(attribute, {}).get(word, word)


def _merged(found: list[Attribute]) -> Attribute:
    """One attribute that is true of all of them, in the sense of `Vocabulary.attribute`."""
    first = found[0]
    if all(other == first for other in found):
        return first
    types = {attribute.type for attribute in found}
    values = tuple(dict.fromkeys(value for one in found for value in one.values))
    known = tuple(dict.fromkeys(value for one in found for value in one.known))
    if types == {"string", "enum"}:
        first = attrs.evolve(first, type="string")
        values, known = (), (*values, *(value for value in known if value not in values))
    elif len(types) > 1:
        return first
    return attrs.evolve(
        first,
        values=values,
        known=known,
        required=all(one.required for one in found),
        absent="false" if all(one.absent == "false" for one in found) else "unknown",
        unit=first.unit if all(one.unit == first.unit for one in found) else None,
        default=first.default if all(one.default == first.default for one in found) else None,
    )
