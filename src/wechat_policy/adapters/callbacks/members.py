"""`change_contact`: members, departments and tags of the company's directory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from wechat_policy.adapters import fields
from wechat_policy.adapters.callbacks.envelope import Callback, code
from wechat_policy.adapters.format import Native
from wechat_policy.adapters.parts import Part
from wechat_policy.adapters.records import Refused

_PROFILE: Mapping[str, str] = MappingProxyType(
    {
        "Name": "name",
        "Alias": "nickname",
        "Avatar": "avatar",
        "Gender": "gender",
        "Position": "position",
        "Mobile": "phone",
        "Telephone": "telephone",
        "Email": "email",
        "BizMail": "work_email",
        "Address": "address",
    }
)
"""Fields of a member, and what a change of each is called in a profile."""

_BINDINGS: Mapping[str, str] = MappingProxyType(
    {"Mobile": "phone", "Email": "email", "BizMail": "work_email"}
)
"""Those of them by which an account is reached, too."""

# Of the account and of the person, for whom the directory has words of their own.
_STATES = {1: ("active", "active"), 2: ("suspended", "disabled"), 4: ("inactive", "inactive")}
_LEFT = 5

_ELSEWHERE = {
    "create_party": "a change of a department",
    "update_party": "a change of a department",
    "delete_party": "a change of a department",
    "update_tag": "a change of a tag of the directory",
}


def _contact(callback: Callback) -> Iterator[Native | Refused]:
    match callback.change:
        case "create_user":
            yield from _opened(callback)
        case "update_user":
            yield from _updated(callback)
        case "delete_user":
            yield from _closed(callback)
        case change if change in _ELSEWHERE:
            yield Refused("no_conduct", got=_ELSEWHERE[change])
        case change:
            part = callback.part
            if not change:
                raise Refused("missing", part.place("ChangeType"))
            raise Refused("unknown_event", part.place("ChangeType"), got=code(change))


def _opened(callback: Callback) -> Iterator[Native | Refused]:
    part = callback.part
    member = part.identity("UserID")
    account: dict[str, Any] = {"account": member, "holder": member, "account_type": "wecom"}
    if name := part.word("Name"):
        account["name"] = name
    joined: dict[str, Any] = {"actor": member, **_place(part)}
    yield callback.native("account.open", **account)
    yield callback.native("employee.join", **joined, **callback.rest("UserID", "Position"))


def _updated(callback: Callback) -> Iterator[Native | Refused]:
    """What an update says, which is only what has changed.

    A new id is told of the account that had the old one; all else is told of the new one, by
    which the member is known from then on.
    """
    part = callback.part
    account = member = part.identity("UserID")
    renamed = part.word("NewUserID")
    bound = {told: word for key, told in _BINDINGS.items() if (word := part.word(key))}
    status = part.whole("Status")
    if status is not None and status != _LEFT and status not in _STATES:
        yield Refused("wrong", part.place("Status"), "1, 2, 4 or 5", str(status)[:20])
    if status is not None and status in _STATES:
        bound["status"] = _STATES[status][0]
    if renamed and renamed != account:
        member = bound["id"] = renamed
    # All is read before anything is told, so that a damaged callback is refused as a whole.
    changes = _changes(part, status) | callback.rest(*_TOLD)
    place = _place(part)
    if bound:
        yield callback.native("account.update", account=account, changes=bound)
    if changes:
        yield callback.native("profile.update", person=member, changes=changes)
    if "department" in place:
        yield callback.native("employee.transfer", actor=member, **place)
    if status == _LEFT:
        yield callback.native("employee.leave", actor=member, announced=False)
    if not (bound or changes or "department" in place or status is not None):
        raise Refused("no_conduct", got="an update that says nothing new")


_TOLD = ("UserID", "NewUserID", "Status", "ExtAttr", "MainDepartment", "Department", *_PROFILE)


def _changes(part: Part, status: int | None) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for key, told in _PROFILE.items():
        if word := part.word(key):
            changes[told] = word
    if departments := _departments(part):
        main = part.word("MainDepartment") or departments[0]
        changes["department"] = [main, *(each for each in departments if each != main)]
    if status is not None and status in _STATES:
        changes["status"] = _STATES[status][1]
    for item in (each for outer in part.parts("ExtAttr") for each in _items(outer)):
        name, value = _extra(item)
        if name:
            changes[f"x_{name}"] = value
    return changes


def _items(outer: Part | Refused) -> Iterator[Part]:
    if isinstance(outer, Refused):
        raise outer
    for item in outer.parts("Item"):
        if isinstance(item, Refused):
            raise item
        yield item


def _extra(item: Part) -> tuple[str, str]:
    """A field that the company has added to its members: its name and what is in it."""
    text, web = item.part("Text"), item.part("Web")
    if text is not None:
        return item.word("Name"), text.word("Value")
    if web is not None:
        return item.word("Name"), web.word("Url") or web.word("Title")
    return item.word("Name"), item.word("Value")


def _place(part: Part) -> dict[str, Any]:
    """The main department, else the first of all, and the post, as far as they are told."""
    place: dict[str, Any] = {}
    if main := part.word("MainDepartment"):
        place["department"] = main
    elif departments := _departments(part):
        place["department"] = departments[0]
    if position := part.word("Position"):
        place["position"] = position
    return place


def _departments(part: Part) -> list[str]:
    value = part.get("Department")
    if value is None:
        return []
    if type(value) is int:
        return [str(value)]
    return fields.identities(value, part.place("Department"))


def _closed(callback: Callback) -> Iterator[Native | Refused]:
    member = callback.part.identity("UserID")
    yield callback.native("account.close", account=member, holder=member)
    # Whoever is gone from the address book has left: it is no announcement.
    rest = callback.rest("UserID")
    yield callback.native("employee.leave", actor=member, announced=False, **rest)


READERS = MappingProxyType({"change_contact": _contact})
"""The reader of each event of this kind."""
