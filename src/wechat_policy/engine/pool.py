"""Equal tests of several policies as one object, so that an event's answer to it is kept for all.

Policies that use the same library hold the same lexicons and conditions, each its own copy. What
depends on nothing but the event and the directory is the same for all of them; hours, records of
earlier events and whatever holds one of these stay each policy's own.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, TypeVar

import attrs

from wechat_policy import policy as policies
from wechat_policy.policy import Policy
from wechat_policy.rules.history import Had, InOrder, Latest
from wechat_policy.rules.lexicons import Lexicon
from wechat_policy.rules.measures import Measured
from wechat_policy.rules.moments import InHours, OnDay
from wechat_policy.rules.series import Ask, Match, Series
from wechat_policy.rules.timetables import Timetable

_T = TypeVar("_T")
_OWN = frozenset(
    {Had, InOrder, Latest, Measured, InHours, OnDay, Ask, Match, Series, Timetable}
    | {
        one
        for one in vars(policies).values()
        if getattr(one, "__module__", "") == policies.__name__
    }
)
"""What is no other policy's, however equal."""

_Key = Hashable


def pooled(those: tuple[Policy, ...]) -> tuple[Policy, ...]:
    """The policies with shared parts; days begin at other times elsewhere, so zones share none."""
    if len(those) < 2:
        return those
    pools: dict[str, Pool] = {}
    return tuple(pools.setdefault(one.timezone, Pool()).policy(one) for one in those)


class Pool:
    """Makes equal parts of policies of one time zone one object."""

    def __init__(self) -> None:
        self._seen: dict[int, tuple[Any, Any, _Key | None]] = {}
        self._equal: dict[_Key, Any] = {}
        self._lexicons: dict[_Key, list[Lexicon]] = {}

    def policy(self, policy: Policy) -> Policy:
        """The policy, of shared parts."""
        lexicons = tuple(dict.fromkeys(map(self.lexicon, policy.lexicons)))
        tests = {number: self.shared(test) for number, test in policy.row_tests.items()}
        clauses, series = self.shared(policy.clauses), self.shared(policy.series)
        return attrs.evolve(
            policy, lexicons=lexicons, row_tests=tests, clauses=clauses, series=series
        )

    def lexicon(self, lexicon: Lexicon) -> Lexicon:
        """The first lexicon that is equal to this one."""
        key = lexicon.name, lexicon.protects, lexicon.readings, len(lexicon.entries)
        those = self._lexicons.setdefault(key, [])
        for one in those:
            if one is lexicon or one.entries == lexicon.entries:
                return one
        those.append(lexicon)
        return lexicon

    def shared(self, value: _T) -> _T:
        """The value, of shared parts; the first equal one where nothing in it is a policy's own."""
        found: _T = self._share(value)[0]
        return found

    def _share(self, value: Any) -> tuple[Any, _Key | None]:
        """The value to use, and what equal ones have in common; None for what is not shared."""
        seen = self._seen.get(id(value))
        if seen is not None:
            return seen[1:]
        if isinstance(value, Lexicon):
            found: Any = self.lexicon(value)
            key: _Key | None = ("lexicon", id(found))
        elif value.__class__ is tuple:
            found, key = self._tuple(value)
        elif attrs.has(value.__class__) and value.__class__.__module__.startswith(_MODULES):
            found, key = self._object(value)
        else:
            return value, _plain(value)
        self._seen[id(value)] = (value, found, key)
        return found, key

    def _tuple(self, value: tuple[Any, ...]) -> tuple[Any, _Key | None]:
        parts = [self._share(one) for one in value]
        same = all(one is part for one, (part, _) in zip(value, parts, strict=True))
        return (value if same else tuple(part for part, _ in parts)), _together(
            tuple, (key for _, key in parts)
        )

    def _object(self, value: Any) -> tuple[Any, _Key | None]:
        fields = [one for one in attrs.fields(value.__class__) if one.init]
        parts = {one.alias: self._share(getattr(value, one.name)) for one in fields}
        changed = {
            one.alias: parts[one.alias][0]
            for one in fields
            if parts[one.alias][0] is not getattr(value, one.name)
        }
        found = attrs.evolve(value, **changed) if changed else value
        if value.__class__ in _OWN:
            return found, None
        key = _together(value.__class__, (part for _, part in parts.values()))
        if key is None:
            return found, None
        found = self._equal.setdefault(key, found)
        return found, ("object", id(found))


_MODULES = ("wechat_policy.rules.", "wechat_policy.policy")


def _together(kind: type, keys: Iterable[_Key | None]) -> _Key | None:
    found = tuple(keys)
    return None if None in found else (kind, *found)


def _plain(value: Any) -> _Key:
    """A value and its type: 1 and True are equal and not the same."""
    try:
        hash(value)
    except TypeError:
        return ("only", id(value))
    return (value.__class__, value)
