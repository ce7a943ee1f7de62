"""Further readings of a text, in which words are found that people hide; never replacements.

Each is a view of the text, the forms in which a word stands in that view, and what tells a find
from ordinary wording. The names are those of `words.READINGS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

import attrs

from wechat_policy.readings.components import Recomposition
from wechat_policy.readings.gate import across, passes, sounds_strange, whole, wholly_spoken
from wechat_policy.readings.quoting import own
from wechat_policy.readings.spacing import once, parted, repeats, symbols, without, without_symbols
from wechat_policy.readings.speech import abbreviations, first_letters, initials, sounds, spoken
from wechat_policy.readings.view import Find, View
from wechat_policy.text import fold

__all__ = ["NARROWINGS", "READINGS", "Reading", "View"]

_NEAR = 12
"""Characters before and behind a find among which a common word may reach across its end."""

Look = Callable[[str], View | None]
"""Gives the view of a text, None where the reading has nothing to see in it."""


@attrs.frozen
class Reading:
    """One way to read a text beside the literal one.

    `look` makes the view for a set of words; `forms` are what a word is in it; `accepts` says of a
    stretch of the text that stands for a word whether it was meant so, `together` which of all
    finds were.
    """

    name: str
    look: Callable[[Iterable[str]], Look]
    forms: Callable[[str], tuple[str, ...]]
    accepts: Callable[[str, int, int], bool] | None = None
    together: Callable[[str, Sequence[Find]], list[Find]] | None = None


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


READINGS: Mapping[str, Reading] = MappingProxyType(
    {
        one.name: one
        for one in (
            Reading("symbols", _always(symbols), _one(without_symbols), _put_between),
            Reading("repeats", _always(repeats), _one(once), passes),
            Reading("split", _recomposed, _one(fold), passes),
            Reading("pinyin", _always(sounds), spoken, wholly_spoken),
            Reading("initials", _always(initials), first_letters, together=abbreviations),
            Reading("homophones", _always(sounds), spoken, sounds_strange),
        )
    }
)
"""All further readings by name."""

NARROWINGS: Mapping[str, Callable[[str, int, int], bool]] = MappingProxyType(
    {"whole": whole, "own": own}
)
"""What a find has to be besides, by name; those of further readings are whole words anyway."""
