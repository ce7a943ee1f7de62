"""Sections of a policy text, and the text as a whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias, TypeVar

import attrs

from wechat_policy.nodes.base import Node
from wechat_policy.nodes.cases import Case, Cases
from wechat_policy.nodes.clauses import Clause, Fact
from wechat_policy.nodes.conditions import Condition, Days
from wechat_policy.nodes.penalties import Cumulative, Lapse, Repeat, Row
from wechat_policy.nodes.values import Operand, Time, Worked
from wechat_policy.source import Source

SectionT = TypeVar("SectionT", bound=Node)


@attrs.frozen
class Version(Node):
    """The version of the policy."""

    value: str


@attrs.frozen
class Timezone(Node):
    """The time zone of the policy, an IANA name."""

    value: str


@attrs.frozen
class Effective(Node):
    """The first day in force."""

    value: date


@attrs.frozen
class Header(Node):
    """What the policy is called, and where and when it is in force."""

    id: str
    title: str | None
    items: tuple[Version | Timezone | Effective, ...]


@attrs.frozen
class Use(Node):
    """Takes in lexicons, hours, parameters, conditions, clauses and penalties of a library."""

    name: str


@attrs.frozen
class Extends(Node):
    """Makes the policy an overlay of another."""

    name: str


@attrs.frozen
class CalendarFile(Node):
    """The company's own working days and days off."""

    path: str


@attrs.frozen
class DateSpan(Node):
    """A day, or the days from the first to the last."""

    first: date
    last: date


@attrs.frozen
class DateTable(Node):
    """A named table of days."""

    name: str
    file: str | None
    spans: tuple[DateSpan, ...]


@attrs.frozen
class TimeSpan(Node):
    """From one time of day to another; an earlier end lies on the next day."""

    start: Time
    end: Time


@attrs.frozen
class Shift(Node):
    """Times on days."""

    days: Days
    times: tuple[TimeSpan, ...]


@attrs.frozen
class HoursTable(Node):
    """Named hours: shifts in a time zone."""

    name: str
    shifts: tuple[Shift, ...]
    timezone: str | None


@attrs.frozen
class Parameter(Node):
    """A value that the policy leaves to whoever loads it, with its default."""

    name: str
    value: Operand | Worked
    remark: str | None


@attrs.frozen
class Word(Node):
    """A word of a lexicon with its weight and notes."""

    text: str
    weight: Decimal | None
    facts: tuple[Fact, ...]


@attrs.frozen
class Words(Node):
    """Words written in place."""

    words: tuple[Word, ...]


@attrs.frozen
class LexiconName(Node):
    """Another lexicon, of this policy, a library or a shipped pack."""

    name: str


@attrs.frozen
class LexiconFile(Node):
    """Words in a file (txt, csv, xlsx) beside the policy."""

    path: str


@attrs.frozen
class LexiconTerm(Node):
    """A term of a lexicon, added or taken away."""

    sign: Literal["+", "-"]
    term: Words | LexiconName | LexiconFile


@attrs.frozen
class Lexicon(Node):
    """A named list of words with phrases that protect their spans."""

    name: str
    terms: tuple[LexiconTerm, ...]
    protects: Words | None
    readings: tuple[str, ...]


@attrs.frozen
class Definition(Node):
    """A named condition, which stands for itself wherever its name does."""

    name: str
    condition: Condition


@attrs.frozen
class Severities(Node):
    """The severities from the lightest to the gravest."""

    names: tuple[str, ...]


@attrs.frozen
class Ladder(Node):
    """Sanctions from the lightest to the gravest, for `or above`."""

    names: tuple[str, ...]


@attrs.frozen
class Note(Node):
    """A statement of the source that no rule judges, with the reason."""

    article: str | None
    refs: tuple[str, ...]
    text: str


@attrs.frozen
class Penalties(Node):
    """What violations lead to."""

    rows: tuple[Row | Repeat | Cumulative | Lapse, ...]


Section: TypeAlias = (
    Header | Use | Extends | CalendarFile | DateTable | HoursTable | Parameter | Lexicon
    | Definition | Severities | Ladder | Clause | Note | Penalties | Cases | Case
)  # fmt: skip


@attrs.frozen
class Document(Node):
    """A whole policy text."""

    sections: tuple[Section, ...]
    source: Source = attrs.field(eq=False, repr=False, kw_only=True)
    skin: Literal["en", "zh"] = attrs.field(default="en", eq=False, kw_only=True)
    kind: Literal["policy", "cases"] = attrs.field(default="policy", eq=False, kw_only=True)

    def all(self, kind: type[SectionT]) -> tuple[SectionT, ...]:
        """The sections of one class in the order of the text."""
        return tuple(section for section in self.sections if isinstance(section, kind))
