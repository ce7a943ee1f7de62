"""Readings that guess what was meant by characters, and weigh each guess against the sentence.

A guess counts where the sentence becomes much more likely by it: `gain` of the word, less what
the reading takes off for each character that it had to change. This is the noisy channel of
spelling correction (Kernighan, Church and Gale 1990) with jieba's word frequencies as the language
model. The thresholds were tuned on texts in which words were hidden and on harmless ones, see
`bench/quality.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

import attrs

from wechat_policy.readings.likelihood import Around, gain, most
from wechat_policy.readings.view import Find
from wechat_policy.text import fold

Guess: TypeAlias = tuple[int, int, int, float, Around]
"""Start, end, the number of the word, the logarithm of how likely it is changed so, and what stands
between its characters that is not of it."""

Search = Callable[[str], Iterable[Guess]]
"""Gives all guesses at a folded text."""

_COMPANY = 8.0
"""By so much less may be gained beside a guess that counts: who hides one word hides others."""


@attrs.frozen
class Guessed:
    """A reading by guesses: `search` looks for a set of words, `least` is what has to be gained."""

    name: str
    search: Callable[[Mapping[int, str]], Search]
    least: float

    def reader(self, words: Mapping[int, str]) -> Guesser:
        """What finds these folded words, by their numbers, in texts."""
        return Guesser(self.search(words), words, self.least)


class Guesser:
    """Finds words by guesses that are worth it."""

    def __init__(self, search: Search, words: Mapping[int, str], least: float) -> None:
        self._search = search
        self._words = words
        self._least = least

    def find(self, text: str) -> list[Find]:
        """Start, end and number of every word that the text was meant to hold."""
        folded, words, least = fold(text), self._words, self._least
        # Cutting a sentence into words costs much more than a bound on what could be gained.
        likely = False
        worth: list[Guess] = []
        for guess in self._search(folded):
            start, end, number, cost, _ = guess
            bound = most(folded, start, end, words[number]) + cost
            likely = likely or bound >= least
            if bound >= least - _COMPANY:
                worth.append(guess)
        if not likely:
            return []
        gains = [
            gain(folded, start, end, words[number], around) + cost
            for start, end, number, cost, around in worth
        ]
        sure = {
            place
            for (start, end, *_), gained in zip(worth, gains, strict=True)
            if gained >= least
            for place in range(start, end)
        }
        if not sure:
            return []
        # Beside a guess that counts others do, but not at its own place.
        found = [
            (start, end, number)
            for (start, end, number, _, _), gained in zip(worth, gains, strict=True)
            if gained >= least
            or (gained >= least - _COMPANY and sure.isdisjoint(range(start, end)))
        ]
        return list(dict.fromkeys(found))
