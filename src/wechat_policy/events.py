"""What happened, as values: the four families of events, and the reading of records into them.

A record is checked against the vocabulary once, here; nobody downstream meets a wrong type.
"""

from __future__ import annotations

import functools
import math
import numbers
import operator
from collections.abc import Callable, Mapping
from datetime import date, datetime, timezone, tzinfo
from decimal import Decimal
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import attrs

from wechat_policy.errors import InvalidRecord
from wechat_policy.suggestion import nearest
from wechat_policy.vocabulary import Attribute, EventType, Family, vocabulary

Reader = Callable[[str, Any], Any]
"""Takes the name of a field and its value, not None; gives the value as events hold it.

Raises InvalidRecord with that name if the value will not do.
"""

_OWN = "x."
_MOMENT = "ISO 8601 with offset"
_STAMP = {"type": "a known event type", "id": "a text that is not empty", "at": _MOMENT}
# In the very first and last years a change of offset overflows.
_FIRST_YEAR, _LAST_YEAR = 2, 9998
_SURE_ZONES = frozenset({timezone, ZoneInfo})  # they know the offset of every moment
_REFERENCES = frozenset({"ref", "person", "group", "account", "device"})


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

    def to_dict(self) -> dict[str, Any]:
        """The event as a record again, dates and moments in ISO 8601, all else untouched."""
        facts = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in self.facts.items()
        }
        return {"type": self.type, "id": self.id, "at": self.at.isoformat(), **facts}


@attrs.frozen
class Content(Event):
    """Something said or published."""

    family: ClassVar[Family] = "content"


@attrs.frozen
class Action(Event):
    """Something done, and whatever is neither content, report nor snapshot."""


@attrs.frozen
class Report(Event):
    """What a reviewer found."""

    family: ClassVar[Family] = "report"


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
        type_, shape = _other_type(type_)
    if id_.__class__ is not str or not id_:
        id_ = _reference("id", id_)
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


def value_reader(attribute: Attribute) -> Reader:
    """The reader for the values of an attribute or a fact."""
    element = attribute.element
    if element in ("enum", "category"):
        one = _choice_reader(attribute.values or tuple(vocabulary().categories))
    elif element in _REFERENCES:
        one = _reference
    else:
        one = _READERS[element]
    if not attribute.is_list:
        return one
    return _list_of_texts_reader(one) if element in _REFERENCES else _list_reader(one)


def described(value: object) -> str:
    """A value in a few words for a message, however large or deep it is."""
    kind = type(value).__name__
    if isinstance(value, str):
        return f'"{value[:60]}"' if len(value) <= 60 else f'"{value[:59]}…"'
    if value is None or isinstance(value, bool | float | date):
        return str(value)
    if isinstance(value, int) and abs(value) < 10**20:
        return f"{value} ({kind})"
    return f"a value of type {kind}"


@attrs.frozen(eq=False)
class _Shape:
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
    **dict.fromkeys(_REFERENCES, str),
}
_ANY_SHAPE = _Shape(Action, (), {}, frozenset(), {})


@functools.cache
def _shapes() -> Mapping[str, _Shape]:
    return {name: _shape(kind) for name, kind in vocabulary().events.items()}


def _shape(kind: EventType) -> _Shape:
    told = {name: one for name, one in kind.attributes.items() if name not in _STAMP}
    return _Shape(
        family=_FAMILIES[kind.family],
        required=tuple(name for name, one in told.items() if one.required),
        plain={name: _PLAIN[one.type] for name, one in told.items() if one.type in _PLAIN},
        filled=frozenset(name for name, one in told.items() if one.type in _REFERENCES),
        readers={name: value_reader(one) for name, one in told.items()},
    )


def _other_type(type_: object) -> tuple[str, _Shape]:
    """A type that the table did not have as it stands: one's own, or a str by another class."""
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


def _text(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        raise InvalidRecord(name, "a text", described(value))
    return value


def _reference(name: str, value: Any) -> Any:
    if not isinstance(value, str) or not value:
        raise InvalidRecord(name, _STAMP["id"], described(value))
    return value


def _flag(name: str, value: Any) -> Any:
    if not isinstance(value, bool):
        raise InvalidRecord(name, "true or false", described(value))
    return value


def _whole(name: str, value: Any) -> Any:
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise InvalidRecord(name, "a whole number", described(value))
    return operator.index(value)


def _number(name: str, value: Any) -> Any:
    if isinstance(value, int | float | Decimal):
        found = value
    elif hasattr(value, "__index__"):
        found = operator.index(value)
    else:
        # Numbers of other libraries say what they are in this way.
        found = float(value) if isinstance(value, numbers.Real) else math.nan
    if isinstance(value, bool) or not math.isfinite(found):
        raise InvalidRecord(name, "a finite number", described(value))
    return found


def read_date(name: str, value: Any) -> date:
    """The date in the field of that name. Raises InvalidRecord if the value is none."""
    if isinstance(value, str):
        try:
            found = date.fromisoformat(value)
        except ValueError:
            found = None
        # Only the plain form: weeks and run-together digits are read differently elsewhere.
        if found is not None and found.isoformat() == value:
            return found
    elif isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise InvalidRecord(name, "a date YYYY-MM-DD", described(value))


def read_datetime(name: str, value: Any) -> datetime:
    """The aware moment in the field of that name. Raises InvalidRecord if the value is none."""
    found = value
    if isinstance(value, str):
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            found = None
        else:
            found = datetime.combine(found, found.time(), _zone(found.tzinfo))
    if isinstance(found, datetime) and _FIRST_YEAR <= found.year <= _LAST_YEAR:
        # A parsed moment with a zone has an offset; a zone of somebody's own may not know it.
        offset = found.tzinfo if found is not value else found.utcoffset()
        if offset is not None:
            return found
    raise InvalidRecord(name, _MOMENT, described(value))


@functools.lru_cache(maxsize=64)
def _zone(zone: tzinfo | None) -> tzinfo | None:
    """One zone for all that are equal: moments of two are twenty times slower to compare."""
    return zone


def _object(name: str, value: Any) -> Any:
    if not isinstance(value, Mapping):
        raise InvalidRecord(name, "a mapping of keys to values", described(value))
    return value


def _checked(event: Event) -> Event:
    """An event that somebody made by hand, if its stamp will do."""
    at = event.at
    if (
        event.type.__class__ is str
        and event.id.__class__ is str
        and event.id
        and at.__class__ is datetime
        and at.tzinfo.__class__ in _SURE_ZONES
        and _FIRST_YEAR <= at.year <= _LAST_YEAR
    ):
        return event
    if not isinstance(event.type, str):
        raise InvalidRecord("type", _STAMP["type"], described(event.type))
    _reference("id", event.id)
    if not isinstance(event.at, datetime):
        raise InvalidRecord("at", _MOMENT, described(event.at))
    read_datetime("at", event.at)
    return event


_READERS: Mapping[str, Reader] = {
    "string": _text,
    "bool": _flag,
    "int": _whole,
    "number": _number,
    "date": read_date,
    "datetime": read_datetime,
    "object": _object,
}


def _choice_reader(choices: tuple[str, ...]) -> Reader:
    allowed = frozenset(choices)

    def choice(name: str, value: Any) -> Any:
        meant = None
        if isinstance(value, str):
            if value in allowed:
                return value
            meant = nearest(value, choices)
        expected = f"one of {', '.join(choices)}"
        if meant is not None:
            # The likely word says more than a list too long to be read.
            few = expected if len(choices) <= 12 else f"one of {len(choices)} words"
            expected = f"{few}; perhaps `{meant}`"
        raise InvalidRecord(name, expected, described(value))

    return choice


def _list_reader(one: Reader) -> Reader:
    def items(name: str, value: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise InvalidRecord(name, "a list", described(value))
        for position, item in enumerate(value):
            one(f"{name}[{position}]", item)
        return value

    return items


def _list_of_texts_reader(one: Reader) -> Reader:
    each = _list_reader(one)

    def texts(name: str, value: Any) -> Any:
        # Joining looks at every item without a step of Python: a group has hundreds of members.
        if value.__class__ is list and "" not in value:
            try:
                "".join(value)
            except TypeError:
                pass
            else:
                return value
        return each(name, value)

    return texts
