"""Further readings of a text, in which words are found that people hide; never replacements.

Each is a view of the text, the forms in which a word stands in that view, and what tells a find
from ordinary wording. The names are those of `words.READINGS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from types import MappingProxyType

from wechat_policy.readings.components import Recomposition
from wechat_policy.readings.confusions import confusions, one_apart
from wechat_policy.readings.gate import across, passes, whole, wholly_spoken
from wechat_policy.readings.guessed import Guessed, Search
from wechat_policy.readings.looks import FAINTLY, faintly_alike, looking_like, odd
from wechat_policy.readings.order import shuffled
from wechat_policy.readings.quoting import own
from wechat_policy.readings.spacing import once, parted, repeats, symbols, without, without_symbols
from wechat_policy.readings.speech import (
    abbreviations,
    first_letters,
    initials,
    sounding,
    sounds,
    spoken,
)
from wechat_policy.readings.stand_ins import standing_in
from wechat_policy.readings.view import View
from wechat_policy.readings.viewed import Look, Viewed
from wechat_policy.text import fold

__all__ = ["NARROWINGS", "READINGS", "Reading", "View"]

_LEAST_BY_SOUND, _LEAST_BY_LOOK, _LEAST_STANDING_IN, _LEAST_IN_ORDER = 1.4, 3.3, 3.0, -1.0
"""What has to be gained by a guess at sounds, at looks, at stand-ins and at the order.

The lowest at which the harmless texts of `bench/quality.py` together stay below its mark.
"""

_NEAR = 12
"""Characters before and behind a find among which a common word may reach across its end."""


def _always(look: Look) -> Callable[[Iterable[str]], Look]:
    """A view that does not hang on the words."""
    return lambda words: look


def _recomposed(words: Iterable[str]) -> Look:
    return Recomposition(fold("".join(words))).view


def _one(form: Callable[[str], str]) -> Callable[[str], tuple[str, ...]]:
    def forms(word: str) -> tuple[str, ...]:
        found = form(word)
        return (found,) if len(found) > 1 else ()

    return forms


def _put_between(text: str, start: int, end: int) -> bool:
    """Whether symbols were put between the characters of a word, and not between two words.

    Those that no sentence has there say so by themselves, unless without them common words come
    to light: 以下*注意 holds no 下注.
    """
    if not parted(text, start, end):
        return passes(text, start, end)
    before, within = (
        without(text[first:last])
        for first, last in ((max(0, start - 2 * _NEAR), start), (start, end))
    )
    around = before[-_NEAR:] + within + without(text[end : end + 2 * _NEAR])[:_NEAR]
    first = min(len(before), _NEAR)
    return not across(around, first, first + len(within))


def _by_sound(words: Mapping[int, str]) -> Search:
    return confusions(words, sounding("".join(words.values())))


def _by_look(words: Mapping[int, str]) -> Search:
    likeness = looking_like("".join(words.values()))
    closely = confusions(words, likeness)
    faintly = one_apart(words, likeness, faintly_alike, FAINTLY)
    return lambda text: chain(closely(text), faintly(text)) if odd(text) else ()


Reading = Viewed | Guessed

READINGS: Mapping[str, Reading] = MappingProxyType(
    {
        one.name: one
        for one in (
            Viewed("symbols", _always(symbols), _one(without_symbols), _put_between),
            Viewed("repeats", _always(repeats), _one(once), passes),
            Viewed("split", _recomposed, _one(fold), passes),
            Viewed("pinyin", _always(sounds), spoken, wholly_spoken),
            Viewed("initials", _always(initials), first_letters, together=abbreviations),
            Guessed("homophones", _by_sound, _LEAST_BY_SOUND),
            Guessed("lookalikes", _by_look, _LEAST_BY_LOOK),
            Guessed("stand_ins", standing_in, _LEAST_STANDING_IN),
            Guessed("shuffled", shuffled, _LEAST_IN_ORDER),
        )
    }
)
"""All further readings by name."""

NARROWINGS: Mapping[str, Callable[[str, int, int], bool]] = MappingProxyType(
    {"whole": whole, "own": own}
)
"""What a find has to be besides, by name; those of further readings are whole words anyway."""
