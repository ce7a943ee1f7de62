"""The sections of a policy, with those of the libraries that it takes in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import attrs

from wechat_policy import nodes
from wechat_policy.parser import parse
from wechat_policy.source import Source

Find = Callable[[str, Source], Source | None]
"""Finds the text of a library by its name, as it is named in another text."""

FREE = nodes.Lexicon | nodes.Definition
"""What every policy may name of the libraries that need no `use`."""


@attrs.frozen(eq=False)
class Held:
    """A section with the folder against which the files that it names are found."""

    section: nodes.Section
    folder: Path


def nothing(name: str, user: Source) -> Source | None:
    """Finds no library."""
    return None


def gathered(document: nodes.Document, find: Find, free: Iterable[str] = ()) -> list[Held]:
    """All sections of a policy; `free` are the libraries of which lexicons need no `use`."""
    held = _with_libraries(_held(document), document.source, find)
    for name in free:
        source = find(name, document.source)
        if source is not None:
            always = [one for one in _library(source) if isinstance(one.section, FREE)]
            held = _over(always, held)
    return held


def _with_libraries(held: Iterable[Held], source: Source, find: Find) -> list[Held]:
    """First what a text uses and extends, then, over it, what it says itself."""
    base: list[Held] = []
    own: list[Held] = []
    for one in held:
        if not isinstance(one.section, nodes.Use | nodes.Extends):
            own.append(one)
            continue
        library = find(one.section.name, source)
        assert library is not None, one.section.name
        taken = _with_libraries(_library(library), library, find)
        if isinstance(one.section, nodes.Use):
            taken = [other for other in taken if not isinstance(other.section, nodes.Header)]
        base = _over(base, taken)
    return _over(base, own)


@cache
def _library(source: Source) -> tuple[Held, ...]:
    """The sections of a library; they are the same objects for every policy that takes them in."""
    document, faults = parse(source)
    assert not faults, [fault.render() for fault in faults]
    return _held(document)


def _held(document: nodes.Document) -> tuple[Held, ...]:
    folder = Path(document.source.name).parent
    return tuple(Held(section, folder) for section in document.sections)


def _over(base: Iterable[Held], own: Iterable[Held]) -> list[Held]:
    """Both, where what has the kind and name of a section of the base stands in its place."""
    answer = list(base)
    places = {_name(one): place for place, one in enumerate(answer)}
    for one in own:
        name = _name(one)
        if name is not None and name in places:
            answer[places[name]] = _inheriting(one, answer[places[name]])
        else:
            answer.append(one)
    return answer


def _name(one: Held) -> tuple[type, Any] | None:
    """The kind and name by which a section is replaced; penalties and notes never are."""
    if isinstance(one.section, nodes.Penalties | nodes.Note):
        return None
    alone = nodes.Header | nodes.Severities | nodes.Ladder | nodes.CalendarFile
    return type(one.section), None if isinstance(one.section, alone) else one.section.name


def _inheriting(one: Held, base: Held) -> Held:
    """A header keeps what the base's says and it does not say itself."""
    if not isinstance(one.section, nodes.Header) or not isinstance(base.section, nodes.Header):
        return one
    said = {type(item) for item in one.section.items}
    rest = tuple(item for item in base.section.items if type(item) not in said)
    return Held(attrs.evolve(one.section, items=rest + one.section.items), one.folder)
