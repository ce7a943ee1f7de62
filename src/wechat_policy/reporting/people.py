"""Who is called what in a report: pseudonyms in place of people, also within quoted words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

import attrs

from wechat_policy.directory import Directory
from wechat_policy.wording import Wording

_FOLD = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_FOLD |= {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD |= {code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)}
_LATIN = re.compile(r"[0-9a-z_]")
_MASKED = re.compile(
    r"(?P<mail>[\w.+-]{1,64})(?=@[\w-]+\.)"
    r"|(?<!\d)(?!\d{4}-\d\d-\d\d(?!\d))(?P<digits>\d{3})(?:[ -]?\d){4,}",
    re.ASCII,
)
_TOO_SHORT = 3  # a number of two digits in a sentence is hardly anybody's id
_NOBODY = "organization"
_SPOKEN = ("name", "nickname", "email", "phone")

Hidden = tuple[int, int, str]
"""A place in a text, and what is shown there."""


@attrs.frozen
class People:
    """What each person is called, and where people stand in words.

    `called` has an entry for everybody who is known; `spellings` leads from the first two folded
    characters of a name or id to the whole of it and to what is shown instead. Both are empty in
    a report that shows people.
    """

    wording: Wording
    called: Mapping[str, str] = attrs.field(factory=dict)
    spellings: Mapping[str, tuple[tuple[str, str], ...]] = attrs.field(factory=dict)
    masked: bool = False

    def who(self, subject: str | None) -> str:
        """The pseudonym of a subject, or name and id where people are shown."""
        if subject is not None and subject in self.called:
            return self.called[subject]
        return self.wording.who(subject)

    def hidden(self, text: str, *, numbers: bool = True) -> list[Hidden]:
        """The places where people stand, in order and disjoint; also numbers to reach them by."""
        if not self.masked:
            return []
        found = [*self._names(text), *(_numbers(text) if numbers else ())]
        found.sort(key=lambda one: (one[0], -one[1]))
        kept: list[Hidden] = []
        for one in found:
            if not kept or one[0] >= kept[-1][1]:
                kept.append(one)
        return kept

    def hide(self, text: str, *, numbers: bool = True) -> str:
        """The text with pseudonyms in it."""
        told, at = [], 0
        for start, end, shown in self.hidden(text, numbers=numbers):
            told += [text[at:start], shown]
            at = end
        return "".join([*told, text[at:]])

    def _names(self, text: str) -> Iterable[Hidden]:
        folded, at = text.translate(_FOLD), 0
        while at < len(folded) - 1:
            for name, shown in self.spellings.get(folded[at : at + 2], ()):
                end = at + len(name)
                if folded.startswith(name, at) and _apart(folded, at, end):
                    yield at, end, shown
                    at = end - 1
                    break
            at += 1


def _apart(text: str, start: int, end: int) -> bool:
    """Whether a name in Latin letters is no part of a longer word."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    glued = _LATIN.match(before) and _LATIN.match(text[start])
    return not glued and not (_LATIN.match(after) and _LATIN.match(text[end - 1]))


def _numbers(text: str) -> Iterable[Hidden]:
    """Long numbers but for three digits, and mail addresses but for the company."""
    for one in _MASKED.finditer(text):
        if one["mail"] is not None:
            yield one.start(), one.end("mail"), "•••"
        else:
            yield one.end("digits"), one.end(), "•" * (one.end() - one.end("digits"))


def pseudonymous(wording: Wording, names: Mapping[str, Iterable[str]], key: str) -> People:
    """People under numbers, `P001` and so on; `names` has all that each is called, by id.

    The numbers follow a digest of `key` and the id: neither names nor counts can be read from
    their order.
    """
    names = {id_: told for id_, told in names.items() if id_ != _NOBODY}
    secret = hashlib.blake2b(key.encode("utf-8", "surrogatepass")).digest()

    def rank(id_: str) -> bytes:
        return hashlib.blake2b(id_.encode("utf-8", "surrogatepass"), key=secret).digest()

    width = max(3, len(str(len(names))))
    called = {
        id_: f"P{number:0{width}}" for number, id_ in enumerate(sorted(names, key=rank), start=1)
    }
    by_spelling: dict[str, set[str]] = {}
    for id_, spoken in names.items():
        for name in (id_, *spoken):
            folded = name.strip().translate(_FOLD)
            if len(folded) >= (_TOO_SHORT if folded.isdecimal() else 2):
                by_spelling.setdefault(folded, set()).add(called[id_])
    spellings: dict[str, list[tuple[str, str]]] = {}
    for folded in sorted(by_spelling, key=lambda one: (-len(one), one)):
        shown = sorted(by_spelling[folded])
        told = "/".join(shown) if len(shown) < 4 else "P…"
        spellings.setdefault(folded[:2], []).append((folded, told))
    return People(
        wording, called, {start: tuple(found) for start, found in spellings.items()}, masked=True
    )


def spoken_names(directory: Directory) -> Mapping[str, frozenset[str]]:
    """By id all that the directory ever had people called or reached by."""
    return {
        id_: frozenset(
            told
            for fact in _SPOKEN
            for told in directory.told("person", id_, fact)
            if isinstance(told, str)
        )
        for id_ in directory.ids("person")
    }
