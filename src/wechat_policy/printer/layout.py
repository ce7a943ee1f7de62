"""Puts the sections of a document on the page, with the comments of the text it was read from."""

from __future__ import annotations

import bisect

import attrs

from wechat_policy import nodes
from wechat_policy.lexical import Skin, comments, fold
from wechat_policy.printer.sections import Block, block


@attrs.frozen
class _Comment:
    """A comment of the original text: its words, and whether it has a line to itself."""

    start: int
    text: str
    indented: bool
    alone: bool


@attrs.define
class _Line:
    """A statement on the page with the comments that belong to it."""

    text: str
    indent: str
    start: int
    end: int
    above: list[str] = attrs.field(factory=list)
    behind: str | None = None
    below: list[str] = attrs.field(factory=list)

    def written(self) -> list[str]:
        """The lines of the page."""
        lead = [self.indent + comment for comment in self.above]
        tail = "" if self.behind is None else f"  {self.behind}"
        return [*lead, self.indent + self.text + tail, *(f"  {comment}" for comment in self.below)]


def text_of(document: nodes.Document, skin: Skin) -> str:
    """The text of a document in a skin, ending in a line end unless it is empty."""
    blocks = [_lines(block(section, skin)) for section in document.sections]
    lines = [line for lines in blocks for line in lines]
    last = _place(_comments(document.source.text), lines)
    written = ["\n".join(text for line in lines for text in line.written()) for lines in blocks]
    if last:
        written.append("\n".join(last))
    return "\n\n".join(written) + "\n" if written else ""


def _lines(block: Block) -> list[_Line]:
    head, *rest = block.statements
    # The span of a section that has statements takes them in; its head ends where they begin.
    end = head.span.start if rest else head.span.end
    return [
        _Line(head.text, "", head.span.start, end),
        *(_Line(one.text, "  ", one.span.start, one.span.end) for one in rest),
    ]


def _comments(text: str) -> list[_Comment]:
    found = []
    for piece in comments(fold(text)):
        before = text[text.rfind("\n", 0, piece.start) + 1 : piece.start]
        words = text[piece.start + 1 : piece.end].rstrip()
        alone = not before.strip()
        found.append(_Comment(piece.start, f"#{words}", bool(before), alone))
    return found


def _place(found: list[_Comment], lines: list[_Line]) -> list[str]:
    """Gives each comment to a statement; returns those behind the last."""
    starts = [line.start for line in lines]
    last = []
    for comment in found:
        at = bisect.bisect_right(starts, comment.start) - 1
        line = lines[at] if at >= 0 else None
        following = lines[at + 1] if at + 1 < len(lines) else None
        if line is not None and not comment.alone:
            # Of several comments on the lines of one statement the last one stays behind it.
            line.above += [line.behind] if line.behind is not None else []
            line.behind = comment.text
        elif line is not None and comment.start < line.end:
            line.above.append(comment.text)
        elif line is not None and comment.indented and (following is None or not following.indent):
            line.below.append(comment.text)
        elif following is not None:
            following.above.append(comment.text)
        else:
            last.append(comment.text)
    return last
