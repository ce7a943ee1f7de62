"""`wechat-policy directory`: who is who, from what companies have, and the ids nobody knows."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import IO

import click

from wechat_policy.adapters import FORMATS, Record
from wechat_policy.adapters.directories import Gathered, Stranger, read_directory, strangers
from wechat_policy.commands.options import form_option, language_option
from wechat_policy.commands.output import opened_output, write_json
from wechat_policy.commands.phrases import listed, phrase
from wechat_policy.commands.records import Reading, events, inputs
from wechat_policy.commands.streams import FOUND, NOTHING_FOUND, WrongUse
from wechat_policy.errors import Language
from wechat_policy.source import visible

_PLURALS = ("people", "groups", "accounts", "devices")
_TOLD = ("id", "count", "source", "line", "attribute", "event")


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--column",
    "columns",
    metavar="HEADING=FACT",
    multiple=True,
    help="What a column of a table holds, such as 工牌号=id; x_NAME keeps it under that name. "
    "Repeatable.",
)
@click.option(
    "--timezone",
    metavar="NAME",
    default="Asia/Shanghai",
    help="The zone of days and times written without one; Asia/Shanghai unless given.",
)
@click.option("--output", metavar="FILE", help="Write the directory to a file.")
@click.option(
    "--calendar",
    metavar="FILE",
    help="Write the special days of check-in rules, for `calendar file`.",
)
@click.option(
    "--events",
    "records",
    metavar="EVENTS",
    multiple=True,
    help="Tell which ids these records name and the directory does not hold. Repeatable.",
)
@click.option(
    "--format",
    "format",
    type=click.Choice(["auto", *FORMATS]),
    default="auto",
    help="What the records of --events are, or to be found out (auto).",
)
@form_option("Text for people (the default), or a line of JSON for each id that nobody knows.")
@language_option
@click.pass_context
def directory(
    context: click.Context,
    files: tuple[str, ...],
    columns: tuple[str, ...],
    timezone: str,
    output: str | None,
    calendar: str | None,
    records: tuple[str, ...],
    format: str,
    form: str,
    language: Language,
) -> None:
    """Show what files tell of who is who, as one native directory.

    FILE is a native directory, an answer of WeCom (members, departments, groups, customers,
    trusted devices, rules of check-in) or a table of members in CSV or Excel. Rows of one id are
    joined; every fault and contradiction is told, and the good rows stay.

    Without --output and --events the JSON goes to the standard output. With them, what was read and
    the ids that nobody knows are told there. Exit code: 0 nothing found, 1 faults, contradictions
    or ids that nobody knows, 2 wrong use, among it files of which nothing can be read.
    """
    inputs([*files, *records], language)
    mapped = _mapped(columns, language)
    try:
        found = read_directory(*files, columns=mapped, timezone=timezone)
    except ValueError as error:
        raise WrongUse(str(error)) from None
    for fault in found.faults:
        key = "doubt" if fault.level == "warning" else "plain"
        click.echo(phrase(key, language, fault=fault.render(language)), err=True)
    if not found.rows:
        raise WrongUse(phrase("nothing_known", language))
    unknown = _strangers(found, records, format, timezone, language)
    if calendar is not None:
        with opened_output(calendar, (*files, *records), language) as stream:
            _write_calendar(stream, found)
    if output is not None or not records:
        with opened_output(output, (*files, *records), language) as stream:
            write_json(stream, found.rows, indent=2)
    if form == "jsonl":
        for one in unknown:
            write_json(sys.stdout, one.to_dict())
    elif output is not None or records:
        for line in _lines(found, files, unknown, bool(records), language):
            sys.stdout.write(f"{line}\n")
    context.exit(FOUND if found.faults or unknown else NOTHING_FOUND)


def _mapped(columns: Sequence[str], language: Language) -> dict[str, str]:
    mapped = {}
    for text in columns:
        heading, equals, fact = text.rpartition("=")
        if not equals or not heading.strip() or not fact.strip():
            raise WrongUse(phrase("bad_column", language, text=visible(text)))
        mapped[heading.strip()] = fact.strip()
    return mapped


def _strangers(
    found: Gathered, records: Sequence[str], format: str, timezone: str, language: Language
) -> tuple[Stranger, ...]:
    """The ids that the records name and nobody knows; what is wrong with a record is said."""
    if not records:
        return ()

    def hear(name: str, record: Record) -> None:
        if record.refusal is not None and record.refusal.damaged:
            refusal = record.refusal.render(language)
            click.echo(phrase("refused", language, name=name, refusal=refusal), err=True)

    def read() -> Iterator[tuple[str, Record]]:
        for file in inputs(records, language):
            for record in events([file], Reading(format, timezone), language, hear):
                yield file.label, record

    return strangers(found.directory(), read())


def _write_calendar(stream: IO[str], found: Gathered) -> None:
    days: Mapping[str, str] = found.rows.get("organization", {}).get("calendar") or {}
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("date", "kind"))
    writer.writerows(sorted(days.items()))


def _lines(
    found: Gathered,
    files: Sequence[str],
    unknown: Sequence[Stranger],
    asked: bool,
    language: Language,
) -> Iterator[str]:
    for name in dict.fromkeys(files):
        kinds = listed((phrase(f"kind.{one}", language) for one in found.kinds[name]), language)
        key = "read_of" if kinds else "read_nothing"
        count = found.counts.get(name, 0)
        yield phrase(key, language, name=visible(name), kinds=kinds, count=count)
    parts = [
        phrase(f"count.{plural}", language, count=len(found.rows[plural]))
        for plural in _PLURALS
        if plural in found.rows
    ]
    if parts:
        yield phrase("rows_of", language, parts=listed(parts, language))
    if not asked:
        return
    yield ""
    yield phrase("strange" if unknown else "nobody_strange", language)
    for one in unknown:
        kind = phrase(f"stranger.{one.role or one.kind}", language)
        facts = {name: visible(str(getattr(one, name))) for name in _TOLD}
        yield "  " + phrase("stranger", language, kind=kind, **facts)
