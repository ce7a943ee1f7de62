"""Words whose characters stand in another order, or with a few others between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from wechat_policy.readings.guessed import Guess, Search

_BETWEEN = 2
"""Characters that may stand between those of a word."""

_COST = -0.01


def shuffled(words: Mapping[int, str]) -> Search:
    """Looks for words, by their numbers, whose characters all stand close together.

    Letters and digits in another order are just another word.
    """
    # The first two characters of a word stand close together wherever it does.
    by_pair: dict[str, list[int]] = {}
    for number, word in words.items():
        if not any(map(str.isascii, word)):
            by_pair.setdefault("".join(sorted(word[:2])), []).append(number)
    alphabet = frozenset("".join(by_pair))
    longest = max(map(len, words.values())) + _BETWEEN

    def search(text: str) -> Iterator[Guess]:
        places = [place for place, character in enumerate(text) if character in alphabet]
        near: dict[int, set[int]] = {}
        for index, place in enumerate(places):
            for other in places[index + 1 :]:
                if other - place >= longest:
                    break
                first, second = text[place], text[other]
                pair = first + second if first < second else second + first
                for number in by_pair.get(pair, ()):
                    lowest = max(0, other - len(words[number]) - _BETWEEN + 1)
                    near.setdefault(number, set()).update(range(lowest, place + 1))
        for number, starts in sorted(near.items()):
            for start, end, between in _windows(text, words[number], sorted(starts)):
                yield start, end, number, _COST, between

    return search


def _windows(
    text: str, word: str, starts: Iterable[int]
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The narrowest places with all characters of a word, each with the others between them."""
    last = -1
    for start in starts:
        wanted = Counter(word)
        if not wanted[text[start]]:
            continue
        left, between = len(word), []
        for end in range(start, min(len(text), start + len(word) + _BETWEEN)):
            if wanted[text[end]] > 0:
                wanted[text[end]] -= 1
                left -= 1
            else:
                between.append(text[end])
            if not left:
                if end != last and text[start : end + 1] != word:
                    yield start, end + 1, tuple(between)
                last = end
                break
