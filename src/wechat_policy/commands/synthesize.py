"""`wechat-policy synthesize`: a made-up company with its directory, its traffic and its labels."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import attrs
import click

from wechat_policy.commands.opening import unreadable
from wechat_policy.commands.options import language_option
from wechat_policy.commands.phrases import listed, phrase
from wechat_policy.commands.streams import WrongUse
from wechat_policy.errors import Language
from wechat_policy.source import visible
from wechat_policy.synthetic import Form, RateError, Rates, company, files_of, write


@click.command()
@click.option("--out", metavar="DIR", required=True, help="The folder to write into.")
@click.option(
    "--people",
    type=click.IntRange(1, 100_000),
    default=200,
    show_default=True,
    help="How many work there.",
)
@click.option(
    "--days",
    type=click.IntRange(1, 3660),
    default=30,
    show_default=True,
    help="How many days are told of.",
)
@click.option(
    "--messages",
    type=click.IntRange(0),
    help="How many messages are sent; unless given, 25 a day by each of the people.",
)
@click.option("--start", metavar="DATE", default="2026-03-01", show_default=True, help="First day.")
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="Another number makes another company; the same gives the same files.",
)
@click.option(
    "--rates",
    metavar="FILE",
    help="TOML file that says how much of 1,000 is a breach, by kind, such as `insult = 0.5`.",
)
@click.option(
    "--as",
    "form",
    type=click.Choice(["events", "archive"]),
    default="events",
    show_default=True,
    help="One file of native records, or WeCom's chat archive with all else beside it.",
)
@click.option("--force", is_flag=True, help="Write over files that are there.")
@language_option
def synthesize(
    out: str,
    people: int,
    days: int,
    messages: int | None,
    start: str,
    seed: int,
    rates: str | None,
    form: Form,
    force: bool,
    language: Language,
) -> None:
    """Make up a company, with labelled traffic to try a policy on.

    Writes the records (events.jsonl, or archive.jsonl and actions.jsonl), directory.json and
    labels.csv, which tells by the id of a record what kind of breach it is, if any, or what it only
    looks like, how it is disguised and whose conduct it is. Nobody in it exists.

    Exit code: 0 written, 2 wrong use.
    """
    made = company(people, days, messages, seed, _rates(rates, language), _day(start, language))
    folder = Path(out)
    for name in files_of(form):
        if not force and (folder / name).exists():
            said = phrase("synthesize.is_there", language, name=visible(str(folder / name)))
            raise WrongUse(said)
    try:
        written = write(made, folder, form)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        said = phrase("unwritable", language, name=visible(out), reason=reason)
        raise WrongUse(said) from None
    for name in files_of(form):
        click.echo(phrase("synthesize.written", language, name=name, count=written[name]))
    click.echo(phrase("synthesize.done", language))


def _day(text: str, language: Language) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if not 1970 <= found.year <= 2100:
        raise WrongUse(phrase("synthesize.start", language, text=visible(text)))
    return found


def _rates(path: str | None, language: Language) -> Rates:
    if path is None:
        return Rates()
    name = visible(path)
    try:
        return Rates.of(tomllib.loads(Path(path).read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise WrongUse(phrase("no_file", language, name=name)) from None
    except OSError as error:
        raise WrongUse(unreadable(path, error, language)) from None
    except RateError as error:
        if error.most is None:
            kinds = listed((one.name for one in attrs.fields(Rates)), language)
            said = phrase("synthesize.kind", language, name=name, kind=error.kind, kinds=kinds)
        else:
            most = f"{error.most:g}"
            said = phrase("synthesize.rate", language, name=name, kind=error.kind, most=most)
        raise WrongUse(said) from None
    except ValueError as error:  # neither UTF-8 nor TOML
        said = phrase("synthesize.rates", language, name=name, fault=visible(str(error)))
        raise WrongUse(said) from None
