"""Finds the words of a reading in texts, and leads back to their places in the original."""

from __future__ import annotations

from collections.abc import Mapping

from wechat_policy.readings import Reading
from wechat_policy.readings.view import Find
from wechat_policy.text import fold


class Reader:
    """One automaton for all words that are looked for in a reading, by their numbers."""

    def __init__(self, reading: Reading, words: Mapping[int, str]) -> None:
        from daachorse import CharwiseDoubleArrayAhoCorasick

        patterns: dict[str, list[int]] = {}
        for number, word in words.items():
            if len(word) < 2:
                continue  # one character sounds and looks like a hundred others
            for form in reading.forms(word):
                patterns.setdefault(form, []).append(number)
        self.name = reading.name
        self._words = words
        self._numbers = tuple(map(tuple, patterns.values()))
        self._look = reading.look(words.values())
        self._reading = reading
        self._scan = CharwiseDoubleArrayAhoCorasick(list(patterns)).find_overlapping

    def find(self, text: str) -> list[Find]:
        """Start, end and number of every word that the text holds in this reading only."""
        view = self._look(text)
        if view is None:
            return []
        accepts, together = self._reading.accepts, self._reading.together
        folded = fold(text)
        found: list[Find] = []
        for first, last, pattern in self._scan(view.text):
            start, end = view.span(first, last)
            if accepts is not None and not accepts(folded, start, end):
                continue
            stands = folded[start:end]
            found += [
                (start, end, number)
                for number in self._numbers[pattern]
                if self._words[number] != stands
            ]
        return found if together is None else together(text, found)
