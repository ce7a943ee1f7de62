"""What an engine remembers, behind one small interface, and the stores that keep it.

Keys are tuples that begin with policy, clause and fingerprint, so that any store with keyed state
can carry them.
"""

from __future__ import annotations

from wechat_policy.state.faults import StateError
from wechat_policy.state.interface import Key, State
from wechat_policy.state.memory import Memory

__all__ = ["Key", "Memory", "State", "StateError"]
