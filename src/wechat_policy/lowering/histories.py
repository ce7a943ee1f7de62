"""Conditions and measures on earlier events from tree to run time, each with its series."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, assert_never

from wechat_policy import nodes
from wechat_policy.hours import Hours
from wechat_policy.lowering.times import is_period
from wechat_policy.lowering.values import Values
from wechat_policy.resolution import Environment, Resolved, event_types, pattern_types
from wechat_policy.rules import comparisons, history, lists, measures, properties, tests
from wechat_policy.rules.facts import Constant, Path, Value
from wechat_policy.rules.series import Ask, Match, Series
from wechat_policy.rules.tests import Test
from wechat_policy.vocabulary import vocabulary


class Histories(Values):
    """Lowers what looks back, and collects the series that it looks into."""

    def had(self, node: nodes.Had, scope: Environment, label: str) -> Test:
        """Earlier events in order, each step a series of its own."""
        covering = isinstance(node.reach, nodes.Covering)
        # The first and the last record decide unless one in between could be needed.
        compact = (node.reach is None and len(node.steps) <= 2) or (
            isinstance(node.reach, nodes.Ago) and len(node.steps) == 1
        )
        reach, counted_in = self._reach(node.reach, scope)
        asks = []
        for step in node.steps:
            series = self.new_series(
                (step,), node.keys, whole=covering, reach=reach, hours=counted_in, compact=compact
            )
            asks.append(self.ask(series, node.keys, scope))
        match node.reach:
            case None:
                return history.Had(label, tuple(asks), "ever")
            case nodes.Within(duration) if is_period(duration.length):
                window = self.window(duration.length)
                return history.Had(label, tuple(asks), "within", window=window)
            case nodes.Within(duration):
                length, _, hours = self.duration(duration, scope)
                return history.Had(label, tuple(asks), "within", length, hours)
            case nodes.Ago(duration):
                length, _, hours = self.duration(duration, scope)
                return history.Had(label, tuple(asks), "ago", length, hours)
            case nodes.Covering(field):
                covered = self.resolved(field, scope).path
                return history.Had(label, tuple(asks), "covering", covered=covered)

    def _reach(self, reach: Any, scope: Environment) -> tuple[timedelta | None, Hours | None]:
        """How far back events are asked for; without end in hours that are each person's own."""
        if not isinstance(reach, nodes.Within):
            return None, None
        if is_period(reach.duration.length):
            return self.window(reach.duration.length).reach, None
        length, _, table = self.duration(reach.duration, scope)
        if table is None:
            return length, None
        return (length, table.hours) if table.own is None else (None, None)

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
            approve = comparisons.Comparison(
                label, self.resolved("decision", decided).path, "=", Constant("approve", "approve")
            )
            series = self._add(
                matches=(Match(frozenset({"approval.decide"}), approve),),
                keys=(self.resolved("request", decided).path,),
                measured=self.resolved("actor", decided).path,
                whole=False,
                reach=None,
                compact=False,
            )
            ask = Ask(series, (request,))
        wanted = lists.ListOf(label, tuple(self._approver(one, scope) for one in order.items))
        return history.InOrder(
            label, wanted, named.path if isinstance(named, Resolved) else None, ask
        )

    def _approver(self, node: nodes.Operand, scope: Environment) -> Value:
        """Who is wanted at one place: a bare word that is no parameter is a role."""
        if isinstance(node, nodes.Name) and node.value not in self.resources.parameters:
            node = nodes.Text(node.value, span=node.span)
        return self.value(node, scope)

    def aggregate(self, node: nodes.Aggregate, scope: Environment, label: str) -> Value:
        """A measure over a series."""
        inner = scope.about(event_types(node.step.patterns))
        window = None if node.within is None else self.window(node.within)
        kind, measured = self.measure(node.measure, inner)
        series = self.new_series(
            (node.step,),
            node.keys,
            measured=measured,
            reach=None if window is None else window.reach,
        )
        return measures.Measured(label, kind, self.ask(series, node.keys, scope), window)

    def measure(self, node: nodes.Measure, scope: Environment) -> tuple[Any, Path | Test | None]:
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

    def ask(self, series: Series, keys: Iterable[nodes.Key], scope: Environment) -> Ask:
        """A look into a series, with the values of the present event to join on."""
        return Ask(series, tuple(self.resolved(key.other or key.field, scope).path for key in keys))

    def new_series(
        self,
        steps: tuple[nodes.Step, ...],
        keys: Iterable[nodes.Key],
        *,
        measured: Path | Test | None = None,
        whole: bool = False,
        reach: timedelta | None = None,
        hours: Hours | None = None,
        compact: bool = False,
    ) -> Series:
        """A further series of the clause."""
        matches = tuple(
            Match(frozenset(pattern_types(pattern.event)), self.met(pattern, step.when))
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
            hours=hours,
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
            parts.append(properties.Categorised(label, vocabulary().includes(pattern.category)))
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

    @abstractmethod
    def test(self, node: nodes.Condition, scope: Environment) -> Test:
        """The test of a condition in an environment."""
