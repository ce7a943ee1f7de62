"""Edits that take something out of a text and leave the comments where they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from wechat_policy import nodes
from wechat_policy.errors import Diagnostic
from wechat_policy.lexical import comments, fold
from wechat_policy.source import Edit, Source, Span

_SEPARATOR = re.compile(r"[ \t]*[,，、][ \t]*")


def without_word(words: Sequence[nodes.Word], number: int, source: Source) -> Edit:
    """The edit that takes a word and one sign beside it out of a list."""
    span = words[number].span
    before = words[number - 1].span.end if number else span.start
    behind = _SEPARATOR.match(source.text, span.end)
    last = behind is None or source.text.startswith(("\n", "\r"), behind.end())
    if last and _SEPARATOR.fullmatch(source.text, before, span.start):
        return Edit(Span(before, span.end), "")
    return Edit(Span(span.start, behind.end()) if behind else span, "")


def without_lines(source: Source, span: Span) -> Edit | None:
    """The edit that takes out a part with its lines, as far as nothing else stands on them.

    None where a comment stands inside, which would go too.
    """
    text = source.text
    start, end = span.start, span.start + len(text[span.start : span.end].rstrip())
    if any(start <= one.start < end for one in comments(fold(text))):
        return None
    while start and text[start - 1] in " \t":
        start -= 1
    while end < len(text) and text[end] in " \t":
        end += 1
    if start == 0 or text[start - 1] in "\r\n":
        end += 2 if text.startswith("\r\n", end) else int(text.startswith(("\n", "\r"), end))
    return Edit(Span(start, end), "")


def mendable(finding: Diagnostic, document: nodes.Document) -> Diagnostic:
    """A finding of the checker, with the edit that puts it right where that is plain."""
    if finding.source is not document.source:
        return finding
    edit: Edit | None = None
    if finding.code in ("W101", "W103"):
        kind = nodes.Parameter if finding.code == "W101" else nodes.Definition
        for section in document.sections:
            if isinstance(section, kind) and _holds(section.span, finding.span):
                edit = without_lines(document.source, section.span)
    elif finding.code == "W305":
        for section in document.all(nodes.Lexicon):
            lists = [term.term for term in section.terms if isinstance(term.term, nodes.Words)]
            for words in (*lists, *filter(None, [section.protects])):
                for number, word in enumerate(words.words):
                    if word.span == finding.span and word.weight is None and not word.facts:
                        edit = without_word(words.words, number, document.source)
    return finding if edit is None else attrs.evolve(finding, edits=(edit,))


def applied(text: str, edits: Sequence[Edit]) -> str:
    """The text with edits applied that do not overlap."""
    for one in sorted(edits, key=lambda edit: edit.span.start, reverse=True):
        text = text[: one.span.start] + one.text + text[one.span.end :]
    return text


def disjoint(edits: Sequence[Edit], others: Sequence[Edit]) -> bool:
    """Whether no edit of the one touches one of the others; two insertions do at one place."""
    return not any(
        (one.span.start < other.span.end and other.span.start < one.span.end)
        or one.span.start == other.span.start
        for one in edits
        for other in others
    )  # fmt: skip


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
