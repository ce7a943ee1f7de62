"""All formats of records, in the order in which a record is compared with them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from wechat_policy.adapters.approval_pages import APPROVAL
from wechat_policy.adapters.archive import ARCHIVE
from wechat_policy.adapters.callbacks import CALLBACK
from wechat_policy.adapters.documents import looks_like_record
from wechat_policy.adapters.exports import AIBOT, EXPORTS
from wechat_policy.adapters.format import Format
from wechat_policy.adapters.native import EVENTS
from wechat_policy.adapters.pulls.behaviour import BEHAVIOUR
from wechat_policy.adapters.pulls.checkin import CHECKIN
from wechat_policy.adapters.pulls.consent import CONSENT
from wechat_policy.adapters.pulls.customer_service import CUSTOMER_SERVICE
from wechat_policy.adapters.pulls.file_record import FILE_RECORD
from wechat_policy.adapters.pulls.group_send import GROUP_SEND
from wechat_policy.adapters.pulls.journal import JOURNAL
from wechat_policy.adapters.pulls.keyword_hit import KEYWORD_HIT
from wechat_policy.adapters.pulls.moments import MOMENTS
from wechat_policy.adapters.pulls.operation import OPERATION
from wechat_policy.adapters.pulls.rule import RULE
from wechat_policy.adapters.pulls.screen_record import SCREEN_RECORD
from wechat_policy.adapters.pulls.snapshot import SNAPSHOT
from wechat_policy.adapters.pulls.trusted_device import TRUSTED_DEVICE
from wechat_policy.adapters.tables.telling import TABLE

_ALL: tuple[Format, ...] = (
    EVENTS,
    AIBOT,
    *EXPORTS,
    # Before the archive, whose sign is the `msgtype` that these have too.
    CUSTOMER_SERVICE,
    KEYWORD_HIT,
    ARCHIVE,
    CALLBACK,
    APPROVAL,
    CHECKIN,
    JOURNAL,
    OPERATION,
    FILE_RECORD,
    SCREEN_RECORD,
    GROUP_SEND,
    MOMENTS,
    TRUSTED_DEVICE,
    BEHAVIOUR,
    CONSENT,
    RULE,
    SNAPSHOT,
    # Last, because it takes whatever has columns.
    TABLE,
)

FORMATS: Mapping[str, Format] = MappingProxyType({each.name: each for each in _ALL})
"""The formats by their names."""

_LATER = tuple(each for each in _ALL if each not in (EVENTS, ARCHIVE))


def classified(value: Any) -> tuple[Format, str] | None:
    """The format that a decoded record shows and its sign, None if it shows none."""
    if not isinstance(value, Mapping):
        return None
    for each in _ALL:
        if sign := each.sign(value):
            return each, sign
    return None


def is_record(value: Mapping[str, Any]) -> bool:
    """Whether an object has what a record of some format always has."""
    return looks_like_record(value) or any(each.sign(value) for each in _LATER)
