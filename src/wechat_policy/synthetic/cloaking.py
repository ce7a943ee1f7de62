"""Disguises: words in marks `<…>` of a text, written so that a plain search misses them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from wechat_policy.synthetic.chance import Chance
from wechat_policy.synthetic.grammar import data
from wechat_policy.synthetic.manners import traditional

_MARKED = re.compile(r"<([^<>]*)>")
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

HOWS = ("symbol", "space", "homophone", "split", "pinyin", "emoji", "traditional", "width")
"""How words can be disguised."""


def bare(text: str) -> str:
    """The text without its marks."""
    return _MARKED.sub(r"\1", text)


def cloaked(text: str, chance: Chance) -> tuple[str, str]:
    """The text with the marked words disguised, and how; plain and "" where nothing is marked."""
    words = _MARKED.search(text)
    if words is None:
        return text, ""
    for how in chance.some(HOWS, len(HOWS)):
        disguise = _DISGUISES[how]
        if disguise(words[1], chance) != words[1]:
            parts = _MARKED.split(text)  # every other one was marked
            parts[1::2] = [disguise(part, chance) for part in parts[1::2]]
            return "".join(parts), how
    return bare(text), ""


def _joined(word: str, chance: Chance) -> str:
    return chance.one(_signs()).join(word)


def _spaced(word: str, chance: Chance) -> str:
    return " ".join(word)


def _by_table(name: str, share: float) -> Callable[[str, Chance], str]:
    def disguise(word: str, chance: Chance) -> str:
        told = _table(name)
        places = [place for place, sign in enumerate(word) if sign in told]
        if not places:
            return word
        sure = chance.one(places)
        return "".join(
            told[sign] if place == sure or (sign in told and chance.draw() < share) else sign
            for place, sign in enumerate(word)
        )

    return disguise


def _traditional(word: str, chance: Chance) -> str:
    return traditional(word)


def _wide(word: str, chance: Chance) -> str:
    return word.translate(_WIDE)


_DISGUISES: Mapping[str, Callable[[str, Chance], str]] = {
    "symbol": _joined,
    "space": _spaced,
    "homophone": _by_table("sound", 0.6),
    "split": _by_table("split", 0.5),
    "pinyin": _by_table("latin", 0.5),
    "emoji": _by_table("picture", 1.0),
    "traditional": _traditional,
    "width": _wide,
}


@cache
def _table(name: str) -> dict[str, str]:
    return {pair[0]: pair[1:] for pair in data("cloaking")[name].split()}


@cache
def _signs() -> tuple[str, ...]:
    return tuple(data("cloaking")["signs"].split())
