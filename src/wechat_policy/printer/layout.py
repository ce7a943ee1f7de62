"""Puts the sections of a document on the page, with the comments and gaps of its text."""

from __future__ import annotations

import bisect

import attrs

from wechat_policy import nodes
from wechat_policy.lexical import Skin
from wechat_policy.printer.filling import filled
from wechat_policy.printer.sections import Statement, statements
from wechat_policy.printer.trivia import Comment, Lines, comments_of, pinned

_INDENT = 2
_OF_STATEMENTS = (nodes.Header, nodes.Clause, nodes.Penalties, nodes.Cases, nodes.Case)
"""Sections that hold statements; a blank line parts each from its neighbours in any case."""


@attrs.define
class _Entry:
    """A statement of the page with the comments of its text that belong to it."""

    statement: Statement
    indent: int
    above: list[Comment] = attrs.field(factory=list)
    within: list[Comment] = attrs.field(factory=list)
    behind: list[Comment] = attrs.field(factory=list)
    below: list[Comment] = attrs.field(factory=list)

    def apart(self, lines: Lines) -> bool:
        """Whether a blank line stands in the text above the statement and its comments."""
        if self.above:
            return self.above[0].apart
        return lines.apart(self.statement.span.start)

    def written(self, lines: Lines) -> list[str]:
        """The lines of the page, without a gap above them."""
        pad = " " * self.indent
        found = _spaced(self.above, pad)
        if self.above and lines.apart(self.statement.span.start):
            found.append("")
        notes = pinned(self.within, self.behind, self.statement.parts, lines)
        found += [pad + comment for comment in notes.statement.above]
        found += filled(self.statement.parts, notes, self.indent)
        if self.below:
            found += [""] * self.below[0].apart + _spaced(self.below, " " * _INDENT)
        return found


def _spaced(found: list[Comment], pad: str) -> list[str]:
    """Comments with the gaps between them, none above the first."""
    spaced: list[str] = []
    for comment in found:
        spaced += [""] * (comment.apart and bool(spaced)) + [pad + comment.text]
    return spaced


def text_of(document: nodes.Document, skin: Skin) -> str:
    """The text of a document in a skin, ending in a line end unless it is empty."""
    sections = [_entries(statements(section, skin)) for section in document.sections]
    lines, found = comments_of(document.source.text)
    last = _place(found, [entry for section in sections for entry in section])
    page: list[str] = []
    single = False
    for section, (head, *rest) in zip(document.sections, sections, strict=True):
        was_single, single = single, not isinstance(section, _OF_STATEMENTS)
        together = was_single and single and lines.known and not head.apart(lines)
        if page and not together:
            page.append("")
        page += head.written(lines)
        for at, entry in enumerate(rest):
            if at and entry.apart(lines):
                page.append("")
            page += entry.written(lines)
    if page and last and (last[0].apart or not single):
        page.append("")
    page += _spaced(last, "")
    return "\n".join(page) + "\n" if page else ""


def _entries(section: list[Statement]) -> list[_Entry]:
    head, *rest = section
    return [_Entry(head, 0), *(_Entry(one, _INDENT) for one in rest)]


def _place(found: list[Comment], entries: list[_Entry]) -> list[Comment]:
    """Gives each comment to a statement; returns those behind the last.

    A comment with a line to itself belongs to the statement below it, or, behind the last one of a
    section, to that one if it is indented.
    """
    starts = [entry.statement.span.start for entry in entries]
    last = []
    for comment in found:
        at = bisect.bisect_right(starts, comment.start) - 1
        entry = entries[at] if at >= 0 else None
        following = entries[at + 1] if at + 1 < len(entries) else None
        if entry is not None and comment.start < entry.statement.span.end:
            entry.within.append(comment)
        elif entry is not None and not comment.alone:
            entry.behind.append(comment)
        elif entry and comment.indented and not (following and following.indent):
            entry.below.append(comment)
        elif following is not None:
            following.above.append(comment)
        else:
            last.append(comment)
    return last
