"""Pseudonyms for the people of a result: the same within it, and nothing in it tells whose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

import attrs

from wechat_policy.directory import Directory
from wechat_policy.matcher import Matcher
from wechat_policy.text import fold_all
from wechat_policy.tuning.excerpts import Excerpt

ResultT = TypeVar("ResultT")

_Move: TypeAlias = tuple[int, int, int, int]
"""Where a name stood, and where its pseudonym stands."""

NOBODY = frozenset({"organization"})
"""Subjects that are no person."""

_SIGN = "[A-Za-z0-9_]"


def named(directory: Directory, excerpts: Iterable[Excerpt], at: datetime | None) -> dict[str, str]:
    """The names of whoever excerpts are about or name, by id, as far as the directory knows them.

    A person without a name of one's own is there with the id.
    """
    told = list(excerpts)
    if at is None or not told:
        return {}
    names = {id_: str((directory.person(id_, at) or {}).get("name") or id_)
             for id_ in directory.people(at)}  # fmt: skip
    words = {word: id_ for id_, name in names.items() for word in (id_, name) if len(word) > 1}
    owners = dict(zip(fold_all(list(words)), words.values(), strict=True))
    matcher, ids = Matcher(tuple(owners)), tuple(owners.values())
    found = {one.subject for one in told if one.subject in names}
    for one in told:
        for text in (one.text, one.event or ""):
            found.update(ids[number] for _, _, number in matcher.find(text))
    return {id_: names[id_] for id_ in sorted(one for one in found if one is not None)}


class Pseudonyms:
    """Gives every person a number, in the order in which they are asked for: `#1`, `#2`."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._owners = {name.lower(): id_ for id_, name in names.items() if len(name) > 1}
        self._owners.update((id_.lower(), id_) for id_ in names)
        self._given: dict[str, str] = {}
        self._pattern = re.compile("(?!)")

    def of(self, subject: str) -> str:
        """The pseudonym of a person."""
        if subject in NOBODY:
            return subject
        return self._given.setdefault(subject, f"#{len(self._given) + 1}")

    def hide(self, result: ResultT) -> ResultT:
        """A result with pseudonyms for its people, in their messages and the ids of events too."""
        for subject in _subjects(result):
            self._owners.setdefault(subject.lower(), subject)
        words = sorted((one for one in self._owners if one not in NOBODY), key=len, reverse=True)
        if words:
            self._pattern = re.compile("|".join(map(_apart, words)), re.IGNORECASE)
        told: ResultT = self._hidden(result)
        return told

    def _hidden(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(self._hidden(one) for one in value)
        if not attrs.has(type(value)):
            return value
        changes: dict[str, Any] = {}
        for field in attrs.fields(type(value)):
            held = getattr(value, field.name)
            if field.name == "subject" and held is not None:
                changes[field.name] = self.of(held)
            elif field.name == "event" and held is not None:
                changes[field.name] = self._replaced(held)[0]
            elif isinstance(held, tuple) or attrs.has(type(held)):
                changes[field.name] = self._hidden(held)
        if isinstance(value, Excerpt):
            text, moves = self._replaced(value.text)
            spans = ((_moved(start, moves, False), _moved(end, moves, True))
                     for start, end in value.spans)  # fmt: skip
            changes |= {"text": text, "spans": tuple(spans)}
        return attrs.evolve(value, **changes)

    def _replaced(self, text: str) -> tuple[str, list[_Move]]:
        """A text in which ids and names of people are pseudonyms, and what moved by that."""
        told, done = "", 0
        moves: list[_Move] = []
        for match in self._pattern.finditer(text):
            told += text[done : match.start()]
            start = len(told)
            told += self.of(self._owners[match[0].lower()])
            moves.append((match.start(), match.end(), start, len(told)))
            done = match.end()
        return told + text[done:], moves


def _subjects(value: Any) -> Iterator[str]:
    """Everybody who is told of, in the order of the result."""
    if isinstance(value, tuple):
        for one in value:
            yield from _subjects(one)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            held = getattr(value, field.name)
            if field.name == "subject" and isinstance(held, str):
                yield held
            else:
                yield from _subjects(held)


def _apart(word: str) -> str:
    """Matches a word, if it is one in Latin letters or digits not as a part of a longer one."""
    before = f"(?<!{_SIGN})" if re.match(_SIGN, word) else ""
    behind = f"(?!{_SIGN})" if re.match(_SIGN, word[-1:]) else ""
    return f"{before}{re.escape(word)}{behind}"


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
