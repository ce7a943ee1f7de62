"""The service: routes, what they answer, and what goes on between the requests."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import TypeAlias, TypeVar

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from service.envelope import Envelope
from service.gate import Clock, Gate, Refused, body_of, encrypted_of
from service.judge import Judge, Taken
from service.metrics import Metrics
from service.rules import read_rules
from service.settings import Settings, from_environment
from service.upkeep import Upkeep
from service.worker import Busy, Worker

log = logging.getLogger("service")

_T = TypeVar("_T")
Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]
_MOST = 1_000  # verdicts in one answer


def wall_clock() -> datetime:
    """The time now: the library asks no clock, the service is where it comes from."""
    return datetime.now(UTC)


class Service:
    """One application's callbacks, judged by one engine."""

    def __init__(self, settings: Settings, clock: Clock = wall_clock) -> None:
        self.settings = settings
        self.clock = clock
        self.gate = Gate(
            Envelope(settings.token, settings.key, settings.receiver),
            clock,
            age=settings.age,
            most=settings.nonces,
        )
        self.metrics = Metrics()
        self.worker = Worker(Judge(settings, read_rules(settings), clock), settings.queue)
        self.upkeep = Upkeep(settings, self.worker, self.metrics)

    # -------------------------------------------------------------------------- requests

    async def verify(self, request: Request) -> Response:
        """WeCom asks whether the address is ours: the answer is what it sent, decrypted."""
        _, message = self.gate.enter(request.query_params, request.query_params.get("echostr", ""))
        return Response(message, media_type="text/plain")

    async def callback(self, request: Request) -> Response:
        """One callback of WeCom. Whatever it holds, `success` says that it need not come again."""
        await self._taken(request)
        return PlainTextResponse("success")

    async def events(self, request: Request) -> Response:
        """Records of one's own sender, in an envelope as WeCom's; what became of each is told."""
        taken = await self._taken(request)
        return JSONResponse(
            {"events": taken.events, "again": taken.again, "refused": taken.refused}
        )

    async def _taken(self, request: Request) -> Taken:
        settings = self.settings
        # What can be refused without the body is refused before it is read.
        self.gate.named(request.query_params)
        body = await body_of(
            request.headers, request.stream(), limit=settings.body, seconds=settings.patience
        )
        signature, message = self.gate.enter(request.query_params, encrypted_of(body))
        route = request.url.path
        try:
            return await self._done(lambda judge: judge.take(message, route))
        except BaseException:
            self.gate.release(signature)
            raise

    async def verdicts(self, request: Request) -> Response:
        """What waits in the outbox after the last verdict that the reader has."""
        self._admit_reader(request)
        after = request.query_params.get("after", "")
        wanted = request.query_params.get("limit", "100")
        if not (wanted.isdecimal() and len(wanted) < 6 and 0 < int(wanted) <= _MOST):
            raise Refused("malformed")
        limit = int(wanted)
        found = await self._done(lambda judge: judge.verdicts(after, limit))
        last = found[-1].id if found else after
        told = json.dumps({"verdicts": [one.to_dict() for one in found], "next": last})
        return Response(told, media_type="application/json")

    async def acknowledge(self, request: Request) -> Response:
        """The reader has everything up to a verdict."""
        self._admit_reader(request)
        upto = request.query_params.get("upto", "")
        return JSONResponse(
            {"acknowledged": await self._done(lambda judge: judge.acknowledge(upto))}
        )

    async def quarantine(self, request: Request) -> Response:
        """The records that were refused, by their ids and reasons."""
        self._admit_reader(request)
        return JSONResponse({"records": await self._done(lambda judge: judge.set_apart())})

    async def reload(self, request: Request) -> Response:
        """Reads the policies anew; what is wrong with them is told, and the old ones go on."""
        self._admit_reader(request)
        dropped = await self.upkeep.renew()
        if dropped is None:
            return JSONResponse({"faults": self.upkeep.faults}, 422)
        return JSONResponse({"dropped": dropped})

    async def show_metrics(self, request: Request) -> Response:
        """For Prometheus."""
        judge = self.worker.judge
        gauges = {
            "queue_depth": self.worker.depth,
            "queue_size": self.worker.size,
            "verdicts_waiting": judge.waiting,
            "nonces_remembered": len(self.gate),
        }
        text = self.metrics.text(judge.stats, judge.refusals, gauges)
        return Response(text, media_type="text/plain; version=0.0.4")

    async def health(self, request: Request) -> Response:
        """Whether it takes requests, and by which policies."""
        fault = self.worker.fault
        policies = {one.id: one.version for one in self.worker.judge.rules.policies}
        told = {"status": fault or "ok", "policies": policies, "faults": len(self.upkeep.faults)}
        return JSONResponse(told, 503 if fault else 200)

    def _admit_reader(self, request: Request) -> None:
        told = request.headers.get("authorization", "").encode("latin-1")
        if not hmac.compare_digest(told, f"Bearer {self.settings.reader}".encode()):
            raise Refused("unauthorised")

    async def _done(self, work: Callable[[Judge], _T]) -> _T:
        """What a task of the worker comes to. Raises Busy where it takes too long."""
        return await self.worker.done(work, self.settings.patience)

    def answering(self, endpoint: Endpoint) -> Endpoint:
        """An endpoint that turns every fault into a status, counts it, and tells no content."""

        async def answer(request: Request) -> Response:
            begun = time.perf_counter()
            try:
                response = await endpoint(request)
            except Refused as refused:
                self.metrics.refused[refused.reason] += 1
                # A body that was not read to its end cannot be followed by another request.
                headers = {"Connection": "close"}
                if refused.status == 401:
                    headers["WWW-Authenticate"] = "Bearer"
                response = JSONResponse({"refused": refused.reason}, refused.status, headers)
            except ClientDisconnect:
                response = Response(status_code=400)
            except Busy:
                response = JSONResponse({"refused": "busy"}, 503, {"Retry-After": "1"})
            except Exception as fault:
                log.error("%s failed: %s", request.url.path, type(fault).__name__)
                response = JSONResponse({"refused": "failed"}, 500)
            seconds = time.perf_counter() - begun
            self.metrics.answered(request.url.path, response.status_code, seconds)
            return response

        return answer

    @contextlib.asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:
        """From the first request to the last, and what was taken is kept."""
        self.worker.start()
        try:
            async with self.upkeep.running():
                yield
        finally:
            await asyncio.to_thread(self.worker.close)


def create(settings: Settings | None = None, clock: Clock = wall_clock) -> Starlette:
    """The application; without settings those of the environment.

    Raises ValueError for settings it cannot run with, Faulty for policies.
    """
    service = Service(settings or from_environment(), clock)
    routes = [
        Route(path, service.answering(endpoint), methods=[method])
        for path, method, endpoint in (
            ("/callback", "GET", service.verify),
            ("/callback", "POST", service.callback),
            ("/events", "POST", service.events),
            ("/verdicts", "GET", service.verdicts),
            ("/verdicts/ack", "POST", service.acknowledge),
            ("/quarantine", "GET", service.quarantine),
            ("/reload", "POST", service.reload),
            ("/metrics", "GET", service.show_metrics),
            ("/healthz", "GET", service.health),
        )
    ]
    app = Starlette(routes=routes, lifespan=service.lifespan)
    app.state.service = service
    return app
