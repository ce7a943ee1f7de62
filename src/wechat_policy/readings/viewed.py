"""Readings that look at a text in another way, and search that view for words as it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from wechat_policy.readings.view import Find, View
from wechat_policy.text import fold

Look = Callable[[str], View | None]
"""Gives the view of a text, None where the reading has nothing to see in it."""


@attrs.frozen
class Viewed:
    """A reading by a view.

    `look` makes the view for a set of words; `forms` are what a word is in it; `accepts` says of a
    stretch of the text that stands for a word whether it was meant so, `together` which of all
    finds were.
    """

    name: str
    look: Callable[[Iterable[str]], Look]
    forms: Callable[[str], tuple[str, ...]]
    accepts: Callable[[str, int, int], bool] | None = None
    together: Callable[[str, Sequence[Find]], list[Find]] | None = None

    def reader(self, words: Mapping[int, str]) -> Reader:
        """What finds these folded words, by their numbers, in texts."""
        return Reader(self, words)


class Reader:
    """One automaton for all words that are looked for in a view."""

    def __init__(self, reading: Viewed, words: Mapping[int, str]) -> None:
        from daachorse import CharwiseDoubleArrayAhoCorasick

        patterns: dict[str, list[int]] = {}
        for number, word in words.items():
            for form in reading.forms(word):
                patterns.setdefault(form, []).append(number)
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
        hits = self._scan(view.text)
        if not hits:
            return []
        accepts, together = self._reading.accepts, self._reading.together
        folded = fold(text)
        found: list[Find] = []
        for first, last, pattern in hits:
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
