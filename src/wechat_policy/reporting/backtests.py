"""The report of a backtest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from wechat_policy.reporting.pages import (
    Chart,
    Facts,
    Listing,
    Page,
    Section,
    Series,
    Table,
    Told,
    Value,
)
from wechat_policy.reporting.phrasing import counted, share
from wechat_policy.reporting.telling import Telling
from wechat_policy.summary import tier_name
from wechat_policy.tuning.backtested import Backtest, ClauseHits, Hits, Labelled
from wechat_policy.tuning.excerpts import Excerpt
from wechat_policy.wording import shown
from wechat_policy.words import spell

_OVERLAPS = 200
_WORDS = 5


def backtest_page(result: Backtest, telling: Telling, most: int) -> Page:
    """What policies made of a run of events."""
    sections: list[Section] = [_summary(result, telling)]
    if result.days:
        sections.append(_days(result, telling))
    sections.append(_clauses(result, telling))
    sections += _silent(result, telling)
    sections.append(_departments(result, telling))
    if result.overlaps:
        sections.append(_overlaps(result, telling))
    if result.penalties:
        sections.append(_penalties(result, telling))
    if result.labelled is not None:
        sections += [
            _false_alarms(result, result.labelled, telling),
            _misses(result, result.labelled, telling),
        ]
    sections.append(_violations(result, telling, most))
    sections += telling.unread(result.unread, result.unread_count)
    title = telling.phrase("title.backtest", policies=telling.some(result.policies))
    return Page(title, _lead(result, telling), sections)


def backtest_subjects(result: Backtest) -> Iterator[str]:
    """Everybody that the report may tell of."""
    for excerpt in _excerpts(result):
        if excerpt.subject is not None:
            yield excerpt.subject


def _excerpts(result: Backtest) -> Iterator[Excerpt]:
    for clause in result.clauses:
        yield from clause.examples
    if result.labelled is not None:
        yield from (one.excerpt for one in result.labelled.false_alarms)
        yield from (one.excerpt for one in result.labelled.misses)


def _lead(result: Backtest, telling: Telling) -> str:
    if not result.events:
        return telling.phrase("lead.none")
    return telling.phrase(
        "lead.backtest", events=counted(result.events), first=telling.moment(result.first),
        last=telling.moment(result.last), flagged=counted(result.flagged_events),
        share=share(result.flagged_events, result.events),
    )  # fmt: skip


def _summary(result: Backtest, telling: Telling) -> Facts:
    share_told = telling.phrase("note.share", share=share(result.flagged_events, result.events))
    figures = [
        telling.figure("events", result.events),
        telling.figure("flagged", result.flagged_events, share_told),
        telling.figure("certain", result.hits.certain),
        telling.figure("suspected", result.hits.suspected),
        telling.figure("people", result.people),
        telling.figure("punished", result.punished),
    ]
    facts = [
        telling.fact("period", telling.period(result.first, result.last)),
        telling.fact("policies", telling.policies(result.policies)),
        telling.fact("types", _types(result, telling)),
    ]
    for key, count in (
        ("advisory", result.hits.advisory),
        ("undetermined", result.hits.undetermined),
        ("duplicates", result.duplicates),
        ("late", result.late),
    ):
        facts += [telling.fact(key, count)] if count else []
    facts.append(telling.fact("unread", result.unread_count))
    if (labelled := result.labelled) is not None:
        figures += telling.measured(labelled.flagged)
        told = labelled.flagged
        counts = {
            "count": counted(told.found + told.false + told.missed + told.spared),
            "unseen": counted(labelled.unseen),
        }
        facts.append(telling.fact("labels", telling.phrase("fact.labels_told", **counts)))
        if labelled.unknown:
            names = telling.wording.listed(map(shown, labelled.unknown))
            facts.append(telling.fact("unknown_labels", names))
        sure = {
            name: telling.estimate(getattr(labelled.certain, name)).text
            for name in ("precision", "recall", "f1")
        }
        facts.append(telling.fact("certain_only", telling.phrase("fact.quality", **sure)))
    return Facts("summary", telling.phrase("summary"), figures, facts)


def _types(result: Backtest, telling: Telling) -> str:
    ordered = sorted(result.types.items(), key=lambda one: (-one[1], one[0]))
    told = (f"{spell('event', name, telling.language)} {counted(count)}" for name, count in ordered)
    return telling.wording.listed(told) or telling.phrase("none")


def _days(result: Backtest, telling: Telling) -> Chart:
    days = _every_day(result.days)
    hits = [result.days.get(day, Hits()) for day in days]
    series = (
        Series(telling.phrase("column.certain"), "violation", [one.certain for one in hits]),
        Series(telling.phrase("column.suspected"), "suspected", [one.suspected for one in hits]),
    )
    title, axis = telling.phrase("section.days"), telling.phrase("column.day")
    return Chart("days", title, axis, [str(day) for day in days], series)


def _every_day(days: Iterable[date]) -> list[date]:
    """Days without a hit are told too, unless there is a year of them."""
    told = sorted(days)
    length = (told[-1] - told[0]).days + 1
    if length > 800:
        return told
    return [told[0] + timedelta(days=number) for number in range(length)]


def _several(result: Backtest) -> bool:
    return len(result.policies) > 1


def _clauses(result: Backtest, telling: Telling) -> Table:
    columns = [telling.column("clause")]
    columns += [telling.column("policy")] if _several(result) else []
    columns += [telling.column("severity")]
    columns += telling.numbers("certain", "suspected", "share", "alone", "people")
    if result.labelled is not None:
        columns += telling.numbers("precision", "recall")
    columns.append(telling.column("words", kind="lines"))
    notes = [telling.phrase("note.certain"), telling.phrase("note.alone")]
    notes += [telling.phrase("note.quality")] if result.labelled is not None else []
    ordered = sorted(filter(_speaks, result.clauses), key=lambda one: -one.hits.flagged)
    rows = [_clause(one, result, telling) for one in ordered]
    return Table("clauses", telling.phrase("section.clauses"), columns, rows, notes)


def _speaks(one: ClauseHits) -> bool:
    """Whether there is anything to tell of a clause."""
    return any(one.hits.to_dict().values()) or (
        one.quality is not None and bool(one.quality.found + one.quality.missed)
    )


def _silent(result: Backtest, telling: Telling) -> list[Table]:
    """The clauses that found nothing; of many policies these are most."""
    silent = [one for one in result.clauses if not _speaks(one)]
    if not silent:
        return []
    columns = [telling.column("clause"), telling.column("policy"), telling.column("severity")]
    rows: list[list[Value]] = [
        [telling.clause(one.clause, one.title), one.policy, one.severity or "–"] for one in silent
    ]
    title = telling.phrase("section.silent")
    folded = telling.phrase("silent.count", count=counted(len(rows)))
    return [Table("silent", title, columns, rows, folded=folded)]


def _clause(one: ClauseHits, result: Backtest, telling: Telling) -> list[Value]:
    flagged = result.hits.flagged
    row: list[Value] = [telling.clause(one.clause, one.title)]
    row += [one.policy] if _several(result) else []
    part = one.hits.flagged / flagged if flagged else 0.0
    row += [one.severity or "–", one.hits.certain, one.hits.suspected]
    row += [Told(share(one.hits.flagged, flagged), part), one.alone, one.people]
    if result.labelled is not None:
        quality = one.quality
        row.append(telling.estimate(quality.precision if quality else None))
        row.append(telling.estimate(quality.recall if quality else None))
    words = telling.wording.listed(
        f"{shown(word)} {counted(count)}" for word, count in one.words[:_WORDS]
    )
    row.append([(words,)] if words else [])
    return row


def _departments(result: Backtest, telling: Telling) -> Table:
    columns = [telling.column("department"), *telling.numbers("certain", "suspected", "share")]
    flagged = sum(one.flagged for one in result.departments.values())
    ordered = sorted(result.departments.items(), key=lambda one: (-one[1].flagged, str(one[0])))
    rows: list[list[Value]] = [
        [
            telling.departments((name,)), hits.certain, hits.suspected,
            Told(share(hits.flagged, flagged), hits.flagged / flagged if flagged else 0.0),
        ]
        for name, hits in ordered
    ]  # fmt: skip
    notes = (telling.phrase("note.departments"),)
    return Table("departments", telling.phrase("section.departments"), columns, rows, notes)


def _overlaps(result: Backtest, telling: Telling) -> Table:
    titles = {(one.policy, one.clause): one.title for one in result.clauses}

    def told(key: tuple[str, str]) -> str:
        name = telling.clause(key[1], titles.get(key, ""))
        return f"{key[0]} {name}" if _several(result) else name

    columns = [telling.column("first"), telling.column("second"), *telling.numbers("events")]
    rows: list[list[Value]] = [
        [told(one.first), told(one.second), one.events] for one in result.overlaps[:_OVERLAPS]
    ]
    count = counted(len(result.overlaps))
    notes = (telling.phrase("note.overlaps", shown=counted(len(rows)), count=count),)
    return Table("overlaps", telling.phrase("section.overlaps"), columns, rows, notes)


def _penalties(result: Backtest, telling: Telling) -> Table:
    columns = [telling.column("tier")]
    columns += [telling.column("policy")] if _several(result) else []
    columns += [telling.column("severity"), telling.column("sanctions")]
    columns += telling.numbers("penalties", "people")
    rows: list[list[Value]] = []
    for one in result.penalties:
        row: list[Value] = [
            tier_name(telling.wording, one.tier),
            *([one.policy] if _several(result) else []),
        ]
        names = (spell("sanction", name, telling.language) for name in one.sanctions)
        row += [one.severity or "–", telling.wording.listed(names), one.penalties, one.people]
        rows.append(row)
    notes = (telling.phrase("note.penalties"),)
    return Table("penalties", telling.phrase("section.penalties"), columns, rows, notes)


def _false_alarms(result: Backtest, labelled: Labelled, telling: Telling) -> Table:
    titles = {(one.policy, one.clause): one.title for one in result.clauses}
    columns = [
        telling.column("at", kind="time"), telling.column("clauses"),
        telling.column("status", tones=telling.tones()), *telling.numbers("weight"),
        telling.column("evidence", kind="lines"), telling.column("event", kind="id"),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [
            telling.moment(one.excerpt.at),
            telling.wording.listed(
                telling.clause(key[1], titles.get(key, "")) for key in one.clauses
            ),
            telling.status(one.excerpt.status),
            Told(f"{one.weight:.2f}", one.weight),
            telling.quote(one.excerpt),
            telling.event(one.excerpt.event),
        ]
        for one in labelled.false_alarms
    ]
    notes = (telling.phrase("note.false_alarms"),)
    title = telling.phrase("section.false_alarms")
    return Table("false-alarms", title, columns, rows, notes, cards=True)


def _misses(result: Backtest, labelled: Labelled, telling: Telling) -> Table:
    titles = {one.clause: one.title for one in result.clauses}
    columns = [
        telling.column("at", kind="time"), telling.column("label"),
        telling.column("evidence", kind="lines"), telling.column("event", kind="id"),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [
            telling.moment(one.excerpt.at),
            telling.wording.listed(telling.clause(id_, titles.get(id_, "")) for id_ in one.label),
            telling.quote(one.excerpt),
            telling.event(one.excerpt.event),
        ]
        for one in labelled.misses
    ]
    notes = (telling.phrase("note.misses"),)
    return Table("misses", telling.phrase("section.misses"), columns, rows, notes, cards=True)


def _violations(result: Backtest, telling: Telling, most: int) -> Listing:
    columns = [
        telling.column("at", kind="time"), telling.column("day", hidden=True, choice=True),
        telling.column("clause", choice=True),
        telling.column("policy", choice=_several(result), hidden=not _several(result)),
        telling.column("status", choice=True, tones=telling.tones()),
        telling.column("severity", choice=True), telling.by_department(),
        telling.column("subject"), telling.column("evidence", kind="lines"),
        telling.column("event", kind="id"),
    ]  # fmt: skip
    kept = sum(len(one.examples) for one in result.clauses)
    chosen = evenly({(one.policy, one.clause): one.examples for one in result.clauses}, most)
    found = [(excerpt, one) for one in result.clauses for excerpt in chosen[one.policy, one.clause]]
    found.sort(key=lambda pair: (pair[0].at, pair[0].event or ""))
    rows: list[list[Value]] = [
        [
            telling.moment(excerpt.at),
            telling.day(excerpt.at),
            telling.clause(one.clause, one.title),
            one.policy,
            telling.status(excerpt.status),
            one.severity or "–",
            telling.department(excerpt.subject, excerpt.at),
            telling.who(excerpt.subject),
            telling.quote(excerpt),
            telling.event(excerpt.event),
        ]
        for excerpt, one in found
    ]
    hits = result.hits
    counts = {"all": counted(hits.flagged + hits.advisory + hits.undetermined)}
    counts |= {"shown": counted(len(rows)), "kept": counted(kept)}
    notes = [
        telling.phrase(
            f"note.listed_{'all' if counts['all'] == counts['kept'] else 'some'}",
            **(counts | {"shown": counts["kept"]}),
        )
    ]
    if len(rows) < kept:
        notes.append(telling.phrase("note.listed_most", **counts))
    title = telling.phrase("section.violations")
    return Listing("violations", title, columns, rows, sort="at", notes=notes)


def evenly(
    found: dict[tuple[str, str], tuple[Excerpt, ...]], most: int
) -> dict[tuple[str, str], tuple[Excerpt, ...]]:
    """At most so many in all: of each clause equally many where it has them, spread over time."""
    room, chosen = most, {}
    left = len(found)
    for key, excerpts in sorted(found.items(), key=lambda one: len(one[1])):
        fair = min(len(excerpts), room // left)
        ordered = sorted(excerpts, key=lambda one: (one.at, one.event or ""))
        chosen[key] = tuple(ordered[number * len(ordered) // fair] for number in range(fair))
        room, left = room - fair, left - 1
    return chosen
