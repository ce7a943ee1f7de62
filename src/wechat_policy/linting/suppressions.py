"""Comments by which an author lets a finding pass, with the reason.

`# lint: ignore L401 why` and `# 忽略 L401 原因` stand on the line of the finding or above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from wechat_policy.errors import Diagnostic, catalogue
from wechat_policy.lexical import comments, fold
from wechat_policy.source import Edit, Source, Span
from wechat_policy.suggestion import nearest

NEEDS_ANOTHER = frozenset({"L471", "L472", "L473"})
"""Codes that another policy may bring forth: alone, a comment on them is not idle."""

_HEAD = re.compile(r"[#＃]\s*(?:lint\s*[:：]\s*ignore|忽略)(?=[\s:：]|$)[ \t:：]*", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z]{1,2}\d+(?!\w)")
_BETWEEN = re.compile(r"[ \t]*[,，、;；]?[ \t]*")
_ENGLISH = re.compile(r"[#＃]\s*lint", re.IGNORECASE)


@attrs.frozen
class Suppressed:
    """A finding that a comment lets pass, with the reason that it gives."""

    finding: Diagnostic
    reason: str


@attrs.frozen
class Suppression:
    """One comment: the codes with their places, the reason, and the line that it is about."""

    source: Source
    span: Span
    codes: tuple[tuple[str, Span], ...]
    reason: str
    line: int


def suppressions(source: Source) -> Iterator[Suppression]:
    """The comments of a text that let something pass."""
    for piece in comments(fold(source.text)):
        comment = source.text[piece.start : piece.end]
        head = _HEAD.match(comment)
        if head is None:
            continue
        at, codes = head.end(), []
        while found := _CODE.match(comment, at):
            span = Span(piece.start + found.start(), piece.start + found.end())
            codes.append((found[0], span))
            between = _BETWEEN.match(comment, found.end())
            at = between.end() if between else found.end()
        # 忽略 may begin any remark; only with a code it is meant for the linter.
        if codes or _ENGLISH.match(comment):
            span = Span(piece.start, piece.start + len(comment.rstrip()))
            yield Suppression(
                source, span, tuple(codes), comment[at:].strip(), _about(source, span)
            )


def sifted(
    findings: Iterable[Diagnostic], sources: Sequence[Source], whole: Sequence[Source]
) -> tuple[list[Diagnostic], list[Suppressed]]:
    """What stands of findings and what is let pass; comments that do nothing are findings too.

    `whole` are the texts to which every rule was applied.
    """
    told = [one for source in sources for one in suppressions(source)]
    at: dict[tuple[int, int, str], Suppression] = {}
    for one in told:
        for code, _ in one.codes:
            at[id(one.source), one.line, code] = one
    stands: list[Diagnostic] = []
    passed: list[Suppressed] = []
    used: set[tuple[int, int, str]] = set()
    for finding in findings:
        key = (id(finding.source), finding.source.position(finding.span.start)[0], finding.code)
        if key in at and finding.level != "error":
            used.add(key)
            passed.append(Suppressed(finding, at[key].reason))
        else:
            stands.append(finding)
    for one in told:
        stands += _idle(one, used, any(one.source is source for source in whole))
    return stands, passed


def _idle(
    one: Suppression, used: set[tuple[int, int, str]], is_whole: bool
) -> Iterator[Diagnostic]:
    """What is wrong with a comment: it names no code that there is, or lets nothing pass."""
    if not one.codes:
        yield Diagnostic("L492", one.source, one.span, facts={"name": "lint: ignore"})
    known = [code for code, fault in catalogue().items() if fault.level != "error"]
    for code, span in one.codes:
        if code not in known:
            upper = code.upper()
            meant = upper if upper in known else nearest(upper, known)
            yield Diagnostic("L492", one.source, span, facts={"name": code}, suggestion=meant)
        elif is_whole and (id(one.source), one.line, code) not in used | _spared(one):
            yield Diagnostic(
                "L491", one.source, span, facts={"name": code}, edits=(_taken_out(one, span),)
            )


def _spared(one: Suppression) -> set[tuple[int, int, str]]:
    return {(id(one.source), one.line, code) for code in NEEDS_ANOTHER}


def _about(source: Source, span: Span) -> int:
    """The line that a comment is about: its own, or the next that holds more than a comment."""
    line, column = source.position(span.start)
    if source.line(line)[: column - 1].strip():
        return line
    while line < source.line_count:
        line += 1
        if not source.line(line).lstrip().startswith(("#", "＃")):
            break
    return line


def _taken_out(one: Suppression, span: Span) -> Edit:
    """The edit that takes out a code, or the whole comment if it has no other."""
    text = one.source.text
    if len(one.codes) > 1:
        between = _BETWEEN.match(text, span.end)
        return Edit(Span(span.start, between.end() if between else span.end), "")
    text_before = text[: one.span.start].rstrip(" \t")
    start, end = len(text_before), one.span.end
    if not text_before or text_before.endswith(("\n", "\r")):
        end += 2 if text.startswith("\r\n", end) else int(end < len(text))
    return Edit(Span(start, end), "")
