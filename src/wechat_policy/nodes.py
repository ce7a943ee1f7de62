"""The syntax tree of a policy: one frozen class for each construct of the grammar.

Words of the vocabulary stand in their canonical (English) spelling whatever skin the author used;
positions (`span`) take no part in equality, so that both skins of one policy give equal trees.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias, TypeVar

import attrs

from wechat_policy.source import Source, Span

NOWHERE = Span(0, 0)
SectionT = TypeVar("SectionT", bound="Node")


@attrs.frozen
class Node:
    """Anything that stands in a policy text, with the place where it stands."""

    span: Span = attrs.field(default=NOWHERE, eq=False, repr=False, kw_only=True)


Strength = Literal["must", "should", "suspect"]

# ------------------------------------------------------------------------------- values


@attrs.frozen
class Text(Node):
    """A quoted text."""

    value: str


@attrs.frozen
class Number(Node):
    """A plain number."""

    value: Decimal


@attrs.frozen
class Quantity(Node):
    """A number with its unit: s m h d w workdays CNY % chars times."""

    value: Decimal
    unit: str


@attrs.frozen
class Worked(Node):
    """A duration that counts only inside named hours: `4h of work`."""

    value: Quantity
    hours: str


@attrs.frozen
class Date(Node):
    """A calendar day."""

    value: date


@attrs.frozen
class Time(Node):
    """A time of day in minutes from midnight, 24:00 included."""

    minutes: int


@attrs.frozen
class Boolean(Node):
    """True or false."""

    value: bool


@attrs.frozen
class Name(Node):
    """A word or dotted path: a fact, a parameter, a loop variable or a value, as its place tells."""

    value: str


@attrs.frozen
class Regex(Node):
    """A regular expression between slashes with its flags (i m s)."""

    pattern: str
    flags: str


@attrs.frozen
class Choices(Node):
    """A set of values in braces."""

    items: tuple[Operand, ...]


@attrs.frozen
class Call(Node):
    """A registered condition applied to a fact: `text contains insult`."""

    path: Name
    word: str
    arguments: tuple[Operand, ...]
    word_span: Span = attrs.field(default=NOWHERE, eq=False, repr=False, kw_only=True)


# ------------------------------------------------------------------------------- events


@attrs.frozen
class Pattern(Node):
    """An event type with an optional report category and an optional filter."""

    event: str
    category: str | None = None
    where: Condition | None = None


@attrs.frozen
class Key(Node):
    """One equality of a correlation; without `other` the same field on both sides."""

    field: str
    other: str | None = None


@attrs.frozen
class Step(Node):
    """Events with a condition on their own facts."""

    patterns: tuple[Pattern, ...]
    when: Condition | None = None


@attrs.frozen
class Counted(Node):
    """How many events."""


@attrs.frozen
class Summed(Node):
    """The sum of a field over events."""

    field: str


@attrs.frozen
class Distinct(Node):
    """How many different values a field takes over events."""

    field: str


@attrs.frozen
class Share(Node):
    """The part of the events that meet a condition, 0 to 1."""

    condition: Condition


@attrs.frozen
class Spanned(Node):
    """How long a run of events lasts in which no pause exceeds `gap`."""

    gap: Operand


Measure: TypeAlias = Counted | Summed | Distinct | Share | Spanned


@attrs.frozen
class Aggregate(Node):
    """A measure over earlier events and the present one."""

    measure: Measure
    step: Step
    keys: tuple[Key, ...]
    within: Operand | None


Operand: TypeAlias = (
    Text | Number | Quantity | Date | Time | Boolean | Name | Regex | Choices | Call | Aggregate
)

# --------------------------------------------------------------------------- conditions


@attrs.frozen
class And(Node):
    """All of the operands."""

    operands: tuple[Condition, ...]


@attrs.frozen
class Or(Node):
    """At least one of the operands."""

    operands: tuple[Condition, ...]


@attrs.frozen
class Not(Node):
    """The opposite of the operand."""

    operand: Condition


@attrs.frozen
class Quantified(Node):
    """Some or every element of a list meets the condition; an element's own facts are in scope."""

    quantifier: Literal["any", "all"]
    path: str
    condition: Condition


@attrs.frozen
class During(Node):
    """The event falls inside (or, negated, outside) named hours."""

    hours: str
    outside: bool


@attrs.frozen
class DayWord(Node):
    """A day of the week, a kind of day, or a table of days."""

    name: str


@attrs.frozen
class DayRange(Node):
    """Days of the week from one to another."""

    first: str
    last: str


Days: TypeAlias = tuple[DayWord | DayRange, ...]


@attrs.frozen
class OnDays(Node):
    """The event falls on one of the days."""

    days: Days


@attrs.frozen
class Duration(Node):
    """A length of time, counted inside `hours` where they are named."""

    length: Operand
    hours: str | None = None


@attrs.frozen
class Within(Node):
    """Not longer ago than this."""

    duration: Duration


@attrs.frozen
class Ago(Node):
    """At least this long ago."""

    duration: Duration


@attrs.frozen
class Covering(Node):
    """The period of the earlier event covers this fact of the present one."""

    field: str


@attrs.frozen
class Had(Node):
    """Earlier events took place, in this order."""

    steps: tuple[Step, ...]
    keys: tuple[Key, ...]
    reach: Within | Ago | Covering | None


@attrs.frozen
class Last(Node):
    """The latest such event meets the condition."""

    step: Step
    keys: tuple[Key, ...]
    condition: Condition


@attrs.frozen
class Approvers(Node):
    """The approvers named by the event, or who approved before it, come in this order."""

    order: Choices


@attrs.frozen
class Compare(Node):
    """A comparison: = != < <= > >=."""

    left: Operand
    operator: str
    right: Operand


@attrs.frozen
class In(Node):
    """The value is one of the choices."""

    left: Operand
    choices: Choices
    negated: bool


@attrs.frozen
class Includes(Node):
    """The list includes the value."""

    left: Operand
    right: Operand


@attrs.frozen
class Subset(Node):
    """Every element of the left list stands in the right one."""

    left: Operand
    right: Operand


@attrs.frozen
class Is(Node):
    """The person has one of these roles, departments, posts or names."""

    left: Operand
    right: Operand


@attrs.frozen
class Given(Node):
    """The fact is known and not none."""

    operand: Operand


@attrs.frozen
class Absent(Node):
    """The fact is known to be none."""

    operand: Operand


@attrs.frozen
class Holds(Node):
    """A condition word or a fact that is true or false."""

    operand: Operand


Condition: TypeAlias = (
    And | Or | Not | Quantified | During | OnDays | Had | Last | Approvers | Compare | In
    | Includes | Subset | Is | Given | Absent | Holds
)  # fmt: skip

# -------------------------------------------------------------------------------- norms


@attrs.frozen
class Norm(Node):
    """What a clause demands, with the terms that every norm may carry."""

    strength: Strength
    when: Condition | None = attrs.field(default=None, kw_only=True)
    unless: Condition | None = attrs.field(default=None, kw_only=True)
    blame: Name | Text | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class Forbid(Norm):
    """The events must not happen."""

    patterns: tuple[Pattern, ...]


@attrs.frozen
class Require(Norm):
    """The events must meet the condition."""

    condition: Condition
    patterns: tuple[Pattern, ...]


@attrs.frozen
class Limit(Norm):
    """The measure over the events must not exceed the bound in a window."""

    measure: Measure
    patterns: tuple[Pattern, ...]
    bound: Operand
    window: Operand
    keys: tuple[Key, ...]


@attrs.frozen
class Permit(Norm):
    """The events are allowed in spite of the named clauses."""

    patterns: tuple[Pattern, ...]
    lifts: tuple[str, ...]


@attrs.frozen
class Population(Node):
    """A list of the directory or of the event, with a filter on its members."""

    path: str
    where: Condition | None


@attrs.frozen
class ForEach(Node):
    """A duty of every member of a population, under a variable."""

    variable: str
    population: Population


@attrs.frozen
class ViolationOf(Node):
    """The verdict that a clause was violated, as an opening event."""

    clause: str


@attrs.frozen
class Deadline(Norm):
    """After an opening event, the fulfilling event has to follow in time."""

    opening: tuple[Pattern, ...] | ViolationOf
    each: ForEach | None
    within: Duration
    patterns: tuple[Pattern, ...]
    keys: tuple[Key, ...]


@attrs.frozen
class Daily(Norm):
    """On each such day, the event has to have happened before a time."""

    before: Time
    since: Time | None
    days: Days
    each: ForEach
    patterns: tuple[Pattern, ...]
    keys: tuple[Key, ...]


@attrs.frozen
class Periodic(Norm):
    """The event has to happen again and again, at the latest every so often."""

    period: Operand
    each: ForEach | None
    patterns: tuple[Pattern, ...]
    keys: tuple[Key, ...]


AnyNorm: TypeAlias = Forbid | Require | Limit | Permit | Deadline | Daily | Periodic

# ----------------------------------------------------------------------------- examples


@attrs.frozen
class Fact(Node):
    """A fact of an example: name and value."""

    name: str
    value: FactValue


@attrs.frozen
class FactList(Node):
    """A list of values in an example."""

    items: tuple[FactValue, ...]


@attrs.frozen
class FactMap(Node):
    """Keys and values in an example."""

    facts: tuple[Fact, ...]


@attrs.frozen
class Null(Node):
    """None: known that there is none."""


FactValue: TypeAlias = (
    Text | Number | Quantity | Date | Time | Boolean | Name | Null | FactList | FactMap
)


@attrs.frozen
class Happen(Node):
    """An event of an example, `times` over, `apart` from each other; no event means the clause's own."""

    event: str | None
    text: str | None
    facts: tuple[Fact, ...]
    times: int
    apart: Quantity | None


@attrs.frozen
class Advance(Node):
    """Time passes in an example."""

    duration: Quantity


@attrs.frozen
class WithRow(Node):
    """A row of the directory that an example needs: kind (person, group, account, device) and id."""

    kind: str
    id: str
    facts: tuple[Fact, ...]


@attrs.frozen
class Example(Node):
    """Events that violate the clause, or comply with it."""

    violates: bool
    steps: tuple[Happen | Advance | WithRow, ...]


# ------------------------------------------------------------------------------ clauses


@attrs.frozen
class Cites(Node):
    """The article of the written policy and the references of the inventory."""

    article: str | None
    refs: tuple[str, ...]


@attrs.frozen
class Title(Node):
    """What the clause is called."""

    value: str


@attrs.frozen
class Formerly(Node):
    """The name under which earlier versions held the clause."""

    name: str


@attrs.frozen
class Tags(Node):
    """Marks that penalties may refer to."""

    names: tuple[str, ...]


@attrs.frozen
class Severity(Node):
    """How grave a violation is."""

    name: str


@attrs.frozen
class Graded(Node):
    """A person grades the violation between two severities."""

    lowest: str
    highest: str


@attrs.frozen
class Remark(Node):
    """Words for the reader."""

    value: str


@attrs.frozen
class IfUnknown(Node):
    """What an undetermined condition leads to."""

    action: Literal["ignore", "review", "violate"]


ClauseItem: TypeAlias = (
    Cites | Title | Formerly | Tags | Severity | Graded | Remark | IfUnknown | AnyNorm | Example
)


@attrs.frozen
class Clause(Node):
    """One statement of the policy: norms, their grade, their source and their examples."""

    name: str
    items: tuple[ClauseItem, ...]
    name_span: Span = attrs.field(default=NOWHERE, eq=False, repr=False, kw_only=True)

    @property
    def norms(self) -> tuple[AnyNorm, ...]:
        """The norms in the order of the text."""
        return tuple(item for item in self.items if isinstance(item, Norm))

    @property
    def examples(self) -> tuple[Example, ...]:
        """The examples in the order of the text."""
        return tuple(item for item in self.items if isinstance(item, Example))


# ---------------------------------------------------------------------------- penalties


@attrs.frozen
class Amount(Node):
    """A sum, or a range of sums; no bounds means that the policy leaves it open."""

    low: Quantity | None
    high: Quantity | None


@attrs.frozen
class Sanction(Node):
    """One consequence."""

    name: str
    may: bool = False
    amount: Amount | None = None
    or_above: bool = False
    lasting: Quantity | Literal["unstated"] | None = None
    display: str | None = None


@attrs.frozen
class AllOf(Node):
    """Sanctions that are imposed together."""

    items: tuple[Sanction | OneOf, ...]


@attrs.frozen
class OneOf(Node):
    """Sanctions of which one is chosen; an open list allows others too."""

    options: tuple[AllOf, ...]
    open: bool = False


@attrs.frozen
class Tier(Node):
    """Sanctions, for the first so many violations of a period where `first` is given."""

    sanctions: OneOf
    first: int | None = None
    per: Operand | None = None


@attrs.frozen
class AnyBreach(Node):
    """The head of a row that takes in every violation."""


@attrs.frozen
class Otherwise(Node):
    """The head of the row for what no other row takes in."""


@attrs.frozen
class TagHead(Node):
    """The head of a row that adds to the severity's row where the clause has the tag."""

    tag: str


@attrs.frozen
class NameHead(Node):
    """The head of a row: a severity or a clause."""

    name: str


@attrs.frozen
class Row(Node):
    """One line of penalties."""

    head: NameHead | TagHead | AnyBreach | Otherwise
    when: Condition | None
    tiers: tuple[Tier, ...]


@attrs.frozen
class Repeat(Node):
    """So many violations within a window are treated as a graver one, or bring sanctions of their own."""

    times: int
    severity: str | None
    within: Operand
    raised: str | tuple[Tier, ...]


@attrs.frozen
class Cumulative(Node):
    """Sanctions of several clauses add up instead of the gravest setting them."""


@attrs.frozen
class Lapse(Node):
    """After this long a violation no longer counts towards repeats and steps."""

    after: Duration


# ----------------------------------------------------------------------------- sections


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
    """Takes in lexicons, hours, parameters, clauses and penalties of a library."""

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
    | Severities | Ladder | Clause | Note | Penalties
)  # fmt: skip


@attrs.frozen
class Document(Node):
    """A whole policy text."""

    sections: tuple[Section, ...]
    source: Source = attrs.field(eq=False, repr=False, kw_only=True)
    skin: Literal["en", "zh"] = attrs.field(default="en", eq=False, kw_only=True)

    def all(self, kind: type[SectionT]) -> tuple[SectionT, ...]:
        """The sections of one class in the order of the text."""
        return tuple(section for section in self.sections if isinstance(section, kind))





def walk(node: object) -> Iterator[Node]:
    """Every node at and below this one, parents first."""
    if isinstance(node, tuple):
        for item in node:
            yield from walk(item)
    elif isinstance(node, Node):
        yield node
        for field in attrs.fields(type(node)):
            if field.name not in ("span", "source"):
                yield from walk(getattr(node, field.name))
