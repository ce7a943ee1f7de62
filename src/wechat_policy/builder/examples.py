"""Examples: steps, facts and their values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wechat_policy import nodes
from wechat_policy.builder.reading import Arguments, BadValue, Rule, bare, build, of_nodes
from wechat_policy.source import Span
from wechat_policy.words import canonical, canonical_path, canonical_value, has_value


def _example(violates: bool) -> Callable[[Arguments, Span], nodes.Example]:
    return lambda items, span: nodes.Example(violates, tuple(map(build, items)), span=span)


def _say(items: Arguments, span: Span) -> nodes.Happen:
    times, text, facts, apart = items
    return _happening(times, None, text, facts, apart, span)


def _happen(items: Arguments, span: Span) -> nodes.Happen:
    times, event, text, facts, apart = items
    return _happening(times, canonical("event", str(event)), text, facts, apart, span)


def _happening(
    times: Any, event: str | None, text: Any, facts: Any, apart: Any, span: Span
) -> nodes.Happen:
    return nodes.Happen(
        event, bare(text), build(facts) or (), often(times), build(apart), span=span
    )


def often(times: Any) -> int:
    """How often something happens; once unless it is said."""
    count = build(times)
    if count is None:
        return 1
    if count.unit != "times" or count.value % 1 or count.value < 1:
        raise BadValue("E009", count.span, str(times))
    return int(count.value)


def _with_row(items: Arguments, span: Span) -> nodes.WithRow:
    kind, name, facts = items
    return nodes.WithRow(canonical("row", str(kind)), bare(name), build(facts) or (), span=span)


def _fact(items: Arguments, span: Span) -> nodes.Fact:
    name, value = items
    path = canonical_path(str(name))
    return nodes.Fact(path, _fact_value(path.rsplit(".", 1)[-1], build(value)), span=span)


def _fact_value(attribute: str, value: Any) -> Any:
    if isinstance(value, nodes.Name):
        return nodes.Name(canonical_value(attribute, value.value), span=value.span)
    if isinstance(value, nodes.Boolean | nodes.Null):
        word = "none" if isinstance(value, nodes.Null) else "true" if value.value else "false"
        return nodes.Name(word, span=value.span) if has_value(attribute, word) else value
    if isinstance(value, nodes.FactList):
        return nodes.FactList(
            tuple(_fact_value(attribute, item) for item in value.items), span=value.span
        )
    return value


def _list(items: Arguments, span: Span) -> nodes.FactList:
    return nodes.FactList(tuple(build(item) for item in items if item is not None), span=span)


def _negative(items: Arguments, span: Span) -> nodes.Number:
    number = build(items[-1])
    return nodes.Number(-number.value, span=span)


RULES: Mapping[str, Rule] = {
    "violates": _example(True),
    "complies": _example(False),
    "say": _say,
    "happen": _happen,
    "advance": of_nodes(nodes.Advance),
    "with_row": _with_row,
    "fact": _fact,
    "null": lambda items, span: nodes.Null(span=span),
    "negative": _negative,
    "list_": _list,
    "facts": lambda items, span: tuple(build(item) for item in items if item is not None),
    "map_": lambda items, span: nodes.FactMap(build(items[0]), span=span),
}
