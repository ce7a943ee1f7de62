"""Applies the edits of findings, as far as the policy means the same afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypeAlias

import attrs

from wechat_policy import nodes
from wechat_policy.cases import is_cases
from wechat_policy.errors import Diagnostic
from wechat_policy.examples import run_examples
from wechat_policy.linting.edits import applied, disjoint
from wechat_policy.linting.running import lint
from wechat_policy.parser import parse
from wechat_policy.source import Edit, Source

Conduct: TypeAlias = list[tuple[str, int, str | None]]
"""What comes of each example: its clause, its number there, and how it came out."""

_ROUNDS = 10
"""Texts that are made one from the other: an edit may uncover another one."""


@attrs.frozen
class Mended:
    """A text with the edits applied that leave its meaning as it was."""

    source: Source
    applied: tuple[Diagnostic, ...]
    refused: tuple[Diagnostic, ...]


def mend(source: Source) -> Mended:
    """The policy with all edits of its findings that can be applied.

    An edit is taken only if the text can still be read, nothing new is found in it, all sections
    that it does not touch are the same, and every example of the policy comes out as before.
    """
    if is_cases(source):
        return Mended(source, (), ())
    taken: list[Diagnostic] = []
    refused: dict[tuple[str, str], Diagnostic] = {}
    found = lint(source)
    conduct = None if any(one.level == "error" for one in found) else _conduct(source)
    for _ in range(_ROUNDS if conduct is not None else 0):
        chosen = _chosen(one for one in found if one.source is source and _key(one) not in refused)
        if not chosen:
            break
        tried = _tried(source, chosen, found, conduct)
        if tried is not None:
            source, found = tried
            taken += chosen
            continue
        for one in chosen:  # to see which it is
            if len(chosen) == 1 or _tried(source, [one], found, conduct) is None:
                refused[_key(one)] = one
    return Mended(source, tuple(taken), tuple(refused.values()))


def _key(finding: Diagnostic) -> tuple[str, str]:
    return finding.code, finding.message()


def _chosen(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings with edits that can be applied at once."""
    chosen: list[Diagnostic] = []
    edits: list[Edit] = []
    for one in findings:
        if one.edits and disjoint(one.edits, edits):
            chosen.append(one)
            edits += one.edits
    return chosen


def _tried(
    source: Source, chosen: list[Diagnostic], found: tuple[Diagnostic, ...], conduct: Conduct | None
) -> tuple[Source, tuple[Diagnostic, ...]] | None:
    """The text with the edits of some findings, and what is found in it then.

    None if it would not mean the same.
    """
    edits = [edit for one in chosen for edit in one.edits]
    changed = Source(source.name, applied(source.text, edits))
    now = lint(changed)
    before, after = (Counter(one.code for one in each) for each in (found, now))
    if after - before or not _same_elsewhere(source, changed, edits):
        return None
    return (changed, now) if _conduct(changed) == conduct else None


def _same_elsewhere(source: Source, changed: Source, edits: list[Edit]) -> bool:
    """Whether the sections that no edit touches stand in both texts, in the same order."""
    sections = parse(source)[0].sections
    ends = [*(one.span.start for one in sections[1:]), len(source.text)]
    kept = [
        section
        for section, end in zip(sections, ends, strict=True)
        if not any(edit.span.start < end and section.span.start <= edit.span.end for edit in edits)
    ]
    left: Iterable[nodes.Section] = iter(parse(changed)[0].sections)
    return all(any(section == other for other in left) for section in kept)


def _conduct(source: Source) -> Conduct:
    """What comes of each example."""
    return [(one.clause, one.number, one.got) for one in run_examples(source)]
