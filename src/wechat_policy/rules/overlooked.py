"""Words of a lexicon that stand in a text and do not count there, and what keeps them from it.

For those who ask why a clause did not fire; no verdict hangs on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal

import attrs

from wechat_policy.readings import NARROWINGS, READINGS
from wechat_policy.readings.looks import odd
from wechat_policy.rules.lexicons import Entry, Hit, Lexicon, Scan, Scanner
from wechat_policy.source import Span
from wechat_policy.text import fold, fold_all


@attrs.frozen
class Overlooked:
    """A word that a lexicon would find at a place, were it not for something.

    That is a phrase that protects the place, a reading that narrows it, or a further reading that
    it would have to take: `by` is the phrase, or the name of the reading.
    """

    reason: Literal["protected", "narrowed", "reading"]
    span: Span
    word: str
    by: str


def overlooked(lexicons: tuple[Lexicon, ...], scan: Scan) -> dict[Lexicon, Overlooked]:
    """What those of the lexicons that find nothing in a text are nearest to finding."""
    found: dict[Lexicon, Overlooked] = {}
    silent = {one for one in lexicons if not one.weighs and not scan.hits(one)}
    for lexicon in silent:
        if scan.holds(lexicon) and (kept := _kept_out(lexicon, scan.value)):
            found[lexicon] = kept
    silent -= found.keys()
    return _shelf(lexicons).read(scan.value, silent) | found if silent else found


def _kept_out(lexicon: Lexicon, text: str) -> Overlooked | None:
    """A word that stands in the text as it is, and what protects or narrows it."""
    guards = _standing(lexicon.protects, text)
    entries = {entry.word: entry for entry in reversed(lexicon.entries)}
    for hit in _standing(entries, text):
        for guard in guards:
            if guard.span.start <= hit.span.start and hit.span.end <= guard.span.end:
                return Overlooked("protected", hit.span, hit.word, guard.word)
        for name, accepts in NARROWINGS.items():
            takes = lexicon.takes(entries[hit.word], name)
            if takes and not accepts(text, hit.span.start, hit.span.end):
                return Overlooked("narrowed", hit.span, hit.word, name)
    return None


def _standing(words: Iterable[str], text: str) -> tuple[Hit, ...]:
    """The words that stand in a text as they are; the few are sought anew, without the rest."""
    folded, words = fold(text), tuple(words)
    few = tuple(
        Entry(word) for word, form in zip(words, fold_all(words), strict=True) if form in folded
    )
    if not few:
        return ()
    bare = Lexicon("", few)
    return Scanner((bare,)).scan(text).hits(bare)


@attrs.frozen(eq=False)
class _Shelf:
    """The words of some lexicons, with what looks for them in further readings."""

    words: Mapping[int, str]
    owners: Mapping[str, list[tuple[Lexicon, Entry]]]
    _readers: dict[str, Any] = attrs.field(factory=dict, init=False)

    def read(self, text: str, silent: set[Lexicon]) -> dict[Lexicon, Overlooked]:
        """The first word of each that is found in a reading that its lexicon does not take."""
        folded = fold(text)
        found: dict[Lexicon, Overlooked] = {}
        for name in READINGS:
            if not _MAY[name](folded):
                continue
            for start, end, number in sorted(self._find(name, folded, text)):
                for lexicon, entry in self.owners[self.words[number]]:
                    if lexicon in silent and not lexicon.takes(entry, name):
                        there = Overlooked("reading", Span(start, end), entry.word, name)
                        if lexicon not in found and not _left_out(lexicon, entry, text, there.span):
                            found[lexicon] = there
        return found

    def _find(self, name: str, folded: str, text: str) -> list[tuple[int, int, int]]:
        reader = self._readers.get(name)
        if reader is None:
            words = self.words
            if name in _OF_THE_SAME_CHARACTERS:
                there = set(folded)
                words = {number: one for number, one in words.items() if there.issuperset(one)}
            if not words:
                return []
            reader = READINGS[name].reader(words)
            if words is self.words:
                self._readers[name] = reader
        found: list[tuple[int, int, int]] = reader.find(text)
        return found


@lru_cache(maxsize=4)
def _shelf(lexicons: tuple[Lexicon, ...]) -> _Shelf:
    owners: dict[str, list[tuple[Lexicon, Entry]]] = {}
    for lexicon in lexicons:
        if not lexicon.weighs:
            forms = fold_all([entry.word for entry in lexicon.entries])
            for form, entry in zip(forms, lexicon.entries, strict=True):
                if len(form) > 1:
                    owners.setdefault(form, []).append((lexicon, entry))
    return _Shelf(dict(enumerate(owners)), owners)


def _left_out(lexicon: Lexicon, entry: Entry, text: str, span: Span) -> bool:
    """Whether something else would leave a find out all the same."""
    narrowed = any(
        name != "whole" and lexicon.takes(entry, name) and not accepts(text, span.start, span.end)
        for name, accepts in NARROWINGS.items()
    )
    return narrowed or any(
        guard.span.start <= span.start and span.end <= guard.span.end
        for guard in _standing(lexicon.protects, text)
    )


def _always(text: str) -> bool:
    return True


def _doubled(text: str) -> bool:
    return any(one == other for one, other in pairwise(text))


def _lettered(text: str) -> bool:
    return any(one.isascii() and one.isalpha() for one in text)


def _pictured(text: str) -> bool:
    return any(not one.isalpha() for one in text)


_MAY: Mapping[str, Callable[[str], bool]] = {
    "symbols": _pictured,
    "repeats": _doubled,
    "split": _always,
    "pinyin": _lettered,
    "initials": _lettered,
    "homophones": _always,
    "lookalikes": odd,
    "stand_ins": _pictured,
    "shuffled": _always,
}
"""Whether a reading may find anything in a folded text: to look for every word takes long."""

_OF_THE_SAME_CHARACTERS = frozenset({"symbols", "repeats", "shuffled"})
"""Readings in which a word has no characters but those that stand in the text."""
