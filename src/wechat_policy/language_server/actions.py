"""What an editor may change by itself: the word that was probably meant, and what lint mends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from wechat_policy.errors import Diagnostic
from wechat_policy.language_server.pages import Page
from wechat_policy.source import Edit, Span


@attrs.frozen
class Action:
    """A change of the text that settles a fault.

    `words` are those to put in; they are empty where it takes more than one edit to tell.
    """

    fault: Diagnostic
    words: str
    edits: tuple[Edit, ...]


def actions(page: Page, found: Iterable[Diagnostic], span: Span) -> Iterator[Action]:
    """The changes that settle the faults which a part of the text touches."""
    for one in found:
        if one.source != page.source or one.span.start > span.end or span.start > one.span.end:
            continue
        if one.edits:
            words = one.edits[0].text if len(one.edits) == 1 else ""
            yield Action(one, words, one.edits)
        elif one.suggestion is not None:
            yield Action(one, one.suggestion, (Edit(one.span, one.suggestion),))
        elif split := one.facts.get("split"):
            yield Action(one, split, (_parted(page, one, split),))


def _parted(page: Page, one: Diagnostic, split: str) -> Edit:
    """A keyword and a name that are glued to each other, with a blank between them."""
    glued = "".join(split.split())
    start = one.span.start
    if not page.outline.folded.startswith(glued, start):
        start = page.outline.folded.rfind(glued, 0, one.span.end)
    return Edit(Span(start, start + len(glued)), split)
