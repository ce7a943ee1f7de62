"""What a run of `judge` came to: records, verdicts, and violations by clause and by subject."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

import attrs

from wechat_policy.commands.phrases import listed, phrase
from wechat_policy.directory import Directory
from wechat_policy.errors import Language
from wechat_policy.verdict import Verdict
from wechat_policy.wording import PHRASES, Wording, shown

_MOST = 50
"""Clauses, and subjects, that are listed; the rest are counted."""


@attrs.frozen
class _Counted:
    """As much of a violation as is counted: a month of them has to fit into memory."""

    clause: tuple[str, str, str]
    subject: str | None
    at: datetime
    status: str


class Summary:
    """Counts records and verdicts as they come; a violation that is told anew counts once."""

    def __init__(self) -> None:
        self.records = 0
        self.refused = 0
        self.silent = 0
        self.verdicts = 0
        self.undetermined: set[str] = set()
        self.violations: dict[str, _Counted] = {}

    def take(self, verdict: Verdict) -> None:
        """Counts a verdict that has something in it."""
        self.verdicts += 1
        self.undetermined.update(one.id for one in verdict.undetermined)
        for one in verdict.violations:
            clause = (one.policy, one.clause, one.title)
            self.violations[one.id] = _Counted(clause, one.subject, one.at, one.status)

    @property
    def judged(self) -> int:
        """The records that gave events."""
        return self.records - self.refused - self.silent

    def record_line(self, stats: Mapping[str, int], language: Language) -> str:
        """How many records there were, and what became of those that were not judged."""
        counts = {
            "part_refused": self.refused,
            "part_silent": self.silent,
            "part_duplicates": stats.get("duplicates", 0),
            "part_late": stats.get("late", 0),
        }
        return phrase("records", language, count=self.records, more=_bracketed(counts, language))

    def lines(
        self, stats: Mapping[str, int], directory: Directory, language: Language
    ) -> Iterator[str]:
        """All of it in words, without line ends."""
        yield phrase("summary", language)
        yield "  " + self.record_line(stats, language)
        yield "  " + phrase("verdicts", language, count=self.verdicts)
        statuses = Counter(one.status for one in self.violations.values())
        told = [
            f"{PHRASES[f'status.{status}'][language == 'zh']} {count}"
            for status, count in sorted(statuses.items())
            if status != "violation"
        ]
        more = phrase("of_which", language, parts=listed(told, language)) if told else ""
        yield "  " + phrase("violations", language, count=len(self.violations), more=more)
        if self.undetermined:
            yield "  " + phrase("undetermined", language, count=len(self.undetermined))
        if stats.get("undetermined", 0):
            yield "  " + phrase("unreported", language, count=stats["undetermined"])
        if stats.get("unclear", 0):
            yield "  " + phrase("unclear", language, count=stats["unclear"])
        if self.violations:
            yield from self._ranked(directory, language)
        yield ""
        yield phrase("closing" if self.verdicts else "nothing_found", language)

    def _ranked(self, directory: Directory, language: Language) -> Iterator[str]:
        clauses = Counter(one.clause for one in self.violations.values())
        several = len({policy for policy, _, _ in clauses}) > 1
        named = {
            (f"{policy}: " if several else "") + _titled(clause, title, language): count
            for (policy, clause, title), count in clauses.items()
        }
        yield from _listed("by_clause", named, language)
        subjects = Counter(_who(one, directory, language) for one in self.violations.values())
        yield from _listed("by_subject", subjects, language)


def _titled(clause: str, title: str, language: Language) -> str:
    """A clause by its title, with the id behind it where that is another."""
    if title == clause:
        return title
    return f"{title} ({clause})" if language == "en" else f"{title}（{clause}）"


def _who(violation: _Counted, directory: Directory, language: Language) -> str:
    def name(id_: str) -> str:
        row = directory.person(id_, violation.at)
        return "" if row is None else str(row.get("name") or "")

    return Wording(language, name).who(violation.subject)


def _listed(key: str, counts: Mapping[str, int], language: Language) -> Iterator[str]:
    yield "  " + phrase("line", language, name=phrase(key, language), count="").rstrip()
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    for name, count in ranked[:_MOST]:
        yield "    " + phrase("line", language, name=shown(name), count=count)
    if len(ranked) > _MOST:
        yield "    " + phrase("and_more", language, count=len(ranked) - _MOST)


def _bracketed(counts: Mapping[str, int], language: Language) -> str:
    told = [phrase(key, language, count=count) for key, count in counts.items() if count]
    return phrase("of_which", language, parts=listed(told, language)) if told else ""
