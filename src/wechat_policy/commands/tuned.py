"""What the commands that run policies over history share: events, labels, pages, pseudonyms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import tzinfo
from typing import TypeVar

import attrs
import click

from wechat_policy.adapters import Record
from wechat_policy.commands.opening import unreadable
from wechat_policy.commands.options import read_length, read_moment
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.records import Input, Reading, events
from wechat_policy.commands.streams import WrongUse
from wechat_policy.directory import Directory
from wechat_policy.errors import Language
from wechat_policy.policy import Policy
from wechat_policy.reporting import write_report
from wechat_policy.source import visible
from wechat_policy.tuning import Backtest, Difference, LearnedLexicon, Unread
from wechat_policy.tuning.labels import Label, WrongLabels, read_labels
from wechat_policy.tuning.tallying import Options

ResultT = TypeVar("ResultT", Backtest, Difference)

_MOST_NAMED = 100


@attrs.define
class History:
    """The records of files on their way to a run; those that cannot be read are said and noted."""

    files: Sequence[Input]
    reading: Reading
    language: Language
    unread: list[Unread] = attrs.field(factory=list)
    refused: int = 0
    records: int = 0

    def events(self, passed: Callable[[int], None]) -> Iterator[Record]:
        """The records that are events."""
        yield from events(self.files, self.reading, self.language, self._hear, passed)

    def _hear(self, name: str, record: Record) -> None:
        self.records += 1
        refusal = record.refusal
        if refusal is None or not refusal.damaged:
            return
        self.refused += 1
        told = phrase("refused", self.language, name=name, refusal=refusal.render(self.language))
        click.echo(told, err=True)
        if len(self.unread) < _MOST_NAMED:
            reasons = refusal.reason("en"), refusal.reason("zh")
            self.unread.append(Unread(record.line, record.raw_id, *reasons))

    def told(self, result: ResultT) -> ResultT:
        """The result with the records that could not be read.

        Raises WrongUse if none of them could.
        """
        if self.refused and not result.events:
            raise WrongUse(phrase("nothing_read", self.language, count=self.records))
        unread = (*result.unread, *self.unread)[:_MOST_NAMED]
        count = result.unread_count + self.refused
        return attrs.evolve(result, unread=unread, unread_count=count)


def options_of(
    policies: Sequence[Policy], until: str | None, lateness: str, redelivery: str,
    history_since: str | None, language: Language,
) -> Options:  # fmt: skip
    """How time passes, as the options say it."""
    zone = policies[0].zone
    return Options(
        lateness=read_length(lateness, language),
        redelivery=read_length(redelivery, language),
        history_since=None if history_since is None else read_moment(history_since, zone, language),
        until=None if until is None else read_moment(until, zone, language),
    )


def labels_of(name: str | None, language: Language) -> dict[str, Label] | None:
    """The labels of a file. Raises WrongUse for one that cannot be used."""
    if name is None:
        return None
    try:
        return dict(read_labels(name) or {})
    except WrongLabels as fault:
        facts = {key: visible(str(one)) for key, one in fault.facts.items()}
        raise WrongUse(phrase(fault.code, language, **{"name": visible(name), **facts})) from None
    except OSError as error:
        raise WrongUse(unreadable(name, error, language)) from None


def write_page(
    result: Backtest | Difference | LearnedLexicon, path: str, language: Language, *,
    people: bool = False, directory: Directory | None = None, zone: tzinfo | None = None,
) -> None:  # fmt: skip
    """Writes the page of a result. Raises WrongUse where it cannot be written."""
    known = directory if directory is not None and directory.ids("person") else None
    try:
        write_report(result, path, people=people, lang=language, directory=known, zone=zone)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WrongUse(phrase("unwritable", language, name=visible(path), reason=reason)) from None
    click.echo(phrase("tuning_reported", language, name=visible(path)), err=True)
