"""Devices as security/trustdevice/list and security/trustdevice/get_by_user tell them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wechat_policy.adapters import fields
from wechat_policy.adapters.directories.told import Setting, Told, attempted, each, put, rest
from wechat_policy.adapters.records import Refused

# Whose it is, and whether an administrator has confirmed it.
_STATUSES: Mapping[int, tuple[str | None, bool]] = {
    1: ("company", False),  # imported, and nobody has logged in with it yet
    2: (None, False),  # its user has to be asked
    3: (None, False),  # said to be the company's, not confirmed
    4: (None, False),  # said to be somebody's own, not confirmed
    5: ("company", True),
    6: ("personal", True),
}


def devices(record: Mapping[str, Any], setting: Setting) -> Iterator[Told | Refused]:
    """The devices of a page, with whose they are and whether they are confirmed as trusted."""
    return attempted(each(record, "device_list"), _device)


def _device(item: Mapping[str, Any], path: str) -> Iterator[Told]:
    id_ = fields.identity(item.get("device_code"), fields.joined(path, "device_code"))
    row: dict[str, Any] = {"id": id_}
    status = fields.whole(item, "status", path)
    if status is not None:
        if status not in _STATUSES:
            where = fields.joined(path, "status")
            raise Refused("wrong", where, "a whole number from 1 to 6", str(status)[:20])
        owner, row["trusted"] = _STATUSES[status]
        put(row, "owner", owner)
    user = item.get("last_login_userid") or item.get("confirm_userid")
    if user:
        put(row, "user", fields.identity(user, fields.joined(path, "last_login_userid")))
    row.update(rest(item, ("device_code",)))
    yield Told("device", row)
