"""What a text must hold for a regular expression to match: found by the scan for all words.

A search with an author's expression costs more than a scan for ten thousand words, and most texts
hold none of the characters that it asks for.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from typing import Any

from wechat_policy.text import fold

_parser: Any = import_module("re._parser")  # what an expression consists of, as `re` reads it

_MOST = 512
"""Words of a clue, at most; an expression that begins in more ways has none."""

_ELSE = re.compile(r"\[:|\{[^\d,]|\(\?[a-zA-Z]*[befprwVFULR]")
"""What `regex` reads in another way: classes by name, fuzzy matches, flags of its own."""

_PROPERTY = re.compile(r"\\[pP]\{\^?\w+\}")
"""A class by its Unicode property, of which `re` knows none."""

_MANY_CASES = frozenset("iksIKS")
"""Letters that other characters than their capitals are cases of."""

Words = frozenset[str]
_EMPTY: Words = frozenset({""})


@lru_cache(maxsize=1024)
def clue(source: str, flags: str) -> Words | None:
    """Folded words of which every match of an expression holds one; None where none are known."""
    source = _PROPERTY.sub(r"\\w", source)
    if _ELSE.search(source):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = _parser.parse(source)
    except (_parser.error, RecursionError, OverflowError):
        return None  # what only `regex` understands
    any_case = "i" in flags or bool(tree.state.flags & re.IGNORECASE)
    found = _Reader(any_case).sequence(tree)[1]
    return found


class _Reader:
    """Reads a parsed expression: all that a part of it matches, and what each match holds."""

    def __init__(self, any_case: bool) -> None:
        self._any_case = any_case

    def sequence(self, items: Iterable[tuple[Any, Any]]) -> tuple[Words | None, Words | None]:
        """All texts that parts in a row match, None if these are too many, and the best clue."""
        best: Words | None = None
        run, whole = _EMPTY, True
        for kind, value in items:
            texts, inner = self._part(str(kind), value)
            best = _better(best, inner)
            if texts is not None and len(run) * len(texts) <= _MOST:
                run = frozenset(left + right for left in run for right in texts)
                continue
            best = _better(best, run)
            whole = False
            run = _EMPTY if texts is None else texts
        return (run if whole else None), _better(best, run)

    def _part(self, kind: str, value: Any) -> tuple[Words | None, Words | None]:
        match kind:
            case "LITERAL":
                return self._character(value), None
            case "IN":
                return self._class(value), None
            case "SUBPATTERN" if not value[1] and not value[2]:
                return self.sequence(value[3])
            case "ATOMIC_GROUP":
                return self.sequence(value)
            case "BRANCH":
                return _either([self.sequence(way) for way in value[1]])
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least, most, inside = value
                texts, inner = self.sequence(inside)
                if not least:
                    optional = texts is not None and most == 1
                    return (texts | _EMPTY if optional and texts is not None else None), None
                return (texts if least == most == 1 else None), _better(inner, texts)
            case "AT" | "ASSERT" | "ASSERT_NOT":
                return _EMPTY, None
            case _:
                return None, None

    def _character(self, point: int) -> Words | None:
        character = chr(point)
        if self._any_case and character in _MANY_CASES:
            return None
        return frozenset({fold(character)})

    def _class(self, members: list[tuple[Any, Any]]) -> Words | None:
        found: set[str] = set()
        for kind, value in members:
            texts = self._character(value) if str(kind) == "LITERAL" else None
            if texts is None:
                return None
            found |= texts
        return frozenset(found) if len(found) <= _MOST else None


def _either(
    ways: list[tuple[Words | None, Words | None]],
) -> tuple[Words | None, Words | None]:
    """What one of several parts matches and holds."""
    texts: Words | None = frozenset()
    inner: Words | None = frozenset()
    for exact, held in ways:
        texts = None if texts is None or exact is None else texts | exact
        clue = _better(held, exact)
        inner = None if inner is None or clue is None else inner | clue
    if texts is not None and len(texts) > _MOST:
        texts = None
    return texts, inner if inner and len(inner) <= _MOST else None


def _better(one: Words | None, other: Words | None) -> Words | None:
    """The clue that says more: of longer words, and of fewer."""
    told = [words for words in (one, other) if words and "" not in words]
    return max(told, key=lambda words: (min(map(len, words)), -len(words)), default=None)
