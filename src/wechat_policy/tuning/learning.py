"""A weighted lexicon learned from labelled texts, in the language itself.

A linear model of which groups of characters a text holds: its weights are the lexicon's, and
`text score NAME >= THRESHOLD` says what it says. Groups of up to four characters tell Chinese
texts apart as well as words do, without a segmenter (Cavnar and Trenkle 1994; Joachims 1998 for
linear models on sparse words).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from wechat_policy.text import fold_all
from wechat_policy.tuning.fitting import Fitted, Method, Texts, distinct, eliminate, holding
from wechat_policy.tuning.intervals import Quality
from wechat_policy.tuning.learned import LearnedEntry, LearnedLexicon, Size
from wechat_policy.tuning.material import Material, labelled, text_of

SIZES = (25, 50, 100, 200, 300, 400, 500)
"""The sizes of which the curve tells, as far as they are below the one asked for."""

_DIGITS = 2
"""Decimals of a weight: more change no verdict and only look exact."""

_METHOD = Method()

_LOWEST = 0.01
"""A threshold above nothing: a text without a word of the lexicon never counts."""


def learn_lexicon(
    events: Sequence[Material],
    labels: Sequence[bool] | Mapping[str, Any],
    size: int = 500,
    *,
    harmless: Sequence[Material] = (),
    name: str = "learned",
    sizes: Sequence[int] = SIZES,
    parts: int = 5,
    most_alarms: float = 0.03,
    method: Method = _METHOD,
) -> LearnedLexicon:
    """A lexicon of at most `size` groups of characters that tells texts by their labels.

    Texts, or events with a text, are labelled with whether they have to be found, in their order
    or, for events, by id (those without a label are left out). `harmless` are
    everyday ones that have to score low; no group is taken from them.

    Each of `parts` parts of the texts is judged by what the others teach: so the curve is found,
    and the threshold, at which F1 is best and at most the part `most_alarms` of the harmless texts
    is flagged. With less than two parts it is where the model finds both labels equally likely.
    The same texts give the same lexicon.

    Raises:
        ValueError: there are not as many labels as texts, only one label, or no candidate.
        ImportError: scikit-learn is missing (the extra `learn`).
    """
    events, wanted = labelled(events, labels)
    import numpy
    from threadpoolctl import threadpool_limits

    folded = fold_all([text_of(one) for one in events])
    everyday = fold_all([text_of(one) for one in harmless])
    spread = method.groups.spread(folded, method.least)
    words = list(spread)
    if not words:
        raise ValueError(f"no group of characters stands in {method.least} of the texts")
    held = holding([*folded, *everyday], words, method.groups)
    if method.distinct:
        kept = distinct(held[: len(folded)], words)
        held, words = held[:, kept], [words[number] for number in kept]
    share = min(1.0, method.harmless * len(folded) / max(1, len(everyday)))
    texts = Texts(
        held,
        numpy.array([*wanted, *(False for _ in everyday)]),
        numpy.array([1.0] * len(folded) + [share] * len(everyday)),
        numpy.sqrt([spread[word] for word in words]),
    )
    curve: tuple[Size, ...] = ()
    folds = _parts([*folded, *everyday], [*wanted, *(None for _ in everyday)], parts)
    every = [*(one for one in sorted(set(sizes)) if one < min(size, len(words))), size]
    # Several threads gain nothing here, and on a busy machine they wait for each other.
    with threadpool_limits(limits=1):
        if folds:
            curve = tuple(_curve(texts, len(folded), folds, every, most_alarms, method))
        fitted = next(eliminate(texts, [size], method))
    threshold = curve[-1].threshold if curve else round(max(_LOWEST, fitted.middle), _DIGITS)
    entries = _entries(words, fitted, texts, len(folded))
    found = sum(wanted)
    return LearnedLexicon(
        name, tuple(entries), threshold, curve, found, len(folded) - found, len(everyday),
        len(folds),
    )  # fmt: skip


def _entries(
    words: Sequence[str], fitted: Fitted, texts: Texts, labelled: int
) -> Iterator[LearnedEntry]:
    held = texts.held[:, fitted.columns]
    wanted = texts.wanted[:labelled]
    counts = [
        part.sum(axis=0).tolist()[0]
        for part in (held[:labelled][wanted], held[:labelled][~wanted], held[labelled:])
    ]
    for column, weight, *held_by in zip(fitted.columns, fitted.weights, *counts, strict=True):
        rounded = round(float(weight), _DIGITS)
        if rounded:
            yield LearnedEntry(words[column], rounded, *map(int, held_by))


def _parts(folded: Sequence[str], kinds: Sequence[bool | None], parts: int) -> list[Any]:
    """The rows of each part, or none where there are too few texts to leave some out.

    Texts that differ in numbers and signs only go into one part: they would tell of themselves.
    Each kind of text is dealt evenly, in an order that has nothing to do with theirs.
    """
    import numpy

    letters = ["".join(filter(str.isalpha, text)) for text in folded]
    place: dict[tuple[bool | None, str], int] = {}
    for kind in (True, False, None):
        own = {said for said, one in zip(letters, kinds, strict=True) if one is kind}
        if kind is not None:
            parts = min(parts, len(own))
        dealt = sorted(own, key=lambda said: sha256(said.encode("utf-8", "replace")).digest())
        place.update(((kind, said), number) for number, said in enumerate(dealt))
    if parts < 2:
        return []
    told = numpy.array(
        [place[kind, said] % parts for kind, said in zip(kinds, letters, strict=True)]
    )
    return [told == part for part in range(parts)]


def _curve(
    texts: Texts, labelled: int, folds: Sequence[Any], sizes: Sequence[int], most_alarms: float,
    method: Method,
) -> Iterator[Size]:  # fmt: skip
    """How lexicons of each size do on the texts that they were not learned from."""
    import numpy

    scores = {size: numpy.zeros(len(texts.wanted)) for size in sizes}
    for left_out in folds:
        for fitted in eliminate(texts.part(~left_out), sizes, method):
            judged = texts.held[left_out][:, fitted.columns] @ fitted.weights
            scores[fitted.size][left_out] = judged
    wanted = texts.wanted[:labelled]
    for size in sizes:
        score, everyday = scores[size][:labelled], scores[size][labelled:]
        threshold = best_threshold(score, wanted, everyday, most_alarms)
        flagged = score >= threshold
        places = [part[:labelled] for part in folds]
        found = (_quality(flagged[place], wanted[place]).f1 for place in places)
        each = [0.0 if one is None else one.value for one in found]
        yield Size(
            size, threshold, _quality(flagged, wanted), min(each), max(each),
            len(everyday), int((everyday >= threshold).sum()),
        )  # fmt: skip


def best_threshold(scores: Any, wanted: Any, everyday: Any, most_alarms: float) -> float:
    """The score of the best F1 at which at most so large a part of the everyday texts is flagged.

    With no such score the one that flags the fewest of them.
    """
    import numpy

    steps = numpy.unique(numpy.maximum(numpy.round(scores, _DIGITS), _LOWEST))
    steps = numpy.append(steps, steps[-1] + _LOWEST)
    kinds = [numpy.sort(scores[wanted]), numpy.sort(scores[~wanted]), numpy.sort(everyday)]
    above = [len(kind) - numpy.searchsorted(kind, steps) for kind in kinds]
    found, alarms, everyday_alarms = above
    f1 = 2 * found / (found + alarms + len(kinds[0]))
    allowed = everyday_alarms <= most_alarms * max(1, len(everyday))
    if not allowed.any():
        allowed = everyday_alarms == everyday_alarms.min()
    return round(float(steps[numpy.argmax(numpy.where(allowed, f1, -1))]), _DIGITS)


def _quality(flagged: Any, wanted: Any) -> Quality:
    return Quality(
        found=int((flagged & wanted).sum()),
        false=int((flagged & ~wanted).sum()),
        missed=int((~flagged & wanted).sum()),
        spared=int((~flagged & ~wanted).sum()),
    )
