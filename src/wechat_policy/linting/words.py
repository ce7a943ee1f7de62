"""Words of lexicons that can never add a find, and lists that say the same twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from wechat_policy import nodes
from wechat_policy.assembly import folder_of
from wechat_policy.checking.ground import Ground, fault, named, related
from wechat_policy.checking.places import Places
from wechat_policy.errors import Diagnostic
from wechat_policy.linting.edits import without_word
from wechat_policy.linting.usage import Book, Books, only_sought
from wechat_policy.matcher import Matcher
from wechat_policy.text import fold, fold_all
from wechat_policy.wordlists import read_words

_FEWEST_SHARED = 10
_MOST = 0.6
"""Part of the shorter list that has to stand in the other too."""


def words_add_finds(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """Where a word stands, no other word of its lexicon is found anyway."""
    own = ground.assembly.document
    if not own.all(nodes.Clause):
        return  # who uses a library may weigh its words
    books = Books(ground)
    sought = only_sought(ground)
    for lexicon in own.all(nodes.Lexicon):
        book = books.get(lexicon.name) if lexicon.name in sought else None
        if book is None or {*book.lexicon.readings} - {"own"} or book.lexicon.weighs:
            continue
        inside = _Inside(book)
        for term in lexicon.terms:
            if term.sign == "-":
                continue
            if isinstance(term.term, nodes.Words):
                yield from _contained(term.term, inside, own)
            elif isinstance(term.term, nodes.LexiconFile):
                yield from _contained_in_file(term.term, inside, own)


def lexicons_are_written_once(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """Two lexicons of a policy do not share most of what is written in them."""
    own = ground.assembly.document
    books = Books(ground)
    written = [(one, books.written(one.name)) for one in own.all(nodes.Lexicon)]
    for (first, some), (second, others) in combinations(written, 2):
        shared = [word for fold, word in others.items() if fold in some]
        if len(shared) < max(_FEWEST_SHARED, _MOST * min(len(some), len(others))):
            continue
        if any(_weighs(books.get(one.name)) for one in (first, second)):
            continue  # words that count for and against say something else in each list
        yield fault(
            "L412", own, named(own, second), name=second.name, other=first.name,
            count=str(len(shared)), words=_listed(shared),
            related=[related(own, named(own, first), "shares_words", seen_from=own)],
        )  # fmt: skip


def _weighs(book: Book | None) -> bool:
    return book is None or book.lexicon.weighs


class _Inside:
    """Which word of a lexicon lies within which other one, found by one automaton."""

    def __init__(self, book: Book) -> None:
        self.entries = dict(book.entries())
        self.words = tuple(word for word in self.entries if word.strip())
        self.find = Matcher(self.words).find
        self.protects = fold_all(book.lexicon.protects)

    def of(self, word: str) -> str | None:
        """The word that is found wherever this one stands, as it is written; None without one."""
        folded = fold(word)
        entry = self.entries.get(folded)
        for _, _, number in self.find(folded):
            inner = self.words[number]
            other = self.entries[inner]
            if inner == folded or entry is None or entry.readings or other.readings:
                continue
            if (entry.weight, entry.category) != (other.weight, other.category):
                continue
            if not any(inner in phrase for phrase in self.protects):
                return other.word
        return None


def _contained(
    words: nodes.Words, inside: _Inside, document: nodes.Document
) -> Iterator[Diagnostic]:
    for number, word in enumerate(words.words):
        inner = inside.of(word.text)
        if inner is not None:
            yield Diagnostic(
                "L411", document.source, word.span,
                facts={"word": word.text, "inner": inner, "more": "", "more.zh": ""},
                edits=(without_word(words.words, number, document.source),),
            )  # fmt: skip


def _contained_in_file(
    file: nodes.LexiconFile, inside: _Inside, document: nodes.Document
) -> Iterator[Diagnostic]:
    try:
        entries = read_words(folder_of(document) / file.path)
    except Exception:
        return  # told by the checks
    found = [(one.word, inner) for one in entries if (inner := inside.of(one.word)) is not None]
    if found:
        more = len(found) - 1
        facts = {
            "word": found[0][0],
            "inner": found[0][1],
            "more": f", and so it is with {more} more of the file" if more else "",
            "more.zh": f"，文件里另有 {more} 个词也是如此" if more else "",
        }
        yield Diagnostic("L411", document.source, file.span, facts=facts)


def _listed(found: Sequence[str]) -> str:
    return "、".join(found[:3]) + ("…" if len(found) > 3 else "")
