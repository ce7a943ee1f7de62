"""`wechat-policy ledger`: what a state file holds about one person, shown, exported, erased."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from wechat_policy.commands.accounts import account_lines, account_rows, counted, mention_lines
from wechat_policy.commands.options import form_option, language_option
from wechat_policy.commands.output import opened_output, write_json
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.storing import state_option, stored
from wechat_policy.commands.streams import FOUND, WrongUse
from wechat_policy.engine.accounts import duty_dict, owed_duties
from wechat_policy.engine.disclosure import disclosure
from wechat_policy.engine.erasure import erase as take_out
from wechat_policy.engine.holdings import Holdings, holdings, mentions
from wechat_policy.errors import Language
from wechat_policy.wording import shown

NOTHING_KNOWN = FOUND
"""The exit code where a file knows nothing of a person."""

CommandT = TypeVar("CommandT", bound=Callable[..., Any])


@click.group()
def ledger() -> None:
    """Show, export or erase what a state file holds about a person.

    Policies are not needed, and an engine may have the file open. Exit code of each: 0 done,
    1 nothing is known of the person, 2 wrong use.
    """


def _person(command: CommandT) -> CommandT:
    """What every command about a person is told."""
    return click.argument("person", metavar="PERSON")(state_option(command))


@ledger.command()
@_person
@form_option("Text for people (the default), or a line of JSON for each entry and each duty.")
@language_option
@click.pass_context
def show(context: click.Context, person: str, path: str, form: str, language: Language) -> None:
    """Show the accounts of a person: entries with penalties as they stand, and open duties.

    PERSON is the id. Of a message no more is shown than the words that decided. Exit code: 0 done,
    1 nothing is known of the person, 2 wrong use.
    """
    with stored(path, language, read_only=True) as store:
        held = holdings(store, person)
    if not held:
        _unknown(context, person, language)
    if form == "jsonl":
        duties = (duty_dict(clause, duty) for clause, duty in owed_duties(held))
        for row in account_rows(held, duties):
            write_json(sys.stdout, row)
        return
    for line in account_lines(held, language):
        sys.stdout.write(f"{line}\n")


@ledger.command()
@_person
@click.option("--output", metavar="FILE", help="Write the object to a file.")
@language_option
@click.pass_context
def export(
    context: click.Context, person: str, path: str, output: str | None, language: Language
) -> None:
    """Write everything that a state file holds about a person, as one JSON object.

    PERSON is the id. Exit code: 0 done, 1 nothing is known of the person, 2 wrong use.
    """
    with stored(path, language, read_only=True) as store:
        held = holdings(store, person)
        named_in = mentions(store, held)
    if not held and not named_in:
        _unknown(context, person, language)
    with opened_output(output, (path,), language) as stream:
        write_json(stream, disclosure(held, named_in), indent=2)


@ledger.command()
@_person
@click.option("--yes", is_flag=True, help="Do not ask whether it is meant.")
@language_option
@click.pass_context
def erase(context: click.Context, person: str, path: str, yes: bool, language: Language) -> None:
    """Delete everything about a person from a state file.

    PERSON is the id. Deleted are accounts, violations, what waits for delivery about nobody else,
    windows and periods under the person's id, what the person owes, and changes of the person's
    own row in the directory. What is about others and names the person stays and is told. An
    engine that has the file open has to open it anew. Exit code: 0 done, 1 nothing is known of
    the person, 2 wrong use, among it to say no.
    """
    with stored(path, language, read_only=True) as store:
        held = holdings(store, person)
        named_in = mentions(store, held)
    if not held and not named_in:
        _unknown(context, person, language)
    if held:
        if not yes:
            _confirm(held, language)
        with stored(path, language) as store:
            held = holdings(store, person)
            named_in = mentions(store, held)
            take_out(store, held)
    parts = counted(held.counts(), language) or "0"
    sys.stdout.write(phrase("erased", language, parts=parts) + "\n")
    for line in mention_lines(named_in, language):
        sys.stdout.write(f"{line}\n")


def _confirm(held: Holdings, language: Language) -> None:
    """Asks at a terminal whether it is meant. Raises WrongUse where nobody says so."""
    if not sys.stdin.isatty():
        raise WrongUse(phrase("not_asked", language))
    parts = counted(held.counts(), language)
    question = phrase("erase", language, person=shown(held.person), parts=parts)
    try:
        meant = click.confirm(question, err=True)
    except click.Abort:
        meant = False
    if not meant:
        raise WrongUse(phrase("not_erased", language))


def _unknown(context: click.Context, person: str, language: Language) -> None:
    click.echo(phrase("nobody", language, person=shown(person)), err=True)
    context.exit(NOTHING_KNOWN)
