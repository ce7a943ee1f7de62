"""A policy text as the editor has it, with what it takes in of others."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import attrs

from wechat_policy import nodes
from wechat_policy.assembly import Find, Placed, sections
from wechat_policy.checking.ground import named
from wechat_policy.language_server.names import KIND_OF, Kind, Occurrence, occurrences
from wechat_policy.language_server.outline import Outline, Part
from wechat_policy.loading import COMMON, find_library
from wechat_policy.plain.voice import Voice
from wechat_policy.source import Source, Span

Opened = Callable[[Path], Source | None]
"""The text that the editor has of a file; None if it has not opened it."""


@attrs.frozen(eq=False)
class Declared:
    """A name where it is given: the text, the place, and the section, whose places are its own."""

    kind: Kind
    name: str
    source: Source
    span: Span
    section: nodes.Section | None


def finding(opened: Opened) -> Find:
    """Finds libraries as loading does, and takes the editor's text of a file that it has open."""

    def find(name: str, user: Source) -> Source | None:
        folder = Path(user.name).parent
        for path in (folder / name, folder / f"{name}.policy"):
            source = opened(path)
            if source is not None:
                return source
        return find_library(name, user)

    return find


@attrs.frozen(eq=False)
class Page:
    """One version of a text, and where its libraries are found."""

    source: Source
    find: Find = find_library

    @functools.cached_property
    def outline(self) -> Outline:
        """The text cut into its sections."""
        return Outline.of(self.source.text, self.source.name)

    @functools.cached_property
    def libraries(self) -> tuple[Placed, ...]:
        """The sections that the text takes in, and the lists and conditions that need no `use`."""
        uses = tuple(
            one
            for part in self.outline.parts
            if part.key in ("use", "extends")
            and isinstance(one := self.outline.tree(part), nodes.Use | nodes.Extends)
        )
        placed = sections(nodes.Document(uses, source=self.source), self.find)
        common = self.find(COMMON, self.source)
        if common is None:
            return placed
        always = sections(nodes.Document((nodes.Use(COMMON),), source=self.source), self.find)
        return (
            *(one for one in always if isinstance(one.section, nodes.Lexicon | nodes.Definition)),
            *placed,
        )

    @functools.cached_property
    def declared(self) -> Mapping[Kind, Mapping[str, Declared]]:
        """Every name by what it stands for; the text's own go before those of libraries."""
        found: dict[Kind, dict[str, Declared]] = {}
        for placed in self.libraries:
            for one in _of_library(placed):
                found.setdefault(one.kind, {})[one.name] = one
        for one in self._own():
            found.setdefault(one.kind, {})[one.name] = one
        return found

    def _own(self) -> Iterator[Declared]:
        for part in self.outline.parts:
            if part.name:
                kind: Kind = part.key  # type: ignore[assignment]
                yield Declared(kind, part.name, self.source, part.name_span, self.tree(part))
            elif part.key == "severities":
                for word, span in [*self.outline.words(part.span)][1:]:
                    yield Declared("severity", word, self.source, span, self.tree(part))

    def tree(self, part: Part) -> nodes.Section | None:
        """The tree of a section, its places counted from its beginning."""
        return self.outline.tree(part)

    @functools.cached_property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """Every place where a name of the author's stands."""
        return occurrences(self.outline, self.declared)

    def occurrence_at(self, offset: int) -> Occurrence | None:
        """The name that a place lies in or touches."""
        for one in self.occurrences:
            if one.span.start <= offset <= one.span.end:
                return one
        return None

    def declaration(self, one: Occurrence) -> Declared | None:
        """Where the name of an occurrence is given."""
        return self.declared.get(one.kind, {}).get(one.name)

    def sections(self) -> Iterator[nodes.Section]:
        """All sections that can be read, those taken in first."""
        yield from (one.section for one in self.libraries)
        for part in self.outline.parts:
            tree = self.tree(part)
            if tree is not None:
                yield tree

    def voice(self, language: str) -> Voice:
        """Who tells this policy in plain words."""
        parameters = {
            one.name: one.section.value
            for one in self.declared.get("parameter", {}).values()
            if isinstance(one.section, nodes.Parameter)
        }
        conditions = frozenset(self.declared.get("condition", ()))
        return Voice("zh" if language == "zh" else "en", parameters, conditions)


def _of_library(placed: Placed) -> Iterator[Declared]:
    section, document = placed.section, placed.document
    kind = KIND_OF.get(type(section))
    if kind is not None:
        name = section.name  # type: ignore[union-attr]
        yield Declared(kind, name, document.source, named(document, section), section)
    elif isinstance(section, nodes.Severities):
        for name in section.names:
            yield Declared("severity", name, document.source, section.span, section)
