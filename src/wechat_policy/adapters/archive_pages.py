"""The pages and wrappers in which records of the chat archive are delivered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wechat_policy.adapters.documents import looks_like_record
from wechat_policy.adapters.jsontext import object_in
from wechat_policy.adapters.records import Refused, described


def unpacked(value: Mapping[str, Any]) -> Iterator[Any]:
    """The records in a page of a pull or in a wrapper round one record, or the value itself.

    A wrapper has its record as an object or as JSON text under any key. What cannot be unpacked
    is a `Refused` in its place.
    """
    page = value.get("chatdata")
    if value.get("errcode") and not page:
        yield Refused("failed_page", "errcode", got=str(value["errcode"])[:20])
    elif isinstance(page, list | tuple):
        yield from (_unwrapped(inner) if isinstance(inner, Mapping) else inner for inner in page)
    elif page is not None:
        yield Refused("wrong", "chatdata", "a list", described(page))
    else:
        yield _unwrapped(value)


def _unwrapped(value: Mapping[str, Any]) -> Any:
    if looks_like_record(value):
        return value
    try:
        for inner in value.values():
            found = object_in(inner)
            if found is not None and looks_like_record(found):
                return {"seq": value.get("seq"), **found}
    except Refused as refused:
        return refused
    return value
