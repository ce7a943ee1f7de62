"""Lets people of other companies join the directory when the chat archive shows them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from wechat_policy.adapters.archive_people import external_rows
from wechat_policy.adapters.records import Record
from wechat_policy.directory import Directory
from wechat_policy.events import Action
from wechat_policy.vocabulary import vocabulary

_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def introduce(directory: Directory, record: Record) -> None:
    """Gives a row to each outsider in a record whom the directory does not hold.

    They are known by the form of their ids alone, and from the beginning on.
    """
    for row in external_rows((record,)):
        if record.event is not None and directory.person(row["id"], record.event.at) is None:
            facts = {"person": row["id"], "changes": {**_unmarked(), **row}}
            directory.apply(Action("profile.update", f"outsider {row['id']}", _EVER, facts))


def _unmarked() -> dict[str, Any]:
    """What a row says of a person by leaving it out."""
    facts = vocabulary().facts["person"].values()
    return {one.name: [] if one.is_list else False for one in facts if one.absent == "false"}
