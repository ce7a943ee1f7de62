"""What several commands are told in the same way: language, form, times, lengths of time."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Any, TypeVar

import click

from wechat_policy.adapters import AUTO, FORMATS
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.streams import WrongUse
from wechat_policy.errors import Language
from wechat_policy.words import canonical

CommandT = TypeVar("CommandT", bound=Callable[..., Any])

_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(\w+)")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def default_language(environment: Mapping[str, str]) -> Language:
    """Chinese where the environment is, else English; `LC_ALL` goes before `LANG`."""
    locale = environment.get("LC_ALL") or environment.get("LANG") or ""
    return "zh" if locale.lower().startswith("zh") else "en"


def language_option(command: CommandT) -> CommandT:
    """The option `--language`."""
    return click.option(
        "--language",
        type=click.Choice(["zh", "en"]),
        default=lambda: default_language(os.environ),
        help="Language of what is said; by default that of LC_ALL or LANG, else English.",
    )(command)


def form_option(help: str) -> Callable[[CommandT], CommandT]:
    """The option `--as`, with the words that tell what each form holds."""
    return click.option(
        "--as", "form", type=click.Choice(["text", "jsonl"]), default="text", help=help
    )


def policy_option(command: CommandT) -> CommandT:
    """The option `--policy`, which may be given several times."""
    return click.option(
        "--policy",
        "policies",
        metavar="NAME_OR_PATH",
        multiple=True,
        required=True,
        help="Policy to judge by: a file, or a shipped pack by name or number. Repeatable.",
    )(command)


def format_option(command: CommandT) -> CommandT:
    """The option `--format` of the files of records."""
    return click.option(
        "--format",
        "format",
        type=click.Choice([AUTO, *FORMATS]),
        default=AUTO,
        help="What the records are; unless given, the first record that shows it decides (auto).",
    )(command)


def columns_option(command: CommandT) -> CommandT:
    """The option `--columns` of tables."""
    return click.option(
        "--columns",
        metavar="FILE",
        help="TOML or JSON file that says which column of a table holds which attribute.",
    )(command)


def timezone_option(command: CommandT) -> CommandT:
    """The option `--timezone` of times written without offset."""
    return click.option(
        "--timezone",
        metavar="NAME",
        default="Asia/Shanghai",
        help="Time zone of times that are written without one; Asia/Shanghai unless given.",
    )(command)


def owner_option(command: CommandT) -> CommandT:
    """The option `--owner` of personal exports."""
    return click.option(
        "--owner",
        metavar="ID",
        help="Whose account a personal export was made with, by the id in the directory.",
    )(command)


def directory_option(command: CommandT) -> CommandT:
    """The option `--directory`, which may be given several times."""
    return click.option(
        "--directory",
        "directories",
        metavar="FILE",
        multiple=True,
        help="Who is who: a native directory, answers of WeCom, or members in CSV or Excel. "
        "Repeatable.",
    )(command)


def time_options(command: CommandT) -> CommandT:
    """The options `--until`, `--lateness`, `--redelivery` and `--history-since`."""
    for option in reversed(
        (
            click.option(
                "--until",
                metavar="TIME",
                help="Let time pass up to here after the last event, so that duties fall due.",
            ),
            click.option(
                "--lateness",
                metavar="LENGTH",
                default="0s",
                help="How long an event may come after a later one, such as 10m; 0s unless given.",
            ),
            click.option(
                "--redelivery",
                metavar="LENGTH",
                default="7d",
                help="For how long an event that comes again is known to have been judged; "
                "7d unless given.",
            ),
            click.option(
                "--history-since",
                metavar="TIME",
                help="From when on the records are complete, if not from the beginning: what may "
                "have happened before is unknown then, and no period of before is missed.",
            ),
        )
    ):
        command = option(command)
    return command


def settings_option(command: CommandT) -> CommandT:
    """The option `--set`, which may be given several times."""
    return click.option(
        "--set",
        "settings",
        metavar="NAME=VALUE",
        multiple=True,
        help="Bind a parameter of the policies. Repeatable.",
    )(command)


def people_option(command: CommandT) -> CommandT:
    """The option `--show-people`."""
    return click.option(
        "--show-people",
        is_flag=True,
        help="Tell ids and names of people; unless given, they are numbered.",
    )(command)


def report_option(command: CommandT) -> CommandT:
    """The option `--report`."""
    return click.option(
        "--report",
        metavar="FILE",
        help="Also write a page in HTML that needs nothing but a browser.",
    )(command)


def whole_form_option(command: CommandT) -> CommandT:
    """The option `--as` of commands that have one answer."""
    return click.option(
        "--as",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        help="Text for people (the default), or one JSON object with all.",
    )(command)


def read_moment(text: str, zone: tzinfo, language: Language) -> datetime:
    """A time in ISO 8601, in the zone if it has no offset. Raises WrongUse for anything else."""
    try:
        found = datetime.fromisoformat(text.strip())
        found = found if found.tzinfo is not None else found.replace(tzinfo=zone)
        found.astimezone(zone)
    except (ValueError, OverflowError):
        raise WrongUse(phrase("bad_moment", language, text=text)) from None
    return found


def read_length(text: str, language: Language) -> timedelta:
    """A length of time such as 10m. Raises WrongUse for anything else."""
    found = _LENGTH.fullmatch(text.strip())
    unit = canonical("unit", found[2]) if found else ""
    if found is None or unit not in _SECONDS:
        raise WrongUse(phrase("bad_length", language, text=text))
    try:
        return timedelta(seconds=float(found[1]) * _SECONDS[unit])
    except OverflowError:
        raise WrongUse(phrase("bad_length", language, text=text)) from None
