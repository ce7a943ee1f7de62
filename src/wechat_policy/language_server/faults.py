"""What is wrong or doubtful in a text, as it is typed; given up as soon as the text has changed."""

from __future__ import annotations

from collections.abc import Callable

from wechat_policy import nodes
from wechat_policy.assembly import assemble
from wechat_policy.cases import check_cases
from wechat_policy.checker import check
from wechat_policy.errors import Diagnostic, Language
from wechat_policy.language_server.pages import Page
from wechat_policy.linting import lint
from wechat_policy.loading import COMMON
from wechat_policy.parser import parse
from wechat_policy.source import Span


def faults(page: Page, outdated: Callable[[], bool] = lambda: False) -> tuple[Diagnostic, ...]:
    """All that `check` finds, in the order of the text; nothing once the page is outdated."""
    if outdated():
        return ()
    if page.outline.kind == "cases":
        return check_cases(page.source, find=page.find)
    document, found = parse(page.source)
    if outdated():
        return ()
    assembly, missing = assemble(document, page.find, (COMMON,))
    if outdated():
        return ()
    return (*found, *missing, *check(assembly, outdated))


def doubts(page: Page, outdated: Callable[[], bool] = lambda: False) -> tuple[Diagnostic, ...]:
    """All that `lint` finds, what `check` does included; its libraries are those that are saved."""
    return () if outdated() else lint(page.source)


def place(page: Page, one: Diagnostic) -> Span:
    """Where in this text a fault is shown; one of a library where the library is named."""
    if one.source == page.source:
        return one.span
    for part in page.outline.parts:
        if part.key in ("use", "extends"):
            tree = page.tree(part)
            if isinstance(tree, nodes.Use | nodes.Extends):
                source = page.find(tree.name, page.source)
                if source is not None and source.name == one.source.name:
                    return part.span
    first = next((part.span for part in page.outline.parts if part.key), Span(0, 0))
    return Span(first.start, min(first.start + 1, first.end))


def message(one: Diagnostic, language: Language) -> str:
    """What is said of a fault: what is wrong, and what to do."""
    return "\n".join(part for part in (one.message(language), one.help(language)) if part)
