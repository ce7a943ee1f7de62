"""Lexicons hold words that can be found: none empty, none in itself, none wholly protected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wechat_policy import nodes
from wechat_policy.assembly import folder_of
from wechat_policy.checking.ground import Ground, fault, named, related, spot
from wechat_policy.checking.places import Places
from wechat_policy.checking.timetables import unreadable
from wechat_policy.errors import Diagnostic
from wechat_policy.source import Span, visible
from wechat_policy.suggestion import nearest
from wechat_policy.text import fold
from wechat_policy.wordlists import UnreadableWords, build_lexicon, read_words
from wechat_policy.words import LEVELS, READINGS, spell


def parts_are_known(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A lexicon that another takes in, or takes away, is defined."""
    for lexicon, document in ground.sections(nodes.Lexicon):
        for term in lexicon.terms:
            if isinstance(term.term, nodes.LexiconName):
                name = term.term.name
                if name not in ground.lexicons and name not in ground.unread:
                    yield fault(
                        "E106", document, term.term.span, name=name,
                        suggestion=nearest(name, ground.lexicons),
                    )  # fmt: skip


def lexicons_end(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """No lexicon takes in itself, at once or by way of others."""
    for lexicon, document in ground.sections(nodes.Lexicon):
        for term in lexicon.terms:
            if isinstance(term.term, nodes.LexiconName):
                way = _way(term.term.name, lexicon.name, ground)
                if way:
                    yield fault(
                        "E306", document, term.term.span, name=lexicon.name,
                        way=" → ".join([lexicon.name, *way]),
                    )  # fmt: skip


def files_can_be_read(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A file of words is there and can be read."""
    for lexicon, document in ground.sections(nodes.Lexicon):
        for term in lexicon.terms:
            if isinstance(term.term, nodes.LexiconFile):
                path = folder_of(document) / term.term.path
                try:
                    read_words(path)
                except UnreadableWords as reason:
                    missing = not _is_file(str(path))
                    cause: Exception = FileNotFoundError() if missing else reason
                    yield unreadable(term.term.path, cause, document, term.span)
                except Exception as reason:
                    yield unreadable(term.term.path, reason, document, term.span)


def readings_are_known(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A reading is one that the library has."""
    for lexicon, document in ground.sections(nodes.Lexicon):
        spelled = [spell("reading", one, document.skin) for one in READINGS]
        levels = [spell("reading", one, document.skin) for one in LEVELS]
        for name in lexicon.readings:
            if name not in READINGS:
                yield fault(
                    "E117", document, spot(document, lexicon.span, name), name=name,
                    choices=", ".join(one for one in spelled if one not in levels),
                    suggestion=nearest(name, spelled),
                )  # fmt: skip


def words_can_be_found(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A word of a lexicon, and a phrase that protects, has characters."""
    for word, document in _words(ground):
        if not word.text.strip():
            yield fault("E305", document, word.span)


def lexicons_hold_words(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A lexicon has words left when all is added up and taken away."""
    definitions = {
        name: (node, folder_of(document)) for name, (node, document) in ground.lexicons.items()
    }
    for lexicon, document in ground.sections(nodes.Lexicon):
        try:
            built = build_lexicon(lexicon.name, definitions)
        except Exception:
            continue  # told by the checks of its parts
        if not built.entries:
            yield fault("E307", document, named(document, lexicon), name=lexicon.name)


def words_are_said_once(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A word stands once in a list, whatever its width, case and script."""
    for lexicon, document in ground.sections(nodes.Lexicon):
        for term in lexicon.terms:
            if isinstance(term.term, nodes.Words):
                yield from _doubles(term.term, document)
        if lexicon.protects is not None:
            yield from _doubles(lexicon.protects, document)


def words_are_not_protected(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """No word is a phrase that the same lexicon protects: it would never be found."""
    for lexicon, document in ground.sections(nodes.Lexicon):
        if lexicon.protects is None:
            continue
        phrases = {fold(phrase.text): phrase for phrase in lexicon.protects.words}
        for term in lexicon.terms:
            if not isinstance(term.term, nodes.Words) or term.sign != "+":
                continue
            for word in term.term.words:
                phrase = phrases.get(fold(word.text))
                if phrase is not None and word.text.strip():
                    yield fault(
                        "W303", document, word.span, word=word.text,
                        related=[related(document, phrase.span, "protected", seen_from=document)],
                    )  # fmt: skip


def words_are_visible(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A word holds no invisible character, for a message will hardly hold the same one."""
    for word, document in _words(ground):
        if visible(word.text) != word.text and word.text.strip():
            yield fault("W304", document, word.span, word=word.text)


def _words(ground: Ground) -> Iterator[tuple[nodes.Word, nodes.Document]]:
    for lexicon, document in ground.sections(nodes.Lexicon):
        parts = [term.term for term in lexicon.terms if isinstance(term.term, nodes.Words)]
        if lexicon.protects is not None:
            parts.append(lexicon.protects)
        for part in parts:
            for word in part.words:
                yield word, document


def _doubles(words: nodes.Words, document: nodes.Document) -> Iterator[Diagnostic]:
    seen: dict[str, Span] = {}
    for word in words.words:
        first = seen.setdefault(fold(word.text), word.span)
        if first is not word.span and word.text.strip():
            yield fault(
                "W305", document, word.span, word=word.text,
                related=[related(document, first, "first_stated", seen_from=document)],
            )  # fmt: skip


def _way(start: str, goal: str, ground: Ground) -> list[str]:
    """How one lexicon leads to another by what it takes in; empty if it does not."""
    waiting, seen = [[start]], {start}
    while waiting:
        way = waiting.pop(0)
        if way[-1] == goal:
            return way
        found = ground.lexicons.get(way[-1])
        for term in found[0].terms if found else ():
            if isinstance(term.term, nodes.LexiconName) and term.term.name not in seen:
                seen.add(term.term.name)
                waiting.append([*way, term.term.name])
    return []


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False
