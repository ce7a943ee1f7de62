"""Conditions from tree to run time: nodes that the checker has passed become tests and values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, assert_never
from zoneinfo import ZoneInfo

import attrs

from wechat_policy import nodes
from wechat_policy.hours import Hours
from wechat_policy.penalties import PERIODS, Window
from wechat_policy.resolution import (
    Environment,
    Resolved,
    element_kind,
    event_attribute,
    event_types,
    pattern_types,
)
from wechat_policy.rules import history, tests
from wechat_policy.rules.base import (
    CONDITIONS,
    Condition,
    Pattern,
    Recognizer,
    ScannedText,
    Words,
)
from wechat_policy.rules.facts import Constant, Path, Value
from wechat_policy.rules.history import Series
from wechat_policy.rules.lexicons import Lexicon
from wechat_policy.rules.tests import Test
from wechat_policy.source import Span
from wechat_policy.vocabulary import Attribute, vocabulary
from wechat_policy.workdays import Days, WorkCalendar

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


@attrs.frozen(eq=False)
class Resources:
    """What the conditions of a policy refer to by name, already built."""

    parameters: Mapping[str, nodes.Operand | nodes.Worked]
    hours: Mapping[str, Hours]
    days: Mapping[str, frozenset[date]]
    lexicons: Callable[[str], Lexicon]
    calendar: WorkCalendar
    zone: ZoneInfo


def words_of(document: nodes.Document) -> Callable[[Span], str]:
    """The words of a document at a span, on one line."""
    text = document.source.text
    return lambda span: " ".join(text[span.start : span.end].split())


def seconds(quantity: nodes.Quantity) -> timedelta:
    """A quantity of time as a length; the checker has made sure that it is one."""
    return timedelta(seconds=float(quantity.value * _SECONDS[quantity.unit]))


class Lowering:
    """Lowers the conditions of one clause, and collects the series that they look into."""

    def __init__(
        self, resources: Resources, clause: str, words: Callable[[Span], str], first: int
    ) -> None:
        self.resources = resources
        self.clause = clause
        self.words = words
        self.first = first
        self.series: list[Series] = []

    # ------------------------------------------------------------------------ conditions

    def test(self, node: nodes.Condition, scope: Environment) -> Test:
        """The test of a condition in an environment."""
        label = self.words(node.span)
        match node:
            case nodes.And(operands):
                return tests.And(label, tuple(self.test(one, scope) for one in operands))
            case nodes.Or(operands):
                return tests.Or(label, tuple(self.test(one, scope) for one in operands))
            case nodes.Not(operand):
                return tests.Not(label, self.test(operand, scope))
            case nodes.Quantified(quantifier, path, condition):
                found = self.resolved(path, scope)
                inner = scope.inside(element_kind(found.attribute))
                return tests.Quantifier(
                    label, quantifier == "all", found.path, self.test(condition, inner)
                )
            case nodes.During(hours, outside):
                return tests.InHours(label, self.resources.hours[hours], outside)
            case nodes.OnDays(days):
                return tests.OnDay(label, self.days(days), self.resources.calendar)
            case nodes.Had():
                return self.had(node, scope, label)
            case nodes.Last(step, keys, condition):
                series = self.new_series((step,), keys, whole=True)
                inner = scope.about(event_types(step.patterns))
                ask = self.ask(series, keys, scope)
                return history.Latest(label, ask, self.test(condition, inner))
            case nodes.Approvers(order):
                return self.approvers(order, scope, label)
            case nodes.Compare(left, operator, right):
                return self.comparison(left, operator, right, scope, label)
            case nodes.In(left, choices, negated):
                subject, attribute = self.subject(left, scope)
                items = tuple(self.value(one, scope, attribute) for one in choices.items)
                return tests.Membership(label, subject, items, negated)
            case nodes.Includes(left, right):
                subject, attribute = self.subject(left, scope)
                return tests.Inclusion(label, subject, self.value(right, scope, attribute))
            case nodes.Subset(left, right):
                subject, attribute = self.subject(left, scope)
                return tests.Containment(label, subject, self.value(right, scope, attribute))
            case nodes.Is(left, right):
                subject, attribute = self.subject(left, scope)
                return tests.Identity(label, subject, self.value(right, scope, attribute))
            case nodes.Given(operand):
                return tests.Presence(label, self.value(operand, scope), none=False)
            case nodes.Absent(operand):
                return tests.Presence(label, self.value(operand, scope), none=True)
            case nodes.Holds(operand):
                if isinstance(operand, nodes.Call):
                    return self.call(operand, scope)
                return tests.Flag(label, self.value(operand, scope))
            case _:
                assert_never(node)

    def comparison(
        self, left: nodes.Operand, operator: Any, right: nodes.Operand, scope: Environment,
        label: str,
    ) -> Test:  # fmt: skip
        """A comparison; each side is read in the light of the other's type."""
        subject, attribute = self.subject(left, scope)
        other = self.value(right, scope, attribute)
        if attribute is None:
            _, attribute = self.subject(right, scope)
            subject = self.value(left, scope, attribute)
        return tests.Comparison(label, subject, operator, other)

    def had(self, node: nodes.Had, scope: Environment, label: str) -> Test:
        """Earlier events in order, each step a series of its own."""
        covering = isinstance(node.reach, nodes.Covering)
        # The first and the last record decide unless one in between could be needed.
        compact = (node.reach is None and len(node.steps) <= 2) or (
            isinstance(node.reach, nodes.Ago) and len(node.steps) == 1
        )
        asks = []
        for step in node.steps:
            series = self.new_series(
                (step,), node.keys, whole=covering, reach=self._reach(node.reach),
                compact=compact,
            )  # fmt: skip
            asks.append(self.ask(series, node.keys, scope))
        match node.reach:
            case None:
                return history.Had(label, tuple(asks), "ever")
            case nodes.Within(duration) if is_period(duration.length):
                window = self.window(duration.length)
                return history.Had(label, tuple(asks), "within", window=window)
            case nodes.Within(duration):
                length, _, hours = self.duration(duration)
                return history.Had(label, tuple(asks), "within", length, hours)
            case nodes.Ago(duration):
                length, _, hours = self.duration(duration)
                return history.Had(label, tuple(asks), "ago", length, hours)
            case nodes.Covering(field):
                covered = self.resolved(field, scope).path
                return history.Had(label, tuple(asks), "covering", covered=covered)

    def _reach(self, reach: Any) -> timedelta | None:
        if not isinstance(reach, nodes.Within):
            return None
        if is_period(reach.duration.length):
            return window_reach(self.window(reach.duration.length))
        length, _, hours = self.duration(reach.duration)
        return length if hours is None else None

    def approvers(self, order: nodes.Choices, scope: Environment, label: str) -> Test:
        """The order of the event's own approvers, or of those who approved its request before."""
        named = scope.resolve("approvers")
        request = next(
            (
                found.path
                for name in ("request", "approval")
                if isinstance(found := scope.resolve(name), Resolved)
            ),
            None,
        )
        ask = None
        if request is not None:
            decided = scope.about(("approval.decide",))
            approve = tests.Comparison(
                label, self.resolved("decision", decided).path, "=", Constant("approve", "approve")
            )
            series = self._add(
                matches=(history.Match(frozenset({"approval.decide"}), approve),),
                keys=(self.resolved("request", decided).path,),
                measured=self.resolved("actor", decided).path,
                whole=False,
                reach=None,
                compact=False,
            )
            ask = history.Ask(series, (request,))
        wanted = tests.ListOf(label, tuple(self.value(one, scope) for one in _quoted(order)))
        return history.InOrder(
            label, wanted, named.path if isinstance(named, Resolved) else None, ask
        )

    def days(self, days: nodes.Days) -> Days:
        """A selector of days: words of the language, ranges of weekdays, tables of the policy."""
        names: set[str] = set()
        dates: set[date] = set()
        for one in days:
            if isinstance(one, nodes.DayRange):
                names.update(weekdays(one.first, one.last))
            elif one.name in self.resources.days:
                dates |= self.resources.days[one.name]
            else:
                names.add(one.name)
        return Days(frozenset(names), frozenset(dates))

    # ---------------------------------------------------------------------------- values

    def subject(
        self, node: nodes.Operand, scope: Environment
    ) -> tuple[Value, Attribute | None]:
        """The value of an operand with what the vocabulary says of it."""
        if isinstance(node, nodes.Name) and node.value not in self.resources.parameters:
            found = scope.resolve(node.value)
            if isinstance(found, Resolved):
                return found.path, found.attribute
        if isinstance(node, nodes.Aggregate) and isinstance(node.measure, nodes.Summed):
            summed = event_attribute(event_types(node.step.patterns), node.measure.field)
            return self.value(node, scope), summed
        return self.value(node, scope), None

    def value(
        self, node: nodes.Operand, scope: Environment, attribute: Attribute | None = None
    ) -> Value:
        """The value of an operand; a word may be a value of the attribute that it stands beside."""
        label = self.words(node.span)
        match node:
            case nodes.Text(text):
                return Constant(label, text)
            case nodes.Number(number):
                return Constant(label, number)
            case nodes.Boolean(boolean):
                return Constant(label, boolean)
            case nodes.Quantity():
                return self.quantity(node, attribute, label)
            case nodes.Date(day):
                return Constant(label, day)
            case nodes.Time(minutes):
                return Constant(label, f"{minutes // 60:02}:{minutes % 60:02}")
            case nodes.Name(name):
                return self.name(node, name, scope, attribute)
            case nodes.Choices(items):
                return tests.ListOf(
                    label, tuple(self.value(one, scope, attribute) for one in items)
                )
            case nodes.Regex(pattern, flags):
                return Constant(label, Pattern(pattern, flags))
            case nodes.Call():
                return self.call(node, scope)
            case nodes.Aggregate():
                return self.aggregate(node, scope, label)
            case _:
                assert_never(node)

    def name(
        self, node: nodes.Name, name: str, scope: Environment, attribute: Attribute | None
    ) -> Value:
        """A parameter, a value of the attribute beside it, or a path."""
        parameter = self.resources.parameters.get(name)
        if parameter is not None:
            if isinstance(parameter, nodes.Worked):
                parameter = parameter.value
            return self.value(parameter, scope, attribute)
        if attribute is not None and is_value(attribute, name):
            return Constant(name, name)
        found = scope.resolve(name)
        if isinstance(found, Resolved):
            return found.path
        return Constant(name, name)

    def quantity(
        self, node: nodes.Quantity, attribute: Attribute | None, label: str
    ) -> Value:
        """A quantity in the unit of the attribute beside it; a length of time if there is none."""
        if node.unit == "%":
            return Constant(label, node.value / 100)
        if node.unit not in _SECONDS:
            return Constant(label, node.value)
        length = seconds(node)
        unit = attribute.unit if attribute else None
        if unit == "s":
            return Constant(label, Decimal(str(length.total_seconds())))
        if unit == "min":
            return Constant(label, Decimal(str(length.total_seconds())) / 60)
        return Constant(label, length)

    def duration(
        self, node: nodes.Duration
    ) -> tuple[timedelta | None, int | None, Hours | None]:
        """A length of time, or a number of working days, and the hours in which it counts."""
        length: Any = node.length
        hours = node.hours
        if isinstance(length, nodes.Name):
            length = self.resources.parameters[length.value]
        if isinstance(length, nodes.Worked):
            length, hours = length.value, length.hours
        table = self.resources.hours[hours] if hours is not None else None
        if length.unit == "workdays":
            return None, int(length.value), table
        return seconds(length), None, table

    def window(self, node: nodes.Operand) -> Window:
        """A calendar period or a rolling length."""
        if isinstance(node, nodes.Name) and is_period(node):
            return Window(period=node.value)
        length, _, _ = self.duration(nodes.Duration(node))
        return Window(length=length)

    def resolved(self, path: str, scope: Environment) -> Resolved:
        """A path that the checker has passed."""
        found = scope.resolve(path)
        if not isinstance(found, Resolved):
            raise LookupError(f"`{path}` was not checked: {found}")
        return found

    # ----------------------------------------------------------------------------- words

    def call(self, node: nodes.Call, scope: Environment) -> tests.Call:
        """A registered condition with its arguments as its annotations want them."""
        condition = CONDITIONS[node.word]
        positional, named = bind(condition, node.arguments)
        return tests.Call(
            label=self.words(node.span),
            fact=self.value(node.path, scope),
            field=node.path.value,
            function=condition.function,
            arguments=tuple(
                self.argument(one, type_, scope)
                for one, type_ in zip(
                    positional,
                    (parameter.type for parameter in condition.parameters if not parameter.named),
                    strict=False,
                )
            ),
            named=tuple(
                (parameter.name, self.argument(named[parameter.name], parameter.type, scope))
                for parameter in condition.parameters
                if parameter.name in named
            ),
            scanned=condition.fact is ScannedText,
            specific=condition.specific,
        )

    def argument(self, node: nodes.Operand, type_: Any, scope: Environment) -> Value:
        """An argument: lexicons and recognizers by name, everything else a value."""
        if isinstance(node, nodes.Name) and wants(type_, Words):
            return Constant(node.value, self.resources.lexicons(node.value))
        if isinstance(node, nodes.Name) and type_ is Recognizer:
            return Constant(node.value, Recognizer(node.value))
        made = self.value(node, scope)
        if isinstance(made, Constant) and isinstance(made.constant, Decimal):
            whole = made.constant == made.constant.to_integral_value()
            if type_ not in (float, Decimal) and whole:
                return attrs.evolve(made, constant=int(made.constant))
            if type_ is float:
                return attrs.evolve(made, constant=float(made.constant))
        return made

    # --------------------------------------------------------------------------- history

    def aggregate(self, node: nodes.Aggregate, scope: Environment, label: str) -> Value:
        """A measure over a series."""
        inner = scope.about(event_types(node.step.patterns))
        window = None if node.within is None else self.window(node.within)
        kind, measured = self.measure(node.measure, inner)
        series = self.new_series(
            (node.step,), node.keys, measured=measured, reach=window_reach(window)
        )
        return history.Measured(label, kind, self.ask(series, node.keys, scope), window)

    def measure(
        self, node: nodes.Measure, scope: Environment
    ) -> tuple[Any, Path | Test | None]:
        """What kind of measure, and what it needs of each event."""
        match node:
            case nodes.Counted():
                return "count", None
            case nodes.Summed(field):
                return "sum", self.resolved(field, scope).path
            case nodes.Distinct(field):
                return "distinct", self.resolved(field, scope).path
            case nodes.Share(condition):
                return "share", self.test(condition, scope)
            case nodes.Spanned():
                return "span", None
            case _:
                assert_never(node)

    def ask(
        self, series: Series, keys: Iterable[nodes.Key], scope: Environment
    ) -> history.Ask:
        """A look into a series, with the values of the present event to join on."""
        return history.Ask(
            series, tuple(self.resolved(key.other or key.field, scope).path for key in keys)
        )

    def new_series(
        self,
        steps: tuple[nodes.Step, ...],
        keys: Iterable[nodes.Key],
        *,
        measured: Path | Test | None = None,
        whole: bool = False,
        reach: timedelta | None = None,
        compact: bool = False,
    ) -> Series:
        """A further series of the clause."""
        matches = tuple(
            history.Match(frozenset(pattern_types(pattern.event)), self.met(pattern, step.when))
            for step in steps
            for pattern in step.patterns
        )
        types = event_types(pattern for step in steps for pattern in step.patterns)
        inner = Environment(types)
        return self._add(
            matches=matches,
            keys=tuple(self.resolved(key.field, inner).path for key in keys),
            measured=measured,
            whole=whole,
            reach=reach,
            compact=compact,
        )

    def _add(self, **parts: Any) -> Series:
        series = Series(number=self.first + len(self.series), clause=self.clause, **parts)
        self.series.append(series)
        return series

    def met(self, pattern: nodes.Pattern, *conditions: nodes.Condition | None) -> Test:
        """The test that an event meets a pattern and further conditions on its own facts."""
        scope = Environment(pattern_types(pattern.event))
        return self.all(pattern, [(one, scope) for one in conditions])

    def all(
        self,
        pattern: nodes.Pattern,
        conditions: Iterable[tuple[nodes.Condition | None, Environment]],
        *opposite: tuple[nodes.Condition | None, Environment],
    ) -> Test:
        """A pattern's own tests, further conditions, and others that must not hold."""
        label = self.words(pattern.span)
        parts: list[Test] = []
        if pattern.category is not None:
            parts.append(tests.Categorised(label, vocabulary().includes(pattern.category)))
        if pattern.where is not None:
            parts.append(self.test(pattern.where, Environment(pattern_types(pattern.event))))
        parts += [self.test(node, scope) for node, scope in conditions if node is not None]
        parts += [
            tests.Not(self.words(node.span), self.test(node, scope))
            for node, scope in opposite
            if node is not None
        ]
        if not parts:
            return tests.Always(label)
        return parts[0] if len(parts) == 1 else tests.And(label, tuple(parts))


def _quoted(order: nodes.Choices) -> tuple[nodes.Operand, ...]:
    """The people of an order: a bare word is a role and stands for itself."""
    return tuple(
        nodes.Text(one.value, span=one.span) if isinstance(one, nodes.Name) else one
        for one in order.items
    )


def is_value(attribute: Attribute, name: str) -> bool:
    """Whether a word is a value of an attribute."""
    if name in attribute.values or name in attribute.known:
        return True
    if attribute.element == "category":
        return vocabulary().category(name) is not None
    return vocabulary().value(attribute.name, name) is not None


def wants(type_: Any, wanted: type) -> bool:
    """Whether an annotation is a type, or that type or None."""
    return type_ is wanted or wanted in getattr(type_, "__args__", ())


def bind(
    condition: Condition, arguments: Iterable[nodes.Operand]
) -> tuple[list[nodes.Operand], dict[str, nodes.Operand]]:
    """What stands after a condition word: arguments in order, and those that a name introduces.

    A quantity in characters goes to the parameter for characters without being named.
    """
    names = {parameter.name for parameter in condition.parameters if parameter.named}
    positional: list[nodes.Operand] = []
    named: dict[str, nodes.Operand] = {}
    waiting: str | None = None
    for one in arguments:
        if waiting is not None:
            named[waiting], waiting = one, None
        elif isinstance(one, nodes.Name) and one.value in names and one.value not in named:
            waiting = one.value
        elif isinstance(one, nodes.Quantity) and one.unit == "chars" and "chars" in names:
            named["chars"] = one
        else:
            positional.append(one)
    if waiting is not None:
        positional.append(nodes.Name(waiting))
    return positional, named


def is_period(node: nodes.Operand) -> bool:
    """Whether a length is a calendar period: day, week, month, quarter, year."""
    return isinstance(node, nodes.Name) and node.value in PERIODS


def weekdays(first: str, last: str) -> tuple[str, ...]:
    """The days of the week from one to another, over Sunday if need be."""
    week = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    start, end = week.index(first), week.index(last)
    return tuple(week[number % 7] for number in range(start, (end if end >= start else end + 7) + 1))


def window_reach(window: Window | None) -> timedelta | None:
    """How far back a window can look; None without end."""
    if window is None:
        return None
    if window.length is not None:
        return window.length
    longest = {"day": 2, "week": 8, "month": 32, "quarter": 93, "year": 367}
    return timedelta(days=longest[window.period or "year"])
