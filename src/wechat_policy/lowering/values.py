"""Operands from tree to run time: constants, paths, lists and registered conditions."""

from __future__ import annotations

from abc import ABC, abstractmethod
from decimal import Decimal
from typing import Any, assert_never

import attrs

from wechat_policy import nodes
from wechat_policy.lowering.arguments import bind, is_value, wants
from wechat_policy.lowering.ground import Ground
from wechat_policy.lowering.times import SECONDS, seconds
from wechat_policy.resolution import Environment, Resolved, event_attribute, event_types
from wechat_policy.rules import calls, lists
from wechat_policy.rules.base import CONDITIONS, Pattern, Recognizer, ScannedText, Words
from wechat_policy.rules.facts import Constant, Value
from wechat_policy.vocabulary import Attribute


class Values(Ground, ABC):
    """Lowers the operands of a clause."""

    def subject(self, node: nodes.Operand, scope: Environment) -> tuple[Value, Attribute | None]:
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
                return lists.ListOf(label, self.choices(items, scope, attribute))
            case nodes.Regex(pattern, flags):
                return Constant(label, Pattern(pattern, flags))
            case nodes.Call():
                return self.call(node, scope)
            case nodes.Aggregate():
                return self.aggregate(node, scope, label)
            case _:
                assert_never(node)

    def choices(
        self, items: tuple[nodes.Operand, ...], scope: Environment, attribute: Attribute | None
    ) -> tuple[Value, ...]:
        """What stands in braces; a parameter that holds several values gives each of them."""
        found: list[Value] = []
        for one in items:
            bound = self.resources.parameters.get(one.value) if isinstance(one, nodes.Name) else one
            if isinstance(bound, nodes.Choices):
                found += self.choices(bound.items, scope, attribute)
            else:
                found.append(self.value(one, scope, attribute))
        return tuple(found)

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

    def quantity(self, node: nodes.Quantity, attribute: Attribute | None, label: str) -> Value:
        """A quantity in the unit of the attribute beside it; a length of time if there is none."""
        if node.unit == "%":
            return Constant(label, node.value / 100)
        if node.unit not in SECONDS:
            return Constant(label, node.value)
        length = seconds(node)
        unit = attribute.unit if attribute else None
        if unit == "s":
            return Constant(label, Decimal(str(length.total_seconds())))
        if unit == "min":
            return Constant(label, Decimal(str(length.total_seconds())) / 60)
        return Constant(label, length)

    def call(self, node: nodes.Call, scope: Environment) -> calls.Call:
        """A registered condition with its arguments as its annotations want them."""
        condition = CONDITIONS[node.word]
        positional, named = bind(condition, node.arguments)
        call = calls.Call(
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
        if condition.needs == "clue":
            (pattern,) = (one.constant for one in call.arguments if isinstance(one, Constant))
            call = attrs.evolve(call, clue=self.resources.clues(pattern))
        # One object for equal calls: an event's answer to it is kept, whichever clause asks.
        return self.resources.calls.setdefault(call, call)

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

    @abstractmethod
    def aggregate(self, node: nodes.Aggregate, scope: Environment, label: str) -> Value:
        """A measure over a series."""
