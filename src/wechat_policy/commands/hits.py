"""A backtest as text for people."""

from __future__ import annotations

from collections.abc import Iterator

from wechat_policy.commands.phrases import listed, phrase
from wechat_policy.commands.tables import estimated, marked, percent, table
from wechat_policy.errors import Language
from wechat_policy.tuning import Backtest, ClauseHits, Excerpt, Labelled, Quality
from wechat_policy.tuning.backtested import ClauseKey
from wechat_policy.wording import Wording, shown
from wechat_policy.words import spell

_FEW = 10
"""Overlaps, days, false alarms and misses that are listed; the JSON has all."""

_FEW_WORDS = 8


def backtest_lines(result: Backtest, language: Language, people: bool) -> Iterator[str]:
    """All of it in words, without line ends; `people` says that ids and names are told."""
    yield from _Telling(result, language).lines()
    if not people:
        yield phrase("tuning_pseudonyms", language)
    yield phrase("tuning_closing", language)


def told_excerpt(excerpt: Excerpt, wording: Wording) -> str:
    """An excerpt with its event, time and person."""
    language = wording.language
    who = excerpt.subject
    if who is not None and who.startswith("#"):
        who = phrase("tuning_person", language, number=who[1:])
    event = excerpt.event
    told = phrase("tuning_no_event", language) if event is None else shown(event)
    return phrase(
        "tuning_excerpt", language, event=told, time=wording.time(excerpt.at),
        who=wording.who(who), text=marked(excerpt),
    )  # fmt: skip


def period_line(
    events: int, first: object, last: object, language: Language, wording: Wording
) -> str:
    """How many events there were, from when to when."""
    if not events:
        return phrase("tuning_no_events", language)
    times = {"first": wording.value(first), "last": wording.value(last)}
    return phrase("tuning_period", language, count=events, **times)


class _Telling:
    """Tells of one backtest in one language."""

    def __init__(self, result: Backtest, language: Language) -> None:
        self.result = result
        self.language = language
        self.wording = Wording(language, lambda id_: result.names.get(id_, ""))
        self.several = len(result.policies) > 1

    def say(self, key: str, **facts: object) -> str:
        return phrase(f"backtest_{key}", self.language, **facts)

    def heads(self, *names: str) -> list[str]:
        return [phrase(f"backtest.{name}", self.language) for name in names]

    def clause(self, one: ClauseHits) -> str:
        title = f"{one.title} ({one.clause})" if one.title != one.clause else one.clause
        if self.language == "zh":
            title = title.replace(" (", "（").replace(")", "）")
        return shown(f"{one.policy}: {title}" if self.several else title)

    def key(self, key: ClauseKey) -> str:
        return shown(f"{key[0]}/{key[1]}" if self.several else key[1])

    def lines(self) -> Iterator[str]:
        result, language = self.result, self.language
        names = [f"{shown(one.id)} {shown(one.version)}".strip() for one in result.policies]
        yield self.say("title", policies=listed(names, language))
        period = period_line(result.events, result.first, result.last, language, self.wording)
        yield f"  {period}"
        if result.duplicates:
            yield "  " + self.say("duplicates", count=result.duplicates)
        if result.late:
            yield "  " + self.say("late", count=result.late)
        if result.unread_count:
            yield "  " + phrase("tuning_unread", language, count=result.unread_count)
        share = percent(result.flagged_events, result.events)
        facts = {"count": result.flagged_events, "share": share, "people": result.people}
        yield "  " + self.say("flagged", **facts)
        yield "  " + self.say("hits", **result.hits.to_dict())
        yield ""
        for part in (
            self.clauses(), self.overlaps(), self.days(), self.departments(), self.penalties(),
            self.words(), self.examples(),
        ):  # fmt: skip
            yield from self.block(part)
        if result.labelled is not None:
            yield from self.block(self.labels(result.labelled))
            yield from self.block(self.alarms(result.labelled))
            yield from self.block(self.misses(result.labelled))

    @staticmethod
    def block(lines: Iterator[str]) -> Iterator[str]:
        """A heading with what stands below it and an empty line; nothing if nothing does."""
        told = list(lines)
        if len(told) > 1:
            yield told[0]
            yield from (f"  {line}" for line in told[1:])
            yield ""

    def rest(self, all_of_them: int) -> Iterator[str]:
        if all_of_them > _FEW:
            yield phrase("tuning_more", self.language, count=all_of_them - _FEW)

    def clauses(self) -> Iterator[str]:
        yield self.say("clauses")
        found = [one for one in self.result.clauses if any(one.hits.to_dict().values())]
        names = ("certain", "suspected", "advisory", "undetermined")
        rows = [
            [self.clause(one), *(getattr(one.hits, name) for name in names), one.events,
             one.alone, one.people]
            for one in found
        ]  # fmt: skip
        if rows:
            yield from table(self.heads("clause", *names, "events", "alone", "people"), rows)
        silent = len(self.result.clauses) - len(found)
        if silent:
            yield self.say("silent", count=silent)

    def overlaps(self) -> Iterator[str]:
        yield self.say("overlaps")
        overlaps = self.result.overlaps
        if overlaps:
            rows = [[f"{self.key(one.first)} + {self.key(one.second)}", one.events]
                    for one in overlaps[:_FEW]]  # fmt: skip
            yield from table(self.heads("clauses", "events"), rows)
        yield from self.rest(len(overlaps))

    def days(self) -> Iterator[str]:
        yield self.say("days")
        busy = sorted(self.result.days.items(), key=lambda one: (-one[1].flagged, one[0]))
        rows = [[day, hits.certain, hits.suspected] for day, hits in busy[:_FEW] if hits.flagged]
        if rows:
            yield from table(self.heads("day", "certain", "suspected"), rows)

    def departments(self) -> Iterator[str]:
        yield self.say("departments")
        rows = [
            [self.say("unknown") if name is None else name, hits.certain, hits.suspected]
            for name, hits in self.result.departments.items()
            if hits.flagged
        ]
        if rows:
            yield from table(self.heads("department", "certain", "suspected"), rows)

    def penalties(self) -> Iterator[str]:
        yield self.say("penalties", people=self.result.punished)
        rows = [
            [f"{one.policy}: {one.tier}" if self.several else one.tier, one.penalties, one.people,
             listed((spell("sanction", each, self.language) for each in one.sanctions),
                    self.language)]
            for one in self.result.penalties
        ]  # fmt: skip
        if rows:
            yield from table(self.heads("step", "penalties", "people", "sanctions"), rows)

    def words(self) -> Iterator[str]:
        yield self.say("words")
        for one in self.result.clauses:
            if one.words:
                told = [f"{shown(word)} {count}" for word, count in one.words[:_FEW_WORDS]]
                yield self.say("word", clause=self.clause(one), words=listed(told, self.language))

    def examples(self) -> Iterator[str]:
        yield self.say("examples")
        for one in self.result.clauses:
            for excerpt in one.examples[:1]:
                status = phrase(f"tuning_status_{excerpt.status}", self.language)
                told = told_excerpt(excerpt, self.wording)
                yield self.say("example", clause=self.clause(one), status=status, excerpt=told)

    def labels(self, labelled: Labelled) -> Iterator[str]:
        yield self.say("labels")
        flagged, sure = self.heads("flagged", "sure")
        qualities = [(flagged, labelled.flagged), (sure, labelled.certain)]
        qualities += [
            (self.clause(one), one.quality)
            for one in self.result.clauses
            if one.quality is not None and one.quality.found + one.quality.false
        ]
        heads = self.heads("what", "found", "false", "missed", "precision", "recall", "f1")
        yield from table(heads, [[name, *self.quality(one)] for name, one in qualities])
        if labelled.unseen:
            yield self.say("unseen", count=labelled.unseen)
        if labelled.unknown:
            names = listed(map(shown, labelled.unknown[:_FEW]), self.language)
            yield self.say("names", names=names)

    def quality(self, one: Quality) -> list[object]:
        rates = (estimated(each, self.language) for each in (one.precision, one.recall, one.f1))
        return [one.found, one.false, one.missed, *rates]

    def alarms(self, labelled: Labelled) -> Iterator[str]:
        yield self.say("alarms", count=labelled.flagged.false)
        for one in labelled.false_alarms[:_FEW]:
            yield self.say(
                "alarm",
                weight=f"{one.weight:.2f}",
                status=phrase(f"tuning_status_{one.excerpt.status}", self.language),
                clauses=listed(map(self.key, one.clauses), self.language),
                excerpt=told_excerpt(one.excerpt, self.wording),
            )
        yield from self.rest(len(labelled.false_alarms))

    def misses(self, labelled: Labelled) -> Iterator[str]:
        yield self.say("misses", count=labelled.flagged.missed)
        for one in labelled.misses[:_FEW]:
            yield told_excerpt(one.excerpt, self.wording)
        yield from self.rest(len(labelled.misses))
