"""Norms from tree to run time: what each is about, who answers, and how duties are joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, assert_never, cast

from wechat_policy import nodes
from wechat_policy.lowering import Lowering
from wechat_policy.penalties import PERIODS
from wechat_policy.policy import (
    Answerer,
    DailyNorm,
    DeadlineNorm,
    EventNorm,
    Join,
    Judged,
    LimitNorm,
    Members,
    Norm,
    NormStatus,
    PeriodicNorm,
    PermitNorm,
)
from wechat_policy.resolution import (
    DUE_FACTS,
    Environment,
    Resolved,
    element_of,
    event_types,
    pattern_types,
    subject_of,
)
from wechat_policy.rules import tests
from wechat_policy.rules.facts import Path
from wechat_policy.rules.triggers import occasions, triggers
from wechat_policy.vocabulary import FactKind

STATUS: Mapping[str, NormStatus] = {
    "must": "violation",
    "should": "advisory",
    "suspect": "suspected",
}

_HISTORY = (nodes.Had, nodes.Last, nodes.Aggregate, nodes.Approvers)


class Norms:
    """Lowers the norms of one clause."""

    def __init__(self, lowering: Lowering, clauses: Mapping[str, nodes.Clause]) -> None:
        self.lowering = lowering
        self.clauses = clauses

    def all(self, norms: Iterable[nodes.AnyNorm]) -> tuple[Norm, ...]:
        """The norms in the order of the text."""
        return tuple(self.norm(number, node) for number, node in enumerate(norms))

    def norm(self, number: int, node: nodes.AnyNorm) -> Norm:
        """One norm."""
        status = STATUS[node.strength]
        match node:
            case nodes.Forbid(_, patterns):
                judged = self.judged(node, patterns)
                return EventNorm(number, judged, status, self.answerer(node, event_types(patterns)))
            case nodes.Require(_, condition, patterns):
                judged = self.judged(node, patterns, opposite=condition)
                return EventNorm(number, judged, status, self.answerer(node, event_types(patterns)))
            case nodes.Permit(_, patterns, lifts):
                return PermitNorm(number, self.judged(node, patterns), frozenset(lifts))
            case nodes.Limit():
                return self.limit(number, node, status)
            case nodes.Deadline():
                return self.deadline(number, node, status)
            case nodes.Daily():
                return self.daily(number, node, status)
            case nodes.Periodic():
                return self.periodic(number, node, status)
            case _:
                assert_never(node)

    def judged(
        self,
        node: nodes.Norm,
        patterns: Iterable[nodes.Pattern],
        *,
        opposite: nodes.Condition | None = None,
        scope: Environment | None = None,
    ) -> tuple[Judged, ...]:
        """For each pattern, the events it is about and all that has to hold there."""
        patterns = tuple(patterns)
        scope = scope or Environment(event_types(patterns))
        found = []
        for pattern in patterns:
            test = self.lowering.all(
                pattern, [(node.when, scope)], (node.unless, scope), (opposite, scope)
            )
            parts = (pattern.where, node.when, node.unless, opposite)
            stateful = any(isinstance(one, _HISTORY) for part in parts for one in nodes.walk(part))
            found.append(
                Judged(
                    frozenset(pattern_types(pattern.event)),
                    test,
                    triggers(test),
                    occasions(test),
                    stateful,
                    _about(pattern, test, alone=all(one is None for one in parts[1:])),
                )
            )
        return tuple(found)

    def plain(self, patterns: Iterable[nodes.Pattern]) -> tuple[Judged, ...]:
        """The events of patterns with nothing but their own filters: what fulfils a duty."""
        return tuple(
            Judged(frozenset(pattern_types(one.event)), self.lowering.met(one), None, None, False)
            for one in patterns
        )

    def answerer(
        self, node: nodes.Norm, events: Iterable[str], scope: Environment | None = None
    ) -> Answerer | None:
        """Who answers where the norm says so."""
        if node.blame is None:
            return None
        if isinstance(node.blame, nodes.Text):
            return Answerer(None, node.blame.value)
        scope = scope or Environment(tuple(events))
        return Answerer(self.lowering.resolved(node.blame.value, scope).path)

    def limit(self, number: int, node: nodes.Limit, status: NormStatus) -> LimitNorm:
        """A limit with its measure, window and keys."""
        events = event_types(node.patterns)
        scope = Environment(events)
        kind, measured = self.lowering.measure(node.measure, scope)
        gap = None
        if isinstance(node.measure, nodes.Spanned):
            gap, _, _ = self.lowering.duration(nodes.Duration(node.measure.gap))
        attribute = None
        if isinstance(node.measure, nodes.Summed):
            attribute = self.lowering.resolved(node.measure.field, scope).attribute
        return LimitNorm(
            number=number,
            judged=self.judged(node, node.patterns),
            status=status,
            answerer=self.answerer(node, events),
            measure=kind,
            measured=measured,
            gap=gap,
            bound=self.lowering.value(node.bound, scope, attribute),
            window=self.lowering.window(node.window),
            keys=tuple(
                self.lowering.resolved(key.other or key.field, scope).path for key in node.keys
            )
            if node.keys
            else None,
            label=self.lowering.words(node.span),
        )

    def members(self, each: nodes.ForEach, scope: Environment) -> tuple[Members, Environment]:
        """Whom a duty binds, and the scope with their variable."""
        found = self.lowering.resolved(each.population.path, scope)
        element = element_of(found.attribute)
        where = each.population.where
        inner = scope.binding(each.variable, element)
        test: tests.Test = tests.Always(self.lowering.words(each.span))
        if where is not None:
            test = self.lowering.test(where, inner.inside(element))
        return Members(each.variable, found.path, cast(FactKind, element.type), test), inner

    def joins(
        self, keys: Iterable[nodes.Key], patterns: Iterable[nodes.Pattern], scope: Environment
    ) -> tuple[Join, ...]:
        """The equalities between the fulfilling event and the opening one or a member."""
        later = Environment(event_types(patterns))
        return tuple(
            Join(
                self.lowering.resolved(key.field, later).path,
                self.lowering.resolved(key.other or key.field, scope).path,
            )
            for key in keys
        )

    def deadline(self, number: int, node: nodes.Deadline, status: NormStatus) -> DeadlineNorm:
        """A deadline: what opens it, when it is due, what fulfils it, and who owes it."""
        after = None
        if isinstance(node.opening, nodes.ViolationOf):
            after = node.opening.clause
            patterns = _violable(self.clauses[after])
            events = event_types(patterns)
            scope = Environment(events, that=events)
            opening = self._after(node, events, scope)
        else:
            patterns = node.opening
            events = event_types(patterns)
            scope = Environment(events, that=events)
            opening = self.judged(node, patterns, scope=scope)
        members = None
        if node.each is not None:
            members, scope = self.members(node.each, scope)
        length, workdays, hours = self.lowering.duration(node.within, scope)
        return DeadlineNorm(
            number=number,
            opening=opening,
            after=after,
            members=members,
            length=length,
            workdays=workdays,
            hours=hours,
            fulfilment=self.plain(node.patterns),
            joins=self.joins(node.keys, node.patterns, scope),
            status=status,
            answerer=self.answerer(node, events, scope),
            owner=self._owner(node, scope),
            label=self.lowering.words(node.span),
        )

    def _after(
        self, node: nodes.Deadline, events: tuple[str, ...], scope: Environment
    ) -> tuple[Judged, ...]:
        pattern = nodes.Pattern(events[0] if events else "", span=node.span)
        test = self.lowering.all(pattern, [(node.when, scope)], (node.unless, scope))
        return (Judged(frozenset(events), test, None, None, True),)

    def _owner(self, node: nodes.Deadline, scope: Environment) -> Path | None:
        """The value to which the fulfilling event's subject is joined, if it is."""
        subjects = {subject_of(name) for name in event_types(node.patterns)}
        for key in node.keys:
            if key.field in subjects:
                found = scope.resolve(key.other or key.field)
                if isinstance(found, Resolved):
                    return found.path
        return None

    def _terms(self, node: nodes.Norm, scope: Environment) -> tests.Test:
        """`when` and `unless` of a duty that no event opens."""
        parts: list[tests.Test] = []
        if node.when is not None:
            parts.append(self.lowering.test(node.when, scope))
        if node.unless is not None:
            label = self.lowering.words(node.unless.span)
            parts.append(tests.Not(label, self.lowering.test(node.unless, scope)))
        label = self.lowering.words(node.span)
        if not parts:
            return tests.Always(label)
        return parts[0] if len(parts) == 1 else tests.And(label, tuple(parts))

    def daily(self, number: int, node: nodes.Daily, status: NormStatus) -> DailyNorm:
        """A duty of certain days."""
        members, scope = self.members(node.each, Environment((), extra=DUE_FACTS))
        return DailyNorm(
            number=number,
            days=self.lowering.days(node.days),
            since=node.since.minutes if node.since else 0,
            before=node.before.minutes,
            members=members,
            test=self._terms(node, scope),
            fulfilment=self.plain(node.patterns),
            joins=self.joins(node.keys, node.patterns, scope),
            status=status,
            answerer=self.answerer(node, (), scope),
            label=self.lowering.words(node.span),
        )

    def periodic(self, number: int, node: nodes.Periodic, status: NormStatus) -> PeriodicNorm:
        """A duty that comes again and again."""
        scope = Environment((), extra=DUE_FACTS)
        members = None
        if node.each is not None:
            members, scope = self.members(node.each, scope)
        period = node.period
        calendar = isinstance(period, nodes.Name) and period.value in PERIODS
        return PeriodicNorm(
            number=number,
            length=None if calendar else self.lowering.duration(nodes.Duration(period))[0],
            period=period.value if calendar and isinstance(period, nodes.Name) else None,
            members=members,
            test=self._terms(node, scope),
            fulfilment=self.plain(node.patterns),
            joins=self.joins(node.keys, node.patterns, scope),
            status=status,
            answerer=self.answerer(node, (), scope),
            label=self.lowering.words(node.span),
        )


def _about(pattern: nodes.Pattern, test: tests.Test, *, alone: bool) -> tests.Test | None:
    """The part of a norm's test that stands for its pattern; the whole if it stands `alone`."""
    own = (pattern.category is not None) + (pattern.where is not None)
    if not own or alone:
        return test if own else None
    assert isinstance(test, tests.And)
    parts = test.parts[:own]
    return parts[0] if own == 1 else tests.And(test.label, parts)


def _violable(clause: nodes.Clause) -> tuple[nodes.Pattern, ...]:
    """The patterns whose events a clause's norms are about; duties by what opens them."""
    found: list[nodes.Pattern] = []
    for norm in clause.norms:
        patterns: Any = getattr(norm, "opening", None)
        if not isinstance(patterns, tuple):
            patterns = getattr(norm, "patterns", ())
        found += patterns
    return tuple(found)
