"""The XML that WeChat keeps as the content of shared things, as far as it says what was shared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from xml.parsers.expat import ExpatError

import xmltodict

from wechat_policy.adapters.jsontext import is_too_deep, mended

_START = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?(?=<(?:msg|sysmsg|voipmsg|recordinfo)[\s>])")
_SUM = re.compile(r"[￥¥]\s*(\d{1,9}(?:,\d{3})*(?:\.\d{1,2})?)")
_ITEM_KINDS = {
    "1": "text",
    "2": "image",
    "3": "voice",
    "4": "video",
    "5": "link",
    "6": "location",
    "8": "file",
    "16": "card",
    "17": "forward",
    "19": "miniprogram",
    "22": "channel_video",
}


def document(words: str) -> Mapping[str, Any] | None:
    """The mapping in the XML of a message, None if it is none."""
    found = _START.match(words)
    if found is None:  # A declaration of entities would have to stand before the root.
        return None
    try:
        parsed = xmltodict.parse(mended(words[found.end() :].strip()), disable_entities=True)
    except (ExpatError, ValueError, RecursionError):
        return None
    return None if is_too_deep(parsed) else parsed


def shared(parsed: Mapping[str, Any]) -> Mapping[str, Any]:
    """The `appmsg` of a document, empty if it has none."""
    return inner(inner(parsed, "msg"), "appmsg")


def inner(holder: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The mapping under a key, empty if there is none."""
    found = holder.get(key)
    return found if isinstance(found, Mapping) else {}


def words_in(holder: Mapping[str, Any], key: str) -> str:
    """The text under a key, "" if there is none."""
    found = holder.get(key)
    return found if isinstance(found, str) else ""


def amount_in(words: str) -> Decimal | None:
    """The sum that the program wrote behind the sign for yuan."""
    found = _SUM.search(words)
    return Decimal(found[1].replace(",", "")) if found else None


def items_in(record: object) -> list[dict[str, Any]]:
    """The parts of a merged forward, from its `recorditem`."""
    parsed = document(record) if isinstance(record, str) else record
    if not isinstance(parsed, Mapping):
        return []
    found = inner(inner(parsed, "recordinfo"), "datalist").get("dataitem")
    items = found if isinstance(found, list) else [found]
    return [_item(each) for each in items if isinstance(each, Mapping)]


def _item(part: Mapping[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = {"kind": _ITEM_KINDS.get(words_in(part, "@datatype"), "other")}
    title, words = words_in(part, "datatitle"), words_in(part, "datadesc")
    if item["kind"] == "file" and title:
        item["file"] = {"name": title}
    if words or title:
        item["text"] = words or title
    if name := words_in(part, "sourcename"):
        item["x_sourcename"] = name
    return item
