"""Severities: each is known, ordered, used by a clause, and leads to a row of the penalties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from wechat_policy import nodes
from wechat_policy.checking.ground import Ground, fault, spot, words
from wechat_policy.checking.places import Places
from wechat_policy.errors import Diagnostic
from wechat_policy.source import Span
from wechat_policy.suggestion import nearest
from wechat_policy.words import Kind


def severities_are_known(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A severity is declared, or has a row."""
    for name, document, within, choices in _misnamed(ground):
        yield fault(
            "E113", document, spot(document, within, name), name=name,
            suggestion=nearest(name, choices),
        )  # fmt: skip


def orders_name_each_once(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """An order of severities or sanctions names each of them once."""
    for placed in ground.assembly.placed:
        section, document = placed.section, placed.document
        if not isinstance(section, nodes.Severities | nodes.Ladder):
            continue
        kind: Kind | None = "sanction" if isinstance(section, nodes.Ladder) else None
        for name, times in Counter(section.names).items():
            if times > 1:
                yield fault("E323", document, spot(document, section.span, name, kind), name=name)


def grades_run_upwards(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A clause is graded from the lighter severity to the graver."""
    order = ranked(ground)
    for clause, document in ground.sections(nodes.Clause):
        for item in clause.items:
            if not isinstance(item, nodes.Graded) or {item.lowest, item.highest} - {*order}:
                continue
            if order.index(item.lowest) >= order.index(item.highest):
                yield fault("E318", document, item.span, lowest=item.lowest, highest=item.highest)


def severities_lead_somewhere(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A severity that a clause has is taken in by a row."""
    rows = [row for row, _ in ground.rows() if isinstance(row, nodes.Row)]
    heads: set[object] = {row.head for row in rows}
    if not rows or nodes.AnyBreach() in heads or nodes.Otherwise() in heads:
        return
    if not ground.complete():
        return
    if _misnamed(ground):
        return
    told: set[str] = set()
    for name, document, within in _leading(ground, heads):
        if name not in told and nodes.NameHead(name) not in heads:
            told.add(name)
            yield fault("W306", document, spot(document, within, name), name=name)


def _leading(ground: Ground, heads: set[object]) -> Iterator[tuple[str, nodes.Document, Span]]:
    """Severities that a penalty is looked up by: of clauses without a row, and of repeats."""
    for clause, document in ground.sections(nodes.Clause):
        if nodes.NameHead(clause.name) in heads:
            continue
        for item in clause.items:
            if isinstance(item, nodes.Severity):
                yield item.name, document, item.span
    known = {*ranked(ground), *had(ground)}
    for row, document in ground.rows():
        if isinstance(row, nodes.Repeat) and isinstance(row.raised, str) and row.raised in known:
            yield row.raised, document, row.span


def severities_have_a_rank(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """Where severities are ordered, one that has a row stands in the order."""
    declared = {name for section, _ in ground.sections(nodes.Severities) for name in section.names}
    used = _used(ground)
    for row, document in ground.rows():
        head = row.head if isinstance(row, nodes.Row) else None
        if not declared or not isinstance(head, nodes.NameHead):
            continue
        if head.name in used and head.name not in declared | ground.clauses.keys():
            yield fault("W314", document, head.span, name=head.name)


def rows_are_reached(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A row's severity or tag is one that some clause has."""
    if not ground.complete() or not ground.clauses or _misnamed(ground):
        return
    used = _used(ground)
    tags = [
        tag
        for clause, _ in ground.sections(nodes.Clause)
        for item in clause.items
        if isinstance(item, nodes.Tags)
        for tag in item.names
    ]
    for row, document in ground.rows():
        if not isinstance(row, nodes.Row) or document is not ground.assembly.document:
            continue
        match row.head:
            case nodes.NameHead(name) if name not in used and name not in ground.clauses:
                choices = [*used, *ground.clauses]
                yield fault(
                    "W307", document, row.head.span, name=name, suggestion=nearest(name, choices)
                )
            case nodes.TagHead(tag) if tag not in tags:
                yield fault(
                    "W307", document, row.head.span, name=tag, suggestion=nearest(tag, tags)
                )
            case nodes.Otherwise() if _swallowed(row, ground):
                yield fault("W307", document, row.head.span, name=words(document, row.head.span))
            case _:
                pass


def ranked(ground: Ground) -> list[str]:
    """The severities that are declared or have a row, the lightest first."""
    found: dict[str, None] = {}
    for section, _ in ground.sections(nodes.Severities):
        found = dict.fromkeys(section.names)
    for row, _ in ground.rows():
        head = row.head if isinstance(row, nodes.Row) else None
        if isinstance(head, nodes.NameHead) and head.name not in ground.clauses:
            found.setdefault(head.name)
    return list(found)


def _misnamed(ground: Ground) -> list[tuple[str, nodes.Document, Span, list[str]]]:
    """The severities of clauses and repeats that nothing knows, with place and choices of each."""
    order = ranked(ground)
    declared = bool(ground.assembly.others(nodes.Severities))
    found: list[tuple[str, nodes.Document, Span, list[str]]] = []
    for clause, document in ground.sections(nodes.Clause):
        for item in clause.items:
            match item:
                case nodes.Severity(name) if name not in order:
                    # Without an order of severities, a clause may name one that no row needs.
                    if declared or nearest(name, order):
                        found.append((name, document, item.span, order))
                case nodes.Graded(lowest, highest):
                    found += [
                        (name, document, item.span, order)
                        for name in (lowest, highest)
                        if name not in order
                    ]
    used = [*order, *had(ground)]
    for row, document in ground.rows():
        if isinstance(row, nodes.Repeat):
            found += [
                (name, document, row.span, used)
                for name in (row.severity, row.raised)
                if isinstance(name, str) and name not in used
            ]
    return found


def _used(ground: Ground) -> list[str]:
    """The severities that clauses have, and those that repeats raise to."""
    found = dict.fromkeys(had(ground))
    for row, _ in ground.rows():
        if isinstance(row, nodes.Repeat) and isinstance(row.raised, str):
            found.setdefault(row.raised)
    return list(found)


def had(ground: Ground) -> list[str]:
    """The severities that clauses have."""
    found: dict[str, None] = {}
    for clause, _ in ground.sections(nodes.Clause):
        for item in clause.items:
            if isinstance(item, nodes.Severity):
                found.setdefault(item.name)
            elif isinstance(item, nodes.Graded):
                found.update(dict.fromkeys(between(item, ranked(ground))))
    return list(found)


def between(graded: nodes.Graded, order: list[str]) -> list[str]:
    """The severities from the lightest to the gravest of a grading."""
    if graded.lowest in order and graded.highest in order:
        first, last = sorted((order.index(graded.lowest), order.index(graded.highest)))
        return order[first : last + 1]
    return [graded.lowest, graded.highest]


def _swallowed(row: nodes.Row, ground: Ground) -> bool:
    """Whether a row for all violations leaves nothing for the row of the rest."""
    return any(
        isinstance(other, nodes.Row) and isinstance(other.head, nodes.AnyBreach) and not other.when
        for other, _ in ground.rows()
    )
