"""`wechat-policy judge`: the verdicts on what files of records tell."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from datetime import datetime
from typing import IO

import attrs
import click

from wechat_policy.adapters import Record
from wechat_policy.adapters.outsiders import introduce
from wechat_policy.commands.delivery import Delivery
from wechat_policy.commands.opening import open_directory, open_policies, read_settings
from wechat_policy.commands.options import (
    columns_option,
    directory_option,
    form_option,
    format_option,
    language_option,
    owner_option,
    policy_option,
    read_length,
    read_moment,
    settings_option,
    time_options,
)
from wechat_policy.commands.output import Drawings, Lines, Writer, opened_output
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.progress import progress_bar
from wechat_policy.commands.records import STDIN, Reading, events, inputs
from wechat_policy.commands.storing import stored
from wechat_policy.commands.streams import FOUND, NOTHING_FOUND, WrongUse, in_colour
from wechat_policy.commands.summary import Summary
from wechat_policy.engine import Engine, waiting
from wechat_policy.engine.progress import Progress, progress_of
from wechat_policy.errors import Language, tally
from wechat_policy.events import Event
from wechat_policy.source import visible
from wechat_policy.state import StateError
from wechat_policy.verdict import Verdict


@click.command()
@click.argument("files", metavar="EVENTS...", nargs=-1, required=True)
@policy_option
@format_option
@owner_option
@columns_option
@directory_option
@time_options
@settings_option
@click.option(
    "--state",
    metavar="FILE",
    help="Keep what is remembered in a file, and go on where the last run with it ended.",
)
@click.option(
    "--output",
    metavar="FILE",
    help="Write the verdicts to a file; with --state add them to what it holds.",
)
@form_option("Text for people (the default), or a line of JSON for each verdict.")
@click.option("--detail", is_flag=True, help="Show the conditions as trees, in text.")
@language_option
@click.pass_context
def judge(
    context: click.Context,
    files: tuple[str, ...],
    policies: tuple[str, ...],
    format: str,
    owner: str | None,
    columns: str | None,
    directories: tuple[str, ...],
    until: str | None,
    lateness: str,
    redelivery: str,
    history_since: str | None,
    settings: tuple[str, ...],
    state: str | None,
    output: str | None,
    form: str,
    detail: bool,
    language: Language,
) -> None:
    """Judge the records of files by policies.

    EVENTS are files of native events or of records in any other format that is known, such as a
    decrypted WeCom chat archive; - is the standard input. They are judged in the order of the file,
    several files in the order of their times. A record that cannot be read is reported and counted,
    the rest is judged; `wechat-policy events` shows what was read.

    With --state, events that were judged before give nothing (for as long as --redelivery says;
    what was violated is told once for ever), events that wait for late ones do so up to the next
    run, and verdicts that an earlier run could not write come first.

    Only verdicts that have something in them are told. Exit code: 0 nothing found, 1 violations,
    2 wrong use, among it files of which no record can be read.
    """
    opened = open_policies(policies, language, read_settings(settings, language))
    zone = opened[0].zone
    end = None if until is None else read_moment(until, zone, language)
    delay, known = read_length(lateness, language), read_length(redelivery, language)
    since = None if history_since is None else read_moment(history_since, zone, language)
    found = inputs(files, language)
    given = Reading(format, opened[0].timezone, owner, columns)
    rows = open_directory(directories, language)
    for fault in rows.unreadable_hours():
        _say("own_hours", language, fault=fault.render(language))
    for name, policy in zip(policies, opened, strict=True):
        if policy.warnings:
            told = tally(policy.warnings, language)
            _say("warned", language, policy=policy.id, tally=told, name=visible(name))

    with ExitStack() as resources:
        store = None if state is None else resources.enter_context(stored(state, language))
        past = Progress() if store is None else progress_of(store)
        engine = Engine(
            opened, rows, lateness=delay, redelivery=known, history_since=since, state=store
        )
        stream = resources.enter_context(
            opened_output(output, (*files, state or STDIN), language, add=state is not None)
        )
        writer: Writer
        if form == "jsonl":
            writer = Lines(stream)
        else:
            writer = Drawings(stream, engine.directory, language, zone, in_colour(stream), detail)
        run = _Run(engine, writer, stream, Summary(), language, past.clock)
        run.resume(past)
        with progress_bar(found, stream, phrase("progress", language)) as passed:
            run.judge_all(events(found, given, language, run.hear, passed))
            run.finish(end)
        if run.summary.refused and not run.summary.judged:
            raise WrongUse(phrase("nothing_read", language, count=run.summary.records))
        stats = _since(past, engine)
        for name, year in engine.uncovered():
            _say("uncovered", language, policy=name, year=year)
        if form == "jsonl":
            click.echo(run.summary.record_line(stats, language), err=True)
        else:
            for line in run.summary.lines(stats, engine.directory, language):
                stream.write(f"{line}\n")
        stream.flush()
    context.exit(FOUND if run.summary.violations else NOTHING_FOUND)


def _since(past: Progress, engine: Engine) -> Mapping[str, int]:
    """What the engine counted in this run."""
    before = past.counts()
    return {name: count - before[name] for name, count in engine.stats().items()}


@attrs.define
class _Run:
    """One run over all records."""

    engine: Engine
    writer: Writer
    stream: IO[str]
    summary: Summary
    language: Language
    last: datetime | None
    delivery: Delivery = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.delivery = Delivery(self.engine, self.stream, self._write)

    def resume(self, past: Progress) -> None:
        """Goes on where an earlier run with the same state file ended."""
        dropped = _since(past, self.engine)["dropped"]
        if dropped:
            _say("dropped", self.language, count=dropped)
        undelivered = self.delivery.resume()
        if undelivered:
            _say("undelivered", self.language, count=undelivered)
        if not self.engine.lateness:  # that run may have waited for late events
            self.delivery.take(self.engine.flush(), None)

    def hear(self, name: str, record: Record) -> None:
        """Counts a record, and says what is wrong with it."""
        self.summary.records += 1
        refusal = record.refusal
        if refusal is None:
            return
        if refusal.damaged:
            self.summary.refused += 1
            _say("refused", self.language, name=name, refusal=refusal.render(self.language))
        else:
            self.summary.silent += 1

    def judge_all(self, records: Iterable[Record]) -> None:
        """Judges the records that are events; what ends it does not take back those before."""
        try:
            for record in records:
                self._judge(record)
        except Exception as fault:
            if not isinstance(fault, StateError | sqlite3.Error | OSError):
                self.delivery.commit()
            raise

    def _judge(self, record: Record) -> None:
        event = record.event
        assert event is not None
        introduce(self.engine.directory, record)
        self.last = event.at if self.last is None else max(self.last, event.at)
        self.delivery.take(self.engine.feed(event, commit=False), event)

    def finish(self, end: datetime | None) -> None:
        """Lets time pass, and gives what was held back for late events if no run follows."""
        if end is not None:
            if self.last is not None and end < self.last:
                _say("until_early", self.language, until=end, last=self.last)
            self.delivery.take(self.engine.advance(end), None)
        if not self.engine.state.durable:
            self.delivery.take(self.engine.flush(), None)
            return
        self.delivery.commit()
        count = sum(1 for _ in self.engine.state.keys(*waiting.PLACE))
        if count:
            _say("waiting", self.language, count=count)

    def _write(self, verdict: Verdict, event: Event | None) -> None:
        self.summary.take(verdict)
        self.writer.write(verdict, event)


def _say(key: str, language: Language, **facts: object) -> None:
    click.echo(phrase(key, language, **facts), err=True)
