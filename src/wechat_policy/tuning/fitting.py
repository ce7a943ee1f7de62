"""Fits weights to groups of characters, and takes the least telling away, round by round.

Recursive elimination (Guyon et al. 2002) with a logistic regression on which groups a text holds;
what is left at each size is weighed anew by a linear support vector machine.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs


@attrs.frozen
class Groups:
    """Which groups of characters are candidates.

    Up to `longest` characters, of which at most `digits` in a row are digits: signs tell who wrote
    a text rather than what it says, and long numbers whom it is about.
    """

    longest: int = 4
    digits: int = 3

    def of(self, text: str) -> set[str]:
        """The different groups of a text."""
        pieces = "".join([one if one.isalnum() else " " for one in text]).split(" ")
        found = {
            piece[start : start + length]
            for piece in pieces
            for length in range(1, self.longest + 1)
            for start in range(len(piece) - length + 1)
        }
        long = re.compile(rf"\d{{{self.digits + 1}}}").search
        return {one for one in found if not long(one)} if long(text) else found

    def spread(self, folded: Iterable[str], least: int) -> dict[str, int]:
        """The groups that at least `least` texts hold, and how many do, in their own order."""
        counts = Counter(group for text in folded for group in self.of(text))
        return {group: counts[group] for group in sorted(counts) if counts[group] >= least}


@attrs.frozen
class Method:
    """How words are chosen and weighed.

    Candidates are `groups` that at least `least` of the labelled texts hold. All harmless texts
    together count at most the part `harmless` of what the labelled ones do: they are the easier
    ones, and as many of them as there are would drown the near-misses.

    Of groups that stand in the same texts only the longest is kept if they are `distinct`: it finds
    the least by chance, and the others would only share its weight.

    Each round keeps the part `step` of the words, but never fewer than the next size. `strength` is
    the inverse of how much large weights cost, `tolerance` how exactly they are found. What is left
    is weighed by the squared hinge loss at `margin`, the same for it, or with None as it stands.
    """

    groups: Groups = attrs.field(factory=Groups)
    least: int = 3
    harmless: float = 0.25
    distinct: bool = True
    step: float = 0.5
    strength: float = 1.0
    tolerance: float = 1e-3
    margin: float | None = 0.1


@attrs.frozen(eq=False)
class Fitted:
    """The words that are left at a size (by their columns), their weights, and the middle.

    A text whose weights add up to `middle` is as likely to be wanted as not.
    """

    size: int
    columns: Any
    weights: Any
    middle: float


@attrs.frozen(eq=False)
class Texts:
    """Which folded text holds which word, which are wanted, and how much each counts."""

    held: Any
    wanted: Any
    counted: Any
    spread: Any

    def part(self, rows: Any) -> Texts:
        """Some of the texts."""
        return Texts(self.held[rows], self.wanted[rows], self.counted[rows], self.spread)


def holding(folded: Sequence[str], words: Sequence[str], groups: Groups) -> Any:
    """Which text holds which word, as a matrix."""
    from scipy.sparse import csr_matrix

    numbers = {word: number for number, word in enumerate(words)}

    def found() -> Iterator[list[int]]:
        for text in folded:
            yield sorted(numbers[one] for one in groups.of(text) if one in numbers)

    rows = list(found())
    ends = [0]
    for row in rows:
        ends.append(ends[-1] + len(row))
    columns = [column for row in rows for column in row]
    shape = (len(folded), len(words))
    return csr_matrix(([1.0] * len(columns), columns, ends), shape=shape)


def distinct(held: Any, words: Sequence[str]) -> list[int]:
    """The columns of words that do not all stand in the same texts as a longer one."""
    columns = held.tocsc()
    columns.sort_indices()
    longest: dict[bytes, int] = {}
    for number in sorted(range(len(words)), key=lambda one: (-len(words[one]), words[one])):
        start, end = columns.indptr[number : number + 2]
        longest.setdefault(columns.indices[start:end].tobytes(), number)
    return sorted(longest.values())


def eliminate(texts: Texts, sizes: Iterable[int], method: Method) -> Iterator[Fitted]:
    """What is left at each of the sizes, from large to small."""
    import numpy
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import LinearSVC

    columns = numpy.arange(texts.held.shape[1])
    left = sorted(set(sizes), reverse=True)
    while left:
        model = LogisticRegression(C=method.strength, max_iter=3000, tol=method.tolerance)
        model.fit(texts.held[:, columns], texts.wanted, sample_weight=texts.counted)
        weights = model.coef_[0]
        if left and len(columns) <= left[0] and method.margin is not None:
            model = LinearSVC(C=method.margin, dual=False, tol=method.tolerance, max_iter=3000)
            model.fit(texts.held[:, columns], texts.wanted, sample_weight=texts.counted)
        while left and len(columns) <= left[0]:
            yield Fitted(left.pop(0), columns, model.coef_[0], -float(model.intercept_[0]))
        if left:
            kept = max(left[0], int(len(columns) * method.step))
            telling = numpy.abs(weights) * texts.spread[columns]
            columns = numpy.sort(columns[numpy.argsort(-telling, kind="stable")[:kept]])
