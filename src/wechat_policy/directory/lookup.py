"""The directory: every row at every moment, and what events change from their time on."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Any

from wechat_policy.directory.changes import RANKS, effects, plain_steps, typed_step
from wechat_policy.directory.facts import KINDS, Row, moment
from wechat_policy.directory.rows import DirectoryError, loaded, read_rows, zone_of
from wechat_policy.directory.states import Change, Line, ListedRow, key_of
from wechat_policy.errors import InvalidRecord
from wechat_policy.events import Event
from wechat_policy.schedule import read_schedule
from wechat_policy.suggestion import nearest
from wechat_policy.values import described
from wechat_policy.vocabulary import FactKind

_STARTS: Mapping[str, str] = {"person": "joined", "group": "created", "account": "opened"}


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
        rows: Mapping[FactKind, Mapping[str, list[ListedRow]]],
        organization: Mapping[str, Any],
        zone: tzinfo,
    ) -> None:
        self.organization = organization
        self.timezone = zone
        self._rows = rows
        self._changes: dict[FactKind, dict[str, list[Change]]] = {kind: {} for kind in rows}
        self._lines: dict[FactKind, dict[str, Line]] = {kind: {} for kind in rows}

    @classmethod
    def of(cls, source: Mapping[str, Any] | str | os.PathLike[str] | Directory | None) -> Directory:
        """The directory in a mapping or in a JSON file; an empty one for None.

        The keys are people, groups, accounts and devices, each a list of rows or a mapping from id
        to a row or rows, and organization. Facts that the vocabulary does not know are kept
        untouched. Raises DirectoryError with every fault, and OSError for a file that is not there.
        """
        if isinstance(source, Directory):
            return source
        data = loaded(source) if isinstance(source, str | os.PathLike) else source
        if data is not None and not isinstance(data, Mapping):
            raise DirectoryError([InvalidRecord("directory", "a mapping", described(data))])
        issues: list[InvalidRecord] = []
        data = data or {}
        expected = (*KINDS, "organization")
        for key in data:
            if key not in expected:
                meant = nearest(key, expected) if isinstance(key, str) else None
                wanted = f"one of {', '.join(expected)}" if meant is None else f"`{meant}`"
                issues.append(InvalidRecord("directory", wanted, described(key)))
        organization = data.get("organization") or {}
        zone = zone_of(organization, issues)
        rows = {
            kind: read_rows(kind, plural, data.get(plural) or (), zone, issues)
            for plural, kind in KINDS.items()
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

    def unreadable_hours(self) -> Iterator[InvalidRecord]:
        """The listed people's own hours that cannot be read, each with its place."""
        for id_, spans in self._rows["person"].items():
            for told in (span.row.get("working_hours") for span in spans):
                try:
                    if told is not None:
                        read_schedule(f"people.{id_}.working_hours", told)
                except InvalidRecord as fault:
                    yield fault

    def told(self, kind: FactKind, id: str, fact: str) -> list[Any]:
        """Every value that rows and events gave of a fact, at whatever time."""
        told = [span.row.get(fact) for span in self._rows[kind].get(id, ())]
        for change in self._changes[kind].get(id, ()):
            told += [value for what, name, value in change.steps if (what, name) == ("set", fact)]
        return [value for value in told if value is not None]

    def since(self, kind: FactKind, id: str) -> datetime | None:
        """When a person joined, a group was created or an account opened, the first time of all.

        None if nobody said so, and for every device.
        """
        told = self.told(kind, id, _STARTS.get(kind, ""))
        starts = (moment(value, self.timezone) for value in told)
        return min(starts, default=None)

    def apply(self, event: Event) -> bool:
        """Record what an event changes from its time on; False if it changes nothing.

        Neither the order nor the number of times in which events are applied makes a difference.
        """
        rank = RANKS.get(event.type)
        if rank is None:
            return False
        applied = False
        for kind, id_, at, steps in effects(event, self.timezone):
            if isinstance(id_, str) and id_ and steps:
                self._record(kind, id_, Change(at, rank, event.id, tuple(steps)))
                applied = True
        return applied

    def retract(self, event: Event) -> None:
        """Take back what an event changed; nothing if it changed nothing."""
        for kind, id_, _, _ in effects(event, self.timezone):
            if isinstance(id_, str) and id_ in self._changes[kind]:
                rest = [one for one in self._changes[kind][id_] if one.event != event.id]
                self._changes[kind][id_] = rest
                if not rest:
                    del self._changes[kind][id_]
                self._lines[kind].pop(id_, None)

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
                [
                    kind,
                    id_,
                    change.at.isoformat(),
                    change.rank,
                    change.event,
                    plain_steps(change.steps),
                ]
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
            steps = tuple(typed_step(kind, *step) for step in plain)
            self._record(kind, id_, Change(datetime.fromisoformat(at), rank, event, steps))

    def _record(self, kind: FactKind, id_: str, change: Change) -> None:
        changes = self._changes[kind].setdefault(id_, [])
        place = bisect_left(changes, change.key, key=key_of)
        if place < len(changes) and changes[place].key == change.key:
            return
        changes.insert(place, change)
        line = self._lines[kind].get(id_)
        if line is not None:
            line.insert(change)

    def _line(self, kind: FactKind, id_: str) -> Line | None:
        spans, changes = self._rows[kind].get(id_), self._changes[kind].get(id_)
        if spans is None and changes is None:
            return None
        line = self._lines[kind][id_] = Line(id_, spans or [], changes or ())
        return line

    def _known(self, kind: FactKind, at: datetime) -> tuple[str, ...]:
        lines = (
            (id_, self._lines[kind].get(id_) or self._line(kind, id_)) for id_ in self.ids(kind)
        )
        return tuple(id_ for id_, line in lines if line is not None and line.at(at) is not None)
