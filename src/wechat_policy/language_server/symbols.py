"""The sections of a text as a list to jump in, and what can be folded away."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from wechat_policy import nodes
from wechat_policy.language_server.outline import Part
from wechat_policy.language_server.pages import Page
from wechat_policy.lexical import comments
from wechat_policy.source import Span


@attrs.frozen
class Symbol:
    """A section: its keyword's key, what it is called, what more there is to say of it."""

    key: str
    name: str
    detail: str
    span: Span
    name_span: Span


def symbols(page: Page) -> Iterator[Symbol]:
    """The sections in the order of the text."""
    for part in page.outline.parts:
        if part.key:
            name, detail = _called(page, part)
            yield Symbol(part.key, name, detail, part.span, part.name_span)


def _called(page: Page, part: Part) -> tuple[str, str]:
    keyword = page.outline.text[part.span.start : part.span.end].split(maxsplit=1)[0]
    match page.tree(part):
        case nodes.Clause(name, items):
            titles = (item.value for item in items if isinstance(item, nodes.Title))
            return name, next(titles, "")
        case nodes.Header(id_, title):
            return id_ or keyword, title or ""
        case nodes.Use(name) | nodes.Extends(name):
            return name or keyword, keyword
        case nodes.Cases(name) | nodes.Case(name):
            return name or keyword, keyword
        case nodes.Note(article, _, text):
            return article or keyword, text
    return part.name or keyword, "" if not part.name else keyword


def folds(page: Page) -> Iterator[Span]:
    """The parts of the text of more than one line: sections, their long statements, comments."""
    outline = page.outline
    for part in outline.parts:
        if "\n" in outline.text[part.span.start : part.span.end]:
            yield part.span
        for piece in outline.statements(part)[1:]:
            end = piece.start + len(outline.blank[piece.start : piece.end].rstrip())
            if "\n" in outline.text[piece.start : end]:
                yield Span(piece.start, end)
    yield from _comments(outline.folded)


def _comments(folded: str) -> Iterator[Span]:
    start = end = -1
    for piece in comments(folded):
        if (
            end != -1
            and folded[end : piece.start].strip() == ""
            and (folded.count("\n", end, piece.start) == 1)
        ):
            end = piece.end
            continue
        if start != -1 and "\n" in folded[start:end]:
            yield Span(start, end)
        start, end = piece.start, piece.end
    if start != -1 and "\n" in folded[start:end]:
        yield Span(start, end)
