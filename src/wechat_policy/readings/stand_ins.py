"""Pictures, digits and letters that stand for characters, by what they mean or how that sounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from wechat_policy.readings.confusions import confusions
from wechat_policy.readings.guessed import Guess, Search
from wechat_policy.readings.speech import sounding
from wechat_policy.readings.view import View

_MEANT, _SOUNDS = -0.01, -0.5
"""What it costs that a picture stands for its own character, and for one that sounds so."""

_PLAIN = -6.0
"""What a digit or a letter costs besides: mostly it is one."""

_JOINED = "\ufe0e\ufe0f\u20e3\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
"""What follows a picture or a digit and belongs to it."""

_KEYCAP, _JOINER = "\u20e3", "\u200d"

_LONG = 3
"""Characters from which on a word may begin or end in a picture that could as well adorn it."""

_ADORNMENT = re.compile(
    "[\U0001f600-\U0001f64f\U0001f90c-\U0001f92f\U0001f970-\U0001f97a"
    "\U0001f446-\U0001f450\U0001f493-\U0001f49f❤💔💋💪🎉🎊🌹🌸✨⭐🌟🔥💯👀🐶🌈]"
)
"""Faces, hands, hearts and flowers: what people put behind a sentence for its own sake."""


@cache
def _meanings() -> Mapping[str, tuple[str, ...]]:
    """Each stand-in with the characters that it may mean."""
    found: dict[str, tuple[str, ...]] = {}
    text = files("wechat_policy").joinpath("readings/stand_ins.txt").read_text("utf-8")
    mark = ""
    for one in " ".join(line for line in text.splitlines() if line[:1] != "#").split():
        if "\u3400" <= one <= "\u9fff" or one == "〇":
            found[mark] = (*found[mark], one)
        else:
            mark = one
            found.setdefault(mark, ())
    return found | {_keycap(mark): meant for mark, meant in found.items() if mark.isdigit()}


def standing_in(words: Mapping[int, str]) -> Search:
    """Looks for words, by their numbers, some of whose characters are stand-ins."""
    search = confusions(words, _resemblance("".join(words.values())))

    def guesses(text: str) -> Iterator[Guess]:
        if _meanings().keys().isdisjoint(text):
            return
        view = _plain(text)
        for start, end, number, cost, around in search(view.text):
            if end - start < _LONG and _adorns(view.text, start, end):
                continue
            yield *view.span(start, end), number, cost, around

    return guesses


def _plain(text: str) -> View:
    """The text without what is joined to its pictures; a digit on a keycap is a wide one."""
    pieces: list[tuple[str, int, int]] = []
    for place, character in enumerate(text):
        if pieces and (character in _JOINED or text[place - 1] == _JOINER):
            before, start, _ = pieces[-1]
            mark = _keycap(before) if character == _KEYCAP else before
            pieces[-1] = (mark, start, place + 1)
        else:
            pieces.append((character, place, place + 1))
    return View.of(pieces)


def _keycap(digit: str) -> str:
    return chr(ord(digit) + 0xFEE0) if digit.isascii() else digit


def _adorns(text: str, start: int, end: int) -> bool:
    """Whether a stretch ends in an adornment behind which the sentence ends, or begins in one."""
    last, first = _ADORNMENT.match(text, end - 1), _ADORNMENT.match(text, start)
    return bool(last and not text[end : end + 1].isalnum()) or bool(
        first and start > 0 and not text[start - 1].isalnum()
    )


def _resemblance(alphabet: str) -> Callable[[str], Mapping[str, float]]:
    letters = frozenset(alphabet)
    sounds = sounding(letters)
    meanings = _meanings()

    @lru_cache(maxsize=4096)
    def resemblance(character: str) -> Mapping[str, float]:
        found: dict[str, float] = {}
        extra = _PLAIN if character.isascii() else 0.0
        for meant in meanings.get(character, ()):
            for other in sounds(meant):
                found.setdefault(other, _SOUNDS + extra)
        for meant in meanings.get(character, ()):
            if meant in letters:
                found[meant] = _MEANT + extra
        return found

    return resemblance
