"""Tests narrowed to what a situation leaves open of them.

What many events have in common, who speaks where and to whom, settles most parts of most tests.
They are asked once; what is left is asked of each event, and often that is nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from operator import is_
from typing import Any, Literal, TypeAlias

import attrs

from wechat_policy.directory import Directory, Watch
from wechat_policy.events import Event
from wechat_policy.rules.facts import Record, Scope
from wechat_policy.rules.lexicons import Scanner
from wechat_policy.rules.reads import Reads
from wechat_policy.rules.tests import And, Leaf, Not, Or, Test
from wechat_policy.rules.triggers import Triggers, triggers
from wechat_policy.rules.truth import Truth, opposite

Narrowed: TypeAlias = Truth | Test
"""The truth of a test in a situation, or the part of it that is open."""

_DOUBT: Test = Leaf("")
"""Unknown, whatever is told."""

_MOST = 65_536  # parts of tests that are kept ready


@attrs.frozen(eq=False)
class Frame:
    """What is told of many events: a scope of one of them, and what of it is `open_`.

    Its directory is a `watch`, which notes the rows that answers come from. `known` are the tests
    that were narrowed before.
    """

    scope: Scope
    watch: Watch
    zone: AnyZone
    open_: frozenset[str]
    known: dict[int, Narrowed] = attrs.field(factory=dict)

    @classmethod
    def of(
        cls, event: Event, directory: Directory, scanner: Scanner, open_: frozenset[str]
    ) -> Frame:
        """The frame that an event stands in."""
        watch, zone = Watch(directory), AnyZone()
        return cls(Scope(event, watch, scanner, NO_HISTORY, zone), watch, zone, open_)

    def truth(self, test: Test) -> Truth | Literal["open"]:
        """The truth of a test that reads nothing open, unless it hangs on more than rows."""
        truth = test.truth(self.scope)
        if not self.watch.counted and not self.zone.asked:
            return truth
        self.watch.counted = self.zone.asked = False
        return "open"


class AnyZone(tzinfo):
    """The time zone of no policy: takes note that somebody asked for one."""

    def __init__(self) -> None:
        self.asked = False

    def utcoffset(self, at: datetime | None) -> timedelta:
        """None in truth; that of UTC, of which no use is made."""
        self.asked = True
        return timedelta(0)

    dst = utcoffset

    def tzname(self, at: datetime | None) -> str:
        """No name."""
        return ""


class _NoHistory:
    """Nothing is kept that hangs on earlier events."""

    def records(self, series: int, key: tuple[Any, ...]) -> Sequence[Record]:
        raise NotImplementedError

    def since(self, series: int) -> datetime | None:
        raise NotImplementedError


NO_HISTORY = _NoHistory()


class Narrowing:
    """Narrows tests; equal rests are one test, so that an event answers them once."""

    def __init__(self) -> None:
        self.reads = Reads()
        self._triggers: dict[int, tuple[Triggers, Test]] = {}
        self._rests: dict[tuple[Any, tuple[int, ...]], tuple[Test, tuple[Test, ...]]] = {}

    def narrow(self, test: Test, frame: Frame) -> Narrowed:
        """The test where all is told as in the frame, but what is open there."""
        if self.reads.foreign(test):
            # Whoever registers a condition is asked by each event, in the order of the text.
            return test
        return self._narrow(test, frame)

    def triggers(self, narrowed: Narrowed) -> Triggers:
        """Without one of these, what is open of a test is false."""
        if narrowed is None or isinstance(narrowed, bool):
            return None
        known = self._triggers.get(id(narrowed))
        if known is None:
            found = None if self.reads.foreign(narrowed) else triggers(narrowed)
            known = self._triggers[id(narrowed)] = found, narrowed
        return known[0]

    def _narrow(self, test: Test, frame: Frame) -> Narrowed:
        found: Any = frame.known.get(id(test), self)
        if found is self:
            found = frame.known[id(test)] = self._found(test, frame)
        narrowed: Narrowed = found
        return narrowed

    def _found(self, test: Test, frame: Frame) -> Narrowed:
        names = self.reads.of(test)
        if names is not None and names.isdisjoint(frame.open_):
            truth = frame.truth(test)
            return test if truth == "open" else truth
        match test:
            case And(_, parts) | Or(_, parts):
                return self._joined(test, parts, frame)
            case Not(_, part):
                inner = self._narrow(part, frame)
                if inner is None or isinstance(inner, bool):
                    return opposite(inner)
                return test if inner is part else self._rest(Not, (inner,))
            case _:
                return test

    def _joined(self, test: And | Or, parts: tuple[Test, ...], frame: Frame) -> Narrowed:
        """What is left of an `and` or `or`: without the parts that do not matter any more."""
        kind = test.__class__
        decides = kind is Or
        rest: list[Test] = []
        doubt = False
        for part in parts:
            one = self._narrow(part, frame)
            if one is decides:
                return decides
            if one is None:
                doubt = True
            elif not isinstance(one, bool):
                rest.append(one)
        if not rest:
            return None if doubt else not decides
        if doubt:
            rest.append(_DOUBT)
        if len(rest) == 1:
            return rest[0]
        if len(rest) == len(parts) and all(map(is_, rest, parts)):
            return test
        return self._rest(kind, tuple(rest))

    def _rest(self, kind: type[And | Or | Not], parts: tuple[Test, ...]) -> Test:
        key = kind, tuple(map(id, parts))
        found = self._rests.get(key)
        if found is None:
            if len(self._rests) >= _MOST:
                self._rests.clear()
            made: Any = kind
            rest: Test = made("", parts[0] if kind is Not else parts)
            # The parts are kept so that nothing else is ever found under their ids.
            found = self._rests[key] = rest, parts
        return found[0]
