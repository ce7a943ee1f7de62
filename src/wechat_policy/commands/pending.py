"""`wechat-policy pending`: the duties in a state file that are open and not yet due."""

from __future__ import annotations

import sys

import click

from wechat_policy.commands.accounts import duty_words
from wechat_policy.commands.options import form_option, language_option
from wechat_policy.commands.output import write_json
from wechat_policy.commands.phrases import listed, phrase
from wechat_policy.commands.storing import state_option, stored
from wechat_policy.engine.owing import Pending, pending_in
from wechat_policy.errors import Language
from wechat_policy.wording import Wording


@click.command()
@state_option
@form_option("A line of text for each duty (the default), or a line of JSON.")
@language_option
def pending(path: str, form: str, language: Language) -> None:
    """List the duties that are open and not yet due, by the time when they are.

    Policies are not needed, and an engine may have the file open. Exit code: 0 done, 2 wrong use.
    """
    with stored(path, language, read_only=True) as store:
        found = pending_in(store)
    for one in found:
        if form == "jsonl":
            write_json(sys.stdout, one.to_dict())
        else:
            sys.stdout.write(_line(one, Wording(language)) + "\n")
    if not found and form == "text":
        sys.stdout.write(phrase("nothing_open", language) + "\n")


def _line(one: Pending, wording: Wording) -> str:
    who = listed(map(wording.who, one.owed_by), wording.language)
    return phrase("owed_by", wording.language, duty=duty_words(one, wording), who=who)
