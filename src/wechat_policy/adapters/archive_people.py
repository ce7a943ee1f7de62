"""Who is who in the chat archive, from the form of the ids: the archive has no other sign."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal

from wechat_policy.adapters.records import Record

Role = Literal["internal", "external", "robot", "group"]

# Issued ids have 32 characters; a member's own id that begins alike is short as a rule.
_ISSUED = re.compile(r"w[mobr][A-Za-z0-9_-]{14,}")
_ROLES: Mapping[str, Role] = MappingProxyType(
    {"wm": "external", "wo": "external", "wb": "robot", "wr": "group"}
)
_PEOPLE = ("sender", "actor")
_LISTS = ("recipients", "participants")


def role_of(identifier: str, roles: Mapping[str, Role] = MappingProxyType({})) -> Role:
    """What an id belongs to; `roles` says it for ids whose form would mislead.

    It must name the own members where a third-party application reads the archive: their ids
    begin with `wo` too.
    """
    known = roles.get(identifier)
    if known is not None:
        return known
    return _ROLES[identifier[:2]] if _ISSUED.fullmatch(identifier) else "internal"


def people_of(record: Record) -> tuple[str, ...]:
    """The ids of the people in a record's event, who did it first, each once."""
    if record.event is None:
        return ()
    facts = record.event.facts
    people = [facts[key] for key in _PEOPLE if facts.get(key)]
    for key in _LISTS:
        people += facts.get(key) or ()
    return tuple(dict.fromkeys(people))


def external_rows(
    records: Iterable[Record], roles: Mapping[str, Role] = MappingProxyType({})
) -> Iterator[dict[str, Any]]:
    """A directory row for each external person in the records, once, as soon as they are seen.

    The archive knows no names, so the id stands for the name.
    """
    seen: set[str] = set()
    for record in records:
        for person in people_of(record):
            if person not in seen and role_of(person, roles) == "external":
                seen.add(person)
                yield {"id": person, "name": person, "external": True}
