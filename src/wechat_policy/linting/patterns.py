"""Regular expressions that only list words, which a lexicon does better."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wechat_policy import nodes
from wechat_policy.checking.ground import Ground
from wechat_policy.checking.places import Places
from wechat_policy.errors import Diagnostic
from wechat_policy.lexical import keywords, quote
from wechat_policy.rules.base import CONDITIONS
from wechat_policy.source import Edit, Span
from wechat_policy.text import fold, plain

_GROUPED = re.compile(r"\((?:\?:)?([^()]*)\)")
_SIGNS = frozenset(r"\.^$*+?{}[]()")
_FEWEST = 5
"""Of fewer words, and of short facts beside the text, an expression is as good as a list."""


def expressions_are_no_lists(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A regular expression says more than which words are looked for."""
    own = ground.assembly.document
    taken = {*ground.lexicons}
    made: set[tuple[str, ...]] = set()
    for section in own.sections:
        for call in nodes.walk(section):
            match call:
                case nodes.Call(path, "matches", (nodes.Regex(pattern, flags) as regex,)):
                    found = _words(pattern)
                    if found is None or path.value.rpartition(".")[2] != "text":
                        continue
                    edits: tuple[Edit, ...] = ()
                    if isinstance(section, nodes.Clause) and _same_finds(found, flags):
                        same = _with_words(found, own)
                        if same is not None:
                            edits = _looked_up(same, call, own)
                        elif (*found,) not in made:  # the next one finds the lexicon of the first
                            made.add((*found,))
                            name = _free_name(section.name, own, taken)
                            taken.add(name)
                            edits = _as_lexicon(name, found, call, section, own)
                    facts = {"pattern": f"/{pattern}/{flags}", "count": str(len(found))}
                    yield Diagnostic("L415", own.source, regex.span, facts=facts, edits=edits)
                case _:
                    continue


def _words(pattern: str) -> list[str] | None:
    """The words of which a regular expression is a plain choice; None for any other."""
    grouped = _GROUPED.fullmatch(pattern)
    parts = (grouped[1] if grouped else pattern).split("|")
    wordy = all(part.strip() == part and part and not _SIGNS & {*part} for part in parts)
    return parts if wordy and len(parts) >= _FEWEST else None


def _same_finds(words: list[str], flags: str) -> bool:
    """Whether a lexicon finds these words exactly where the expression does."""

    def cased(word: str) -> bool:
        return word.lower() != word.upper()

    return all(plain(word) == word and (fold(word) == word or "i" in flags) for word in words) and (
        "i" in flags or not any(map(cased, words))
    )


def _free_name(clause: str, document: nodes.Document, taken: set[str]) -> str:
    base = f"{clause}的词" if document.skin == "zh" else f"{clause}_words"
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}{number}"
    return name


def _with_words(words: list[str], document: nodes.Document) -> str | None:
    """A lexicon of these words and nothing else, if the policy has one."""
    for lexicon in document.all(nodes.Lexicon):
        match lexicon:
            case nodes.Lexicon(name, (nodes.LexiconTerm("+", nodes.Words(listed)),), None, ()):
                if {one.text for one in listed} == {*words}:
                    return name
            case _:
                continue
    return None


def _looked_up(name: str, call: nodes.Call, document: nodes.Document) -> tuple[Edit, ...]:
    """The edits that ask for a lexicon where an expression was."""
    contains = CONDITIONS["contains"].alias if document.skin == "zh" else "contains"
    span = call.arguments[0].span
    if call.word_span == nodes.NOWHERE:
        return ()
    return Edit(call.word_span, contains), Edit(Span(span.start, span.end), name)


def _as_lexicon(
    name: str, words: list[str], call: nodes.Call, clause: nodes.Clause, document: nodes.Document
) -> tuple[Edit, ...]:
    """The edits that put a lexicon above the clause, and its name where the expression was."""
    looked_up = _looked_up(name, call, document)
    if not looked_up:
        return ()
    skin = document.skin
    sign = "、" if skin == "zh" else ", "
    listed = sign.join(quote(word, skin) for word in dict.fromkeys(words))
    lexicon = f"{keywords()['lexicon'].spelled(skin)} {name} = {{{listed}}}\n\n"
    source = document.source
    line = source.position(clause.span.start)[0]
    while line > 1 and source.line(line - 1).lstrip().startswith(("#", "＃")):
        line -= 1  # what is said of the clause stays above it
    start = clause.span.start - (source.position(clause.span.start)[1] - 1)
    start -= sum(len(source.line(one)) + 1 for one in range(line, source.position(start)[0]))
    return Edit(Span(start, start), lexicon), *looked_up
