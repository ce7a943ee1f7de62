"""Names are what they look like: no invisible letters, no look-alikes of another script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from wechat_policy import nodes
from wechat_policy.checking.ground import Ground, fault, named, related
from wechat_policy.checking.places import Places
from wechat_policy.errors import Diagnostic
from wechat_policy.lexical import blanked, fold
from wechat_policy.source import Span

# Letters that a font leaves blank.
_BLANK = "\u115f\u1160\u3164\uffa0"
_NAME = re.compile(r"[^\W\d]\w*")
_FOREIGN = re.compile(f"[\u0370-\u052f{_BLANK}]")
_NAMED = (
    nodes.Clause, nodes.Lexicon, nodes.HoursTable, nodes.Parameter, nodes.DateTable,
)  # fmt: skip

# Cyrillic and Greek letters that look like Latin ones in most fonts.
_LATIN = str.maketrans(
    "аеорсухіјѕһԁԛԝАВЕЗКМНОРСТУХІЈЅԌοανικρυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijshdqwABE3KMHOPCTYXIJSGoavikpuxABEZHIKMNOPTYX",
)


def names_are_visible(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """No name holds a letter that cannot be seen."""
    for document, span, name in _suspects(ground):
        hidden = next((at for at, one in enumerate(name) if one in _BLANK), None)
        if hidden is not None:
            at = Span(span.start + hidden, span.start + hidden + 1)
            yield fault("E123", document, at, name=name, character=f"U+{ord(name[hidden]):04X}")


def names_have_one_script(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """No name mixes Latin letters with those of another script that look the same."""
    for document, span, name in _suspects(ground):
        latin = any("LATIN" in unicodedata.name(one, "") for one in name)
        for at, one in enumerate(name):
            if latin and one.translate(_LATIN) != one:
                yield fault(
                    "E124", document, Span(span.start + at, span.start + at + 1), name=name,
                    character=f"U+{ord(one):04X}", script=unicodedata.name(one).split()[0].lower(),
                    suggestion=name.translate(_LATIN),
                )  # fmt: skip
                break


def names_differ_to_the_eye(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """No two names of one kind differ only in characters that look the same."""
    seen: dict[tuple[type, str], tuple[str, nodes.Document, Span]] = {}
    for placed in ground.assembly.placed:
        section, document = placed.section, placed.document
        if isinstance(section, _NAMED):
            span = named(document, section)
            key = (type(section), unicodedata.normalize("NFKC", section.name).translate(_LATIN))
            name, where, first = seen.setdefault(key, (section.name, document, span))
            if name != section.name:
                yield fault(
                    "E125", document, span, name=section.name, other=name,
                    related=[related(where, first, "looks_alike", seen_from=document)],
                )  # fmt: skip


def _suspects(ground: Ground) -> Iterator[tuple[nodes.Document, Span, str]]:
    """The names of all texts, outside quotes and comments, that hold an unusual letter."""
    for document in ground.documents:
        if not _FOREIGN.search(document.source.text):
            continue
        blank = blanked(fold(document.source.text))
        for match in _NAME.finditer(blank):
            if _FOREIGN.search(match[0]):
                yield document, Span(match.start(), match.end()), match[0]
