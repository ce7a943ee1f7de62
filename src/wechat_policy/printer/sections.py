"""The sections of a policy in either skin, each as its head and the statements under it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

import attrs

from wechat_policy import nodes
from wechat_policy.lexical import Skin, quote
from wechat_policy.printer.cases import case_item, parameter
from wechat_policy.printer.clauses import cited, facts, statement
from wechat_policy.printer.conditions import days, operands
from wechat_policy.printer.penalties import row
from wechat_policy.printer.spelling import (
    braced,
    clock,
    keyword,
    listed,
    numeral,
    of_kind,
    phrase,
    wrapped,
)
from wechat_policy.source import Span, cells

_WIDEST = 100
"""Cells of a line beyond which a statement is written over several."""

_WIDEST_OF_WORDS = 88
"""The same for a lexicon, where short lines are easier to search."""

_Part = tuple[list[str], Sequence[str] | None]
"""A part of a lexicon: the words that lead it in, and what stands in its braces if it has some."""


@attrs.frozen
class Statement:
    """A statement as it is written, and where it stands in the text that it was read from."""

    text: str
    span: Span


@attrs.frozen
class Block:
    """A section as it is written: its first statement is the head."""

    statements: tuple[Statement, ...]


def block(node: nodes.Section, skin: Skin) -> Block:
    """The statements of a section."""
    head = Statement(_head(node, skin), node.span)
    match node:
        case nodes.Header():
            rest = [Statement(_header_item(item, skin), item.span) for item in node.items]
        case nodes.Clause():
            rest = [Statement(_wrapped(statement(item, skin)), item.span) for item in node.items]
        case nodes.Penalties():
            rest = [Statement(_wrapped(row(item, skin)), item.span) for item in node.rows]
        case nodes.Cases() | nodes.Case():
            rest = [Statement(_wrapped(case_item(item, skin)), item.span) for item in node.items]
        case _:
            rest = []
    return Block((head, *rest))


def _wrapped(parts: list[str]) -> str:
    return wrapped(parts, _WIDEST, 2)


@singledispatch
def _head(node: nodes.Section, skin: Skin) -> str:
    raise TypeError(f"{type(node).__name__} is no section")


@_head.register
def _(node: nodes.Header, skin: Skin) -> str:
    title = "" if node.title is None else quote(node.title, skin)
    return phrase(keyword("policy", skin), quote(node.id, skin), title)


def _header_item(node: nodes.Version | nodes.Timezone | nodes.Effective, skin: Skin) -> str:
    match node:
        case nodes.Version():
            return phrase(keyword("version", skin), quote(node.value, skin))
        case nodes.Timezone():
            return phrase(keyword("timezone", skin), quote(node.value, skin))
        case nodes.Effective():
            closer = keyword("closer_start", skin) if skin == "zh" else ""
            return phrase(keyword("effective", skin), node.value.isoformat(), closer)


@_head.register
def _(node: nodes.Use, skin: Skin) -> str:
    return phrase(keyword("use", skin), quote(node.name, skin))


@_head.register
def _(node: nodes.Extends, skin: Skin) -> str:
    return phrase(keyword("extends", skin), quote(node.name, skin))


@_head.register
def _(node: nodes.CalendarFile, skin: Skin) -> str:
    return phrase(keyword("calendar", skin), _file(node.path, skin))


def _file(name: str, skin: Skin) -> str:
    return phrase(keyword("file", skin), quote(name, skin))


@_head.register
def _(node: nodes.DateTable, skin: Skin) -> str:
    spans = braced(map(_date_span, node.spans), skin)
    content = spans if node.file is None else _file(node.file, skin)
    return phrase(keyword("days", skin), node.name, "=", content)


def _date_span(node: nodes.DateSpan) -> str:
    first, last = node.first.isoformat(), node.last.isoformat()
    return first if first == last else f"{first}..{last}"


@_head.register
def _(node: nodes.HoursTable, skin: Skin) -> str:
    # Chinese joins shifts by another word than conditions, the second spelling of `and`.
    together = keyword("and", skin) if skin == "en" else "并"
    first, *rest = (_shift(shift, skin) for shift in node.shifts)
    more = [part for shift in rest for part in (together, shift)]
    zone = "" if node.timezone is None else quote(node.timezone, skin)
    lead = keyword("in" if skin == "en" else "timezone", skin) if zone else ""
    return phrase(keyword("hours", skin), node.name, "=", first, *more, lead, zone)


def _shift(node: nodes.Shift, skin: Skin) -> str:
    times = (f"{clock(time.start)}-{clock(time.end)}" for time in node.times)
    return phrase(days(node.days, skin), listed(times, skin))


@_head.register
def _(node: nodes.Parameter, skin: Skin) -> str:
    return parameter(node, skin)


@_head.register
def _(node: nodes.Definition, skin: Skin) -> str:
    first, *rest = operands(node.condition, skin)
    return _wrapped([phrase(keyword("condition", skin), node.name, "=", first), *rest])


@_head.register
def _(node: nodes.Severities, skin: Skin) -> str:
    return phrase(keyword("severities", skin), " < ".join(node.names))


@_head.register
def _(node: nodes.Ladder, skin: Skin) -> str:
    names = (of_kind("sanction", name, skin) for name in node.names)
    return phrase(keyword("ladder", skin), " < ".join(names))


@_head.register
def _(node: nodes.Clause, skin: Skin) -> str:
    return phrase(keyword("clause", skin), node.name)


@_head.register
def _(node: nodes.Note, skin: Skin) -> str:
    lead = "" if node.article is None else keyword("cites", skin)
    cites = phrase(lead, cited(node.article, node.refs, skin))
    return phrase(keyword("note", skin), cites, quote(node.text, skin))


@_head.register
def _(node: nodes.Cases, skin: Skin) -> str:
    return phrase(keyword("cases", skin), quote(node.policy, skin))


@_head.register
def _(node: nodes.Case, skin: Skin) -> str:
    return phrase(keyword("case", skin), quote(node.name, skin))


@_head.register
def _(node: nodes.Penalties, skin: Skin) -> str:
    return keyword("penalties", skin)


# ------------------------------------------------------------------------------ lexicons


@_head.register
def _(node: nodes.Lexicon, skin: Skin) -> str:
    head = phrase(keyword("lexicon", skin), node.name, "=")
    terms = [_term(term, at == 0, skin) for at, term in enumerate(node.terms)]
    extras: list[_Part] = []
    if node.protects is not None:
        extras.append(([keyword("except", skin)], _words(node.protects, skin)))
    if node.readings:
        readings = listed((of_kind("reading", one, skin) for one in node.readings), skin)
        extras.append(([keyword("readings", skin), readings], None))
    parts = [*terms, *extras]
    line = phrase(head, *(phrase(*lead, _one_line(words, skin)) for lead, words in parts))
    if cells(line) <= _WIDEST_OF_WORDS:
        return line
    lines = [head]
    for lead, words in parts:
        _add(lines, phrase(*lead), words, skin)
    return "\n".join(lines)


def _term(node: nodes.LexiconTerm, first: bool, skin: Skin) -> _Part:
    """The sign and name of a term, or its sign and words."""
    sign: list[str] = [] if first and node.sign == "+" else [node.sign]
    match node.term:
        case nodes.LexiconName():
            return [*sign, node.term.name], None
        case nodes.LexiconFile():
            return [*sign, _file(node.term.path, skin)], None
        case nodes.Words():
            return sign, _words(node.term, skin)


def _words(node: nodes.Words, skin: Skin) -> list[str]:
    return [_word(word, skin) for word in node.words]


def _word(node: nodes.Word, skin: Skin) -> str:
    weight = "" if node.weight is None else numeral(node.weight)
    return phrase(quote(node.text, skin), weight, facts(node.facts, skin))


def _one_line(words: Sequence[str] | None, skin: Skin) -> str:
    return "" if words is None else braced(words, skin)


def _add(lines: list[str], lead: str, words: Sequence[str] | None, skin: Skin) -> None:
    """Adds a part of a long lexicon: on the last line if it fits, else over several lines."""
    joined = phrase(lines[-1], lead, _one_line(words, skin))
    opened = phrase(lines[-1], lead, "{")
    if cells(joined) <= _WIDEST_OF_WORDS or (words is None and len(lines) == 1):
        lines[-1] = joined
    elif words is None:
        lines.append(f"  {lead}")
    else:
        lines[-1] = opened
        lines += _filled(words, skin)
        lines.append("}")


def _filled(words: Sequence[str], skin: Skin) -> list[str]:
    """Words on as few lines as hold them, indented under their brace."""
    comma, gap = (",", " ") if skin == "en" else ("、", "")
    lines = [""]
    for at, word in enumerate(words):
        listed_word = word + comma if at < len(words) - 1 else word
        if lines[-1] and 2 + cells(lines[-1] + gap + listed_word) > _WIDEST_OF_WORDS:
            lines.append(listed_word)
        else:
            lines[-1] += (gap if lines[-1] else "") + listed_word
    return [f"  {line}" for line in lines]
