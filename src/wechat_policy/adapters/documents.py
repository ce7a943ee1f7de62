"""The records in a text of JSON: those of a list, of several values in a row, and of torn ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from wechat_policy.adapters.jsontext import decode, place
from wechat_policy.adapters.records import Refused

# So many beginnings of objects that come to nothing mean that there is nothing more to be had.
_FAILURES = 1000

IsRecord: TypeAlias = Callable[[Mapping[str, Any]], bool]
"""Whether an object is a record of a known format."""

_SEPARATORS = re.compile(r"[\s\ufeff,\[\]}]*")
_OBJECT = re.compile(r'\{(?=\s*")')
_RECORD_START = re.compile(r'\{[^{]{0,400}?(?:"msgid"|"type"[^{]{0,400}?"at")\s*:')


def looks_like_record(value: Mapping[str, Any]) -> bool:
    """Whether an object has the keys that every record of a known format has."""
    archived = "msgid" in value and ("msgtype" in value or "action" in value)
    return archived or ("type" in value and "id" in value and "at" in value)


def items(text: str, is_record: IsRecord = looks_like_record) -> Iterator[Any]:
    """Every value of a document: items of a list, or values one after the other.

    What cannot be decoded is yielded as a `Refused`, once for each place, and reading goes on at
    the next record after it. Where none is found for long, the rest is given up.
    """
    position = _skipped(text, 0)
    is_list = "[" in text[:position]
    is_torn = False
    reported: set[str] = set()
    while position < len(text):
        if is_torn and text[position] != "{":
            position = text.find("{", position)
            if position < 0:
                return
        try:
            value, end = decode(text, position)
        except Refused as refused:
            is_torn = True
            # The search for the next record may come upon the same fault again.
            if (fault := refused.got or refused.code) not in reported:
                yield refused
            reported.add(fault)
            position = _next_record(text, position + 1, is_record)
            continue
        reported.discard("too_deep")
        yield value
        position = _skipped(text, end)
        if position < len(text) and text[position] != "{" and not text[end:position].strip():
            is_torn = True
            yield Refused("broken", got=place(text, position))
            position = _next_record(text, position, is_record)
    if is_list and not is_torn and not text.rstrip().endswith("]"):
        yield Refused("cut", got=place(text, len(text)))


def _skipped(text: str, position: int) -> int:
    found = _SEPARATORS.match(text, position)
    return found.end() if found else position


def _next_record(text: str, start: int, is_record: IsRecord) -> int:
    """Where the next record begins, a whole one or one that is broken itself."""
    failures = 0
    for found in _OBJECT.finditer(text, start):
        try:
            value, _ = decode(text, found.start())
        except Refused:
            if _RECORD_START.match(text, found.start()):
                return found.start()
            failures += 1
            if failures == _FAILURES:
                break
        else:
            if is_record(value):
                return found.start()
    return len(text)
