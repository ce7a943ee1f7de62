"""Where conditions and tiers stand in the text of a policy."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from wechat_policy import nodes
from wechat_policy.assembly import Assembly
from wechat_policy.coverage.recording import tier_key
from wechat_policy.penalties import PenaltyTable, Repeat, Row
from wechat_policy.source import Borrowed, Span


@attrs.frozen
class Spot:
    """A part of a condition: its line, its words, and those by which it was recorded."""

    line: int
    words: str
    label: str
    joined: str


class Places:
    """The lines of a policy's own text."""

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        self._source = assembly.document.source
        self._clauses = {name: one for name, (one, _) in assembly.all(nodes.Clause).items()}

    def line(self, span: Span) -> int:
        """The line where something begins."""
        return self._source.position(span.start)[0]

    def words(self, span: Span) -> str:
        """The words of the text at a place, on one line."""
        return " ".join(self._source.text[span.start : span.end].split())

    def conditions(self, clause: str, number: int) -> Iterator[Spot]:
        """The tests of a norm and what joins them; a negation is told by what it negates.

        What a named condition holds, and what is asked of earlier events, counts as one test.
        """
        norm = self._clauses[clause].norms[number]
        seen: set[tuple[str, str]] = set()
        for root in _roots(norm):
            for node in _parts(root):
                joined = _JOINED.get(type(node), "")
                label = self._source.words(node.span)
                if (label, joined) not in seen:
                    seen.add((label, joined))
                    yield Spot(self.line(node.span), self.words(node.span), label, joined)

    def tiers(self, table: PenaltyTable) -> Iterator[tuple[str, int, str]]:
        """The tiers of the policy's own rows and repeats: key, line and words."""
        rows: dict[object, tuple[nodes.Row, nodes.Document]] = {}
        repeats: dict[object, tuple[nodes.Repeat, nodes.Document]] = {}
        for section, document in self._assembly.others(nodes.Penalties):
            for one in section.rows:
                if isinstance(one, nodes.Row):
                    rows[one.head, one.when] = one, document
                elif isinstance(one, nodes.Repeat):
                    repeats[one.times, one.severity] = one, document
        brackets: tuple[Row | Repeat, ...] = (*table.rows, *table.repeats)
        written = (*rows.values(), *repeats.values())
        for bracket, (node, document) in zip(brackets, written, strict=True):
            if document is self._assembly.document:
                line, words = self.line(node.span), self.words(node.span)
                if not bracket.tiers:
                    yield bracket.key, line, words
                for number in range(len(bracket.tiers)):
                    more = f"#{number + 1} " if len(bracket.tiers) > 1 else ""
                    yield tier_key(bracket, number), line, more + words


_JOINED = {nodes.And: "and", nodes.Or: "or"}


def _roots(norm: nodes.AnyNorm) -> Iterator[nodes.Condition]:
    """The conditions of a norm, be they of its events, its members or itself."""
    opening = getattr(norm, "opening", ())
    patterns = (*(opening if isinstance(opening, tuple) else ()), *norm.patterns)
    each = getattr(norm, "each", None)
    members = None if each is None else each.population.where
    demand = norm.condition if isinstance(norm, nodes.Require) else None
    wheres = (pattern.where for pattern in patterns)
    for one in (*wheres, members, norm.when, norm.unless, demand):
        if one is not None:
            yield one


def _parts(node: nodes.Condition) -> Iterator[nodes.Condition]:
    """A condition with what it joins, down to the tests."""
    if isinstance(node, nodes.Not):
        yield from _parts(node.operand)
        return
    yield node
    if isinstance(node, nodes.And | nodes.Or) and not isinstance(node.span, Borrowed):
        for one in node.operands:
            yield from _parts(one)
