"""Work reports (汇报) that were handed in, what was written under them, and which are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from wechat_policy.adapters.format import Native
from wechat_policy.adapters.pulls.page import Item, Kind, mark, nothing, pulled
from wechat_policy.adapters.records import Refused

_BY_NAME = (
    ("daily", re.compile(r"日报|每日|今日|daily", re.IGNORECASE)),
    ("weekly", re.compile(r"周报|週報|每周|本周|weekly", re.IGNORECASE)),
    ("monthly", re.compile(r"月报|月報|每月|本月|monthly", re.IGNORECASE)),
    ("problem", re.compile(r"问题|problem", re.IGNORECASE)),
)
_DAY = 86400
_BY_LENGTH = ((1, 1, "daily"), (5, 7, "weekly"), (28, 31, "monthly"))
_FILES = ("files", "wedrive_files", "docs")
_FILE_IDS = ("file_id", "fileid", "docid", "id")


def _report(item: Item) -> Iterator[Native | Refused]:
    identifier = item.identity("journal_uuid")
    name = item.text("template_name")
    event: Native = {
        "type": "journal.submit",
        "id": identifier,
        "at": item.moment("report_time"),
        "actor": item.inner("submitter").identity("userid"),
        "kind": _kind(name),
    }
    if "receivers" in item.body:
        event["recipients"] = [each.identity("userid") for each in item.inners("receivers")]
    contents = item.inner("apply_data").inners("contents")
    if contents:
        event["attachments"] = [one for each in contents for one in _attached(each)]
    told = ("journal_uuid", "report_time", "submitter", "receivers", "comments")
    yield event | item.rest(*told)
    for comment in item.inners("comments"):
        try:
            yield _comment(comment, identifier)
        except Refused as refused:
            yield refused


def _comment(item: Item, journal: str) -> Native:
    sender = item.inner("comment_userinfo").identity("userid")
    at = item.moment("comment_time")
    words = item.text("content")
    known = item.has("commentid")
    own = item.identity("commentid") if known else mark(sender, at.timestamp(), words)
    event: Native = {
        "type": "comment.post",
        "id": f"comment/{journal}/{own}",
        "at": at,
        "sender": sender,
        "target": journal,
        "group": None,
        "kind": "text",
        "text": words,
    }
    if item.has("tocommentid") and (answered := item.identity("tocommentid")) != "0":
        event["reply_to"] = f"comment/{journal}/{answered}"
    return event | item.rest(
        "commentid", "tocommentid", "comment_userinfo", "content", "comment_time"
    )


def _attached(item: Item) -> Iterator[Native]:
    value = item.inner("value")
    for key in _FILES:
        for file in value.inners(key):
            known = next((name for name in _FILE_IDS if file.has(name)), None)
            yield {"kind": "document"} | ({"id": file.identity(known)} if known else {})


def _statistics(item: Item) -> Iterator[Native | Refused]:
    """The reports of a period: the handed in ones are told by their own id, as by the detail."""
    name = item.text("template_name")
    kind = _kind(name, _days(item))
    for each in item.inners("report_list"):
        actor = each.inner("user").identity("userid")
        for report in each.inners("itemlist"):
            try:
                event: Native = {
                    "type": "journal.submit",
                    "id": report.identity("journaluuid"),
                    "at": report.moment("reporttime"),
                    "actor": actor,
                    "kind": kind,
                }
            except Refused as refused:
                yield refused
                continue
            if name:
                event["x_template_name"] = name
            if item.has("cycle_begin_time") and item.has("cycle_end_time"):
                event["period_start"] = item.moment("cycle_begin_time").date().isoformat()
                # A period ends where the next one begins, at midnight.
                last = item.moment("cycle_end_time") - timedelta(seconds=1)
                event["period_end"] = last.date().isoformat()
            yield event | report.rest("journaluuid", "reporttime")
    for each in item.inners("unreport_list"):
        yield nothing("a report that was not handed in", each.path)
    if not item.has("report_list") and not item.has("unreport_list"):
        yield nothing("a period without reports", item.path)


def _days(item: Item) -> float:
    if item.has("cycle_begin_time") and item.has("cycle_end_time"):
        length = item.moment("cycle_end_time") - item.moment("cycle_begin_time")
        return length.total_seconds() / _DAY
    return 0


def _kind(name: str, days: float = 0) -> str:
    """Which report it is, by the name of its form, else by the days it covers."""
    for kind, words in _BY_NAME:
        if words.search(name):
            return kind
    return next((kind for least, most, kind in _BY_LENGTH if least <= days <= most), "work")


def _number(item: Item) -> Iterator[Native | Refused]:
    yield nothing("a list of report numbers, pull their details", item.path)


def _is_report(value: Mapping[str, Any]) -> bool:
    return "journal_uuid" in value


def _is_statistics(value: Mapping[str, Any]) -> bool:
    return "report_list" in value and ("unreport_list" in value or "template_id" in value)


def _is_numbers(value: Mapping[str, Any]) -> bool:
    return "journaluuid_list" in value


JOURNAL = pulled(
    "journal",
    {"en": "WeCom work reports", "zh": "企业微信汇报"},
    Kind("info", _is_report, _report, names={"at": "report_time"}),
    Kind("stat_list", _is_statistics, _statistics),
    Kind("journaluuid_list", _is_numbers, _number),
    ids=("journal_uuid", "journaluuid"),
)
