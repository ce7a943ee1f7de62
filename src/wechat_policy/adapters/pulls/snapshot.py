"""The state of people, groups, customers and departments, and the dated facts within it.

A pull does not say when it was made. The state is an event only if that time was written into the
page, under `at`; what the page dates itself (who joined a group, who added a customer) always is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from wechat_policy.adapters.format import Native
from wechat_policy.adapters.pulls.page import Item, Kind, nothing, pulled
from wechat_policy.adapters.records import Refused

UNDATED = "a state without the time of its pull"
"""What a state is that no event can be made of, for a refusal."""

_STATES = {1: "active", 2: "disabled", 4: "inactive", 5: "left"}
_ACCOUNTS = {1: "active", 2: "suspended", 5: "closed"}
_SHOWN = {
    "name": "name",
    "position": "position",
    "mobile": "phone",
    "email": "email",
    "address": "address",
}
_INVITED = 1
_VIA = {1: "invite", 2: "link", 3: "scan"}


def _at(item: Item) -> datetime | None:
    if item.page.get("at") in (None, ""):
        return None
    return Item(item.page, "", item.page, item.context).moment("at")


def _state(name: str, subject: str, at: datetime) -> Native:
    return {"type": name, "id": f"{name}/{subject}/{int(at.timestamp())}", "at": at}


def _person(item: Item) -> Iterator[Native | Refused]:
    person = item.identity("userid")
    at = _at(item)
    if at is None:
        yield nothing(UNDATED, item.path)
        return
    event = {**_state("snapshot.person", person, at), "person": person, "accounts": [person]}
    for key, attribute in _SHOWN.items():
        if shown := item.text(key):
            event[attribute] = shown
    status = item.whole("status")
    if status in _STATES:
        event["status"] = _STATES[status]
    yield event | item.rest("userid", "status", *_SHOWN)
    if status in _ACCOUNTS:
        account: Native = {
            **_state("snapshot.account", person, at),
            "account": person,
            "account_type": "wecom",
            "holders": [person],
            "status": _ACCOUNTS[status],
        }
        for key, attribute in (("mobile", "phone_bound"), ("email", "email_bound")):
            if item.has(key):
                account[attribute] = True
        yield account


def _department(item: Item) -> Iterator[Native | Refused]:
    unit = item.identity("id")
    at = _at(item)
    if at is None:
        yield nothing(UNDATED, item.path)
        return
    event = {**_state("snapshot.organization", unit, at), "unit": item.text("name") or unit}
    if item.has("department_leader"):
        leaders = item.body["department_leader"]
        event["roles"] = {"department_head": leaders if isinstance(leaders, list) else [leaders]}
    yield event | item.rest("name", "department_leader")


def _group(item: Item) -> Iterator[Native | Refused]:
    group = item.identity("chat_id")
    members = item.inners("member_list")
    at = _at(item)
    if at is None:
        yield nothing(UNDATED, item.path)
    else:
        try:
            yield _group_state(item, members, group, at)
        except Refused as refused:
            yield refused
    for member in members:
        try:
            if member.timed("join_time"):
                yield _joined(member, group)
        except Refused as refused:
            yield refused


def _group_state(item: Item, members: list[Item], group: str, at: datetime) -> Native:
    event: Native = {
        **_state("snapshot.group", group, at),
        "group": group,
        "level": "external",
        "admins": [each.identity("userid") for each in item.inners("admin_list")],
        "members": [each.identity("userid") for each in members],
        "nicknames": {
            each.identity("userid"): each.text("group_nickname")
            for each in members
            if each.has("group_nickname")
        },
    }
    for key in ("name", "owner"):
        if item.has(key):
            event[key] = item.text(key)
    return event | item.rest("chat_id", "name", "owner", "admin_list", "member_list")


def _joined(member: Item, group: str) -> Native:
    person, at = member.identity("userid"), member.moment("join_time")
    scene = member.whole("join_scene")
    inviter = member.inner("invitor")
    event: Native = {"id": f"group.join/{group}/{person}/{int(at.timestamp())}", "at": at}
    event["group"] = group
    rest = member.rest("userid", "join_time", "invitor")
    if scene == _INVITED and inviter.has("userid"):
        added = {"actor": inviter.identity("userid"), "members": [person]}
        return {**event, "type": "group.add", **added, **rest}
    event |= {"type": "group.join", "actor": person}
    if scene in _VIA:
        event["via"] = _VIA[scene]
    if inviter.has("userid"):
        event["inviter"] = inviter.identity("userid")
    return event | rest


def _archived_group(item: Item) -> Iterator[Native | Refused]:
    """A group of the archive: the page names no id of it and no administrators."""
    yield nothing("the state of a group without its id", item.path)


def _customer(item: Item) -> Iterator[Native | Refused]:
    contact = item.inner("external_contact")
    customer = contact.identity("external_userid")
    at = _at(item)
    if at is None:
        yield nothing(UNDATED, item.path)
    for each in item.inners("follow_user"):
        try:
            owner = each.identity("userid")
            added = each.moment("createtime")
        except Refused as refused:
            yield refused
            continue
        yield {
            "type": "contact.add",
            "id": f"contact.add/{owner}/{customer}/{int(added.timestamp())}",
            "at": added,
            "actor": owner,
            "contact": customer,
            "state": "added",
            **each.rest("userid", "createtime"),
        }
        if at is not None:
            yield {
                **_state("snapshot.customer", f"{customer}/{owner}", at),
                "customer": customer,
                "owner": owner,
                "channel": "official",
                "record": True,
                "added_at": added,
                **contact.rest("external_userid"),
            }


def _is_person(value: Mapping[str, Any]) -> bool:
    return "userid" in value and "department" in value and "name" in value


def _is_department(value: Mapping[str, Any]) -> bool:
    return "parentid" in value and "id" in value


def _is_group(value: Mapping[str, Any]) -> bool:
    return "chat_id" in value and "member_list" in value


def _is_archived_group(value: Mapping[str, Any]) -> bool:
    return "roomname" in value and "members" in value


def _is_customer(value: Mapping[str, Any]) -> bool:
    return isinstance(value.get("external_contact"), Mapping) and "follow_user" in value


SNAPSHOT = pulled(
    "snapshot",
    {"en": "WeCom members, groups and customers", "zh": "企业微信成员、群与客户详情"},
    Kind("userlist", _is_person, _person, names={}),
    Kind("department", _is_department, _department, names={}),
    Kind("group_chat", _is_group, _group, names={}),
    Kind("", _is_customer, _customer, names={}),
    Kind("", _is_archived_group, _archived_group, names={}),
    ids=("userid", "chat_id", "external_userid"),
)
