"""A lexicon that was learned: its words, how it does at each size, and its text in the language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import attrs

from wechat_policy.rules.lexicons import Entry, Lexicon, Scanner


@attrs.frozen
class LearnedEntry:
    """A word with its weight, and how many of the texts it was learned from hold it.

    `wanted` are texts that have to be found, `others` labelled texts that must not be, `harmless`
    everyday ones that nobody labelled.
    """

    word: str
    weight: float
    wanted: int
    others: int
    harmless: int = 0

    def to_dict(self) -> dict[str, Any]:
        """As JSON-able data."""
        return attrs.asdict(self)


@attrs.frozen
class Size:
    """How a lexicon of so many words does on texts that it was not learned from (cross-validated).

    `found` and `missed` are texts that have to be found, `alarms` and `passed` the other labelled
    ones, `harmless_alarms` everyday texts that it flags. `lowest` and `highest` are the F1 of the
    worst and the best part. `threshold` is how far the score has to lie above the middle of the
    model.
    """

    size: int
    threshold: float
    found: int
    missed: int
    alarms: int
    passed: int
    harmless: int
    harmless_alarms: int
    lowest: float
    highest: float

    @property
    def precision(self) -> float:
        """The part of what it flags that has to be found."""
        return _part(self.found, self.found + self.alarms)

    @property
    def recall(self) -> float:
        """The part of what has to be found that it flags."""
        return _part(self.found, self.found + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return _part(2 * self.found, 2 * self.found + self.alarms + self.missed)

    @property
    def false_alarms(self) -> float:
        """The part of the everyday texts that it flags."""
        return _part(self.harmless_alarms, self.harmless)

    def to_dict(self) -> dict[str, Any]:
        """As JSON-able data."""
        told = {
            name: round(getattr(self, name), 4)
            for name in ("precision", "recall", "f1", "false_alarms")
        }
        return {**attrs.asdict(self), **told}


@attrs.frozen
class LearnedLexicon:
    """Words with their weights, and the score from which a text counts.

    `curve` tells how lexicons of other sizes do, from small to large; its last is of the size
    asked for, or as near to it as there are words. `wanted`, `others` and `harmless` count the
    texts it was learned from.
    """

    name: str
    entries: tuple[LearnedEntry, ...]
    threshold: float
    curve: tuple[Size, ...] = ()
    wanted: int = 0
    others: int = 0
    harmless: int = 0
    parts: int = 0

    @cached_property
    def lexicon(self) -> Lexicon:
        """The same as the engine judges by it."""
        return Lexicon(self.name, tuple(Entry(one.word, one.weight) for one in self.entries))

    @cached_property
    def _scanner(self) -> Scanner:
        return Scanner([self.lexicon])

    def score(self, text: str) -> float:
        """What `text score` gives for a text."""
        return self._scanner.scan(text).total(self.lexicon)

    def scores(self, texts: Iterable[str]) -> list[float]:
        """The same for each text."""
        return [self.score(text) for text in texts]

    def flags(self, text: str) -> bool:
        """Whether a text counts."""
        return self.score(text) >= self.threshold

    @property
    def measured(self) -> Size | None:
        """How the lexicon itself does on texts that it was not learned from."""
        return self.curve[-1] if self.curve else None

    def to_csv(self) -> str:
        """The rows of a file of words: word, weight."""
        written = io.StringIO()
        rows = csv.writer(written, lineterminator="\n")
        rows.writerow(("word", "weight"))
        rows.writerows((entry.word, f"{entry.weight:g}") for entry in self.entries)
        return written.getvalue()

    def to_dict(self) -> dict[str, Any]:
        """As JSON-able data."""
        return {
            "name": self.name,
            "size": len(self.entries),
            "threshold": self.threshold,
            "learned_from": {
                "wanted": self.wanted, "others": self.others, "harmless": self.harmless,
                "parts": self.parts,
            },
            "curve": [one.to_dict() for one in self.curve],
            "entries": [one.to_dict() for one in self.entries],
        }  # fmt: skip


def _part(some: int, whole: int) -> float:
    return some / whole if whole else 0.0
