"""Reads a parse tree bottom up: tokens to values, rules by their tables, and what can go wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from wechat_policy import nodes
from wechat_policy.lexical import unquote
from wechat_policy.source import Span
from wechat_policy.words import canonical, canonical_path

if TYPE_CHECKING:
    from lark import Token


Arguments = list[Any]
"""The children of a rule as lark left them."""

Rule = Callable[[Arguments, Span], Any]
"""Makes the node of a rule from its children."""

RULES: dict[str, Rule] = {}
"""The rules that make something; every other rule is the tuple of its children."""


class BadValue(Exception):
    """A token of the right shape whose value cannot be: a 31 February, 25:00."""

    def __init__(self, code: str, span: Span, word: str) -> None:
        super().__init__(code)
        self.code = code
        self.span = span
        self.word = word


def build(item: Any) -> Any:
    """The node or value of a parse tree or token.

    Raises BadValue for the first token that has no value.
    """
    if item is None:
        return None
    if hasattr(item, "data"):
        meta = item.meta
        span = nodes.NOWHERE if meta.empty else Span(meta.start_pos, meta.end_pos)
        method = RULES.get(item.data)
        if method is not None:
            return method(item.children, span)
        return tuple(build(child) for child in item.children)
    return _TOKENS[item.type](item)


def span_of(token: Token) -> Span:
    """Where a token stands."""
    return Span(token.start_pos or 0, token.end_pos or 0)


def _string(token: Token) -> nodes.Text:
    return nodes.Text(unquote(token), span=span_of(token))


def _quantity(token: Token) -> nodes.Quantity:
    digits = len(token)
    for at, character in enumerate(token):
        if not (character.isdigit() or character == "."):
            digits = at
            break
    unit = canonical("unit", token[digits:].strip())
    return nodes.Quantity(Decimal(token[:digits]), unit, span=span_of(token))


def _date(token: Token) -> nodes.Date:
    try:
        return nodes.Date(date.fromisoformat(token), span=span_of(token))
    except ValueError:
        raise BadValue("E004", span_of(token), str(token)) from None


def _time(token: Token) -> nodes.Time:
    hours, minutes = (int(part) for part in token.split(":"))
    if minutes > 59 or hours * 60 + minutes > 24 * 60:
        raise BadValue("E005", span_of(token), str(token))
    return nodes.Time(hours * 60 + minutes, span=span_of(token))


def _regex(token: Token) -> nodes.Regex:
    end = token.rindex("/")
    return nodes.Regex(token[1:end].replace("\\/", "/"), token[end + 1 :], span=span_of(token))


_TOKENS: Mapping[str, Callable[[Any], Any]] = {
    "STRING": _string,
    "QUANTITY": _quantity,
    "NUMBER": lambda token: nodes.Number(Decimal(token), span=span_of(token)),
    "DATE": _date,
    "TIME": _time,
    "REGEX": _regex,
    "NAME": lambda token: nodes.Name(str(token), span=span_of(token)),
    "REF": lambda token: nodes.Text(str(token), span=span_of(token)),
    "CMP": str,
}


def bare(item: Any) -> Any:
    """The bare text of an optional string or name token."""
    built = build(item)
    return None if built is None else built.value


def bare_names(items: Arguments) -> tuple[str, ...]:
    """The names among optional tokens."""
    return tuple(str(item) for item in items if item is not None and item.type == "NAME")


def person_of(token: Any) -> nodes.Name | None:
    """The optional path to a person whose hours are meant."""
    return None if token is None else nodes.Name(canonical_path(str(token)), span=span_of(token))


def joined(kind: type[nodes.And] | type[nodes.Or], parts: list[Any]) -> Any:
    """Several conditions as one; the only one by itself, None if there is none."""
    if len(parts) < 2:
        return parts[0] if parts else None
    return kind(tuple(parts), span=Span(parts[0].span.start, parts[-1].span.end))


def as_period(window: Any) -> Any:
    """A window whose bare name may be a calendar period, in its canonical spelling."""
    if isinstance(window, nodes.Name):
        return nodes.Name(canonical("period", window.value), span=window.span)
    return window


def only(items: Arguments, span: Span) -> Any:
    """A rule that is its only child."""
    return build(items[0])


def constant(value: Any) -> Callable[[Arguments, Span], Any]:
    """A rule that always makes the same."""
    return lambda items, span: value


def of_bare(kind: Any) -> Callable[[Arguments, Span], Any]:
    """A node whose fields are the bare values of its children."""
    return lambda items, span: kind(*(bare(item) for item in items), span=span)


def of_nodes(kind: Any) -> Callable[[Arguments, Span], Any]:
    """A node whose fields are its children."""
    return lambda items, span: kind(*map(build, items), span=span)


def of_tuple(kind: Any) -> Callable[[Arguments, Span], Any]:
    """A node whose one field is the tuple of its children."""
    return lambda items, span: kind(tuple(map(build, items)), span=span)
