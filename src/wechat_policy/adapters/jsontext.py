"""JSON text from outside: decoded strictly, its depth bounded, lone surrogates made harmless."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from wechat_policy.adapters.records import Refused

DEEPEST = 64
"""Levels of lists and objects that a record may have, in itself and through nested JSON text."""

OBJECT = "an object or JSON text of one"
"""What `object_in` takes, for a refusal."""

# How far behind the start of a record its identifier is looked for, the fault's place unknown.
_NEAR = 200

_LITERALS = ("true", "false", "null")
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MSGID = re.compile(r'"msgid"\s*:\s*"([^"\\]{1,128})"')


def decode(text: str, start: int = 0) -> tuple[Any, int]:
    """The JSON value that begins at an offset, and the offset after it.

    A lone surrogate escape becomes U+FFFD, so that offsets hold and every text can be encoded.

    Raises:
        Refused: broken or cut JSON (`got` is line:column within the text), or one too deep.
    """
    try:
        value, end = _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        code = "cut" if _is_cut(text, error) else "broken"
        got = f"{error.lineno}:{error.colno}"
        raise _refused(code, text, start, got, error.pos) from None
    except RecursionError:
        raise _refused("too_deep", text, start) from None
    except ValueError:
        # A number that is too long or infinite, or a constant such as NaN.
        raise _refused("broken", text, start, place(text, start)) from None
    brackets = text.count("{", start, end) + text.count("[", start, end)
    if brackets > DEEPEST and is_too_deep(value):
        raise _refused("too_deep", text, start)
    if text.find("\\u", start, end) >= 0 and _SURROGATE_ESCAPE.search(text, start, end):
        value = mended(value)
    return value, end


def object_in(value: object, path: str = "") -> Mapping[str, Any] | None:
    """The object that a value is or that its JSON text holds, even encoded twice, or None.

    Raises:
        Refused: it is nested too deep.
    """
    for _ in range(3):
        if isinstance(value, Mapping):
            return value
        value = nested(value, path)
    return None


def nested(value: object, path: str = "") -> Any:
    """The value of a JSON text within a record; None where it is no JSON text.

    Raises:
        Refused: it is nested too deep.
    """
    if not isinstance(value, str):
        return None
    written = value.strip()
    try:
        found, end = decode(written)
    except Refused as refused:
        if refused.code == "too_deep":
            raise Refused("too_deep", path, refused.expected) from None
        return None
    return found if end == len(written) else None


def mended(value: Any) -> Any:
    """The same value with each lone surrogate in its texts and keys replaced by U+FFFD."""
    match value:
        case str():
            return _SURROGATE.sub("\ufffd", value)
        case dict():
            return {mended(key): mended(inner) for key, inner in value.items()}
        case list():
            return [mended(inner) for inner in value]
        case _:
            return value


def is_too_deep(value: Any) -> bool:
    """Whether lists and objects lie in each other more than `DEEPEST` levels."""
    level = [value]
    for _ in range(DEEPEST):
        inner: list[Any] = []
        for each in level:
            if isinstance(each, dict):
                inner.extend(each.values())
            elif isinstance(each, list):
                inner.extend(each)
        if not inner:
            return False
        level = inner
    return any(isinstance(each, dict | list) for each in level)


def place(text: str, position: int) -> str:
    """An offset as line:column, both from 1."""
    line = text.count("\n", 0, position) + 1
    return f"{line}:{position - text.rfind(chr(10), 0, position)}"


def _refused(code: str, text: str, start: int, got: str = "", fault: int | None = None) -> Refused:
    expected = str(DEEPEST) if code == "too_deep" else ""
    refused = Refused(code, expected=expected, got=got)
    if found := _MSGID.search(text, start, fault or start + _NEAR):
        refused.raw_id = found[1]
    return refused


def _is_cut(text: str, error: json.JSONDecodeError) -> bool:
    rest = text[error.pos : error.pos + 10].rstrip()
    if error.msg.startswith("Unterminated string"):
        return True
    if error.msg.startswith("Invalid \\"):
        return len(rest) <= 5 and '"' not in rest
    return any(word.startswith(rest) for word in _LITERALS)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(digits)
    return number


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite)
