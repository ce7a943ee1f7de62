"""What changed between two versions of policies: in each clause, its words and what it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import attrs

from wechat_policy.policy import Clause, DeadlineNorm, PermitNorm, Policy
from wechat_policy.rules.lexicons import Lexicon
from wechat_policy.tuning.differing import ClauseChange, Reason, ReasonKind
from wechat_policy.tuning.vocabularies import lexicons_of
from wechat_policy.verdict import identity


@attrs.frozen(eq=False)
class Pair:
    """A policy in both versions, None where one of them lacks it."""

    old: Policy | None
    new: Policy | None

    @property
    def id(self) -> str:
        """Its id, that of the new version if both have it."""
        policy = self.new or self.old
        assert policy is not None
        return policy.id


def paired(old: Sequence[Policy], new: Sequence[Policy]) -> list[Pair]:
    """The policies of two versions side by side, the old ones under the names of the new ones.

    They are told by their ids; one policy on each side is the same whatever it is called. A clause
    that says what it was called `formerly` is the same as the one of that id.
    """
    ids = {one.id: one for one in new}
    if len(old) == 1 == len(new):
        ids = {old[0].id: new[0]}
    pairs = [Pair(_renamed(one, ids.get(one.id)), ids.get(one.id)) for one in old]
    known = {id(one.new) for one in pairs}
    return [*pairs, *(Pair(None, one) for one in new if id(one) not in known)]


def _renamed(old: Policy, new: Policy | None) -> Policy:
    """The old policy with the ids of the new one, so that what both report has one id."""
    if new is None:
        return old
    present = {one.id for one in old.clauses}
    names = {
        one.formerly: one.id
        for one in new.clauses
        if one.formerly in present and one.id not in present and one.formerly is not None
    }
    if old.id == new.id and not names:
        return old

    def called(id_: str) -> str:
        return names.get(id_, id_)

    def clause(one: Clause) -> Clause:
        norms = []
        for norm in one.norms:
            if isinstance(norm, PermitNorm):
                norm = attrs.evolve(norm, lifts=frozenset(map(called, norm.lifts)))
            elif isinstance(norm, DeadlineNorm) and norm.after is not None:
                norm = attrs.evolve(norm, after=called(norm.after))
            norms.append(norm)
        return attrs.evolve(one, id=called(one.id), norms=tuple(norms))

    rows = tuple(
        attrs.evolve(row, head=called(row.head)) if row.kind == "clause" else row
        for row in old.penalties.rows
    )
    return attrs.evolve(
        old,
        id=new.id,
        clauses=tuple(map(clause, old.clauses)),
        penalties=attrs.evolve(old.penalties, rows=rows),
    )


def clause_changes(pairs: Iterable[Pair]) -> tuple[ClauseChange, ...]:
    """The clauses that are not the same in both versions, in the order of the text."""
    found = []
    for pair in pairs:
        old = {} if pair.old is None else {one.id: one for one in pair.old.clauses}
        new = {} if pair.new is None else {one.id: one for one in pair.new.clauses}
        for id_ in dict.fromkeys((*new, *old)):
            before, after = old.get(id_), new.get(id_)
            reasons: tuple[Reason, ...]
            if before is None or after is None:
                reasons = (Reason("added" if before is None else "removed"),)
            else:
                assert pair.old is not None and pair.new is not None
                reasons = tuple(_reasons(before, after, pair.old, pair.new))
            told = after or before
            if reasons and told is not None:
                found.append(ClauseChange(pair.id, id_, told.title, reasons))
    return tuple(found)


def _reasons(old: Clause, new: Clause, before: Policy, after: Policy) -> Iterator[Reason]:
    if new.formerly is not None and old.formerly != new.formerly:
        yield Reason("renamed", new.formerly, new.formerly, new.id)
    for one, other in (("severity", _graded), ("if_unknown", lambda clause: clause.if_unknown)):
        kind: ReasonKind = "severity" if one == "severity" else "if_unknown"
        if other(old) != other(new):
            yield Reason(kind, "", other(old), other(new))
    yield from _uses(old, new)
    yield from _lexicons(lexicons_of(old.norms), lexicons_of(new.norms))
    yield from _permissions(old.id, before, after)
    if before.timezone != after.timezone:
        yield Reason("timezone", "", before.timezone, after.timezone)
    if before.effective != after.effective:
        yield Reason("effective", "", _day(before.effective), _day(after.effective))
    if before.calendar != after.calendar and (before.needs_calendar or after.needs_calendar):
        yield Reason("calendar")
    if _table(before) != _table(after):
        yield Reason("penalties")


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _graded(clause: Clause) -> str | None:
    return clause.severity if not clause.grades else "..".join(clause.grades)


def _uses(old: Clause, new: Clause) -> Iterator[Reason]:
    before = {(one.kind, one.name): one for one in old.uses}
    after = {(one.kind, one.name): one for one in new.uses}
    for key in dict.fromkeys((*after, *before)):
        one, other = before.get(key), after.get(key)
        if one is None or other is None:
            continue  # the norms name it no more, or now: they are another text
        if one.meaning != other.meaning:
            yield Reason(key[0], key[1], one.told, other.told)


def _lexicons(old: Sequence[Lexicon], new: Sequence[Lexicon]) -> Iterator[Reason]:
    before = {one.name: one for one in old}
    for lexicon in new:
        one = before.get(lexicon.name)
        if one is None or one is lexicon:
            continue
        if one.entries != lexicon.entries or one.readings != lexicon.readings:
            yield _changed("lexicon", one, lexicon, _entries(one), _entries(lexicon))
        if one.protects != lexicon.protects:
            phrases = dict.fromkeys(one.protects, ""), dict.fromkeys(lexicon.protects, "")
            yield _changed("exceptions", one, lexicon, *phrases)


def _changed(
    kind: ReasonKind, one: Lexicon, other: Lexicon, before: Mapping[str, str],
    after: Mapping[str, str],
) -> Reason:  # fmt: skip
    """What a list of words gained and lost; a word of another weight did both."""
    added = tuple(word for word, told in after.items() if before.get(word) != told)
    dropped = tuple(word for word, told in before.items() if after.get(word) != told)
    readings = ", ".join(one.readings), ", ".join(other.readings)
    old, new = (None, None) if readings[0] == readings[1] else readings
    return Reason(kind, other.name, old, new, added, dropped)


def _entries(lexicon: Lexicon) -> dict[str, str]:
    return {
        one.word: f"{one.weight:g} {one.category or ''} {' '.join(one.readings)}"
        for one in lexicon.entries
    }


def _permissions(id_: str, old: Policy, new: Policy) -> Iterator[Reason]:
    """The permissions for a clause that changed: there, gone, or with another condition."""
    before, after = _permits(id_, old), _permits(id_, new)
    for name in dict.fromkeys((*after, *before)):
        if name not in before or name not in after:
            there = name if name in before else None, name if name in after else None
            yield Reason("permission", name, *there)
        elif before[name].fingerprint != after[name].fingerprint:
            yield Reason("permission", name, name, name)
        else:
            lexicons = lexicons_of(before[name].norms), lexicons_of(after[name].norms)
            yield from _lexicons(*lexicons)


def _permits(id_: str, policy: Policy) -> dict[str, Clause]:
    return {
        clause.id: clause
        for clause in policy.clauses
        for norm in clause.norms
        if isinstance(norm, PermitNorm) and id_ in norm.lifts
    }


def _table(policy: Policy) -> str:
    """Changes with the penalties and the conditions of their rows."""
    return identity(repr(policy.penalties), policy.rows_fingerprint)
