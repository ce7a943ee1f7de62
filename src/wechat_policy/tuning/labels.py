"""What people say of events: whether they should be flagged, and as what."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from wechat_policy.adapters.records import Refused
from wechat_policy.adapters.tables import delimited, workbook
from wechat_policy.adapters.tables.rows import Row
from wechat_policy.errors import PolicyError

Label: TypeAlias = frozenset[str]
"""What an event should be flagged as: names of clauses or categories; empty for nothing."""

ANY = "*"
"""In a label: something, it is not said what."""

_IDS = (
    "id",
    "event",
    "event id",
    "event_id",
    "消息id",
    "消息编号",
    "事件",
    "事件编号",
    "编号",
    "msgid",
)
_LABELS = ("label", "labels", "标注", "标签", "结果", "判定", "类别", "clause", "条款")
_YES = frozenset({"true", "yes", "y", "1", "violation", "是", "真", "对", "违规", "有"})
_NO = frozenset(
    {
        "false",
        "no",
        "n",
        "0",
        "safe",
        "none",
        "ok",
        "否",
        "假",
        "错",
        "正常",
        "合规",
        "无",
        "不违规",
    }
)
_BETWEEN = re.compile(r"[;,|；，、\n]")


class WrongLabels(PolicyError, ValueError):
    """Labels that cannot be used; `code` is the fault, a key of the command's phrases."""

    def __init__(self, message: str, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(message)


def read_labels(
    given: Mapping[str, Any] | str | os.PathLike[str] | None,
) -> Mapping[str, Label] | None:
    """The labels of events by their ids: from a mapping, or a sheet in CSV or Excel.

    A label is true or false, or the clauses or categories that should be found. A sheet has a
    column `id` and a column `label`, in which yes and no, 是 and 否 and the like are true and
    false, and anything else names, with commas or semicolons between them. Rows with an empty label
    are left out: nobody has looked yet.

    Raises:
        WrongLabels: something is no label, the sheet lacks a column, or an id has two labels.
        OSError: the file cannot be read.
    """
    if given is None:
        return None
    if isinstance(given, Mapping):
        return {id_: _label(id_, value) for id_, value in given.items() if value is not None}
    return _of_sheet(Path(given))


def _label(id_: object, value: object) -> Label:
    if not isinstance(id_, str):
        raise WrongLabels(f"the id of a label is a text, not {id_!r:.60}", "label_id", id=id_)
    if isinstance(value, str):
        return read_label(value)
    if isinstance(value, Collection) and all(isinstance(one, str) for one in value):
        return frozenset(value)
    # Booleans of other libraries are no `bool` but behave as one.
    if isinstance(value, bool | int) or type(value).__name__ in ("bool_", "bool"):
        return frozenset({ANY} if value else ())
    raise WrongLabels(f"`{id_}` has a label that is none: {value!r:.60}", "no_label", id=id_)


def read_label(text: str) -> Label:
    """A label as it is written in a cell."""
    word = text.strip().lower().removesuffix(".0")
    if word in _YES:
        return frozenset({ANY})
    if word in _NO:
        return frozenset()
    return frozenset(one.strip() for one in _BETWEEN.split(text) if one.strip())


def _of_sheet(path: Path) -> dict[str, Label]:
    found: dict[str, Label] = {}
    for headings, rows in _sheets(path):
        at_hand = {" ".join(one.split()).casefold(): one for one in headings}
        id_column = next((at_hand[one] for one in _IDS if one in at_hand), None)
        column = next((at_hand[one] for one in _LABELS if one in at_hand), None)
        if id_column is None or column is None:
            continue
        for number, row in rows:
            if not isinstance(row, Row):
                reason = row.at(number).render() if isinstance(row, Refused) else str(row)
                raise WrongLabels(reason, "label_row", number=number)
            id_, text = _cell(row[id_column]), _cell(row[column])
            if not id_ or not text:
                continue
            label = read_label(text)
            if found.setdefault(id_, label) != label:
                said = f"row {number}: `{id_}` has another label further up"
                raise WrongLabels(said, "label_twice", number=number, id=id_)
    if not found:
        said = "a sheet of labels needs a column `id`, a column `label`, and a row with both"
        raise WrongLabels(said, "no_labels")
    return found


def _sheets(path: Path) -> Iterator[tuple[list[str], list[tuple[int, Any]]]]:
    content = path.read_bytes()
    if content.startswith(workbook.SIGNATURE):
        try:
            for one in workbook.sheets(content):
                yield one.headings, one.rows
        except Refused as fault:
            raise WrongLabels(fault.at(1).reason(), "label_book") from None
        return
    lines = list(enumerate(content.splitlines(keepends=True), 1))
    yield delimited.headings(lines), list(delimited.rows(lines))


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
