"""Word lists at run time: all words of all policies in one scan, and what each list finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from wechat_policy.matcher import Matcher
from wechat_policy.source import Span
from wechat_policy.text import fold


@attrs.frozen
class Entry:
    """A word of a lexicon as the author wrote it, with its weight."""

    word: str
    weight: float = 1.0
    category: str | None = None


@attrs.frozen(eq=False)
class Lexicon:
    """A word list of a policy, with the phrases that protect their spans."""

    name: str
    entries: tuple[Entry, ...]
    protects: tuple[str, ...] = ()


@attrs.frozen
class Hit:
    """An occurrence of a word."""

    span: Span
    word: str
    weight: float


@attrs.frozen
class _Book:
    """Which pattern numbers are a lexicon's words, and which its protected phrases."""

    words: Mapping[int, Entry]
    protects: frozenset[int]


class Scanner:
    """One automaton for the words of all lexicons, made anew from them wherever it is needed."""

    def __init__(self, lexicons: Iterable[Lexicon]) -> None:
        patterns: dict[str, int] = {}
        self._books: dict[Lexicon, _Book] = {}
        owners: dict[int, list[Lexicon]] = {}
        for lexicon in lexicons:
            if lexicon in self._books:
                continue
            words: dict[int, Entry] = {}
            for entry in lexicon.entries:
                number = patterns.setdefault(fold(entry.word), len(patterns))
                if number not in words:
                    words[number] = entry
                    owners.setdefault(number, []).append(lexicon)
            protects = frozenset(
                patterns.setdefault(fold(phrase), len(patterns)) for phrase in lexicon.protects
            )
            self._books[lexicon] = _Book(words, protects)
        self.matcher = Matcher(tuple(patterns))
        self.find = self.matcher.find
        self._owners = {number: tuple(those) for number, those in owners.items()}

    def owners(self, raw: Iterable[tuple[int, int, int]]) -> set[Lexicon]:
        """The lexicons that have a word among the raw hits, protected or not."""
        owners = self._owners
        return {lexicon for hit in raw for lexicon in owners.get(hit[2], ())}

    def scan(self, text: str) -> Scan:
        """The text with what all lexicons find in it."""
        return Scan(self, text, self.find(text))

    def pick(self, lexicon: Lexicon, raw: list[tuple[int, int, int]]) -> tuple[Hit, ...]:
        """The hits of one lexicon that none of its phrases protects."""
        book = self._books[lexicon]
        guards = [(start, end) for start, end, number in raw if number in book.protects]
        return tuple(
            Hit(Span(start, end), book.words[number].word, book.words[number].weight)
            for start, end, number in raw
            if number in book.words
            and not any(low <= start and end <= high for low, high in guards)
        )


class Scan:
    """A text fact as conditions see it (`base.ScannedText`)."""

    __slots__ = ("_found", "_raw", "_scanner", "value")

    def __init__(self, scanner: Scanner, text: str, raw: list[tuple[int, int, int]]) -> None:
        self.value = text
        self._scanner = scanner
        self._raw = raw
        self._found: dict[Lexicon, tuple[Hit, ...]] = {}

    def hits(self, lexicon: Lexicon) -> tuple[Hit, ...]:
        """The occurrences of a lexicon's words that no phrase of it protects."""
        if not self._raw:
            return ()
        found = self._found.get(lexicon)
        if found is None:
            found = self._found[lexicon] = self._scanner.pick(lexicon, self._raw)
        return found
