"""Values as events and rows hold them, each read by its type in the vocabulary."""

from __future__ import annotations

import functools
import math
import numbers
import operator
from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from wechat_policy.errors import InvalidRecord
from wechat_policy.suggestion import nearest
from wechat_policy.vocabulary import Attribute, vocabulary

Reader = Callable[[str, Any], Any]
"""Takes the name of a field and its value, not None; gives the value as events hold it.

Raises InvalidRecord with that name if the value will not do.
"""

MOMENT = "ISO 8601 with offset"
"""What a moment has to be."""

NOT_EMPTY = "a text that is not empty"
"""What an id and every reference has to be."""

FIRST_YEAR, LAST_YEAR = 2, 9998
"""The years of a moment: beyond them a change of offset can overflow."""

REFERENCES = frozenset({"ref", "person", "group", "account", "device"})
"""The types of attributes that name something by its id."""


def value_reader(attribute: Attribute) -> Reader:
    """The reader for the values of an attribute or a fact."""
    element = attribute.element
    if element in ("enum", "category"):
        one = _choice_reader(attribute.values or tuple(vocabulary().categories))
    elif element in REFERENCES:
        one = read_id
    else:
        one = _READERS[element]
    if not attribute.is_list:
        return one
    return _list_of_texts_reader(one) if element in REFERENCES else _list_reader(one)


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


def _text(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        raise InvalidRecord(name, "a text", described(value))
    return value


def read_id(name: str, value: Any) -> Any:
    """The id in the field of that name. Raises InvalidRecord if the value is none."""
    if not isinstance(value, str) or not value:
        raise InvalidRecord(name, NOT_EMPTY, described(value))
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
    if isinstance(found, datetime) and FIRST_YEAR <= found.year <= LAST_YEAR:
        # A parsed moment with a zone has an offset; a zone of somebody's own may not know it.
        offset = found.tzinfo if found is not value else found.utcoffset()
        if offset is not None:
            return found
    raise InvalidRecord(name, MOMENT, described(value))


@functools.lru_cache(maxsize=64)
def _zone(zone: tzinfo | None) -> tzinfo | None:
    """One zone for all that are equal: moments of two are twenty times slower to compare."""
    return zone


def _object(name: str, value: Any) -> Any:
    if not isinstance(value, Mapping):
        raise InvalidRecord(name, "a mapping of keys to values", described(value))
    return value


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
