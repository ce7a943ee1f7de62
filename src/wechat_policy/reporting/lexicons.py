"""The reports of a lexicon: as it was learned, and what is suggested for one."""

from __future__ import annotations

from collections.abc import Sequence

from wechat_policy.reporting.excerpts import Pieces, pieces
from wechat_policy.reporting.pages import (
    Chart,
    Facts,
    Figure,
    Listing,
    Page,
    Section,
    Series,
    Table,
    Told,
    Value,
)
from wechat_policy.reporting.phrasing import counted
from wechat_policy.reporting.telling import Telling, percent
from wechat_policy.tuning.intervals import Quality
from wechat_policy.tuning.learned import LearnedEntry, LearnedLexicon, Size
from wechat_policy.tuning.suggestions import Place, Suggestion, Suggestions
from wechat_policy.wording import shown

_PLACES = 3


def learned_page(result: LearnedLexicon, telling: Telling) -> Page:
    """A lexicon that was learned: how well it does, and its words."""
    sections: list[Section] = [_summary(result, telling)]
    if result.curve:
        sections += [_curve(result.curve, telling), _sizes(result.curve, telling)]
    sections.append(_entries(result, telling))
    lead = telling.phrase(
        "lead.learned", words=counted(len(result.entries)), threshold=f"{result.threshold:g}",
        texts=counted(result.wanted + result.others + result.harmless),
    )  # fmt: skip
    return Page(telling.phrase("title.learned", name=shown(result.name)), lead, sections)


def _summary(result: LearnedLexicon, telling: Telling) -> Facts:
    figures = [
        telling.figure("words", len(result.entries)),
        telling.figure("threshold", f"{result.threshold:g}"),
    ]
    if (measured := result.measured) is not None:
        figures += telling.measured(measured.quality)
        figures += _harmless(measured, telling)
    material = telling.phrase(
        "fact.material", wanted=counted(result.wanted), others=counted(result.others),
        harmless=counted(result.harmless),
    )  # fmt: skip
    facts = [telling.fact("learned_from", material)]
    if result.parts:
        told = telling.phrase("fact.parts", parts=result.parts)
        facts.append(telling.fact("measured", told))
    return Facts("summary", telling.phrase("summary"), figures, facts)


def _harmless(measured: Size, telling: Telling) -> list[Figure]:
    alarms = measured.false_alarms
    if alarms is None:
        return []
    note = telling.phrase("note.interval", low=percent(alarms.low), high=percent(alarms.high))
    return [telling.figure("false_alarms", percent(alarms.value), note)]


def _curve(curve: Sequence[Size], telling: Telling) -> Chart:
    series = [
        Series(telling.phrase("column.f1"), "advisory", [_f1(one.quality) for one in curve]),
    ]
    if any(one.harmless for one in curve):
        alarms = [one.harmless_flagged / one.harmless if one.harmless else 0.0 for one in curve]
        label = telling.phrase("column.harmless_alarms")
        series.append(Series(label, "suspected", alarms))
    title, axis = telling.phrase("section.curve"), telling.phrase("column.size")
    notes = (telling.phrase("note.curve"),)
    places = [counted(one.size) for one in curve]
    return Chart("curve", title, axis, places, series, "lines", notes, top=1.0)


def _f1(quality: Quality) -> float:
    return quality.f1.value if quality.f1 is not None else 0.0


def _sizes(curve: Sequence[Size], telling: Telling) -> Table:
    columns = telling.numbers("size", "f1", "precision", "recall", "alarms", "harmless_alarms")
    rows: list[list[Value]] = [
        [
            one.size, telling.estimate(one.quality.f1), telling.estimate(one.quality.precision),
            telling.estimate(one.quality.recall), one.quality.false,
            telling.estimate(one.false_alarms),
        ]
        for one in curve
    ]  # fmt: skip
    notes = (telling.phrase("note.quality"),)
    return Table("sizes", telling.phrase("section.sizes"), columns, rows, notes)


def _entries(result: LearnedLexicon, telling: Telling) -> Listing:
    columns = [
        telling.column("word"), *telling.numbers("word_weight"),
        telling.column("sign", choice=True),
        *telling.numbers("wanted", "others", "harmless"),
    ]  # fmt: skip
    ordered = sorted(result.entries, key=lambda one: (-one.weight, one.word))
    rows = [_entry(one, telling) for one in ordered]
    notes = (telling.phrase("note.entries"),)
    title = telling.phrase("section.entries")
    return Listing("entries", title, columns, rows, sort="-word_weight", notes=notes)


def _entry(one: LearnedEntry, telling: Telling) -> list[Value]:
    sign = telling.phrase("sign.for" if one.weight > 0 else "sign.against")
    weight = Told(f"{one.weight:+.2f}", one.weight)
    return [shown(one.word), weight, sign, one.wanted, one.others, one.harmless]


def suggestions_page(result: Suggestions, telling: Telling) -> Page:
    """What is suggested for a lexicon, and what speaks for it."""
    standing = telling.phrase("fact.standing_told", **_standing(result.quality))
    facts = [telling.fact("standing", standing)]
    figures = [
        *telling.measured(result.quality),
        telling.figure("threshold", f"{result.threshold:g}"),
    ]
    lead = telling.phrase(
        "lead.suggestions", add=counted(len(result.add)), drop=counted(len(result.drop)),
        reweigh=counted(len(result.reweigh)), threshold=f"{result.threshold:g}",
    )  # fmt: skip
    summary = Facts("summary", telling.phrase("summary"), figures, facts)
    title = telling.phrase("title.suggestions", name=shown(result.lexicon))
    return Page(title, lead, [summary, _suggested(result, telling)])


def _standing(quality: Quality) -> dict[str, str]:
    return {
        "found": counted(quality.found),
        "missed": counted(quality.missed),
        "alarms": counted(quality.false),
        "passed": counted(quality.spared),
    }


def _suggested(result: Suggestions, telling: Telling) -> Listing:
    columns = [
        telling.column("kind", choice=True), telling.column("word"),
        *telling.numbers("word_weight", "new_weight", "found", "alarms", "precision"),
        *telling.numbers("wanted", "others"), telling.column("places", kind="lines"),
    ]  # fmt: skip
    rows = [_suggestion(one, telling) for one in (*result.add, *result.drop, *result.reweigh)]
    notes = (telling.phrase("note.suggested"), telling.phrase("note.quality"))
    return Listing("suggested", telling.phrase("section.suggested"), columns, rows, notes=notes)


def _suggestion(one: Suggestion, telling: Telling) -> list[Value]:
    return [
        telling.phrase(f"suggest.{one.change}"),
        shown(one.word),
        _weight(one.weight),
        _weight(one.new_weight),
        Told(f"{one.found:+,}", one.found),
        Told(f"{one.alarms:+,}", one.alarms),
        telling.estimate(one.precision),
        one.wanted,
        one.others,
        [_place(place, telling) for place in one.places[:_PLACES]],
    ]


def _weight(weight: float | None) -> Told:
    return Told("–") if weight is None else Told(f"{weight:g}", weight)


def _place(place: Place, telling: Telling) -> Pieces:
    return pieces(place.words, [(place.start, place.end)], telling.people)
