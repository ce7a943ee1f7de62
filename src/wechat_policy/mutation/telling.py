"""A mutant in words: what stood in the policy and what stands there instead."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from wechat_policy.lexical import Skin
from wechat_policy.mutation.mutants import ChangedSection, Mutant
from wechat_policy.printer.parts import row
from wechat_policy.printer.sections import statements
from wechat_policy.source import Span

_AROUND = 16
"""Characters that are shown beside what differs."""

_MOST = 120


def told(mutant: Mutant, skin: Skin) -> tuple[str, str, Span]:
    """The words before and after, as far as they differ, and where they stand."""
    before, after = _statements(mutant.section, skin), _statements(mutant.mutated, skin)
    changed = next((one for one in before if one not in after), before[0])
    behind = [one for one in after if one not in before]
    gone, place = changed
    instead = behind[0][0] if behind else ""
    span = mutant.node.span if mutant.node.span.start >= place.start else place
    return *_difference(gone, instead), span


def _statements(section: ChangedSection, skin: Skin) -> list[tuple[str, Span]]:
    return [(row(one.parts).flat, one.span) for one in statements(section, skin)]


def _difference(before: str, after: str) -> tuple[str, str]:
    """The parts of two texts in which they differ, with a few characters on both sides."""
    head = _alike(zip(before, after, strict=False))
    behind = zip(reversed(before[head:]), reversed(after[head:]), strict=False)
    tail = _alike(behind)
    return _part(before, head, len(before) - tail), _part(after, head, len(after) - tail)


def _alike(pairs: Iterable[tuple[str, str]]) -> int:
    """How many pairs are equal before the first that is not."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _part(text: str, start: int, end: int) -> str:
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    last = min(last, first + _MOST)
    return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")
