"""A lexicon that was learned: its words, how it does at each size, and its text in the language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import attrs

from wechat_policy.lexical import Skin
from wechat_policy.rules.lexicons import Entry, Lexicon, Scanner
from wechat_policy.tuning.clause_text import clause_text
from wechat_policy.tuning.intervals import Estimate, Quality, share


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
        """As JSON."""
        return attrs.asdict(self)


@attrs.frozen
class Size:
    """How a lexicon of so many words does on texts that it was not learned from (cross-validated).

    `quality` is that on the labelled texts, whose F1 lies between `lowest` and `highest` from part
    to part; of `harmless` everyday texts it flags `harmless_flagged`.
    """

    size: int
    threshold: float
    quality: Quality
    lowest: float
    highest: float
    harmless: int = 0
    harmless_flagged: int = 0

    @property
    def false_alarms(self) -> Estimate | None:
        """The share of the everyday texts that it flags; None without any."""
        return share(self.harmless_flagged, self.harmless)

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        alarms = self.false_alarms
        return {
            "size": self.size,
            "threshold": self.threshold,
            "quality": self.quality.to_dict(),
            "lowest": round(self.lowest, 4),
            "highest": round(self.highest, 4),
            "harmless": self.harmless,
            "harmless_flagged": self.harmless_flagged,
            "false_alarms": None if alarms is None else alarms.to_dict(),
        }


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

    def to_policy(self, skin: Skin = "zh") -> str:
        """A policy that judges by it: the lexicon, and a clause that asks for its score.

        Raises:
            InvalidPolicy: its name is none in the language.
        """
        return clause_text(self, skin)

    def to_csv(self) -> str:
        """The rows of a file of words: word, weight."""
        written = io.StringIO()
        rows = csv.writer(written, lineterminator="\n")
        rows.writerow(("word", "weight"))
        rows.writerows((entry.word, f"{entry.weight:g}") for entry in self.entries)
        return written.getvalue()

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "name": self.name,
            "size": len(self.entries),
            "threshold": self.threshold,
            "learned_from": {
                "wanted": self.wanted, "others": self.others, "harmless": self.harmless,
                "parts": self.parts,
            },
            "policy": self.to_policy(),
            "curve": [one.to_dict() for one in self.curve],
            "entries": [one.to_dict() for one in self.entries],
        }  # fmt: skip
