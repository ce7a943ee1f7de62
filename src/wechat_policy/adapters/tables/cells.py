"""Cells of a table as values of native attributes: by the type of the attribute, leniently."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from wechat_policy.adapters import clock, fields
from wechat_policy.adapters.jsontext import nested
from wechat_policy.adapters.records import Refused, described
from wechat_policy.vocabulary import Attribute, vocabulary

_BETWEEN = re.compile(r"[,，;；、|\n]+")
_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,12})?")
_ORNAMENTS = re.compile(r"[￥¥$,，\s]|元$|CNY|RMB")
_EMPTY = frozenset({"", "-", "--", "—", "/", "N/A", "n/a", "NULL", "null", "None", "#N/A"})


def value_of(
    attribute: Attribute,
    cell: Any,
    path: str,
    zone: tzinfo,
    values: Mapping[str, Any] | None = None,
    separator: str | None = None,
) -> Any:
    """What a cell says as a value of the attribute; None where it is empty.

    `values` translates cells; what it leaves out may be a value of the attribute by its English
    or Chinese name. `separator` stands between the items of a list, any usual sign if it is None.

    Raises:
        Refused: the cell holds something else.
    """
    if isinstance(cell, float) and cell != cell:  # A table's empty number.
        return None
    if isinstance(cell, str):
        cell = cell.strip()
    if values is not None and (known := values.get(_word(cell), cell)) is not cell:
        cell = known
    if cell is None or cell == "":
        return None
    if isinstance(cell, str) and cell in _EMPTY and attribute.type != "string":
        return None
    if not attribute.is_list:
        return _single(attribute, cell, path, zone)
    return [
        read
        for index, item in enumerate(_items(cell, separator))
        if (read := _listed(attribute, item, f"{path}[{index}]", zone, values)) is not None
    ]


def _listed(
    attribute: Attribute, item: Any, path: str, zone: tzinfo, values: Mapping[str, Any] | None
) -> Any:
    if isinstance(item, str):
        item = item.strip()
    if item is None or item == "":
        return None
    if values is not None:
        item = values.get(_word(item), item)
    return _single(attribute, item, path, zone)


def _items(cell: Any, separator: str | None) -> list[Any]:
    if isinstance(cell, list | tuple):
        return list(cell)
    if not isinstance(cell, str):
        return [cell]
    if cell.startswith("[") and isinstance(found := nested(cell), list):
        return found
    return cell.split(separator) if separator else _BETWEEN.split(cell)


def _single(attribute: Attribute, cell: Any, path: str, zone: tzinfo) -> Any:
    match attribute.element:
        case "datetime":
            return clock.cell(cell, path, zone)
        case "date":
            return clock.cell(cell, path, zone).date()
        case "bool":
            return fields.flag({"": cell}, "", path)
        case "int":
            return fields.whole({"": _bare(cell)}, "", path)
        case "number":
            return _number(cell, path)
        case "enum" | "category":
            return _choice(attribute, cell)
        case "object":
            found = nested(cell) if isinstance(cell, str) else cell
            return found if isinstance(found, Mapping) else cell
        case "string":
            return _text(cell)
        case _:
            return fields.identity(_whole(cell), path)


def _number(cell: Any, path: str) -> Any:
    bare = _bare(cell)
    if isinstance(bare, str) and _NUMBER.fullmatch(bare):
        return Decimal(bare) if "." in bare else int(bare)
    if isinstance(bare, int | float | Decimal) and not isinstance(bare, bool):
        return bare
    raise Refused("wrong", path, "a number", described(cell))


def _bare(cell: Any) -> Any:
    return _ORNAMENTS.sub("", cell.strip()) if isinstance(cell, str) else cell


def _choice(attribute: Attribute, cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    if attribute.element == "category":
        return vocabulary().category(cell) or cell
    return vocabulary().value(attribute.name, cell) or cell


def _text(cell: Any) -> Any:
    cell = _whole(cell)
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int | float | Decimal) else cell


def _whole(cell: Any) -> Any:
    """A number as a table shows it: ids that were taken for numbers have no fraction."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _word(cell: Any) -> str:
    return str(_whole(cell))
