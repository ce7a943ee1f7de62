"""What becomes of state when the definition of a clause changes, or its name.

State stands under policy, clause and fingerprint. A clause with a new name that says what it was
called takes its state along; a clause with a new meaning begins anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from wechat_policy.policy import Policy
from wechat_policy.state import Key, State

_POLICIES = ("", "policies")


def known(policy: str) -> Key:
    """The key under which it stands which clauses a policy had, and since when."""
    return (policy, "known")


def definitions(policy: Policy) -> list[tuple[str, str]]:
    """The clauses of a policy by name and fingerprint, and the conditions of its penalties."""
    return [*((one.id, one.fingerprint) for one in policy.clauses), ("", policy.rows_fingerprint)]


def take_over(state: State, policies: Sequence[Policy], clock: datetime | None) -> int:
    """Makes a store's content that of these policies; gives how many values were dropped.

    A definition that is new to a store that has come to `clock` knows no events of before.
    """
    dropped = 0
    present = tuple(policy.id for policy in policies)
    for absent in set(state.get(_POLICIES) or ()).difference(present):
        # What it would have known of this time is lost to it: it begins anew.
        dropped += _drop(state, absent, state.get(known(absent)) or ())
        state.delete(known(absent))
    if present != state.get(_POLICIES):
        state.put(_POLICIES, present)
    for policy in policies:
        before: dict[tuple[str, str], datetime | None] | None = state.get(known(policy.id))
        now = definitions(policy)
        if before is not None:
            for clause in policy.clauses:
                former = (clause.formerly or "", clause.fingerprint)
                if clause.formerly and former in before and former not in now:
                    _rename(state, policy.id, former, (clause.id, clause.fingerprint))
                    before = {**before, (clause.id, clause.fingerprint): before[former]}
            gone = before.keys() - set(now)
            if gone:
                dropped += _drop(state, policy.id, gone)
        since = {one: clock if before is None else before.get(one, clock) for one in now}
        if since != before:
            state.put(known(policy.id), since)
    return dropped


def complete_since(
    state: State, policy: Policy, definition: tuple[str, str], history_since: datetime | None
) -> datetime | None:
    """From when on a store knows all events for a definition; None if it does from the first."""
    begun = (state.get(known(policy.id)) or {}).get(definition)
    return max((at for at in (begun, history_since) if at), default=None)


def _drop(state: State, policy: str, gone: Iterable[tuple[str, str]]) -> int:
    dropped = 0
    for definition in gone:
        beginning = (policy, *definition)
        for key, _ in list(state.items(*beginning)):
            state.delete(key)
            dropped += 1
        for due, place in list(state.timers()):
            if place[:3] == beginning:
                state.drop_timer(due, place)
    return dropped


def _rename(state: State, policy: str, old: tuple[str, str], new: tuple[str, str]) -> None:
    before, after = (policy, *old), (policy, *new)
    for key, value in list(state.items(*before)):
        state.delete(key)
        state.put((*after, *key[3:]), _renamed(value, before, after))
    for key, value in list(state.items("opened")):
        state.put(key, _renamed(value, before, after))
    for due, place in list(state.timers()):
        if place[:3] == before:
            state.drop_timer(due, place)
            state.set_timer(due, (*after, *place[3:]))


def _renamed(value: Any, before: Key, after: Key) -> Any:
    """Links to other keys that stand in a value, under the new name."""
    if not isinstance(value, tuple):
        return value
    if value[:3] == before:
        return (*after, *value[3:])
    return tuple(_renamed(item, before, after) for item in value)
