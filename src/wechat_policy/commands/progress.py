"""A bar that shows how far a command has read its files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from wechat_policy.commands.records import Input


@contextmanager
def progress_bar(
    files: list[Input], stream: IO[str], title: str
) -> Iterator[Callable[[int], None]]:
    """Takes the bytes that were read, and shows a bar where one can be seen and is in no way."""
    if not sys.stderr.isatty() or stream.isatty():
        yield lambda size: None
        return
    from rich.console import Console
    from rich.progress import Progress

    sizes = [file.size for file in files]
    total = None if None in sizes else sum(size or 0 for size in sizes)
    # Only the bar is its business: what the run says itself goes past it.
    with Progress(console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        task = progress.add_task(title, total=total)
        yield lambda size: progress.advance(task, size)
