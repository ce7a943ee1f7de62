"""The cells of a row as facts of an example, as its author would write them in a policy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from typing import Any

from wechat_policy import nodes
from wechat_policy.adapters.records import Refused
from wechat_policy.adapters.tables.cells import value_of
from wechat_policy.source import Span
from wechat_policy.vocabulary import Attribute, vocabulary

_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})(?:[:：]\d{2})?")
_NONE = frozenset({"none", "null", "无"})
_TEXTS = frozenset({"string", "ref"})


def is_empty(cell: Any) -> bool:
    """Whether a cell says nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def words_of(cell: Any) -> str:
    """A cell as it is shown, on one line."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split())


def fact_value(cell: Any, attribute: Attribute, zone: tzinfo, span: Span) -> nodes.FactValue:
    """The value of a fact that a cell tells. Raises Refused for one that the fact cannot have."""
    if isinstance(cell, str) and attribute.type not in _TEXTS and cell.strip().lower() in _NONE:
        return nodes.Null(span=span)
    if attribute.element == "datetime" and (clock := _clock(cell)) is not None:
        return nodes.Time(clock, span=span)
    found = value_of(attribute, cell, attribute.name, zone)
    for one in found if isinstance(found, list) else [found]:
        _known(one, attribute)
    if isinstance(found, datetime) and found.time() == time() and not _says_midnight(cell):
        return nodes.Date(found.date(), span=span)
    return _node(found, span)


def moment(day: Any, at: nodes.FactValue | None, zone: tzinfo, span: Span) -> nodes.FactValue:
    """The time of a row that has a column for its day too. Raises Refused for what is no day."""
    attribute = Attribute(name="date", zh="日期", type="date")
    found = value_of(attribute, day, "date", zone)
    if not isinstance(at, nodes.Time):
        return nodes.Date(found, span=span) if at is None else at
    clock = f"{at.minutes // 60:02}:{at.minutes % 60:02}"
    return nodes.Text(f"{found.isoformat()} {clock}", span=span)


def _clock(cell: Any) -> int | None:
    if isinstance(cell, time):
        return cell.hour * 60 + cell.minute
    found = _CLOCK.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return int(found[1]) * 60 + int(found[2])


def _says_midnight(cell: Any) -> bool:
    return isinstance(cell, str) and bool(re.search(r"\d[:：]\d", cell))


def _known(value: Any, attribute: Attribute) -> None:
    if attribute.element not in ("enum", "category"):
        return
    choices = attribute.values or tuple(vocabulary().categories)
    if value not in choices:
        spelt = [vocabulary().spell_value(attribute.name, one) for one in choices[:8]]
        raise Refused("wrong", attribute.name, "one of " + ", ".join(spelt), words_of(value))


def _node(value: Any, span: Span) -> nodes.FactValue:
    match value:
        case bool():
            return nodes.Boolean(value, span=span)
        case int() | float() | Decimal():
            return nodes.Number(Decimal(str(value)), span=span)
        case datetime():
            return nodes.Text(value.isoformat(), span=span)
        case date():
            return nodes.Date(value, span=span)
        case list():
            return nodes.FactList(tuple(_node(one, span) for one in value), span=span)
        case Mapping():
            facts = (nodes.Fact(str(key), _node(one, span)) for key, one in value.items())
            return nodes.FactMap(tuple(facts), span=span)
        case _:
            return nodes.Text(str(value), span=span)
