"""How far a run has come, told to whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from wechat_policy.errors import Language

Progress = bool | Callable[[int, int | None], object]
"""False for nothing, True for a bar, or what is called with the rows done and those there are.

The number of all rows is None where only reading tells it.
"""

_LABEL = {"en": "judging rows", "zh": "正在判断"}


@contextmanager
def watched(
    progress: Progress, total: int | None, language: Language
) -> Iterator[Callable[[int], object]]:
    """What is to be told how many rows are done."""
    if callable(progress):
        yield lambda done: progress(done, total)
        return
    if not progress:
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    )  # fmt: skip
    with Bar(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(_LABEL[language], total=total)
        yield lambda done: bar.update(task, completed=done)
