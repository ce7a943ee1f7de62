"""Where the commands write: encodings that hold everything, colours, and the end of a pipe."""

from __future__ import annotations

import io
import logging
import os
import sys
from typing import IO, Any, NoReturn

import click

NOTHING_FOUND, FOUND, WRONG_USE, BROKEN = range(4)
"""The exit codes."""


class WrongUse(click.ClickException):
    """What the user has to put right: a file that is not there, a policy with faults."""

    exit_code = WRONG_USE

    def show(self, file: IO[Any] | None = None) -> None:
        """Says it on the error output, and nothing else."""
        click.echo(self.format_message(), file=file, err=file is None)


def prepare_streams() -> None:
    """Lets the standard streams hold any text, and writes UTF-8 wherever nobody looks on.

    A terminal keeps its encoding; what it cannot show is spelt out. Lines in files end the same
    on every system.
    """
    log = logging.getLogger("wechat_policy")
    if not log.handlers:
        # The commands say in the user's language what the library's log says.
        log.addHandler(logging.NullHandler())
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if stream.isatty() or os.environ.get("PYTHONIOENCODING"):
            stream.reconfigure(errors="backslashreplace")
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def in_colour(stream: IO[Any]) -> bool:
    """Whether somebody who wants colours looks at the stream."""
    environment = os.environ
    return stream.isatty() and "NO_COLOR" not in environment and environment.get("TERM") != "dumb"


def leave_quietly() -> NoReturn:
    """Ends because nobody reads on, as a program that the closed pipe has ended."""
    # What is left in the buffer has nowhere to go, and Python would complain at its end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(141)
