"""The sections of a policy, with those of the libraries that it takes in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
    held = _with_libraries(document, find)
    for name in free:
        source = find(name, document.source)
        if source is not None:
            always = [one for one in _held(_tree(source)) if isinstance(one.section, FREE)]
            held = _over(always, held)
    return held


def _held(document: nodes.Document) -> list[Held]:
    folder = Path(document.source.name).parent
    return [Held(section, folder) for section in document.sections]


def _with_libraries(document: nodes.Document, find: Find) -> list[Held]:
    """First what the text uses and extends, then, over it, what it says itself."""
    base: list[Held] = []
    for section in document.all(nodes.Use) + document.all(nodes.Extends):
        source = find(section.name, document.source)
        assert source is not None, section.name
        taken = _with_libraries(_tree(source), find)
        if isinstance(section, nodes.Use):
            taken = [one for one in taken if not isinstance(one.section, nodes.Header)]
        base = _over(base, taken)
    taking = nodes.Use | nodes.Extends
    return _over(base, [one for one in _held(document) if not isinstance(one.section, taking)])


@cache
def _tree(source: Source) -> nodes.Document:
    document, faults = parse(source)
    assert not faults, [fault.render() for fault in faults]
    return document


def _over(base: Sequence[Held], own: Sequence[Held]) -> list[Held]:
    """Both, where what has the kind and name of a section of the base stands in its place."""
    anew = {name: one for one in own if (name := _name(one)) is not None}
    replaced = [_name(one) for one in base if _name(one) in anew]
    kept = [
        _inheriting(anew[name], one) if (name := _name(one)) in anew else one  # type: ignore[index]
        for one in base
    ]
    return [*kept, *(one for one in own if _name(one) is None or _name(one) not in replaced)]


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
