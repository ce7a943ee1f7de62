"""Reading single values of a foreign record leniently: what is plainly meant is taken, all else
refused with its path."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from wechat_policy.adapters.records import Refused, described

LARGEST = 2**63 - 1
"""Whole numbers above this do not fit the tables of other programs and are kept as text."""

_MILLISECONDS = 10**11
_TIME = "a time in milliseconds, in seconds or as YYYY-mm-dd HH:MM:SS"
_CLOCK = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?::(\d{1,6}))?")
_DIGITS = re.compile(r"[+-]?\d{1,20}")
_DECIMAL = re.compile(r"\d{1,20}\.\d{1,20}")
_FLAGS: Mapping[str, bool] = MappingProxyType(
    {
        **dict.fromkeys(
            ("1", "1.0", "true", "yes", "y", "t", "是", "有", "真", "对", "√", "✓"), True
        ),
        **dict.fromkeys(
            ("0", "0.0", "false", "no", "n", "f", "否", "无", "假", "错", "×", "✗"), False
        ),
    }
)
_COMMA = re.compile(r"[,，;；\s]+")


def text(record: Mapping[str, Any], key: str, path: str) -> str:
    """The text under a key; "" where it is null or missing."""
    value = record.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused("wrong", joined(path, key), "text", described(value))
    return value


def whole(record: Mapping[str, Any], key: str, path: str) -> int | None:
    """The whole number under a key, also one written as text; None where there is none."""
    value = record.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and _DIGITS.fullmatch(value.strip()):
        value = int(value)
    if type(value) is not int or abs(value) >= 2**64:
        raise Refused("wrong", joined(path, key), "a whole number", described(value))
    return value


def number(record: Mapping[str, Any], key: str, path: str) -> int | float | None:
    """The number under a key, also one written as text; None where there is none."""
    value = record.get(key)
    if isinstance(value, str) and _DECIMAL.fullmatch(value.strip()):
        value = float(value)
    if isinstance(value, float) and not value.is_integer() and math.isfinite(value):
        return value
    return whole({key: value}, key, path)


def flag(record: Mapping[str, Any], key: str, path: str) -> bool | None:
    """The yes or no under a key, also as a number or in words; None where there is none."""
    value = record.get(key)
    if value is None or isinstance(value, bool):
        return value
    word = value.strip().casefold() if isinstance(value, str) else value
    if isinstance(word, str):
        if not word:
            return None
        found = _FLAGS.get(word)
    else:
        found = bool(word) if isinstance(word, int | float) and word in (0, 1) else None
    if found is None:
        raise Refused("wrong", joined(path, key), "true or false", described(value))
    return found


def identity(value: object, path: str) -> str:
    """An id as text, also one given as a whole number."""
    if isinstance(value, str):
        if value:
            return value
    elif type(value) is int:
        return str(value)
    if value is None or value == "":
        raise Refused("missing", path)
    raise Refused("wrong", path, "an id", described(value))


def identities(value: object, path: str) -> list[str]:
    """The ids of a list, or of a text with commas between them."""
    if isinstance(value, str):
        return [each for each in _COMMA.split(value) if each]
    if not isinstance(value, list | tuple):
        raise Refused("wrong", path, "ids", described(value))
    return [identity(each, f"{path}[{index}]") for index, each in enumerate(value)]


def moment(value: object, path: str, zone: tzinfo) -> datetime:
    """The time that a number or a text states, in the zone; a text without offset is of the zone.

    Numbers are seconds below 10¹¹ and milliseconds from there on. Zero stands for no time.
    """
    if isinstance(value, str):
        stripped = value.strip()
        if not _DIGITS.fullmatch(stripped):
            return _clock(stripped, path, zone)
        value = int(stripped)
    if isinstance(value, datetime):
        return value.astimezone(zone) if value.tzinfo else value.replace(tzinfo=zone)
    if value is None:
        raise Refused("missing", path)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refused("wrong", path, _TIME, described(value))
    if value <= 0:
        raise Refused("wrong", path, _TIME, str(value)[:20])
    try:
        return datetime.fromtimestamp(value / 1000 if value >= _MILLISECONDS else value, zone)
    except (ValueError, OverflowError, OSError):
        raise Refused("wrong", path, _TIME, "a number") from None


def yuan(fen: int) -> Decimal:
    """An amount of fen, in yuan."""
    return Decimal(fen).scaleb(-2)


def tame(value: Any, key: str = "") -> Any:
    """A value as it is kept: the same, with whole numbers that are ids or too large as text.

    An id is what stands under a key that is `seq` or ends with "id", in the value too.
    """
    if isinstance(value, Mapping):
        return {inner_key: tame(inner, inner_key) for inner_key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [tame(inner, key) for inner in value]
    if type(value) is int and (key == "seq" or key[-2:].lower() == "id" or abs(value) > LARGEST):
        return str(value)
    return value


def lines(parts: list[str]) -> str:
    """The parts that hold words, on lines of their own; a single part stays as it is."""
    if len(parts) == 1:
        return parts[0]
    return "\n".join(part for part in parts if part and not part.isspace())


def one_of(values: Iterable[object]) -> str:
    """The values that a field may have, in the words of a refusal."""
    return f"one of {', '.join(map(str, values))}"


def joined(path: str, key: str) -> str:
    """The path of a key below another path."""
    return f"{path}.{key}" if path and key else path or key


def _clock(written: str, path: str, zone: tzinfo) -> datetime:
    if not written:
        raise Refused("missing", path)
    found = _CLOCK.fullmatch(written)
    try:
        if found is None:
            stated = datetime.fromisoformat(written)
        else:
            stated = datetime.fromisoformat(found[1])
            if found[2]:
                stated = stated.replace(microsecond=int(found[2].ljust(6, "0")))
        return stated.astimezone(zone) if stated.tzinfo else stated.replace(tzinfo=zone)
    except (ValueError, OverflowError):
        raise Refused("wrong", path, _TIME, "text") from None
