"""The sections of a policy in either skin, each as its head and the statements under it."""

from __future__ import annotations

from functools import singledispatch

import attrs

from wechat_policy import nodes
from wechat_policy.lexical import Skin, quote
from wechat_policy.printer.cases import case_item, parameter
from wechat_policy.printer.clauses import cited, facts, statement
from wechat_policy.printer.conditions import operands
from wechat_policy.printer.parts import Part, at, block, joined, listed
from wechat_policy.printer.penalties import row
from wechat_policy.printer.spelling import clock, days, keyword, numeral, of_kind
from wechat_policy.source import Span


@attrs.frozen
class Statement:
    """A statement in the parts between which a line may be broken, and where it was read from."""

    parts: tuple[Part, ...]
    span: Span


def statements(node: nodes.Section, skin: Skin) -> list[Statement]:
    """The statements of a section; the first is its head."""
    match node:
        case nodes.Header():
            rest = [Statement((_header_item(item, skin),), item.span) for item in node.items]
        case nodes.Clause():
            rest = [Statement(tuple(statement(item, skin)), item.span) for item in node.items]
        case nodes.Penalties():
            rest = [Statement(tuple(row(item, skin)), item.span) for item in node.rows]
        case nodes.Cases() | nodes.Case():
            rest = [Statement(tuple(case_item(item, skin)), item.span) for item in node.items]
        case _:
            rest = []
    # The span of a section that has statements takes them in; its head ends where they begin.
    span = Span(node.span.start, node.span.start) if rest else node.span
    return [Statement(tuple(_head(node, skin)), span), *rest]


@singledispatch
def _head(node: nodes.Section, skin: Skin) -> list[Part]:
    raise TypeError(f"{type(node).__name__} is no section")


@_head.register
def _(node: nodes.Header, skin: Skin) -> list[Part]:
    title = "" if node.title is None else quote(node.title, skin)
    return [joined(keyword("policy", skin), quote(node.id, skin), title)]


def _header_item(node: nodes.Version | nodes.Timezone | nodes.Effective, skin: Skin) -> Part:
    match node:
        case nodes.Version():
            return joined(keyword("version", skin), quote(node.value, skin))
        case nodes.Timezone():
            return joined(keyword("timezone", skin), quote(node.value, skin))
        case nodes.Effective():
            closer = keyword("closer_start", skin) if skin == "zh" else ""
            return joined(keyword("effective", skin), node.value.isoformat(), closer)


@_head.register
def _(node: nodes.Use, skin: Skin) -> list[Part]:
    return [joined(keyword("use", skin), quote(node.name, skin))]


@_head.register
def _(node: nodes.Extends, skin: Skin) -> list[Part]:
    return [joined(keyword("extends", skin), quote(node.name, skin))]


@_head.register
def _(node: nodes.CalendarFile, skin: Skin) -> list[Part]:
    return [joined(keyword("calendar", skin), _file(node.path, skin))]


def _file(name: str, skin: Skin) -> Part:
    return joined(keyword("file", skin), quote(name, skin))


@_head.register
def _(node: nodes.DateTable, skin: Skin) -> list[Part]:
    spans = block(map(_date_span, node.spans), nodes.NOWHERE, skin)
    content = spans if node.file is None else _file(node.file, skin)
    return [joined(keyword("days", skin), node.name, "=", content)]


def _date_span(node: nodes.DateSpan) -> Part:
    first, last = node.first.isoformat(), node.last.isoformat()
    return at(node.span, Part(first if first == last else f"{first}..{last}"))


@_head.register
def _(node: nodes.HoursTable, skin: Skin) -> list[Part]:
    # Chinese joins shifts by another word than conditions, the second spelling of `and`.
    together = keyword("and", skin) if skin == "en" else "并"
    first, *rest = (_shift(shift, skin) for shift in node.shifts)
    parts = [joined(keyword("hours", skin), node.name, "=", first)]
    parts += [joined(together, shift) for shift in rest]
    if node.timezone is not None:
        word = keyword("in" if skin == "en" else "timezone", skin)
        parts.append(joined(word, quote(node.timezone, skin)))
    return parts


def _shift(node: nodes.Shift, skin: Skin) -> Part:
    times = (f"{clock(time.start)}-{clock(time.end)}" for time in node.times)
    return at(node.span, joined(days(node.days, skin), listed(times, skin)))


@_head.register
def _(node: nodes.Parameter, skin: Skin) -> list[Part]:
    return parameter(node, skin)


@_head.register
def _(node: nodes.Definition, skin: Skin) -> list[Part]:
    first, *rest = operands(node.condition, skin)
    return [joined(keyword("condition", skin), node.name, "=", first), *rest]


@_head.register
def _(node: nodes.Severities, skin: Skin) -> list[Part]:
    return [joined(keyword("severities", skin), " < ".join(node.names))]


@_head.register
def _(node: nodes.Ladder, skin: Skin) -> list[Part]:
    names = (of_kind("sanction", name, skin) for name in node.names)
    return [joined(keyword("ladder", skin), " < ".join(names))]


@_head.register
def _(node: nodes.Clause, skin: Skin) -> list[Part]:
    return [joined(keyword("clause", skin), node.name)]


@_head.register
def _(node: nodes.Note, skin: Skin) -> list[Part]:
    lead = "" if node.article is None else keyword("cites", skin)
    cites = joined(lead, cited(node.article, node.refs, skin))
    return [joined(keyword("note", skin), cites), Part(quote(node.text, skin))]


@_head.register
def _(node: nodes.Cases, skin: Skin) -> list[Part]:
    return [joined(keyword("cases", skin), quote(node.policy, skin))]


@_head.register
def _(node: nodes.Case, skin: Skin) -> list[Part]:
    return [joined(keyword("case", skin), quote(node.name, skin))]


@_head.register
def _(node: nodes.Penalties, skin: Skin) -> list[Part]:
    return [Part(keyword("penalties", skin))]


# ------------------------------------------------------------------------------ lexicons


@_head.register
def _(node: nodes.Lexicon, skin: Skin) -> list[Part]:
    first, *more = (_term(term, place == 0, skin) for place, term in enumerate(node.terms))
    parts = [joined(keyword("lexicon", skin), node.name, "=", first), *more]
    if node.protects is not None:
        parts.append(joined(keyword("except", skin), _words(node.protects, skin)))
    if node.readings:
        readings = listed((of_kind("reading", one, skin) for one in node.readings), skin)
        parts.append(joined(keyword("readings", skin), readings))
    return parts


def _term(node: nodes.LexiconTerm, first: bool, skin: Skin) -> Part:
    """The sign and name of a term, or its sign and words."""
    sign = "" if first and node.sign == "+" else node.sign
    match node.term:
        case nodes.LexiconName():
            return joined(sign, at(node.term.span, Part(node.term.name)))
        case nodes.LexiconFile():
            return joined(sign, at(node.term.span, _file(node.term.path, skin)))
        case nodes.Words():
            return joined(sign, _words(node.term, skin))


def _words(node: nodes.Words, skin: Skin) -> Part:
    return block((_word(word, skin) for word in node.words), node.span, skin)


def _word(node: nodes.Word, skin: Skin) -> Part:
    weight = "" if node.weight is None else numeral(node.weight)
    return at(node.span, joined(quote(node.text, skin), weight, facts(node.facts, skin)))
