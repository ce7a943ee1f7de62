"""How much more likely a sentence becomes by a word that some of its characters may stand for."""

from __future__ import annotations

from wechat_policy.segmenter import likelihood, rarity

Around = tuple[str, ...]
"""What stood between the characters of a word, in order; nothing where they stand together."""

_CONTEXT = 6
"""Characters on each side that a change is weighed with: the words that reach into it."""


def most(text: str, start: int, end: int, word: str) -> float:
    """A bound on `gain` that needs no cutting into words: every character stands alone."""
    return sum(map(rarity, text[start:end])) - rarity(word)


def gain(text: str, start: int, end: int, word: str, around: Around = ()) -> float:
    """The logarithm by which a text becomes more likely with a word in place of a stretch.

    `around` are the characters of the stretch that stay, before or behind the word.
    """
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    ways = [
        likelihood(before + "".join(around[:cut])) + likelihood("".join(around[cut:]) + after)
        for cut in range(len(around) + 1)
    ]
    return max(ways) - rarity(word) - likelihood(before + text[start:end] + after)
