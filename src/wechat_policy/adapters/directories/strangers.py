"""The ids that events name and a directory does not hold."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import attrs

from wechat_policy.adapters.archive_people import Role, role_of
from wechat_policy.adapters.records import Record
from wechat_policy.directory import Directory
from wechat_policy.events import Event
from wechat_policy.vocabulary import Attribute, FactKind, vocabulary

_KINDS: tuple[FactKind, ...] = ("person", "group", "account", "device")
_INTRODUCING = frozenset({"employee.join", "account.open", "group.create"})
_EVERYBODY = "all"


@attrs.frozen
class Stranger:
    """An id that nobody knows: how often it is named, and where first.

    `role` is what the form of a person's id tells: "internal", "external" or "robot".
    """

    kind: FactKind
    id: str
    count: int
    source: str
    line: int
    event: str
    at: datetime
    attribute: str

    @property
    def role(self) -> Role | None:
        """Whose id it is by its form; None for anything but a person."""
        return role_of(self.id) if self.kind == "person" else None

    def to_dict(self) -> dict[str, Any]:
        """The id as JSON-able data."""
        first = {name: getattr(self, name) for name in ("source", "line", "event", "attribute")}
        role = {"role": self.role} if self.role else {}
        first["at"] = self.at.isoformat()
        return {"kind": self.kind, "id": self.id, **role, "count": self.count, "first": first}


def strangers(directory: Directory, records: Iterable[tuple[str, Record]]) -> tuple[Stranger, ...]:
    """The ids that the events of records name and the directory does not hold, most named first.

    The first of each pair is the name of the file. Who joins, and what is opened or made in the
    course of the events, is known by that.
    """
    known = {kind: set(directory.ids(kind)) for kind in _KINDS}
    found: dict[tuple[FactKind, str], Stranger] = {}
    for source, record in records:
        event = record.event
        if event is None:
            continue
        _introduce(known, event)
        for kind, id_, attribute in _named(event):
            if id_ in known[kind]:
                continue
            held = found.get((kind, id_))
            if held is None:
                held = Stranger(kind, id_, 0, source, record.line, event.id, event.at, attribute)
            found[kind, id_] = attrs.evolve(held, count=held.count + 1)
    rest = [one for one in found.values() if one.id not in known[one.kind]]
    order = {kind: place for place, kind in enumerate(_KINDS)}
    return tuple(sorted(rest, key=lambda one: (order[one.kind], -one.count, one.id)))


def _introduce(known: Mapping[FactKind, set[str]], event: Event) -> None:
    if event.type not in _INTRODUCING:
        return
    facts = event.facts
    kind: FactKind = {"employee": "person", "account": "account"}.get(  # type: ignore[assignment]
        event.type.partition(".")[0], "group"
    )
    id_ = facts.get("actor" if kind == "person" else kind)
    if isinstance(id_, str):
        known[kind].add(id_)


def _named(event: Event) -> Iterator[tuple[FactKind, str, str]]:
    """Each id that an event names, once for each attribute."""
    for name, attribute in _attributes(event.type).items():
        value = event.facts.get(name)
        if value is None:
            continue
        for one in value if isinstance(value, list | tuple) else (value,):
            if attribute.element in _KINDS:
                if isinstance(one, str) and one and (name, one) != ("mentions", _EVERYBODY):
                    yield attribute.element, one, name
            elif isinstance(one, Mapping):
                for part, inner in attribute.fields.items():
                    if inner.type in _KINDS and isinstance(one.get(part), str) and one[part]:
                        yield inner.type, one[part], f"{name}.{part}"


@functools.cache
def _attributes(type_: str) -> Mapping[str, Attribute]:
    """The attributes of an event that name somebody or something, or may hold one that does."""
    kind = vocabulary().events.get(type_)
    if kind is None:
        return {}
    return {
        name: one
        for name, one in kind.attributes.items()
        if one.element in _KINDS or any(inner.type in _KINDS for inner in one.fields.values())
    }
