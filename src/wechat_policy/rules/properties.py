"""Conditions on one fact by itself: whom it names, whether it is given, what it is of."""

from __future__ import annotations

from typing import Any

import attrs

from wechat_policy.rules.facts import Scope, Value
from wechat_policy.rules.lists import listed
from wechat_policy.rules.tests import Leaf
from wechat_policy.rules.truth import UNKNOWN, Truth
from wechat_policy.verdict import Trace


@attrs.frozen
class Identity(Leaf):
    """The person has one of these ids, names, posts, departments or roles."""

    left: Value
    right: Value

    @property
    def values(self) -> tuple[Value, ...]:
        """The person."""
        return (self.left,)

    def truth(self, scope: Scope) -> Truth:
        """Unknown if the person is, or stands in no row."""
        person, wanted = self.left.value(scope), self.right.value(scope)
        if person is UNKNOWN or wanted is UNKNOWN:
            return None
        if person is None:
            return False
        return is_one_of(person, frozenset(map(str, listed(wanted))), scope)


def is_one_of(person: Any, wanted: frozenset[str], scope: Scope) -> Truth:
    """Whether a person has one of these ids, names, posts, departments or roles."""
    if not isinstance(person, str):
        return None
    if person in wanted:
        return True
    row = scope.directory.person(person, scope.at)
    if row is None:
        return None
    names = {row.get("name"), row.get("nickname"), row.get("position")}
    names.update(listed(row.get("department")), listed(row.get("roles")))
    return not wanted.isdisjoint(names)


@attrs.frozen
class _OfFact(Leaf):
    """A condition on one fact and nothing else."""

    operand: Value

    @property
    def values(self) -> tuple[Value, ...]:
        """The fact."""
        return (self.operand,)


@attrs.frozen
class Presence(_OfFact):
    """The fact is given, or, with `none`, known to be none."""

    none: bool

    def truth(self, scope: Scope) -> Truth:
        """Unknown if nobody told the fact."""
        value = self.operand.value(scope)
        return None if value is UNKNOWN else (value is None) == self.none


@attrs.frozen
class Told(_OfFact):
    """Somebody told the fact, and it is not none."""

    def truth(self, scope: Scope) -> Truth:
        """Never unknown: a fact that nobody told is not told."""
        value = self.operand.value(scope)
        return value is not UNKNOWN and value is not None


@attrs.frozen
class Flag(_OfFact):
    """A fact that is true or false by itself."""

    def truth(self, scope: Scope) -> Truth:
        """Unknown if nobody told it; none is false."""
        value = self.operand.value(scope)
        return None if value is UNKNOWN else bool(value)


@attrs.frozen
class Categorised(Leaf):
    """The report is of one of these categories."""

    categories: frozenset[str]

    def truth(self, scope: Scope) -> Truth:
        """Unknown if the report names none."""
        category = scope.facts.get("category", UNKNOWN)
        return None if category is UNKNOWN else category in self.categories

    def trace(self, scope: Scope) -> Trace:
        """With the category; a category that fits says something about this very event."""
        category = scope.facts.get("category", UNKNOWN)
        truth = self.truth(scope)
        return Trace(self.label, truth, {"category": category}, specific=truth is True)
