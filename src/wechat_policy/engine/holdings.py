"""What a store holds about one person, piece by piece, and what else of it names them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Literal

import attrs

from wechat_policy.codec import strings_of
from wechat_policy.directory.changes import effects
from wechat_policy.engine.debts import Duty
from wechat_policy.engine.findings import Reported
from wechat_policy.engine.progress import progress_of
from wechat_policy.engine.recurring import Missed
from wechat_policy.events import Event
from wechat_policy.state import Key, State
from wechat_policy.verdict import Verdict

Kind = Literal[
    "account", "entry", "violation", "duty", "window", "series", "period", "directory", "waiting",
    "verdict",
]  # fmt: skip

_IN_CLAUSE: Mapping[str, Kind] = {
    "limit": "window",
    "series": "series",
    "duty": "duty",
    "period": "period",
}


@attrs.frozen
class Piece:
    """A value about a person, and what is left of it without them; None if nothing is."""

    kind: Kind
    key: Key
    value: Any
    rest: Any = None


@attrs.frozen
class Mention:
    """A value about something else that names a person: where it belongs, and of which event."""

    kind: Kind
    policy: str | None = None
    clause: str | None = None
    id: str | None = None


@attrs.frozen
class Holdings:
    """All that a store holds about one person.

    `clock` is the latest time that the store knows of; `undelivered` are the verdicts in the
    outbox that speak of the person, those that speak of others too among them.
    """

    person: str
    clock: datetime | None
    pieces: tuple[Piece, ...]
    undelivered: tuple[Verdict, ...]

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.pieces or self.undelivered)

    def of(self, *kinds: Kind) -> list[Piece]:
        """The pieces of some kinds."""
        return [one for one in self.pieces if one.kind in kinds]

    def counts(self) -> dict[str, int]:
        """How many pieces there are, by kind; an account is counted by its entries."""
        found = Counter[str](one.kind for one in self.pieces if one.kind != "account")
        found["penalty"] = sum(one.value.penalty is not None for one in self.of("entry"))
        found["verdict"] = sum(about_only(one, self.person) for one in self.undelivered)
        return {kind: count for kind, count in found.items() if count}


def holdings(state: State, person: str) -> Holdings:
    """What a store holds about a person, in the order of its keys."""
    pieces = [piece for key in list(state.keys()) if (piece := _piece(state, key, person))]
    undelivered = tuple(
        verdict for _, verdict in state.pending_delivery() if person in subjects_of(verdict)
    )
    pieces.sort(key=lambda one: str(one.key))
    return Holdings(person, progress_of(state).clock, tuple(pieces), undelivered)


def _piece(state: State, key: Key, person: str) -> Piece | None:
    """What stands under a key, if it is about the person; other values are not even read."""
    match key:
        case ("", "violation", _):
            reported: Reported = state.get(key)
            if reported.violation.subject == person:
                return Piece("violation", key, reported)
        case ("", "directory", _):
            event: Event = state.get(key)
            if about_alone(event, person):
                return Piece("directory", key, event)
        case ("", "waiting", _):
            waiting: tuple[Event, Verdict] = state.get(key)
            if is_author(waiting[0], person):
                return Piece("waiting", key, waiting)
        case (_, "account" | "taken", subject) if subject == person:
            return Piece("account", key, state.get(key))
        case (_, "entry", subject, _) if subject == person:
            return Piece("entry", key, state.get(key))
        case (_, _, _, "limit" | "series" as what, _, *values) if _names(values, person):
            return Piece(_IN_CLAUSE[what], key, state.get(key))
        case (_, _, _, "duty", _, _):
            return _duty(key, state.get(key), person)
        case (_, _, _, "period", _, what, *values):
            return _period(key, state.get(key), person, keyed=_names(values, person))
    return None


def _duty(key: Key, duty: object, person: str) -> Piece | None:
    """A duty that the person owes, and what others owe in it."""
    if not isinstance(duty, Duty):
        return None
    owed = tuple(
        attrs.evolve(one, subjects=tuple(who for who in one.subjects if who != person))
        for one in duty.owed
        if one.member != person and not (one.subjects and set(one.subjects) == {person})
    )
    late = tuple(one for one in duty.late if one[1].subject != person)
    if owed == duty.owed and late == duty.late:
        return None
    doubtful = frozenset(one for one in duty.doubtful if not _names(one, person))
    rest = attrs.evolve(duty, owed=owed, late=late, doubtful=doubtful) if owed else None
    return Piece("duty", key, duty, rest)


def _period(key: Key, value: Any, person: str, *, keyed: bool) -> Piece | None:
    """What is kept of recurring duties under the person's id, and days that the person missed."""
    if keyed:
        return Piece("period", key, value)
    if key[5] != "missed":
        return None
    missed: tuple[Missed, ...] = value
    rest = tuple(one for one in missed if one.violation.subject != person)
    return None if rest == missed else Piece("period", key, value, rest or None)


def is_author(event: Event, person: str) -> bool:
    """Whether it is the person who acts in an event."""
    return person in (event.facts.get("sender"), event.facts.get("actor"))


def about_alone(event: Event, person: str) -> bool:
    """Whether all that an event changes in the directory is the row, or a membership, of one."""
    changed = list(effects(event, UTC))
    return bool(changed) and all(
        (kind == "person" and id_ == person)
        or all(what in ("add", "drop") and value == [person] for what, _, value in steps)
        for kind, id_, _, steps in changed
    )


def subjects_of(verdict: Verdict) -> set[str]:
    """The people, and others who answer, of whom a verdict speaks."""
    found: set[str | None] = {one.subject for one in verdict.violations}
    found.update(one.subject for one in verdict.undetermined)
    found.update(one.subject for one in verdict.penalties)
    return {one for one in found if one is not None}


def about_only(verdict: Verdict, person: str) -> bool:
    """Whether a verdict speaks of nobody else."""
    return subjects_of(verdict) == {person}


def mentions(state: State, held: Holdings) -> list[Mention]:
    """What names a person beside what is held about them; it reads the whole store."""
    person = held.person
    left = {piece.key: piece.rest for piece in held.pieces}
    found = []
    for key, stored in state.items():
        value = left.get(key, stored)
        if value is not None and (_within(key, person) or _within(value, person)):
            mention = _mention(key, value)
            if mention is not None:
                found.append(mention)
    for id_, verdict in state.pending_delivery():
        if not about_only(verdict, person) and _within(verdict, person):
            found.append(Mention("verdict", id=id_))
    return sorted(found, key=lambda one: tuple(map(str, attrs.astuple(one))))


def _mention(key: Key, value: Any) -> Mention | None:
    match key:
        case ("", "violation", id_):
            one = value.violation
            return Mention("violation", one.policy, one.clause, id_)
        case ("", "directory", id_):
            return Mention("directory", id=id_)
        case ("", "waiting", id_):
            return Mention("waiting", id=id_)
        case (policy, "entry", _, id_):
            return Mention("entry", policy, id=id_)
        case (policy, clause, _, "duty", _, id_):
            return Mention("duty", policy, clause, value.event.id if id_ else None)
        case (policy, clause, _, what, _, *_) if what in _IN_CLAUSE and what != "duty":
            return Mention(_IN_CLAUSE[what], policy, clause)
    return None


def _within(value: Any, person: str) -> bool:
    return any(_is_named(text, person) for text in strings_of(value))


def _is_named(text: str, person: str) -> bool:
    """Whether a text holds the id, not as a part of a longer word of letters and digits."""
    place = text.find(person)
    while place >= 0:
        before = text[place - 1 : place] + person[:1]
        after = person[-1:] + text[place + len(person) : place + len(person) + 1]
        if not any(
            len(pair) == 2 and pair.isascii() and pair.isalnum() for pair in (before, after)
        ):
            return True
        place = text.find(person, place + 1)
    return False


def _names(values: Iterable[Any], person: str) -> bool:
    """Whether the values of a key hold the id."""
    return any(
        value == person or (isinstance(value, tuple | frozenset) and _names(value, person))
        for value in values
    )


def links(piece: Piece) -> Iterator[tuple[Key, Key]]:
    """The keys of links that lead to a duty and have to go with it, each with the duty's key."""
    duty: Duty = piece.value
    left = () if piece.rest is None else {one.key for one in piece.rest.owed}
    for one in duty.owed:
        if one.key not in left:
            yield (*piece.key[:5], "owing", *one.key), piece.key
    if piece.rest is None:
        yield ("opened", duty.event.id), piece.key
