"""A policy reduced to some of its clauses and what these refer to, so that it compiles at once."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator

import attrs

from wechat_policy import nodes
from wechat_policy.assembly import Assembly, Placed

_ALWAYS = (
    nodes.Header, nodes.Parameter, nodes.HoursTable, nodes.DateTable, nodes.CalendarFile,
    nodes.Severities, nodes.Ladder,
)  # fmt: skip


class Reduction:
    """An assembly that gives the parts of itself which trials of some clauses need."""

    def __init__(self, assembly: Assembly) -> None:
        self.assembly = assembly
        self._clauses = {name: one for name, (one, _) in assembly.all(nodes.Clause).items()}
        self._lexicons = {name: one for name, (one, _) in assembly.all(nodes.Lexicon).items()}
        self._lifting: dict[str, set[str]] = {}
        for clause in self._clauses.values():
            for norm in clause.norms:
                for lifted in norm.lifts if isinstance(norm, nodes.Permit) else ():
                    self._lifting.setdefault(lifted, set()).add(clause.name)

    @functools.cache  # noqa: B019
    def needed(self, clause: str) -> frozenset[str]:
        """The clauses by which it is settled whether a clause is violated, the clause among them.

        Those whose violation opens its duties, and those that lift any of these.
        """
        found: set[str] = set()
        todo = [clause]
        while todo:
            name = todo.pop()
            if name in found or name not in self._clauses:
                continue
            found.add(name)
            todo += self._opening(name)
            found |= self._lifting.get(name, set())
        return frozenset(found)

    def _opening(self, clause: str) -> Iterator[str]:
        for norm in self._clauses[clause].norms:
            if isinstance(norm, nodes.Deadline) and isinstance(norm.opening, nodes.ViolationOf):
                yield norm.opening.clause

    def all_needed(self, clauses: Collection[str]) -> frozenset[str]:
        """The clauses that are needed for any of these; all where none is named."""
        if not clauses:
            return frozenset(self._clauses)
        return frozenset().union(*map(self.needed, clauses))

    @functools.cache  # noqa: B019
    def names(self, clause: str) -> frozenset[str]:
        """The bare words in the norms of a clause, and in the lexicons that they name."""
        found: set[str] = set()
        todo: list[nodes.Node] = list(self._clauses[clause].norms)
        while todo:
            new = _named(todo.pop()) - found
            found |= new
            todo += [self._lexicons[name] for name in new if name in self._lexicons]
        return frozenset(found)

    def lexicons_with(self, name: str) -> frozenset[str]:
        """The lexicons that take in the words of one, it among them."""
        found = {name}
        size = 0
        while size != len(found):
            size = len(found)
            found |= {one for one, node in self._lexicons.items() if found & _named(node)}
        return frozenset(found)

    def to(self, clauses: Collection[str], penalties: bool = False) -> Assembly:
        """The assembly with these clauses only, and with penalties if these are asked for."""
        named = frozenset[str]().union(*map(self.names, clauses))
        return attrs.evolve(
            self.assembly,
            placed=tuple(
                one for one in self.assembly.placed if _stays(one, clauses, named, penalties)
            ),
        )


def _stays(
    placed: Placed, clauses: Collection[str], named: Collection[str], penalties: bool
) -> bool:
    match placed.section:
        case nodes.Clause(name):
            return name in clauses
        case nodes.Lexicon(name):
            return name in named or penalties
        case nodes.Penalties():
            return penalties
        case section:
            return isinstance(section, _ALWAYS)


def _named(node: nodes.Node) -> set[str]:
    found: set[str] = set()
    for one in nodes.walk(node):
        match one:
            case (
                nodes.Name(name)
                | nodes.LexiconName(name)
                | nodes.During(name)
                | nodes.DayWord(name)
            ):
                found.add(name)
            case nodes.Duration(_, str() as name):
                found.add(name)
    return found
