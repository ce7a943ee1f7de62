"""Groups: internal ones of msgaudit/groupchat/get, customers' of externalcontact/groupchat/get."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from wechat_policy.adapters import fields
from wechat_policy.adapters.directories.told import Setting, Told, each, put, rest
from wechat_policy.adapters.records import Refused, described

_ROOM = re.compile(r"wr[A-Za-z0-9_-]{4,}")
_ANSWER = frozenset({"errcode", "errmsg"})
_INTERNAL = _ANSWER | {"roomid", "chat_id", "roomname", "room_create_time", "members"}
_EXTERNAL = _ANSWER | {"chat_id", "name", "owner", "create_time", "member_list", "admin_list"}
_EXTERNAL_MEMBER = 2


def internal_group(record: Mapping[str, Any], setting: Setting) -> Iterator[Told | Refused]:
    """The group of msgaudit/groupchat/get.

    The answer does not say which group it is about: its id is that of a key `roomid` which
    whoever saved it has added, or the name of the file. Who made the group is kept as
    `x_creator`, for it may have another owner by now.
    """
    id_ = record.get("roomid") or record.get("chat_id")
    if id_ in (None, "") and _ROOM.fullmatch(setting.stem):
        id_ = setting.stem
    if id_ in (None, ""):
        yield Refused("wrong", "roomid", "an id beside the answer, or the file's name", "nothing")
        return
    row: dict[str, Any] = {"id": fields.identity(id_, "roomid")}
    put(row, "name", fields.text(record, "roomname", ""))
    row["external"] = False
    if record.get("room_create_time"):
        made = fields.moment(record["room_create_time"], "room_create_time", setting.zone)
        row["created"] = made.isoformat()
    members, joined, faults = _members(record, "members", "", "memberid", "jointime", setting)
    yield from faults
    row["members"] = list(members)
    put(row, "x_joined", joined or None)
    row.update(rest(record, _INTERNAL))
    yield Told("group", row)


def external_groups(record: Mapping[str, Any], setting: Setting) -> Iterator[Told | Refused]:
    """The group of externalcontact/groupchat/get, and the customers and members named in it."""
    wrapped = each(record, "group_chat") if "group_chat" in record else iter([("", record)])
    for path, item in wrapped:
        try:
            if not isinstance(item, Mapping):
                raise Refused("wrong", path, "an object", described(item))
            yield from list(_external(item, path, setting))
        except Refused as refused:
            yield refused


def _external(item: Mapping[str, Any], path: str, setting: Setting) -> Iterator[Told | Refused]:
    id_ = fields.identity(item.get("chat_id"), fields.joined(path, "chat_id"))
    row: dict[str, Any] = {"id": id_}
    put(row, "name", fields.text(item, "name", path))
    put(row, "owner", fields.text(item, "owner", path))
    row["external"] = True
    if item.get("create_time"):
        where = fields.joined(path, "create_time")
        row["created"] = fields.moment(item["create_time"], where, setting.zone).isoformat()
    if item.get("admin_list") is not None:
        row["admins"] = [
            fields.identity(
                one.get("userid") if isinstance(one, Mapping) else one, f"{place}.userid"
            )
            for place, one in each(item, "admin_list", path)
        ]
    members, joined, faults = _members(item, "member_list", path, "userid", "join_time", setting)
    yield from faults
    row["members"] = list(members)
    put(row, "x_joined", joined or None)
    row.update(rest(item, _EXTERNAL))
    yield Told("group", row)
    for member, told in members.items():
        yield from _mentioned(member, told)


def _mentioned(member: str, told: Mapping[str, Any]) -> Iterator[Told]:
    """A member of a customers' group, as far as it is told who that is."""
    name = told.get("name")
    row: dict[str, Any] = {"id": member}
    put(row, "name", name if isinstance(name, str) else None)
    if told.get("type") in (_EXTERNAL_MEMBER, str(_EXTERNAL_MEMBER)):
        yield Told("person", {"name": member, **row, "external": True}, aside=True)
    elif "name" in row:
        yield Told("person", row, aside=True, introduces=False)


def _members(
    record: Mapping[str, Any], key: str, path: str, id_key: str, time_key: str, setting: Setting
) -> tuple[dict[str, Mapping[str, Any]], dict[str, str], list[Refused]]:
    """The members by id with what is told of each, when they joined, and who cannot be read."""
    found: dict[str, Mapping[str, Any]] = {}
    joined: dict[str, str] = {}
    faults: list[Refused] = []
    for place, one in each(record, key, path):
        try:
            told = one if isinstance(one, Mapping) else {id_key: one}
            member = fields.identity(told.get(id_key), f"{place}.{id_key}")
            found[member] = told
            if told.get(time_key):
                at = fields.moment(told[time_key], f"{place}.{time_key}", setting.zone)
                joined[member] = at.isoformat()
        except Refused as refused:
            faults.append(refused)
    return found, joined, faults
