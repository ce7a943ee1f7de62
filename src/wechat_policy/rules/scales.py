"""Lexicons that weigh a text by all its words, for and against: one automaton of their own.

A learned lexicon holds what nearly every sentence holds. Among the other words it would keep every
message from being a clean one, and a place of each of its words would be made to no purpose.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wechat_policy.matcher import Hit, Matcher
from wechat_policy.text import fold_all

if TYPE_CHECKING:
    from wechat_policy.rules.lexicons import Entry, Lexicon

PARTS = 1_000_000
"""Weights are added up in these parts of one, so that the order makes no difference."""


class Scale:
    """What some lexicons weigh in texts."""

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        self._places = {lexicon: place for place, lexicon in enumerate(lexicons)}
        self._entries: list[dict[int, Entry]] = [{} for _ in lexicons]
        numbers: dict[str, int] = {}
        shares: list[list[tuple[int, int]]] = []
        for lexicon, place in self._places.items():
            folded = fold_all([entry.word for entry in lexicon.entries])
            # Of a word that is listed twice the first entry counts.
            entries = zip(reversed(folded), reversed(lexicon.entries), strict=True)
            for word, entry in dict(entries).items():
                number = numbers.setdefault(word, len(numbers))
                if number == len(shares):
                    shares.append([])
                shares[number].append((place, round(entry.weight * PARTS)))
                self._entries[place][number] = entry
        self._shares = shares
        self._matcher = Matcher(tuple(numbers))

    def __contains__(self, lexicon: Lexicon) -> bool:
        return lexicon in self._places

    def totals(self, text: str) -> dict[Lexicon, float]:
        """The sum of the weights of each lexicon's different words in the text."""
        sums = [0] * len(self._places)
        shares = self._shares
        for number in {hit[2] for hit in self._matcher.find(text)}:
            for place, weight in shares[number]:
                sums[place] += weight
        return {lexicon: sums[place] / PARTS for lexicon, place in self._places.items()}

    def find(self, lexicon: Lexicon, text: str) -> list[tuple[Hit, Entry]]:
        """Every place of every word of one lexicon, with the entry of the word."""
        entries = self._entries[self._places[lexicon]]
        return [(hit, entries[hit[2]]) for hit in self._matcher.find(text) if hit[2] in entries]
