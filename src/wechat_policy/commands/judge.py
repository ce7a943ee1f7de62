"""`wechat-policy judge`: the verdicts on what files of records tell."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Literal

import attrs
import click

from wechat_policy.adapters import Format, Record
from wechat_policy.commands.opening import open_directory, open_policies, read_settings
from wechat_policy.commands.options import (
    directory_option,
    language_option,
    policy_option,
    read_length,
    read_moment,
)
from wechat_policy.commands.output import Drawings, Lines, Writer
from wechat_policy.commands.outsiders import introduce
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.records import STDIN, Input, events, inputs
from wechat_policy.commands.streams import FOUND, NOTHING_FOUND, WrongUse, in_colour
from wechat_policy.commands.summary import Summary
from wechat_policy.engine import Engine
from wechat_policy.errors import Language, tally
from wechat_policy.events import Event
from wechat_policy.source import visible
from wechat_policy.verdict import Verdict


@click.command()
@click.argument("files", metavar="EVENTS...", nargs=-1, required=True)
@policy_option
@click.option(
    "--format",
    "format",
    type=click.Choice(["auto", "events", "archive"]),
    default="auto",
    help="What the records are: native events, WeCom chat archive, or to be found out (auto).",
)
@directory_option
@click.option(
    "--until",
    metavar="TIME",
    help="Let time pass up to here after the last event, so that duties fall due.",
)
@click.option(
    "--lateness",
    metavar="LENGTH",
    default="0s",
    help="How long an event may come after a later one, such as 10m; 0s unless given.",
)
@click.option(
    "--set",
    "settings",
    metavar="NAME=VALUE",
    multiple=True,
    help="Bind a parameter of the policies. Repeatable.",
)
@click.option("--output", metavar="FILE", help="Write the verdicts to a file.")
@click.option(
    "--as",
    "form",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    help="Text for people (the default), or a line of JSON for each verdict.",
)
@click.option("--detail", is_flag=True, help="Show the conditions as trees, in text.")
@language_option
@click.pass_context
def judge(
    context: click.Context,
    files: tuple[str, ...],
    policies: tuple[str, ...],
    format: Literal["auto"] | Format,
    directory: str | None,
    until: str | None,
    lateness: str,
    settings: tuple[str, ...],
    output: str | None,
    form: str,
    detail: bool,
    language: Language,
) -> None:
    """Judge the records of files by policies.

    EVENTS are files of native events or of a decrypted WeCom chat archive, as JSON lines or a JSON
    list; - is the standard input. They are judged in the order of the file, several files in the
    order of their times. A record that cannot be read is reported and counted, the rest is judged.

    Only verdicts that have something in them are told. Exit code: 0 nothing found, 1 violations,
    2 wrong use, among it files of which no record can be read.
    """
    opened = open_policies(policies, language, read_settings(settings, language))
    zone = opened[0].zone
    end = None if until is None else read_moment(until, zone, language)
    engine = Engine(
        opened, open_directory(directory, language), lateness=read_length(lateness, language)
    )
    found = inputs(files, language)
    for name, policy in zip(policies, opened, strict=True):
        if policy.warnings:
            told = tally(policy.warnings, language)
            _say("warned", language, policy=policy.id, tally=told, name=visible(name))

    with _opened(output, files, language) as stream:
        writer: Writer
        if form == "jsonl":
            writer = Lines(stream)
        else:
            writer = Drawings(stream, engine.directory, language, zone, in_colour(stream), detail)
        run = _Run(engine, writer, Summary(), language)
        with _progress(found, stream, language) as passed:
            for record in events(found, format, opened[0].timezone, language, run.hear, passed):
                run.judge(record)
            run.finish(end)
        if run.summary.refused and not run.summary.judged:
            raise WrongUse(phrase("nothing_read", language, count=run.summary.records))
        stats = engine.stats()
        if form == "jsonl":
            click.echo(run.summary.record_line(stats, language), err=True)
        else:
            for line in run.summary.lines(stats, engine.directory, language):
                stream.write(f"{line}\n")
        stream.flush()
    context.exit(FOUND if run.summary.violations else NOTHING_FOUND)


@attrs.define
class _Run:
    """One run over all records."""

    engine: Engine
    writer: Writer
    summary: Summary
    language: Language
    last: datetime | None = None

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

    def judge(self, record: Record) -> None:
        """Judges a record that is an event."""
        event = record.event
        assert event is not None
        introduce(self.engine.directory, record)
        self.last = event.at if self.last is None else max(self.last, event.at)
        for verdict in self.engine.feed(event):
            self._take(verdict, event)

    def finish(self, end: datetime | None) -> None:
        """Lets time pass, and gives what was held back for late events."""
        if end is not None:
            if self.last is not None and end < self.last:
                _say("until_early", self.language, until=end, last=self.last)
            for verdict in self.engine.advance(end):
                self._take(verdict, None)
        for verdict in self.engine.flush():
            self._take(verdict, None)

    def _take(self, verdict: Verdict, event: Event | None) -> None:
        if verdict:
            self.summary.take(verdict)
            self.writer.write(verdict, event)


@contextmanager
def _opened(output: str | None, files: tuple[str, ...], language: Language) -> Iterator[IO[str]]:
    """Where the verdicts go. Raises WrongUse for a file that cannot be written."""
    if output is None:
        yield sys.stdout
        return
    for name in files:
        if name != STDIN and Path(output).exists() and os.path.samefile(name, output):
            raise WrongUse(phrase("same_file", language, name=visible(output)))
    with ExitStack() as opened:
        try:
            stream = opened.enter_context(
                open(output, "w", encoding="utf-8", errors="backslashreplace", newline="\n")
            )
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            said = phrase("unwritable", language, name=visible(output), reason=reason)
            raise WrongUse(said) from None
        yield stream


@contextmanager
def _progress(
    files: list[Input], stream: IO[str], language: Language
) -> Iterator[Callable[[int], None]]:
    """Takes the bytes that were read, and shows a bar where one can be seen and is in no way."""
    if not sys.stderr.isatty() or stream.isatty():
        yield lambda size: None
        return
    from rich.console import Console
    from rich.progress import Progress

    sizes = [file.size for file in files]
    total = None if None in sizes else sum(size or 0 for size in sizes)
    # Only the bar is its business: what the run says itself goes past it.
    with Progress(console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        task = progress.add_task(phrase("progress", language), total=total)
        yield lambda size: progress.advance(task, size)


def _say(key: str, language: Language, **facts: object) -> None:
    click.echo(phrase(key, language, **facts), err=True)
