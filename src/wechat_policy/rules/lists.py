"""Conditions on lists: what stands in one, what it holds, what is true of its elements."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from wechat_policy.directory.facts import KINDS
from wechat_policy.rules.comparisons import Comparison
from wechat_policy.rules.facts import Path, Scope, Value, equal
from wechat_policy.rules.tests import And, Leaf, Test
from wechat_policy.rules.traces import evidence_of, specific
from wechat_policy.rules.truth import UNKNOWN, Truth, all_of, any_of, opposite
from wechat_policy.verdict import Trace


def listed(value: Any) -> tuple[Any, ...]:
    """A value as a list: none is empty, a map its keys, a single value a list of one."""
    if value is None:
        return ()
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(value)
    if isinstance(value, Mapping):
        return tuple(value)
    return (value,)


@attrs.frozen
class ListOf:
    """A set of values in braces as one value."""

    label: str
    items: tuple[Value, ...]

    def value(self, scope: Scope) -> Any:
        """The list; unknown if one of its values is."""
        found = tuple(item.value(scope) for item in self.items)
        return UNKNOWN if any(item is UNKNOWN for item in found) else found


@attrs.frozen
class Membership(Leaf):
    """The value is one of the choices."""

    left: Value
    choices: tuple[Value, ...]
    negated: bool = False

    @property
    def values(self) -> tuple[Value, ...]:
        """The value."""
        return (self.left,)

    def truth(self, scope: Scope) -> Truth:
        """Unknown if the value is, or if a choice that could be it is."""
        left = self.left.value(scope)
        if left is UNKNOWN:
            return None
        found = any_of(
            None if (one := choice.value(scope)) is UNKNOWN else equal(left, one, scope)
            for choice in self.choices
        )
        return opposite(found) if self.negated else found


@attrs.frozen
class _OfLists(Leaf, ABC):
    """A condition of a list and what stands right of it; unknown if a side is."""

    left: Value
    right: Value

    @property
    def values(self) -> tuple[Value, ...]:
        """Both sides."""
        return (self.left, self.right)

    def truth(self, scope: Scope) -> Truth:
        """Unknown if a side is; none is an empty list."""
        left, right = self.left.value(scope), self.right.value(scope)
        if left is UNKNOWN or right is UNKNOWN:
            return None
        return self._holds(listed(left), right, scope)

    @abstractmethod
    def _holds(self, items: tuple[Any, ...], right: Any, scope: Scope) -> bool:
        """Whether it holds of known sides."""


@attrs.frozen
class Inclusion(_OfLists):
    """The list includes the value."""

    def _holds(self, items: tuple[Any, ...], right: Any, scope: Scope) -> bool:
        return any(equal(item, right, scope) for item in items)


@attrs.frozen
class Containment(_OfLists):
    """Every element of the left list stands in the right one."""

    def _holds(self, items: tuple[Any, ...], right: Any, scope: Scope) -> bool:
        allowed = listed(right)
        return all(any(equal(item, one, scope) for one in allowed) for item in items)


@attrs.frozen
class Quantifier:
    """Some or every element of a list meets the condition."""

    label: str
    every: bool
    elements: Value
    part: Test
    _kind: str | None = attrs.field(init=False, eq=False, repr=False)
    _sought: Value | None = attrs.field(init=False, eq=False, repr=False)

    @_kind.default
    def _population(self) -> str | None:
        path = self.elements
        if self.every or not isinstance(path, Path) or path.root != "population":
            return None
        return KINDS[path.name]

    @_sought.default
    def _id(self) -> Value | None:
        """What the id of somebody in a population has to equal for the condition to be true.

        Who is sought by id need not be searched for among thousands.
        """
        first = self.part.parts[0] if isinstance(self.part, And) else self.part
        if self._kind is None or not isinstance(first, Comparison) or first.operator != "=":
            return None
        for own, other in ((first.left, first.right), (first.right, first.left)):
            if not isinstance(own, Path) or not isinstance(other, Path):
                continue
            if (own.root, own.depth, own.steps) == ("element", 0, ()) and other.root == "attribute":
                return other
        return None

    def _scopes(self, scope: Scope) -> Iterator[Scope] | None:
        value = self.elements.value(scope)
        if value is UNKNOWN:
            return None
        if isinstance(value, Mapping):
            items: Any = ({"key": key, "value": item} for key, item in value.items())
        else:
            items = listed(value)
        return (scope.inside(item) for item in items)

    def truth(self, scope: Scope) -> Truth:
        """Unknown if the list is."""
        truth: Truth = scope.once(self, self._truth)
        return truth

    def _truth(self, scope: Scope) -> Truth:
        sought = self._sought and self._sought.value(scope)
        if self._kind is not None and isinstance(sought, str):
            row = getattr(scope.directory, self._kind)(sought, scope.at)
            return row is not None and self.part.truth(scope.inside(sought))
        scopes = self._scopes(scope)
        if scopes is None:
            return None
        return (all_of if self.every else any_of)(self.part.truth(one) for one in scopes)

    def trace(self, scope: Scope) -> Trace:
        """With the elements that decided, at most five."""
        scopes = self._scopes(scope)
        if scopes is None:
            return Trace(self.label, None, values={self.elements.label: UNKNOWN})
        parts = [(one.elements[-1], self.part.trace(one)) for one in scopes]
        truth = (all_of if self.every else any_of)(part.truth for _, part in parts)
        deciding = [pair for pair in parts if pair[1].truth is truth]
        return Trace(
            self.label,
            truth,
            values={self.elements.label: [element for element, _ in deciding[:5]]},
            evidence=tuple(one for _, part in deciding[:5] for one in evidence_of(part)),
            specific=truth is not False and any(specific(part) for _, part in parts),
        )
