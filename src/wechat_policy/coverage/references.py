"""What becomes of each statement of a written policy: who judges it, or why nobody does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, Literal

import attrs

from wechat_policy import nodes
from wechat_policy.assembly import Assembly
from wechat_policy.coverage.inventory import Inventory, Statement
from wechat_policy.source import Source

Covering = Literal["judged", "permitted", "penalty", "noted", "missing"]
"""How a statement is covered.

`judged` by a norm that can be broken, `permitted` by a permission alone; by a note `penalty` where
the statement attaches a measure that the rows of penalties carry out, else `noted`.
"""

Objection = Literal["judgeable", "no_reason", "no_penalties", "no_norm"]
"""Why what cites a statement does not cover it.

The note is about something that can be `judgeable`, gives `no_reason`, or tells of a measure where
there are `no_penalties`; the clause has `no_norm`.
"""

_QUOTED = re.compile(r"[“\"「『‘'`]([^”\"」』’'`]+)[”\"」』’'`]")
_NUMBER = re.compile(r"(.*?)(\d+)")


@attrs.frozen
class Citation:
    """A place that cites a statement: a clause with the kinds of its norms, or a note.

    `rows` are the heads of the rows of penalties that the note names.
    """

    source: Source
    line: int
    article: str
    clause: str | None = None
    norms: tuple[str, ...] = ()
    reason: str | None = None
    rows: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The place as JSON-able data."""
        told: dict[str, Any] = {"file": self.source.name, "line": self.line}
        if self.clause is not None:
            return {**told, "clause": self.clause, "norms": list(self.norms)}
        return {**told, "reason": self.reason, "rows": list(self.rows)}


@attrs.frozen
class Reference:
    """A statement by its reference, and how it is covered."""

    ref: str
    covering: Covering
    citations: tuple[Citation, ...]
    statement: Statement | None = None
    objection: Objection | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is left to do: missing, or with nothing that may stand for it."""
        return self.covering == "missing" or self.objection is not None

    @property
    def article(self) -> str:
        """Where the statement stands, as the inventory or else a citation says."""
        if self.statement is not None:
            return self.statement.article
        return next((one.article for one in self.citations if one.article), "")

    def to_dict(self) -> dict[str, Any]:
        """The reference as JSON-able data."""
        statement = self.statement
        return {
            "ref": self.ref,
            "covering": self.covering,
            "objection": self.objection,
            "article": self.article,
            "text": None if statement is None else statement.text,
            "kind": None if statement is None else statement.kind,
            "checkable": None if statement is None else statement.checkable,
            "citations": [one.to_dict() for one in self.citations],
        }


@attrs.frozen
class Gap:
    """Numbers that nothing cites though those before and behind them are cited."""

    first: str
    last: str
    count: int

    def __str__(self) -> str:
        return self.first if self.count == 1 else f"{self.first}..{self.last}"


@attrs.frozen
class References:
    """All statements of a policy with how they are covered.

    Those of the inventory in its order, else those that are cited by their numbers; `gaps` are of
    the numbering where no inventory tells what there is, and `unlisted` what is cited and not in
    the inventory. `is_measured` says that an inventory has statements of the policy.
    """

    all: tuple[Reference, ...]
    unlisted: tuple[Reference, ...] = ()
    gaps: tuple[Gap, ...] = ()
    is_measured: bool = False

    @property
    def missing(self) -> tuple[Reference, ...]:
        """Those that nothing covers."""
        return tuple(one for one in self.all if one.covering == "missing")

    @property
    def refused(self) -> tuple[Reference, ...]:
        """Those with a note that may not stand for them."""
        return tuple(one for one in self.all if one.is_open and one.covering != "missing")

    @property
    def repeated(self) -> tuple[Reference, ...]:
        """Those that are cited more than once."""
        return tuple(one for one in (*self.all, *self.unlisted) if len(one.citations) > 1)


def references_of(assembly: Assembly, policy: str, inventory: Inventory | None) -> References:
    """How each statement is covered by the clauses and notes of a policy, its base included."""
    cited: dict[str, list[Citation]] = {}
    for ref, citation in _citations(assembly):
        cited.setdefault(ref, []).append(citation)
    penalties = any(section.rows for section, _ in assembly.others(nodes.Penalties))
    statements = () if inventory is None else inventory.of(policy, cited)
    if inventory is None or not statements:
        refs = sorted(cited, key=_order)
        found = tuple(_reference(ref, cited[ref], None, penalties) for ref in refs)
        return References(found, gaps=tuple(_gaps(refs)))
    listed = {one.id: one for one in statements}
    return References(
        tuple(_reference(ref, cited.get(ref, ()), one, penalties) for ref, one in listed.items()),
        unlisted=tuple(
            _reference(ref, cited[ref], None, penalties)
            for ref in sorted(cited.keys() - listed.keys() - inventory.damaged, key=_order)
        ),
        is_measured=True,
    )


def _citations(assembly: Assembly) -> Iterator[tuple[str, Citation]]:
    """Every reference that is cited, with the place; twice in one place is once."""
    heads = {
        name
        for section, _ in assembly.others(nodes.Penalties)
        for row in section.rows
        if isinstance(row, nodes.Row) and (name := _head(row))
    }
    for clause, document in assembly.all(nodes.Clause).values():
        norms = tuple(dict.fromkeys(kind_of(norm) for norm in clause.norms))
        line = document.source.position(clause.name_span.start)[0]
        for item in clause.items:
            if isinstance(item, nodes.Cites):
                article = item.article or ""
                for ref in dict.fromkeys(item.refs):
                    yield ref, Citation(document.source, line, article, clause.name, norms)
    for note, document in assembly.others(nodes.Note):
        line = document.source.position(note.span.start)[0]
        named = dict.fromkeys(word for word in _QUOTED.findall(note.text) if word in heads)
        place = Citation(
            document.source, line, note.article or "", reason=note.text, rows=tuple(named)
        )
        for ref in dict.fromkeys(note.refs):
            yield ref, place


def _head(row: nodes.Row) -> str:
    match row.head:
        case nodes.NameHead(name) | nodes.TagHead(name):
            return name
    return ""


def kind_of(norm: nodes.AnyNorm) -> str:
    """What a norm is called: its class, and how strong it is unless it must be kept."""
    name = type(norm).__name__.lower()
    return name if norm.strength == "must" else f"{name}.{norm.strength}"


def _reference(
    ref: str, citations: Iterable[Citation], statement: Statement | None, penalties: bool
) -> Reference:
    found = tuple(sorted(citations, key=lambda one: one.line))
    covering, objection = _covering(found, statement, penalties)
    return Reference(ref, covering, found, statement, objection)


def _covering(
    citations: tuple[Citation, ...], statement: Statement | None, penalties: bool
) -> tuple[Covering, Objection | None]:
    """The strongest of what cites a statement, and what is to be said against it."""
    norms = {kind for one in citations for kind in one.norms}
    if norms - {"permit"}:
        return "judged", None
    if norms:
        return "permitted", None
    notes = [one for one in citations if one.reason is not None]
    if not notes:
        return "missing", "no_norm" if citations else None
    if statement is None:
        covering: Covering = "penalty" if any(one.rows for one in notes) else "noted"
    else:
        covering = "penalty" if statement.checkable == "penalty" else "noted"
    if all(not (one.reason or "").strip() for one in notes):
        return covering, "no_reason"
    if statement is None or statement.checkable == "none" or statement.permits:
        return covering, None
    if covering == "penalty":
        return covering, None if penalties else "no_penalties"
    return covering, "judgeable"


def _order(ref: str) -> tuple[str, int, str]:
    found = _NUMBER.fullmatch(ref)
    return (ref, -1, ref) if found is None else (found[1], int(found[2]), ref)


def _gaps(refs: Iterable[str]) -> Iterator[Gap]:
    """What is left out between the first and the last number of each series."""
    series: dict[str, dict[int, str]] = {}
    for ref in refs:
        head, number, _ = _order(ref)
        if number >= 0:
            series.setdefault(head, {})[number] = ref
    for head, told in series.items():
        numbers = sorted(told)
        for before, behind in pairwise(numbers):
            if behind - before > 1:
                width = len(told[before]) - len(head)
                first, last = (f"{head}{one:0{width}}" for one in (before + 1, behind - 1))
                yield Gap(first, last, behind - before - 1)
