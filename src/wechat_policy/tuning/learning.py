"""A weighted lexicon learned from labelled texts, in the language itself.

A logistic regression on which groups of characters a text holds: its weights are the lexicon's, and
`text score NAME >= THRESHOLD` says what it says. Groups of up to four characters tell Chinese
texts apart as well as words do, without a segmenter (Cavnar and Trenkle 1994; Joachims 1998 for
linear models on sparse words).
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from wechat_policy.rules.lexicons import Entry, Lexicon, Scanner
from wechat_policy.text import fold_all

LONGEST = 4
"""Characters of the longest group."""

_STRENGTH = 3.0
"""The inverse of how much large weights cost: of 0.02 to 3 the best on other texts."""

_DIGITS = 2
"""Decimals of a weight: more change no verdict and only look exact."""


@attrs.frozen
class LearnedLexicon:
    """Groups of characters with their weights, and the score from which a text counts.

    `threshold` is where the model finds both labels equally likely; a stricter one flags less.
    """

    entries: tuple[Entry, ...]
    threshold: float

    def scores(self, texts: Iterable[str]) -> list[float]:
        """What `text score` gives for each text."""
        lexicon = Lexicon("learned", self.entries)
        scanner = Scanner([lexicon])
        return [
            sum({hit.word: hit.weight for hit in scanner.scan(text).hits(lexicon)}.values())
            for text in texts
        ]

    def to_csv(self) -> str:
        """The rows of a file of words: word, weight."""
        written = io.StringIO()
        rows = csv.writer(written, lineterminator="\n")
        rows.writerow(("word", "weight"))
        rows.writerows((entry.word, f"{entry.weight:g}") for entry in self.entries)
        return written.getvalue()


def learn_lexicon(
    texts: Sequence[str],
    labels: Sequence[bool],
    size: int = 500,
    *,
    harmless: Sequence[str] = (),
    least: int = 3,
) -> LearnedLexicon:
    """A lexicon of at most `size` groups of characters that tells texts by their labels.

    Only groups in at least `least` of the `texts` are candidates. `harmless` are everyday texts
    that have to score low; no group is taken from them. The same texts give the same lexicon.

    Raises:
        ValueError: there are not as many labels as texts, or only one label.
        ImportError: scikit-learn is missing (the extra `learn`).
    """
    if len(texts) != len(labels):
        raise ValueError(f"{len(texts)} texts have {len(labels)} labels")
    if len(set(map(bool, labels))) != 2:
        raise ValueError("texts of both labels are needed")
    import numpy
    from sklearn.linear_model import LogisticRegression

    folded = fold_all(texts)
    spread = Counter(group for text in folded for group in _groups(text))
    words = sorted(group for group, count in spread.items() if count >= least)
    held = _matrix([*folded, *fold_all(harmless)], words)
    wanted = numpy.array([*map(bool, labels), *(False for _ in harmless)])
    # All harmless texts together count as much as the labelled ones: they are the easier ones,
    # and as many of them as there are would drown the near-misses.
    share = min(1.0, len(texts) / max(1, len(harmless)))
    counted = numpy.array([1.0] * len(texts) + [share] * len(harmless))

    def fitted(columns: Any) -> Any:
        model = LogisticRegression(C=_STRENGTH, max_iter=3000, tol=1e-5)
        return model.fit(held[:, columns], wanted, sample_weight=counted)

    columns = numpy.arange(len(words))
    model = fitted(columns)
    if len(words) > size:
        often = numpy.sqrt([spread[word] for word in words])
        telling = numpy.abs(model.coef_[0]) * often
        columns = numpy.sort(numpy.argsort(-telling, kind="stable")[:size])
        model = fitted(columns)
    weights = [round(float(weight), _DIGITS) for weight in model.coef_[0]]
    entries = tuple(
        Entry(words[column], weight)
        for column, weight in zip(columns, weights, strict=True)
        if weight
    )
    return LearnedLexicon(entries, round(-float(model.intercept_[0]), _DIGITS))


def _groups(text: str) -> frozenset[str]:
    return frozenset(
        group
        for length in range(1, LONGEST + 1)
        for start in range(len(text) - length + 1)
        if _is_word(group := text[start : start + length])
    )


def _is_word(group: str) -> bool:
    """Whether a group is part of words: signs tell who wrote a text rather than what it says."""
    return group.isalnum()


def _matrix(texts: Sequence[str], words: Sequence[str]) -> Any:
    """Which text holds which word."""
    from scipy.sparse import csr_matrix

    numbers = {word: number for number, word in enumerate(words)}

    def found() -> Iterator[list[int]]:
        for text in texts:
            yield sorted(numbers[group] for group in _groups(text) if group in numbers)

    rows = list(found())
    ends = [0]
    for row in rows:
        ends.append(ends[-1] + len(row))
    columns = [column for row in rows for column in row]
    shape = (len(texts), len(words))
    return csr_matrix(([1.0] * len(columns), columns, ends), shape=shape)
