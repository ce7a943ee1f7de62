"""Pseudonyms for the people of a result: the same within it, and nothing in it tells whose."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias, TypeVar

import attrs

from wechat_policy.tuning.excerpts import Excerpt

ResultT = TypeVar("ResultT")

_Move: TypeAlias = tuple[int, int, int, int]
"""Where a name stood, and where its pseudonym stands."""

NOBODY = frozenset({"organization"})
"""Subjects that are no person."""


class Pseudonyms:
    """Gives every person a number, in the order in which they are asked for: `#1`, `#2`."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._given: dict[str, str] = {}

    def of(self, subject: str) -> str:
        """The pseudonym of a person."""
        if subject in NOBODY:
            return subject
        return self._given.setdefault(subject, f"#{len(self._given) + 1}")

    def hide(self, result: ResultT) -> ResultT:
        """A result with pseudonyms for its people, in the words of their messages too."""
        told: ResultT = self._hidden(result)
        return told

    def _hidden(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(self._hidden(one) for one in value)
        if not attrs.has(type(value)):
            return value
        if isinstance(value, Excerpt):
            value = self._without_names(value)
        changes = {}
        for field in attrs.fields(type(value)):
            held = getattr(value, field.name)
            if field.name == "subject" and held is not None:
                changes[field.name] = self.of(held)
            elif isinstance(held, tuple) or attrs.has(type(held)):
                changes[field.name] = self._hidden(held)
        return attrs.evolve(value, **changes)

    def _without_names(self, excerpt: Excerpt) -> Excerpt:
        """An excerpt in which the ids and names of people stand as pseudonyms."""
        owners = {name: id_ for id_, name in self._names.items() if name}
        owners.update((id_, id_) for id_ in self._names)
        if excerpt.subject is not None and excerpt.subject not in NOBODY:
            owners.setdefault(excerpt.subject, excerpt.subject)
        found = [name for name in owners if name in excerpt.text]
        if not found:
            return excerpt
        pattern = re.compile("|".join(map(re.escape, sorted(found, key=len, reverse=True))))
        text, done = "", 0
        moves: list[_Move] = []
        for match in pattern.finditer(excerpt.text):
            text += excerpt.text[done : match.start()]
            start = len(text)
            text += self.of(owners[match[0]])
            moves.append((match.start(), match.end(), start, len(text)))
            done = match.end()
        text += excerpt.text[done:]
        spans = tuple(
            (_moved(start, moves, False), _moved(end, moves, True)) for start, end in excerpt.spans
        )
        return attrs.evolve(excerpt, text=text, spans=spans)


def _moved(place: int, moves: list[_Move], is_end: bool) -> int:
    """Where a place of the old text stands in the new one; within a name, at its nearer end."""
    shift = 0
    for start, end, new_start, new_end in moves:
        if place <= start:
            break
        if place < end:
            return new_end if is_end else new_start
        shift = new_end - end
    return place + shift
