"""The address book of WeCom (通讯录): members and departments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wechat_policy.adapters import fields
from wechat_policy.adapters.directories.headings import HEADINGS, stated
from wechat_policy.adapters.directories.told import Setting, Told, attempted, each, put, rest
from wechat_policy.adapters.records import Refused, described

_STATUSES = {1: "active", 2: "disabled", 4: "inactive", 5: "left"}

_MEMBER = frozenset(
    {"errcode", "errmsg", "userid", "name", "alias", "department", "main_department", "position"}
    | {"mobile", "email", "biz_mail", "is_leader_in_dept", "direct_leader", "status", "enable"}
    | {"extattr", "order"}
)
# What an attribute that a company added to its members may say, beside what WeCom itself asks for.
_ADDED = frozenset({"joined", "left", "employment", "branch", "birth_date", "clearance"})


def members(record: Mapping[str, Any], setting: Setting) -> Iterator[Told | Refused]:
    """The members of user/get, user/list, user/simplelist or a single item of these."""
    found = each(record, "userlist") if "userlist" in record else iter([("", record)])
    return attempted(found, lambda item, path: _member(item, path, setting))


def departments(record: Mapping[str, Any], setting: Setting) -> Iterator[Told | Refused]:
    """The departments of department/list, and who leads them."""
    return attempted(each(record, "department"), _department)


def _member(item: Mapping[str, Any], path: str, setting: Setting) -> Iterator[Told]:
    id_ = fields.identity(item.get("userid"), fields.joined(path, "userid"))
    row: dict[str, Any] = {"id": id_}
    put(row, "name", fields.text(item, "name", path))
    put(row, "nickname", fields.text(item, "alias", path))
    put(row, "position", fields.text(item, "position", path))
    put(row, "phone", _number(item, "mobile", path))
    company, private = fields.text(item, "biz_mail", path), fields.text(item, "email", path)
    put(row, "email", company or private)
    put(row, "x_email", private if company and private != company else None)
    numbers = _departments(item, path)
    put(row, "x_department_ids", numbers)
    status = fields.whole(item, "status", path)
    if status is not None and status not in _STATUSES:
        where = fields.joined(path, "status")
        raise Refused("wrong", where, "1, 2, 4 or 5", str(status)[:20])
    put(row, "status", _STATUSES.get(status) if status is not None else None)
    if status is None and fields.whole(item, "enable", path) == 0:
        row["status"] = "disabled"
    if 1 in _flags(item, "is_leader_in_dept", path):
        row["roles"] = ["department_head"]
    leaders = item.get("direct_leader")
    if leaders not in (None, ""):
        found = fields.identities(leaders, fields.joined(path, "direct_leader"))
        put(row, "manager", found[0] if found else None)
        put(row, "x_direct_leader", found if len(found) > 1 else None)
    _added(row, item, path, setting)
    row.update(rest(item, _MEMBER))
    yield Told("person", row)


def _department(item: Mapping[str, Any], path: str) -> Iterator[Told]:
    id_ = fields.identity(item.get("id"), fields.joined(path, "id"))
    row: dict[str, Any] = {"id": id_}
    put(row, "name", fields.text(item, "name", path))
    put(row, "parent", fields.whole(item, "parentid", path))
    leaders = item.get("department_leader")
    people = []
    if leaders not in (None, ""):
        people = fields.identities(leaders, fields.joined(path, "department_leader"))
    yield Told("department", row)
    for person in people:
        head = {"id": person, "roles": ["department_head"]}
        yield Told("person", head, aside=True, introduces=False)


def _departments(item: Mapping[str, Any], path: str) -> list[str]:
    """The numbers of a member's departments, the main one first."""
    told = item.get("department")
    if isinstance(told, int) and not isinstance(told, bool):
        told = [told]
    where = fields.joined(path, "department")
    numbers = [] if told in (None, "") else fields.identities(told, where)
    main = fields.whole(item, "main_department", path)
    if main:
        numbers = [str(main), *(number for number in numbers if number != str(main))]
    return numbers


def _flags(item: Mapping[str, Any], key: str, path: str) -> list[int | None]:
    told = item.get(key)
    if told in (None, ""):
        return []
    if isinstance(told, str):
        told = [part for part in told.split(",") if part.strip()]
    if not isinstance(told, list | tuple):
        raise Refused("wrong", fields.joined(path, key), "a list", described(told))
    return [fields.whole({key: one}, key, path) for one in told]


def _number(item: Mapping[str, Any], key: str, path: str) -> str:
    """A phone number as text, also one given as a number."""
    value = item.get(key)
    return str(value) if type(value) is int else fields.text(item, key, path)


def _added(row: dict[str, Any], item: Mapping[str, Any], path: str, setting: Setting) -> None:
    """The attributes that a company has added, as facts where their names are headings of facts."""
    kept: dict[str, Any] = {}
    extra = item.get("extattr")
    if not isinstance(extra, Mapping):
        return
    for place, one in each(extra, "attrs", fields.joined(path, "extattr")):
        if not isinstance(one, Mapping):
            raise Refused("wrong", place, "an object", described(one))
        name, value = fields.text(one, "name", place), one.get("text", one.get("web"))
        if isinstance(value, Mapping):
            value = value.get("value", value.get("url", ""))
        value = one.get("value") if value in (None, "") else value
        if not name or value in (None, ""):
            continue
        fact = setting.columns.get(name) or HEADINGS.get(name.lower())
        if fact in _ADDED and fact not in row:
            row.update(stated(fact, value, f"{place}.value", setting.zone))
        else:
            kept[name] = fields.tame(value)
    put(row, "x_extattr", kept or None)
