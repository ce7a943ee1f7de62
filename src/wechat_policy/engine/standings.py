"""What stands on accounts: entries, and the penalties that are derived from them anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import attrs

from wechat_policy.codec import storable
from wechat_policy.drafts import maker
from wechat_policy.engine.linked import Linked
from wechat_policy.penalties import Account, Breach, Entry, Penalty, Taken, derive, impose
from wechat_policy.state import State
from wechat_policy.verdict import identity

Moved = tuple[list[Penalty], list[Penalty]]
"""The penalty for an entry, if it is new, and the others that changed with it."""


@storable
@attrs.frozen
class Standing:
    """An entry of an account, and the penalty for it as it stands; None each if there is none."""

    entry: Entry | None
    penalty: Penalty | None


_new_account, _new_standing = maker(Account), maker(Standing)


class Standings:
    """Entries and penalties by policy and subject; penalties are derived, never edited.

    `again` gives a breach anew, with the conditional rows of the present version.
    """

    def __init__(
        self, state: State, linked: Sequence[Linked], again: Callable[[Linked, Breach], Breach]
    ) -> None:
        self._state = state
        self._again = again
        self._linked = {one.policy.id: one for one in linked}
        self._zones = {one.policy.id: one.policy.zone for one in linked}
        self._reaches = {one.policy.id: one.policy.penalties.reach for one in linked}
        # Which table an account was last counted by.
        self._tables = {
            one.number: identity(repr(one.policy.penalties), one.policy.rows_fingerprint)
            for one in linked
        }

    def of(self, policy: str, subject: str) -> dict[str, Standing]:
        """What stands on an account, by entry, in the order in which it was found."""
        ids: tuple[str, ...] = self._state.get((policy, "account", subject)) or ()
        return {id_: self._state.get((policy, "entry", subject, id_)) for id_ in ids}

    def add(self, policy: str, subject: str, entry: Entry) -> Moved:
        """Puts an entry on an account, or its breaches to those of the same event."""
        self._renew(policy, subject)
        known: Standing | None = self._state.get((policy, "entry", subject, entry.id))
        last, taken, _ = self._state.get((policy, "taken", subject)) or (None, (), "")
        if known is None and (last is None or last <= entry.at):
            return self._append(policy, subject, entry, taken), []
        return self._change(policy, subject, entry.id, lambda before: _joined(before, entry))

    def restate(
        self, policy: str, subject: str, id_: str, change: Callable[[Entry | None], Entry | None]
    ) -> Moved:
        """Changes an entry of an account, adds it, or (None) takes it out."""
        self._renew(policy, subject)
        return self._change(policy, subject, id_, change)

    def _change(
        self, policy: str, subject: str, id_: str, change: Callable[[Entry | None], Entry | None]
    ) -> Moved:
        standings = self.of(policy, subject)
        before = standings[id_].entry if id_ in standings else None
        entry = change(before)
        if before is None and entry is None:
            return [], []
        return self._derive(policy, subject, standings, id_, entry)

    def _append(
        self, policy: str, subject: str, entry: Entry, taken: tuple[Taken, ...]
    ) -> list[Penalty]:
        """Puts an entry behind all others, which changes none of them."""
        linked = self._linked[policy]
        account = self._account(policy, subject)
        place = (policy, "account", subject)
        ids: tuple[str, ...] = self._state.get(place) or ()
        penalty, left = impose(linked.policy.penalties, account, entry, taken)
        self._state.put(place, (*ids, entry.id))
        self._state.put((policy, "entry", subject, entry.id), _new_standing(entry, penalty))
        self._take(linked, subject, entry.at, (*taken, left))
        return [] if penalty is None else [penalty]

    def _take(self, linked: Linked, subject: str, at: datetime, taken: Iterable[Taken]) -> None:
        """Keeps of an account's entries what later ones are counted with."""
        policy = linked.policy.id
        floor = at - self._reaches[policy]
        kept = tuple([one for one in taken if one.at >= floor])
        self._state.put((policy, "taken", subject), (at, kept, self._tables[linked.number]))

    def _renew(self, policy: str, subject: str) -> None:
        """Lets the entries of an account take the rows of this version, to be counted with.

        The penalties for them stay as a former version imposed them.
        """
        linked = self._linked[policy]
        _, _, table = self._state.get((policy, "taken", subject)) or (None, (), "")
        if table in ("", self._tables[linked.number]):
            return
        entries = []
        for id_, standing in self.of(policy, subject).items():
            if standing.entry is not None:
                breaches = tuple(self._again(linked, one) for one in standing.entry.breaches)
                entry = attrs.evolve(standing.entry, breaches=breaches)
                entries.append(entry)
                renewed = attrs.evolve(standing, entry=entry)
                self._state.put((policy, "entry", subject, id_), renewed)
        account = self._account(policy, subject)
        _, taken = derive(linked.policy.penalties, account, entries)
        last = max(entries, key=lambda one: one.place)
        self._take(linked, subject, last.at, taken)

    def _derive(
        self, policy: str, subject: str, standings: dict[str, Standing], fresh: str,
        entry: Entry | None,
    ) -> Moved:  # fmt: skip
        """Derives an account anew with one entry changed, added or (None) taken out."""
        linked = self._linked[policy]
        account = self._account(policy, subject)
        before = {**standings}
        standings[fresh] = Standing(entry, None)
        entries = [one.entry for one in standings.values() if one.entry is not None]
        penalties, taken = derive(linked.policy.penalties, account, entries)
        now = {one.id: one for one in penalties}
        made: list[Penalty] = []
        changed: list[Penalty] = []
        gone: list[Penalty] = []
        for id_, standing in standings.items():
            earlier = before[id_].penalty if id_ in before else None
            penalty = now.get(account.penalty_id(id_))
            if earlier is not None and earlier.version != account.version and id_ != fresh:
                penalty = earlier  # what a former version imposed stands as it was issued
            elif penalty is None and earlier is not None and earlier.sanctions:
                gone.append(
                    attrs.evolve(earlier, sanctions=(), count=0, then=None, revises=earlier.id)
                )
            elif penalty is not None and earlier is None:
                (made if id_ == fresh else changed).append(penalty)
            elif penalty is not None and earlier is not None and not _same(earlier, penalty):
                penalty = attrs.evolve(penalty, version=earlier.version, revises=earlier.id)
                changed.append(penalty)
            elif penalty is not None:
                penalty = earlier
            stands = Standing(standing.entry, penalty)
            if id_ == fresh or stands != before[id_]:
                self._state.put((policy, "entry", subject, id_), stands)
        self._state.put((policy, "account", subject), tuple(standings))
        if entries:
            last = max(entries, key=lambda one: one.place)
            self._take(linked, subject, last.at, taken)
        else:
            self._state.delete((policy, "taken", subject))
        return made, [*changed, *gone]

    def _account(self, policy: str, subject: str) -> Account:
        """Under whom and what the penalties of an account are derived."""
        return _new_account(
            policy, self._linked[policy].policy.version, subject, self._zones[policy]
        )


def _joined(before: Entry | None, entry: Entry) -> Entry:
    """An entry with the breaches of one that was found before."""
    if before is None:
        return entry
    both = {one.violation: one for one in (*before.breaches, *entry.breaches)}
    return attrs.evolve(before, breaches=tuple(both.values()))


def _same(earlier: Penalty, now: Penalty) -> bool:
    """Whether two penalties say the same but for the version under which they were derived."""
    return now == attrs.evolve(earlier, version=now.version, revises=now.revises)
