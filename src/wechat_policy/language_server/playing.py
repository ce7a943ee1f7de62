"""Plays the example at a place, and tells what came of it and why."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from wechat_policy import nodes
from wechat_policy.assembly import assemble
from wechat_policy.checker import check
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.reasons import reason_lines
from wechat_policy.drawing import explain_tree
from wechat_policy.errors import Language, tally
from wechat_policy.examples import ExampleResult, PolicyUnderTest, examples_of
from wechat_policy.language_server.pages import Page
from wechat_policy.loading import COMMON
from wechat_policy.lowering import words_of
from wechat_policy.parser import parse
from wechat_policy.source import Span
from wechat_policy.wording import Wording, shown

_MOST = 3
"""Events of a failed example that are explained: the last ones."""


@attrs.frozen
class Outcome:
    """What came of an example, in a line and, where it failed, why as lines of text.

    `passed` is None where it could not be played.
    """

    passed: bool | None
    message: str
    details: str = ""


def examples(page: Page) -> Iterator[Span]:
    """The examples of a text, as far as they can be read."""
    for part in page.outline.parts:
        tree = page.tree(part)
        if isinstance(tree, nodes.Clause):
            for one in tree.examples:
                yield Span(part.span.start + one.span.start, part.span.start + one.span.end)


def play_at(page: Page, offset: int, language: Language) -> Outcome:
    """What comes of the example at a place, played before the policy as it is in the editor."""
    if not any(one.start <= offset <= one.end for one in _lines_of(page)):
        return Outcome(None, phrase("lsp.no_example", language))
    document, faults = parse(page.source)
    assembly, missing = assemble(document, page.find, (COMMON,))
    found = (*faults, *missing, *check(assembly))
    errors = [one for one in found if one.level == "error"]
    if errors:
        first = errors[0]
        line = first.source.position(first.span.start)[0]
        told = phrase(
            "lsp.faulty", language, tally=tally(errors, language), line=line,
            fault=first.message(language),
        )  # fmt: skip
        return Outcome(None, told)
    tested = PolicyUnderTest(assembly, found)
    for example in examples_of(tested):
        lines = _whole_lines(page, example.example.span)
        if lines.start <= offset <= lines.end:
            return _told(example.play(tested), document, language)
    return Outcome(None, phrase("lsp.no_example", language))


def _lines_of(page: Page) -> Iterator[Span]:
    return (_whole_lines(page, span) for span in examples(page))


def _whole_lines(page: Page, span: Span) -> Span:
    """The lines on which a part of the text stands."""
    text = page.outline.folded
    end = text.find("\n", span.end)
    return Span(text.rfind("\n", 0, span.start) + 1, len(text) if end == -1 else end)


def _told(result: ExampleResult, document: nodes.Document, language: Language) -> Outcome:
    clause, words = shown(result.clause), shown(result.words, 80)
    facts = {"clause": clause, "number": result.number, "words": words}
    if result.passed:
        return Outcome(True, phrase("lsp.passed", language, **facts))
    if result.fault is not None:
        fault = result.fault.render(language)
        return Outcome(None, phrase("lsp.unplayable", language, fault=fault, **facts))
    promised = phrase(f"promised.{result.expected}", language)
    message = phrase("lsp.failed", language, promised=promised, **facts)
    return Outcome(False, message, "\n".join(_reasons(result, document, language)))


def _reasons(result: ExampleResult, document: nodes.Document, language: Language) -> Iterator[str]:
    """The conditions of the clause as they came out."""
    if result.expected == "complies":
        for violation in result.violations:
            yield explain_tree(violation.trace, language)
        return
    words = words_of(document)
    norms = {
        number: words(norm.span)
        for clause in document.all(nodes.Clause)
        if clause.name == result.clause
        for number, norm in enumerate(clause.norms)
    }
    for why in result.reasons[-_MOST:]:
        yield from reason_lines(why, norms, language)
    for one in result.pending:
        yield phrase("pending", language, due=Wording(language).time(one.due))
