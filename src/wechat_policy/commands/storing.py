"""Opens state files for the commands; what is wrong with one ends the command."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.streams import WrongUse
from wechat_policy.errors import Language
from wechat_policy.source import visible
from wechat_policy.state import StateError
from wechat_policy.state.sqlite import SQLite

CommandT = TypeVar("CommandT", bound=Callable[..., Any])


def state_option(command: CommandT) -> CommandT:
    """The option `--state` of the commands that look into a file."""
    return click.option(
        "--state", "path", metavar="FILE", required=True, help="The state file to look into."
    )(command)


@contextmanager
def stored(path: str, language: Language, *, read_only: bool = False) -> Iterator[SQLite]:
    """The store in a file while it is open. Raises WrongUse for whatever goes wrong with it."""
    try:
        try:
            store = SQLite(path, read_only=read_only)
        except (OSError, ValueError) as error:  # a path with a null character
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise WrongUse(_failed(path, reason, language)) from None
        try:
            yield store
        finally:
            store.close()
    except StateError as error:
        raise WrongUse(error.render(language)) from None
    except sqlite3.Error as error:
        raise WrongUse(_failed(path, str(error), language)) from None


def _failed(path: str, reason: str, language: Language) -> str:
    return phrase("state_failed", language, name=visible(path), reason=visible(reason))
