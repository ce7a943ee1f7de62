"""`change_external_chat`: customer groups and who is in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from wechat_policy.adapters import fields
from wechat_policy.adapters.callbacks.envelope import Callback, code
from wechat_policy.adapters.format import Native
from wechat_policy.adapters.records import Refused

_INVITED = (0, 1)
_ROUTES: Mapping[int, str] = MappingProxyType({2: "link", 3: "scan"})
_LEFT, _REMOVED = 0, 1

_PERSONS = ("ChatId", "UpdateDetail", "MemChangeList")


def _chat(callback: Callback) -> Iterator[Native | Refused]:
    part = callback.part
    group = part.identity("ChatId")
    match callback.change:
        case "create":
            # An event of this needs its name and its creator.
            yield Refused("no_conduct", got="a new group of which only the id is told")
        case "dismiss":
            yield callback.native("group.dissolve", group=group, **callback.rest("ChatId"))
        case "update":
            yield from _changed(callback, group)
        case "":
            raise Refused("missing", part.place("ChangeType"))
        case change:
            raise Refused("unknown_event", part.place("ChangeType"), got=code(change))


def _changed(callback: Callback, group: str) -> Iterator[Native | Refused]:
    part = callback.part
    detail = part.identity("UpdateDetail")
    match detail:
        case "add_member":
            yield from _entered(callback, group)
        case "del_member":
            yield from _gone(callback, group)
        case "change_owner":
            yield Refused("no_conduct", got="a new owner of a group who is not named")
        case "change_name":
            yield Refused("no_conduct", got="a new name of a group that is not told")
        case "change_notice":
            # Who published it, and its words, are not told, so that it is no announcement.
            said = callback.rest("ChatId")
            yield callback.native("group.update", group=group, setting="description", **said)
        case _:
            raise Refused("unknown_event", part.place("UpdateDetail"), got=code(detail))


def _entered(callback: Callback, group: str) -> Iterator[Native | Refused]:
    scene = callback.part.whole("JoinScene")
    members, faults = _members(callback)
    said = callback.rest(*_PERSONS, "JoinScene", "QuitScene")
    yield from faults
    if scene in _INVITED:
        if members:
            yield callback.native("group.add", group=group, members=members, **said)
    else:
        if scene is not None and scene not in _ROUTES:
            place = callback.part.place("JoinScene")
            raise Refused("wrong", place, "0, 1, 2 or 3", str(scene)[:20])
        route: dict[str, Any] = {} if scene is None else {"via": _ROUTES[scene]}
        for member in members:
            joined = {"actor": member, "group": group, **route, **said}
            yield callback.native("group.join", member, **joined)


def _gone(callback: Callback, group: str) -> Iterator[Native | Refused]:
    scene = callback.part.whole("QuitScene")
    members, faults = _members(callback)
    said = callback.rest(*_PERSONS, "JoinScene", "QuitScene")
    yield from faults
    match scene:
        case 0:
            for member in members:
                left = {"actor": member, "group": group, **said}
                yield callback.native("group.leave", member, **left)
        case 1 if members:
            yield callback.native("group.remove", group=group, members=members, **said)
        case None:
            got = "a departure that does not say whether somebody left or was removed"
            yield Refused("no_conduct", callback.part.place("QuitScene"), got=got)
        case 1:
            pass
        case _:
            place = callback.part.place("QuitScene")
            raise Refused("wrong", place, "0 or 1", str(scene)[:20])


def _members(callback: Callback) -> tuple[list[str], list[Refused]]:
    """Who came or went, each once, and the faults among them.

    Callbacks of before 2025 do not name them; then there is nothing but a fault.
    """
    members: list[str] = []
    faults: list[Refused] = []
    values = callback.part.several("MemChangeList")
    if len(values) == 1 and isinstance(values[0][0], Mapping):
        listing = callback.part.part("MemChangeList")
        values = listing.several("Item") if listing else []
    elif len(values) == 1 and isinstance(values[0][0], str):
        value, place = values[0]
        values = [(each, place) for each in fields.identities(value, place)]
    for value, place in values:
        try:
            member = fields.identity(value, place)
        except Refused as refused:
            faults.append(refused)
            continue
        if member not in members:
            members.append(member)
    if not values:
        faults.append(Refused("no_conduct", got="a change of members who are not named"))
    return members, faults


READERS = MappingProxyType({"change_external_chat": _chat})
"""The reader of each event of this kind."""
