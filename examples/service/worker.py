"""The one thread that owns the judge, and the bounded queue in front of it.

What waits together is committed together: an answer goes out only when the file holds what it
speaks of, and a hundred requests cost hardly more than one.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, Full, Queue
from typing import Any, TypeVar

import attrs

from service.judge import Judge
from wechat_policy.state import StateError

log = logging.getLogger("service")

_T = TypeVar("_T")
_BATCH = 100


class Busy(Exception):
    """The queue is full, the service is going down, or the file cannot be written: come again."""


@attrs.frozen(eq=False)
class _Task:
    work: Callable[[Judge], Any]
    future: Future[Any] = attrs.field(factory=Future)


class Worker:
    """Does tasks one after the other in a thread of its own, and answers once they are kept.

    `fault` tells why it has given up, if it has: then only a new process helps.
    """

    def __init__(self, judge: Judge, size: int) -> None:
        self.judge = judge
        self.size = size
        self.fault: str | None = None
        self._queue: Queue[_Task | None] = Queue(size)
        self.is_closing = False
        self._thread = threading.Thread(target=self._run, name="judge")

    @property
    def depth(self) -> int:
        """How many tasks wait."""
        return self._queue.qsize()

    def start(self) -> None:
        """Begins to work."""
        self._thread.start()

    def submit(self, work: Callable[[Judge], _T]) -> Future[_T]:
        """Takes a task, the outcome of which comes when it is kept. Raises Busy."""
        task = _Task(work)
        if self.is_closing or self.fault:
            raise Busy
        try:
            self._queue.put_nowait(task)
        except Full:
            raise Busy from None
        return task.future

    async def done(self, work: Callable[[Judge], _T], seconds: float | None = None) -> _T:
        """What a task comes to. Raises Busy where that takes longer than so many seconds."""
        future = asyncio.wrap_future(self.submit(work))
        try:
            # It is not taken back: what comes late is kept all the same, and judged once.
            async with asyncio.timeout(seconds):
                return await asyncio.shield(future)
        except TimeoutError:
            raise Busy from None

    def close(self) -> None:
        """Does what was taken, keeps it, and closes the file; takes nothing more.

        `submit` and the first steps of this belong to one thread, so that nothing comes behind.
        """
        if not self.is_closing:
            self.is_closing = True
            self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        going = True
        while going:
            batch = self._batch()
            going = batch[-1] is not None
            self._do([task for task in batch if task is not None])
        self.judge.close()

    def _batch(self) -> list[_Task | None]:
        batch = [self._queue.get()]
        while batch[-1] is not None and len(batch) < _BATCH:
            try:
                batch.append(self._queue.get_nowait())
            except Empty:
                break
        return batch

    def _do(self, batch: list[_Task]) -> None:
        answers: list[Callable[[], None]] = []
        for task in batch:
            if not task.future.set_running_or_notify_cancel():
                continue
            try:
                if self.fault:
                    raise Busy
                outcome = task.work(self.judge)
            except Exception as fault:
                self._note(fault)
                answers.append(_answer(task.future.set_exception, fault))
            else:
                answers.append(_answer(task.future.set_result, outcome))
        kept: Exception | None = None
        if not self.fault:
            try:
                self.judge.commit()
            except Exception as fault:
                # What was taken is held, and goes with the next commit that succeeds.
                self._note(fault)
                kept = fault
        if self.fault or kept:
            for task in batch:
                if not task.future.done():
                    task.future.set_exception(Busy())
            return
        for answer in answers:
            answer()

    def _note(self, fault: Exception) -> None:
        if isinstance(fault, StateError):
            self.fault = fault.kind
            log.critical("the state file cannot be used any more: %s", fault.kind)
        elif isinstance(fault, sqlite3.Error):
            log.error("the state file could not be written: %s", type(fault).__name__)


def _answer(tell: Callable[[Any], None], outcome: object) -> Callable[[], None]:
    return lambda: tell(outcome)
