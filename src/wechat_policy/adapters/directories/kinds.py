"""The kinds of records that tell who is who, and what shows each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wechat_policy.adapters.directories.address_book import departments, members
from wechat_policy.adapters.directories.chats import external_groups, internal_group
from wechat_policy.adapters.directories.checkins import rules
from wechat_policy.adapters.directories.contacts import contacts
from wechat_policy.adapters.directories.devices import devices
from wechat_policy.adapters.directories.native_rows import KEYS, native_rows
from wechat_policy.adapters.directories.told import Tell

_TELLS: Mapping[str, Tell] = {
    "native": native_rows,
    "members": members,
    "departments": departments,
    "internal group": internal_group,
    "external group": external_groups,
    "contacts": contacts,
    "devices": devices,
    "check-in rules": rules,
}


def kind_of(record: Mapping[str, Any]) -> str | None:
    """The kind of a record, None if it tells nothing for a directory."""
    for key, kind in (
        ("userlist", "members"),
        ("group_chat", "external group"),
        ("member_list", "external group"),
        ("room_create_time", "internal group"),
        ("roomname", "internal group"),
        ("external_contact", "contacts"),
        ("external_contact_list", "contacts"),
        ("device_list", "devices"),
    ):
        if key in record:
            return kind
    info = record.get("info")
    ruled = info if isinstance(info, list) else record.get("group")
    if isinstance(ruled, list) and any(_is_rule(one) for one in ruled):
        return "check-in rules"
    if "userid" in record and ("name" in record or "department" in record):
        return "members"
    listed = record.get("department")
    if isinstance(listed, list) and (
        "userid" not in record and all(isinstance(one, Mapping) for one in listed)
    ):
        return "departments"
    if any(isinstance(record.get(key), list | Mapping) for key in KEYS):
        return "native"
    return None


def tell_of(kind: str) -> Tell:
    """What reads a record of that kind."""
    return _TELLS[kind]


def _is_rule(value: Any) -> bool:
    rule = value.get("group", value) if isinstance(value, Mapping) else None
    return isinstance(rule, Mapping) and ("checkindate" in rule or "grouptype" in rule)
