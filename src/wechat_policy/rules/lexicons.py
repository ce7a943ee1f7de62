"""Word lists at run time: all words of all policies in one scan, and what each list finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, KeysView, Mapping
from functools import cached_property, lru_cache
from itertools import chain, repeat
from typing import Any, TypeAlias

import attrs

from wechat_policy.drafts import maker
from wechat_policy.matcher import Matcher
from wechat_policy.readings import NARROWINGS, READINGS
from wechat_policy.rules.scales import PARTS, Scale
from wechat_policy.source import Span
from wechat_policy.text import fold_all


@attrs.frozen
class Entry:
    """A word of a lexicon as the author wrote it, with its weight, and why it stands there.

    `readings` are its own, beside those of the lexicon that holds it.
    """

    word: str
    weight: float = 1.0
    category: str | None = None
    readings: tuple[str, ...] = ()
    remark: str | None = None


_PLAIN = (1.0, None, (), None)
"""What an entry is besides its word where nothing is said."""

_new_entry = maker(Entry)


@attrs.frozen(eq=False)
class Lexicon:
    """A word list of a policy, with the phrases that protect their spans, and further readings."""

    name: str
    entries: tuple[Entry, ...]
    protects: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()

    @cached_property
    def weighs(self) -> bool:
        """Whether it speaks for and against: some of its words count less than nothing."""
        plain = not self.protects and not self.readings
        return plain and any(entry.weight < 0 for entry in self.entries)

    def takes(self, entry: Entry, reading: str) -> bool:
        """Whether a word of it is looked for in a reading."""
        return reading in self.readings or reading in entry.readings

    def __reduce__(self) -> tuple[Callable[..., Lexicon], tuple[object, ...]]:
        # A policy may hold a hundred thousand entries, most of which are a word and nothing else.
        words = tuple([one.word for one in self.entries])
        more = {
            number: told
            for number, one in enumerate(self.entries)
            if (told := (one.weight, one.category, one.readings, one.remark)) != _PLAIN
        }
        return _lexicon, (self.name, words, more, self.protects, self.readings)


def _lexicon(
    name: str, words: tuple[str, ...], more: Mapping[int, tuple[Any, ...]],
    protects: tuple[str, ...], readings: tuple[str, ...],
) -> Lexicon:  # fmt: skip
    """The lexicon that was pickled so, of its words and what `more` is said of some."""
    entries = list(map(_new_entry, words))
    for number, told in more.items():
        entries[number] = Entry(words[number], *told)
    return Lexicon(name, tuple(entries), protects, readings)


@attrs.frozen
class Hit:
    """An occurrence of a word, and the reading in which it was found."""

    span: Span
    word: str
    weight: float
    reading: str = "literal"


_new_hit, _new_span = maker(Hit), maker(Span)


@attrs.frozen
class _Book:
    """Which pattern numbers are a lexicon's words, and which its protected phrases.

    `readings` are the names of all that one of its words is read or narrowed by.
    """

    words: dict[int, Entry]
    protects: frozenset[int]
    readings: frozenset[str]


Raw: TypeAlias = tuple[int, int, int]
"""Start and end in the text, and the number of a word."""

Finder: TypeAlias = Callable[[str], list[Raw]]
"""Gives what is found of some words in a text."""


class Scanner:
    """One automaton for the words of all lexicons, made anew from them wherever it is needed."""

    def __init__(self, lexicons: Iterable[Lexicon]) -> None:
        patterns: dict[str, int] = {}
        self._books: dict[Lexicon, _Book] = {}
        self._owners: dict[int, tuple[Lexicon, ...]] = {}
        weighing: dict[Lexicon, None] = {}
        for lexicon in lexicons:
            if lexicon in self._books or lexicon in weighing:
                continue
            if lexicon.weighs:
                weighing[lexicon] = None
                continue
            folded = fold_all([entry.word for entry in lexicon.entries])
            # Of a word that is listed twice the first entry counts.
            entries = dict(zip(reversed(folded), reversed(lexicon.entries), strict=True))
            words = {
                patterns.setdefault(word, len(patterns)): entries[word]
                for word in dict.fromkeys(folded)
            }
            alone = (lexicon,)
            known = self._owners.keys() & words.keys()
            others = {number: self._owners[number] + alone for number in known}
            self._owners.update(dict.fromkeys(words, alone) | others)
            protects = frozenset(
                patterns.setdefault(phrase, len(patterns)) for phrase in fold_all(lexicon.protects)
            )
            own = (entry.readings for entry in lexicon.entries if entry.readings)
            readings = frozenset(lexicon.readings).union(*own)
            self._books[lexicon] = _Book(words, protects, readings)
        self.scale = Scale(tuple(weighing)) if weighing else None
        self.matcher = Matcher(tuple(patterns))
        self.find = self.matcher.find
        self.candidates = self.matcher.candidates
        self._readers = tuple(self._readings())
        self.reads = bool(self._readers)

    def _readings(self) -> Iterator[tuple[str, Finder]]:
        """Each further reading with what finds the words in it that some lexicon wants read so.

        Words of one character are none: it sounds and looks like a hundred others.
        """
        wanted: dict[str, set[int]] = {}
        for lexicon, book in self._books.items():
            for name in lexicon.readings:
                wanted.setdefault(name, set()).update(book.words)
            for number, entry in book.words.items():
                for name in entry.readings:
                    wanted.setdefault(name, set()).add(number)
        for name, reading in READINGS.items():
            numbers = sorted(wanted.get(name, ()))
            words = {one: word for one in numbers if len(word := self.matcher.words[one]) > 1}
            if words:
                yield name, reading.reader(words).find

    def numbers(self, lexicon: Lexicon) -> KeysView[int]:
        """The numbers of a lexicon's words."""
        return self._books[lexicon].words.keys()

    def owners(self, raw: Iterable[Raw]) -> set[Lexicon]:
        """The lexicons that have a word among the raw hits, protected or not."""
        owners = self._owners
        return {lexicon for hit in raw for lexicon in owners.get(hit[2], ())}

    def read(self, text: str) -> tuple[tuple[str, Raw], ...]:
        """What is found in the text in further readings, each with the name of its reading."""
        return tuple((name, hit) for name, find in self._readers for hit in find(text))

    def takers(self, read: Iterable[tuple[str, Raw]]) -> set[Lexicon]:
        """The lexicons that have a word among what was found in further readings."""
        owners = self._owners
        return {
            lexicon
            for name, hit in read
            for lexicon in owners.get(hit[2], ())
            if lexicon.takes(self._books[lexicon].words[hit[2]], name)
        }

    def scan(self, text: str) -> Scan:
        """The text with what all lexicons find in it."""
        return Scan(self, text, self.find(text), self.read(text) if self.reads else ())

    def pick(
        self, lexicon: Lexicon, text: str, raw: list[Raw], read: Iterable[tuple[str, Raw]] = ()
    ) -> tuple[Hit, ...]:
        """The hits of one lexicon in a text that none of its phrases protects."""
        book = self._books[lexicon]
        guards = [one for one in raw if one[2] in book.protects] if book.protects else ()
        narrowings = () if book.readings.isdisjoint(NARROWINGS) else NARROWINGS.items()
        found: dict[tuple[int, int, int], Hit] = {}
        for reading, hit in chain(zip(repeat("literal"), raw), read):
            start, end, number = hit
            entry = book.words.get(number)
            if entry is None or (reading != "literal" and not lexicon.takes(entry, reading)):
                continue
            if guards and any(low <= start and end <= high for low, high, _ in guards):
                continue
            for name, accepts in narrowings:
                takes = lexicon.takes(entry, name) and (name != "whole" or reading == "literal")
                if takes and not accepts(text, start, end):
                    break
            else:
                if hit not in found:
                    span = _new_span(start, end)
                    found[hit] = _new_hit(span, entry.word, entry.weight, reading)
        return tuple(found.values())


def total_of(hits: Iterable[Hit]) -> float:
    """The sum of the weights of different words."""
    weights = {hit.word: hit.weight for hit in hits}
    return sum(round(weight * PARTS) for weight in weights.values()) / PARTS


def carrying(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The heaviest hits, as many as carry the score: all of them where none speaks against."""
    total = total_of(hits)
    carried = 0.0
    words: set[str] = set()
    for hit in sorted(hits, key=lambda one: (-one.weight, one.span.start)):
        if hit.weight <= 0 or carried >= total:
            break
        if hit.word not in words:
            words.add(hit.word)
            carried += hit.weight
    return tuple(hit for hit in hits if hit.word in words)


@lru_cache(maxsize=4)
def scanner_of(lexicons: tuple[Lexicon, ...]) -> Scanner:
    """The scanner for some lexicons; engines of the same policies share one."""
    return Scanner(lexicons)


class Scan:
    """A text fact as conditions see it (`base.ScannedText`)."""

    __slots__ = ("_found", "_numbers", "_raw", "_scanner", "_totals", "read", "value")

    def __init__(
        self, scanner: Scanner, text: str, raw: list[Raw], read: tuple[tuple[str, Raw], ...] = ()
    ) -> None:
        self.value = text
        self._scanner = scanner
        self._raw = raw
        self.read = read
        self._numbers: frozenset[int] | None = None
        self._found: dict[Lexicon, tuple[Hit, ...]] = {}
        self._totals: dict[Lexicon, float] = {}

    def total(self, lexicon: Lexicon) -> float:
        """The sum of the weights of a lexicon's different words."""
        scale = self._scanner.scale
        if scale is not None and lexicon in scale:
            return self.totals()[lexicon]
        return total_of(self.hits(lexicon))

    def totals(self) -> Mapping[Lexicon, float]:
        """The totals of all lexicons that weigh for and against."""
        scale = self._scanner.scale
        if scale is not None and not self._totals:
            self._totals = scale.totals(self.value)
        return self._totals

    def holds(self, lexicon: Lexicon) -> bool:
        """Whether any word of a lexicon stands in the text as it is."""
        scale = self._scanner.scale
        if scale is not None and lexicon in scale:
            return bool(self.hits(lexicon))
        if not self._raw:
            return False
        if self._numbers is None:
            self._numbers = frozenset(number for _, _, number in self._raw)
        return not self._scanner.numbers(lexicon).isdisjoint(self._numbers)

    def hits(self, lexicon: Lexicon) -> tuple[Hit, ...]:
        """The occurrences of a lexicon's words that no phrase of it protects."""
        found = self._found.get(lexicon)
        if found is not None:
            return found
        scale = self._scanner.scale
        if scale is not None and lexicon in scale:
            places = scale.find(lexicon, self.value)
            found = tuple(Hit(Span(*hit[:2]), entry.word, entry.weight) for hit, entry in places)
            self._found[lexicon] = found
            return found
        if not self.read and not self.holds(lexicon):
            return ()
        if found is None:
            found = self._found[lexicon] = self._scanner.pick(
                lexicon, self.value, self._raw, self.read
            )
        return found
