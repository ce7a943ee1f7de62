"""`sys_approval_change` and `open_approval_change`: what became of an application."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from wechat_policy.adapters.approval_records import application_events, open_application_events
from wechat_policy.adapters.callbacks.envelope import Callback
from wechat_policy.adapters.format import Native
from wechat_policy.adapters.parts import Part
from wechat_policy.adapters.records import Refused


def _changed(callback: Callback) -> Iterator[Native | Refused]:
    """All that has become of it, not only what this callback is about.

    Callbacks get lost; the ids of what was told before are the same, so that it counts once.
    """
    return application_events(_info(callback), callback.zone)


def _changed_elsewhere(callback: Callback) -> Iterator[Native | Refused]:
    return open_application_events(_info(callback), callback.zone)


def _info(callback: Callback) -> Part:
    info = callback.part.part("ApprovalInfo")
    if info is None:
        raise Refused("missing", callback.part.place("ApprovalInfo"))
    return info


READERS = MappingProxyType(
    {"sys_approval_change": _changed, "open_approval_change": _changed_elsewhere}
)
"""The reader of each event of this kind."""
