"""`wechat-policy diff`: what another version of policies changes on files of records."""

from __future__ import annotations

import sys

import attrs
import click

from wechat_policy.commands.changes import difference_lines
from wechat_policy.commands.opening import hinted, open_directory, open_policies, read_settings
from wechat_policy.commands.options import (
    columns_option,
    directory_option,
    format_option,
    language_option,
    owner_option,
    people_option,
    report_option,
    settings_option,
    time_options,
    whole_form_option,
)
from wechat_policy.commands.output import write_json
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.progress import progress_bar
from wechat_policy.commands.records import Reading, inputs
from wechat_policy.commands.streams import FOUND, NOTHING_FOUND, WrongUse
from wechat_policy.commands.tuned import History, options_of, write_page
from wechat_policy.errors import Language
from wechat_policy.policy import Policy
from wechat_policy.source import visible
from wechat_policy.tuning import diff as run


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.argument("files", metavar="EVENTS...", nargs=-1, required=True)
@format_option
@owner_option
@columns_option
@directory_option
@time_options
@settings_option
@report_option
@people_option
@whole_form_option
@language_option
@click.pass_context
def diff(
    context: click.Context,
    old: str,
    new: str,
    files: tuple[str, ...],
    format: str,
    owner: str | None,
    columns: str | None,
    directories: tuple[str, ...],
    until: str | None,
    lateness: str,
    redelivery: str,
    history_since: str | None,
    settings: tuple[str, ...],
    report: str | None,
    show_people: bool,
    form: str,
    language: Language,
) -> None:
    """Tell what another version of a policy changes on records of the past, and why.

    OLD and NEW are policy files, or shipped packs by name or number; EVENTS are files as for
    `judge`. Told is every verdict that only one version gives, or that changes in certainty,
    severity, evidence, time or penalty, with what of the policy made it so. Exit code: 0 no verdict
    changes, 1 some do, 2 wrong use.
    """
    before, after = _opened(old, new, settings, language)
    options = options_of([after], until, lateness, redelivery, history_since, language)
    found = inputs(files, language)
    rows = open_directory(directories, language)
    history = History(found, Reading(format, after.timezone, owner, columns), language)
    with progress_bar(found, sys.stdout, phrase("diff_progress", language)) as passed:
        result = run(
            before, after, history.events(passed), directory=rows,
            **attrs.asdict(options, recurse=False),
        )  # fmt: skip
    result = history.told(result)
    if report is not None:
        zone = after.zone
        write_page(result, report, language, people=show_people, directory=rows, zone=zone)
    shown = result if show_people else result.pseudonymous()
    if form == "json":
        write_json(sys.stdout, shown.to_dict(), indent=2)
    else:
        for line in difference_lines(shown, language, show_people):
            sys.stdout.write(f"{line}\n")
    context.exit(FOUND if result else NOTHING_FOUND)


def _opened(
    old: str, new: str, settings: tuple[str, ...], language: Language
) -> tuple[Policy, Policy]:
    """Both versions; a parameter that only one of them has is bound there."""
    values = read_settings(settings, language)
    plain = [open_policies([name], language)[0] for name in (old, new)]
    known = list(dict.fromkeys(name for one in plain for name in one.parameters))
    for name in values:
        if name not in known:
            hint = hinted(name, known, language)
            raise WrongUse(phrase("no_parameter", language, name=visible(name), hint=hint))
    bound = []
    for name, policy in zip((old, new), plain, strict=True):
        own = {key: value for key, value in values.items() if key in policy.parameters}
        bound.append(open_policies([name], language, own)[0] if own else policy)
    return bound[0], bound[1]
