"""What a test reads, so that its answer can be kept for events that tell the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from wechat_policy.rules import properties
from wechat_policy.rules.calls import Call
from wechat_policy.rules.comparisons import Comparison
from wechat_policy.rules.facts import Constant, Path, RowStep
from wechat_policy.rules.lists import Containment, Inclusion, ListOf, Membership, Quantifier
from wechat_policy.rules.properties import Categorised, Flag, Identity, Presence
from wechat_policy.rules.tests import Always, And, Not, Or

_OURS = "wechat_policy."
_PLAIN = frozenset(
    {
        Always, And, Or, Not, Comparison, Membership, Inclusion, Containment, ListOf, Identity,
        Presence, properties.Told, Flag,
    }
)  # fmt: skip
"""What has its answer from its parts alone. Of any other class nothing is known beforehand."""

NOTHING: frozenset[str] = frozenset()


class Reads:
    """What tests and values read; each is looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Any, frozenset[str] | None]] = {}
        self._foreign: dict[int, tuple[Any, bool]] = {}

    def of(self, value: Any) -> frozenset[str] | None:
        """The event's attributes from which an answer follows, with its type and the directory.

        None where it may hang on more: on the time, on earlier events, on what is bound by name.
        """
        known = self._known.get(id(value))
        if known is None:
            # The value is kept so that nothing else is ever found under its id.
            known = self._known[id(value)] = value, self._found(value)
        return known[1]

    def _found(self, value: Any) -> frozenset[str] | None:
        kind = value.__class__
        if kind is Constant:
            return NOTHING
        if kind is Path:
            return _of_path(value)
        if kind is Call:
            named = [one for _, one in value.named]
            own = value.function.__module__.startswith(_OURS)
            return self._all((value.fact, *value.arguments, *named)) if own else None
        if kind is Quantifier:
            return self._all((value.elements, value.part))
        if kind is Categorised:
            return frozenset({"category"})
        return self._all(_parts(value)) if kind in _PLAIN else None

    def _all(self, values: Iterable[Any]) -> frozenset[str] | None:
        found: set[str] = set()
        for one in values:
            names = self.of(one)
            if names is None:
                return None
            found |= names
        return frozenset(found)

    def told(self, value: Any) -> str | None:
        """The one attribute from which alone an answer follows, without any row; None if none."""
        names = self.of(value)
        if names is None or len(names) != 1 or not self._bare(value):
            return None
        return next(iter(names))

    def _bare(self, value: Any) -> bool:
        """Whether the directory, the event's type and time zones are of no matter to it."""
        if value.__class__ is Path:
            rows = any(step.__class__ is RowStep for step in value.steps)
            return value.root in ("attribute", "element") and not rows and not value.as_time
        return all(map(self._bare, _inside(value)))

    def foreign(self, value: Any) -> bool:
        """Whether a condition of somebody's own is asked somewhere in it, which may raise."""
        known = self._foreign.get(id(value))
        if known is None:
            own = value.__class__ is Call and not value.function.__module__.startswith(_OURS)
            found = own or any(self.foreign(one) for one in _inside(value))
            known = self._foreign[id(value)] = value, found
        return known[1]


def _of_path(path: Path) -> frozenset[str] | None:
    match path.root:
        case "attribute":
            return frozenset({path.name})
        case "element" | "type" | "organization" | "population":
            return NOTHING
        case _:
            return None


def _parts(value: Any) -> Iterable[Any]:
    """The tests and values that one is made of."""
    return (
        one
        for field in attrs.fields(value.__class__)
        for told in (getattr(value, field.name),)
        for one in (told if told.__class__ is tuple else (told,))
        if attrs.has(one.__class__)
    )


def _inside(value: Any) -> Iterable[Any]:
    """All that lies in a value of the rules, in tuples too."""
    if value.__class__ is tuple:
        return value
    if value.__class__.__module__.startswith(_RULES) and attrs.has(value.__class__):
        return [getattr(value, field.name) for field in attrs.fields(value.__class__)]
    return ()


_RULES = "wechat_policy.rules."
