"""What a directory tells facts of, and how the values of these facts are read."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date, datetime, time, tzinfo
from typing import Any, TypeAlias

from wechat_policy.values import Reader, value_reader
from wechat_policy.vocabulary import FactKind, vocabulary

Row: TypeAlias = Mapping[str, Any]
"""What is known of one person, group, account or device: its `id`, and facts by name."""

KINDS: Mapping[str, FactKind] = {
    "people": "person",
    "groups": "group",
    "accounts": "account",
    "devices": "device",
}


@functools.cache
def readers() -> Mapping[FactKind, Mapping[str, Reader]]:
    """How the values of facts are read; accounts have a name too, though no clause speaks of it."""
    found: dict[FactKind, dict[str, Reader]] = {
        kind: {name: value_reader(fact) for name, fact in vocabulary().facts[kind].items()}
        for kind in KINDS.values()
    }
    found["account"]["name"] = found["group"]["name"]
    return found


def moment(value: date | datetime, zone: tzinfo) -> datetime:
    """A moment as it is; a date as its midnight in the zone."""
    return value if isinstance(value, datetime) else datetime.combine(value, time(), zone)
