"""Suggests words to add to a lexicon, to drop, and to weigh anew, by what people said of texts.

Each change is judged by the F1 of the lexicon on the labelled texts, the best first and the others
after it, so that no two are suggested for the same texts.
"""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from wechat_policy.recognizers import RECOGNIZERS
from wechat_policy.rules.lexicons import Entry, Lexicon, Scanner
from wechat_policy.segmenter import tokens
from wechat_policy.text import fold, fold_all
from wechat_policy.tuning.intervals import Quality, share
from wechat_policy.tuning.learned import LearnedLexicon
from wechat_policy.tuning.material import Material, id_of, labelled, text_of
from wechat_policy.tuning.suggestions import Change, Place, Suggestion, Suggestions

_LONGEST = 6
"""Characters of the longest word that is suggested."""

_AROUND = 8
"""Characters shown before and behind a word."""

_PLACES = 3
"""Places shown of a word, of each label."""

_DIGITS = re.compile(r"\d{3}|[a-z]\d|\d[a-z]")
"""A piece of a number or of an id."""

_ROUNDING = 1e-9


@attrs.frozen
class _Option:
    """A change that might be suggested: to which texts it adds how much."""

    change: Change
    word: str
    old: float | None
    new: float | None
    rows: tuple[int, ...]
    told: tuple[int, ...]

    @property
    def adds(self) -> float:
        return (self.new or 0.0) - (self.old or 0.0)


def suggest(
    lexicon: Lexicon | LearnedLexicon,
    events: Sequence[Material],
    labels: Sequence[bool] | Mapping[str, Any],
    *,
    threshold: float | None = None,
    most: int = 20,
    least: int = 3,
    names: Collection[str] = (),
) -> Suggestions:
    """What would make a lexicon find more of what it should, or less of what it should not.

    `labels` tell of each text, or by id, whether it has to be found. Without a `threshold` (that of
    a learned lexicon is known) one word is enough, as in `text contains`. At most `most` changes of
    each kind are suggested, words to add only where at least `least` texts hold them. `names` are
    people of whom nothing is suggested; nor is of numbers, ids, and what is recognized as a name.

    Raises:
        ValueError: there are not as many labels as texts, or only one label.
    """
    events, wanted = labelled(events, labels)
    if isinstance(lexicon, LearnedLexicon):
        threshold = lexicon.threshold if threshold is None else threshold
        lexicon = lexicon.lexicon
    weighs = threshold is not None
    bound = 1.0 if threshold is None else threshold
    texts = [text_of(one) for one in events]
    entries = {fold(one.word): one for one in lexicon.entries}
    held = _held(lexicon, texts)
    weights = {word: one.weight if weighs else 1.0 for word, one in entries.items()}
    totals = [0.0] * len(texts)
    for word, rows in held.items():
        for row in rows:
            totals[row] += weights[word]

    bench = _Bench(wanted, totals, bound)
    quality = bench.quality()
    fresh = {
        word: rows
        for word, rows in _candidates(fold_all(texts), least).items()
        if word not in entries and _tells(word, rows, wanted)
    }
    forbidden = {fold(name) for name in names if name}
    new = [bound, bound / 2] if weighs else [1.0]
    additions = (
        _Option("add", word, None, weight, rows, rows)
        for word, rows in fresh.items()
        for weight in new
    )
    changes = [
        _Option(change, word, weights[word], weight, tuple(held[word]), tuple(held[word]))
        for word in sorted(held)
        for change, weight in _changes(weights[word], bound, weighs)
    ]
    chosen: dict[Change, list[tuple[_Option, int, int]]] = {}
    for change in ("drop", "reweigh"):
        some = (one for one in changes if one.change == change)
        chosen[change] = list(bench.best(some, most, lambda _: False))
    chosen["add"] = list(
        bench.best(additions, most, lambda one: _is_personal(one, texts, forbidden))
    )
    known = {*entries, *(one.word for one, _, _ in chosen["add"])}
    teller = _Teller(texts, events, wanted, known, weighs, entries)
    told = {change: tuple(teller.told(*one) for one in some) for change, some in chosen.items()}
    silent = tuple(entries[word].word for word in entries if word not in held)
    return Suggestions(
        lexicon.name, bound, quality, told["add"], told["drop"], told["reweigh"], silent
    )


def _held(lexicon: Lexicon, texts: Sequence[str]) -> dict[str, list[int]]:
    """Which texts each word of a lexicon is found in, protected places left out."""
    scanner = Scanner([lexicon])
    held: dict[str, list[int]] = defaultdict(list)
    for row, text in enumerate(texts):
        for word in sorted({fold(hit.word) for hit in scanner.scan(text).hits(lexicon)}):
            held[word].append(row)
    return dict(held)


def _candidates(folded: Sequence[str], least: int) -> dict[str, tuple[int, ...]]:
    """Words, and neighbours together, with the texts that hold them.

    Of those that stand in the same texts only the longest: it finds the least by chance.
    """
    held: dict[str, list[int]] = defaultdict(list)
    for row, text in enumerate(folded):
        for word in sorted(_words(text)):
            held[word].append(row)
    longest: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for word, rows in held.items():
        if len(rows) >= least:
            longest[tuple(rows)].append(word)
    found = {}
    for rows_held, same in longest.items():
        for word in same:
            if not any(word != other and word in other for other in same):
                found[word] = rows_held
    return dict(sorted(found.items()))


def _words(text: str) -> set[str]:
    """The words of two characters or more, and those that two or three neighbours make up."""
    places = tokens(text)
    found = set()
    for number, (start, _) in enumerate(places):
        for _, end in places[number : number + 3]:
            word = text[start:end]
            if len(word) > _LONGEST or not word.isalnum():
                break
            if len(word) > 1 and not _DIGITS.search(word):
                found.add(word)
    return found


def _tells(word: str, rows: Sequence[int], wanted: Sequence[bool]) -> bool:
    """Whether a word surely stands in more of what has to be found than texts at large do."""
    precision = share(sum(wanted[row] for row in rows), len(rows))
    return precision is not None and precision.low > sum(wanted) / len(wanted)


def _changes(weight: float, bound: float, weighs: bool) -> Iterator[tuple[Change, float | None]]:
    yield "drop", None
    if weighs:
        for other in (bound, bound / 2, weight / 2, weight * 2):
            if round(other, 2) != round(weight, 2) and (other > 0) == (weight > 0):
                yield "reweigh", round(other, 2)


def _is_personal(option: _Option, texts: Sequence[str], forbidden: Collection[str]) -> bool:
    """Whether a word is a part of somebody's name or number in most of its places."""
    if any(option.word in name or name in option.word for name in forbidden):
        return True
    rows = option.rows[:50]
    spans = [
        any(
            low < at + len(option.word) and at < high
            for name, one in RECOGNIZERS.items()
            if name not in ("money", "url", "address")
            for low, high in one.find(texts[row])
        )
        for row in rows
        for at in [fold(texts[row]).find(option.word)]
    ]
    return 2 * sum(spans) > len(spans)


class _Bench:
    """What the labelled texts score, and what each change does to the F1."""

    def __init__(self, wanted: Sequence[bool], totals: Sequence[float], bound: float) -> None:
        self._wanted = wanted
        self._totals = totals
        self._bound = bound - _ROUNDING

    def quality(self) -> Quality:
        """How the lexicon does as it stands."""
        counts = {(flag, want): 0 for flag in (True, False) for want in (True, False)}
        for total, want in zip(self._totals, self._wanted, strict=True):
            counts[total >= self._bound, want] += 1
        return Quality(
            counts[True, True], counts[True, False], counts[False, True], counts[False, False]
        )

    def best(
        self, options: Iterable[_Option], most: int, refused: Any
    ) -> Iterator[tuple[_Option, int, int]]:
        """The changes that raise F1, the best first, each with what it brings in after them."""
        totals, wanted = list(self._totals), self._wanted
        before = self.quality()
        found, alarms, asked = before.found, before.false, sum(wanted)

        def effect(option: _Option) -> tuple[int, int]:
            right = wrong = 0
            for row in option.rows:
                turned = (totals[row] + option.adds >= self._bound) - (totals[row] >= self._bound)
                if wanted[row]:
                    right += turned
                else:
                    wrong += turned
            return right, wrong

        def gain(right: int, wrong: int) -> float:
            now = 2 * found / (found + alarms + asked)
            return 2 * (found + right) / (found + right + alarms + wrong + asked) - now

        def entered(option: _Option) -> tuple[float, str, float, _Option]:
            return -gain(*effect(option)), option.word, option.new or 0.0, option

        heap = [one for one in map(entered, options) if one[0] < -_ROUNDING]
        heapq.heapify(heap)
        changed: set[str] = set()
        while heap and len(changed) < most:
            option = heapq.heappop(heap)[-1]
            if option.word in changed:
                continue
            again = entered(option)
            if again[0] >= -_ROUNDING:
                continue
            if heap and again[:3] > heap[0][:3]:
                heapq.heappush(heap, again)
                continue
            if refused(option):
                changed.discard(option.word)
                continue
            right, wrong = effect(option)
            yield option, right, wrong
            changed.add(option.word)
            found, alarms = found + right, alarms + wrong
            for row in option.rows:
                totals[row] += option.adds


@attrs.frozen(eq=False)
class _Teller:
    """Writes changes out, with their evidence."""

    texts: Sequence[str]
    events: Sequence[Material]
    wanted: Sequence[bool]
    known: Collection[str]
    weighs: bool
    entries: Mapping[str, Entry]

    def told(self, option: _Option, found: int, alarms: int) -> Suggestion:
        """A change as it is suggested."""
        right = sum(self.wanted[row] for row in option.told)
        within = sorted(
            other
            for other in self.known
            if other != option.word and (other in option.word or option.word in other)
        )
        entry = self.entries.get(option.word)
        return Suggestion(
            option.change,
            option.word if entry is None else entry.word,
            option.old if self.weighs else None,
            option.new if self.weighs else None,
            right,
            len(option.told) - right,
            share(right, len(option.told)),
            found,
            alarms,
            tuple(within),
            tuple(self._places(option)),
        )

    def _places(self, option: _Option) -> Iterator[Place]:
        left = {True: _PLACES, False: _PLACES}
        for row in option.told:
            want, text = self.wanted[row], self.texts[row]
            at = fold(text).find(option.word)
            if left[want] and at >= 0:
                left[want] -= 1
                first = max(0, at - _AROUND)
                words = text[first : at + len(option.word) + _AROUND]
                start = at - first
                yield Place(
                    row, id_of(self.events[row]), words, start, start + len(option.word), want
                )
