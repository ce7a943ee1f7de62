"""Conditions from tree to run time: nodes that the checker has passed become tests and values."""

from __future__ import annotations

from typing import Any, assert_never

from wechat_policy import nodes
from wechat_policy.lowering.histories import Histories
from wechat_policy.lowering.times import as_time, is_time
from wechat_policy.resolution import Environment, element_of, event_types
from wechat_policy.rules import comparisons, history, lists, moments, properties, tests
from wechat_policy.rules.tests import Test


class Lowering(Histories):
    """Lowers the conditions of one clause, and collects the series that they look into."""

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
                inner = scope.inside(element_of(found.attribute))
                return lists.Quantifier(
                    label, quantifier == "all", found.path, self.test(condition, inner)
                )
            case nodes.During(hours, outside, person):
                return moments.InHours(label, self.timetable(hours, person, scope), outside)
            case nodes.OnDays(days):
                return moments.OnDay(label, self.days(days), self.resources.calendar)
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
                items = self.choices(choices.items, scope, attribute)
                if any(is_time(one) for one in items):
                    subject = as_time(subject, attribute)
                return lists.Membership(label, subject, items, negated)
            case nodes.Includes(left, right):
                subject, attribute = self.subject(left, scope)
                return lists.Inclusion(label, subject, self.value(right, scope, attribute))
            case nodes.Subset(left, right):
                subject, attribute = self.subject(left, scope)
                return lists.Containment(label, subject, self.value(right, scope, attribute))
            case nodes.Is(left, right):
                subject, attribute = self.subject(left, scope)
                return properties.Identity(label, subject, self.value(right, scope, attribute))
            case nodes.Given(operand):
                return properties.Presence(label, self.value(operand, scope), none=False)
            case nodes.Told(operand):
                return properties.Told(label, self.value(operand, scope))
            case nodes.Absent(operand):
                return properties.Presence(label, self.value(operand, scope), none=True)
            case nodes.Holds(operand):
                if isinstance(operand, nodes.Call):
                    return self.call(operand, scope)
                return properties.Flag(label, self.value(operand, scope))
            case _:
                assert_never(node)

    def comparison(
        self, left: nodes.Operand, operator: Any, right: nodes.Operand, scope: Environment,
        label: str,
    ) -> Test:  # fmt: skip
        """A comparison; each side is read in the light of the other's type."""
        subject, attribute = self.subject(left, scope)
        other = self.value(right, scope, attribute)
        _, beside = self.subject(right, scope)
        if attribute is None:
            subject = self.value(left, scope, beside)
        if is_time(other):
            subject = as_time(subject, attribute)
        elif is_time(subject):
            other = as_time(other, beside)
        return comparisons.Comparison(label, subject, operator, other)
