"""Which column of a frame holds which attribute: as given, or by the names of the columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wechat_policy.adapters.tables.headings import chat_columns
from wechat_policy.adapters.tables.mapping import (
    Columns,
    ColumnsLike,
    WrongColumns,
    read_columns,
)
from wechat_policy.vocabulary import vocabulary

_TEXT = {"constant": "text"}


def columns_of(names: Sequence[str], given: ColumnsLike | None, typed: bool) -> Columns:
    """The mapping that was given, or else the one that the names of the columns stand for.

    A column called as an attribute, in English or Chinese, holds it; what is missing then may
    be called as in tables of chat. `typed` says that a column called `type` holds types of events.
    Messages are of the kind text where nothing says otherwise.

    Raises WrongColumns with all faults of the mapping, among them columns that are not there.
    """
    if given is None:
        return read_columns(_named(names, typed))
    if isinstance(given, Mapping) and "type" not in given and "种类" not in given:
        words = vocabulary()
        if "kind" not in {words.word(str(key)) or key for key in given}:
            given = {**given, "kind": _TEXT}
    found = read_columns(given)
    missing = [name for name in found.named if name not in names]
    if missing:
        raise WrongColumns((f"columns that are not in the frame: {', '.join(missing)}",))
    return found


def _named(names: Sequence[str], typed: bool) -> dict[str, Any]:
    words = vocabulary()
    kinds = words.events.values() if typed else [words.events["message"]]
    found: dict[str, Any] = {}
    for name in names:
        path = ".".join(words.word(part) or part for part in name.split("."))
        first, _, inner = path.partition(".")
        attribute = words.attribute(kinds, first)
        known = attribute is not None and (not inner or _has_part(attribute, inner))
        if first == "type" and not typed:
            continue
        if (known or first.startswith("x_")) and path not in found:
            found[path] = name
    if typed:
        return found
    chat = chat_columns(dict.fromkeys(names, ""))
    if chat is not None:
        for path, source in chat.sources.items():
            if (
                path in found
                or path in ("type", "kind")
                or set(source.columns) & set(found.values())
            ):
                continue
            joined = list(source.columns)
            found[path] = joined[0] if len(joined) == 1 else {"columns": joined}
        kind = chat.sources["kind"]
        if kind.columns and found.get("kind", kind.columns[0]) == kind.columns[0]:
            found["kind"] = {"column": kind.columns[0], "values": dict(kind.values or {})}
    found.setdefault("kind", _TEXT)
    return found


def _has_part(attribute: Any, inner: str) -> bool:
    return (
        "." not in inner
        and attribute.type == "object"
        and (not attribute.fields or inner in attribute.fields)
    )
