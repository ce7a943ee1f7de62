"""Which lexicons a clause looks in, and which of their words a found word is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from wechat_policy.policy import Clause
from wechat_policy.rules.lexicons import Lexicon
from wechat_policy.text import fold_all
from wechat_policy.verdict import Evidence


def lexicons_of(value: Any) -> tuple[Lexicon, ...]:
    """The lexicons that a compiled clause, norm or test holds, in order, without mere clues."""
    found: dict[Lexicon, None] = {}
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Lexicon):
            if not one.name.startswith("/"):  # the words of a pattern, which an author never wrote
                found[one] = None
        elif isinstance(one, tuple | frozenset):
            waiting.extend(reversed(tuple(one)))
        elif isinstance(one, Mapping):
            waiting.extend(one.values())
        elif attrs.has(type(one)) and id(one) not in seen:
            seen.add(id(one))
            fields = attrs.fields(type(one))
            waiting.extend(getattr(one, field.name) for field in reversed(fields))
    return tuple(found)


class Vocabularies:
    """The words of the lexicons of clauses, each looked up when it is first asked for."""

    def __init__(self) -> None:
        self._books: dict[Lexicon, Mapping[str, str]] = {}
        self._clauses: dict[Clause, tuple[Mapping[str, str], ...]] = {}
        self._folded: dict[str, str] = {}

    def words(self, clause: Clause, evidence: Iterable[Evidence]) -> set[str]:
        """The words that evidence shows; what a pattern or a recognizer found is none."""
        books = self._clauses.get(clause)
        if books is None:
            books = tuple(map(self._book, lexicons_of(clause.norms)))
            self._clauses[clause] = books
        found = set()
        for one in evidence:
            if one.start is not None and books:
                folded = self._fold(one.text if one.reading is None else one.word or "")
                word = next((book[folded] for book in books if folded in book), None)
                if word is not None:
                    found.add(word)
        return found

    def _book(self, lexicon: Lexicon) -> Mapping[str, str]:
        """The words of a lexicon as the author wrote them, by what is looked for."""
        book = self._books.get(lexicon)
        if book is None:
            words = [entry.word for entry in lexicon.entries]
            book = self._books[lexicon] = dict(zip(fold_all(words), words, strict=True))
        return book

    def _fold(self, told: str) -> str:
        folded = self._folded.get(told)
        if folded is None:
            if len(self._folded) > _MOST:  # a text may spell a word in any number of ways
                self._folded.clear()
            folded = self._folded[told] = fold_all([told])[0]
        return folded


_MOST = 10_000
"""Found words that are remembered as they were folded."""
