"""The words of lexicons, with everything that their terms bring in and take away."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path

import attrs
from openpyxl import load_workbook

from reference.library import Held
from wechat_policy import nodes
from wechat_policy.text import fold
from wechat_policy.words import canonical, expand


@attrs.frozen
class Word:
    """A word with its weight, and the readings in which it alone is looked for."""

    text: str
    weight: float = 1.0
    readings: tuple[str, ...] = ()

    @cached_property
    def folded(self) -> str:
        """The word whatever its width, case or script."""
        return fold(self.text)


@attrs.frozen(eq=False)
class Lexicon:
    """The words of a lexicon, the phrases that protect their spans, and the readings of all."""

    name: str
    words: Sequence[Word]
    protects: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


def lexicon(name: str, held: Mapping[str, Held]) -> Lexicon:
    """A lexicon of a policy; `held` are all its lexicons by name."""
    one = held[name]
    assert isinstance(one.section, nodes.Lexicon)
    if any(isinstance(term.term, nodes.LexiconName) for term in one.section.terms):
        return _summed(one, held)
    return _alone(one)


@cache
def _alone(held: Held) -> Lexicon:
    """A lexicon that takes in no other is the same in every policy."""
    return _summed(held, {})


def _summed(one: Held, held: Mapping[str, Held]) -> Lexicon:
    node = one.section
    assert isinstance(node, nodes.Lexicon)
    words: dict[str, Word] = {}
    protects: list[str] = []
    for term in node.terms:
        match term.term:
            case nodes.LexiconName(name):
                found = lexicon(name, held)
            case nodes.LexiconFile(path):
                found = Lexicon(path, _table(one.folder / path))
            case nodes.Words(written):
                found = Lexicon("", [_written(word) for word in written])
        for word in found.words:
            # A word that comes again counts as it does the last time.
            words.pop(word.folded, None)
            if term.sign == "+":
                words[word.folded] = word
        protects += found.protects if term.sign == "+" else ()
    if node.protects is not None:
        protects += [word.text for word in node.protects.words]
    return Lexicon(node.name, tuple(words.values()), tuple(protects), expand(node.readings))


def _written(word: nodes.Word) -> Word:
    return Word(word.text, 1.0 if word.weight is None else float(word.weight))


@cache
def _table(path: Path) -> list[Word]:
    """The words of a file: one a line, or rows of word, weight, category, readings, remark."""
    words: list[Word] = []
    for row in _rows(path):
        word, weight, _, readings, *_ = [one.strip() for one in (*row, *[""] * 4)]
        if word and not word.startswith("#") and (words or word not in ("word", "词", "词语")):
            told = readings.replace("、", " ").replace(",", " ").split()
            names = expand(canonical("reading", one) for one in told)
            words.append(Word(word, float(weight or 1), names))
    return words


def _rows(path: Path) -> list[list[str]]:
    if path.suffix == ".xlsx":
        sheet = load_workbook(path).active
        assert sheet is not None
        rows = sheet.iter_rows(values_only=True)
        return [["" if cell is None else str(cell) for cell in row] for row in rows]
    lines = path.read_text("utf-8-sig").splitlines()
    return [[line] for line in lines] if path.suffix == ".txt" else list(csv.reader(lines))
