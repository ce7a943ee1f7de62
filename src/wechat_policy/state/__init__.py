"""What an engine remembers, behind one small interface, and the stores that keep it.

Keys are tuples that begin with policy, clause and fingerprint, so that any store with keyed state
can carry them.
"""

from __future__ import annotations

import os

from wechat_policy.state.faults import StateError
from wechat_policy.state.interface import Key, State, has_seen_any, see_all
from wechat_policy.state.memory import Memory

__all__ = ["Key", "Memory", "State", "StateError", "has_seen_any", "see_all", "store_of"]


def store_of(state: State | str | os.PathLike[str] | None) -> State:
    """A store as it is, the one in the file of a path, or a new one in memory for None.

    Raises TypeError for anything else, StateError and OSError as `SQLite` does.
    """
    if state is None:
        return Memory()
    if isinstance(state, str | os.PathLike):
        from wechat_policy.state.sqlite import SQLite

        return SQLite(state)
    if not isinstance(state, State):
        raise TypeError(f"state is the path of a file or a State, not {state!r:.60}")
    return state
