"""Which rows an answer was found in, and how long it holds."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime

import attrs

from wechat_policy.directory.facts import Row
from wechat_policy.directory.lookup import Directory
from wechat_policy.directory.states import Line
from wechat_policy.vocabulary import FactKind


class Watch(Directory):
    """A directory that takes note of the rows it is asked for.

    `asked` are these; `counted` says that somebody asked for all there are of a kind, which no
    list of rows tells.
    """

    def __init__(self, directory: Directory) -> None:
        super().__init__(directory._rows, directory.organization, directory.timezone)
        self._changes, self._lines = directory._changes, directory._lines
        self._directory = directory
        self.asked: set[tuple[FactKind, str]] = set()
        self.counted = False

    def person(self, id: str, at: datetime) -> Row | None:
        """What held of a person."""
        self.asked.add(("person", id))
        return super().person(id, at)

    def group(self, id: str, at: datetime) -> Row | None:
        """What held of a group."""
        self.asked.add(("group", id))
        return super().group(id, at)

    def account(self, id: str, at: datetime) -> Row | None:
        """What held of an account."""
        self.asked.add(("account", id))
        return super().account(id, at)

    def device(self, id: str, at: datetime) -> Row | None:
        """What held of a device."""
        self.asked.add(("device", id))
        return super().device(id, at)

    def _known(self, kind: FactKind, at: datetime) -> tuple[str, ...]:
        self.counted = True
        return super()._known(kind, at)

    def hold(self, at: datetime) -> Hold:
        """How long the rows that were asked for at a moment say the same."""
        begin = end = None
        lines = []
        for kind, id_ in self.asked:
            line = self._directory.line(kind, id_)
            lines.append((kind, id_, line, 0 if line is None else len(line.times)))
            if line is None or not line.times:
                continue
            place = bisect_right(line.times, at.astimezone(UTC))
            if place and (begin is None or line.times[place - 1] > begin):
                begin = line.times[place - 1]
            if place < len(line.times) and (end is None or line.times[place] < end):
                end = line.times[place]
        return Hold(tuple(lines), begin, end, self._directory.revision)


@attrs.define(eq=False)
class Hold:
    """From when on, and up to when, some rows say what they said."""

    _lines: tuple[tuple[FactKind, str, Line | None, int], ...]
    _begin: datetime | None
    _end: datetime | None
    _revision: int

    def stands(self, directory: Directory, at: datetime) -> bool:
        """Whether they say it in the directory as it is now, at a moment."""
        if self._revision != directory.revision:
            for kind, id_, line, count in self._lines:
                now = directory.line(kind, id_)
                if now is not line or (now is not None and len(now.times) != count):
                    return False
            self._revision = directory.revision
        if self._begin is not None and at < self._begin:
            return False
        return self._end is None or at < self._end
