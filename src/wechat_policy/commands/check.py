"""`wechat-policy check`: everything that is wrong or doubtful in policies and files of cases."""

from __future__ import annotations

import json
import sys

import click

from wechat_policy.cases import check_cases, is_cases
from wechat_policy.commands.opening import reading, source_of
from wechat_policy.commands.options import language_option
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.streams import FOUND, NOTHING_FOUND
from wechat_policy.errors import Diagnostic, Language, tally
from wechat_policy.loading import checked
from wechat_policy.source import visible


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Drawings for people (the default), or one JSON list of all faults.",
)
@language_option
@click.pass_context
def check(context: click.Context, files: tuple[str, ...], form: str, language: Language) -> None:
    """Tell everything that is wrong or doubtful in policies.

    FILE is a policy file, a shipped pack by name or number, or a file of cases. Exit code: 0 no
    errors (there may be warnings), 1 errors, 2 wrong use.
    """
    found: list[Diagnostic] = []
    for name in files:
        source = source_of(name, language)
        with reading(name, language):
            diagnostics = check_cases(source) if is_cases(source) else checked(source)[1]
        found += diagnostics
        if form == "text":
            for diagnostic in diagnostics:
                sys.stdout.write(f"{diagnostic.render(language)}\n\n")
            told = tally(diagnostics, language)
            key = "tally" if told else "sound"
            sys.stdout.write(phrase(key, language, name=visible(name), tally=told) + "\n")
    if form == "json":
        told = json.dumps([one.to_dict(language) for one in found], ensure_ascii=False, indent=2)
        sys.stdout.write(f"{told}\n")
    context.exit(FOUND if any(one.level == "error" for one in found) else NOTHING_FOUND)
