"""Mass messages to customers (企业群发): what was put up for sending, and who sent it to whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from wechat_policy.adapters.format import Native
from wechat_policy.adapters.pulls.contents import attached, contents
from wechat_policy.adapters.pulls.page import Item, Kind, mark, nothing, pulled
from wechat_policy.adapters.records import Refused

_PERSONAL = 1
_ARRIVED = 1
_FAILED = frozenset({2, 3})
_SENT = frozenset({1, 2})
_REACHED = {"external_userid": "customers", "chat_id": "x_chat_ids"}
_SENDERS = "group_send senders"


def _listed(item: Item) -> Iterator[Native | Refused]:
    """What a member sends himself is sent; what the company puts up, its members have yet to."""
    own = item.whole("create_type") == _PERSONAL
    event: Native = {
        "type": "broadcast" if own else "material.publish",
        "id": item.identity("msgid"),
        "at": item.moment("create_time"),
        "sender": item.identity("creator"),
    }
    told = ("msgid", "creator", "create_time", "text", "attachments")
    yield event | contents(attached(item)) | item.rest(*told)


def _task(item: Item) -> Iterator[Native | Refused]:
    sender = item.identity("userid")
    if item.code("status") not in _SENT:
        yield nothing("a mass message that was not sent", item.path)
        return
    yield _broadcast(item, sender) | item.rest("userid", "send_time")


def _result(item: Item) -> Iterator[Native | Refused]:
    """One recipient: the earliest one of a sender tells of all of the page, as one broadcast."""
    sender = item.identity("userid")
    status = item.code("status")
    if status in _FAILED:
        yield nothing("a mass message that did not arrive", item.path)
        return
    if status != _ARRIVED:
        yield nothing("a mass message that was not sent", item.path)
        return
    item.moment("send_time")
    for key in _REACHED:
        if item.has(key):
            item.identity(key)
    sent = _by_sender(item).get(sender)
    if sent is None or sent[0].path != item.path:
        yield nothing("a further recipient of a mass message", item.path)
        return
    event = _broadcast(item, sender)
    for key, attribute in _REACHED.items():
        if reached := list(dict.fromkeys(row.identity(key) for row in sent if row.has(key))):
            event[attribute] = reached
    event["sent_count"] = len(sent)
    yield event


def _by_sender(item: Item) -> dict[str, list[Item]]:
    """The rows of the page, which are looked through once for all its records."""
    kept: tuple[Any, dict[str, list[Item]]] = item.context.memory.get(_SENDERS) or (None, {})
    if kept[0] is not item.page:
        kept = (item.page, _rows(item))
        item.context.memory[_SENDERS] = kept
    return kept[1]


def _rows(item: Item) -> dict[str, list[Item]]:
    """The sound rows of messages that were sent, by sender, the earliest first."""
    page = Item(item.page, "", item.page, item.context)
    found: dict[str, list[tuple[datetime, Item]]] = {}
    for row in page.objects("send_list") or [item]:
        try:
            if row.code("status") == _ARRIVED:
                for key in _REACHED:
                    if row.has(key):
                        row.identity(key)
                found.setdefault(row.identity("userid"), []).append((row.moment("send_time"), row))
        except Refused:
            continue  # It is refused in its own place.
    return {
        sender: [row for _, row in sorted(rows, key=lambda one: one[0])]
        for sender, rows in found.items()
    }


def _broadcast(item: Item, sender: str) -> Native:
    """The sending by one member: under the id of the message where the page was given it."""
    at = item.moment("send_time")
    known = item.page.get("msgid")
    which = known if isinstance(known, str) and known else str(int(at.timestamp()))
    return {
        "type": "broadcast",
        "id": f"group_send/{which}/{sender}",
        "at": at,
        "sender": sender,
    }


def _template(item: Item) -> Iterator[Native | Refused]:
    """The request to put something up: it tells of no time unless `at` was written into it."""
    if "at" not in item.body:
        yield nothing("a request without the time of its sending", item.path)
        return
    at = item.moment("at")
    sender = item.identity("sender")
    parts = contents(attached(item))
    event: Native = {
        "type": "material.publish",
        "id": f"group_send/{sender}/{int(at.timestamp())}/{mark(parts.get('text'))}",
        "at": at,
        "sender": sender,
    }
    if item.has("external_userid"):
        event["recipients"] = item.identities("external_userid")
    yield event | parts | item.rest("sender", "text", "attachments", "external_userid")


def _is_listed(value: Mapping[str, Any]) -> bool:
    return "creator" in value and "msgid" in value and ("text" in value or "attachments" in value)


def _is_task(value: Mapping[str, Any]) -> bool:
    return value.keys() >= {"userid", "status"} and value.keys() <= {
        "userid",
        "status",
        "send_time",
    }


def _is_result(value: Mapping[str, Any]) -> bool:
    return (
        "status" in value
        and "userid" in value
        and ("chat_id" in value or ("external_userid" in value and "send_time" in value))
    )


def _is_template(value: Mapping[str, Any]) -> bool:
    content = "text" in value or "attachments" in value
    return content and ("chat_type" in value or ("sender" in value and "external_userid" in value))


GROUP_SEND = pulled(
    "group_send",
    {"en": "WeCom mass messages to customers", "zh": "企业微信客户群发"},
    Kind("group_msg_list", _is_listed, _listed, sure=True, names={"at": "create_time"}),
    Kind("send_list", _is_result, _result, sure=True, names={"at": "send_time"}),
    Kind("task_list", _is_task, _task, names={"at": "send_time"}),
    Kind("", _is_template, _template),
    ids=("msgid",),
)
