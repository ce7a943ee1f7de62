"""What happened, as values: the four families of events, and the reading of records into them.

A record is checked against the vocabulary once, here; nobody downstream meets a wrong type.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date, datetime, timezone
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import attrs

from wechat_policy.codec import storable
from wechat_policy.errors import InvalidRecord
from wechat_policy.suggestion import nearest
from wechat_policy.values import (
    FIRST_YEAR,
    LAST_YEAR,
    MOMENT,
    NOT_EMPTY,
    REFERENCES,
    Reader,
    described,
    read_date,
    read_datetime,
    read_id,
    value_reader,
)
from wechat_policy.vocabulary import EventType, Family, vocabulary

__all__ = [
    "Action",
    "Content",
    "Event",
    "Reader",
    "Report",
    "Shape",
    "Snapshot",
    "described",
    "read_date",
    "read_datetime",
    "read_event",
    "shape_of",
    "value_reader",
]

_OWN = "x."
_STAMP = {"type": "a known event type", "id": NOT_EMPTY, "at": MOMENT}
SURE_ZONES = frozenset({timezone, ZoneInfo})  # they know the offset of every moment


@storable
@attrs.frozen
class Event:
    """Something that happened at `at` (aware): its type, its unique id and all else it says.

    `facts` holds every attribute but those three, unknown ones included, by its English name.
    Dates and moments are `date` and aware `datetime`, numbers are as the record had them; None
    is "none", a missing key "nobody told". It is shared and not copied: leave it as it is.
    """

    family: ClassVar[Family] = "action"

    type: str
    id: str
    at: datetime
    facts: Mapping[str, Any] = attrs.field(factory=dict, hash=False)

    def get(self, name: str, default: Any = None) -> Any:
        """One attribute, or the default if nobody told it."""
        return self.facts.get(name, default)

    def kept(self) -> Event:
        """The event without attributes that are nested too deeply to be stored for later."""
        deep = [
            name
            for name, value in self.facts.items()
            if value.__class__ not in _FLAT and _is_deep(value)
        ]
        if not deep:
            return self
        facts = {name: value for name, value in self.facts.items() if name not in deep}
        return attrs.evolve(self, facts=facts)

    def to_dict(self) -> dict[str, Any]:
        """The event as a record again, dates and moments in ISO 8601, all else untouched."""
        facts = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in self.facts.items()
        }
        return {"type": self.type, "id": self.id, "at": self.at.isoformat(), **facts}


_DEPTH = 64
"""Levels of nesting that are stored; a record from outside may have thousands."""


_FLAT = frozenset({str, int, bool, type(None), float})


def _is_deep(value: Any) -> bool:
    """Whether a value is nested deeper than is stored; told level by level, without recursion."""
    level = [value]
    for _ in range(_DEPTH):
        level = [
            item
            for one in level
            if isinstance(one, Mapping | list | tuple)
            for item in (one.values() if isinstance(one, Mapping) else one)
            if isinstance(item, Mapping | list | tuple)
        ]
        if not level:
            return False
    return True


@storable
@attrs.frozen
class Content(Event):
    """Something said or published."""

    family: ClassVar[Family] = "content"


@storable
@attrs.frozen
class Action(Event):
    """Something done, and whatever is neither content, report nor snapshot."""


@storable
@attrs.frozen
class Report(Event):
    """What a reviewer found."""

    family: ClassVar[Family] = "report"


@storable
@attrs.frozen
class Snapshot(Event):
    """How something stands at a moment."""

    family: ClassVar[Family] = "snapshot"


_FAMILIES: Mapping[Family, type[Event]] = {
    "content": Content,
    "action": Action,
    "report": Report,
    "snapshot": Snapshot,
}


def read_event(record: object) -> Event:
    """The event that a record tells of; an Event comes back as it is.

    A record is a mapping, an object with `model_dump()`, or one with public attributes, where a
    last underscore is dropped (`from_` is `from`). Attributes that the vocabulary does not know
    are kept untouched, and so is what lies inside objects. A type of one's own begins with `x.`
    and is an action that may say anything. Raises InvalidRecord naming the first field at fault.
    """
    if record.__class__ is dict:
        facts: dict[str, Any] = record.copy()
    elif isinstance(record, Event):
        return _checked(record)
    else:
        facts = _mapping(record)
    try:
        type_, id_, moment = facts.pop("type"), facts.pop("id"), facts.pop("at")
    except KeyError as missing:
        field = missing.args[0]
        raise InvalidRecord(field, _STAMP[field], "nothing") from None

    shape = _shapes().get(type_) if type_.__class__ is str else None
    if shape is None:
        type_, shape = shape_of(type_)
    if id_.__class__ is not str or not id_:
        id_ = read_id("id", id_)
    at = read_datetime("at", moment)

    for name in shape.required:
        if facts.get(name) is None:
            raise InvalidRecord(name, f"given, for `{type_}` needs it", "nothing")
    plain, filled = shape.plain, shape.filled
    for name, value in facts.items():
        if value is None:
            continue
        if value.__class__ is plain.get(name) and (value or name not in filled):
            continue
        reader = shape.readers.get(name)
        if reader is not None:
            facts[name] = reader(name, value)
    return shape.family(type_, id_, at, facts)


@attrs.frozen(eq=False)
class Shape:
    """What reading an event of one type needs, laid out so that a clean record is quick.

    A value whose class is the one in `plain` is right as it is, unless it is empty and its name
    in `filled`; every other value goes through its reader.
    """

    family: type[Event]
    required: tuple[str, ...]
    plain: Mapping[str, type]
    filled: frozenset[str]
    readers: Mapping[str, Reader]


_PLAIN: Mapping[str, type] = {
    "string": str,
    "bool": bool,
    "int": int,
    "number": int,
    "object": dict,
    **dict.fromkeys(REFERENCES, str),
}

_ANY_SHAPE = Shape(Action, (), {}, frozenset(), {})


@functools.cache
def _shapes() -> Mapping[str, Shape]:
    return {name: _shape(kind) for name, kind in vocabulary().events.items()}


def _shape(kind: EventType) -> Shape:
    told = {name: one for name, one in kind.attributes.items() if name not in _STAMP}
    return Shape(
        family=_FAMILIES[kind.family],
        required=tuple(name for name, one in told.items() if one.required),
        plain={name: _PLAIN[one.type] for name, one in told.items() if one.type in _PLAIN},
        filled=frozenset(name for name, one in told.items() if one.type in REFERENCES),
        readers={name: value_reader(one) for name, one in told.items()},
    )


def shape_of(type_: object) -> tuple[str, Shape]:
    """The name of an event type, and what reading an event of it needs.

    A type of one's own begins with `x.`. Raises InvalidRecord for what is none.
    """
    if isinstance(type_, str):
        name = str.__str__(type_)
        if name in _shapes():
            return name, _shapes()[name]
        if name.startswith(_OWN) and len(name) > len(_OWN):
            return name, _ANY_SHAPE
    expected = f"a known event type, or one's own that begins with `{_OWN}`"
    meant = nearest(type_, vocabulary().events) if isinstance(type_, str) else None
    if meant is not None:
        expected += f"; perhaps `{meant}`"
    raise InvalidRecord("type", expected, described(type_))


def _mapping(record: object) -> dict[str, Any]:
    """The attributes of a record that is not a dict, by name."""
    if isinstance(record, Mapping):
        return dict(record)
    dump = getattr(record, "model_dump", None) or getattr(record, "_asdict", None)
    if callable(dump):
        # A field that nobody set and that falls back to None was not told.
        told = getattr(record, "model_fields_set", None)
        facts = {
            name: value
            for name, value in dump().items()
            if value is not None or told is None or name in told
        }
    else:
        facts = {name: getattr(record, name) for name in _public(record)}
    if not facts:
        expected = "a mapping or an object with type, id and at"
        raise InvalidRecord("record", expected, described(record))
    return {key.removesuffix("_"): one for key, one in facts.items()}


def _public(record: object) -> list[str]:
    names = list(getattr(record, "__dict__", ()))
    for owner in type(record).__mro__:
        slots = owner.__dict__.get("__slots__", ())
        names += [slots] if isinstance(slots, str) else slots
    return [name for name in names if not name.startswith("_") and hasattr(record, name)]


def _checked(event: Event) -> Event:
    """An event that somebody made by hand, if its stamp will do."""
    at = event.at
    if (
        event.type.__class__ is str
        and event.id.__class__ is str
        and event.id
        and at.__class__ is datetime
        and at.tzinfo.__class__ in SURE_ZONES
        and FIRST_YEAR <= at.year <= LAST_YEAR
    ):
        return event
    if not isinstance(event.type, str):
        raise InvalidRecord("type", _STAMP["type"], described(event.type))
    read_id("id", event.id)
    if not isinstance(event.at, datetime):
        raise InvalidRecord("at", MOMENT, described(event.at))
    read_datetime("at", event.at)
    return event
