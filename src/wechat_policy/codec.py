"""Values of the library as JSON text and back, so that a store can keep what an engine remembers.

Classes take part by `storable`, under their own names: a text can build nothing else, whoever
wrote it. Fields that have their default are left out, so that a field can be added later.
"""

from __future__ import annotations

import enum
import json
import math
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import attrs

_T = TypeVar("_T", bound=type)

_MARK = "!"  # the key that tells a value of a class from a mapping
_DEEPEST = 64  # levels of what is cut off
_DEEPEST_NUMBER = 4_000  # digits of a whole number that JSON texts are read with

_classes: dict[str, type] = {}
_fields: dict[type, tuple[tuple[str, Any], ...]] = {}


def storable(cls: _T) -> _T:
    """Lets values of an attrs class or an enumeration be stored."""
    if _classes.setdefault(cls.__name__, cls) is not cls:
        raise ValueError(f"two classes that are stored are called {cls.__name__}")
    if not issubclass(cls, enum.Enum):
        made: Any = cls
        _fields[cls] = tuple((one.name, one.default) for one in attrs.fields(made))
    return cls


def encode(value: Any) -> str:
    """A value as JSON in ASCII. What is no value of ours becomes its words.

    What is nested so deeply that Python cannot follow it is cut off.
    """
    try:
        return json.dumps(_plain(value), separators=(",", ":"))
    except RecursionError:
        return json.dumps(_plain(_cut(value, _DEEPEST)), separators=(",", ":"))


def _cut(value: Any, levels: int) -> Any:
    """A value with an ellipsis for what lies deeper than so many levels."""
    if value.__class__ in _fields:
        fields = (name for name, _ in _fields[value.__class__])
        return value.__class__(**{name: _cut(getattr(value, name), levels) for name in fields})
    if not isinstance(value, Mapping | list | tuple):
        return value
    if not levels:
        return "…"
    if isinstance(value, Mapping):
        return {key: _cut(item, levels - 1) for key, item in value.items()}
    return value.__class__(_cut(item, levels - 1) for item in value)


def decode(text: str) -> Any:
    """The value that `encode` gave as text; ValueError for a text of another making."""
    return _value(json.loads(text))


def strings_of(value: Any) -> Iterator[str]:
    """Every text within a value, but for the names of its classes and their fields."""
    waiting = [_plain(value)]
    while waiting:
        told = waiting.pop()
        if told.__class__ is str:
            yield told
        elif told.__class__ is list:
            waiting += told
        elif told.__class__ is dict:
            waiting += [item for key, item in told.items() if key != _MARK]
            if _MARK not in told:
                yield from told


def readable(value: Any) -> Any:
    """A value as JSON for others to read: nothing is shortened, and nothing can be read back."""
    match value:
        case None | bool() | str() | int():
            return value
        case float() | Decimal():
            return value if isinstance(value, float) and math.isfinite(value) else str(value)
        case date():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case Mapping():
            return {str(key): readable(item) for key, item in value.items()}
        case set() | frozenset():
            return sorted((readable(item) for item in value), key=str)
        case list() | tuple():
            return [readable(item) for item in value]
        case enum.Enum():
            return value.name
        case _ if value.__class__ in _fields:
            return {name: readable(getattr(value, name)) for name, _ in _fields[value.__class__]}
        case _:
            return str(value)


def _plain(value: Any) -> Any:
    made = _PLAIN.get(value.__class__)
    if made is not None:
        return made(value)
    fields = _fields.get(value.__class__)
    if fields is not None:
        told: dict[str, Any] = {_MARK: value.__class__.__name__}
        for name, default in fields:
            field = getattr(value, name)
            if field is not default:
                told[name] = _plain(field)
        return told
    return _of_family(value)


def _of_family(value: Any) -> Any:
    """A value of some other class, as the family that it belongs to."""
    match value:
        case enum.Enum() if value.__class__.__name__ in _classes:
            return {_MARK: "enum", "of": value.__class__.__name__, "is": value.name}
        case bool() | None:
            return value
        case str():
            return str.__str__(value)
        case int():
            return _of_int(int(value))
        case float():
            return float(value)
        case datetime():
            return _of_moment(value)
        case date():
            return {_MARK: "date", "is": value.isoformat()}
        case Mapping():
            return _of_mapping(value)
        case set() | frozenset():
            return _of_set(value)
        case tuple():
            return _of_tuple(value)
        case list():
            return [_plain(item) for item in value]
        case _:
            return str(value)


def _of_int(value: int) -> Any:
    small = -(1 << 64) < value < 1 << 64 or value.bit_length() < 3 * _DEEPEST_NUMBER
    return value if small else {_MARK: "hex", "is": hex(value)}


def _of_moment(value: datetime) -> Any:
    zone = value.tzinfo
    if not isinstance(zone, ZoneInfo) or not zone.key:
        return {_MARK: "at", "is": value.isoformat()}
    # As the clock shows it, for it may be a time that the clock skips.
    told = {_MARK: "at", "is": value.replace(tzinfo=None).isoformat(), "in": zone.key}
    return told | {"fold": 1} if value.fold else told


def _of_mapping(value: Mapping[Any, Any]) -> Any:
    if all(key.__class__ is str and key != _MARK for key in value):
        return {key: _plain(item) for key, item in value.items()}
    pairs = [[_plain(key), _plain(item)] for key, item in value.items()]
    return {_MARK: "map", "of": pairs}


def _of_set(value: set[Any] | frozenset[Any]) -> Any:
    items = sorted((_plain(item) for item in value), key=json.dumps)
    return {_MARK: "set" if isinstance(value, set) else "frozenset", "of": items}


def _of_tuple(value: tuple[Any, ...]) -> Any:
    return {_MARK: "tuple", "of": [_plain(item) for item in value]}


def _itself(value: Any) -> Any:
    return value


_PLAIN: Mapping[type, Callable[[Any], Any]] = {
    str: _itself,
    bool: _itself,
    type(None): _itself,
    float: _itself,
    int: _of_int,
    datetime: _of_moment,
    dict: _of_mapping,
    tuple: _of_tuple,
    list: lambda value: [_plain(item) for item in value],
    set: _of_set,
    frozenset: _of_set,
    Decimal: lambda value: {_MARK: "decimal", "is": str(value)},
    timedelta: lambda value: {
        _MARK: "span", "is": [value.days, value.seconds, value.microseconds]
    },
}  # fmt: skip


def _moment(told: Mapping[str, Any]) -> datetime:
    at = datetime.fromisoformat(told["is"])
    if "in" not in told:
        return at
    return at.replace(tzinfo=ZoneInfo(told["in"]), fold=told.get("fold", 0))


_VALUES: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "at": _moment,
    "date": lambda told: date.fromisoformat(told["is"]),
    "decimal": lambda told: Decimal(told["is"]),
    "span": lambda told: timedelta(*told["is"]),
    "tuple": lambda told: tuple(map(_value, told["of"])),
    "set": lambda told: set(map(_value, told["of"])),
    "frozenset": lambda told: frozenset(map(_value, told["of"])),
    "map": lambda told: {_value(key): _value(item) for key, item in told["of"]},
    "hex": lambda told: int(told["is"], 16),
    "enum": lambda told: _classes[told["of"]][told["is"]],  # type: ignore[index]
}


def _value(told: Any) -> Any:
    if told.__class__ is list:
        return [_value(item) for item in told]
    if told.__class__ is not dict:
        return told
    mark = told.get(_MARK)
    if mark is None:
        return {key: _value(item) for key, item in told.items()}
    made = _VALUES.get(mark)
    if made is not None:
        return made(told)
    cls = _classes.get(mark)
    if cls is None or cls not in _fields:
        raise ValueError(f"a stored value is of the unknown class {mark!r}")
    return cls(**{key: _value(item) for key, item in told.items() if key != _MARK})


def key_text(key: tuple[Any, ...]) -> str:
    """A key as text: equal keys have equal texts, and a key's beginning begins its text.

    Equal are what Python calls so: 1, 1.0 and True, and one moment in two time zones.
    """
    return json.dumps([_of_key(part) for part in key], separators=(",", ":"))


def key_beginning(key: tuple[Any, ...]) -> str:
    """How the texts of all longer keys begin that begin with this one."""
    return key_text(key)[:-1] + ("," if key else "")


def _of_key(part: Any) -> Any:
    if part.__class__ is str:
        return part
    match part:
        case int():
            return _of_int(int(part))
        case float() | Decimal() if math.isfinite(part):
            number = part if isinstance(part, Decimal) else Decimal(float.__repr__(part))
            sign, digits, exponent = number.as_tuple()
            assert isinstance(exponent, int)
            written = "".join(map(str, digits)).lstrip("0") or "0"
            shortest = written.rstrip("0") or "0"
            exponent += len(written) - len(shortest)
            if shortest == "0" or 0 <= exponent < _DEEPEST_NUMBER:
                return _of_int(
                    (-1) ** sign * int(shortest) * 10 ** (0 if shortest == "0" else exponent)
                )
            return {_MARK: "decimal", "is": f"{'-' * sign}{shortest}E{exponent}"}
        case datetime():
            return {_MARK: "at", "is": part.astimezone(UTC).isoformat()}
        case tuple():
            return [_of_key(item) for item in part]
        case _:
            return _plain(part)


def key_of(text: str) -> tuple[Any, ...]:
    """The key, or one equal to it, of which `key_text` gave the text."""
    return tuple(_key_part(part) for part in json.loads(text))


def _key_part(told: Any) -> Any:
    return tuple(map(_key_part, told)) if told.__class__ is list else _value(told)
