"""How a report tells what all reports tell: people, times, clauses, quotations, estimates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

import attrs

from wechat_policy.directory import Directory
from wechat_policy.errors import Language
from wechat_policy.reporting.excerpts import Pieces, pieces
from wechat_policy.reporting.pages import Column, Figure, Table, Told, Tone, Value
from wechat_policy.reporting.people import People
from wechat_policy.reporting.phrasing import counted, phrase
from wechat_policy.tuning.backtested import Tested, Unread
from wechat_policy.tuning.excerpts import Excerpt
from wechat_policy.tuning.intervals import Estimate, Quality
from wechat_policy.wording import Wording, shown

TONES: dict[str, Tone] = {
    "violation": "violation",
    "suspected": "suspected",
    "advisory": "advisory",
    "undetermined": "quiet",
    "missed": "suspected",
}


@attrs.frozen
class Telling:
    """The language of a report, and who is called what in it."""

    wording: Wording
    people: People
    directory: Directory | None = None
    zone: tzinfo | None = None

    @property
    def language(self) -> Language:
        """The language."""
        return self.wording.language

    def phrase(self, key: str, **facts: object) -> str:
        """A fixed phrase."""
        return phrase(key, self.language, **facts)

    def column(self, key: str, label: str = "", **differs: object) -> Column:
        """A column with its label, which is that of the same key unless told."""
        column = Column(key, self.phrase(f"column.{label or key}"))
        return attrs.evolve(column, **differs)  # type: ignore[arg-type]

    def numbers(self, *keys: str) -> list[Column]:
        """Columns of numbers."""
        return [self.column(key, kind="number") for key in keys]

    def figure(self, key: str, value: int | str, note: str = "") -> Figure:
        """A key figure."""
        told = counted(value) if isinstance(value, int) else value
        return Figure(self.phrase(f"figure.{key}"), told, note)

    def fact(self, key: str, told: int | str) -> tuple[str, str]:
        """A labelled fact."""
        return self.phrase(f"fact.{key}"), counted(told) if isinstance(told, int) else told

    def moment(self, at: datetime | None) -> str:
        """A moment in the zone of the report, to the second."""
        if at is None:
            return ""
        return at.astimezone(self.zone or at.tzinfo).strftime("%Y-%m-%d %H:%M:%S")

    def day(self, at: datetime) -> str:
        """The day of a moment."""
        return self.moment(at)[:10]

    def period(self, first: datetime | None, last: datetime | None) -> str:
        """From when to when."""
        return self.phrase("period", first=self.moment(first), last=self.moment(last))

    def policies(self, policies: Iterable[Tested]) -> str:
        """Policies with their versions."""
        told = []
        for one in policies:
            title = one.title and one.title != one.id
            name = self.wording.bracketed(shown(one.title), shown(one.id)) if title else one.id
            told.append(self.phrase("fact.version", name=name, version=shown(one.version)))
        return self.wording.phrase("say.facts").join(told) or self.phrase("none")

    def some(self, policies: Sequence[Tested]) -> str:
        """Policies for a heading."""
        if len(policies) == 1:
            return f"{shown(policies[0].id)} {shown(policies[0].version)}".rstrip()
        return self.phrase("title.some", count=len(policies))

    def clause(self, clause: str, title: str) -> str:
        """A clause by its title and id."""
        if not title or title == clause:
            return shown(clause)
        return self.wording.bracketed(shown(title), shown(clause))

    def status(self, status: str) -> str:
        """How sure a verdict is."""
        return self.phrase(f"status.{status}")

    def tones(self) -> dict[str, Tone]:
        """The colours of those words."""
        return {self.status(key): tone for key, tone in TONES.items()}

    def who(self, subject: str | None) -> str:
        """A subject."""
        return self.people.who(subject)

    def by_department(self) -> Column:
        """The column of departments; there are none without a directory."""
        known = self.directory is not None
        return self.column("department", choice=known, hidden=not known)

    def department(self, subject: str | None, at: datetime) -> str:
        """The departments of a subject at a moment."""
        if subject is None or self.directory is None:
            return self.departments(())
        return self.departments((self.directory.person(subject, at) or {}).get("department") or ())

    def departments(self, names: Iterable[str | None]) -> str:
        """Names of departments."""
        told = [shown(one) for one in names if one]
        return self.wording.listed(told) or self.phrase("department.unknown")

    def quote(self, excerpt: Excerpt) -> list[Pieces]:
        """What of an event decided, with the words that did, in lines."""
        if not excerpt.text:
            return []
        text = excerpt.text if excerpt.spans else self._facts(excerpt)
        return [pieces(text, excerpt.spans, self.people)]

    def _facts(self, excerpt: Excerpt) -> str:
        """What decided where no words did, with the names that facts have in the language."""
        if excerpt.status == "undetermined":
            paths = self.wording.listed(map(self.wording.path, excerpt.text.split(", ")))
            label = self.wording.phrase("label.missing")
            return self.wording.phrase("say.pair", label=label, value=paths)
        if not excerpt.field or not excerpt.text.startswith(f"{excerpt.field}: "):
            return excerpt.text
        facts = (fact.partition(": ") for fact in excerpt.text.split("; "))
        return self.wording.phrase("say.facts").join(
            self.wording.phrase("say.pair", label=self.wording.path(name), value=value)
            if value else name
            for name, _, value in facts
        )  # fmt: skip

    def event(self, event: str | None) -> str:
        """The id of an event; whoever may read the archive finds it there."""
        if event is None:
            return self.phrase("event.none")
        return shown(self.people.hide(event, numbers=False))

    def estimate(self, estimate: Estimate | None) -> Told:
        """A measured value with its interval."""
        if estimate is None:
            return Told("–")
        told = self.phrase(
            "quality.cell", value=percent(estimate.value), low=percent(estimate.low),
            high=percent(estimate.high),
        )  # fmt: skip
        return Told(told, estimate.value)

    def measured(self, quality: Quality) -> list[Figure]:
        """Precision, recall and F1 as key figures."""
        figures = []
        for name in ("precision", "recall", "f1"):
            one: Estimate | None = getattr(quality, name)
            if one is None:
                figures.append(self.figure(name, "–"))
                continue
            note = self.phrase("note.interval", low=percent(one.low), high=percent(one.high))
            figures.append(self.figure(name, percent(one.value), note))
        return figures

    def unread(self, unread: Sequence[Unread], count: int) -> list[Table]:
        """What could not be read, if there was any."""
        if not count:
            return []
        columns = [
            *self.numbers("number"),
            self.column("event", kind="id"),
            self.column("reason", kind="lines"),
        ]
        rows: list[list[Value]] = [
            [
                one.number,
                self.event(one.id) if one.id else "–",
                [pieces(one.reason_zh if self.language == "zh" else one.reason, (), self.people)],
            ]
            for one in unread
        ]
        note = self.phrase("note.unread", shown=counted(len(rows)), count=counted(count))
        title = self.phrase("section.unread")
        return [Table("unread", title, columns, rows, notes=(note,), cards=True)]


def percent(value: float) -> str:
    """A share to a tenth of a percent."""
    return f"{100 * value:.1f}%"
