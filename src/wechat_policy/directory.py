"""People, groups, accounts and devices as they stood at any moment, and the organization.

Rows come from a file or a mapping; events change them from their own time on, in whatever order
they arrive. Every lookup asks for a moment.
"""

from __future__ import annotations

import functools
import json
import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import attrs

from wechat_policy.errors import InvalidRecord, Language
from wechat_policy.events import (
    Event,
    Reader,
    described,
    read_date,
    read_datetime,
    value_reader,
)
from wechat_policy.suggestion import nearest
from wechat_policy.vocabulary import FactKind, vocabulary

Row: TypeAlias = Mapping[str, Any]
"""What is known of one person, group, account or device: its `id`, and facts by name."""

_KINDS: Mapping[str, FactKind] = {
    "people": "person",
    "groups": "group",
    "accounts": "account",
    "devices": "device",
}
_STARTS: Mapping[str, str] = {"person": "joined", "group": "created", "account": "opened"}
_CHINA = timezone(timedelta(hours=8))
_STATES_KEPT = 16

# At one moment a row comes first, then what begins, changes and ends; a snapshot has the last word.
_ROW, _BEGINNING, _CHANGING, _ENDING, _STATING = range(-1, 4)
_RANKS: Mapping[str, int] = {
    **dict.fromkeys(("employee.join", "account.open", "group.create"), _BEGINNING),
    **dict.fromkeys(
        (
            "employee.transfer", "profile.update", "role.assign", "permission.change",
            "customer.optout", "account.assign", "account.rename", "account.update",
            "account.return", "account.restrict", "device.change", "group.rename", "group.update",
            "group.role.change", "group.join", "group.add", "group.leave", "group.remove",
        ),
        _CHANGING,
    ),
    **dict.fromkeys(("employee.leave", "account.close", "group.dissolve"), _ENDING),
    **dict.fromkeys(
        (
            "snapshot.person", "snapshot.account", "snapshot.group", "snapshot.device",
            "snapshot.customer", "snapshot.organization",
        ),
        _STATING,
    ),
}  # fmt: skip

_Step: TypeAlias = tuple[str, str, Any]
"""One alteration of a row: what is done, to which fact, with what."""

_State: TypeAlias = tuple[dict[str, Any] | None, frozenset[str]]
"""A row, and the events whose suspension of the account is in force."""


class PartialRow(dict[str, Any]):
    """A row pieced together from events, of something that nobody introduced.

    What it does not say is unknown, also where the vocabulary takes absence for false; its lists
    hold what events showed and may lack the rest.
    """


class DirectoryError(InvalidRecord):
    """A directory that cannot be used, with everything found wrong in it.

    `field`, `expected` and `got` are those of the first of its `issues`.
    """

    def __init__(self, issues: Iterable[InvalidRecord]) -> None:
        self.issues = tuple(issues)
        first = self.issues[0]
        super().__init__(first.field, first.expected, first.got)
        self.args = (self.issues,)

    def render(self, language: Language = "en") -> str:
        """One line for each fault."""
        return "\n".join(issue.render(language) for issue in self.issues)


class Directory:
    """The rows of every kind over time, and what events changed in them.

    A row holds from `valid_from` on and up to, not including, `valid_until`; a date stands for its
    midnight in the organization's `timezone`, or in China's. Where rows of one id overlap, the one
    that began last holds. The `valid_until` of an account is the end of its term of use: a fact,
    which does not end the row. What was said last holds, whether a row or an event said it.

    Rows are shared: leave them as they are. One thread may use a directory; `copy` is cheap.
    """

    def __init__(
        self,
        rows: Mapping[FactKind, Mapping[str, list[_Span]]],
        organization: Mapping[str, Any],
        zone: tzinfo,
    ) -> None:
        self.organization = organization
        self.timezone = zone
        self._rows = rows
        self._changes: dict[FactKind, dict[str, list[_Change]]] = {kind: {} for kind in rows}
        self._lines: dict[FactKind, dict[str, _Line]] = {kind: {} for kind in rows}

    @classmethod
    def of(cls, source: Mapping[str, Any] | str | os.PathLike[str] | Directory | None) -> Directory:
        """The directory in a mapping or in a JSON file; an empty one for None.

        The keys are people, groups, accounts and devices, each a list of rows or a mapping from id
        to a row or rows, and organization. Facts that the vocabulary does not know are kept
        untouched. Raises DirectoryError with every fault, and OSError for a file that is not there.
        """
        if isinstance(source, Directory):
            return source
        data = _loaded(source) if isinstance(source, str | os.PathLike) else source
        if data is not None and not isinstance(data, Mapping):
            raise DirectoryError([InvalidRecord("directory", "a mapping", described(data))])
        issues: list[InvalidRecord] = []
        data = data or {}
        expected = (*_KINDS, "organization")
        for key in data:
            if key not in expected:
                meant = nearest(key, expected) if isinstance(key, str) else None
                wanted = f"one of {', '.join(expected)}" if meant is None else f"`{meant}`"
                issues.append(InvalidRecord("directory", wanted, described(key)))
        organization = data.get("organization") or {}
        zone = _zone(organization, issues)
        rows = {
            kind: _read_rows(kind, plural, data.get(plural) or (), zone, issues)
            for plural, kind in _KINDS.items()
        }
        if issues:
            raise DirectoryError(issues)
        return cls(rows, organization, zone)

    def person(self, id: str, at: datetime) -> Row | None:
        """What held of a person at a moment; None if nothing is known."""
        line = self._lines["person"].get(id) or self._line("person", id)
        return None if line is None else line.at(at)

    def group(self, id: str, at: datetime) -> Row | None:
        """What held of a group at a moment; None if nothing is known."""
        line = self._lines["group"].get(id) or self._line("group", id)
        return None if line is None else line.at(at)

    def account(self, id: str, at: datetime) -> Row | None:
        """What held of an account at a moment; None if nothing is known."""
        line = self._lines["account"].get(id) or self._line("account", id)
        return None if line is None else line.at(at)

    def device(self, id: str, at: datetime) -> Row | None:
        """What held of a device at a moment; None if nothing is known."""
        line = self._lines["device"].get(id) or self._line("device", id)
        return None if line is None else line.at(at)

    def people(self, at: datetime) -> tuple[str, ...]:
        """The ids of all people known at a moment: the listed ones in order, then the others'."""
        return self._known("person", at)

    def groups(self, at: datetime) -> tuple[str, ...]:
        """The ids of all groups known at a moment, ordered as `people`."""
        return self._known("group", at)

    def accounts(self, at: datetime) -> tuple[str, ...]:
        """The ids of all accounts known at a moment, ordered as `people`."""
        return self._known("account", at)

    def devices(self, at: datetime) -> tuple[str, ...]:
        """The ids of all devices known at a moment, ordered as `people`."""
        return self._known("device", at)

    def ids(self, kind: FactKind) -> tuple[str, ...]:
        """The ids that rows or changes have told of, at whatever time, ordered as `people`."""
        listed = self._rows[kind]
        return (*listed, *sorted(self._changes[kind].keys() - listed.keys()))

    def since(self, kind: FactKind, id: str) -> datetime | None:
        """When a person joined, a group was created or an account opened, the first time of all.

        None if nobody said so, and for every device.
        """
        fact = _STARTS.get(kind, "")
        told = [span.row.get(fact) for span in self._rows[kind].get(id, ())]
        for change in self._changes[kind].get(id, ()):
            told += [value for what, name, value in change.steps if (what, name) == ("set", fact)]
        starts = (_moment(value, self.timezone) for value in told if value is not None)
        return min(starts, default=None)

    def apply(self, event: Event) -> bool:
        """Record what an event changes from its time on; False if it changes nothing.

        Neither the order nor the number of times in which events are applied makes a difference.
        """
        rank = _RANKS.get(event.type)
        if rank is None:
            return False
        applied = False
        for kind, id_, at, steps in _effects(event, self.timezone):
            if isinstance(id_, str) and id_ and steps:
                self._record(kind, id_, _Change(at, rank, event.id, tuple(steps)))
                applied = True
        return applied

    def copy(self) -> Directory:
        """A directory that says the same and changes on its own; the listed rows are shared."""
        other = Directory(self._rows, self.organization, self.timezone)
        for kind, by_id in self._changes.items():
            other._changes[kind] = {id_: list(changes) for id_, changes in by_id.items()}
        return other

    def snapshot(self) -> dict[str, Any]:
        """All that events changed, as JSON-able data for `restore`."""
        return {
            "changes": [
                [kind, id_, change.at.isoformat(), change.rank, change.event, _plain(change.steps)]
                for kind, by_id in self._changes.items()
                for id_, changes in sorted(by_id.items())
                for change in changes
            ]
        }

    def restore(self, data: Mapping[str, Any]) -> None:
        """Put what `snapshot` gave in place of all that events changed so far."""
        self._changes = {kind: {} for kind in self._rows}
        self._lines = {kind: {} for kind in self._rows}
        for kind, id_, at, rank, event, plain in data["changes"]:
            steps = tuple(_typed(kind, *step) for step in plain)
            self._record(kind, id_, _Change(datetime.fromisoformat(at), rank, event, steps))

    def _record(self, kind: FactKind, id_: str, change: _Change) -> None:
        changes = self._changes[kind].setdefault(id_, [])
        place = bisect_left(changes, change.key, key=_key)
        if place < len(changes) and changes[place].key == change.key:
            return
        changes.insert(place, change)
        line = self._lines[kind].get(id_)
        if line is not None:
            line.insert(change)

    def _line(self, kind: FactKind, id_: str) -> _Line | None:
        spans, changes = self._rows[kind].get(id_), self._changes[kind].get(id_)
        if spans is None and changes is None:
            return None
        line = self._lines[kind][id_] = _Line(id_, spans or [], changes or ())
        return line

    def _known(self, kind: FactKind, at: datetime) -> tuple[str, ...]:
        lines = (
            (id_, self._lines[kind].get(id_) or self._line(kind, id_)) for id_ in self.ids(kind)
        )
        return tuple(id_ for id_, line in lines if line is not None and line.at(at) is not None)


def _moment(value: date | datetime, zone: tzinfo) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time(), zone)


# ------------------------------------------------------------------------------- listed rows


def _loaded(path: str | os.PathLike[str]) -> Any:
    try:
        return json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as fault:
        place = f"line {fault.lineno}, column {fault.colno}: {fault.msg}"
    except (UnicodeDecodeError, RecursionError) as fault:
        place = str(fault)
    raise DirectoryError([InvalidRecord(os.fspath(path), "JSON in UTF-8", place)])


def _zone(organization: object, issues: list[InvalidRecord]) -> tzinfo:
    if not isinstance(organization, Mapping):
        issues.append(InvalidRecord("organization", "a mapping", described(organization)))
        return _CHINA
    name = organization.get("timezone")
    if name is None:
        return _CHINA
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError, TypeError, AttributeError):
        expected = "a time zone such as Asia/Shanghai"
        issues.append(InvalidRecord("organization.timezone", expected, described(name)))
        return _CHINA


def _read_rows(
    kind: FactKind, plural: str, entries: object, zone: tzinfo, issues: list[InvalidRecord]
) -> dict[str, list[_Span]]:
    found: dict[str, list[_Span]] = {}
    for where, row in _entries(plural, entries):
        if not isinstance(row, Mapping):
            issues.append(InvalidRecord(where, "a row of facts", described(row)))
            continue
        span = _read_row(kind, where, row, zone, issues)
        id_ = span.row.get("id")
        if not isinstance(id_, str) or not id_:
            issues.append(InvalidRecord(f"{where}.id", "a text that is not empty", described(id_)))
            continue
        others = found.setdefault(id_, [])
        if any(other.begin == span.begin for other in others):
            expected = f"a moment at which no other row of `{id_}` begins"
            got = described(row.get("valid_from"))
            issues.append(InvalidRecord(f"{where}.valid_from", expected, got))
        others.append(span)
    if kind == "account":
        # A sole row does not pass away with the term of use that its `valid_until` tells.
        for spans in found.values():
            if len(spans) == 1:
                spans[0] = attrs.evolve(spans[0], end=None)
    return found


def _entries(plural: str, entries: object) -> Iterator[tuple[str, object]]:
    """Each row with the words that say where it stands."""
    if isinstance(entries, Mapping):
        for id_, rows in entries.items():
            several = isinstance(rows, list | tuple)
            for place, row in enumerate(rows if several else (rows,)):
                where = f"{plural}.{id_}[{place}]" if several else f"{plural}.{id_}"
                yield where, {"id": id_, **row} if isinstance(row, Mapping) else row
    elif isinstance(entries, list | tuple):
        for place, row in enumerate(entries):
            yield f"{plural}[{place}]", row
    else:
        yield plural, entries


def _read_row(
    kind: FactKind, where: str, row: Row, zone: tzinfo, issues: list[InvalidRecord]
) -> _Span:
    read = dict(row)
    bounds: dict[str, datetime | None] = {"valid_from": None, "valid_until": None}
    for name, value in row.items():
        if value is None or name == "id":
            continue
        reader = _readers()[kind].get(name)
        try:
            if name in bounds:
                bound = bounds[name] = _read_bound(f"{where}.{name}", value, zone)
                if reader is not None:
                    read[name] = bound.astimezone(zone).date()
            elif reader is not None:
                read[name] = reader(f"{where}.{name}", value)
        except InvalidRecord as issue:
            issues.append(issue)
    begin, end = bounds["valid_from"], bounds["valid_until"]
    if begin is not None and end is not None and end <= begin:
        got = described(row["valid_until"])
        issues.append(InvalidRecord(f"{where}.valid_until", "later than valid_from", got))
    return _Span(begin, end, read)


def _read_bound(field: str, value: object, zone: tzinfo) -> datetime:
    for read in (read_date, read_datetime):
        try:
            return read_datetime(field, _moment(read(field, value), zone))
        except InvalidRecord:
            continue
    raise InvalidRecord(field, "a date YYYY-MM-DD or ISO 8601 with offset", described(value))


@functools.cache
def _readers() -> Mapping[FactKind, Mapping[str, Reader]]:
    """How the values of facts are read; accounts have a name too, though no clause speaks of it."""
    readers: dict[FactKind, dict[str, Reader]] = {
        kind: {name: value_reader(fact) for name, fact in vocabulary().facts[kind].items()}
        for kind in _KINDS.values()
    }
    readers["account"]["name"] = readers["group"]["name"]
    return readers


# ------------------------------------------------------------------------------- states over time


def _in_utc(at: datetime) -> datetime:
    return at.astimezone(UTC)


@attrs.frozen(eq=False)
class _Span:
    """A listed row that holds from `begin` on, up to `end`; None is without a limit."""

    begin: datetime | None
    end: datetime | None
    row: dict[str, Any]


@attrs.frozen(eq=False)
class _Change:
    """What one event, or one listed row, does to a row at a moment (in UTC)."""

    at: datetime = attrs.field(converter=_in_utc)
    rank: int
    event: str
    steps: tuple[_Step, ...]

    @property
    def key(self) -> tuple[datetime, int, str]:
        """The place among the changes of a row, whatever order they came in."""
        return self.at, self.rank, self.event


class _Line:
    """The states of one row over time: a change turns each into the next."""

    __slots__ = ("changes", "id", "states", "times")

    def __init__(self, id_: str, spans: list[_Span], changes: Iterable[_Change]) -> None:
        self.id = id_
        self.changes: list[_Change] = []
        self.times: list[datetime] = []
        begun = [span.row for span in spans if span.begin is None]
        # By the number of changes before it; filled as asked for.
        self.states: dict[int, _State] = {0: (begun[0] if begun else None, frozenset())}
        for change in (*_boundaries(spans), *changes):
            self.insert(change)

    def at(self, at: datetime) -> Row | None:
        """The row that held at a moment."""
        times = self.times
        if not times or at >= times[-1]:
            place = len(times)
        else:
            # Moments of one zone are compared several times faster than those of two.
            place = bisect_right(times, at.astimezone(UTC))
        return (self.states.get(place) or self._state(place))[0]

    def insert(self, change: _Change) -> None:
        """Put a change in its place; the states that follow it are worked out anew."""
        place = bisect_right(self.changes, change.key, key=_key)
        self.changes.insert(place, change)
        self.times.insert(place, change.at)
        if place < len(self.changes) - 1:
            self.states = {count: one for count, one in self.states.items() if count <= place}

    def _state(self, place: int) -> _State:
        near = max(count for count in self.states if count < place)
        state = _folded(self.id, self.states[near], self.changes[near:place])
        if len(self.states) >= _STATES_KEPT:
            self.states = {0: self.states[0], near: self.states[near]}
        self.states[place] = state
        return state


def _key(change: _Change) -> tuple[datetime, int, str]:
    return change.key


def _boundaries(spans: list[_Span]) -> Iterator[_Change]:
    """The moments at which another listed row, or none, begins to hold."""
    ever = datetime.min.replace(tzinfo=UTC)
    ordered = sorted(spans, key=lambda span: span.begin or ever)
    bounds = {bound for span in spans for bound in (span.begin, span.end) if bound is not None}
    held = next((span.row for span in ordered if span.begin is None), None)
    for at in sorted(bounds):
        row = None
        for span in ordered:
            if (span.begin is None or span.begin <= at) and (span.end is None or at < span.end):
                row = span.row
        if row is not held:
            yield _Change(at, _ROW, "", (("row", "", row),))
        held = row


def _folded(id_: str, state: _State, changes: Iterable[_Change]) -> _State:
    """The state of a row after some more changes."""
    row, held = state
    new = None if row is None else type(row)(row)
    # A list that changes is worked on as the keys of a dict: a large group sees many changes.
    lists: dict[str, dict[str, None]] = {}
    for change in changes:
        for what, fact, value in change.steps:
            if what == "row":
                new, held = None if value is None else dict(value), frozenset()
                lists.clear()
                continue
            if new is None:
                new = PartialRow(id=id_)
            told = new.get(fact)
            listed = what == "add" or isinstance(told, list | tuple)
            if what in ("add", "drop") and (listed or fact in lists):
                members = lists.get(fact)
                if members is None:
                    members = lists[fact] = dict.fromkeys(told or ())
                if what == "add":
                    members.update(dict.fromkeys(value))
                else:
                    for one in value:
                        members.pop(one, None)
            elif what == "drop" and told in value:
                del new[fact]
            elif what == "set":
                new[fact] = value
                lists.pop(fact, None)
                held = frozenset() if fact == "status" else held
            elif what == "whole":
                new = dict(new)
            elif what == "among" and told not in value:
                new[fact] = value[0] if value else None
            elif what == "suspend":
                held |= {change.event}
                new[fact] = told if told == "closed" else "suspended"
            elif what == "resume" and change.event in held:
                held -= {change.event}
                new[fact] = told if held else "active"
    if new is not None:
        new.update((fact, list(members)) for fact, members in lists.items())
    return new, held


# ------------------------------------------------------------------------------- changes by events


_WHOLE: _Step = ("whole", "", None)
# Facts, and the attributes of a snapshot or a new group that tell them.
_PERSON_FACTS = {
    "nickname": "name", "name": "real_name", "department": "department", "position": "position",
    "phone": "phone", "email": "email", "status": "status", "permissions": "permissions",
}  # fmt: skip
_GROUP_FACTS = {
    "name": "name", "level": "level", "purpose": "purpose", "department": "department",
    "responsible_department": "responsible_department", "speak_mode": "speak_mode",
    "owner": "owner", "admins": "admins", "members": "members",
}  # fmt: skip
_GROUP_PLACES = ("members", "admins", "owner")


def _effects(
    event: Event, zone: tzinfo
) -> Iterator[tuple[FactKind, object, datetime, list[_Step]]]:
    """The rows that an event changes, each with the moment and the steps."""
    said, at, get = event.facts, event.at, event.facts.get
    actor, person, group, account = get("actor"), get("person"), get("group"), get("account")

    def told(kind: FactKind, **attributes: str) -> list[_Step]:
        pairs = ((fact, said[name]) for fact, name in attributes.items() if name in said)
        return [step for fact, value in pairs for step in _set(kind, fact, value)]

    match event.type:
        case "employee.join":
            steps = [_WHOLE, *told("person", department="department", position="position")]
            steps += [("set", "status", "active"), ("set", "left", None)]
            yield "person", actor, at, [*steps, ("set", "joined", at.astimezone(zone).date())]
        case "employee.leave" if get("announced"):
            yield "person", actor, at, told("person", left="last_day")
        case "employee.leave":
            left: list[_Step] = [("set", "left", at.astimezone(zone).date())]
            steps = told("person", left="last_day") or left
            yield "person", actor, at, [*steps, ("set", "status", "left")]
        case "employee.transfer":
            yield "person", actor, at, told("person", department="department", position="position")
        case "profile.update":
            yield "person", person, at, _set_all("person", get("changes"))
        case "role.assign":
            what = "drop" if get("operation") == "remove" else "add"
            yield "person", person, at, [(what, "roles", [get("role")])]
        case "permission.change":
            what = "drop" if get("operation") == "revoke" else "add"
            yield "person", person, at, [(what, "permissions", [get("permission")])]
        case "customer.optout":
            yield "person", actor, at, [("set", "opted_out", True), ("set", "customer", True)]
        case "account.open":
            steps = [_WHOLE, *told("account", holder="holder", type="account_type", name="name")]
            steps += [("set", "opened", at), ("set", "closed", None), ("set", "status", "active")]
            yield "account", account, at, steps
        case "account.assign":
            yield "account", account, at, told("account", holder="holder")
        case "account.rename":
            yield "account", account, at, told("account", name="name")
        case "account.update":
            yield "account", account, at, _set_all("account", get("changes"))
        case "account.return":
            yield "account", account, at, [("set", "holder", None)]
        case "account.close" if get("permanent") is False:
            yield "account", account, at, [("suspend", "status", None)]
        case "account.close":
            yield "account", account, at, [("set", "status", "closed"), ("set", "closed", at)]
        case "account.restrict" if get("measure") in ("suspend", "freeze"):
            until = get("until")
            if until is None or until > at:
                yield "account", account, at, [("suspend", "status", None)]
            if until is not None and until > at:
                yield "account", account, until, [("resume", "status", None)]
        case "device.change":
            for device, steps in _device_effects(event):
                yield "device", device, at, steps
        case "group.create":
            steps = [_WHOLE] if get("members") is not None else []
            steps += told("group", **_GROUP_FACTS)
            steps += [("set", "created", at), ("set", "dissolved", None)]
            yield "group", group, at, [*steps, ("set", "status", "active")]
        case "group.rename":
            yield "group", group, at, told("group", name="name")
        case "group.update" if get("setting") == "speak_mode":
            mode = get("new")
            steps = _set("group", "speak_mode", "all" if mode == "everyone" else mode)
            yield "group", group, at, steps
        case "group.role.change":
            dismissed = get("operation") == "dismiss"
            if get("role") == "owner" and not dismissed:
                yield "group", group, at, _set("group", "owner", get("member"))
            else:
                fact = "owner" if get("role") == "owner" else "admins"
                yield "group", group, at, [("drop" if dismissed else "add", fact, [get("member")])]
        case "group.join":
            yield "group", group, at, [("add", "members", [actor])]
        case "group.add":
            yield "group", group, at, [("add", "members", list(get("members") or ()))]
        case "group.leave" | "group.remove":
            gone = [actor] if event.type == "group.leave" else list(get("members") or ())
            yield "group", group, at, [("drop", fact, gone) for fact in _GROUP_PLACES]
        case "group.dissolve":
            yield "group", group, at, [("set", "status", "dissolved"), ("set", "dissolved", at)]
        case "snapshot.person":
            yield "person", person, at, told("person", **_PERSON_FACTS)
        case "snapshot.group":
            yield "group", group, at, [_WHOLE, *told("group", **_GROUP_FACTS)]
        case "snapshot.account":
            steps = told("account", type="account_type", status="status", operators="operators")
            holders: _Step = ("among", "holder", list(get("holders") or ()))
            yield "account", account, at, [*steps, holders]
        case "snapshot.device":
            yield "device", get("device"), at, told("device", user="owner")
        case "snapshot.customer":
            # A mark that is missing does not take back what the customer said.
            steps = [("set", "opted_out", True)] if get("marked_optout") else []
            yield "person", get("customer"), at, [("set", "customer", True), *steps]
        case "snapshot.organization":
            for someone, roles in _roles(get("roles")).items():
                yield "person", someone, at, [("add", "roles", roles)]


def _device_effects(event: Event) -> Iterator[tuple[object, list[_Step]]]:
    device, actor = event.get("device"), event.get("actor")
    user: list[_Step] = [] if actor is None else [("set", "user", actor)]
    match event.get("operation"):
        case "bind":
            yield device, user
        case "unbind":
            yield device, [("set", "user", None)]
        case "lose":
            yield device, [("set", "trusted", False)]
        case "replace":
            yield device, [("set", "user", None), ("set", "trusted", False)]
            yield event.get("new"), user


def _roles(people_by_role: object) -> Mapping[str, list[str]]:
    """The roles of each person, from the people in each role."""
    found: dict[str, list[str]] = {}
    if isinstance(people_by_role, Mapping):
        for role, people in people_by_role.items():
            for person in (people,) if isinstance(people, str) else people or ():
                if isinstance(person, str) and isinstance(role, str):
                    found.setdefault(person, []).append(role)
    return found


def _set_all(kind: FactKind, changes: object) -> list[_Step]:
    if not isinstance(changes, Mapping):
        return []
    return [step for fact, value in changes.items() for step in _set(kind, fact, value)]


def _set(kind: FactKind, fact: str, value: object) -> list[_Step]:
    """The step that gives a fact a value; none where the value is not one of that fact."""
    if fact == "id" or fact not in _readers()[kind]:
        return []
    attribute = vocabulary().facts[kind].get(fact)
    if attribute is not None and attribute.type == "object":
        # What changes is saved with an engine's state, which holds no values of unknown depth.
        return []
    if attribute is not None and attribute.is_list and isinstance(value, str):
        value = [value]
    try:
        return [("set", fact, None if value is None else _readers()[kind][fact](fact, value))]
    except InvalidRecord:
        return []


def _plain(steps: Iterable[_Step]) -> list[list[Any]]:
    return [
        [what, fact, value.isoformat() if isinstance(value, date) else value]
        for what, fact, value in steps
    ]


def _typed(kind: FactKind, what: str, fact: str, value: Any) -> _Step:
    if what == "set" and value is not None:
        return what, fact, _readers()[kind][fact](fact, value)
    return what, fact, value
