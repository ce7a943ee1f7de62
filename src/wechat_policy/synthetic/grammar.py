"""Texts composed by tables.

In a line `[a|b|]` is one of several, `{name}` a line of that table, `{2-30}` a number, `{#4}` so
many digits; ` *5` at the end of a line makes it five times as likely. What a table named in `kept`
gave stays the same throughout a conversation.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

Draw: TypeAlias = Callable[[], float]
"""The next number of a seeded source, from 0 to 1."""

Scene: TypeAlias = MutableMapping[str, str]
"""What a conversation has named already, by table."""

_WEIGHT = re.compile(r"(.*\S) +\*(\d+)")
_RANGE = re.compile(r"(\d+)-(\d+)")


@cache
def data(name: str) -> Mapping[str, Any]:
    """A table of data beside this module, by its name."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


class Rule:
    """A table: lines, each as often as its weight says; and whether a conversation keeps one."""

    __slots__ = ("kept", "lines")

    def __init__(self, kept: str = "") -> None:
        self.kept = kept
        self.lines: list[str | tuple[Any, ...]] = []

    def __call__(self, draw: Draw, scene: Scene) -> str:
        """One of its lines, written out."""
        line = self.lines[int(draw() * len(self.lines))]
        if isinstance(line, str):
            return line
        written = []
        for part in line:
            if part.__class__ is str:
                written.append(part)
            elif part.__class__ is Rule and part.kept:
                said = scene.get(part.kept)
                if said is None:
                    said = scene[part.kept] = part(draw, scene)
                written.append(said)
            else:
                written.append(part(draw, scene))
        return "".join(written)


class Grammar:
    """Rules by name, and lines compiled with them."""

    def __init__(self, *tables: Mapping[str, Any]) -> None:
        kept = {name for table in tables for name in table.get("kept", "").split()}
        told = {
            name: value
            for table in tables
            for name, value in table.items()
            if name != "kept" and isinstance(value, str | list)
        }
        self._rules = {name: Rule(name if name in kept else "") for name in told}
        for name in sorted(kept - told.keys()):  # told by the scene alone
            self._rules[name] = Rule(name)
        for name, value in told.items():
            self._rules[name].lines = self._lines(value)

    def __getitem__(self, name: str) -> Rule:
        """The rule of a name."""
        return self._rules[name]

    def rule(self, lines: str | Iterable[str]) -> Rule:
        """A rule without a name, of lines of its own."""
        made = Rule()
        made.lines = self._lines(lines)
        return made

    def _lines(self, lines: str | Iterable[str]) -> list[str | tuple[Any, ...]]:
        found: list[str | tuple[Any, ...]] = []
        for line in rows(lines):
            weight = 1
            if weighed := _WEIGHT.fullmatch(line):
                line, weight = weighed[1], int(weighed[2])
            found += [self._compiled(line)] * weight
        return found

    def _compiled(self, line: str) -> str | tuple[Any, ...]:
        parts, _ = self._sequence(line, 0, "")
        return parts[0] if len(parts) == 1 and isinstance(parts[0], str) else tuple(parts)

    def _sequence(self, line: str, place: int, ends: str) -> tuple[list[Any], int]:
        parts: list[Any] = []
        words = ""
        while place < len(line) and line[place] not in ends:
            sign = line[place]
            if sign in "]|":
                raise ValueError(f"a `{sign}` too many in {line!r}")
            if sign not in "[{":
                words += sign
                place += 1
                continue
            if words:
                parts.append(words)
                words = ""
            if sign == "{":
                end = line.index("}", place)
                parts.append(self._reference(line[place + 1 : end]))
                place = end + 1
            else:
                rule = Rule()
                while line[place] != "]":
                    inner, place = self._sequence(line, place + 1, "|]")
                    if place >= len(line):
                        raise ValueError(f"a `[` without its `]` in {line!r}")
                    one = len(inner) == 1 and isinstance(inner[0], str)
                    rule.lines.append(inner[0] if one else tuple(inner) or "")
                parts.append(rule)
                place += 1
        if words or not parts:
            parts.append(words)
        return parts, place

    def _reference(self, name: str) -> Callable[[Draw, Scene], str]:
        if name[0] == "#":
            return digits(int(name[1:]))
        if bounds := _RANGE.fullmatch(name):
            return number(int(bounds[1]), int(bounds[2]))
        return self._rules[name]


def rows(value: str | Iterable[str]) -> list[str]:
    """The lines of a text of several lines, the words of one of one line, or what a list holds."""
    if not isinstance(value, str):
        return list(value)
    if "\n" in value:
        return [line.strip() for line in value.splitlines() if line.strip()]
    return value.split()


def number(least: int, most: int) -> Callable[[Draw, Scene], str]:
    """A rule that gives a whole number."""
    return lambda draw, _: str(least + int(draw() * (most - least + 1)))


def digits(count: int) -> Callable[[Draw, Scene], str]:
    """A rule that gives so many digits."""
    return lambda draw, _: str(int(draw() * 10**count)).zfill(count)
