"""`wechat-policy backtest`: what policies would have made of files of records."""

from __future__ import annotations

import sys

import attrs
import click

from wechat_policy.commands.hits import backtest_lines
from wechat_policy.commands.opening import open_directory, open_policies, read_settings
from wechat_policy.commands.options import (
    columns_option,
    directory_option,
    format_option,
    language_option,
    owner_option,
    people_option,
    policy_option,
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
from wechat_policy.commands.tuned import History, labels_of, options_of, write_page
from wechat_policy.errors import Language
from wechat_policy.reporting import MOST
from wechat_policy.tuning import backtest as run
from wechat_policy.tuning.tallying import EXAMPLES


@click.command()
@click.argument("files", metavar="EVENTS...", nargs=-1, required=True)
@policy_option
@click.option(
    "--labels",
    metavar="FILE",
    help="What people say of the events: CSV or Excel with a column `id` and a column `label`, "
    "in which yes, no, or the clauses or tags that should be found stand.",
)
@format_option
@owner_option
@columns_option
@directory_option
@time_options
@settings_option
@click.option(
    "--workers",
    type=int,
    default=1,
    metavar="NUMBER",
    help="Share the policies out over so many processes; 1 unless given.",
)
@report_option
@people_option
@whole_form_option
@language_option
@click.pass_context
def backtest(
    context: click.Context,
    files: tuple[str, ...],
    policies: tuple[str, ...],
    labels: str | None,
    format: str,
    owner: str | None,
    columns: str | None,
    directories: tuple[str, ...],
    until: str | None,
    lateness: str,
    redelivery: str,
    history_since: str | None,
    settings: tuple[str, ...],
    workers: int,
    report: str | None,
    show_people: bool,
    form: str,
    language: Language,
) -> None:
    """Tell what policies would have made of records of the past.

    EVENTS are files as for `judge`. Told are hits by clause, day and department, what clauses find
    together and alone, the penalties that would have followed, frequent words and an example of
    each clause; with --labels also precision, recall and F1 with intervals of 95%, the worst false
    alarms and what was missed. Exit code: 0 nothing is flagged, 1 something is, 2 wrong use.
    """
    if workers < 1:
        raise WrongUse(phrase("no_workers", language))
    opened = open_policies(policies, language, read_settings(settings, language))
    options = options_of(opened, until, lateness, redelivery, history_since, language)
    known = labels_of(labels, language)
    found = inputs(files, language)
    rows = open_directory(directories, language)
    history = History(found, Reading(format, opened[0].timezone, owner, columns), language)
    examples = EXAMPLES
    if report is not None:  # a page lists as many as a browser bears
        examples = max(examples, MOST // max(1, sum(len(one.clauses) for one in opened)))
    with progress_bar(found, sys.stdout, phrase("backtest_progress", language)) as passed:
        result = run(
            opened, history.events(passed), known, directory=rows, workers=workers,
            examples=examples,
            **attrs.asdict(options, recurse=False),
        )  # fmt: skip
    result = history.told(result)
    if report is not None:
        zone = opened[0].zone
        write_page(result, report, language, people=show_people, directory=rows, zone=zone)
        result = result.with_examples(EXAMPLES)
    shown = result if show_people else result.pseudonymous()
    if form == "json":
        write_json(sys.stdout, shown.to_dict(), indent=2)
    else:
        for line in backtest_lines(shown, language, show_people):
            sys.stdout.write(f"{line}\n")
    context.exit(FOUND if result.flagged_events or result.hits.flagged else NOTHING_FOUND)
