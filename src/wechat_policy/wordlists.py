"""Lexicons from their definitions: words in place, other lexicons, and files beside the policy."""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Mapping
from pathlib import Path

from wechat_policy import nodes
from wechat_policy.rules.lexicons import Entry, Lexicon
from wechat_policy.text import fold_all
from wechat_policy.words import READINGS, canonical, expand

SUFFIXES = (".txt", ".csv", ".xlsx")
_SEPARATORS = re.compile(r"[\s,，、;；]+")


class UnreadableWords(Exception):
    """A file of words that cannot be read, with the reason."""


def read_words(path: Path) -> tuple[Entry, ...]:
    """The words of a file: a line each in .txt, rows in .csv and .xlsx.

    The columns are word, weight, category, readings (names with blanks or 、 between them) and
    remark; all but the first may be empty or missing. Empty lines, lines that begin with # and a
    header line whose first cell is `word` or 词 are passed over. Raises UnreadableWords.
    """
    try:
        told = path.stat()
        return _read(path, told.st_mtime_ns, told.st_size)
    except OSError as fault:
        raise UnreadableWords(f"{path.name}: {fault}") from None


@functools.lru_cache(maxsize=512)
def _read(path: Path, changed: int, size: int) -> tuple[Entry, ...]:
    """The words of a file as it was changed last: whoever checks at every key reads it once."""
    try:
        rows = _rows(path)
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise UnreadableWords(f"{path.name}: {fault}") from None
    entries: list[Entry] = []
    for number, row in enumerate(rows, 1):
        cells = [str(cell).strip() if cell is not None else "" for cell in row]
        if not any(cells) or cells[0].startswith("#"):
            continue
        if not entries and cells[0].lower() in ("word", "词", "词语"):
            continue
        if len(cells) == 1:
            entries.append(Entry(cells[0]))
            continue
        if not cells[0]:
            raise UnreadableWords(f"{path.name}:{number}: a word is missing")
        try:
            weight = float(cells[1]) if len(cells) > 1 and cells[1] else 1.0
        except ValueError:
            raise UnreadableWords(f"{path.name}:{number}: `{cells[1]}` is no weight") from None
        category, told, remark = (*cells[2:5], "", "", "")[:3]
        names = [canonical("reading", one) for one in _SEPARATORS.split(told) if one]
        for one in names:
            if one not in READINGS:
                raise UnreadableWords(f"{path.name}:{number}: `{one}` is no reading")
        entries.append(Entry(cells[0], weight, category or None, expand(names), remark or None))
    return tuple(entries)


def _rows(path: Path) -> list[list[object]]:
    if path.suffix == ".xlsx":
        try:
            from openpyxl import load_workbook
        except ImportError:
            raise UnreadableWords(
                f"{path.name}: Excel files need the extra `wechat-policy[excel]`"
            ) from None
        sheet = load_workbook(path, read_only=True, data_only=True).active
        return [list(row) for row in sheet.iter_rows(values_only=True)]
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix == ".csv":
        return [list(row) for row in csv.reader(text.splitlines())]
    return [[line.strip()] for line in text.splitlines()]


def build_lexicon(name: str, definitions: Mapping[str, tuple[nodes.Lexicon, Path]]) -> Lexicon:
    """The lexicon of a name, with what it takes in and takes away.

    `definitions` gives each lexicon with the folder against which its files are named. A lexicon
    that takes in another takes over the phrases that protect; all its words are looked for in its
    own readings. Words are the same whatever their width, case and script; of one that comes twice
    the last counts. Raises KeyError for a name that nothing defines, RecursionError for one that
    takes in itself.
    """
    definition, folder = definitions[name]
    entries: dict[str, Entry] = {}
    protects: dict[str, None] = {}
    for term in definition.terms:
        match term.term:
            case nodes.Words(words):
                found = tuple(_entry(word) for word in words)
            case nodes.LexiconName(other):
                inner = build_lexicon(other, definitions)
                found = inner.entries
                if term.sign == "+":
                    protects.update(dict.fromkeys(inner.protects))
            case nodes.LexiconFile(path):
                found = read_words(folder / path)
        for folded, entry in zip(fold_all([one.word for one in found]), found, strict=True):
            if term.sign == "+":
                entries[folded] = entry
            else:
                entries.pop(folded, None)
    if definition.protects is not None:
        protects.update((word.text, None) for word in definition.protects.words)
    return Lexicon(name, tuple(entries.values()), tuple(protects), expand(definition.readings))


def _entry(word: nodes.Word) -> Entry:
    category = next(
        (
            fact.value.value
            for fact in word.facts
            if fact.name == "category" and isinstance(fact.value, nodes.Text | nodes.Name)
        ),
        None,
    )
    return Entry(word.text, 1.0 if word.weight is None else float(word.weight), category)
