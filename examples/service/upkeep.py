"""What goes on between the requests: time passes, and policies that change are read anew."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator
from typing import Any

from service.judge import Judge
from service.metrics import Metrics
from service.rules import Faulty, Rules, appearance, read_rules
from service.settings import Settings
from service.worker import Busy, Worker

log = logging.getLogger("service")


class Upkeep:
    """Brings the time and the policies of a worker up to date.

    `faults` is what is wrong with the policy files as they now stand; the worker goes on with the
    last ones that were sound.
    """

    def __init__(self, settings: Settings, worker: Worker, metrics: Metrics) -> None:
        self.faults: list[dict[str, Any]] = []
        self._settings = settings
        self._worker = worker
        self._metrics = metrics
        self._seen = appearance(settings)
        self._renewing = asyncio.Lock()
        self._ending = asyncio.Event()
        self._called: set[asyncio.Task[int | None]] = set()

    async def renew(self) -> int | None:
        """Reads the policies anew; how many remembered values that drops, None if it cannot."""
        async with self._renewing:
            try:
                rules = await asyncio.to_thread(read_rules, self._settings)
                dropped = await self._changed(rules)
            except Faulty as fault:
                self.faults = fault.faults
            except Exception as fault:
                # The files are sound, but an engine cannot be made with them.
                self.faults = [{"file": "", "code": type(fault).__name__, "text": "not taken up"}]
            else:
                self.faults = []
                self._note("done")
                log.info("policies read anew, %d remembered values dropped", dropped)
                return dropped
            self._note("faulty")
            for one in self.faults:
                log.error("policies stay as they are, %s: %s", one["file"], one["text"])
            return None

    async def _changed(self, rules: Rules) -> int:
        """Waits for a place in the queue, however busy it is, unless nobody works any more."""
        while True:
            try:
                return await self._worker.done(lambda judge: judge.change(rules))
            except Busy:
                if self._worker.fault or self._worker.is_closing:
                    raise
            await asyncio.sleep(0.05)

    def _note(self, outcome: str) -> None:
        self._metrics.reloads[outcome] += 1
        self._metrics.is_current = not self.faults

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Goes on within, also when the process is sent SIGHUP."""
        loop = asyncio.get_running_loop()
        # Windows has no such signal, and only the main thread is told of one.
        with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(signal.SIGHUP, self._call)
        ticking = asyncio.create_task(self._tick())
        try:
            yield
        finally:
            self._ending.set()
            await asyncio.gather(ticking, *self._called, return_exceptions=True)

    def _call(self) -> None:
        task = asyncio.create_task(self.renew())
        self._called.add(task)
        task.add_done_callback(self._called.discard)

    async def _tick(self) -> None:
        while not await self._ends():
            # Where it is busy, the events that wait bring the time along.
            with contextlib.suppress(Busy):
                await self._advanced()
            seen = await asyncio.to_thread(appearance, self._settings)
            if seen != self._seen:
                self._seen = seen
                await self.renew()

    async def _ends(self) -> bool:
        """Whether it is over; false at the next tick."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._settings.tick):
                await self._ending.wait()
        return self._ending.is_set()

    async def _advanced(self) -> None:
        try:
            await self._worker.done(Judge.advance, self._settings.patience)
        except Busy:
            raise
        except Exception as fault:
            # What failed is given up by the engine, so that the next tick gets past it.
            log.error("something due failed: %s", type(fault).__name__)
