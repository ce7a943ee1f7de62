"""Regular expressions compile, and no message can make them run for ever."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from wechat_policy import nodes
from wechat_policy.checking.ground import Ground, fault, words
from wechat_policy.checking.places import Places
from wechat_policy.errors import Diagnostic
from wechat_policy.rules.base import Pattern
from wechat_policy.rules.patterns import compiled

_MANY = 8
"""Repetitions from which a loop counts as one without end."""

_SAMPLES = "09aAzZ_ \n\t-.,@/:一龥，。！（é🙂"
_PROPERTY = re.compile(r"\\[pP](?:\{[^{}]*\}|\w)")


def expressions_compile(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A regular expression is one."""
    for node, document in ground.all(nodes.Regex):
        try:
            compiled(Pattern(node.pattern, node.flags))
        except Exception as reason:
            yield fault(
                "E230", document, node.span, pattern=words(document, node.span), reason=str(reason)
            )


def expressions_end(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """No loop of a regular expression can read the same text in more than one way."""
    for node, document in ground.all(nodes.Regex):
        try:
            compiled(Pattern(node.pattern, node.flags))
        except Exception:
            continue
        verdict = ambiguous(node.pattern, node.flags)
        if verdict is None:
            yield fault("W312", document, node.span, pattern=words(document, node.span))
        elif verdict:
            yield fault("E231", document, node.span, pattern=words(document, node.span))


def ambiguous(pattern: str, flags: str = "") -> bool | None:
    """Whether a loop of the expression could read a text in many ways; None if that is not seen.

    Errs towards yes: what is let pass takes at most polynomial time.
    """
    options = sum((getattr(re, letter.upper()) for letter in flags), re.RegexFlag(0))
    try:
        tree = _parser().parse(_PROPERTY.sub(r"\\w", pattern), options)
    except Exception:
        return None
    reader = _Reader(pattern, bool(tree.state.flags & re.IGNORECASE))
    try:
        return any(reader.loops(item) for item in tree)
    except RecursionError:
        return True


@cache
def _parser() -> Any:
    return importlib.import_module("re._parser")


_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")
_EMPTY = ("AT", "ASSERT", "ASSERT_NOT")

Item = tuple[Any, Any]


class _Reader:
    """Reads the tree of an expression; sets of characters are those of a sample that they hold."""

    def __init__(self, pattern: str, ignorecase: bool) -> None:
        letters = {*_SAMPLES, *pattern}
        letters |= {one.swapcase() for one in letters if len(one.swapcase()) == 1}
        self.letters = frozenset(letters)
        self.ignorecase = ignorecase

    def loops(self, item: Item) -> bool:
        """Whether the item is, or holds, a loop that is ambiguous."""
        name, value = str(item[0]), item[1]
        if name in _REPEATS:
            _, most, body = value
            if most >= _MANY and self.tangled(list(body)):
                return True
        return any(self.loops(inner) for part in self.parts(item) for inner in part)

    def tangled(self, body: list[Item]) -> bool:
        """Whether going round this body can read the same text in more than one way."""
        return self._variable(body, self.first(body))

    def _variable(self, sequence: list[Item], behind: frozenset[str]) -> bool:
        """Whether something of variable length meets, at its end, what it could have read on."""
        for number, item in enumerate(sequence):
            after = self.first(sequence[number + 1 :])
            if self.nullable(sequence[number + 1 :]):
                after |= behind
            name, value = str(item[0]), item[1]
            if name in _REPEATS:
                least, most, inner = value
                inner = list(inner)
                if least != most and self.characters(inner) & after:
                    return True
                if self._variable(inner, after | (self.first(inner) if most > 1 else frozenset())):
                    return True
            elif name == "BRANCH":
                ways = [list(way) for way in value[1]]
                if self._overlap(ways, after) or any(self._variable(way, after) for way in ways):
                    return True
            elif name == "SUBPATTERN":
                if self._variable(list(value[-1]), after):
                    return True
            elif name == "GROUPREF_EXISTS":
                return True
        return False

    def _overlap(self, ways: list[list[Item]], after: frozenset[str]) -> bool:
        seen: frozenset[str] = frozenset()
        for way in ways:
            first = self.first(way) | (after if self.nullable(way) else frozenset())
            if first & seen:
                return True
            seen |= first
        return False

    def parts(self, item: Item) -> list[list[Item]]:
        """The sequences inside an item."""
        name, value = str(item[0]), item[1]
        if name in _REPEATS or name == "POSSESSIVE_REPEAT":
            return [list(value[2])]
        if name == "BRANCH":
            return [list(way) for way in value[1]]
        if name == "SUBPATTERN":
            return [list(value[-1])]
        if name == "ATOMIC_GROUP":
            return [list(value)]
        if name in ("ASSERT", "ASSERT_NOT"):
            return [list(value[1])]
        if name == "GROUPREF_EXISTS":
            return [list(way) for way in value[1:] if way]
        return []

    def nullable(self, sequence: list[Item]) -> bool:
        """Whether a sequence can read nothing."""
        return all(self._nullable(item) for item in sequence)

    def _nullable(self, item: Item) -> bool:
        name, value = str(item[0]), item[1]
        if name in _EMPTY or name in ("GROUPREF", "GROUPREF_EXISTS"):
            return True
        if name in (*_REPEATS, "POSSESSIVE_REPEAT"):
            return value[0] == 0 or self.nullable(list(value[2]))
        parts = self.parts(item)
        return bool(parts) and any(self.nullable(part) for part in parts)

    def first(self, sequence: list[Item]) -> frozenset[str]:
        """The characters with which what a sequence reads can begin."""
        found: frozenset[str] = frozenset()
        for item in sequence:
            found |= self._first(item)
            if not self._nullable(item):
                break
        return found

    def _first(self, item: Item) -> frozenset[str]:
        name = str(item[0])
        if name in _EMPTY:
            return frozenset()
        parts = self.parts(item)
        if parts:
            return frozenset().union(*(self.first(part) for part in parts))
        return self.single(item)

    def characters(self, sequence: list[Item]) -> frozenset[str]:
        """All characters that a sequence can read."""
        found: frozenset[str] = frozenset()
        for item in sequence:
            if str(item[0]) in _EMPTY:
                continue
            parts = self.parts(item)
            if parts:
                found = found.union(*(self.characters(part) for part in parts))
            else:
                found |= self.single(item)
        return found

    def single(self, item: Item) -> frozenset[str]:
        """The characters that an item for one character can be."""
        name, value = str(item[0]), item[1]
        match name:
            case "LITERAL":
                return self._cased(frozenset({chr(value)}))
            case "NOT_LITERAL":
                return self.letters - {chr(value)}
            case "ANY":
                return self.letters
            case "IN":
                negated = bool(value) and str(value[0][0]) == "NEGATE"
                inside = frozenset().union(*(self._class(one) for one in value))
                return self.letters - inside if negated else self._cased(inside)
            case _:
                return self.letters

    def _class(self, item: Item) -> frozenset[str]:
        name, value = str(item[0]), item[1]
        match name:
            case "LITERAL":
                return frozenset({chr(value)})
            case "RANGE":
                low, high = value
                inside = {one for one in self.letters if low <= ord(one) <= high}
                return frozenset({chr(low), chr(high), *inside})
            case "CATEGORY":
                kind = str(value).removeprefix("CATEGORY_")
                wanted = not kind.startswith("NOT_")
                tests = {"DIGIT": str.isdigit, "SPACE": str.isspace, "WORD": _is_word}
                test = tests[kind.removeprefix("NOT_")]
                return frozenset(one for one in self.letters if test(one) == wanted)
            case _:
                return frozenset()

    def _cased(self, letters: frozenset[str]) -> frozenset[str]:
        if not self.ignorecase:
            return letters
        return letters | {one.swapcase() for one in letters if len(one.swapcase()) == 1}


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
