"""The sections of a text: each name once, each statement once, and nothing declared for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wechat_policy import nodes
from wechat_policy.checking.ground import (
    Ground,
    fault,
    keyword,
    named,
    related,
    spot,
    unread_statements,
    words,
)
from wechat_policy.checking.places import ANY_EVENT, Places, types_of, violable
from wechat_policy.errors import Diagnostic
from wechat_policy.lexical import blanked, cut, fold
from wechat_policy.resolution import POPULATIONS
from wechat_policy.rules.base import CONDITIONS
from wechat_policy.source import Span
from wechat_policy.suggestion import nearest
from wechat_policy.vocabulary import vocabulary
from wechat_policy.words import DAYS, PERIODS, canonical, canonical_path

_ONCE = (nodes.Header, nodes.Severities, nodes.Ladder, nodes.CalendarFile)
_NAMED = (nodes.Lexicon, nodes.HoursTable, nodes.Parameter, nodes.DateTable, nodes.Definition)
_SEVERAL = (nodes.Norm, nodes.Example)
_RESERVED = ("that", "it", "event", "organization")


def policies_have_a_header(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A policy begins with its id."""
    document = ground.assembly.document
    if not ground.assembly.others(nodes.Header) and id(document) in ground.whole:
        end = len(document.source.text) - len(document.source.text.lstrip())
        code = "E419" if document.kind == "cases" else "E126"
        yield fault(code, document, keyword(document, Span(end, len(document.source.text))))


def clauses_have_one_name(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """No two clauses of a text have the same name."""
    for document in ground.documents:
        seen: dict[str, Span] = {}
        for clause in document.all(nodes.Clause):
            span = named(document, clause)
            first = seen.setdefault(clause.name, span)
            if first is not span:
                yield fault(
                    "E103", document, span, name=clause.name,
                    related=[related(document, first, "first_stated", seen_from=document)],
                )  # fmt: skip


def sections_stand_once(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """No two sections of one class have one name; those without a name stand once."""
    for document in ground.documents:
        seen: dict[tuple[type, str], Span] = {}
        for section in document.sections:
            key: tuple[type, str]
            if isinstance(section, _ONCE):
                span = keyword(document, section.span)
                key = (type(section), "")
            elif isinstance(section, _NAMED):
                span = named(document, section)
                key = (type(section), section.name)
            else:
                continue
            first = seen.setdefault(key, span)
            if first is not span:
                yield fault(
                    "E120", document, span, name=words(document, span),
                    related=[related(document, first, "first_stated", seen_from=document)],
                )  # fmt: skip


def statements_stand_once(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A clause has one title, one severity and so on; a header one version, zone and date."""
    for document in ground.documents:
        for section in document.sections:
            items: tuple[Any, ...] = ()
            if isinstance(section, nodes.Header | nodes.Clause):
                items = section.items
            elif isinstance(section, nodes.Penalties):
                items = tuple(
                    row for row in section.rows if isinstance(row, nodes.Cumulative | nodes.Lapse)
                )
            seen: dict[type, Span] = {}
            for item in items:
                if isinstance(item, _SEVERAL):
                    continue
                first = seen.setdefault(type(item), item.span)
                if first is not item.span:
                    span = keyword(document, item.span)
                    yield fault(
                        "E121", document, span, name=words(document, span),
                        related=[
                            related(
                                document, keyword(document, first), "first_stated",
                                seen_from=document,
                            )
                        ],
                    )  # fmt: skip


def names_are_free(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A name of the policy is no word that the language reads otherwise in the same place."""
    for document in ground.documents:
        for section in document.sections:
            taken = (
                (isinstance(section, nodes.Parameter | nodes.Definition) and _is_word(section.name))
                or (isinstance(section, nodes.Lexicon) and _is_argument(section.name))
                or (isinstance(section, nodes.DateTable) and canonical("day", section.name) in DAYS)
            )
            if taken:
                span = named(document, section)
                yield fault("E122", document, span, name=words(document, span))
    for each, place in places.of(nodes.ForEach):
        if each.variable in (*_RESERVED, *POPULATIONS) or each.variable in ground.parameters:
            span = spot(place.document, each.span, each.variable, "path")
            yield fault("E122", place.document, span, name=words(place.document, span))


def clauses_are_no_severities(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A name is that of a clause or of a severity, so that a row's head means one of them."""
    names: dict[str, tuple[nodes.Document, Span]] = {}
    for section, document in ground.sections(nodes.Severities):
        for name in section.names:
            names.setdefault(name, (document, spot(document, section.span, name)))
    for clause, document in ground.sections(nodes.Clause):
        for item in clause.items:
            if isinstance(item, nodes.Severity):
                names.setdefault(item.name, (document, spot(document, item.span, item.name)))
    for clause, document in ground.sections(nodes.Clause):
        if clause.name in names:
            where, span = names[clause.name]
            yield fault(
                "E119", document, named(document, clause), name=clause.name,
                related=[related(where, span, "severity", seen_from=document)],
            )  # fmt: skip


def former_names_are_gone(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A former name belongs to no clause of today, and to one clause only."""
    seen: dict[str, Span] = {}
    for clause, document in ground.sections(nodes.Clause):
        for item in clause.items:
            if not isinstance(item, nodes.Formerly):
                continue
            span = spot(document, item.span, item.name)
            if item.name in ground.clauses:
                other, where = ground.clauses[item.name]
                first, in_document = named(where, other), where
            else:
                first, in_document = seen.setdefault(item.name, span), document
            if first is not span:
                yield fault(
                    "E322", document, span, name=item.name,
                    related=[related(in_document, first, "has_the_name", seen_from=document)],
                )  # fmt: skip


def clauses_say_something(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A clause has a norm."""
    for document in ground.documents:
        if all(clause.norms for clause in document.all(nodes.Clause)):
            continue
        blank = blanked(fold(document.source.text))
        pieces = {piece.start: piece for piece in cut(blank)}
        for clause in document.all(nodes.Clause):
            piece = pieces.get(clause.span.start)
            unread = piece is not None and unread_statements(blank, clause, piece)
            if not clause.norms and not unread:
                yield fault("W309", document, named(document, clause), name=clause.name)


def permits_lift_something(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A permission names the clauses that it lifts, and shares events with them."""
    for permit, place in places.of(nodes.Permit):
        if not permit.lifts:
            yield fault("E319", place.document, keyword(place.document, permit.span))
        events = set(types_of(permit.patterns))
        for name in permit.lifts:
            found = ground.clauses.get(name)
            if found is None or ANY_EVENT in events:
                continue
            others = set(types_of(violable(found[0])))
            dated = any(isinstance(one, nodes.Daily | nodes.Periodic) for one in found[0].norms)
            if not dated and ANY_EVENT not in others and events.isdisjoint(others):
                yield fault(
                    "E320", place.document, spot(place.document, permit.span, name), name=name
                )


def violations_can_open_duties(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """The clause whose violation opens a duty can be violated for certain."""
    for deadline, place in places.of(nodes.Deadline):
        opening = deadline.opening
        if not isinstance(opening, nodes.ViolationOf) or opening.clause not in ground.clauses:
            continue
        clause, _ = ground.clauses[opening.clause]
        opens = any(
            norm.strength == "must" and not isinstance(norm, nodes.Permit) for norm in clause.norms
        )
        if clause.norms and not opens:
            yield fault("E321", place.document, opening.span, name=opening.clause)


def parameters_are_used(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A parameter stands somewhere in the policy."""
    own = ground.assembly.document
    if not ground.complete() or not own.all(nodes.Clause):
        return
    used = {one.value for one, _ in ground.all(nodes.Name)}
    for parameter in own.all(nodes.Parameter):
        # A slip of the pen where it is used is told there.
        slipped = canonical_path(parameter.name) != parameter.name or nearest(parameter.name, used)
        if parameter.name not in used and not slipped:
            yield fault("W101", own, named(own, parameter), name=parameter.name)


def definitions_are_used(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A condition with a name stands somewhere in the policy."""
    own = ground.assembly.document
    if not ground.complete() or not own.all(nodes.Clause):
        return
    # The assembly has the conditions themselves where the text has their names.
    used = {one.value for one in nodes.walk(own) if isinstance(one, nodes.Name)}
    for definition in own.all(nodes.Definition):
        if definition.name not in used:
            yield fault("W103", own, named(own, definition), name=definition.name)


def references_stand_once(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A reference of the inventory is cited once."""
    own = ground.assembly.document
    seen: dict[str, Span] = {}
    for section in own.sections:
        for cites in _cites(section):
            for reference in cites.refs:
                span = _place(reference, own, cites.span)
                first = seen.setdefault(reference, span)
                if first is not span:
                    yield fault(
                        "W102", own, span, name=reference,
                        related=[related(own, first, "first_stated", seen_from=own)],
                    )  # fmt: skip


def _cites(section: nodes.Section) -> Iterator[nodes.Cites | nodes.Note]:
    if isinstance(section, nodes.Note):
        yield section
    elif isinstance(section, nodes.Clause):
        for item in section.items:
            if isinstance(item, nodes.Cites):
                yield item


def _place(word: str, document: nodes.Document, within: Span) -> Span:
    at = document.source.text.find(word, within.start, within.end)
    return within if at < 0 else Span(at, at + len(word))


def _is_word(name: str) -> bool:
    """Whether a bare word would be read as something else before it is read as a parameter."""
    known = vocabulary()
    return (
        canonical_path(name) != name
        or known.word(name.split(".")[0]) is not None
        or known.value(name) is not None
        or canonical("period", name) in PERIODS
        or canonical("population", name) in POPULATIONS
        or name in _RESERVED
    )


def _is_argument(name: str) -> bool:
    """Whether the word introduces an argument of some condition."""
    return any(
        name in (parameter.name, parameter.alias)
        for condition in CONDITIONS.values()
        for parameter in condition.parameters
        if parameter.named
    )
