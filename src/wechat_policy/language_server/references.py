"""Where a name is given, and everywhere it stands."""

from __future__ import annotations

import attrs

from wechat_policy import nodes
from wechat_policy.language_server.names import Occurrence, scope_of
from wechat_policy.language_server.pages import Page
from wechat_policy.source import Source, Span


@attrs.frozen
class Location:
    """A place in this text or in that of a library."""

    source: Source
    span: Span


def definition(page: Page, offset: int) -> Location | None:
    """Where the name at a place is given; for a library that is named, its beginning.

    A former name leads to the clause that had it.
    """
    one = page.occurrence_at(offset)
    if one is None:
        return _library(page, offset) or _former(page, offset)
    declared = page.declaration(one)
    if declared is not None:
        return Location(declared.source, declared.span)
    first = next(iter(references(page, offset)), None)
    return None if first is None else Location(page.source, first)


def references(page: Page, offset: int) -> tuple[Span, ...]:
    """Every place of this text where the name at a place stands, the giving of it included."""
    one = page.occurrence_at(offset)
    return () if one is None else tuple(other.span for other in same(page, one))


def same(page: Page, one: Occurrence) -> tuple[Occurrence, ...]:
    """All occurrences of the same name; a variable is one inside of its norm only."""
    scope = scope_of(page.outline, one.span.start) if one.kind == "variable" else None
    return tuple(
        other
        for other in page.occurrences
        if (other.kind, other.name) == (one.kind, one.name)
        and (scope is None or scope.start <= other.span.start < scope.end)
    )


def _library(page: Page, offset: int) -> Location | None:
    part = page.outline.part_at(offset)
    if part is None or part.key not in ("use", "extends") or offset > part.span.end:
        return None
    tree = page.tree(part)
    if not isinstance(tree, nodes.Use | nodes.Extends):
        return None
    source = page.find(tree.name, page.source)
    return None if source is None else Location(source, Span(0, 0))


def _former(page: Page, offset: int) -> Location | None:
    part = page.outline.part_at(offset)
    tree = page.tree(part) if part is not None else None
    if part is None or not isinstance(tree, nodes.Clause):
        return None
    for item in tree.items:
        if isinstance(item, nodes.Formerly):
            start, end = (part.span.start + at for at in (item.span.start, item.span.end))
            if start <= offset <= end:
                return Location(page.source, part.name_span)
    return None
