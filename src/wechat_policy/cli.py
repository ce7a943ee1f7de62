"""The command `wechat-policy`: its commands, and what becomes of anything unforeseen."""

from __future__ import annotations

import os
import sys
import traceback
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Any

import click

import wechat_policy
from wechat_policy.commands.check import check
from wechat_policy.commands.coverage import coverage
from wechat_policy.commands.directory import directory
from wechat_policy.commands.draft import draft
from wechat_policy.commands.events import events
from wechat_policy.commands.explain import explain
from wechat_policy.commands.fmt import fmt
from wechat_policy.commands.gallery import gallery
from wechat_policy.commands.judge import judge
from wechat_policy.commands.ledger import ledger
from wechat_policy.commands.lint import lint
from wechat_policy.commands.lsp import lsp
from wechat_policy.commands.options import default_language
from wechat_policy.commands.packs import packs
from wechat_policy.commands.pending import pending
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.rules import rules
from wechat_policy.commands.streams import BROKEN, leave_quietly, prepare_streams
from wechat_policy.commands.test import test


class Commands(click.Group):
    """A group that tells an unforeseen exception in one line, without what it was about.

    The words of an exception may be words of a message, so only its kind and place are told.
    """

    def invoke(self, context: click.Context) -> Any:
        """Runs the command."""
        prepare_streams()
        try:
            try:
                return super().invoke(context)
            finally:
                sys.stdout.flush()
        except BrokenPipeError:
            leave_quietly()
        except KeyboardInterrupt:
            context.exit(130)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as error:
            if context.params.get("debug"):
                traceback.print_exc()
            language = default_language(os.environ)
            kind, place = type(error).__name__, _place(error.__traceback__)
            click.echo(phrase("broken", language, kind=kind, place=place), err=True)
            context.exit(BROKEN)


def _place(trace: TracebackType | None) -> str:
    """The innermost line of the package on the way to an exception."""
    package = Path(wechat_policy.__file__).parent
    found = "?"
    for frame, line in traceback.walk_tb(trace):
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(package):
            found = f"{file.relative_to(package).as_posix()}:{line}"
    return found


def _version() -> str:
    try:
        return version("wechat-policy")
    except PackageNotFoundError:  # run from a folder that nobody installed
        return "?"


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--debug", is_flag=True, help="Show where an internal error came from.")
@click.version_option(_version(), prog_name="wechat-policy")
def main(debug: bool) -> None:
    """Judge chat messages and account actions by written policies.

    A verdict is a recommendation: a person reviews it before anything is done.
    """


for command in (
    judge, events, explain, directory, rules, ledger, pending, draft, check, lint, fmt, test,
    coverage, gallery, packs, lsp,
):  # fmt: skip
    main.add_command(command)
