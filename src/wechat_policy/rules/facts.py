"""Facts at run time: the scope in which a clause is judged, and the paths that lead into it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any, Literal, Protocol

import attrs

from wechat_policy.codec import storable
from wechat_policy.directory import Directory, PartialRow
from wechat_policy.events import Event
from wechat_policy.rules.lexicons import Scan, Scanner
from wechat_policy.rules.truth import UNKNOWN

_MISSING = object()


class History(Protocol):
    """What is remembered of earlier events, as conditions ask for it."""

    def records(self, series: int, key: tuple[Any, ...]) -> Sequence[Record]:
        """The records of a series under a key, in the order in which they came."""

    def since(self, series: int) -> datetime | None:
        """From when on the records of a series are complete; None if they are."""


@storable
@attrs.frozen
class Record:
    """An earlier event as a series remembers it; `turn` numbers the events in their order."""

    at: datetime
    event: str
    certain: bool
    value: Any = None
    facts: Mapping[str, Any] | None = None
    turn: int = 0


class Scope:
    """Where a clause is judged: the event, the directory at its time, and what is bound by name."""

    __slots__ = (
        "answers", "at", "directory", "elements", "event", "facts", "history", "scanner", "scans",
        "that", "variables", "zone",
    )  # fmt: skip

    def __init__(
        self,
        event: Event,
        directory: Directory,
        scanner: Scanner,
        history: History,
        zone: tzinfo,
        variables: Mapping[str, Any] | None = None,
        that: Mapping[str, Any] | None = None,
        scans: dict[str, Scan] | None = None,
    ) -> None:
        self.event = event
        self.facts = event.facts
        self.at = event.at
        self.directory = directory
        self.scanner = scanner
        self.history = history
        self.zone = zone
        self.variables = variables or {}
        self.that = that
        self.elements: tuple[Any, ...] = ()
        self.scans: dict[str, Scan] = {} if scans is None else scans
        # What conditions have found out here, as long as nothing is written; None where it may be.
        self.answers: dict[int, Any] | None = None

    def once(self, asked: object, answer: Callable[[Scope], Any]) -> Any:
        """What something answers here: kept as long as nothing is written."""
        answers = self.answers
        if answers is None:
            return answer(self)
        found = answers.get(id(asked), _MISSING)
        if found is _MISSING:
            found = answers[id(asked)] = answer(self)
        return found

    def scan(self, text: str) -> Scan:
        """What the lexicons find in a text; one scan a text and event."""
        found = self.scans.get(text)
        if found is None:
            found = self.scans[text] = self.scanner.scan(text)
        return found

    def inside(self, element: Any) -> Scope:
        """The scope of an element of a list: its own facts come first."""
        inner = self.copy()
        inner.elements = (*self.elements, element)
        return inner

    def bound(self, **variables: Any) -> Scope:
        """The scope with further variables."""
        inner = self.copy()
        inner.variables = {**self.variables, **variables}
        return inner

    def copy(self) -> Scope:
        """The same scope, to be changed."""
        inner = Scope(
            self.event, self.directory, self.scanner, self.history, self.zone,
            self.variables, self.that, self.scans,
        )  # fmt: skip
        inner.elements = self.elements
        return inner


Root = Literal[
    "attribute", "id", "at", "type", "element", "variable", "that", "organization", "population"
]


@attrs.frozen
class RowStep:
    """From the id of a person, group, account or device to a fact of its row."""

    kind: str
    fact: str
    absent: Any

    def follow(self, value: Any, scope: Scope) -> Any:
        """The fact in the row that is valid at the event's time."""
        row = getattr(scope.directory, self.kind)(value, scope.at) if _plain_id(value) else None
        if row is None:
            return UNKNOWN
        found = row.get(self.fact, _MISSING)
        if found is not _MISSING:
            return found
        # A row that only events told of is not the whole truth about what it leaves out.
        return UNKNOWN if isinstance(row, PartialRow) else self.absent


@attrs.frozen
class KeyStep:
    """From an object to the value under a key."""

    key: str

    def follow(self, value: Any, scope: Scope) -> Any:
        """The value; unknown if the object does not hold the key."""
        if not isinstance(value, Mapping):
            return UNKNOWN
        return value.get(self.key, UNKNOWN)


def _plain_id(value: Any) -> bool:
    return isinstance(value, str)


@attrs.frozen
class Path:
    """A fact by its path: where it starts and the steps from there.

    `depth` counts elements from the innermost; `absent` is what a missing attribute stands for;
    `as_time` turns the text of a date or moment into one.
    """

    label: str
    root: Root
    name: str = ""
    depth: int = 0
    absent: Any = UNKNOWN
    steps: tuple[RowStep | KeyStep, ...] = ()
    as_time: Literal["", "date", "datetime"] = ""

    def value(self, scope: Scope) -> Any:
        """The fact in a scope: a value, None, or UNKNOWN."""
        if self.root == "attribute":
            found = scope.facts.get(self.name, _MISSING)
            value = self.absent if found is _MISSING else found
        else:
            value = self._start(scope)
        for step in self.steps:
            if value is None or value is UNKNOWN:
                return value
            value = step.follow(value, scope)
        if self.as_time and isinstance(value, str):
            return _moment(value, self.as_time)
        return value

    def _start(self, scope: Scope) -> Any:
        match self.root:
            case "element":
                return scope.elements[-1 - self.depth]
            case "variable":
                return scope.variables.get(self.name, UNKNOWN)
            case "that":
                if scope.that is None:
                    return UNKNOWN
                return scope.that.get(self.name, UNKNOWN)
            case "organization":
                return scope.directory.organization
            case "population":
                return tuple(getattr(scope.directory, self.name)(scope.at))
            case "id":
                return scope.event.id
            case "at":
                return scope.at
            case _:
                return scope.event.type


def _moment(text: str, kind: str) -> Any:
    try:
        if kind == "date" or len(text) == len("2026-03-04"):
            return date.fromisoformat(text[:10])
        moment = datetime.fromisoformat(text)
    except ValueError:
        return UNKNOWN
    return moment if moment.tzinfo is not None else UNKNOWN


@attrs.frozen
class Constant:
    """A value that the policy gives."""

    label: str
    constant: Any

    def value(self, scope: Scope) -> Any:
        """The same in every scope."""
        return self.constant


class Value(Protocol):
    """Anything that has a value in a scope."""

    @property
    def label(self) -> str:
        """Its words in the policy."""

    def value(self, scope: Scope) -> Any:
        """A value, None for none, or UNKNOWN."""


def equal(left: Any, right: Any, scope: Scope) -> bool:
    """Whether two known values are the same; numbers by value, a moment and a day by the day."""
    left, right = _comparable(left, right, scope)
    if isinstance(left, bool) != isinstance(right, bool):
        return False
    try:
        return bool(left == right)
    except (ArithmeticError, RecursionError):
        # A signalling NaN is equal to nothing.
        return False


def ordered(left: Any, right: Any, scope: Scope) -> int | None:
    """-1, 0 or 1 as the left stands before, with or behind the right; None without an order."""
    left, right = _comparable(left, right, scope)
    if isinstance(left, bool) or isinstance(right, bool):
        return None
    try:
        return -1 if left < right else int(left > right)
    except (TypeError, ArithmeticError, RecursionError):
        # Not a number (NaN) has no order either.
        return None


def number(value: Any) -> Any:
    """A float as the decimal that it is written as, so that 0.1 is 0.1."""
    # Floats of other libraries have a repr of their own.
    return Decimal(float.__repr__(value)) if isinstance(value, float) else value


def _comparable(left: Any, right: Any, scope: Scope) -> tuple[Any, Any]:
    left, right = number(left), number(right)
    if isinstance(left, datetime) and not isinstance(right, datetime) and isinstance(right, date):
        left = left.astimezone(scope.zone).date()
    elif isinstance(right, datetime) and not isinstance(left, datetime) and isinstance(left, date):
        right = right.astimezone(scope.zone).date()
    return left, right


def key_value(value: Any) -> Any:
    """A value as part of a key: lists become tuples, so that keys hash."""
    if value.__class__ is str:
        return value
    if isinstance(value, set | frozenset):
        return tuple(sorted(map(repr, value)))
    if isinstance(value, list | tuple):
        return tuple(key_value(item) for item in value)
    if isinstance(value, Mapping):
        return tuple(sorted((str(key), repr(item)) for key, item in value.items()))
    try:
        hash(value)
    except TypeError:
        return repr(value)
    return number(value)
