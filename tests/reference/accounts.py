"""What each subject answers for: the violations that stand, and the penalties they lead to.

All of it is worked out again from the violations told and what people decided about them. What
is remembered is what was said of an entry, for only what differs from it is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from reference.decisions import Charge
from reference.ledger import Entry, Penalty, Tariff, Worked, ledger

Key = tuple[Any, ...]


@attrs.frozen
class Change:
    """An entry of which something else has to be said than before; no penalties, no entry."""

    entry: Entry
    before: tuple[Penalty, ...]
    after: tuple[Penalty, ...]


class Account:
    """One subject under one policy."""

    def __init__(self, tariff: Tariff) -> None:
        self._tariff = tariff
        self._charges: list[Charge] = []
        self._worked: Sequence[Worked] = ()
        self._said: dict[Key, Worked] = {}

    def charge(self, charge: Charge) -> None:
        """One more violation was told."""
        self._charges.append(charge)

    def entries(self) -> list[Entry]:
        """An entry for each event and each owed duty of which some violation stands.

        They go by time; those of one time as they were told.
        """
        by_entry: dict[Key, list[Charge]] = {}
        for one in self._charges:
            by_entry.setdefault(one.entry, []).append(one)
        found = []
        for key, those in by_entry.items():
            standing = tuple(one.breach for one in those if one.breach is not None)
            if standing:
                first = those[0]
                assert first.subject is not None
                found.append(
                    Entry(key, first.subject, first.at, first.event, first.moment, standing)
                )
        return sorted(found, key=lambda one: one.at)

    def stands(self) -> Sequence[Worked]:
        """The entries with their penalties."""
        self._worked = ledger(self._tariff, self.entries(), self._worked)
        return self._worked

    def changes(self) -> Iterator[Change]:
        """What has to be said, now that more was told or decided."""
        now = {one.entry.key: one for one in self.stands()}
        for key in dict.fromkeys((*now, *self._said)):
            earlier, one = self._said.get(key), now.get(key)
            before = () if earlier is None else earlier.penalties
            after = () if one is None else one.penalties
            if before != after:
                entry = (one or self._said[key]).entry
                yield Change(entry, before, after)
        self._said = now
