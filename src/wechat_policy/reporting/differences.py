"""The report of what changes between two versions, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import attrs

from wechat_policy.reporting.excerpts import Pieces, pieces
from wechat_policy.reporting.pages import Facts, Listing, Page, Section, Table, Value
from wechat_policy.reporting.phrasing import counted
from wechat_policy.reporting.telling import Telling
from wechat_policy.source import visible
from wechat_policy.tuning.differing import Change, ChangeKind, Difference, Reason, Side
from wechat_policy.wording import shown
from wechat_policy.words import spell

_KINDS: tuple[ChangeKind, ...] = ("gone", "new", "changed")
_WORDS = 12  # of a lexicon that gained or lost words
_TURNS = 3
_TONES = {"new": "violation", "gone": "fine", "changed": "suspected"}


def difference_page(result: Difference, telling: Telling, most: int) -> Page:
    """What differs between two versions on the same events."""
    sections: list[Section] = [_summary(result, telling)]
    if result.changes:
        sections.append(_reasons(result, telling))
    sections.append(_clauses(result, telling))
    sections.append(_changes(result, telling, most))
    sections += telling.unread(result.unread, result.unread_count)
    title = telling.phrase(
        "title.difference", old=telling.some(result.old), new=telling.some(result.new)
    )
    return Page(title, _lead(result, telling), sections)


def difference_subjects(result: Difference) -> Iterator[str]:
    """Everybody that the report may tell of."""
    for one in result.changes:
        for subject in (one.subject, one.excerpt.subject if one.excerpt else None):
            if subject is not None:
                yield subject


def _lead(result: Difference, telling: Telling) -> str:
    if not result.events:
        return telling.phrase("lead.none")
    counts = {kind: counted(count) for kind, count in result.counts.items()}
    return telling.phrase(
        "lead.difference", events=counted(result.events), first=telling.moment(result.first),
        last=telling.moment(result.last), same=counted(result.same), **counts,
    )  # fmt: skip


def _summary(result: Difference, telling: Telling) -> Facts:
    figures = [telling.figure("events", result.events)]
    figures += [telling.figure(kind, result.counts[kind]) for kind in ("new", "gone", "changed")]
    figures.append(telling.figure("same", result.same))
    facts = [
        telling.fact("old", telling.policies(result.old)),
        telling.fact("new", telling.policies(result.new)),
        telling.fact("period", telling.period(result.first, result.last)),
        telling.fact("unread", result.unread_count),
    ]
    return Facts("summary", telling.phrase("summary"), figures, facts)


def _reasons(result: Difference, telling: Telling) -> Table:
    """What changed of the policy, and how many verdicts each change touches."""
    counts: dict[str, Counter[str]] = {}
    for one in result.changes:
        for cause in _causes(one, telling):
            counts.setdefault(cause, Counter())[one.kind] += 1
    columns = [
        telling.column("reason"), *telling.numbers("new_count", "gone_count", "changed_count"),
    ]  # fmt: skip
    ordered = sorted(counts.items(), key=lambda one: (-one[1].total(), one[0]))
    rows: list[list[Value]] = [
        [cause, found["new"], found["gone"], found["changed"]] for cause, found in ordered
    ]
    notes = (telling.phrase("note.reasons"),)
    return Table("reasons", telling.phrase("section.reasons"), columns, rows, notes)


def _causes(one: Change, telling: Telling) -> list[str]:
    return list(dict.fromkeys(_named(reason, telling) for reason in one.reasons)) or [
        telling.phrase("reason.unknown")
    ]


def _named(reason: Reason, telling: Telling) -> str:
    """What changed: of what kind it is, and its name."""
    kind = telling.phrase(f"reason.{reason.kind}")
    return (
        telling.wording.phrase("say.pair", label=kind, value=shown(reason.name))
        if reason.name
        else kind
    )


def _detailed(reason: Reason, telling: Telling) -> str:
    """What changed, from what to what."""
    told = [_named(reason, telling)]
    if reason.added:
        told.append(telling.phrase("reason.gained", words=_listed(reason.added, telling)))
    if reason.dropped:
        told.append(telling.phrase("reason.lost", words=_listed(reason.dropped, telling)))
    if reason.old or reason.new:
        none = telling.phrase("none")
        told.append(f"{shown(reason.old or none)} → {shown(reason.new or none)}")
    return telling.wording.phrase("say.facts").join(told)


def _listed(words: Sequence[str], telling: Telling) -> str:
    told = [telling.wording.quoted(word) for word in words[:_WORDS]]
    more = len(words) - _WORDS
    told += [telling.wording.phrase("say.more", count=more)] if more > 0 else []
    return telling.wording.listed(told)


def _clauses(result: Difference, telling: Telling) -> Table:
    columns = [
        telling.column("clause"), telling.column("policy"), telling.column("reason", kind="lines"),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [
            telling.clause(one.clause, one.title),
            one.policy,
            [(visible(_detailed(reason, telling)),) for reason in one.reasons],
        ]
        for one in result.clauses
    ]
    title = telling.phrase("section.changed_clauses")
    return Table("changed-clauses", title, columns, rows, cards=True)


def _changes(result: Difference, telling: Telling, most: int) -> Listing:
    tones = {telling.phrase(f"figure.{kind}"): tone for kind, tone in _TONES.items()}
    several = len(result.old) > 1 or len(result.new) > 1
    columns = [
        telling.column("at", kind="time"), telling.column("day", hidden=True, choice=True),
        telling.column("kind", choice=True, tones=tones), telling.column("clause", choice=True),
        telling.column("policy", choice=several, hidden=not several),
        telling.column("reason", choice=True),
        telling.column("old"), telling.column("new"),
        telling.column("status", hidden=True, choice=True),
        telling.column("severity", hidden=True, choice=True),
        attrs.evolve(telling.by_department(), hidden=True),
        telling.column("subject"), telling.column("evidence", kind="lines"),
        telling.column("event", kind="id"),
    ]  # fmt: skip
    kept = result.changes
    if len(kept) > most:
        kept = tuple(kept[number * len(kept) // most] for number in range(most))
    rows = [_change(one, telling) for one in kept]
    counts = {"all": counted(len(result.changes)), "shown": counted(len(rows))}
    key = "note.listed_all" if len(rows) == len(result.changes) else "note.listed_spread"
    title = telling.phrase("section.changes")
    notes = (telling.phrase(key, **counts),)
    return Listing("changes", title, columns, rows, sort="at", notes=notes)


def _change(one: Change, telling: Telling) -> list[Value]:
    side = one.new or one.old
    severity = side.severity if side else None
    return [
        telling.moment(one.at),
        telling.day(one.at),
        telling.phrase(f"figure.{one.kind}"),
        telling.clause(one.clause, one.title),
        one.policy,
        telling.wording.listed(_causes(one, telling)),
        _side(one.old, telling),
        _side(one.new, telling),
        telling.status(side.status) if side else telling.phrase("none"),
        severity or "–",
        telling.department(one.subject, one.at),
        telling.who(one.subject),
        _evidence(one, telling),
        telling.event(one.event),
    ]


def _side(side: Side | None, telling: Telling) -> str:
    if side is None:
        return telling.phrase("none")
    told = [telling.status(side.status)]
    told += [shown(side.severity)] if side.severity else []
    told += [telling.phrase("side.settled")] if side.settled else []
    told += [spell("sanction", name, telling.language) for name in side.sanctions]
    return telling.wording.listed(told)


def _evidence(one: Change, telling: Telling) -> list[Pieces]:
    """The words of the event, those that only one version has, and conditions that turned."""
    lines = telling.quote(one.excerpt) if one.excerpt else []
    if one.words:
        lines.append((telling.phrase("evidence.words", words=_listed(one.words, telling)),))
    for turn in one.turns[:_TURNS]:
        text = turn.new_text or turn.old_text
        truths = {
            name: telling.wording.phrase(f"truth.{'unknown' if truth is None else truth}".lower())
            for name, truth in (("old", turn.old), ("new", turn.new))
        }
        if not (turn.new_text and turn.old_text):
            truths["old" if turn.new_text else "new"] = telling.phrase("none")
        told = telling.phrase("evidence.turn", text=shown(text, 120), **truths)
        lines.append(pieces(told, (), telling.people))
    return lines
