"""The statement before a place as the grammar reads it: its words, and what may follow them."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

import attrs

from wechat_policy import nodes
from wechat_policy.checking.places import violable
from wechat_policy.language_server.outline import Outline, Part
from wechat_policy.lexical import keywords
from wechat_policy.parser.language import grammar
from wechat_policy.resolution import event_types
from wechat_policy.source import Span

_STAND_INS = {"policy": 'policy "x"\n', "clause": "clause x\n", "penalties": "penalties\n"}
"""Heads behind which a statement is read as if it were the first of its section."""

_HEADS = {"_CLAUSE": 2, "_POLICY": 2, "_PENALTIES": 1}
"""The words of a section's head, by the first of them."""

_LATER = {"any": "NAME", "all": "NAME", "sum": "NAME", "distinct": "NAME",
          "count": "LPAR", "had": "LPAR", "last": "LPAR", "share": "LPAR"}  # fmt: skip
"""Keywords that the grammar knows only by what follows them, and what has to follow."""

_WORD_BEFORE = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*\.?\Z")


@attrs.frozen
class Token:
    """A word or sign of a statement: its name in the grammar, its text, if it opens a line."""

    type: str
    text: str
    opens: bool = False


@attrs.frozen
class Before:
    """What stands before a place in its statement.

    `key` is the keyword of the section, empty outside of any. `follow` are the grammar's names for
    all that may come next; it is None where what stands before cannot be read. `own` are the event
    types that the clause is about: those of an example that names none.
    """

    key: str
    tokens: tuple[Token, ...]
    follow: frozenset[str] | None
    opens_line: bool
    at_margin: bool
    own: tuple[str, ...] = ()


def partial(outline: Outline, offset: int) -> Span:
    """The word that ends at a place; empty where none does."""
    line = outline.blank.rfind("\n", 0, offset) + 1
    match = _WORD_BEFORE.search(outline.blank[line:offset])
    return Span(line + match.start(), offset) if match else Span(offset, offset)


def before(outline: Outline, offset: int, more: str = "") -> Before:
    """What stands before a place, with more words written there in the mind."""
    part = outline.part_at(offset)
    opens = outline.opens_line(offset) and not more
    margin = opens and outline.folded[offset - 1 : offset] in ("", "\n")
    if part is None or not part.key or part.span.start == offset:
        return Before("", (), frozenset(), opens, margin)
    stand_in = _STAND_INS.get(part.key)
    if more and stand_in and outline.opens_line(offset) and more.split()[0] in _opening():
        text = stand_in + more
    else:
        text = _statement(outline, part, offset) + more
    tokens, follow = _read(text)
    head = _HEADS.get(tokens[0].type, 0) if tokens else 0
    return Before(part.key, tokens[head:], follow, opens, margin, _own(outline, part))


def _own(outline: Outline, part: Part) -> tuple[str, ...]:
    tree = outline.tree(part) if part.key == "clause" else None
    return event_types(violable(tree)) if isinstance(tree, nodes.Clause) else ()


def _statement(outline: Outline, part: Part, offset: int) -> str:
    """The text of a statement up to a place, with a sound head before it."""
    stand_in = _STAND_INS.get(part.key)
    rest = outline.statements(part)[1:]
    for piece in reversed(rest):
        if stand_in is not None and piece.start < offset:
            return stand_in + outline.folded[piece.start : offset]
    return outline.folded[part.span.start : offset]


def _read(text: str) -> tuple[tuple[Token, ...], frozenset[str] | None]:
    """The words of a text, and what may follow them.

    A name is read behind them in the mind where the last sign is understood only by one.
    """
    from lark.exceptions import UnexpectedInput

    written = len(text)
    if text.rstrip().endswith("="):
        text += " x"
    parser = grammar().parse_interactive(text)
    tokens: list[Token] = []
    try:
        for token in parser.iter_parse():
            start = token.start_pos or 0
            if start >= written:
                break
            opens = not text[text.rfind("\n", 0, start) + 1 : start].strip()
            tokens.append(Token(token.type, str(token), opens))
    except UnexpectedInput:
        return tuple(tokens), None
    follow = frozenset(parser.accepts())  # type: ignore[no-untyped-call]
    if tokens and tokens[-1].type == "NAME" and (key := _later().get(tokens[-1].text)):
        tokens[-1] = attrs.evolve(tokens[-1], type=f"_{key.upper()}")
        follow = frozenset((_LATER[key],))
    return tuple(tokens), follow


@functools.cache
def _later() -> Mapping[str, str]:
    table = keywords()
    return {word: key for key in _LATER for word in (*table[key].en, *table[key].zh)}


@functools.cache
def _opening() -> frozenset[str]:
    """The words that open a statement."""
    also = ("require", "should", "should_limit", "before")
    return frozenset(
        word
        for key, one in keywords().items()
        if one.role == "statement" or key in also
        for word in (*one.en, *one.zh)
    )
