"""What is made of each statement: a clause, a note, or rows of penalties, with its guesses."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from wechat_policy.drafting.desk import Desk, Guess
from wechat_policy.drafting.kinds import Confidence, Kind
from wechat_policy.drafting.measures import Measure, measure
from wechat_policy.drafting.naming import clause_name
from wechat_policy.drafting.norms import Norms, guess
from wechat_policy.drafting.paragraphs import Line
from wechat_policy.drafting.sorting import Heading, Statement, read


@attrs.frozen
class Drafted:
    """A statement with what was made of it."""

    statement: Statement
    clause: str | None
    norms: Norms | None
    measure: Measure | None
    guesses: tuple[Guess, ...]

    @property
    def text(self) -> str:
        """The words as they stand in the document."""
        return self.statement.text

    @property
    def kind(self) -> Kind:
        """What the statement was taken for."""
        return self.statement.sort.kind

    @property
    def confidence(self) -> Confidence:
        """How sure the least sure guess is."""
        order: tuple[Confidence, ...] = ("low", "medium", "high")
        return min((one.confidence for one in self.guesses), key=order.index, default="high")


@attrs.frozen
class Written:
    """A written policy with its statements drafted, and what the clauses share."""

    title: str
    parts: tuple[Drafted | Heading, ...]
    desk: Desk

    @property
    def statements(self) -> tuple[Drafted, ...]:
        """The statements in the order of the text."""
        return tuple(one for one in self.parts if isinstance(one, Drafted))


def drafted(lines: Sequence[Line]) -> Written:
    """Everything that can be guessed of a written policy."""
    title, found = read(lines)
    desk = Desk()
    used: set[str] = set()
    parts = [one if isinstance(one, Heading) else _drafted(one, desk, used) for one in found]
    return Written(title, tuple(parts), desk)


def _drafted(statement: Statement, desk: Desk, used: set[str]) -> Drafted:
    sort = statement.sort
    kind = Guess("kind", sort.kind, sort.words, sort.confidence)
    if sort.kind == "note":
        return Drafted(statement, None, None, None, (kind,))
    if sort.kind == "penalty":
        told = measure(statement)
        return Drafted(statement, None, None, told, (kind, *told.guesses))
    norms = guess(statement, desk)
    name = clause_name(statement.article, statement.text, used)
    used.add(name)
    return Drafted(statement, name, norms, None, (kind, *norms.guesses))
