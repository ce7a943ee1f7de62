"""Where the conditions of a policy look for the words of its lexicons, and how."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs

from wechat_policy import nodes
from wechat_policy.assembly import folder_of
from wechat_policy.checking.ground import Ground
from wechat_policy.lowering import bind, wants
from wechat_policy.rules.base import CONDITIONS, Words
from wechat_policy.rules.lexicons import Entry, Lexicon
from wechat_policy.text import fold_all
from wechat_policy.wordlists import build_lexicon, read_words


@attrs.frozen(eq=False)
class Book:
    """A lexicon as it will be at run time, with its words folded."""

    lexicon: Lexicon
    folded: tuple[str, ...]

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """Each word folded, with its entry."""
        return zip(self.folded, self.lexicon.entries, strict=True)

    @property
    def narrows(self) -> bool:
        """Whether a word of it may stand in a text and not be found."""
        own = {name for entry in self.lexicon.entries for name in entry.readings}
        return bool(self.lexicon.protects) or bool(
            {"whole", "own"} & {*own, *self.lexicon.readings}
        )


class Books:
    """The lexicons of a policy, each built when it is first asked for."""

    def __init__(self, ground: Ground) -> None:
        self._definitions: dict[str, tuple[nodes.Lexicon, Path]] = {
            name: (node, folder_of(document)) for name, (node, document) in ground.lexicons.items()
        }
        self._built: dict[str, Book | None] = {}

    def get(self, name: str) -> Book | None:
        """A lexicon by its name; None for what cannot be built."""
        if name not in self._built:
            try:
                lexicon = build_lexicon(name, self._definitions)
            except Exception:
                self._built[name] = None  # told by the checks
            else:
                folded = tuple(fold_all([entry.word for entry in lexicon.entries]))
                self._built[name] = Book(lexicon, folded)
        return self._built[name]

    def written(self, name: str) -> dict[str, str]:
        """The words that stand in a lexicon itself and not in one that it takes in, by fold."""
        node, folder = self._definitions[name]
        found: list[str] = []
        for term in node.terms:
            if term.sign == "+" and isinstance(term.term, nodes.Words):
                found += (word.text for word in term.term.words)
            elif term.sign == "+" and isinstance(term.term, nodes.LexiconFile):
                try:
                    found += (entry.word for entry in read_words(folder / term.term.path))
                except Exception:
                    continue  # told by the checks
        return dict(zip(fold_all(found), found, strict=True))


def only_sought(ground: Ground) -> frozenset[str]:
    """The lexicons of which nothing counts but that some word of them stands in a text."""
    sought: set[str] = set()
    else_used: set[str] = set()
    for call, _ in ground.all(nodes.Call):
        plain = plainly_sought(call)
        if plain is not None:
            sought.add(plain)
        else:
            else_used |= named_lexicons(call)
    for lexicon, _ in ground.sections(nodes.Lexicon):
        else_used |= {
            term.term.name for term in lexicon.terms if isinstance(term.term, nodes.LexiconName)
        }
    return frozenset(sought - else_used)


def plainly_sought(call: nodes.Node) -> str | None:
    """The lexicon of which a condition asks no more than whether a word of it is there."""
    match call:
        case nodes.Call(_, "contains", (nodes.Name(name),)):
            return name
        case _:
            return None


def named_lexicons(call: nodes.Call) -> frozenset[str]:
    """The lexicons that a condition word is given."""
    condition = CONDITIONS.get(call.word)
    if condition is None:
        return frozenset()
    positional, named = bind(condition, call.arguments)
    plain = [one for one in condition.parameters if not one.named]
    pairs = [*zip((one.type for one in plain), positional, strict=False)]
    pairs += [(one.type, named[one.name]) for one in condition.parameters if one.name in named]
    return frozenset(
        argument.value
        for type_, argument in pairs
        if wants(type_, Words) and isinstance(argument, nodes.Name)
    )
