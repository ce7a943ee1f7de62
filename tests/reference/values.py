"""Facts: what a path of a policy leads to at a moment, and when two values are the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import attrs

from reference.book import Book, number
from wechat_policy.directory import Directory, PartialRow
from wechat_policy.events import Event
from wechat_policy.vocabulary import Attribute, vocabulary

KINDS = ("person", "group", "account", "device")
POPULATIONS = {"people": "person", "groups": "group", "accounts": "account", "devices": "device"}


class Unknown:
    """The value of what nobody told; None is what is known to be none."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()


class Timeline:
    """Everything that happened so far, in order, and the directory before each event."""

    def __init__(self, directory: Directory, history_since: datetime | None) -> None:
        self.events: list[Event] = []
        self.directories = [directory.copy()]
        self.history_since = history_since
        self.watched: datetime | None = None
        self.memo: dict[Any, Any] = {}

    def append(self, event: Event) -> None:
        """One more event; it changes the directory for those that follow."""
        self.events.append(event)
        after = self.directories[-1].copy()
        after.apply(event)
        self.directories.append(after)

    def moment(self, index: int) -> Moment:
        """The moment at which an event is judged."""
        event = self.events[index]
        return Moment(self, index, event.at, event)

    def standing_at(self, at: datetime, day: date | None = None) -> Moment:
        """A moment at which nothing happens, after all events of its time and before."""
        position = sum(event.at <= at for event in self.events)
        return Moment(self, position, at, None, day)


@attrs.frozen(eq=False)
class Moment:
    """A place in the order of events: `position` of them came before.

    `event` is the one that is judged there, `day` the day of a daily duty.
    """

    timeline: Timeline
    position: int
    at: datetime
    event: Event | None
    day: date | None = None

    @property
    def directory(self) -> Directory:
        """The directory as it stands before the event's own change."""
        return self.timeline.directories[self.position]

    @property
    def earlier(self) -> list[Moment]:
        """The moments of the events that came before."""
        return [self.timeline.moment(index) for index in range(self.position)]

    @property
    def until_now(self) -> list[Moment]:
        """The same and the present event."""
        return [*self.earlier, *([self] if self.event is not None else [])]


@attrs.frozen(eq=False)
class That:
    """The event that opened a duty, and after a violation who violated."""

    moment: Moment
    subject: Any = UNKNOWN
    by_violation: bool = False


@attrs.frozen
class Fact:
    """A value with the type that the vocabulary gives it, `""` where it gives none."""

    value: Any
    type: str = ""
    attribute: Attribute | None = None
    event: That | None = None


@attrs.frozen(eq=False)
class Scope:
    """Where a condition is tested: the moment, and the names that stand before the event's."""

    book: Book
    moment: Moment
    variables: Mapping[str, Fact] = attrs.field(factory=dict)
    elements: tuple[Fact, ...] = ()
    that: That | None = None
    judged: Scope | None = None
    trace: list[Any] | None = None

    def inside(self, element: Fact) -> Scope:
        """The scope inside the brackets of an element."""
        return attrs.evolve(self, elements=(element, *self.elements))

    def look_up(self, path: str) -> Fact:
        """What a dotted path leads to."""
        head, *rest = path.split(".")
        if head == "organization" and len(rest) == 1 and rest[0] in POPULATIONS:
            return self._population(rest[0])
        fact = self._start(head)
        for name in rest:
            fact = self.step(fact, name)
        return fact

    def _start(self, head: str) -> Fact:
        if head in self.variables:
            return self.variables[head]
        if head == "it" and self.elements:
            return self.elements[0]
        if head == "that":
            return opening(self.that)
        if head == "event":
            return opening(That((self.judged or self).moment))
        if head == "organization":
            return Fact(self.moment.directory.organization, "object")
        for element in self.elements:
            if owns(element, head):
                return self.step(element, head)
        event = self.moment.event
        kind = None if event is None else vocabulary().event(event.type)
        if head in POPULATIONS and (kind is None or head not in kind.attributes):
            return self._population(head)
        return event_fact(self.moment, head)

    def _population(self, name: str) -> Fact:
        """All ids of a kind that the directory holds at the moment."""
        ids = getattr(self.moment.directory, name)(self.moment.at)
        return Fact(tuple(ids), f"list[{POPULATIONS[name]}]")

    def step(self, fact: Fact, name: str) -> Fact:
        """What stands under a name in a fact."""
        words = vocabulary()
        if fact.type == "event":
            if fact.event is None:
                return Fact(UNKNOWN)
            if fact.event.by_violation and name == "subject":
                return Fact(fact.event.subject, "person")
            return event_fact(fact.event.moment, name)
        if fact.type in KINDS:
            if name == "id":
                return Fact(fact.value, "string")
            attribute = words.fact(fact.type, name)
            kind = "" if attribute is None else attribute.type
            if fact.value is UNKNOWN or fact.value is None:
                return Fact(fact.value, kind, attribute)
            row = getattr(self.moment.directory, fact.type)(fact.value, self.moment.at)
            if row is None:
                return Fact(UNKNOWN, kind, attribute)
            if name in row:
                return Fact(row[name], kind, attribute)
            return Fact(
                UNKNOWN if isinstance(row, PartialRow) else absent(attribute), kind, attribute
            )
        attribute = None if fact.attribute is None else words.field(fact.attribute, name)
        kind = "" if attribute is None else attribute.type
        if fact.value is None:
            return Fact(None, kind, attribute)
        if isinstance(fact.value, Mapping):
            value = fact.value[name] if name in fact.value else absent(attribute)
            if kind in ("date", "datetime") and isinstance(value, str):
                value = day_or_moment(value)
            return Fact(value, kind, attribute)
        return Fact(UNKNOWN, kind, attribute)


def day_or_moment(text: str) -> Any:
    """What a text inside an object says, where nothing was read before; unknown without a zone."""
    try:
        if "T" not in text:
            return date.fromisoformat(text)
        found = datetime.fromisoformat(text)
    except ValueError:
        return UNKNOWN
    return UNKNOWN if found.tzinfo is None else found


def opening(that: That | None) -> Fact:
    """An event under a name of its own; by itself it stands for its id."""
    event = None if that is None else that.moment.event
    return Fact(UNKNOWN if event is None else event.id, "event", event=that)


def owns(element: Fact, name: str) -> bool:
    """Whether a name inside the brackets of an element is the element's."""
    if element.type in KINDS:
        return name == "id" or vocabulary().fact(element.type, name) is not None
    if element.type == "entry":
        return name in ("key", "value")
    return element.type == "object"


def event_fact(moment: Moment, name: str) -> Fact:
    """An attribute of the event of a moment; at a moment without one only `date` and `at`."""
    event = moment.event
    if event is None:
        if name == "at":
            return Fact(moment.at, "datetime")
        if name == "date" and moment.day is not None:
            return Fact(moment.day, "date")
        return Fact(UNKNOWN)
    found = vocabulary().event(event.type)
    attribute = None if found is None else found.attributes.get(name)
    kind = "" if attribute is None else attribute.type
    if name in ("type", "id", "at"):
        return Fact(getattr(event, name), kind, attribute)
    value = event.facts[name] if name in event.facts else absent(attribute)
    return Fact(value, kind, attribute)


def absent(attribute: Attribute | None) -> Any:
    """What it means that an attribute is not there."""
    if attribute is None:
        return UNKNOWN
    if attribute.default is not None:
        return attribute.default
    if attribute.absent == "unknown":
        return UNKNOWN
    if attribute.is_list:
        return ()
    return False if attribute.type == "bool" else None


def elements_of(fact: Fact) -> list[Fact] | None:
    """The elements of a list or map, none of a none; None where it is unknown or no list."""
    if fact.value is UNKNOWN:
        return None
    if fact.value is None:
        return []
    if isinstance(fact.value, Mapping):
        return [Fact({"key": key, "value": one}, "entry") for key, one in fact.value.items()]
    if isinstance(fact.value, list | tuple):
        kind = fact.type[5:-1] if fact.type.startswith("list[") else ""
        return [Fact(one, kind, fact.attribute) for one in fact.value]
    return None


def same(one: Any, other: Any) -> bool:
    """Whether two known values are equal; true is not 1, by themselves a day is no moment."""
    left, right = number(one), number(other)
    if left is not None or right is not None:
        return left is not None and right is not None and left == right
    if _is_list(one) and _is_list(other):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, datetime) != isinstance(other, datetime):
        return False
    return bool(one == other)


def order(one: Any, other: Any) -> int | None:
    """-1, 0 or 1 as one known value stands to another; None where they have no order."""
    left, right = number(one), number(other)
    if left is not None and right is not None:
        return (left > right) - (left < right)
    for kind in (datetime, date):
        if isinstance(one, kind) and isinstance(other, kind):
            if isinstance(one, datetime) != isinstance(other, datetime):
                return None
            return (one > other) - (one < other)
    return None


def persons(value: Any) -> Iterator[str | None]:
    """The people that a value names, None for an unknown one."""
    if isinstance(value, str):
        yield value
    elif _is_list(value) and value:
        seen: list[str] = []
        for one in value:
            if one not in seen:
                seen.append(one)
                yield one
    elif isinstance(value, Mapping):
        yield "organization"
    else:
        yield None


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
