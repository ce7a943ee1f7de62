"""Sections of a policy text: header, libraries, hours, parameters, lexicons, notes."""

from __future__ import annotations

from collections.abc import Mapping

from wechat_policy import nodes
from wechat_policy.builder.reading import (
    Arguments,
    Rule,
    bare,
    bare_names,
    build,
    of_bare,
    of_nodes,
    only,
)
from wechat_policy.source import Span
from wechat_policy.words import canonical, known


def _header(items: Arguments, span: Span) -> nodes.Header:
    name, title, *rest = items
    return nodes.Header(bare(name), bare(title), tuple(map(build, rest)), span=span)


def _days(items: Arguments, span: Span) -> nodes.DateTable:
    name, file, *spans = [build(item) for item in items]
    if isinstance(file, nodes.Text):
        return nodes.DateTable(name.value, file.value, (), span=span)
    every = tuple(item for item in (file, *spans) if item is not None)
    return nodes.DateTable(name.value, None, every, span=span)


def _date_span(items: Arguments, span: Span) -> nodes.DateSpan:
    first, last = (build(item) for item in items)
    return nodes.DateSpan(first.value, (last or first).value, span=span)


def _hours(items: Arguments, span: Span) -> nodes.HoursTable:
    name, *shifts, zone = items
    return nodes.HoursTable(bare(name), tuple(map(build, shifts)), bare(zone), span=span)


def _day(items: Arguments, span: Span) -> nodes.DayWord | nodes.DayRange:
    word = str(items[0])
    first, until, last = (canonical("day", part) for part in word.partition("至"))
    if until and known("day", first) and known("day", last):
        return nodes.DayRange(first, last, span=span)
    return nodes.DayWord(canonical("day", word), span=span)


def _day_range(items: Arguments, span: Span) -> nodes.DayRange:
    first, last = (canonical("day", str(item)) for item in items if item.type == "NAME")
    return nodes.DayRange(first, last, span=span)


def _parameter(items: Arguments, span: Span) -> nodes.Parameter:
    name, value, remark = items
    return nodes.Parameter(bare(name), build(value), bare(remark), span=span)


def _lexicon(items: Arguments, span: Span) -> nodes.Lexicon:
    name, terms, protects, *readings = items
    return nodes.Lexicon(
        bare(name),
        build(terms),
        build(protects),
        tuple(canonical("reading", bare(item)) for item in readings if item is not None),
        span=span,
    )


def _lexicon_sum(items: Arguments, span: Span) -> tuple[nodes.LexiconTerm, ...]:
    first, *more = [build(item) for item in items]
    return (nodes.LexiconTerm("+", first, span=first.span), *more)


def _definition(items: Arguments, span: Span) -> nodes.Definition:
    name, condition = items
    return nodes.Definition(bare(name), build(condition), span=span)


def _words(items: Arguments, span: Span) -> nodes.Words:
    return nodes.Words(tuple(build(item) for item in items if item is not None), span=span)


def _word(items: Arguments, span: Span) -> nodes.Word:
    text, weight, facts = (build(item) for item in items)
    return nodes.Word(text.value, weight.value if weight else None, facts or (), span=span)


def _note(items: Arguments, span: Span) -> nodes.Note:
    article, refs, text = items
    return nodes.Note(bare(article), build(refs) or (), bare(text), span=span)


def _refs(items: Arguments, span: Span) -> tuple[str, ...]:
    return tuple(bare(item) for item in items)


RULES: Mapping[str, Rule] = {
    "section": only,
    "header": _header,
    "version": of_bare(nodes.Version),
    "timezone": of_bare(nodes.Timezone),
    "effective": of_bare(nodes.Effective),
    "use": of_bare(nodes.Use),
    "extends": of_bare(nodes.Extends),
    "calendar": of_bare(nodes.CalendarFile),
    "days": _days,
    "date_span": _date_span,
    "hours": _hours,
    "shift": lambda items, span: nodes.Shift(
        build(items[0]), tuple(map(build, items[1:])), span=span
    ),
    "time_span": of_nodes(nodes.TimeSpan),
    "day": _day,
    "day_range": _day_range,
    "parameter": _parameter,
    "worked": lambda items, span: nodes.Worked(build(items[0]), str(items[1]), span=span),
    "lexicon": _lexicon,
    "lexicon_sum": _lexicon_sum,
    "plus": lambda items, span: nodes.LexiconTerm("+", build(items[-1]), span=span),
    "minus": lambda items, span: nodes.LexiconTerm("-", build(items[-1]), span=span),
    "lexicon_name": of_bare(nodes.LexiconName),
    "lexicon_file": of_bare(nodes.LexiconFile),
    "words": _words,
    "word": _word,
    "definition": _definition,
    "severities": lambda items, span: nodes.Severities(bare_names(items), span=span),
    "ladder": lambda items, span: nodes.Ladder(
        tuple(canonical("sanction", name) for name in bare_names(items)), span=span
    ),
    "note": _note,
    "refs": _refs,
}
