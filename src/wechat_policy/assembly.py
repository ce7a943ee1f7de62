"""Brings the sections of a policy together: its own, those of libraries it uses, of its base.

A section of the policy with the same head replaces the one that it takes in. Each section keeps
the document where it stands, so that a fault is shown in the right text.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import attrs

from wechat_policy import nodes
from wechat_policy.errors import Diagnostic
from wechat_policy.naming import Circle, spelt_out
from wechat_policy.parser import parse
from wechat_policy.source import Source

Find = Callable[[str, Source], Source | None]
"""Finds a library by its name, as named in a source; None if there is none."""

NamedT = TypeVar("NamedT", nodes.Clause, nodes.Lexicon, nodes.HoursTable, nodes.Parameter,
                 nodes.DateTable, nodes.Definition)  # fmt: skip


@attrs.frozen(eq=False)
class Placed:
    """A section with the document where it stands."""

    section: nodes.Section
    document: nodes.Document


@attrs.frozen(eq=False)
class Assembly:
    """All sections of a policy, in the order in which they are taken in."""

    document: nodes.Document
    placed: tuple[Placed, ...]
    libraries: tuple[nodes.Document, ...]

    def all(self, kind: type[NamedT]) -> dict[str, tuple[NamedT, nodes.Document]]:
        """The named sections of a class by name, the last of a name."""
        return {
            one.section.name: (one.section, one.document)
            for one in self.placed
            if isinstance(one.section, kind)
        }

    def others(self, kind: type[nodes.SectionT]) -> list[tuple[nodes.SectionT, nodes.Document]]:
        """The sections of a class that have no name, in order."""
        return [(one.section, one.document) for one in self.placed if isinstance(one.section, kind)]

    def document_of(self, node: nodes.Node) -> nodes.Document:
        """The document in which a section stands."""
        for one in self.placed:
            if one.section is node:
                return one.document
        return self.document


def assemble(
    document: nodes.Document, find: Find, implicit: tuple[str, ...] = ()
) -> tuple[Assembly, tuple[Diagnostic, ...]]:
    """The assembly of a document, and the faults met in taking in its libraries.

    `implicit` names libraries whose lexicons and conditions every policy may use without saying so.
    """
    taking = _Taking(find)
    placed = taking.take(document, ())
    always = nodes.Lexicon | nodes.Definition
    for name in implicit:
        source = find(name, document.source)
        if source is not None and source.name not in taking.seen:
            library, _ = _library(source)
            own = {_head(one.section) for one in placed if isinstance(one.section, always)}
            placed = [
                Placed(section, library)
                for section in library.sections
                if isinstance(section, always) and _head(section) not in own
            ] + placed
    placed, circles = _spelt_out(placed)
    faults = (*taking.faults, *circles)
    return Assembly(document, tuple(placed), tuple(taking.documents)), faults


def sections(document: nodes.Document, find: Find) -> tuple[Placed, ...]:
    """All sections of a document with those it takes in, named conditions left as names.

    What is wrong with a library is not told: `assemble` does that.
    """
    return tuple(_Taking(find).take(document, ()))


def _spelt_out(placed: list[Placed]) -> tuple[list[Placed], list[Diagnostic]]:
    """The sections with named conditions put where their names stand."""
    definitions = {
        one.section.name: (one.section, one.document)
        for one in placed
        if isinstance(one.section, nodes.Definition)
    }
    if not definitions:
        return placed, []
    answer: list[Placed] = []
    faults: list[Diagnostic] = []
    for one in placed:
        try:
            answer.append(Placed(spelt_out(one.section, definitions), one.document))
        except Circle as circle:
            answer.append(one)
            if isinstance(one.section, nodes.Definition):
                facts = {"name": circle.name}
                faults.append(
                    Diagnostic("E129", one.document.source, one.section.span, facts=facts)
                )
    return answer, faults


class _Taking:
    """One run of taking in libraries, with those already on the way."""

    def __init__(self, find: Find) -> None:
        self.find = find
        self.faults: list[Diagnostic] = []
        self.documents: list[nodes.Document] = []
        self.seen: dict[str, list[Placed]] = {}

    def take(self, document: nodes.Document, way: tuple[str, ...]) -> list[Placed]:
        """The sections of a document after those of what it uses and extends."""
        placed: list[Placed] = []
        for section in document.sections:
            if isinstance(section, nodes.Use | nodes.Extends):
                placed = _replaced(placed, self.library(section, document, way))
        own = [
            Placed(section, document)
            for section in document.sections
            if not isinstance(section, nodes.Use | nodes.Extends)
        ]
        return _replaced(placed, own)

    def library(
        self, section: nodes.Use | nodes.Extends, document: nodes.Document, way: tuple[str, ...]
    ) -> list[Placed]:
        """The sections of a library, without its header unless it is the base."""
        source = self.find(section.name, document.source)
        if source is None:
            self.faults.append(
                Diagnostic("E110", document.source, section.span, facts={"name": section.name})
            )
            return []
        if source.name in (*way, document.source.name):
            self.faults.append(
                Diagnostic("E111", document.source, section.span, facts={"name": section.name})
            )
            return []
        if source.name not in self.seen:
            library, faults = _library(source)
            self.faults += faults
            self.documents.append(library)
            self.seen[source.name] = self.take(library, (*way, document.source.name))
        taken = self.seen[source.name]
        if isinstance(section, nodes.Extends):
            return taken
        return [one for one in taken if not isinstance(one.section, nodes.Header)]


@functools.lru_cache(maxsize=32)
def _library(source: Source) -> tuple[nodes.Document, tuple[Diagnostic, ...]]:
    """The tree of a library, read once for all policies that take it in."""
    return parse(source)


def _head(section: nodes.Section) -> tuple[str, str] | None:
    """What a section is replaced by: its class and name, or its class alone."""
    if isinstance(section, nodes.Header | nodes.Severities | nodes.Ladder | nodes.CalendarFile):
        return type(section).__name__, ""
    name = getattr(section, "name", None)
    return (type(section).__name__, name) if name is not None else None


def _replaced(base: list[Placed], over: list[Placed]) -> list[Placed]:
    """The sections of both; one with a head of the base stands in its place."""
    heads: Mapping[tuple[str, str], int] = {
        head: number for number, one in enumerate(base) if (head := _head(one.section))
    }
    answer = list(base)
    for one in over:
        head = _head(one.section)
        if head is not None and head in heads:
            if isinstance(one.section, nodes.Header):
                one = Placed(_inherited(one.section, answer[heads[head]].section), one.document)
            answer[heads[head]] = one
        else:
            answer.append(one)
    return answer


def _inherited(header: nodes.Header, base: nodes.Section) -> nodes.Header:
    """A header with what the base's says and it does not."""
    assert isinstance(base, nodes.Header)
    said = {type(item) for item in header.items}
    rest = tuple(item for item in base.items if type(item) not in said)
    return attrs.evolve(header, items=(*rest, *header.items))


def folder_of(document: nodes.Document) -> Path:
    """The folder against which the files that a policy names are found."""
    return Path(document.source.name).parent
