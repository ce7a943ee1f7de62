"""What events change in the rows of people, groups, accounts and devices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, tzinfo
from typing import Any

from wechat_policy.directory.facts import readers
from wechat_policy.directory.states import Step
from wechat_policy.errors import InvalidRecord
from wechat_policy.events import Event
from wechat_policy.vocabulary import FactKind, vocabulary

# At one moment what begins comes first, then what changes and ends; a snapshot has the last word.
_BEGINNING, _CHANGING, _ENDING, _STATING = range(4)

RANKS: Mapping[str, int] = {
    **dict.fromkeys(("employee.join", "account.open", "group.create"), _BEGINNING),
    **dict.fromkeys(
        (
            "employee.transfer", "profile.update", "role.assign", "permission.change",
            "customer.optout", "account.assign", "account.rename", "account.update",
            "account.return", "account.restrict", "device.change", "group.rename", "group.update",
            "group.role.change", "group.join", "group.add", "group.leave", "group.remove",
        ),
        _CHANGING,
    ),
    **dict.fromkeys(("employee.leave", "account.close", "group.dissolve"), _ENDING),
    **dict.fromkeys(
        (
            "snapshot.person", "snapshot.account", "snapshot.group", "snapshot.device",
            "snapshot.customer", "snapshot.organization",
        ),
        _STATING,
    ),
}  # fmt: skip

_WHOLE: Step = ("whole", "", None)

# Facts, and the attributes of a snapshot or a new group that tell them.
_PERSON_FACTS = {
    "nickname": "name", "name": "real_name", "department": "department", "position": "position",
    "phone": "phone", "email": "email", "status": "status", "permissions": "permissions",
}  # fmt: skip

_GROUP_FACTS = {
    "name": "name", "level": "level", "purpose": "purpose", "department": "department",
    "responsible_department": "responsible_department", "speak_mode": "speak_mode",
    "owner": "owner", "admins": "admins", "members": "members",
}  # fmt: skip

_GROUP_PLACES = ("members", "admins", "owner")


def effects(event: Event, zone: tzinfo) -> Iterator[tuple[FactKind, object, datetime, list[Step]]]:
    """The rows that an event changes, each with the moment and the steps."""
    said, at, get = event.facts, event.at, event.facts.get
    actor, person, group, account = get("actor"), get("person"), get("group"), get("account")

    def told(kind: FactKind, **attributes: str) -> list[Step]:
        pairs = ((fact, said[name]) for fact, name in attributes.items() if name in said)
        return [step for fact, value in pairs for step in _set(kind, fact, value)]

    match event.type:
        case "employee.join":
            steps = [_WHOLE, *told("person", department="department", position="position")]
            steps += [("set", "status", "active"), ("set", "left", None)]
            yield "person", actor, at, [*steps, ("set", "joined", at.astimezone(zone).date())]
        case "employee.leave" if get("announced"):
            yield "person", actor, at, told("person", left="last_day")
        case "employee.leave":
            left: list[Step] = [("set", "left", at.astimezone(zone).date())]
            steps = told("person", left="last_day") or left
            yield "person", actor, at, [*steps, ("set", "status", "left")]
        case "employee.transfer":
            yield "person", actor, at, told("person", department="department", position="position")
        case "profile.update":
            yield "person", person, at, _set_all("person", get("changes"))
        case "role.assign":
            what = "drop" if get("operation") == "remove" else "add"
            yield "person", person, at, [(what, "roles", [get("role")])]
        case "permission.change":
            what = "drop" if get("operation") == "revoke" else "add"
            yield "person", person, at, [(what, "permissions", [get("permission")])]
        case "customer.optout":
            yield "person", actor, at, [("set", "opted_out", True), ("set", "customer", True)]
        case "account.open":
            steps = [_WHOLE, *told("account", holder="holder", type="account_type", name="name")]
            steps += [("set", "opened", at), ("set", "closed", None), ("set", "status", "active")]
            yield "account", account, at, steps
        case "account.assign":
            yield "account", account, at, told("account", holder="holder")
        case "account.rename":
            yield "account", account, at, told("account", name="name")
        case "account.update":
            yield "account", account, at, _set_all("account", get("changes"))
        case "account.return":
            yield "account", account, at, [("set", "holder", None)]
        case "account.close" if get("permanent") is False:
            yield "account", account, at, [("suspend", "status", None)]
        case "account.close":
            yield "account", account, at, [("set", "status", "closed"), ("set", "closed", at)]
        case "account.restrict" if get("measure") in ("suspend", "freeze"):
            until = get("until")
            if until is None or until > at:
                yield "account", account, at, [("suspend", "status", None)]
            if until is not None and until > at:
                yield "account", account, until, [("resume", "status", None)]
        case "device.change":
            for device, steps in _device_effects(event):
                yield "device", device, at, steps
        case "group.create":
            steps = [_WHOLE] if get("members") is not None else []
            steps += told("group", **_GROUP_FACTS)
            steps += [("set", "created", at), ("set", "dissolved", None)]
            yield "group", group, at, [*steps, ("set", "status", "active")]
        case "group.rename":
            yield "group", group, at, told("group", name="name")
        case "group.update" if get("setting") == "speak_mode":
            mode = get("new")
            steps = _set("group", "speak_mode", "all" if mode == "everyone" else mode)
            yield "group", group, at, steps
        case "group.role.change":
            dismissed = get("operation") == "dismiss"
            if get("role") == "owner" and not dismissed:
                yield "group", group, at, _set("group", "owner", get("member"))
            else:
                fact = "owner" if get("role") == "owner" else "admins"
                yield "group", group, at, [("drop" if dismissed else "add", fact, [get("member")])]
        case "group.join":
            yield "group", group, at, [("add", "members", [actor])]
        case "group.add":
            yield "group", group, at, [("add", "members", list(get("members") or ()))]
        case "group.leave" | "group.remove":
            gone = [actor] if event.type == "group.leave" else list(get("members") or ())
            yield "group", group, at, [("drop", fact, gone) for fact in _GROUP_PLACES]
        case "group.dissolve":
            yield "group", group, at, [("set", "status", "dissolved"), ("set", "dissolved", at)]
        case "snapshot.person":
            yield "person", person, at, told("person", **_PERSON_FACTS)
        case "snapshot.group":
            yield "group", group, at, [_WHOLE, *told("group", **_GROUP_FACTS)]
        case "snapshot.account":
            steps = told("account", type="account_type", status="status", operators="operators")
            holders: Step = ("among", "holder", list(get("holders") or ()))
            yield "account", account, at, [*steps, holders]
        case "snapshot.device":
            yield "device", get("device"), at, told("device", user="owner")
        case "snapshot.customer":
            # A mark that is missing does not take back what the customer said.
            steps = [("set", "opted_out", True)] if get("marked_optout") else []
            yield "person", get("customer"), at, [("set", "customer", True), *steps]
        case "snapshot.organization":
            for someone, roles in _roles(get("roles")).items():
                yield "person", someone, at, [("add", "roles", roles)]


def _device_effects(event: Event) -> Iterator[tuple[object, list[Step]]]:
    device, actor = event.get("device"), event.get("actor")
    user: list[Step] = [] if actor is None else [("set", "user", actor)]
    match event.get("operation"):
        case "bind":
            yield device, user
        case "unbind":
            yield device, [("set", "user", None)]
        case "lose":
            yield device, [("set", "trusted", False)]
        case "replace":
            yield device, [("set", "user", None), ("set", "trusted", False)]
            yield event.get("new"), user


def _roles(people_by_role: object) -> Mapping[str, list[str]]:
    """The roles of each person, from the people in each role."""
    found: dict[str, list[str]] = {}
    if isinstance(people_by_role, Mapping):
        for role, people in people_by_role.items():
            for person in (people,) if isinstance(people, str) else people or ():
                if isinstance(person, str) and isinstance(role, str):
                    found.setdefault(person, []).append(role)
    return found


def _set_all(kind: FactKind, changes: object) -> list[Step]:
    if not isinstance(changes, Mapping):
        return []
    return [step for fact, value in changes.items() for step in _set(kind, fact, value)]


def _set(kind: FactKind, fact: str, value: object) -> list[Step]:
    """The step that gives a fact a value; none where the value is not one of that fact."""
    if fact == "id" or fact not in readers()[kind]:
        return []
    attribute = vocabulary().facts[kind].get(fact)
    if attribute is not None and attribute.type == "object":
        # What changes is saved with an engine's state, which holds no values of unknown depth.
        return []
    if attribute is not None and attribute.is_list and isinstance(value, str):
        value = [value]
    try:
        return [("set", fact, None if value is None else readers()[kind][fact](fact, value))]
    except InvalidRecord:
        return []


def plain_steps(steps: Iterable[Step]) -> list[list[Any]]:
    """Steps as JSON-able data for `typed_step`."""
    return [
        [what, fact, value.isoformat() if isinstance(value, date) else value]
        for what, fact, value in steps
    ]


def typed_step(kind: FactKind, what: str, fact: str, value: Any) -> Step:
    """The step that `plain_steps` gave as data."""
    if what == "set" and value is not None:
        return what, fact, readers()[kind][fact](fact, value)
    return what, fact, value
