"""Conditions at run time: each has a truth in a scope, and can explain how it came to it."""

from __future__ import annotations

from operator import methodcaller
from typing import Protocol

import attrs

from wechat_policy.drafts import maker
from wechat_policy.rules.facts import Constant, Scope, Value
from wechat_policy.rules.truth import Truth, all_of, any_of, opposite
from wechat_policy.verdict import Trace

_new_trace = maker(Trace)


class Test(Protocol):
    """A condition that is true, false or unknown in a scope."""

    def truth(self, scope: Scope) -> Truth:
        """Its truth, at the least cost."""

    def trace(self, scope: Scope) -> Trace:
        """Its truth with the values and places that led to it."""


@attrs.frozen
class And:
    """All of the parts."""

    label: str
    parts: tuple[Test, ...]

    def truth(self, scope: Scope) -> Truth:
        """Kleene's and."""
        truth: Truth = scope.once(self, self._truth)
        return truth

    def _truth(self, scope: Scope) -> Truth:
        return all_of(map(methodcaller("truth", scope), self.parts))

    def trace(self, scope: Scope) -> Trace:
        """With every part."""
        parts = tuple([part.trace(scope) for part in self.parts])
        return _new_trace(
            self.label, all_of(part.truth for part in parts), parts=parts, joined="and"
        )


@attrs.frozen
class Or:
    """At least one of the parts."""

    label: str
    parts: tuple[Test, ...]

    def truth(self, scope: Scope) -> Truth:
        """Kleene's or."""
        truth: Truth = scope.once(self, self._truth)
        return truth

    def _truth(self, scope: Scope) -> Truth:
        return any_of(map(methodcaller("truth", scope), self.parts))

    def trace(self, scope: Scope) -> Trace:
        """With every part."""
        parts = tuple([part.trace(scope) for part in self.parts])
        return _new_trace(
            self.label, any_of(part.truth for part in parts), parts=parts, joined="or"
        )


@attrs.frozen
class Not:
    """The opposite of the part."""

    label: str
    part: Test

    def truth(self, scope: Scope) -> Truth:
        """Kleene's not."""
        return opposite(self.part.truth(scope))

    def trace(self, scope: Scope) -> Trace:
        """With the part."""
        part = self.part.trace(scope)
        return _new_trace(self.label, opposite(part.truth), parts=(part,), joined="not")


@attrs.frozen
class Always:
    """A condition that nothing narrows: the event alone."""

    label: str

    def truth(self, scope: Scope) -> Truth:
        """True."""
        return True

    def trace(self, scope: Scope) -> Trace:
        """True."""
        return _new_trace(self.label, True)


@attrs.frozen
class Leaf:
    """A condition of values only; `values` are shown in the trace under their words."""

    label: str

    @property
    def values(self) -> tuple[Value, ...]:
        """The values that the condition looks at."""
        return ()

    def truth(self, scope: Scope) -> Truth:
        """Its truth."""
        return None

    def trace(self, scope: Scope) -> Trace:
        """With the values."""
        seen = {
            value.label: value.value(scope)
            for value in self.values
            if not isinstance(value, Constant)
        }
        return _new_trace(self.label, self.truth(scope), values=seen)
