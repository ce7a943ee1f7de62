"""The names that authors give, and every place where one of them stands."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, cast

import attrs

from wechat_policy import nodes
from wechat_policy.language_server.outline import NAME, Outline, Part
from wechat_policy.lowering import bind, wants
from wechat_policy.rules.base import CONDITIONS, Words
from wechat_policy.source import Span
from wechat_policy.words import DAYS

Kind = Literal[
    "clause", "lexicon", "hours", "days", "parameter", "condition",
    "severity", "tag", "variable", "own",
]  # fmt: skip
"""What a name stands for; `own` is an event or attribute of the author's own, `x.gate`."""

_Role = Literal[
    "clause", "lexicon", "hours", "days", "severity", "tag", "head", "operand", "former", "variable"
]
KIND_OF: Mapping[type[nodes.Node], Kind] = {
    nodes.Clause: "clause",
    nodes.Lexicon: "lexicon",
    nodes.HoursTable: "hours",
    nodes.DateTable: "days",
    nodes.Parameter: "parameter",
    nodes.Definition: "condition",
}


@attrs.frozen
class Occurrence:
    """A place where a name stands; `declares` where it is given."""

    kind: Kind
    name: str
    span: Span
    declares: bool = False


@attrs.frozen
class _Mention:
    """A name in the tree of a section, as far as the section alone tells what it is."""

    role: _Role
    name: str
    span: Span
    within: Span


def occurrences(outline: Outline, known: Mapping[Kind, Iterable[str]]) -> tuple[Occurrence, ...]:
    """Every place where a name of the author's stands, in the order of the text.

    `known` are the names that are declared, libraries included. What cannot be read is gone
    through word by word: there a word counts that is one known name and no other.
    """
    names = {kind: frozenset(words) for kind, words in known.items()}
    found: dict[tuple[int, int], Occurrence] = {}
    for part in outline.parts:
        for one in _of_part(outline, part, names):
            found.setdefault((one.span.start, one.span.end), one)
    return tuple(sorted(found.values(), key=lambda one: one.span.start))


def _of_part(
    outline: Outline, part: Part, names: Mapping[Kind, frozenset[str]]
) -> Iterator[Occurrence]:
    if part.name:
        yield Occurrence(cast(Kind, part.key), part.name, part.name_span, declares=True)
    start = part.span.start
    text = outline.text[start : part.span.end]
    for one in _mentions(text):
        kind = _meant(one, names)
        if kind is not None:
            span = Span(start + one.span.start, start + one.span.end)
            yield Occurrence(kind, one.name, span, declares=_declares(part, kind))
    for unread in outline.unread(part):
        for word, span in outline.words(unread):
            kinds = [kind for kind, some in names.items() if word in some]
            if len(kinds) == 1:
                yield Occurrence(kinds[0], word, span)
    yield from _own_words(outline, part)


def _declares(part: Part, kind: Kind) -> bool:
    return (part.key, kind) == ("severities", "severity") or kind == "variable"


def _own_words(outline: Outline, part: Part) -> Iterator[Occurrence]:
    """Events and attributes of the author's own, wherever they stand."""
    for word, span in outline.words(part.span):
        if word.startswith("x."):
            yield Occurrence("own", word, span)
            continue
        at = span.start
        for segment in word.split("."):
            if segment.startswith("x_"):
                yield Occurrence("own", segment, Span(at, at + len(segment)))
            at += len(segment) + 1


def _meant(one: _Mention, names: Mapping[Kind, frozenset[str]]) -> Kind | None:
    """What a mention is in the light of all names."""
    if one.role == "head":
        return "clause" if one.name in names.get("clause", ()) else "severity"
    if one.role == "former":
        return None
    if one.role == "operand":
        for kind in cast(tuple[Kind, ...], ("parameter", "condition")):
            if one.name in names.get(kind, ()):
                return kind
        return None
    return one.role


@functools.lru_cache(maxsize=4096)
def _mentions(text: str) -> tuple[_Mention, ...]:
    """The names in the text of one section."""
    outline = Outline.of(text)
    found: list[_Mention] = []
    for part in outline.parts:
        tree = outline.tree(part)
        if tree is not None:
            for role, name, within, nth in _roles(tree):
                spans = [span for word, span in outline.words(within) if word == name]
                found += [_Mention(role, name, span, within) for span in spans[nth : nth + 1]]
            found += _variables(outline, tree)
    return tuple(found)


def _roles(tree: nodes.Node) -> Iterator[tuple[_Role, str, Span, int]]:
    """The names below a node with the part of the text in which each stands, and its number there.

    A number counts the places where the same word stands in that part before.
    """
    for node in nodes.walk(tree):
        match node:
            case nodes.Severities(several):
                yield from (("severity", name, node.span, 0) for name in several)
            case nodes.Severity(name):
                yield "severity", name, node.span, 0
            case nodes.Graded(lowest, highest):
                yield "severity", lowest, node.span, 0
                yield "severity", highest, node.span, int(lowest == highest)
            case nodes.Tags(several):
                yield from (("tag", name, node.span, 0) for name in several)
            case nodes.TagHead(name):
                yield "tag", name, node.span, 0
            case nodes.NameHead(name):
                yield "head", name, node.span, 0
            case nodes.Repeat(_, severity, _, raised):
                if severity is not None:
                    yield "severity", severity, node.span, 0
                if isinstance(raised, str):
                    yield "severity", raised, node.span, int(raised == severity)
            case nodes.Formerly(name):
                yield "former", name, node.span, 0
            case nodes.LexiconName(name):
                yield "lexicon", name, node.span, 0
            case nodes.During(hours) | nodes.Worked(_, hours):
                yield "hours", hours, node.span, 0
            case nodes.Duration(_, str(hours)):
                yield "hours", hours, node.span, 0
            case nodes.DayWord(name) if name not in DAYS:
                yield "days", name, node.span, 0
            case nodes.Permit(lifts=several):
                yield from (("clause", name, node.span, 0) for name in several)
            case nodes.ViolationOf(name):
                yield "clause", name, node.span, 0
            case nodes.Call():
                yield from _arguments(node)
            case nodes.Name(name):
                yield "operand", name, node.span, 0


def _arguments(node: nodes.Call) -> Iterator[tuple[_Role, str, Span, int]]:
    """The arguments of a condition word that name a list of words."""
    condition = CONDITIONS.get(node.word)
    if condition is None:
        return
    positional, named = bind(condition, node.arguments)
    plain = [one for one in condition.parameters if not one.named]
    pairs = [*zip((one.type for one in plain), positional, strict=False)]
    pairs += [(one.type, named[one.name]) for one in condition.parameters if one.name in named]
    for type_, argument in pairs:
        if wants(type_, cast(type, Words)) and isinstance(argument, nodes.Name):
            yield "lexicon", argument.value, argument.span, 0


def _variables(outline: Outline, tree: nodes.Node) -> Iterator[_Mention]:
    """The variables of `for each`, each with what stands for it in its norm."""
    for norm in nodes.walk(tree):
        each = getattr(norm, "each", None)
        if not isinstance(each, nodes.ForEach):
            continue
        for word, span in outline.words(norm.span):
            first = word.split(".")[0]
            if first == each.variable:
                place = Span(span.start, span.start + len(first))
                yield _Mention("variable", first, place, norm.span)


def scope_of(outline: Outline, offset: int) -> Span | None:
    """The norm in which a variable at a place has its meaning; None if there is none there."""
    part = outline.part_at(offset)
    if part is None:
        return None
    start = part.span.start
    for one in _mentions(outline.text[start : part.span.end]):
        if one.role == "variable" and one.span.start <= offset - start <= one.span.end:
            return Span(start + one.within.start, start + one.within.end)
    return None


def is_name(word: str) -> bool:
    """Whether a word has the form of a name."""
    return NAME.fullmatch(word) is not None
