"""Gives a name of the author's another spelling, wherever it stands in the text."""

from __future__ import annotations

from collections import Counter

from wechat_policy.assembly import assemble
from wechat_policy.checker import check
from wechat_policy.errors import Diagnostic
from wechat_policy.language_server.names import Occurrence, is_name
from wechat_policy.language_server.pages import Page
from wechat_policy.language_server.references import same
from wechat_policy.lexical import fold
from wechat_policy.loading import COMMON
from wechat_policy.parser import parse
from wechat_policy.parser.expectations import spelled_in_one_word
from wechat_policy.source import Source, Span


class Refused(Exception):
    """A name that cannot be changed so: a phrase by its key, its facts, the fault it makes."""

    def __init__(self, key: str, fault: Diagnostic | None = None, **facts: str) -> None:
        super().__init__(key)
        self.key = key
        self.fault = fault
        self.facts = facts


def renameable(page: Page, offset: int) -> Occurrence:
    """The author's own name at a place. Raises Refused where there is none."""
    one = page.occurrence_at(offset)
    if one is None:
        raise Refused("lsp.no_name")
    declared = page.declaration(one)
    if declared is not None and declared.source is not page.source:
        raise Refused("lsp.of_library", name=one.name, library=declared.source.name)
    return one


def rename(page: Page, offset: int, name: str) -> tuple[Span, ...]:
    """The places that take the new name. Raises Refused where the policy would have a new fault."""
    one = renameable(page, offset)
    name = fold(name.strip())
    if not is_name(name):
        raise Refused("lsp.bad_name", name=name)
    if name in spelled_in_one_word():
        raise Refused("lsp.keyword", name=name)
    if one.kind == "own" and name[:2] != one.name[:2]:
        raise Refused("lsp.own_name", name=name, lead=one.name[:2])
    taken = {*page.declared.get(one.kind, ())}
    taken |= {other.name for other in page.occurrences if other.kind == one.kind}
    if name in taken - {one.name}:
        raise Refused("lsp.taken", name=name)
    spans = tuple(other.span for other in same(page, one))
    renamed = replaced(page.source.text, spans, name)
    before = Counter(fault.code for fault in _errors(page, page.source.text))
    for fault in _errors(page, renamed):
        if before[fault.code] <= 0:
            raise Refused("lsp.new_fault", fault, name=name)
        before[fault.code] -= 1
    return spans


def replaced(text: str, spans: tuple[Span, ...], words: str) -> str:
    """The text with other words in some places."""
    for span in sorted(spans, key=lambda one: one.start, reverse=True):
        text = text[: span.start] + words + text[span.end :]
    return text


def _errors(page: Page, text: str) -> list[Diagnostic]:
    document, faults = parse(Source(page.source.name, text))
    assembly, missing = assemble(document, page.find, (COMMON,))
    found = (*faults, *missing, *check(assembly))
    return [one for one in found if one.level == "error"]
