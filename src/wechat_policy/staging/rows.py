"""The directory of an example: the rows that it tells of, and plain ones for whoever it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from wechat_policy import nodes
from wechat_policy.resolution import KINDS
from wechat_policy.staging.values import Values
from wechat_policy.vocabulary import Attribute, vocabulary

ACTOR, OTHER = "员工甲", "员工乙"
"""Who does it, and whoever else is needed."""
IDS: Mapping[str, str] = {
    "person": OTHER,
    "group": "群一",
    "account": "账号一",
    "device": "设备一",
}
"""What something of a kind is called where an example does not name it."""

_PLURALS: Mapping[str, str] = {
    "person": "people",
    "group": "groups",
    "account": "accounts",
    "device": "devices",
}
_PLAIN: Mapping[str, Mapping[str, Any]] = {
    "person": {"external": False, "status": "active"},
    "group": {"status": "active"},
    "account": {"status": "active"},
    "device": {},
}
_BOUNDS = ("valid_from", "valid_until")

Row = dict[str, Any]


class Rows:
    """The rows on their way into a directory; of one id there may be several, for other times."""

    def __init__(self, values: Values, now: datetime) -> None:
        self._values = values
        self._now = now
        self._rows: dict[str, dict[str, list[Row]]] = {kind: {} for kind in KINDS}
        self._organization: Row = {"timezone": values.policy.timezone}

    def directory(self) -> dict[str, Any]:
        """All of it, as a directory is read."""
        rows = {
            _PLURALS[kind]: [row for rows in by_id.values() for row in rows]
            for kind, by_id in self._rows.items()
        }
        return {**rows, "organization": self._organization}

    def add(self, step: nodes.WithRow) -> None:
        """A row that the example tells of, on top of what goes without saying."""
        row = _plain(step.kind, step.id)
        self._rows[step.kind].setdefault(step.id, []).append(row)
        for fact in step.facts:
            if fact.name in _BOUNDS and isinstance(fact.value, nodes.Text):
                row[fact.name] = self._values.stamp(fact.value.value)
            else:
                self._put_in(step.kind, row, fact.name.split("."), fact.value)

    def tell(self, kind: str, id_: str, path: Sequence[str], value: nodes.FactValue) -> None:
        """A fact of whoever has the id, in all rows of theirs."""
        rows = self._rows[kind].setdefault(id_, [])
        if not rows:
            rows.append(_plain(kind, id_))
        for row in rows:
            self._put_in(kind, row, path, value)

    def tell_organization(self, path: Sequence[str], value: nodes.FactValue) -> None:
        """A fact of the organization."""
        nest(self._organization, path, self._values.read(value, None, self._now))

    def introduce(self, named: Iterable[tuple[str, str]]) -> None:
        """Gives a plain row to each kind and id that has none, and to whom the rows name."""
        waiting = list(named)
        for kind, by_id in self._rows.items():
            facts = vocabulary().facts[kind]
            for row in (row for rows in by_id.values() for row in rows):
                waiting += parties((facts.get(name), value) for name, value in row.items())
        for kind, id_ in waiting:
            if id_ not in self._rows[kind]:
                self._rows[kind][id_] = [_plain(kind, id_)]

    def _put_in(self, kind: str, row: Row, path: Sequence[str], value: nodes.FactValue) -> None:
        """A fact by its path from a row; it may belong to another row that it leads to."""
        first, *rest = path
        fact = vocabulary().fact(kind, first)
        if not rest:
            row[first] = self._values.read(value, fact, self._now)
        elif fact is None or fact.type not in KINDS:
            nest(row, path, self._values.read(value, None, self._now))
        else:
            if row.get(first) is None:
                row[first] = IDS[fact.type]
            self.tell(fact.type, row[first], rest, value)


def _plain(kind: str, id_: str) -> Row:
    """What goes without saying of a person, group, account or device."""
    named = {"name": id_} if kind in ("person", "group") else {}
    return {"id": id_, **named, **_PLAIN[kind]}


def parties(told: Iterable[tuple[Attribute | None, Any]]) -> Iterator[tuple[str, str]]:
    """Whom attributes and their values name, each with its kind."""
    for attribute, value in told:
        if attribute is not None and attribute.element in KINDS:
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, str) and one:
                    yield attribute.element, one


def nest(facts: Row, path: Sequence[str], value: Any) -> None:
    """Puts a value into objects within each other; those that are shared are not touched."""
    for name in path[:-1]:
        inner = facts.get(name)
        facts[name] = dict(inner) if isinstance(inner, Mapping) else {}
        facts = facts[name]
    facts[path[-1]] = value
