"""The command `wechat-policy`: its commands, and what becomes of anything unforeseen."""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Any

import click

import wechat_policy
from wechat_policy.commands.options import default_language
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.streams import BROKEN, leave_quietly, prepare_streams

COMMANDS = (
    "backtest", "check", "coverage", "diff", "directory", "draft", "events", "explain", "fmt",
    "gallery", "judge", "learn", "ledger", "lint", "lsp", "packs", "pending", "rules",
    "synthesize", "test",
)  # fmt: skip
"""The commands; each is the one thing of its name in the module of its name."""


class Commands(click.Group):
    """A group that loads a command when it is called.

    It tells an unforeseen exception in one line, without what it was about: the words of an
    exception may be words of a message, so only its kind and place are told.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"wechat_policy.commands.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

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
