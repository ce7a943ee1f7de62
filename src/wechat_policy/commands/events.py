"""`wechat-policy events`: what files of records were read as, and what was refused and why."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import click

from wechat_policy.adapters import Detection, Record
from wechat_policy.commands.options import (
    columns_option,
    form_option,
    format_option,
    language_option,
    owner_option,
    timezone_option,
)
from wechat_policy.commands.output import write_json
from wechat_policy.commands.phrases import listed, phrase
from wechat_policy.commands.records import Reading, inputs
from wechat_policy.commands.records import events as events_of
from wechat_policy.commands.streams import NOTHING_FOUND, WrongUse
from wechat_policy.errors import Language
from wechat_policy.events import Event
from wechat_policy.wording import Wording, shown
from wechat_policy.words import spell

_ROOM = 24
"""Cells of a value that are shown: enough to recognise a message, not to read it."""


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@format_option
@timezone_option
@owner_option
@columns_option
@form_option("A line of text for each event (the default), or the native event as a line of JSON.")
@language_option
def events(
    files: tuple[str, ...],
    format: str,
    timezone: str,
    owner: str | None,
    columns: str | None,
    form: str,
    language: Language,
) -> None:
    """Show the events that files of records are read as.

    Nothing is judged. Events go to the standard output; what showed the format of a file, the
    records that were refused and why, and how many there were go to the error output. What is
    written with `--as jsonl` can be judged in place of the files.

    Exit code: 0 done, 2 wrong use, among it files of which no record can be read.
    """
    found = inputs(files, language)
    hearing = _Hearing(language)
    wording = Wording(language)
    reading = Reading(format, timezone, owner, columns)
    for record in events_of(found, reading, language, hearing.hear, detected=hearing.detect):
        assert record.event is not None
        if form == "jsonl":
            write_json(sys.stdout, _jsonable(record.event))
        else:
            sys.stdout.write(f"{_line(record, record.event, wording)}\n")
    sys.stdout.flush()
    if hearing.damaged and not hearing.given and not hearing.silent:
        raise WrongUse(phrase("nothing_read", language, count=hearing.damaged))
    for line in hearing.lines():
        click.echo(line, err=True)
    click.get_current_context().exit(NOTHING_FOUND)


@attrs.define
class _Hearing:
    """What is said besides the events, and counted."""

    language: Language
    damaged: int = 0
    silent: int = 0
    given: Counter[str] = attrs.field(factory=Counter)

    def detect(self, name: str, detection: Detection) -> None:
        """Says what showed the format of a file."""
        told = detection.reason(self.language)
        click.echo(
            phrase("detected", self.language, name=name, format=detection.format, reason=told),
            err=True,
        )

    def hear(self, name: str, record: Record) -> None:
        """Counts a record, and says what is wrong with it."""
        if record.event is not None:
            self.given[record.event.type] += 1
            return
        refusal = record.refusal
        assert refusal is not None
        self.damaged += refusal.damaged
        self.silent += not refusal.damaged
        told = refusal.render(self.language)
        if record.raw_id:
            told = phrase("with_id", self.language, refusal=told, id=shown(record.raw_id))
        click.echo(phrase("refused", self.language, name=name, refusal=told), err=True)

    def lines(self) -> Iterator[str]:
        """What it came to."""
        if not (self.given or self.damaged or self.silent):
            yield phrase("no_records", self.language)
        parts = [
            phrase(f"part_{name}", self.language, count=count)
            for name, count in (("refused", self.damaged), ("silent", self.silent))
            if count
        ]
        more = (
            phrase("of_which", self.language, parts=listed(parts, self.language)) if parts else ""
        )
        total = sum(self.given.values())
        yield phrase("events_read", self.language, count=total, more=more)
        for name, count in sorted(self.given.items(), key=lambda pair: (-pair[1], pair[0])):
            word = spell("event", name, self.language)
            yield "  " + phrase("line", self.language, name=word, count=count)


def _jsonable(event: Event) -> Mapping[str, Any]:
    return {key: _plain(value) for key, value in event.to_dict().items()}


def _plain(value: Any) -> Any:
    """A value as JSON has it; a sum of yuan and fen keeps its digits as a float."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case _:
            return str(value)


def _line(record: Record, event: Event, wording: Wording) -> str:
    """The line of the record, then time, type, id and attributes, long values cut."""
    facts = [
        f"{wording.path(name)}={wording.value(value, name, _ROOM)}"
        for name, value in event.facts.items()
        if not name.startswith("x_")
    ]
    word = spell("event", event.type, wording.language)
    head = phrase("record", wording.language, line=record.line)
    return "  ".join([head, wording.time(event.at), shown(word), shown(event.id), *facts])
