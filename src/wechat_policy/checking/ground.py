"""What every check stands on: the sections of an assembly by name, and how a fault is made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, cast

import attrs

from wechat_policy import nodes
from wechat_policy.assembly import Assembly
from wechat_policy.errors import Diagnostic, Related
from wechat_policy.lexical import Piece, blanked, cut, fold, statements
from wechat_policy.source import Span
from wechat_policy.suggestion import nearest
from wechat_policy.words import Kind, canonical, spell, spell_value

Line = nodes.Row | nodes.Repeat | nodes.Cumulative | nodes.Lapse
Parameters = dict[str, nodes.Operand | nodes.Worked]

_NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_SECOND_NAME = re.compile(r"\w+\s+([^\W\d]\w*(?:\.[^\W\d]\w*)*)")
_WITH_STATEMENTS = (nodes.Header, nodes.Clause, nodes.Penalties)


@attrs.frozen(eq=False)
class Ground:
    """An assembly with its named sections, and what of its texts could not be read.

    `unread` are the names of sections that the parser had to leave out, `whole` the documents in
    which it left out nothing: what seems to be missing elsewhere may only be unread.
    """

    assembly: Assembly
    documents: tuple[nodes.Document, ...]
    clauses: dict[str, tuple[nodes.Clause, nodes.Document]]
    lexicons: dict[str, tuple[nodes.Lexicon, nodes.Document]]
    hours: dict[str, tuple[nodes.HoursTable, nodes.Document]]
    days: dict[str, tuple[nodes.DateTable, nodes.Document]]
    parameters: Parameters
    timezone: str
    unread: frozenset[str]
    whole: frozenset[int]
    every: dict[type, list[tuple[nodes.Node, nodes.Document]]] = attrs.field(repr=False)

    @classmethod
    def of(cls, assembly: Assembly) -> Ground:
        """The ground of an assembly."""
        documents = {id(one): one for one in (assembly.document, *assembly.libraries)}
        for placed in assembly.placed:
            documents.setdefault(id(placed.document), placed.document)
        unread: set[str] = set()
        whole: set[int] = set()
        for document in documents.values():
            names, complete = _left_out(document)
            unread |= names
            if complete:
                whole.add(id(document))
        return cls(
            assembly=assembly,
            documents=tuple(documents.values()),
            clauses=assembly.all(nodes.Clause),
            lexicons=assembly.all(nodes.Lexicon),
            hours=assembly.all(nodes.HoursTable),
            days=assembly.all(nodes.DateTable),
            parameters={
                name: node.value for name, (node, _) in assembly.all(nodes.Parameter).items()
            },
            timezone=_timezone(assembly),
            unread=frozenset(unread),
            whole=frozenset(whole),
            every=_by_class(assembly),
        )

    def reduced(self, assembly: Assembly) -> Ground:
        """The ground of other sections of the same texts, which are not read again."""
        return attrs.evolve(
            self,
            assembly=assembly,
            clauses=assembly.all(nodes.Clause),
            lexicons=assembly.all(nodes.Lexicon),
            parameters={
                name: node.value for name, (node, _) in assembly.all(nodes.Parameter).items()
            },
            every=_by_class(assembly),
        )

    def sections(
        self, kind: type[nodes.SectionT]
    ) -> Iterator[tuple[nodes.SectionT, nodes.Document]]:
        """Every section of a class that takes part, doubles included."""
        yield from self.assembly.others(kind)

    def all(self, kind: type[nodes.SectionT]) -> Iterator[tuple[nodes.SectionT, nodes.Document]]:
        """Every node of a class, wherever it stands."""
        yield from cast(Any, self.every.get(kind, ()))

    def rows(self) -> Iterator[tuple[Line, nodes.Document]]:
        """Every line of the penalties that takes part."""
        for section, document in self.sections(nodes.Penalties):
            for row in section.rows:
                yield row, document

    def complete(self) -> bool:
        """Whether every text was read from beginning to end."""
        return len(self.whole) == len(self.documents)


def fault(
    code: str,
    document: nodes.Document,
    span: Span,
    *,
    related: Iterable[Related] = (),
    suggestion: str | None = None,
    **facts: str,
) -> Diagnostic:
    """A fault in a document."""
    return Diagnostic(
        code, document.source, span, facts=facts, related=tuple(related), suggestion=suggestion
    )


def words(document: nodes.Document, span: Span) -> str:
    """The author's own words at a place, on one line."""
    return document.source.words(span)


def related(
    document: nodes.Document, span: Span, label: str, *, seen_from: nodes.Document
) -> Related:
    """A second place of a fault."""
    return Related(span, label, None if document is seen_from else document.source)


def spot(document: nodes.Document, within: Span, word: str, kind: Kind | None = None) -> Span:
    """Where in a part of the text a word stands in any spelling; the whole part if nowhere."""
    folded = fold(document.source.text[within.start : within.end])
    for match in _NAME.finditer(folded):
        written = match[0]
        if word == (written if kind is None else canonical(kind, written)):
            return Span(within.start + match.start(), within.start + match.end())
    return within


def named(document: nodes.Document, section: nodes.Node) -> Span:
    """Where the name of a section stands: behind its keyword."""
    if isinstance(section, nodes.Clause) and section.name_span != nodes.NOWHERE:
        return section.name_span
    name = getattr(section, "name", None)
    if isinstance(name, str):
        return spot(document, section.span, name)
    return keyword(document, section.span)


def keyword(document: nodes.Document, span: Span) -> Span:
    """The first word of a part of the text."""
    match = re.compile(r"\S+").match(document.source.text, span.start, span.end)
    return Span(match.start(), match.end()) if match else span


def meant(
    written: str, choices: Iterable[str], document: nodes.Document, kind: Kind | None = None
) -> str | None:
    """The nearest of canonical words, in the spelling that the author would use."""
    plain = list(choices)
    if kind is None:
        return nearest(written, plain)
    spelled = [spell(kind, one, document.skin) for one in plain]
    return nearest(written, spelled) or nearest(written, plain)


def meant_value(
    written: str, attribute: str, choices: Iterable[str], document: nodes.Document
) -> str | None:
    """The nearest value of an attribute, in the spelling that the author would use."""
    plain = list(choices)
    spelled = [spell_value(attribute, one, document.skin) for one in plain]
    if written in spelled:
        return written
    return nearest(written, spelled) or nearest(written, plain)


def _by_class(assembly: Assembly) -> dict[type, list[tuple[nodes.Node, nodes.Document]]]:
    found: dict[type, list[tuple[nodes.Node, nodes.Document]]] = {}
    for placed in assembly.placed:
        for node in nodes.walk(placed.section):
            found.setdefault(type(node), []).append((node, placed.document))
    return found


def _timezone(assembly: Assembly) -> str:
    for header, _ in reversed(assembly.others(nodes.Header)):
        for item in reversed(header.items):
            if isinstance(item, nodes.Timezone):
                return item.value
    return "Asia/Shanghai"


def _left_out(document: nodes.Document) -> tuple[set[str], bool]:
    """The names of sections that could not be read, and whether nothing was left out."""
    folded = fold(document.source.text)
    blank = blanked(folded)
    read = {section.span.start: section for section in document.sections}
    names: set[str] = set()
    complete = True
    for piece in cut(blank, document.kind):
        section = read.get(piece.start)
        if section is None:
            complete = False
            match = _SECOND_NAME.match(folded, piece.start, piece.end)
            if match:
                names.add(match[1])
        elif isinstance(section, _WITH_STATEMENTS):
            complete = complete and not unread_statements(blank, section, piece)
    return names, complete


def unread_statements(blank: str, section: nodes.Node, piece: Piece) -> bool:
    """Whether a section has statements that the parser had to leave out."""
    items: tuple[Any, ...] = getattr(section, "items", ()) or getattr(section, "rows", ())
    starts = [item.span.start for item in items]
    return any(
        not any(part.start <= start < part.end for start in starts)
        for part in statements(blank, piece)[1:]
    )
