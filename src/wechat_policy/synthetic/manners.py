"""How people write the same words: marks, faces, slips of the keys, the other script."""

from __future__ import annotations

from functools import cache

from wechat_policy.synthetic.chance import Chance
from wechat_policy.synthetic.grammar import data
from wechat_policy.synthetic.people import Manner

_BROAD = 0.5
"""The share of what somebody with a region's words says in them."""

_SPACED = str.maketrans({"，": " ", "。": " ", "；": " "})
_FACES = str.maketrans({"〔": "[", "〕": "]"})


def written(text: str, manner: Manner, chance: Chance) -> str:
    """The text as somebody with these habits writes it."""
    if manner.region and chance.draw() < _BROAD:
        for word, here in _words(manner.region):
            text = text.replace(word, here, 1)
    if manner.spaced:
        text = text.translate(_SPACED).rstrip()
    elif manner.full_stop and text[-1:].isalpha():
        text += "。"
    elif text[-1:] == "。" and not manner.full_stop:
        text = text[:-1]
    if manner.typo and chance.draw() < manner.typo * len(text) / 6:
        text = _slip(text, chance)
    if manner.emoji and chance.draw() < manner.emoji:
        text += chance.one(_table("emoji"))
    elif manner.tilde and text[-1:].isalpha() and chance.draw() < 0.3:
        text += "~"
    if manner.traditional:
        text = traditional(text)
    return plain(text)


def plain(text: str) -> str:
    """The text with faces as they stand in records: `[微笑]`."""
    return text.translate(_FACES) if "〔" in text else text


def traditional(text: str) -> str:
    """The text in the other script, as far as a sign has one counterpart."""
    return text.translate(_scripts())


def _slip(text: str, chance: Chance) -> str:
    """The text with one sign struck for another that is typed alike."""
    slips = _slips()
    places = [place for place, sign in enumerate(text) if sign in slips]
    if not places:
        return text
    place = chance.one(places)
    return text[:place] + slips[text[place]] + text[place + 1 :]


@cache
def _table(name: str) -> tuple[str, ...]:
    return tuple(data("styles")[name].split())


@cache
def _words(region: str) -> tuple[tuple[str, str], ...]:
    pairs = (pair.partition("=") for pair in _table(region))
    return tuple((word, here) for word, _, here in pairs)


@cache
def _slips() -> dict[str, str]:
    return {pair[0]: pair[1] for pair in _table("typos")}


@cache
def _scripts() -> dict[int, str]:
    return {ord(pair[0]): pair[1] for pair in _table("traditional")}
