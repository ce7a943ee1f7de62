"""Customers as externalcontact/get and externalcontact/batch/get_by_user tell them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wechat_policy.adapters import fields
from wechat_policy.adapters.directories.told import Setting, Told, attempted, each, put, rest
from wechat_policy.adapters.records import Refused, described

_CONTACT = frozenset({"external_userid", "name", "position"})


def contacts(record: Mapping[str, Any], setting: Setting) -> Iterator[Told | Refused]:
    """The external contacts of an answer, with their names, tags, and who looks after them."""
    if "external_contact_list" in record:
        yield from attempted(each(record, "external_contact_list"), _listed)
        return
    yield from attempted(iter([("", record)]), _contact)


def _listed(item: Mapping[str, Any], path: str) -> Iterator[Told]:
    follow = item.get("follow_info")
    followers = [(fields.joined(path, "follow_info"), follow)] if follow else []
    yield _row(item.get("external_contact"), fields.joined(path, "external_contact"), followers)


def _contact(record: Mapping[str, Any], path: str) -> Iterator[Told]:
    yield _row(record.get("external_contact"), "external_contact", each(record, "follow_user"))


def _row(contact: Any, path: str, followers: Any) -> Told:
    if not isinstance(contact, Mapping):
        if contact is None:
            raise Refused("missing", path)
        raise Refused("wrong", path, "an object", described(contact))
    id_ = fields.identity(contact.get("external_userid"), f"{path}.external_userid")
    row: dict[str, Any] = {"id": id_, "name": fields.text(contact, "name", path) or id_}
    put(row, "position", fields.text(contact, "position", path))
    row |= {"external": True, "customer": True}
    people: list[str] = []
    tags: list[str] = []
    since: dict[str, int] = {}
    for place, one in followers:
        if not isinstance(one, Mapping):
            raise Refused("wrong", place, "an object", described(one))
        person = fields.text(one, "userid", place)
        people += [person] if person else []
        added = fields.whole(one, "createtime", place)
        if person and added:
            since[person] = added
        for spot, tag in each(one, "tags", place):
            name = tag.get("tag_name") if isinstance(tag, Mapping) else tag
            if not isinstance(name, str):
                raise Refused("wrong", f"{spot}.tag_name", "text", described(name))
            tags += [name] if name else []
    put(row, "x_followers", list(dict.fromkeys(people)))
    put(row, "x_followed_since", since or None)
    put(row, "x_tags", list(dict.fromkeys(tags)))
    row.update(rest(contact, _CONTACT))
    return Told("person", row)
