"""What lexicons find in a text: every word is looked for by itself, at every place."""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache

import attrs

from reference.lexicons import Lexicon
from wechat_policy.rules import lexicons
from wechat_policy.source import Span
from wechat_policy.text import fold


@attrs.frozen
class Hit:
    """An occurrence of a word."""

    span: Span
    word: str
    weight: float


@attrs.frozen
class NaiveText:
    """A text as the condition words see it."""

    value: str

    def hits(self, lexicon: Lexicon) -> tuple[Hit, ...]:
        """The occurrences of the words, less those that lie inside a protected phrase."""
        return _hits(self.value, lexicon)

    def total(self, lexicon: Lexicon) -> float:
        """The sum of the weights of the different words that occur."""
        weights = {hit.word: Decimal(str(hit.weight)) for hit in self.hits(lexicon)}
        return float(sum(weights.values()))


@lru_cache(maxsize=4096)
def _hits(value: str, lexicon: Lexicon) -> tuple[Hit, ...]:
    if lexicon.readings or any(word.readings for word in lexicon.words):
        return _read(value, lexicon)
    text = fold(value)
    shields = [span for phrase in lexicon.protects for span in occurrences(text, fold(phrase))]
    return tuple(
        Hit(span, word.text, word.weight)
        for word in lexicon.words
        if word.folded in text
        for span in occurrences(text, word.folded)
        if not any(one.start <= span.start and span.end <= one.end for one in shields)
    )


def occurrences(text: str, word: str) -> list[Span]:
    """Every place where a word stands in a text, overlapping ones too."""
    return [
        Span(at, at + len(word))
        for at in range(len(text) - len(word) + 1)
        if word and text[at : at + len(word)] == word
    ]


def _read(value: str, lexicon: Lexicon) -> tuple[Hit, ...]:
    """The same with further readings, which are the library's: other tests hold it to them."""
    scanner, scanned = _scanner(lexicon)
    return tuple(Hit(one.span, one.word, one.weight) for one in scanner.scan(value).hits(scanned))


@cache
def _scanner(lexicon: Lexicon) -> tuple[lexicons.Scanner, lexicons.Lexicon]:
    entries = [lexicons.Entry(one.text, one.weight, readings=one.readings) for one in lexicon.words]
    scanned = lexicons.Lexicon(lexicon.name, tuple(entries), lexicon.protects, lexicon.readings)
    return lexicons.Scanner([scanned]), scanned
